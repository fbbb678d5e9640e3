"""What all searches for evidence share: the layout of an article, and the words of people's names in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sayso.analyse.carry.name_forms import NAME, find_name_starts, find_named
from sayso.analyse.carry.outlet_lookup import Certainty, is_body, look_up
from sayso.analyse.carry.outlet_mentions import OutletMention
from sayso.analyse.layout import Layout
from sayso.analyse.model_spans import ModelSpans
from sayso.letters import plain_letters
from sayso.lexicon import read_shares
from sayso.speaker import Speaker, SpeakerType
from sayso.text import Span

__all__ = ["SAYS", "CarrierContext", "build_context", "is_first_name", "is_said_in"]

# Verbs of saying that stand just before "in a statement" or "on her page".
SAYS = (
    r"\b(?:said|says|saying|wrote|writes|writing|written|noted|notes|explain\w*|argu\w*|claim\w*|told|tells|call\w*|ask\w*"
    r"|add\w*|announc\w*|respond\w*|declar\w*|admit\w*|warn\w*|describ\w*|report\w*|shar\w*|recall\w*|insist\w*|heard|seen"
    r"|posted)\b"
)
_SAYS = re.compile(SAYS)
_NEAR = 50
_CAPITALS = re.compile(NAME)
_TITLED = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Sir|Lord|Lady|President|Senator|Governor|Minister|Mayor|Judge|Justice|Pope)\.?\s"
    rf"({NAME})"
)
_REPORTER = re.compile(r"[’']s?\s[A-Z]\w{1,30}(?:\s[A-Z][\w-]{1,30}){1,2}")


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
        whole = Span(0, len(self.text))
        spans = (
            [span for span, folded in self.paragraphs if any(word in folded for word in needed)] if needed else [whole]
        )
        for start, end in spans:
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

    def may_be_outlet(self, outlet: OutletMention) -> bool:
        """Whether an unknown name may be an outlet's: one word, or up to three after "the", and not a person's."""
        if outlet.certainty is not Certainty.NONE:
            return True
        words = outlet.name.split()
        article = self.text[outlet.span.start : outlet.span.start + 4] == "the "
        plural = outlet.name.endswith(("ans", "ese", "ish") if article else ("s", "ese", "ish"))
        if plural or len(outlet.name) < 3 or len(words) > (3 if article else 1) or is_first_name(words[0]):
            return False
        return not any(word in self.people or is_body(word) for word in words)

    def has_reporter(self, outlet: OutletMention) -> bool:
        """Whether the name of a reporter follows in the possessive: Delta Monthly's Mara Quill."""
        words = outlet.name.split()
        # The last word of two counts as a surname, so only a name of one word is looked up.
        is_person = is_first_name(words[0]) or (len(words) == 1 and words[0] in self.people)
        is_other = is_person or any(is_body(word) for word in words)
        return not is_other and bool(_REPORTER.match(self.text, outlet.span.end))


def is_said_in(context: CarrierContext, place: int) -> bool:
    """Whether a document or post at a place carries words: after a verb of saying, or at the start of a sentence."""
    return context.text[place].isupper() or bool(_SAYS.search(context.text, max(0, place - _NEAR), place))


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
    starts = find_name_starts(layout.text)
    for found in find_named(_CAPITALS, layout.text, starts):
        people.update(_person_words(layout.text, found))
    return CarrierContext(layout, frozenset(people), spans, starts, tuple(_fold_paragraphs(layout)))


def _fold_paragraphs(layout: Layout) -> Iterator[tuple[Span, str]]:
    """Yield each paragraph up to the next one, in small letters."""
    starts = [line.start for line in layout.lines]
    for start, end in zip(starts, [*starts, len(layout.text)][1:], strict=True):
        yield Span(start, end), layout.text[start:end].casefold()


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
    has_article = text[max(0, found.start() - 4) : found.start()].lower() == "the " or found.group().startswith("The ")
    return [] if has_article or len(words) > 3 else words[1:]
