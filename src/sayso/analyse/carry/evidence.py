"""Evidence of carriers, places where an article names one; and what all searches for it share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from sayso.analyse.carry.outlet_lookup import Certainty, is_body, look_up
from sayso.analyse.carry.outlet_names import NAME, find_name_starts, find_named, has_the
from sayso.analyse.layout import Layout
from sayso.analyse.model_spans import ModelSpans
from sayso.carrier import How
from sayso.letters import plain_letters
from sayso.lexicon import read_shares
from sayso.speaker import Speaker, SpeakerType
from sayso.text import Span

__all__ = ["OUTLETS", "CarrierContext", "Evidence", "Reach", "build_context", "is_first_name"]

# What outlets do.
OUTLETS = frozenset({How.INTERVIEW, How.REPORT, How.WIRE, How.BROADCAST})
_CAPITALS = re.compile(NAME)
_TITLED = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Sir|Lord|Lady|President|Senator|Governor|Minister|Mayor|Judge|Justice|Pope)\.?\s"
    rf"({NAME})"
)


class Reach(str, Enum):
    """Which statements evidence covers: those beside it, those below, the body, all, or the answers of an interview."""

    BESIDE = "beside"
    BELOW = "below"
    BODY = "body"
    ALL = "all"
    TURNS = "turns"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One place where the article names a carrier.

    Attributes:
        name: The carrier's name, without article; empty for "the paper".
        how: The way in which it passed the words on.
        span: The words of the evidence.
        reach: Which statements it covers.
        kind: Kind of outlet, where it is one; "original" and "translator" of a translation.
        is_anaphor: Whether it refers to a carrier named before: "in the statement", "the paper".
        score: How sure it is that this is a carrier, 0–1.
    """

    name: str
    how: How
    span: Span
    reach: Reach = Reach.BESIDE
    kind: str = ""
    is_anaphor: bool = False
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class CarrierContext:
    """An article while evidence of carriers is searched for.

    Attributes:
        layout: The text of the article with its lines and marks.
        people: The words of people's names in it.
        spans: The mentions and carriers that the model tagged.
        name_starts: The places where a NAME may begin.
        paragraphs: The paragraphs, each up to the next one, in small letters to look for single words.
    """

    layout: Layout
    people: frozenset[str]
    spans: ModelSpans
    name_starts: Sequence[int]
    paragraphs: tuple[tuple[Span, str], ...]

    @property
    def text(self) -> str:
        """The article's text."""
        return self.layout.text

    @property
    def is_tagged(self) -> bool:
        """Whether the model tagged mentions and carriers in it."""
        return bool(self.spans.mentions or self.spans.carriers)

    def is_quoted(self, place: int) -> bool:
        """Whether a place is inside quotation marks."""
        return bool(self.layout.quoted[place])

    def outside_marks(self, form: re.Pattern[str], *needed: str) -> Iterator[re.Match[str]]:
        """Yield the matches of an expression that do not begin inside quotation marks.

        All that it matches must hold one of the `needed` strings, in small letters. Only paragraphs with one of them
        are searched, which saves most of the time; without any, an expression of `compile_late` is not even compiled.
        """
        spans = [span for span, folded in self.paragraphs if any(word in folded for word in needed)]
        for start, end in spans if needed else [Span(0, len(self.text))]:
            yield from (found for found in form.finditer(self.text, start, end) if not self.is_quoted(found.start()))

    def named_outside_marks(self, form: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """Yield the matches of an expression that begins with NAME, if they do not begin inside quotation marks."""
        return (it for it in find_named(form, self.text, self.name_starts) if not self.is_quoted(it.start()))

    def in_title(self, place: int) -> bool:
        """Whether a place stands in the headline."""
        title = self.layout.title
        return title is not None and title.start <= place < title.end

    def is_person(self, name: str) -> bool:
        """Whether a name is a person's, by its first or last word, or has a word of bodies that are not outlets."""
        words = name.removeprefix("The ").split()
        return is_first_name(words[0]) or words[-1] in self.people or any(is_body(word) for word in words)


def build_context(layout: Layout, speakers: Iterable[Speaker], spans: ModelSpans) -> CarrierContext:
    """Return the context of an article.

    A word belongs to a person's name if a speaker's name has it, if it follows a title or a first name, or if it ends
    a name of two or three words that is not an outlet's.
    """
    people: set[str] = set()
    for speaker in speakers:
        if speaker.named and speaker.type is SpeakerType.PERSON:
            people.update(speaker.name.split())
    for found in _TITLED.finditer(layout.text):
        people.update(found[1].split())
    name_starts = find_name_starts(layout.text)
    for found in find_named(_CAPITALS, layout.text, name_starts):
        people.update(_person_words(layout.text, found))
    starts = [line.start for line in layout.lines]
    paragraphs = [Span(*ends) for ends in zip(starts, [*starts, len(layout.text)][1:], strict=True)]
    folded = tuple((span, span.of(layout.text).casefold()) for span in paragraphs)
    return CarrierContext(layout, frozenset(people), spans, name_starts, folded)


def is_first_name(word: str) -> bool:
    """Whether a capitalised word is a first name."""
    return plain_letters(word) in read_shares()


def _person_words(text: str, found: re.Match[str]) -> list[str]:
    """Return the words of a capitalised name that may belong to a person."""
    words = found.group().removeprefix("The ").split()
    if len(words) == 1 or look_up(found.group()).certainty is Certainty.SURE:
        return []
    if is_first_name(words[0]):
        return words
    return [] if has_the(text, found.start()) or len(words) > 3 else words[1:]
