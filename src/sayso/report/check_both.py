"""An article and its sources as running texts side by side, with each checked stretch marked in both.

A mark in one text is a link to the same stretch in the other, so that a browser shows it there by itself. Of long texts
only what stands around the marks is shown.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sayso.match import Change, Checked, Op
from sayso.report.check_places import Places
from sayso.report.check_text import CheckedText
from sayso.text import Span

__all__ = ["BothView", "SourceSide", "TextPiece", "view_both"]

# Texts that are longer are cut to what stands within so many characters of a mark, and to whole lines.
_WHOLE_CHARS, _AROUND_CHARS = 40_000, 1_500
# More sources and marks are no help side by side; the list has them all.
_MOST_SOURCES, _MOST_MARKS = 12, 500
# A longer cut is not underlined as one that only the source has: that would be most of what one sees.
_MOST_CUT = 300


@dataclass(frozen=True, slots=True)
class Begin:
    """A stretch that begins with a piece: its number, and its place on the page."""

    number: int
    anchor: str


@dataclass(frozen=True, slots=True)
class TextPiece:
    """Some words of a text.

    Attributes:
        words: The words; empty where something was left out.
        style: The classes of the stretches that cover it: their numbers, and the label of the innermost.
        address: Where the innermost of them stands in the other text, or is described; empty without any.
        begins: The stretches that begin here.
        is_other: Whether the other text does not have these words.
    """

    words: str
    style: str = ""
    address: str = ""
    begins: tuple[Begin, ...] = ()
    is_other: bool = False


@dataclass(frozen=True, slots=True)
class SourceSide:
    """A source with its marks."""

    name: str
    address: str | None
    pieces: tuple[TextPiece, ...]


@dataclass(frozen=True, slots=True)
class BothView:
    """The article and its sources, how many of its stretches are marked, and how many more sources have some."""

    pieces: tuple[TextPiece, ...]
    sources: tuple[SourceSide, ...]
    marked: int
    more: int


@dataclass(frozen=True, slots=True)
class _Mark:
    """A stretch of one text: the number of the quotation, its label, and its words that only this text has."""

    number: int
    label: Change
    spans: tuple[Span, ...]
    other: tuple[Span, ...]


def view_both(text: CheckedText, places: Places, anchor: str) -> BothView | None:
    """Both sides of an article, at that place of the page; None where no stretch was found in a source."""
    by_source: dict[str, list[_Mark]] = {}
    own = []
    for number, row in enumerate(text.rows[:_MOST_MARKS], start=1):
        own.append(_mark_article(number, row, text.text))
        source = places.find_source(row)
        if source is not None and row.place is not None and row.label is not Change.NOT_FOUND:
            by_source.setdefault(source.id, []).append(_mark_source(number, row, source.text))
    if not text.id or not by_source:
        return None
    shown = list(by_source.items())[:_MOST_SOURCES]
    found = {mark.number for _, marks in shown for mark in marks}
    here, there = f"{anchor}-here-", f"{anchor}-there-"
    leads = {mark.number: f"#{there if mark.number in found else f'{anchor}-'}{mark.number}" for mark in own}
    backs = {mark.number: f"#{here}{mark.number}" for mark in own}
    sides = []
    for name, marks in shown:
        source = places.sources[name]
        pieces = tuple(_cut(source.text, marks, backs, there))
        sides.append(SourceSide(places.describe_source(name), places.find_address(name), pieces))
    return BothView(tuple(_cut(text.text, own, leads, here)), tuple(sides), len(own), len(by_source) - len(shown))


def _mark_article(number: int, row: Checked, text: str) -> _Mark:
    other = [step.quote for step in row.difference if step.op is not Op.EQUAL]
    return _Mark(number, row.label, (row.span,), tuple(_join(other, text)))


def _mark_source(number: int, row: Checked, text: str) -> _Mark:
    steps = (step for step in row.difference if step.op is not Op.EQUAL)
    other = [step.source for step in steps if step.source.end - step.source.start <= _MOST_CUT]
    return _Mark(number, row.label, row.places or (row.place or Span(0, 0),), tuple(_join(other, text)))


def _join(spans: Sequence[Span], text: str) -> Iterator[Span]:
    """Yield the spans that have words, as one where only a blank stands between two."""
    held: Span | None = None
    for span in sorted(it for it in spans if it.start < it.end):
        if held is not None and span.start >= held.end and not text[held.end : span.start].strip():
            held = Span(held.start, span.end)
            continue
        if held is not None:
            yield held
        held = span
    if held is not None:
        yield held


def _cut(text: str, marks: Sequence[_Mark], addresses: dict[int, str], anchor: str) -> Iterator[TextPiece]:
    """Yield the text in pieces, of a long one what stands around the marks."""
    spans = [(span, mark) for mark in marks for span in mark.spans if span.start < min(span.end, len(text))]
    covering, others = _Sweep(spans), _Sweep([(span, mark) for mark in marks for span in mark.other])
    edges = sorted({edge for it in (covering, others) for span, _ in it.items for edge in span})
    begun: set[int] = set()
    last = 0
    for window in _find_windows(text, [span for span, _ in spans]):
        if window.start > last:
            yield TextPiece("")
        inner = edges[bisect_right(edges, window.start) : bisect_left(edges, window.end)]
        for start, end in pairwise([window.start, *inner, window.end]):
            over = covering.go_to(start)
            is_other = bool(others.go_to(start))
            numbers = list(dict.fromkeys(mark.number for mark in over))
            begins = tuple(Begin(it, f"{anchor}{it}") for it in numbers if it not in begun)
            begun.update(numbers)
            if not over:
                yield TextPiece(text[start:end])
                continue
            style = " ".join((*(f"n{it}" for it in numbers), over[-1].label.value.replace(" ", "-")))
            yield TextPiece(text[start:end], style, addresses[over[-1].number], begins, is_other)
        last = window.end
    if last < len(text):
        yield TextPiece("")


class _Sweep:
    """What covers a place, as the place moves forward through the text."""

    def __init__(self, items: Sequence[tuple[Span, _Mark]]) -> None:
        self.items = sorted(items, key=lambda it: (it[0].start, -it[0].end))
        self._next = 0
        self._open: list[tuple[Span, _Mark]] = []

    def go_to(self, place: int) -> list[_Mark]:
        """Move on; what covers the place, the widest first."""
        while self._next < len(self.items) and self.items[self._next][0].start <= place:
            self._open.append(self.items[self._next])
            self._next += 1
        self._open = [it for it in self._open if it[0].end > place]
        return [mark for _, mark in self._open]


def _find_windows(text: str, spans: Sequence[Span]) -> list[Span]:
    """What of a text is shown: all of it, or the lines around the spans.

    >>> _find_windows("short", [])
    [Span(start=0, end=5)]
    """
    if len(text) <= _WHOLE_CHARS:
        return [Span(0, len(text))]
    windows: list[Span] = []
    for span in sorted(spans):
        start = text.rfind("\n", 0, max(0, span.start - _AROUND_CHARS)) + 1
        end = text.find("\n", min(len(text), span.end + _AROUND_CHARS))
        # A text without lines is cut within a line.
        start = max(start, span.start - 2 * _AROUND_CHARS, 0)
        end = min(len(text) if end < 0 else end, span.end + 2 * _AROUND_CHARS)
        if windows and start <= windows[-1].end:
            windows[-1] = Span(windows[-1].start, max(windows[-1].end, end))
        else:
            windows.append(Span(start, end))
    return windows
