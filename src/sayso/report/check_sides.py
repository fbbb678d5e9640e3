"""A checked stretch and its place in the source side by side, cut into pieces that are the same and that differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from sayso.check import SourceText
from sayso.errors import Notice
from sayso.match import Change, Checked, Difference, Op
from sayso.report.harmless import shorten

__all__ = [
    "CheckedText",
    "Piece",
    "Sides",
    "Sort",
    "count_labels",
    "show_sides",
    "tell_facts",
    "tell_parts",
    "tell_time",
    "tell_where",
]

# What is shown of the source around the place, and of a long cut at either end of it; in characters.
_AROUND_CHARS = 70
_CUT_CHARS = 90
# So many other places are named; more are counted.
_NAMED = 3


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


@dataclass(frozen=True, slots=True)
class CheckedText:
    """An article, or words that were given, with its checked stretches.

    Attributes:
        id: The article's id.
        title: What it is called.
        text: What the stretches' spans count in.
        rows: Its checked stretches, in order.
        notices: What went wrong with it.
    """

    id: str
    title: str | None
    text: str
    rows: tuple[Checked, ...]
    notices: tuple[Notice, ...] = ()


def show_sides(row: Checked, text: str, source: SourceText | None) -> Sides:
    """Both sides of a checked stretch; `text` is what its span counts in.

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
    return f"… {text[first:start].partition(' ')[2]}"


def _after(text: str, end: int) -> str:
    """Some whole words behind the place, with an ellipsis if there are more."""
    last = end + _AROUND_CHARS
    if last >= len(text):
        return text[end:]
    return f"{text[end:last].rpartition(' ')[0]} …"


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


def tell_facts(row: Checked) -> list[str]:
    """What else is to be told of a stretch, each in a few words: who speaks there, other places, the note."""
    facts = []
    if row.speaker_in_source is not None and row.speaker_in_source not in row.note:
        said = {True: ", as in the article", False: "; the article names somebody else", None: ""}[row.same_speaker]
        facts.append(f"speaker there: {row.speaker_in_source}{said}")
    if row.alternatives:
        named = [f"{other.source} ({other.label.value})" for other in row.alternatives[:_NAMED]]
        more = len(row.alternatives) - len(named)
        facts.append(f"fits as well: {', '.join(named)}" + (f", and {more:,} more" if more else ""))
    return [*facts, row.note] if row.note else facts


def tell_parts(rows: Sequence[Checked]) -> list[str]:
    """For each stretch which part of its quotation it is; empty if it is all of it."""
    totals, seen = Counter(row.group for row in rows), Counter[str]()
    told = []
    for row in rows:
        seen[row.group] += 1
        told.append(f"part {seen[row.group]} of {totals[row.group]}" if totals[row.group] > 1 else "")
    return told


def tell_where(row: Checked, source: SourceText | None) -> str:
    """The source and the place in it; of what was not found, the nearest one; empty where there is none."""
    if row.source is None:
        return ""
    title = source.title if source and source.title != row.source else None
    name = shorten(row.source, max_chars=80) + (f" ({shorten(title, max_chars=60)})" if title else "")
    if row.time is not None:
        place = f", {tell_time(row.time)}"
    else:
        place = "" if row.place is None else f", character {row.place.start:,}"
    return f"{'nearest: ' if row.label is Change.NOT_FOUND else ''}{name}{place}"


def tell_time(seconds: float) -> str:
    """Seconds as a clock shows them.

    >>> tell_time(3725.4)
    '1:02:05'
    """
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}"


def count_labels(rows: Sequence[Checked]) -> str:
    """How many stretches there are, and how many have which label.

    >>> from sayso.text import Span
    >>> count_labels([Checked("a", None, "q1", Span(0, 1), "", Change.MINOR)])
    '1 quotation: 1 minor'
    """
    counts = Counter(row.label for row in rows)
    noun = "quotation" if len(rows) == 1 else "quotations"
    told = ", ".join(f"{counts[label]:,} {label.value}" for label in Change if counts[label])
    return f"{len(rows):,} {noun}" + (f": {told}" if told else "")
