"""The kind of a statement, by the quotation marks alone."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from sayso.segment import Marked
from sayso.statement import Kind
from sayso.text import Span

__all__ = ["classify_kind"]

_CAPITALISED = re.compile(r"[A-Z0-9][\w.’'&:-]*,?")
_SMALL_WORDS = frozenset("a an and at by de for from in into la le nor of on or the to vs with".split())
_NAMES_WORD = re.compile(
    r"(?:\b(?:words?|terms?|phrases?|slogans?|hashtags?|titled|entitled|nicknamed|named|film|movie|song|book|novel|play|"
    r"album|series|show|memoir|essay|poem|documentary|column|programme|program)[\s,]*)$"
)
_LOOK_BACK = 16


def classify_kind(content: Sequence[Span], text: str, marked: Sequence[Marked], *, outer: Sequence[Span] = ()) -> Kind:
    """Return the kind of a content: direct if all its letters stand in marks, indirect if none, mixed if some.

    Marks round the title of a work or a word as a word (the word “reef”) do not count while other words of the content
    stand outside. Nor do the outer marks of a nested statement.

    Args:
        content: The spans of the statement.
        text: The article's text.
        marked: All that `pair_marks` found in it.
        outer: The content of the statement that holds this one, if there is one.

    >>> from sayso.segment import pair_marks
    >>> text = "He said that it was “a mess”."
    >>> classify_kind([Span(8, 28)], text, pair_marks(text)).value
    'mixed'
    """
    total = inside = named = 0
    for span in content:
        total += _count_letters(text, span.start, span.end)
        reached = span.start
        for mark in _marks_over(span, marked):
            start, end = max(reached, mark.inside.start), min(span.end, mark.inside.end)
            if start < end and not (_encloses(mark, span) and any(held.holds(mark.inside) for held in outer)):
                letters = _count_letters(text, start, end)
                inside += letters
                named += letters if _is_named(text, mark) else 0
                reached = end
    if inside and inside >= total:
        return Kind.DIRECT
    return Kind.MIXED if inside > named else Kind.INDIRECT


def _marks_over(span: Span, marked: Sequence[Marked]) -> Iterator[Marked]:
    """Yield all quotations that overlap with the span, outer ones before inner ones."""
    first = bisect_left(marked, span.start, key=lambda mark: mark.span.start)
    outermost = first
    while outermost > 0 and marked[outermost - 1].depth > 0:
        outermost -= 1
    for place in range(max(0, outermost - 1), len(marked)):
        mark = marked[place]
        if mark.span.start >= span.end:
            return
        if mark.span.end > span.start:
            yield mark


def _encloses(mark: Marked, span: Span) -> bool:
    """Whether the marks enclose more than the span, by more than one or two characters."""
    fits = span.start <= mark.inside.start + 1 and mark.inside.end <= span.end + 2
    return mark.span.start < span.start and not fits


def _is_named(text: str, mark: Marked) -> bool:
    """Whether the marks enclose a title or a word as a word: Title Case, or “the word” before."""
    words = mark.inside.of(text).split()
    before = text[max(0, mark.span.start - _LOOK_BACK) : mark.span.start]
    if len(words) <= 8 and _NAMES_WORD.search(before):
        return True
    if len(words) < 2 or len(words) > 8 or mark.inside.of(text)[-1] in ".!?":
        return False
    return all(_CAPITALISED.fullmatch(word) or word in _SMALL_WORDS for word in words)


def _count_letters(text: str, start: int, end: int) -> int:
    """Return the number of letters and digits in a stretch."""
    return sum(map(str.isalnum, text[start:end]))
