"""Which statements only repeat others."""

from __future__ import annotations

from typing import Protocol

from sayso.analyse import Analyser
from sayso.analyse.repeats import find_repeats
from sayso.match import Change, HeadlineFinding
from sayso.statement import Kind, Place, Statement
from sayso.text import Span

from .each_case import each_case


class ReadMarks(Protocol):
    """Reads a text with its statements marked in it."""

    def __call__(self, marked: str, /) -> Marked: ...


class Marked(Protocol):
    """The text, and where its statements stand."""

    text: str
    statements: list[Marks]


class Marks(Protocol):
    """Where the parts of one statement stand."""

    content: list[Span]
    source: list[Span]
    cue: list[Span]


def list_statements(marked: Marked) -> list[Statement]:
    """Return the statements of a marked text, those in marks as quotations."""
    return [
        Statement(
            f"s{n}",
            Kind.DIRECT if marked.text[it.content[0].start] == "“" else Kind.INDIRECT,
            Place.BODY,
            tuple(it.content),
            tuple(it.source),
            tuple(it.cue),
            0.9,
        )
        for n, it in enumerate(marked.statements, 1)
    ]


@each_case(
    ("text", "expected"),
    [
        # A pull quote, before and after what it repeats; it may have only the first or the last words of it.
        ("[Q1 “It was a cold and wet day.”] [Q2 “It was a cold and wet day,”] [C2 said] [S2 Moss].", {"s1": ["s2"]}),
        ("[Q1 “It was a cold and wet day,”] [C1 said] [S1 Moss]. [Q2 “It was a Cold, and wet.”]", {"s2": ["s1"]}),
        ("[Q1 “Well, it was a cold and wet day,”] [C1 said] [S1 Moss]. [Q2 “A cold and wet day.”]", {"s2": ["s1"]}),
        # Too short to be known, or other words.
        ("[Q1 “It was so cold,”] [C1 said] [S1 Moss]. [Q2 “It was so cold.”]", {}),
        ("[Q1 “It was a cold and wet day,”] [C1 said] [S1 Moss]. [Q2 “It was a cold and dry day.”]", {}),
        # It has a source of its own, or is no quotation.
        ("[Q1 “It was a cold and wet day,”] [C1 said] [S1 Moss]. [Q2 “It was a cold and wet day,”] [S2 he].", {}),
        ("[Q1 “It was a cold and wet day,”] [C1 said] [S1 Moss]. [Q2 It was a cold and wet day].", {}),
        # Nobody is named for either.
        ("[Q1 “It was a cold and wet day,”] it read. [Q2 “It was a cold and wet day.”]", {}),
    ],
)
def test_pull_quotes(text: str, expected: dict[str, list[str]], read_marks: ReadMarks) -> None:
    """A quotation without cue and source repeats a statement with a source that has its words."""
    marked = read_marks(text)

    assert find_repeats(marked.text, list_statements(marked), []) == expected


def test_the_headline_repeats_what_was_found() -> None:
    """Findings name the statements; one without a statement in the headline or body repeats nothing."""
    findings = [
        HeadlineFinding(Span(0, 1), Change.PARAPHRASE, "s2", "s1"),
        HeadlineFinding(Span(0, 1), Change.PARAPHRASE, "s3", "s1"),
        HeadlineFinding(Span(0, 1), Change.PARAPHRASE, "s4"),
    ]

    assert find_repeats("", [], findings) == {"s1": ["s2", "s3"]}


def test_a_pull_quote_has_speaker_and_carriers_of_what_it_repeats(analyser: Analyser) -> None:
    """Whoever is named around it."""
    text = (
        "Ferry is late\n\n"
        "“We will not sell the boat to anybody,” Ada Moss told Radio Kelp in an interview on Monday.\n\n"
        "Tom Oats, who sails it, wrote that he was glad.\n\n"
        "“We will not sell the boat to anybody”\n\n"
        "Lena Holt was on board."
    )

    reading = analyser.analyse(text)

    names = {speaker.id: speaker.name for speaker in reading.speakers}
    first, *_, shown = [it for it in reading.statements if it.kind is Kind.DIRECT]
    assert names[first.speaker or ""] == names[shown.speaker or ""] == "Ada Moss"
    assert first.carriers
    assert first.carriers == shown.carriers
    assert first.speaker_score == shown.speaker_score


def test_the_same_words_over_and_over_take_bounded_time() -> None:
    """Of many places with the same words a few are compared."""
    said, shown = "it was so " * 4_000, "“" + "it was so " * 400 + "it is”"
    text = f"{said}\n" + f"{shown}\n" * 100
    statements = [Statement("s0", Kind.INDIRECT, Place.BODY, (Span(0, len(said)),), (Span(0, 2),), (), 0.9)]
    for n in range(100):
        start = len(said) + 1 + n * (len(shown) + 1)
        content = (Span(start, start + len(shown)),)
        statements.append(Statement(f"s{n + 1}", Kind.DIRECT, Place.BODY, content, (), (), 0.9))

    assert find_repeats(text, statements, []) == {}
