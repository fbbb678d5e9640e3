"""Quotations of an article held against sources."""

from __future__ import annotations

import pytest

from sayso.article import Article
from sayso.check import Part, Sources, SourceText, check_quotes, check_reading, index_sources, join_parts
from sayso.match import Change, Checked, Detail
from sayso.reading import Reading, Stamp
from sayso.speaker import Speaker, SpeakerType
from sayso.statement import Kind, Place, Statement
from sayso.text import Span

from .each_case import each_case

HALL = SourceText(
    "hall",
    "ADA ROE: Good evening. We have never sold the harbour, and we will never sell it.\n\n(APPLAUSE)\n\n"
    "The ferries carry five thousand people every day, and they -- they carry them well.\n\n"
    "Q. What about the lighthouse?\n\n"
    "ADA ROE: The lighthouse keeper told me that the lamp is older than the town hall. [crosstalk] "
    "Nobody should be surprised that the lamp needs a new lens.\n\n"
    "MR. MOSS: I would rather paint the old customs house in bright yellow.",
    "2021-05-03",
    "Town hall (Complete, As spoken)",
)
RADIO = SourceText(
    "radio",
    "HOST: Welcome.\n\nADA ROE: As I said, we have never sold the harbour, and we will never sell it. The weather is "
    "fine, and the fishing boats leave before sunrise on Sunday mornings.",
    "2021-04-01",
    "Radio (Partial, As spoken)",
)
SOURCES = index_sources([HALL, RADIO])


def read(text: str, *, speaker: str = "Ada Roe", published: str | None = "2021-05-04", scare: str = "") -> Reading:
    """A reading in which every stretch in curly marks of one paragraph is one statement's content."""
    article = Article("a", text, published=published)
    statements, at = [], 0
    for number, line in enumerate(text.split("\n\n"), start=1):
        pieces, start = [], line.find("“")
        while start >= 0:
            end = line.find("”", start) + 1
            pieces.append(Span(at + start, at + end))
            start = line.find("“", end)
        if pieces:
            statements.append(
                Statement(
                    f"s{number}", Kind.DIRECT, Place.BODY, tuple(pieces), (), (), 0.9, speaker="p1", unresolved=None
                )
            )
        at += len(line) + 2
    scares = (Span(text.index(scare), text.index(scare) + len(scare)),) if scare else ()
    speakers = (Speaker("p1", speaker, SpeakerType.PERSON, named=True),)
    return Reading(article, tuple(statements), (), Stamp("0", "m", "s"), speakers, scare_quotes=scares)


def check_one(quote: str, sources: Sources = SOURCES) -> Checked:
    """What is found of one text."""
    return next(check_quotes([quote], sources))


@each_case(
    ("quote", "label"),
    [
        ("we will never sell it", Change.VERBATIM),
        ("The ferries carry 5,000 people every day", Change.VERBATIM),
        ("We’ve never sold the harbour", Change.VERBATIM),
        ("every day, and they carry them well", Change.MINOR),
        ("the lamp is older than the town hall. Nobody should be surprised", Change.VERBATIM),
        ("The ferries carry six thousand people every day", Change.ALTERED),
        ("We have sold the harbour, and we will never sell it", Change.ALTERED),
        ("The lighthouse keeper told me that the lamp … needs a new lens", Change.ELIDED),
        ("The ministers have agreed on a budget for the hospital", Change.NOT_FOUND),
    ],
)
def test_what_became_of_the_words_is_named(quote: str, label: Change) -> None:
    """Number spelling, contractions and noise are no change; a number or a negation is."""
    found = check_one(quote)

    assert label is found.label


def test_bracketed_insertion_is_named() -> None:
    """What stands in square brackets is reported as such."""
    found = check_one("We have never sold [the town’s] harbour, and we will never sell it")

    assert (Change.ALTERED, (Detail.BRACKET,)) == (found.label, found.changes)


def test_place_counts_in_the_source() -> None:
    """The place is where the words stand in the source's own text, marks and noise untouched."""
    found = check_one("the lamp is older than the town hall")

    assert ("hall", "the lamp is older than the town hall") == (found.source, (found.place or Span(0, 0)).of(HALL.text))


def test_source_of_the_nearest_date_before_the_article_is_chosen() -> None:
    """Of two places with the same words that of the day before is reported, the other kept, and the reason said."""
    found = next(check_reading(read("“We have never sold the harbour,” she said."), SOURCES))

    assert ("hall", ["radio"]) == (found.source, [one.source for one in found.alternatives])
    assert "date" in found.note


