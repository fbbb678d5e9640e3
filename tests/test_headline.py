"""Headline findings: the headline compared with the body."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

import pytest

from sayso.analyse.headline import compare_headline, flag_speakers
from sayso.analyse.kind import classify_kind
from sayso.analyse.layout import Layout, lay_out
from sayso.article import Article
from sayso.match import Flag, HeadlineFinding
from sayso.speaker import Speaker, SpeakerType
from sayso.statement import Place, Statement
from sayso.text import Span

from .each_case import each_case


class MarkedArticle(Protocol):
    """What the reader of marked articles gives."""

    text: str
    statements: Sequence[Marks]


class Marks(Protocol):
    """The spans of one statement."""

    source: list[Span]
    cue: list[Span]
    content: list[Span]


class ReadMarks(Protocol):
    """The reader of marked articles."""

    def __call__(self, marked: str, /) -> MarkedArticle: ...


BODY = """

[Q11 “We never closed the door on our neighbours,”] [S11 Ada Moss, the premier,] [C11 said] on Monday. [Q11 “They \
left. I do not recall a letter.”]

[S12 She] [C12 added] [Q12 that the pipeline talks had failed because of the price].

[Q13 “We had tents, we had soup, we had men who wanted to help, and we had no orders,”] [C13 said] [S13 Bram Otter]. \
The so-called “helpers” came late.

[S14 A memo] [C14 says] [Q14 the north bridge will stay closed until Easter]."""


def read(read_marks: ReadMarks, title: str) -> tuple[Layout, list[Statement]]:
    """The layout of the body under this title, and its statements."""
    parsed = read_marks(title + BODY)
    end = parsed.text.index("\n")
    layout = lay_out(Article("a", parsed.text, title=parsed.text[:end], title_span=Span(0, end)))
    statements = [
        Statement(
            f"s{n}",
            classify_kind(marks.content, parsed.text, layout.marked),
            Place.HEADLINE if marks.content[-1].end <= end else Place.BODY,
            tuple(marks.content),
            tuple(marks.cue),
            tuple(marks.source),
            0.9,
        )
        for n, marks in enumerate(parsed.statements, start=1)
    ]
    return layout, statements


def hold(read_marks: ReadMarks, title: str) -> list[tuple[str, str, HeadlineFinding]]:
    layout, statements = read(read_marks, title)
    return [(found.span.of(layout.text), found.finding.value, found) for found in compare_headline(layout, statements)]


@each_case(
    ("title", "stretch", "finding", "note"),
    [
        ("[S Moss]: [Q “I do not recall a letter”]", "“I do not recall a letter”", "verbatim", ""),
        (
            "[S Moss]: [Q ‘We never closed the door’]",
            "‘We never closed the door’",
            "truncated",
            "the body goes on “on our neighbours,”",
        ),
        (
            "[S Moss] [C says] she [Q ‘does not recall’] any letter",
            "‘does not recall’",
            "minor",
            "“do” became “does”; the body goes on “a letter”",
        ),
        ("[S Moss]: [Q “I do recall a letter”]", "“I do recall a letter”", "altered", "“not” was left out"),
        ("[S Moss]: [Q “I do not recall a bribe”]", "“I do not recall a bribe”", "altered", "“letter” became “bribe”"),
        (
            "[S Otter]: [Q “We had tents … and we had no orders”]",
            "“We had tents … and we had no orders”",
            "elided",
            "the ellipsis shows the cut",
        ),
        (
            "[S Otter]: [Q “We had tents and we had no orders”]",
            "“We had tents and we had no orders”",
            "elided",
            "words were left out and nothing shows it",
        ),
        (
            "[S Moss]: [Q “The fish belong to Norland alone”]",
            "“The fish belong to Norland alone”",
            "not found",
            "nothing in the body is near these words",
        ),
    ],
)
def test_words_in_marks_are_named(read_marks: ReadMarks, title: str, stretch: str, finding: str, note: str) -> None:
    """A quotation of the headline gets a label for what became of its words, and a note that describes it."""
    found = hold(read_marks, title)

    assert [(stretch, finding, note)] == [(words, name, one.note) for words, name, one in found]


def test_a_claim_without_marks_is_a_paraphrase(read_marks: ReadMarks) -> None:
    """A reported claim repeats the body's statement that shares most words with it."""
    layout, statements = read(read_marks, "[Q Bridge to be shut until Easter], [S memo] [C says]")

    (found,) = compare_headline(layout, statements)

    assert ("paraphrase", "s5") == (found.finding.value, found.statement)
    assert ["the north bridge will stay closed until Easter"] == [span.of(layout.text) for span in found.body]


