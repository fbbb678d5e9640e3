"""What became of the words between two passages: the name of the change, and the difference word by word."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate

from sayso.cluster import Occurrence
from sayso.compare import Comparison, compare_passage, index_source
from sayso.match import Change, Difference, Op
from sayso.text import Span
from sayso.trace.wordings import Wording, fold_passage, sign_word

__all__ = ["compare_occurrences", "label_wordings"]

_TOLD = "indirect"
_NOT = sign_word("not")
_TURNED = {Op.INSERT: Op.DELETE, Op.DELETE: Op.INSERT, Op.EQUAL: Op.EQUAL, Op.REPLACE: Op.REPLACE}


def _label(comparison: Comparison, kinds: tuple[str, str]) -> Change:
    """The name of a change between two accounts; the shorter one was compared with the longer one."""
    label = comparison.label
    if label is Change.NOT_FOUND:
        # Both have more words than the other; what they share was enough. Quoted words are cut at different places.
        return Change.PARAPHRASE if _TOLD in kinds else Change.TRUNCATED
    if label is Change.VERBATIM and _goes_further(comparison):
        return Change.TRUNCATED
    return label


def _goes_further(comparison: Comparison) -> bool:
    """Whether the longer one has words before or behind those of the shorter one."""
    held = sum(step.source[1] - step.source[0] for step in comparison.steps)
    return len(comparison.source) > held


def compare_occurrences(one: Occurrence, other: Occurrence) -> tuple[Change, tuple[Difference, ...]]:
    """What became of the words from one passage to the other, and the difference.

    The spans of `source` count in the article of the one, those of `quote` in that of the other.
    """
    here, there = fold_passage(one.pieces), fold_passage(other.pieces)
    is_turned = len(here) < len(there)
    passage, source = (here, there) if is_turned else (there, here)
    comparison = compare_passage(passage, index_source(source))
    label = _label(comparison, (one.kind, other.kind))
    found = []
    for step in comparison.difference:
        held, told = (step.quote, step.source) if is_turned else (step.source, step.quote)
        op = _TURNED[step.op] if is_turned else step.op
        found.append(Difference(op, _place(held, one), _place(told, other)))
    return label, tuple(found)


def _place(span: Span, occurrence: Occurrence) -> Span:
    """The place in the article of a place in the pieces, which a line feed parts."""
    begins = list(accumulate((len(piece) + 1 for piece in occurrence.pieces), initial=0))
    start = _place_offset(span.start, begins, occurrence, span.start)
    return Span(start, max(start, _place_offset(span.end, begins, occurrence, max(span.start, span.end - 1))))


def _place_offset(offset: int, begins: list[int], occurrence: Occurrence, within: int) -> int:
    """The place of an offset in the piece that `within` stands in."""
    number = min(max(0, bisect_right(begins, within) - 1), len(occurrence.spans) - 1)
    piece = occurrence.spans[number]
    return min(piece.start + offset - begins[number], piece.end)


def label_wordings(one: Wording, other: Wording) -> Change | None:
    """What became of the words where that is plain from the words alone; None where they must be aligned."""
    if len(other.signs) > len(one.signs):
        one, other = other, one
    if one.signs == other.signs:
        return Change.VERBATIM
    place = one.signs.find(other.signs)
    if place < 0 or one.signs.startswith(_NOT, place + len(other.signs)):
        # Words that stop before a “not” are not only cut.
        return None
    return Change.TRUNCATED
