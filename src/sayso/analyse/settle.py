"""Spans extended to the quotation marks around them, merged and searched."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence

from sayso.segment import Marked, trim_span
from sayso.text import Span

__all__ = ["find_line", "holds", "is_all_marked", "is_unmarked", "marks_near", "merge_spans", "overlapping", "settle"]

_LOOSE_END = frozenset(",;:")


def settle(text: str, span: Span, marked: Sequence[Marked], *, inner: bool = False) -> Span | None:
    """Return the span extended to the marks that it touches from inside, without loose punctuation; None if empty.

    A nested report (`inner`) may begin where the quotation does; the opening mark does not belong to it.
    """
    start, end = trim_span(text, *span)
    firm = -1
    for mark in marks_near(marked, start, end):
        if mark.kind == "block":
            continue
        reaches = _is_rest_empty(text, end, mark)
        if mark.span.start < start <= mark.inside.start < end and (reaches or not inner):
            start = mark.span.start
        if start <= mark.inside.start and reaches:
            end = firm = mark.span.end
    while start < end != firm and _is_loose_end(text, start, end):
        end -= 1
    while start < end and (text[start] in _LOOSE_END or text[start].isspace()):
        start += 1
    start, end = trim_span(text, start, end)
    return Span(start, end) if any(c.isalnum() for c in text[start:end]) else None


def marks_near(marked: Sequence[Marked], start: int, end: int) -> Iterator[Marked]:
    """Yield the quotations that may overlap with a stretch, outer ones before inner ones."""
    at = bisect_left(marked, start, key=lambda m: m.span.start)
    while at > 0 and marked[at - 1].depth > 0:
        at -= 1
    for n in range(max(0, at - 1), len(marked)):
        if marked[n].span.start > end:
            return
        yield marked[n]


def _is_loose_end(text: str, start: int, end: int) -> bool:
    """Whether the last character is punctuation that does not belong to the words before it."""
    if text[end - 1] != ".":
        return text[end - 1] in _LOOSE_END
    return text[end - 2 : end] != ".." and not _is_initials(text, start, end)


def _is_rest_empty(text: str, end: int, mark: Marked) -> bool:
    """Whether a span that ends at `end` covers all words of the marked stretch."""
    return mark.inside.start < end <= mark.span.end and not any(c.isalnum() for c in text[end : mark.inside.end])


def _is_initials(text: str, start: int, end: int) -> bool:
    """Whether the full stop at the end belongs to an abbreviation such as U.S. or p.m."""
    return bool(re.search(r"\b\w\.\w\.$", text[max(start, end - 6) : end]))


def merge_spans(text: str, spans: Iterable[Span]) -> list[Span]:
    """Return the spans in order; those that overlap, or have only a space between them, are joined."""
    out: list[Span] = []
    for span in sorted(spans):
        if out and (span.start <= out[-1].end or text[out[-1].end : span.start] == " "):
            out[-1] = Span(out[-1].start, max(out[-1].end, span.end))
        else:
            out.append(span)
    return out


def is_unmarked(span: Span, marked: Sequence[Marked]) -> bool:
    """Whether no quotation overlaps with the span."""
    return not any(m.span.overlaps(span) for m in marks_near(marked, *span))


def overlapping(spans: Sequence[Span], span: Span) -> Sequence[Span]:
    """Return those of the spans, in order and disjoint, that overlap with another one."""
    low = bisect_right(spans, span.start, key=lambda s: s.end)
    return spans[low : bisect_left(spans, span.end, low, key=lambda s: s.start)]


def holds(spans: Sequence[Span], span: Span) -> bool:
    """Whether one of the spans, in order and disjoint, holds another one."""
    return any(s.holds(span) for s in overlapping(spans, span))


def find_line(lines: Sequence[Span], place: int) -> int:
    """Return the number of the line in which a place stands, or of the one before it."""
    return bisect_right(lines, place, key=lambda line: line.start) - 1


def is_all_marked(text: str, paragraph: Span, inside: Sequence[Span]) -> bool:
    """Whether no letter of the paragraph stands outside the marks."""
    last = paragraph.start
    for span in [*inside, Span(paragraph.end, paragraph.end)]:
        if any(c.isalnum() for c in text[last : span.start]):
            return False
        last = max(last, span.end)
    return True
