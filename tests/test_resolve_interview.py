"""Whose turn it is in an interview."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from sayso.analyse.layout import lay_out
from sayso.analyse.resolve.grouping import group_names
from sayso.analyse.resolve.interview import Interview
from sayso.analyse.resolve.mentions import MentionIndex
from sayso.analyse.resolve.proper_names import find_names
from sayso.article import Article, Outlet

TURNS = (
    "When does it sail?",
    "At nine, if the wind allows it.",
    "Is the ferry full?",
    "Not yet, but it will be.",
    "And tomorrow?",
    "Then it is full.",
)


def speakers_of(introduction: str, labels: Sequence[str], outlet: str | None = None) -> list[list[str]]:
    """For each turn the names of those who may be speaking."""
    lines = [f"{label} {turn}" for label, turn in zip(list(labels) * 3, TURNS, strict=True)]
    article = Article("a", "\n\n".join([introduction, *lines]), outlet=Outlet(outlet) if outlet else None)
    layout = lay_out(article)
    names = find_names(layout)
    mentions = MentionIndex(layout)
    mentions.add_names(names, group_names(layout.text, names).owner)
    interview = Interview(article, layout, mentions)
    return [[entity.name for entity in interview.find_speakers(turn.content[0].start)] for turn in layout.turns]


def test_letters_are_outlet_and_guest() -> None:
    """The outlet asks under Q, and under A the one whom the introduction names answers."""
    assert (
        speakers_of("The ferry has a new captain. Ada Moss spoke to us.", ["Q:", "A:"], "Wold Gazette")
        == [
            ["Wold Gazette"],
            ["Ada Moss"],
        ]
        * 3
    )


@pytest.mark.parametrize(
    "introduction",
    ["Ada Moss spoke to the Wold Gazette about the ferry.", "The Wold Gazette interviewed Ada Moss about the ferry."],
)
def test_asking_outlet_is_read_from_the_introduction(introduction: str) -> None:
    """Where the article's outlet is unknown, the introduction may say who asked."""
    assert speakers_of(introduction, ["Q:", "A:"]) == [["Wold Gazette"], ["Ada Moss"]] * 3


def test_nobody_asks_who_is_not_named() -> None:
    """Without outlet, the one who asks is nobody that is known."""
    assert speakers_of("The ferry has a new captain, Ada Moss.", ["Q:", "A:"])[0] == []


@pytest.mark.parametrize("label", ["Ada Moss:", "Moss:", "AM:"])
def test_label_names_a_party(label: str) -> None:
    """A label is a full name, a surname or initials."""
    assert (
        speakers_of("The ferry has a new captain, Ada Moss. Tom Oats met her.", ["Tom Oats:", label])
        == [
            ["Tom Oats"],
            ["Ada Moss"],
        ]
        * 3
    )


def test_two_guests_leave_the_answer_open() -> None:
    """Where the introduction is about two, either may be answering."""
    assert speakers_of("The Wold Gazette spoke to Ada Moss and Tom Oats.", ["Q:", "A:"])[1] == [
        "Ada Moss",
        "Tom Oats",
    ]


def test_guest_is_who_is_named_most() -> None:
    """Somebody named once beside the guest is not taken for her."""
    introduction = "Ada Moss has a new boat. Moss bought it from Tom Oats. The Wold Gazette spoke to Moss."

    assert speakers_of(introduction, ["Q:", "A:"])[1] == ["Ada Moss"]


def test_place_that_begins_no_turn_is_nobodys() -> None:
    """Only where a turn begins is somebody's turn."""
    article = Article("a", "Ada Moss came.")
    layout = lay_out(article)

    assert Interview(article, layout, MentionIndex(layout)).find_speakers(0) == ()
