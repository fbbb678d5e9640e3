"""A checked stretch and its place in the source side by side, cut into pieces that are the same and that differ."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from sayso.check import SourceText
from sayso.match import Checked, Difference, Op
from sayso.report.harmless import make_harmless

__all__ = ["Piece", "Sides", "Sort", "show_sides", "tidy_words"]

# What is shown of the source around the place, and of a long cut at either end of it; in characters.
_AROUND_CHARS = 70
_CUT_CHARS = 90
# Less of another paragraph is no help: it is mostly half the name of who speaks in it.
_FEWEST_CHARS = 16
# White space, and whether the label of a turn follows.
_SPACE = re.compile(r"\s+(?P<turn>(?=[A-Z][A-Z.'’ -]{1,40}:\s))?")


class Sort(str, Enum):
    """What a piece is: on both sides, on this side only, around the place, or a sign for what is not shown."""

    SAME = "same"
    OTHER = "other"
    AROUND = "around"
    GAP = "gap"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of one side."""

    sort: Sort
    words: str


@dataclass(frozen=True, slots=True)
class Sides:
    """The stretch as the article has it, and as the source has it; the latter is empty where no place is near."""

    quote: tuple[Piece, ...]
    source: tuple[Piece, ...]


def tidy_words(words: str) -> str:
    r"""The words of a piece made harmless, in lines as the source has paragraphs and turns.

    >>> tidy_words("We\nfloat.\n\nOn  the tide.\nANNA ROTH: No.")
    'We float.\nOn the tide.\nANNA ROTH: No.'
    """
    return make_harmless(_SPACE.sub(_tidy_space, words))


def _tidy_space(space: re.Match[str]) -> str:
    lines = space[0].count("\n")
    return "\n" if lines > 1 or (lines and space["turn"] is not None) else " "


def show_sides(row: Checked, text: str, source: SourceText | None) -> Sides:
    """Both sides of a checked stretch; `text` is what its span counts in.

    >>> from sayso.match import Change
    >>> from sayso.text import Span
    >>> row = Checked("a", None, "q1", Span(0, 9), "We float.", Change.ALTERED, place=Span(0, 2), places=(Span(0, 2),),
    ...     difference=(Difference(Op.EQUAL, Span(0, 2), Span(0, 2)), Difference(Op.REPLACE, Span(3, 7), Span(3, 8))))
    >>> [piece.words for piece in show_sides(row, "We float.", SourceText("t", "We swim.")).source]
    ['We ', 'swim', '.']
    """
    quote = tuple(_merge(_cut_quote(row, text)))
    if source is None or row.place is None:
        return Sides(quote, ())
    steps = row.difference or tuple(Difference(Op.EQUAL, place, row.span) for place in row.places or (row.place,))
    return Sides(quote, tuple(_merge(_cut_source(steps, source.text))))


def _cut_quote(row: Checked, text: str) -> Iterator[Piece]:
    """Yield the stretch, marks included, without gaps."""
    place = row.span.start
    for step in row.difference:
        start, end = max(step.quote.start, place), min(step.quote.end, row.span.end)
        if start < end:
            yield Piece(Sort.SAME, text[place:start])
            yield Piece(Sort.SAME if step.op is Op.EQUAL else Sort.OTHER, text[start:end])
            place = end
    yield Piece(Sort.SAME, text[place : row.span.end])


def _cut_source(steps: Sequence[Difference], text: str) -> Iterator[Piece]:
    """Yield the source's words in the order of the stretch, with some words around them."""
    known = [step for step in steps if step.source.start < step.source.end]
    place = None
    for step in known:
        start, end = step.source
        if place is None:
            yield Piece(Sort.AROUND, _before(text, start))
        elif 0 <= start - place <= _AROUND_CHARS:
            yield Piece(Sort.AROUND if step.op is Op.EQUAL else Sort.SAME, text[place:start])
        else:
            yield Piece(Sort.GAP, " […] ")
        yield from _cut_step(step, text)
        place = end
    if place is not None:
        yield Piece(Sort.AROUND, _after(text, place))


def _cut_step(step: Difference, text: str) -> Iterator[Piece]:
    """Yield the step's words; of a long stretch that was left out, its two ends."""
    start, end = step.source
    sort = Sort.SAME if step.op is Op.EQUAL else Sort.OTHER
    if step.op is Op.EQUAL or end - start <= 3 * _CUT_CHARS:
        yield Piece(sort, text[start:end])
        return
    yield Piece(sort, text[start : start + _CUT_CHARS].rpartition(" ")[0] or text[start : start + _CUT_CHARS])
    yield Piece(Sort.GAP, " […] ")
    yield Piece(sort, text[end - _CUT_CHARS : end].partition(" ")[2] or text[end - _CUT_CHARS : end])


def _before(text: str, start: int) -> str:
    """Some whole words before the place, with an ellipsis if there are more."""
    first = max(0, start - _AROUND_CHARS)
    if first == 0:
        return text[:start]
    shown = text[first:start].partition(" ")[2]
    tail, gap, rest = shown.partition("\n\n")
    return f"… {rest if gap and len(tail) < _FEWEST_CHARS else shown}"


def _after(text: str, end: int) -> str:
    """Some whole words behind the place, with an ellipsis if there are more."""
    last = end + _AROUND_CHARS
    if last >= len(text):
        return text[end:]
    shown = text[end:last].rpartition(" ")[0]
    rest, gap, head = shown.rpartition("\n\n")
    return f"{rest if gap and len(head) < _FEWEST_CHARS else shown} …"


def _merge(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Yield the pieces that say something; neighbours of one sort in one, with the blanks between words that differ."""
    held: list[Piece] = []
    for piece in filter(lambda it: it.words, pieces):
        if len(held) > 1 and not held[-1].words.strip() and piece.sort is held[-2].sort:
            held[-2:] = [Piece(piece.sort, held[-2].words + held[-1].words)]
        if held and held[-1].sort is piece.sort:
            held[-1] = Piece(piece.sort, held[-1].words + piece.words)
            continue
        if len(held) > 1:
            yield held.pop(0)
        held.append(piece)
    yield from held
