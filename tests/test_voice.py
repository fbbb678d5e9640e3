"""The outlet's own voice: the clauses that are attributed to nobody."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.analyse.layout import lay_out
from sayso.analyse.voice import find_own_voice
from sayso.article import Article
from sayso.carrier import Carrier, How
from sayso.statement import Kind, Place, Statement
from sayso.text import Span

from .each_case import each_case

if TYPE_CHECKING:
    from tests.conftest import ReadMarks


def _list_own(read_marks: ReadMarks, marked: str, *, turn: bool = False) -> list[str]:
    parsed = read_marks(marked)
    statements = [
        Statement(f"s{n}", Kind.INDIRECT, Place.BODY, tuple(s.content), tuple(s.cue), tuple(s.source), 0.9, turn=turn)
        for n, s in enumerate(parsed.statements, 1)
    ]
    return [span.of(parsed.text) for span in find_own_voice(lay_out(Article("a", parsed.text)), statements, [])]


@each_case(
    ("marked", "own"),
    [
        ("It rained. [S Vint] [C said] [Q the pier was shut].", ["It rained"]),
        (
            "[S Vint] [C said] [Q the pier was shut], but the gate stood open all day.",
            ["but the gate stood open all day"],
        ),
        ("[S Vint] [C said] [Q the pier was shut] on Friday.", []),
        ("The ferry left, and [S Vint] [C said]: [Q “Too late.”]", ["The ferry left, and"]),
        ("It rained.\n\nRead more\n\nSource", ["It rained"]),
        ("The “consultation” lasted an hour.", ["The “consultation” lasted an hour"]),
        ("They sang “Old Tar” twice that night.", ["They sang “Old Tar” twice that night"]),
        ("It rained.\n\n“We have waited for a year,” a woman called out.", ["It rained"]),
        ("The council has always maintained that the pier was shut.", []),
        ("The pier is shut, according to the harbour office.", []),
        ("[S Vint] [C said] the pier was shut for good. [Q “Sorry.”]", []),
        ("By Orla Vint\n\nIt rained.", ["It rained"]),
        ("PORT WYE (Coast Wire) — It rained.", ["It rained"]),
        ("[S Vint] [C listed] [Q her demands]:\n\n• a new gate\n• a new lock\n\nIt rained.", ["It rained"]),
        ("> We float. Most of us do.\n\nIt rained.", ["It rained"]),
        ("", []),
    ],
)
def test_own_voice(read_marks: ReadMarks, marked: str, own: list[str]) -> None:
    """Clauses that nobody is given are the outlet's; joints, bylines and missed quotations are not."""
    assert own == _list_own(read_marks, marked)


def test_between_turns(read_marks: ReadMarks) -> None:
    """A paragraph between two turns of an interview is unclear; what comes before and after is the outlet's."""
    marked = "We met on the pier.\n\n[Q1 Who keeps it?]\n\nNobody, really.\n\n[Q2 Since when?]\n\nShe walked us out."

    assert ["We met on the pier", "She walked us out"] == _list_own(read_marks, marked, turn=True)


def test_evidence() -> None:
    """What shows a carrier is no clause of the outlet's."""
    text = "It rained. Source: Coast Wire"
    carrier = Carrier("c1", "Coast Wire", How.WIRE, (Span(11, 29),), (), 1)

    assert [Span(0, 9)] == list(find_own_voice(lay_out(Article("a", text)), [], [carrier]))


@given(
    st.lists(
        st.sampled_from(["“", "”", "‘", "’", '"', "said ", "that ", "Vint ", "it rained", ". ", "\n\n", ", ", "- "])
    )
)
def test_spans(parts: list[str]) -> None:
    """Spans lie in order within the text, begin and end with what is not space, and hold nothing of a statement."""
    text = "".join(parts)
    content = tuple(Span(n, n + 3) for n in range(0, len(text) - 3, 11))
    statements = [Statement("s1", Kind.MIXED, Place.BODY, content, (), (), 0.9)] if content else []
    own = find_own_voice(lay_out(Article("a", text)), statements, [])

    assert list(own) == sorted(own)
    assert all(span.of(text).strip() == span.of(text) != "" for span in own)
    assert not any(span.overlaps(other) for span in own for other in content)


@pytest.mark.parametrize("words", ["that ", "said he ", "said Anna ", "according "])
def test_time_grows_with_a_sentence(words: str) -> None:
    """A sentence of fifty thousand words takes a moment, not a minute."""
    layout = lay_out(Article("a", words * 50_000))

    begun = time.thread_time()
    find_own_voice(layout, [], [])

    assert time.thread_time() - begun < 2
