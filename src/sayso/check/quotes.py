"""Which stretches of an article are quotations to be checked, and which of them hang together.

The marks show where a quotation begins and ends, the statements whose it is. A quotation that goes on in the next
paragraph is a stretch of its own there. All of it takes linear time, however the statements nest.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sayso.article import Article, blank_boilerplate
from sayso.reading import Reading
from sayso.segment import Marked, pair_marks, trim_span
from sayso.statement import Kind, Statement
from sayso.text import Span

__all__ = ["Stretch", "find_stretches", "pair_outermost"]

# Longer than any quotation in one paragraph; the opening mark of a longer one is taken for a stray.
_LONGEST_CHARS = 30_000
# A letter or a figure.
_LETTER = re.compile(r"[^\W_]")
# Of 55 stretches of four words and more that no statement had (840 articles of PolNeAR train), 29 were quotations, 13
# headlines of other texts, 5 the words of posters, 8 names and terms; of the 24 shorter ones 4 were quotations.
_LEAST_WORDS_ALONE = 4


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words of somebody in quotation marks.

    Attributes:
        span: All of it, marks included.
        inside: What stands between the marks.
        statement: The smallest statement whose content it is; None where no statement has it.
    """

    span: Span
    inside: Span
    statement: Statement | None = None

    @property
    def speaker(self) -> str | None:
        """The id of the statement's speaker."""
        return self.statement.speaker if self.statement else None


def find_stretches(reading: Reading) -> list[tuple[Stretch, ...]]:
    """The quotations of an article, those of one statement together, in text order.

    Scare quotes, titles, names and words as words are left out. What no statement gives to anybody stands alone,
    from four words on.
    """
    if not isinstance(reading.article, Article):
        return []
    text = blank_boilerplate(reading.article)
    marks = _Marks(text)
    for statement in sorted(reading.statements, key=_measure):
        marks.give(statement)
    others = {*reading.scare_quotes, *(mark.span for mark in reading.other_marks)}
    found = (one for one in marks.list_stretches() if one.span not in others and _LETTER.search(text, *one.inside))
    groups: dict[object, list[Stretch]] = {}
    for stretch in _drop_inner(sorted(found, key=_place)):
        key = stretch.statement.id if stretch.statement else stretch.span
        groups.setdefault(key, []).append(stretch)
    return [tuple(group) for group in groups.values()]


def _measure(statement: Statement) -> int:
    return sum(span.end - span.start for span in statement.content)


def _place(stretch: Stretch) -> tuple[int, int]:
    return stretch.span.start, -stretch.span.end


class _Marks:
    """The outermost marked stretches of a text, given to statements, the smallest first."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.marks = pair_outermost(text)
        self.starts = [mark.span.start for mark in self.marks]
        # For each mark the next one that no statement has whole, itself if it is none's.
        self.free = list(range(len(self.marks) + 1))
        self.given: dict[int, list[Stretch]] = {}
        self.shares: dict[int, int] = {}
        self.unmarked: list[Stretch] = []

    def give(self, statement: Statement) -> None:
        """Give a statement the marks in its content; what a smaller one has stays there."""
        is_marked = False
        for content in statement.content:
            first = bisect_right(self.starts, content.start) - 1
            first += first < 0 or self.marks[first].span.end <= content.start
            last = bisect_left(self.starts, content.end)
            is_marked = is_marked or first < last
            place = self._find_free(first)
            while place < last:
                self._give_mark(place, content, statement)
                place = self._find_free(place + 1)
        if not is_marked and statement.kind is Kind.DIRECT and not statement.turn:
            # Signs that are no marks, such as those of Markdown: the reading knows that all of it is quoted.
            self.unmarked += [Stretch(content, content, statement) for content in statement.content]

    def _give_mark(self, place: int, content: Span, statement: Statement) -> None:
        """Give a statement a mark that its content shares something with."""
        mark = self.marks[place]
        is_indirect = statement.kind is Kind.INDIRECT
        if _holds(self.text, content, mark):
            # Marks around all that is reported, and yet no quotation: a title, or a name. A turn has no marks.
            is_other = statement.turn or (is_indirect and content == mark.span)
            self.given[place] = [] if is_other else [Stretch(mark.span, mark.inside, statement)]
            self.free[place] = place + 1
        elif not is_indirect and not statement.turn:
            self._share_mark(place, content, statement)

    def _share_mark(self, place: int, content: Span, statement: Statement) -> None:
        """Give a statement a mark of which it has a part: all if that is the largest; if the end is open, the part."""
        mark = self.marks[place]
        start, end = max(mark.span.start, content.start), min(mark.span.end, content.end)
        if not mark.closed:
            inside = trim_span(self.text, max(mark.inside.start, start), end)
            self.given.setdefault(place, []).append(Stretch(trim_span(self.text, start, end), inside, statement))
        elif end - start > self.shares.get(place, 0):
            self.shares[place] = end - start
            self.given[place] = [Stretch(mark.span, mark.inside, statement)]

    def _find_free(self, place: int) -> int:
        """The first mark from this one on that no statement has whole."""
        end = place
        while self.free[end] != end:
            end = self.free[end]
        while self.free[place] != end:
            self.free[place], place = end, self.free[place]
        return end

    def list_stretches(self) -> Iterator[Stretch]:
        """What was given to statements, and the quotations that none has anything of."""
        yield from self.unmarked
        for place, mark in enumerate(self.marks):
            if place in self.given:
                yield from self.given[place]
            elif self._may_stand_alone(mark):
                yield Stretch(mark.span, mark.inside)

    def _may_stand_alone(self, mark: Marked) -> bool:
        """Whether a marked stretch may be a quotation though nobody is said to speak; `key="…"` is markup."""
        words = sum(1 for word in mark.inside.of(self.text).split() if _LETTER.search(word))
        return words >= _LEAST_WORDS_ALONE and not self.text.endswith("=", 0, mark.span.start)


def pair_outermost(text: str) -> list[Marked]:
    """The outermost stretches in quotation marks, in text order."""
    return list(_keep_outermost(pair_marks(text, max_chars=_LONGEST_CHARS)))


def _keep_outermost(marked: Iterable[Marked]) -> Iterator[Marked]:
    """The marked stretches that lie within no other one; lines set off by signs of Markdown are none."""
    end = 0
    for mark in marked:
        if mark.kind != "block" and mark.span.start >= end:
            yield mark
            end = mark.span.end


def _holds(text: str, content: Span, mark: Marked) -> bool:
    """Whether a content has all words of a marked stretch."""
    before, after = text[mark.inside.start : content.start], text[content.end : mark.inside.end]
    return not (_LETTER.search(before) or _LETTER.search(after))


def _drop_inner(stretches: Sequence[Stretch]) -> Iterator[Stretch]:
    """The stretches without those that lie within one before them."""
    end = -1
    for stretch in stretches:
        if stretch.span.end > end:
            yield stretch
            end = stretch.span.end
