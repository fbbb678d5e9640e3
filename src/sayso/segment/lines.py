"""Split a text into lines, as spans. In hard-wrapped text, line breaks mean nothing and only blank lines count."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from sayso.late import compile_late
from sayso.text import Span

__all__ = ["split_lines", "trim_span"]

_BREAK = compile_late(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")

# A program that wraps a text fills each line: the next line's first word would not have fitted. Its lines have about so
# many characters; longer ones are paragraphs of their own, shorter ones verses or items of a list.
_NARROWEST, _WIDEST = 45, 120
# Of the lines that another follows, so many are full, and of the full ones so many go on in small letters.
_FULL_SHARE, _SMALL_SHARE = 0.6, 0.4
# A text that was edited after it was wrapped has lines that are shorter than need be, by about a word.
_SLACK = 8
# Long lines such as addresses do not count for the width.
_WIDTH_QUANTILE = 0.95
_FIRST_WORD = compile_late(r"\S{1,40}")
_ITEM = compile_late(r"[-*•‣▪–—>]\s|\(?(?:\d{1,3}|[a-z])[.)]\s")
_TURN = compile_late(r"[QA]:\s|[A-Z][A-Z.'’ -]{1,40}:\s|[A-Z][\w.'’ -]{1,40}:\s(?=[“\"A-Z])")
_SENTENCE_END = compile_late(r"[.!?…:][\"”’'»)\]]*\Z")
_LAST_CHARS = 8


def split_lines(text: str) -> list[Span]:
    r"""Split a text into the lines that quotation marks are paired in: paragraphs, and lines broken on purpose.

    >>> text = "“One,” it read.\n“Two.”\n\nThree."
    >>> [span.of(text) for span in split_lines(text)]
    ['“One,” it read.', '“Two.”', 'Three.']
    """
    lines = list(_read_lines(text))
    width = _find_width(text, lines)
    if width is not None:
        return list(_join_wrapped(text, lines, width))
    return [line for line in lines if line.start < line.end]


def _read_lines(text: str) -> Iterator[Span]:
    """Yield every line without white space at its ends; blank ones are empty spans."""
    start = 0
    for found in _BREAK.finditer(text):
        yield trim_span(text, start, found.start())
        start = found.end()
    yield trim_span(text, start, len(text))


def trim_span(text: str, start: int, end: int) -> Span:
    """The stretch without white space at its ends; empty if there is nothing else.

    >>> trim_span("a  b ", 1, 5)
    Span(start=3, end=4)
    """
    line = text[start:end]
    kept = line.strip()
    if not kept:
        return Span(start, start)
    begin = start + len(line) - len(line.lstrip())
    return Span(begin, begin + len(kept))


def _find_width(text: str, lines: list[Span]) -> int | None:
    """The width at which a program wrapped the text; None if its lines were broken on purpose."""
    breaks = [(a, b) for a, b in pairwise(lines) if a.start < a.end and b.start < b.end and not _begins_new(text, a, b)]
    if not breaks:
        return None
    lengths = sorted(a.end - a.start for a, _ in breaks)
    width = lengths[int(_WIDTH_QUANTILE * (len(lengths) - 1))]
    if not _NARROWEST <= width <= _WIDEST:
        return None
    full = [(a, b) for a, b in breaks if _is_full(text, a, b, width)]
    small = sum(_goes_on(text, a, b) for a, b in full)
    is_wrapped = len(full) >= _FULL_SHARE * len(breaks) and small >= max(1, _SMALL_SHARE * len(full))
    return width if is_wrapped else None


def _is_full(text: str, line: Span, following: Span, width: int) -> bool:
    """Whether the first word of the following line would have made a line longer than the width, or nearly."""
    word = _FIRST_WORD.match(text, following.start)
    return line.end - line.start + 1 + (len(word[0]) if word else 0) > width - _SLACK


def _goes_on(text: str, line: Span, following: Span) -> bool:
    """Whether a sentence goes on from one line to the next, in small letters."""
    ending = text[max(line.start, line.end - _LAST_CHARS) : line.end]
    return text[following.start].islower() and not _SENTENCE_END.search(ending)


def _begins_new(text: str, line: Span, following: Span) -> bool:
    """Whether a line begins an item of a list, or a turn after the end of a sentence."""
    if _ITEM.match(text, following.start, following.end):
        return True
    ending = text[max(line.start, line.end - _LAST_CHARS) : line.end]
    return bool(_TURN.match(text, following.start, following.end) and _SENTENCE_END.search(ending))


def _join_wrapped(text: str, lines: list[Span], width: int) -> Iterator[Span]:
    """Yield the paragraphs of a wrapped text; a line that has room left was broken on purpose."""
    begun: Span | None = None
    last = Span(0, 0)
    for line in lines:
        if line.start == line.end:
            if begun is not None:
                yield begun
            begun = None
            continue
        if begun is not None and _is_joined(text, last, line, width):
            begun = Span(begun.start, line.end)
        else:
            if begun is not None:
                yield begun
            begun = line
        last = line
    if begun is not None:
        yield begun


def _is_joined(text: str, line: Span, following: Span, width: int) -> bool:
    """Whether a line of a wrapped text goes on in the next one."""
    if _begins_new(text, line, following):
        return False
    is_half = 2 * (line.end - line.start) >= width
    return _is_full(text, line, following, width) or (is_half and _goes_on(text, line, following))
