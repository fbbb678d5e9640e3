"""Which stretches of an article are quotations to be checked."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.article import Article, Unread
from sayso.check.quotes import Stretch, find_stretches
from sayso.marking import MarkUse, OtherMark
from sayso.reading import Reading, Stamp
from sayso.statement import Kind, Place, Statement
from sayso.text import Span

from .each_case import each_case

_STAMP = Stamp("0", "m", "s")


def make(text: str, *contents: str, kind: Kind = Kind.DIRECT, title: str = "", turn: bool = False) -> Reading:
    """A reading with one statement a content, and a title that stands in marks."""
    spans = [Span(text.index(one), text.index(one) + len(one)) for one in contents]
    statements = tuple(
        Statement(f"s{n}", kind, Place.BODY, (span,), (), (), 0.9, turn=turn) for n, span in enumerate(spans, start=1)
    )
    at = text.find(title) if title else -1
    marks = (OtherMark(Span(at, at + len(title)), MarkUse.TITLE),) if title else ()
    return Reading(Article("a", text), statements, (), _STAMP, other_marks=marks)


def list_found(reading: Reading) -> list[list[tuple[str, str | None]]]:
    """The stretches of each group, marks included, with the id of their statement."""
    assert isinstance(reading.article, Article)
    text = reading.article.text
    return [
        [(one.span.of(text), one.statement.id if one.statement else None) for one in group]
        for group in find_stretches(reading)
    ]


@each_case(
    ("text", "content", "inside"),
    [
        ("“We won,” she said.", "“We won,”", ["We won,"]),
        ('She said: "We won."', '"We won."', ["We won."]),
        ("She said: ''We won.''", "''We won.''", ["We won."]),
        ("«Wir sind da», sagte sie.", "«Wir sind da»", ["Wir sind da"]),
        ("„Wir sind da“, sagte sie.", "„Wir sind da“", ["Wir sind da"]),
        ("‘We won’t go,’ she said.", "‘We won’t go,’", ["We won’t go,"]),
        (
            "‘They called it “daft” twice,’ she said.",
            "‘They called it “daft” twice,’",
            ["They called it “daft” twice,"],
        ),
        ("“We ‘won’,” she said.", "“We ‘won’,”", ["We ‘won’,"]),
        ("“We won.\n\n“And we stay,” she said.", "“We won.\n\n“And we stay,”", ["We won.", "And we stay,"]),
        ("> We won.\n\nSo they wrote.", "We won.", ["We won."]),
    ],
)
def test_marks_of_all_kinds_are_read(text: str, content: str, inside: list[str]) -> None:
    """A quotation that goes on in the next paragraph is a stretch of its own there, in the same group."""
    groups = find_stretches(make(text, content))

    assert [inside] == [[one.inside.of(text) for one in group] for group in groups]


def test_marked_words_of_reported_speech_are_stretches() -> None:
    """Of mixed content the words in marks count, the others do not."""
    text = "She said that they had “won the day” and “would stay”."
    reading = make(text, "that they had “won the day” and “would stay”", kind=Kind.MIXED)

    assert [[("“won the day”", "s1"), ("“would stay”", "s1")]] == list_found(reading)


def test_title_in_marks_is_no_stretch() -> None:
    """A book is not what somebody said."""
    text = "She said that “The Harbour” was “a fine book”."
    reading = make(text, "that “The Harbour” was “a fine book”", kind=Kind.MIXED, title="“The Harbour”")

    assert [[("“a fine book”", "s1")]] == list_found(reading)


def test_marks_around_all_that_is_reported_are_a_name() -> None:
    """Where the reading has no quotation by the marks around a content, it is a name; around a part, words."""
    text = "She called the film “Long Tides”. He called the plan ‘Plain Folly’ again."
    reading = make(text, "“Long Tides”", "the plan ‘Plain Folly’", kind=Kind.INDIRECT)

    assert [[("‘Plain Folly’", "s2")]] == list_found(reading)


def test_inner_statement_has_its_own_words() -> None:
    """A quotation within reported speech is the inner speaker's."""
    reading = make("Roe said Moss told him: “We won.”", "Moss told him: “We won.”", "“We won.”")

    assert [[("“We won.”", "s2")]] == list_found(reading)