def test_earlier_article_takes_the_earlier_source() -> None:
    """What was said after the article cannot be where it comes from."""
    reading = read("“We have never sold the harbour,” she said.", published="2021-04-02")
    found = next(check_reading(reading, SOURCES))

    assert "radio" == found.source


def test_halves_share_a_group_and_a_short_one_stands_beside_the_other() -> None:
    """A half of two common words is looked for where the other half stands."""
    reading = read(
        "“The lamp needs a new lens,” she said. “The weather is fine, and the fishing boats,” he said, “leave.”"
    )
    rows = list(check_reading(reading, SOURCES))

    assert {"q1"} == {row.group for row in rows}
    assert [Change.VERBATIM] * 3 == [row.label for row in rows][:3]
    assert "radio" == rows[2].source


def test_other_speaker_at_the_place_is_reported() -> None:
    """The words stand there, but in another's turn."""
    reading = read("“I would rather paint the old customs house,” Roe said.")
    found = next(check_reading(reading, SOURCES))

    assert (Change.VERBATIM, "MR. MOSS", False) == (found.label, found.speaker_in_source, found.same_speaker)


def test_only_one_speaker_is_checked_on_request() -> None:
    """What the article gives to others is left out."""
    reading = read("“We will never sell it,” she said.")

    assert [] == list(check_reading(reading, SOURCES, speaker="Moss"))
    assert 1 == len(list(check_reading(reading, SOURCES, speaker="Roe")))


def test_scare_quotes_are_not_checked() -> None:
    """Marks that are no quotation are no row."""
    reading = read("“We will never sell it,” she said.\n\nThe “harbour” was full.", scare="“harbour”")
    rows = list(check_reading(reading, SOURCES))

    assert ["We will never sell it,"] == [row.quote for row in rows]


def test_spans_of_the_difference_count_in_the_article() -> None:
    """Both sides of every step can be cut from the texts."""
    reading = read("\U0001f6a2 “The ferries carry six thousand people every day,” she said.")
    found = next(check_reading(reading, SOURCES))
    article = reading.article
    assert isinstance(article, Article)

    changed = [(one.source.of(HALL.text), one.quote.of(article.text)) for one in found.difference if one.op != "equal"]
    assert [("five thousand", "six thousand")] == changed
    assert "“The ferries carry six thousand people every day,”" == found.span.of(article.text)


def test_what_is_not_there_has_its_nearest_place() -> None:
    """A quotation that is not found is shown with what is most like it, and nothing is said to be changed."""
    found = check_one("The lighthouse keeper told me that the harbour freezes every winter")

    assert (Change.NOT_FOUND, "hall", ()) == (found.label, found.source, found.changes)


def test_few_words_that_fit_in_many_places_are_reported_so() -> None:
    """Such a place says little, and the note says that."""
    assert "few words" in check_one("never sold the harbour").note


def test_sources_come_back_from_bytes() -> None:
    """What is kept of the sources finds the same."""
    again = join_parts(Part.from_bytes(part.to_bytes(), part.source) for part in SOURCES.parts)

    assert check_one("they carry them well") == check_one("they carry them well", again)


@each_case("data", [b"", b"x", b"\x05\x00\x00\x00\x00\x00\x00\x00{}}}}"])
def test_other_bytes_are_no_sources(data: bytes) -> None:
    """They are refused with what to do."""
    with pytest.raises(ValueError, match="anew"):
        Part.from_bytes(data, HALL)


@each_case("quote", ["", "…", "“”", "[]", "🚢"])
def test_no_words_are_not_found(quote: str) -> None:
    """A text without words has no place."""
    assert (Change.NOT_FOUND, None) == (check_one(quote).label, check_one(quote).place)


def test_no_sources_find_nothing() -> None:
    """Without sources all is not found."""
    assert Change.NOT_FOUND is check_one("we will never sell it", index_sources([])).label
    assert Change.NOT_FOUND is check_one("we will never sell it", index_sources([SourceText("e", "")])).label


@pytest.mark.cpu_limit(5)
@pytest.mark.parametrize(
    ("quote", "text"),
    [
        ("never " * 750, "We never slept. " * 10_000),
        ("We never slept. " * 100, "We never slept. " * 10_000),
        ("[" * 2_500, "(" * 100_000),
        ("A. B. C. " * 250, "A: B: C: " * 10_000),
    ],
)
def test_hostile_texts_are_bounded(quote: str, text: str) -> None:
    """One word, or one sentence, again and again takes no longer than other texts."""
    assert check_one(quote, index_sources([SourceText("s", text)])).quote == quote
