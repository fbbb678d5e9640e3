"""The running text cut into stretches, each with the statements that it takes part in and the tones it has.

Spans may nest and may overlap, so the views do not wrap spans: they cut the text at every place where a span
begins or ends, and style each piece by all that covers it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import pairwise
from typing import Generic, TypeVar

from sayso.article import BOILERPLATE, Article, Unread
from sayso.carrier import Carrier
from sayso.reading import Reading
from sayso.report.harmless import make_harmless
from sayso.statement import Statement
from sayso.text import Span

__all__ = ["Layer", "Role", "Stretch", "Tone", "Toned", "cut_stretches", "find_tones", "number_sources", "words_of"]


_BRACKETS = {"(": ")", "[": "]"}
_OPENING = {closing: opening for opening, closing in _BRACKETS.items()}


class Role(str, Enum):
    """What a span is to its statement."""

    CONTENT = "content"
    CUE = "cue"
    SOURCE = "source"


@dataclass(frozen=True, slots=True)
class Layer:
    """One span of one statement; `is_first` for the span in which its content begins."""

    role: Role
    statement: Statement
    span: Span
    is_first: bool = False


class Tone(str, Enum):
    """What a span is beside the statements."""

    OWN_VOICE = "own voice"
    SCARE = "scare quotes"
    MARK = "mark"
    CARRIER = "carrier"
    BOILERPLATE = "boilerplate"


@dataclass(frozen=True, slots=True)
class Toned:
    """A span that has a tone; `kind` says what a mark is there for, `carrier` what a carrier's evidence shows."""

    tone: Tone
    span: Span
    kind: str = ""
    carrier: Carrier | None = None


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of the text with all that covers it, the widest first.

    Attributes:
        span: Where the piece stands.
        layers: The spans of statements that cover all of it.
        begins: The contents' spans among them that begin here.
        tones: The other spans that cover all of it.
    """

    span: Span
    layers: tuple[Layer, ...]
    begins: tuple[Layer, ...]
    tones: tuple[Toned, ...] = ()

    def show(self, text: str) -> str:
        r"""What stands there made harmless, with \n for each line's end, also where a span parts \r from \n."""
        words = self.span.of(text)
        if words.endswith("\r") and text.startswith("\n", self.span.end):
            words = words[:-1]
        return make_harmless(words).replace("\r\n", "\n")

    def innermost(self, role: Role) -> Layer | None:
        """The narrowest span of that role, or None."""
        return next((layer for layer in reversed(self.layers) if layer.role is role), None)

    def toned(self, tone: Tone) -> Toned | None:
        """The narrowest span of that tone, or None."""
        return next((it for it in reversed(self.tones) if it.tone is tone), None)

    @property
    def depth(self) -> int:
        """How many statements' contents cover the piece."""
        return sum(layer.role is Role.CONTENT for layer in self.layers)


def cut_stretches(
    text: str, statements: Sequence[Statement], *, edges: Iterable[int] = (), tones: Iterable[Toned] = ()
) -> Iterator[Stretch]:
    """Yield the whole text as stretches, in order and without gaps. Spans beyond the text are cut at its end.

    `edges` are further places to cut at, such as where the title ends.

    >>> from sayso.statement import Kind, Place
    >>> said = Statement("s1", Kind.DIRECT, Place.BODY, (Span(0, 9),), (Span(14, 18),), (Span(10, 13),), 0.9)
    >>> [stretch.span.of("“We won,” she said.") for stretch in cut_stretches("“We won,” she said.", [said])]
    ['“We won,”', ' ', 'she', ' ', 'said', '.']
    """
    layers = _Sweep(_layers_of(statements, len(text)))
    toned = _Sweep(_within(it, len(text)) for it in tones)
    cuts = sorted({0, len(text), *edges} | layers.edges | toned.edges)
    for start, end in pairwise(cuts):
        begun = layers.go_to(start)
        toned.go_to(start)
        begins = tuple(layer for layer in begun if layer.role is Role.CONTENT)
        yield Stretch(Span(start, end), tuple(layers.open), begins, tuple(toned.open))