def test_a_claim_of_which_the_body_has_nothing_is_not_found(read_marks: ReadMarks) -> None:
    """A reported claim that no statement shares words with is not found."""
    assert ["not found"] == [name for _, name, _ in hold(read_marks, "[Q Volcano erupted], [S pilots] [C say]")]


def test_an_indirect_statement_with_the_same_words_is_retold(read_marks: ReadMarks) -> None:
    """If the body has the content words of a quotation only indirectly, the finding is no change of words."""
    (found,) = hold(read_marks, "[S Moss]: [Q “The price failed the pipeline talks”]")

    assert ("paraphrase", "s3") == (found[1], found[2].statement)


def test_a_reported_clause_and_the_quotation_in_it_are_two(read_marks: ReadMarks) -> None:
    """A claim with more content words than the quotation in it has a finding beside that of the quotation."""
    found = hold(read_marks, "[S Otter] [C says] [Q army helpers from Norland ‘had no orders’]")

    assert ["army helpers from Norland ‘had no orders’", "‘had no orders’"] == [words for words, _, _ in found]
    assert ["paraphrase", "verbatim"] == [name for _, name, _ in found]


def test_a_quotation_is_that_of_the_statement_with_all_of_its_words(read_marks: ReadMarks) -> None:
    """A statement nested in it that has most of the words is another one."""
    found = hold(read_marks, "[Q1 ‘The premier [C2 asks] [Q2 when we will get all our boats and orders]’]")
    quotation = next(finding for words, _, finding in found if words.startswith("‘"))

    assert quotation.headline_statement == "s1"


def test_the_cue_belongs_to_a_bare_claim(read_marks: ReadMarks) -> None:
    """If the content only names a topic, the claim includes its cue."""
    assert ["slams pipeline talks"] == [
        words for words, _, _ in hold(read_marks, "[S Moss] [C slams] [Q pipeline talks]")
    ]


def test_the_outlets_end_of_a_sentence_is_told_and_no_claim(read_marks: ReadMarks) -> None:
    """A quotation that the headline finishes in its own words is flagged; the outlet's part is no claim of its own."""
    title = "[S Moss] [C says], [Q “We never closed the door” when pipeline talks with Norland collapsed]"

    ((words, name, found),) = hold(read_marks, title)

    assert ("“We never closed the door”", "truncated") == (words, name)
    assert (Flag.OWN_WORDS,) == found.flags


@each_case(
    "title",
    [
        "[S Moss]: [Q “We never closed the door”]",
        "[S Moss]: [Q “We never closed the door”] – and nobody came",
        "[Q “We never closed the door”], [C says] [S Moss]",
        "[Q “We never closed the door”] [C says] [S Moss]",
        "[S Moss]: [Q “We never closed the door” on our neighbours]",
    ],
)
def test_a_quotation_that_ends_there_is_not_continued(read_marks: ReadMarks, title: str) -> None:
    """Attribution, a pause, or the body's own next words are no end that the outlet made."""
    assert not any(Flag.OWN_WORDS in found.flags for _, _, found in hold(read_marks, title))


def test_words_that_go_on_outside_the_marks_are_not_cut(read_marks: ReadMarks) -> None:
    """Where the headline continues as the body does, only the marks end early."""
    found = hold(read_marks, "[S Moss]: [Q “We never closed the door” on our neighbours]")

    assert "verbatim" in [name for words, name, _ in found if words == "“We never closed the door”"]


def test_a_headline_that_names_nobody_is_flagged(read_marks: ReadMarks) -> None:
    """A quotation without source is flagged, unless the headline names the speaker elsewhere."""
    (nobody,) = hold(read_marks, "[Q ‘We never closed the door’]: talks in ruins")
    (named,) = hold(read_marks, "[Q ‘We never closed the door’]: a year with Ada Moss")

    assert (Flag.NO_ATTRIBUTION,) == nobody[2].flags
    assert () == named[2].flags


