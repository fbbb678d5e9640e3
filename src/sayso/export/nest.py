"""Make spans that may overlap in any way into pieces that lie within or beside one another, as elements of XML must."""

from __future__ import annotations

import heapq
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from sayso.text import Span

__all__ = ["MAX_DEPTH", "Piece", "nest_spans"]

# Deeper than statements ever stand in one another; parsers refuse some hundreds of levels.
MAX_DEPTH = 50


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a span that crosses no border.

    Attributes:
        span: Where it stands.
        owner: The number of the span that it is a part of.
        depth: How many other pieces it lies in.
    """

    span: Span
    owner: int
    depth: int


def nest_spans(text: str, spans: Sequence[Span], blocks: Sequence[Span]) -> tuple[list[list[Piece]], int]:
    """The pieces in each block, outer ones before inner ones, and how many pieces were left out as too deep.

    Of two spans that overlap, the one that begins later is cut where the earlier one ends; of equal spans the one
    that is given first is the outer one. Pieces of blanks alone are left out.

    Args:
        text: The text.
        spans: The spans, in any order.
        blocks: What no piece may cross, such as paragraphs, in order; text between them belongs to no piece.

    >>> pieces, _ = nest_spans("a b c d", [Span(0, 5), Span(2, 7)], [Span(0, 7)])
    >>> [(piece.span.of("a b c d"), piece.owner, piece.depth) for piece in pieces[0]]
    [('a b c', 0, 0), ('b c', 1, 1), (' d', 1, 0)]
    """
    starts = [block.start for block in blocks]
    parts: list[list[tuple[Span, int]]] = [[] for _ in blocks]
    for owner, span in enumerate(spans):
        for number in range(max(0, bisect_right(starts, span.start) - 1), len(blocks)):
            if starts[number] >= span.end:
                break
            part = Span(max(span.start, blocks[number].start), min(span.end, blocks[number].end))
            if part.start < part.end:
                parts[number].append((part, owner))
    dropped = count()
    nested = [list(_nest(text, part, dropped)) for part in parts]
    return nested, next(dropped)


def _nest(text: str, parts: list[tuple[Span, int]], dropped: Iterator[int]) -> Iterator[Piece]:
    """Yield the pieces of one block."""
    queue = [(span.start, -span.end, owner) for span, owner in parts]
    heapq.heapify(queue)
    open_ends: list[int] = []
    while queue:
        start, end, owner = heapq.heappop(queue)
        end = -end
        while open_ends and open_ends[-1] <= start:
            open_ends.pop()
        if len(open_ends) >= MAX_DEPTH:
            next(dropped)
            continue
        if open_ends and end > open_ends[-1]:
            heapq.heappush(queue, (open_ends[-1], -end, owner))
            end = open_ends[-1]
        if not text[start:end].isspace():
            yield Piece(Span(start, end), owner, len(open_ends))
            open_ends.append(end)