_Item = TypeVar("_Item", Layer, Toned)


class _Sweep(Generic[_Item]):
    """What covers a place, as the place moves forward through the text."""

    def __init__(self, items: Iterable[_Item]) -> None:
        kept = (item for item in items if item.span.start < item.span.end)
        self._items: list[_Item] = sorted(kept, key=lambda item: (item.span.start, -item.span.end))
        self._next = 0
        self.edges: set[int] = {edge for item in self._items for edge in item.span}
        self.open: list[_Item] = []

    def go_to(self, place: int) -> list[_Item]:
        """Move on; what begins there comes back, and `open` is all that covers the place, the widest first."""
        self.open = [item for item in self.open if item.span.end > place]
        first = self._next
        while self._next < len(self._items) and self._items[self._next].span.start <= place:
            self._next += 1
        self.open += self._items[first : self._next]
        return self._items[first : self._next]


def find_tones(reading: Reading) -> Iterator[Toned]:
    """Yield the reading's boilerplate, own voice, scare quotes, other marks, and evidence of carriers."""
    if isinstance(reading.article, Article):
        yield from (Toned(Tone.BOILERPLATE, it.span) for it in reading.article.regions if it.place == BOILERPLATE)
        text = reading.article.text
        yield from (Toned(Tone.OWN_VOICE, _keep_brackets(span, text)) for span in reading.own_voice)
    yield from (Toned(Tone.SCARE, span) for span in reading.scare_quotes)
    yield from (Toned(Tone.MARK, mark.span, mark.kind.value) for mark in reading.other_marks)
    yield from (Toned(Tone.CARRIER, span, carrier=it) for it in reading.carriers for span in it.evidence)


def _keep_brackets(span: Span, text: str) -> Span:
    """The span with a bracket right before or behind it whose other half stands in it.

    >>> _keep_brackets(Span(1, 13), "(The lock) is").of("(The lock) is")
    '(The lock) is'
    """
    words = span.of(text)
    before, behind = text[max(span.start - 1, 0) : span.start], text[span.end : span.end + 1]
    starts = span.start - (before in _BRACKETS and words.count(_BRACKETS[before]) > words.count(before))
    ends = span.end + (behind in _OPENING and words.count(_OPENING[behind]) > words.count(behind))
    return Span(starts, ends)


def _within(toned: Toned, length: int) -> Toned:
    return replace(toned, span=Span(max(toned.span.start, 0), min(toned.span.end, length)))


def _layers_of(statements: Sequence[Statement], length: int) -> Iterator[Layer]:
    for statement in statements:
        begins = min((span.start for span in statement.content), default=None)
        for role in Role:
            for span in getattr(statement, role.value):
                within = Span(max(span.start, 0), min(span.end, length))
                yield Layer(role, statement, within, role is Role.CONTENT and span.start == begins)


def words_of(spans: Sequence[Span], text: str) -> str:
    """The words of several spans, with an ellipsis for what stands between them."""
    return " … ".join(span.of(text) for span in spans)


def number_sources(reading: Reading) -> dict[str, int]:
    """The number of its source for each statement's id: 0, 1, 2, … in the order in which sources first appear.

    Two sources are one if they are the same resolved speaker or the same words, case apart. A statement whose
    source is not named has no number.
    """
    if isinstance(reading.article, Unread):
        return {}
    keys = {statement.id: _source_key(statement, reading.article.text) for statement in reading.statements}
    order = {key: number for number, key in enumerate(dict.fromkeys(key for key in keys.values() if key))}
    return {name: order[key] for name, key in keys.items() if key}


def _source_key(statement: Statement, text: str) -> str:
    if statement.speaker is not None:
        return f"speaker {statement.speaker}"
    return " ".join(words_of(statement.source, text).casefold().split()).strip(" ,")
