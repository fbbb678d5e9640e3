"""Split a text into lines, as spans. In hard-wrapped text, line breaks mean nothing and only blank lines count."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from sayso.text import Span

__all__ = ["split_lines", "trim_span"]

_BREAK = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")

# A hard-wrapped text: half of its lines have 50–90 characters and are followed by another, and none is much longer. In
# most texts each paragraph is one line; these are longer, or separated by blank lines.
_WRAPPED_LINES = 4
_WRAPPED_MEDIAN = (50, 90)
_WRAPPED_LONGEST = 120


def split_lines(text: str) -> list[Span]:
    r"""Split a text into the lines that quotation marks are paired in: paragraphs, and lines broken on purpose.

    >>> text = "“One,” it read.\n“Two.”\n\nThree."
    >>> [span.of(text) for span in split_lines(text)]
    ['“One,” it read.', '“Two.”', 'Three.']
    """
    lines = list(_read_lines(text))
    if _is_wrapped(lines):
        return list(_join_blocks(lines))
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


def _is_wrapped(lines: list[Span]) -> bool:
    """Whether a program broke the lines at a fixed width."""
    going_on = [a.end - a.start for a, b in pairwise(lines) if a.start < a.end and b.start < b.end]
    if len(going_on) < _WRAPPED_LINES or max(going_on) > _WRAPPED_LONGEST:
        return False
    from statistics import median  # noqa: PLC0415  it takes time to load, and few texts come as far as here

    low, high = _WRAPPED_MEDIAN
    middle = median(going_on)
    # Wrapped lines are about equally long; lists of short items or of sentences are not.
    near = sum(middle - 15 <= length <= middle + 15 for length in going_on)
    return low <= middle <= high and near >= 0.7 * len(going_on)


def _join_blocks(lines: list[Span]) -> Iterator[Span]:
    """Yield each block of lines up to a blank one as one span."""
    begin = end = -1
    for line in lines:
        if line.start < line.end:
            begin, end = (line.start if begin < 0 else begin), line.end
        elif begin >= 0:
            yield Span(begin, end)
            begin = -1
    if begin >= 0:
        yield Span(begin, end)
