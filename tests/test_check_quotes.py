"""Which stretches of an article are quotations to be checked."""

from __future__ import annotations

import pytest

from sayso.article import Article
from sayso.check.quotes import find_stretches
from sayso.marking import MarkUse, OtherMark
from sayso.reading import Reading, Stamp
from sayso.statement import Kind, Place, Statement
from sayso.text import Span


def make(text: str, *contents: str, kind: Kind = Kind.DIRECT, title: str = "") -> Reading:
    """A reading with one statement a content, and a title that stands in marks."""
    spans = [Span(text.index(one), text.index(one) + len(one)) for one in contents]
    statements = tuple(
        Statement(f"s{n}", kind, Place.BODY, (span,), (), (), 0.9) for n, span in enumerate(spans, start=1)
    )
    at = text.find(title) if title else -1
    marks = (OtherMark(Span(at, at + len(title)), MarkUse.TITLE),) if title else ()
    return Reading(Article("a", text), statements, (), Stamp("0", "m", "s"), other_marks=marks)


@pytest.mark.parametrize(
    ("text", "content", "inside"),
    [
        ("“We won,” she said.", "“We won,”", ["We won,"]),
        ('She said: "We won."', '"We won."', ["We won."]),
        ("«Wir sind da», sagte sie.", "«Wir sind da»", ["Wir sind da"]),
        ("„Wir sind da“, sagte sie.", "„Wir sind da“", ["Wir sind da"]),
        ("‘We won’t go,’ she said.", "‘We won’t go,’", ["We won’t go,"]),
        ("“We ‘won’,” she said.", "“We ‘won’,”", ["We ‘won’,"]),
        ("“We won.\n\n“And we stay,” she said.", "“We won.\n\n“And we stay,”", ["We won.", "And we stay,"]),
    ],
)
def test_marks_of_all_kinds_are_read(text: str, content: str, inside: list[str]) -> None:
    """A quotation that goes on in the next paragraph is a stretch of its own there, in the same group."""
    groups = find_stretches(make(text, content))

    assert [inside] == [[one.inside.of(text) for one in group] for group in groups]


def test_marked_words_of_reported_speech_are_stretches() -> None:
    """Of mixed content the words in marks count, the others do not."""
    text = "She said that they had “won the day” and “would stay”."
    groups = find_stretches(make(text, "that they had “won the day” and “would stay”", kind=Kind.MIXED))

    assert [["“won the day”", "“would stay”"]] == [[one.span.of(text) for one in group] for group in groups]


def test_title_in_marks_is_no_stretch() -> None:
    """A book is not what somebody said."""
    text = "She said that “The Harbour” was “a fine book”."
    groups = find_stretches(make(text, "that “The Harbour” was “a fine book”", kind=Kind.MIXED, title="“The Harbour”"))

    assert [["“a fine book”"]] == [[one.span.of(text) for one in group] for group in groups]


def test_inner_statement_has_its_own_words() -> None:
    """A quotation within reported speech is the inner speaker's."""
    text = "Roe said Moss told him: “We won.”"
    groups = find_stretches(make(text, "Moss told him: “We won.”", "“We won.”"))

    assert ["s2"] == [one.statement.id for group in groups for one in group]