def test_marks_that_nobody_speaks_in_have_no_finding(read_marks: ReadMarks) -> None:
    """A word in marks that neither headline nor body gives to anybody is not a quotation."""
    assert [] == hold(read_marks, "The “helpers” have come for our soup")


def test_a_quotation_that_only_the_body_attributes_is_found(read_marks: ReadMarks) -> None:
    """Marks that the headline's statements miss are compared with the body as well."""
    ((words, name, found),) = hold(read_marks, "A night of ‘no orders’ on the quay")

    assert ("‘no orders’", "verbatim", None, "s3") == (words, name, found.headline_statement, found.statement)


def test_no_title_no_findings(read_marks: ReadMarks) -> None:
    """An article without a headline has none, nor has a headline without anybody's words."""
    layout, statements = read(read_marks, "Bridge still shut")

    assert () == compare_headline(replace(layout, title=None), statements)
    assert () == compare_headline(layout, statements)


def test_body_places_are_without_marks(read_marks: ReadMarks) -> None:
    """The span of a finding has its marks, the body's places have none."""
    layout, statements = read(read_marks, "[S Moss]: [Q “I do not recall a letter”]")

    (found,) = compare_headline(layout, statements)

    assert ["I do not recall a letter"] == [span.of(layout.text) for span in found.body]


def test_another_speaker_is_told(read_marks: ReadMarks) -> None:
    """Words that the body gives to somebody else are flagged; a joint speaker is no other than its members."""
    layout, statements = read(read_marks, "[S Otter]: [Q “I do not recall a letter”]")
    findings = compare_headline(layout, statements)
    people = [
        Speaker("p1", "Moss", SpeakerType.PERSON, named=True),
        Speaker("p2", "Otter", SpeakerType.PERSON, named=True),
        Speaker("p4", "engineer", SpeakerType.UNNAMED, named=False),
        Speaker("p5", "engineers", SpeakerType.GROUP, named=False),
    ]
    both = Speaker("p3", "Moss and Otter", SpeakerType.GROUP, named=True, members=("p1", "p2"))

    def flags(parsed: str | None, held: str | None) -> tuple[Flag, ...]:
        said = [replace(statements[0], speaker=parsed), replace(statements[1], speaker=held), *statements[2:]]
        return flag_speakers(layout, findings, said, [*people, both])[0].flags

    assert (Flag.OTHER_SPEAKER,) == flags("p2", "p1")
    assert () == flags("p1", "p1")
    assert () == flags("p3", "p1")
    assert () == flags("p2", None)
    # The engineer may be Moss; several engineers are not.
    assert () == flags("p4", "p1")
    assert (Flag.OTHER_SPEAKER,) == flags("p5", "p1")


@pytest.mark.parametrize(("source", "flags"), [("memo", ()), ("poll", (Flag.OTHER_SPEAKER,))])
def test_a_memo_is_no_other_than_who_says_it_there(source: str, flags: tuple[Flag, ...], read_marks: ReadMarks) -> None:
    """If the body's sentence mentions the document that the headline names, no other speaker is reported."""
    layout, statements = read(read_marks, f"[Q North bridge to stay closed until Easter]: [S {source}]")
    findings = compare_headline(layout, statements)
    people = [
        Speaker("p1", source, SpeakerType.DOCUMENT, named=False),
        Speaker("p2", "Moss", SpeakerType.PERSON, named=True),
    ]
    said = [replace(statements[0], speaker="p1"), *statements[1:-1], replace(statements[-1], speaker="p2")]

    assert statements[-1].id == findings[0].statement
    assert flags == flag_speakers(layout, findings, said, people)[0].flags


def test_a_hostile_headline_is_bounded() -> None:
    """A headline of a thousand quotations over a long body is read in little time."""
    title = "‘a b’ " * 1_000
    text = f"{title}\n\n" + "“We a b go.” " * 5_000
    layout = lay_out(Article("a", text, title=title.strip(), title_span=Span(0, len(title.strip()))))

    assert len(compare_headline(layout, [])) <= 80