def test_quotation_within_a_quotation_is_part_of_it() -> None:
    """What is quoted within marks is no stretch beside the one that holds it."""
    reading = make("“Moss told me ‘we won’,” Roe said.", "“Moss told me ‘we won’,”", "‘we won’")

    assert [[("“Moss told me ‘we won’,”", "s1")]] == list_found(reading)


def test_stretch_is_whole_where_a_statement_has_a_part() -> None:
    """The marks show where a quotation ends; the statement with most of it says whose it is."""
    reading = make("“It was late. We had won the day and we stayed,” she said.", "“It was late.", "We had won the day")

    assert [[("“It was late. We had won the day and we stayed,”", "s2")]] == list_found(reading)


def test_stretch_without_an_end_is_what_the_statements_have() -> None:
    """Where the closing mark is missing, the words of the sentence are no quotation."""
    reading = make("“We had won, she said. And we stayed.", "“We had won", "And we stayed")

    assert [[("“We had won", "s1")], [("And we stayed", "s2")]] == list_found(reading)


@each_case(
    ("text", "expected"),
    [
        ("The rules speak of “harm to the common good” only.", ["“harm to the common good”"]),
        ("One was “held by the river”. One was “left to the sea”.", ["“held by the river”", "“left to the sea”"]),
        ("The so-called “river party” met.", []),
        ('<img alt="the river at high tide">', []),
    ],
)
def test_what_no_statement_has_stands_alone(text: str, expected: list[str]) -> None:
    """Four words and more in marks are held against the sources, whoever spoke them; each is a group of its own."""
    assert [[(words, None)] for words in expected] == list_found(make(text))


def test_long_title_does_not_stand_alone() -> None:
    """What the reading takes for a title is no quotation, however long."""
    text = "They sang “The River Runs to the Sea” twice."

    assert [] == list_found(make(text, title="“The River Runs to the Sea”"))


def test_marks_in_a_turn_are_the_speakers_own() -> None:
    """In an interview of questions and answers the marks are within what is said."""
    text = "Q: Why?\n\nA: They told me “go home and stay there” and I went."

    assert [] == list_found(make(text, "They told me “go home and stay there” and I went.", turn=True))


def test_unread_article_has_none() -> None:
    """An article that could not be read has no stretches."""
    assert [] == find_stretches(Reading(Unread("a", ()), (), (), _STAMP))


@given(st.text(alphabet="“”„\"‘’'`«» >.,s8aB\n", max_size=60), st.data())
def test_stretches_fit(text: str, data: st.DataObject) -> None:
    """In any text the stretches are in order and apart, hold their words, and have letters or figures."""
    place = st.integers(0, len(text))
    spans = [Span(*sorted(pair)) for pair in data.draw(st.lists(st.tuples(place, place), max_size=5))]
    statements = tuple(
        Statement(f"s{n}", data.draw(st.sampled_from(Kind)), Place.BODY, (span,), (), (), 0.5)
        for n, span in enumerate(spans)
        if span.start < span.end
    )
    groups = find_stretches(Reading(Article("a", text), statements, (), _STAMP))

    found: list[Stretch] = sorted((one for group in groups for one in group), key=lambda one: one.span)
    assert all(one.span.holds(one.inside) and any(map(str.isalnum, one.inside.of(text))) for one in found)
    assert all(one.span.end < after.span.end for one, after in pairwise(found))


@pytest.mark.cpu_limit(2)
@pytest.mark.parametrize("piece", ["“", '"', "''", "“a” ", "“we won it all” ", "“a\n", "‘a "])
def test_time_is_linear(piece: str) -> None:
    """So many marks and statements that each with each would take long take a moment."""
    count = 2_500
    spans = [(Span(0, len(piece) * n),) for n in range(1, count, 4)]
    statements = tuple(Statement("s", Kind.MIXED, Place.BODY, span, (), (), 0.9) for span in spans)

    assert find_stretches(Reading(Article("a", piece * count), statements, (), _STAMP)) is not None
