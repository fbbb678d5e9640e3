"""Whom an outlet cites for what it reports."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sayso.analyse.decode import Draft, Part
from sayso.analyse.guide_citing import split_cited
from sayso.analyse.partial import Partial
from sayso.text import Span

from .conftest import MarkedArticle, ReadMarks
from .each_case import each_case

Row = tuple[str, str, str]


def _make_partials(parsed: MarkedArticle) -> list[Partial]:
    """The marked statements, as the model drafts them."""
    found = []
    for marks in parsed.statements:
        parts = tuple(Part(span, 0.9) for span in marks.content)
        draft = Draft(parts, None, None, inner=False)
        found.append(Partial(list(marks.content), list(marks.cue), list(marks.source), [draft]))
    return found


def _cite(parsed: MarkedArticle) -> tuple[list[Row], list[tuple[Row, Row]]]:
    """What becomes of the statements; and those within others, with these."""

    def show(o: Partial) -> Row:
        content, cue, source = (
            " … ".join(span.of(parsed.text) for span in part) for part in (o.content, o.cue, o.source)
        )
        return content, cue, source

    found, holders = split_cited(parsed.text, _make_partials(parsed))
    return [show(o) for o in found], [(show(o), show(holders[id(o)])) for o in found if id(o) in holders]


@each_case(
    ("marked", "report", "party"),
    [
        (
            "[Q1 The pier will shut], [S1 the Gazette] [C1 reported] on Monday, [C2 citing] [Q2 two officials].",
            ("The pier will shut", "reported", "the Gazette"),
            "two officials",
        ),
        (
            "[S1 The Gazette] reported, [C1 citing] [Q1 two officials, that the pier would shut].",
            ("that the pier would shut", "reported", "The Gazette"),
            "two officials",
        ),
        (
            "[S1 The Gazette], [C2 citing] [Q2 people close to her], [C1 wrote] [Q1 that Vint would quit].",
            ("that Vint would quit", "wrote", "The Gazette"),
            "people close to her",
        ),
        (
            "[Q1 The pier will shut], [S1 the Gazette] reported, [C1 citing] sources.",
            ("The pier will shut", "reported", "the Gazette"),
            "sources",
        ),
        (
            "[S1 The ministry] [C1 said] [Q1 the pier was unsafe], [C2 citing] [Q2 a report by engineers].",
            ("the pier was unsafe", "said", "The ministry"),
            "a report by engineers",
        ),
        (
            "[C2 Quoting] [Q2 Ada Moss], [S1 Radio Nine] [C1 said] [Q1 the pier would shut].",
            ("the pier would shut", "said", "Radio Nine"),
            "Ada Moss",
        ),
        (
            "[S1 The Gazette] [C1 reported], citing two officials, [Q1 that the pier would shut].",
            ("that the pier would shut", "reported", "The Gazette"),
            "two officials",
        ),
        (
            "[S1 The Gazette] [C1 reported] at the weekend, quoting a memo, [Q1 that the pier would shut].",
            ("that the pier would shut", "reported", "The Gazette"),
            "a memo",
        ),
        (
            "[C1 According to] [S1 the Gazette, which has cited a memo,] [Q1 the pier will shut].",
            ("the pier will shut", "According to", "the Gazette, which has cited a memo,"),
            "a memo",
        ),
    ],
)
def test_the_cited_say_what_is_reported(marked: str, report: Row, party: str, read_marks: ReadMarks) -> None:
    """Whoever is cited is the source of a statement within the report, and no content."""
    rows, within = _cite(read_marks(marked))
    ((inner, outer),) = within

    assert report == outer
    assert (report[0], party) == (inner[0], inner[2])
    assert {report, inner} == set(rows)


def test_who_reports_is_not_the_cited_one(read_marks: ReadMarks) -> None:
    """Where the model takes the cited ones for who reports, the words before the verb say who does."""
    parsed = read_marks("It rained. The Gazette [C reported], citing [S two officials], [Q that the pier would shut].")
    [report] = _make_partials(parsed)
    at = parsed.text.index("citing")
    cited = Partial(list(report.content), [Span(at, at + 6)], list(report.source), list(report.drafts))

    found, _ = split_cited(parsed.text, [report, cited])

    assert {"The Gazette", "two officials"} == {o.source[0].of(parsed.text) for o in found}


@each_case(
    "marked",
    [
        "[S1 The firm] cut its forecast, [C1 citing] [Q1 weak demand].",
        "[C1 Citing] [Q1 privacy rules], [S2 the ministry] [C2 said] [Q2 that it would not tell].",
        "[C1 Citing] [Q1 a note that said it was shut], [S2 the ministry] [C2 said] [Q2 that Vint should go].",
        "[S1 The union] called off the strike, [C1 citing] [Q1 the court ruling].",
        "[S1 The minister] [C1 rejected] [Q1 the plan], [C2 citing] [Q2 Ada Moss].",
        "[Q1 It rained], [S1 the Gazette] [C1 reported]. Vint left, [C2 citing] [Q2 two officials].",
        "[S1 Vint] [C1 said] [Q1 that it rained].",
        "[S1 The minister] [C1 said], citing weak demand, [Q1 that the pier would shut].",
        "[S1 A study by Vint, cited by the judge,] [C1 shows] [Q1 that it rained].",
    ],
)
def test_reasons_and_what_stands_apart_stay(marked: str, read_marks: ReadMarks) -> None:
    """A reason is what somebody says; nobody is the source of what is reported in another sentence."""
    parsed = read_marks(marked)
    rows, within = _cite(parsed)

    assert len(parsed.statements) == len(rows)
    assert [] == within


@each_case(
    ("marked", "said", "party"),
    [
        ("[S The Echo] [C quoted] [Q an aide as saying that Vint would quit].", "that Vint would quit", "an aide"),
        ("[S The Echo] [C quoted] [Q Ada Moss, the mayor, as saying]: [Q “No.”]", "“No.”", "Ada Moss, the mayor,"),
        ("[Q “No,”] [S the Echo] [C quoted] [Q Vint as saying].", "“No,”", "Vint"),
        ("[S Norvik] [C cited] [Q police as having said it was shut].", "it was shut", "police"),
    ],
)
def test_whoever_is_quoted_as_saying_it_says_it(marked: str, said: str, party: str, read_marks: ReadMarks) -> None:
    """In "quoted X as saying" X is the source, within what the outlet says, and not part of the words."""
    rows, within = _cite(read_marks(marked))
    ((inner, outer),) = within

    assert (said, said) == (outer[0], inner[0])
    assert party == inner[2]
    assert 2 == len(rows)


def test_what_was_found_inside_of_as_saying_is_read_anew(read_marks: ReadMarks) -> None:
    """A statement without a source, with "saying" for its cue, gives way to that with the source."""
    parsed = read_marks("[S1 Norvik] [C1 quoted] [Q1 Moss as [C2 saying] [Q2 it was shut]].")
    found = _make_partials(parsed)
    found[1].drafts = [replace(found[1].drafts[0], inner=True)]
    rows, holders = split_cited(parsed.text, found)

    assert ["Norvik", "Moss"] == [o.source[0].of(parsed.text) for o in rows]
    assert 1 == len(holders)


def test_whoever_was_quoted_as_saying_it_is_the_source(read_marks: ReadMarks) -> None:
    """A name read as content right before "was quoted as saying" is the source."""
    rows, within = _cite(read_marks("[Q Ada Moss] [C was quoted as saying] [Q the pier was shut]."))

    assert [("the pier was shut", "was quoted as saying", "Ada Moss")] == rows
    assert [] == within


@pytest.mark.cpu_limit(20)
def test_citing_takes_time_in_proportion() -> None:
    """Thousands of statements that cite somebody are read in little time."""
    sentence = "The Gazette said, citing two officials, that it rained. "
    text = sentence * 5_000
    found = [
        Partial([Span(at + 25, at + 54)], [Span(at + 18, at + 24)], [Span(at, at + 11)], [])
        for at in range(0, len(text), len(sentence))
    ]
    kept, holders = split_cited(text, found)

    assert 10_000 == len(kept) == 2 * len(holders)
