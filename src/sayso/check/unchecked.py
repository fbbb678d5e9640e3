"""What of an article was not held against the sources, though it stands in marks or is somebody's turn, and why."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sayso.article import Article, blank_boilerplate
from sayso.check.quotes import find_stretches, pair_outermost
from sayso.reading import Reading
from sayso.text import Span

__all__ = ["Unchecked", "list_unchecked"]

_OPEN = "has no closing mark; what was checked ends with its line"
_OTHER = "a title, a name, a word, or scare quotes"
_ALONE = "few words that are given to nobody"
_TURN = "a turn of an interview, which has no marks"


@dataclass(frozen=True, slots=True)
class Unchecked:
    """A stretch that was not checked, or not all of it: where it stands in the article, and the reason."""

    span: Span
    reason: str


def list_unchecked(reading: Reading) -> list[Unchecked]:
    """What of an article was not checked, in text order."""
    article = reading.article
    if not isinstance(article, Article):
        return []
    stretches = sorted(stretch.span for group in find_stretches(reading) for stretch in group)
    turns = (Unchecked(content, _TURN) for one in reading.statements if one.turn for content in one.content)
    found = [*_list_marks(blank_boilerplate(article), reading, stretches), *turns]
    return sorted(found, key=lambda one: one.span)


def _list_marks(text: str, reading: Reading, stretches: Sequence[Span]) -> Iterator[Unchecked]:
    others = {*reading.scare_quotes, *(mark.span for mark in reading.other_marks)}
    turns = [span for one in reading.statements if one.turn for span in one.content]
    marks = pair_outermost(text)
    ends = [span.end for span in stretches]
    for number, mark in enumerate(marks):
        if any(turn.start <= mark.span.start and mark.span.end <= turn.end for turn in turns):
            continue
        goes_on = number + 1 < len(marks) and marks[number + 1].reopened
        at = bisect_left(ends, mark.span.start + 1)
        is_checked = at < len(stretches) and stretches[at].start < mark.span.end
        if not mark.closed and not goes_on:
            yield Unchecked(mark.span, _OPEN)
        elif not is_checked and any(map(str.isalnum, mark.inside.of(text))):
            yield Unchecked(mark.span, _OTHER if mark.span in others else _ALONE)
