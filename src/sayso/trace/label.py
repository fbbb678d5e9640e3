"""What became of the words between two passages: the name of the change, and the difference word by word."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from sayso.cluster import Occurrence
from sayso.compare import Comparison, Folded, compare_passage, index_source
from sayso.compare.steps import Step
from sayso.compare.weigh import Weight, weigh_step
from sayso.compare.words import Sort, is_small, sort_word
from sayso.match import Change, Difference, Op
from sayso.text import Span
from sayso.trace.wordings import Wording, fold_passage, sign_word

__all__ = ["Compared", "compare_occurrences", "label_wordings"]

_TOLD = "indirect"
_LEAST_CUT = 1.5
# Fewer words that both have are no core that is cut at its ends.
_FEWEST_KEPT = 6
_NOT = sign_word("not")
_TURNED = {Op.INSERT: Op.DELETE, Op.DELETE: Op.INSERT, Op.EQUAL: Op.EQUAL, Op.REPLACE: Op.REPLACE}


@dataclass(frozen=True, slots=True)
class Compared:
    """Two passages held against each other.

    Attributes:
        label: What became of the words.
        difference: Word by word; the spans of `source` count in the article of the first, those of `quote` in the
            other's.
        words: For each step of it the words on both sides; where both have the same, as the other one has them.
    """

    label: Change
    difference: tuple[Difference, ...]
    words: tuple[tuple[Op, str, str], ...]


def compare_occurrences(one: Occurrence, other: Occurrence) -> Compared:
    """What became of the words from one passage to the other."""
    label, steps, words = _compare((one.pieces, one.kind), (other.pieces, other.kind))
    return Compared(
        label, tuple(Difference(step.op, _place(step.source, one), _place(step.quote, other)) for step in steps), words
    )


# A server shows the same passages again and again.
@lru_cache(maxsize=512)
def _compare(
    one: tuple[tuple[str, ...], str], other: tuple[tuple[str, ...], str]
) -> tuple[Change, tuple[Difference, ...], tuple[tuple[Op, str, str], ...]]:
    """The same, of pieces and kinds; spans count in the pieces."""
    here, there = fold_passage(*one), fold_passage(*other)
    is_turned = len(here) < len(there)
    passage, source = (here, there) if is_turned else (there, here)
    comparison = compare_passage(passage, index_source(source))
    steps = _add_ends(comparison)
    if is_turned:
        steps = [Difference(_TURNED[step.op], step.quote, step.source) for step in steps]
    words = tuple((step.op, step.source.of(here.text), step.quote.of(there.text)) for step in steps)
    return _label(comparison, (one[1], other[1])), tuple(steps), words


def _add_ends(comparison: Comparison) -> list[Difference]:
    """The difference, and before and behind it what only the longer one has."""
    steps = list(comparison.difference)
    source, passage = comparison.source, comparison.passage
    if not steps or not len(source):
        return [Difference(Op.REPLACE, source.span(0, len(source)), passage.span(0, len(passage)))]
    first, last = min(step.source.start for step in steps), max(step.source.end for step in steps)
    before = [number for number in range(len(source)) if source.ends[number] <= first]
    behind = [number for number in range(len(source)) if source.starts[number] >= last]
    if before:
        steps.insert(0, Difference(Op.DELETE, source.span(before[0], before[-1] + 1), _at(steps[0].quote.start)))
    if behind:
        steps.append(Difference(Op.DELETE, source.span(behind[0], behind[-1] + 1), _at(steps[-1].quote.end)))
    return steps


def _at(offset: int) -> Span:
    return Span(offset, offset)


def _label(comparison: Comparison, kinds: tuple[str, str]) -> Change:
    """The name of a change between two accounts; the shorter one was compared with the longer one."""
    label = comparison.label
    if label is Change.NOT_FOUND:
        # Both have more words than the other; what they share was enough. Quoted words are cut at different places.
        return Change.PARAPHRASE if _TOLD in kinds else Change.TRUNCATED
    if label in {Change.VERBATIM, Change.MINOR} and _goes_further(comparison):
        return Change.TRUNCATED
    if label is Change.ALTERED and _is_cut_at_ends(comparison):
        return Change.TRUNCATED
    return label


def _is_cut_at_ends(comparison: Comparison) -> bool:
    """Whether, at each end, one of the two is cut where the other goes on, and hardly anything differs between.

    A negation among the words that only one of them has is no mere cut.
    """
    passage, source = comparison.passage, comparison.source
    steps = list(comparison.steps)
    for place in (0, -1):
        while steps and (steps[place].op is not Op.EQUAL or _is_light(steps[place], passage)):
            steps.pop(place)
    if sum(step.passage[1] - step.passage[0] for step in steps) < _FEWEST_KEPT:
        return False
    if any(weigh_step(step, passage, source)[0] > Weight.MINOR for step in steps):
        return False
    before = passage.forms[: steps[0].passage[0]], source.forms[: steps[0].source[0]]
    behind = passage.forms[steps[-1].passage[1] :], source.forms[steps[-1].source[1] :]
    is_one_sided = all(any(all(map(is_small, side)) for side in end) for end in (before, behind))
    return is_one_sided and not any(sort_word(form) is Sort.NEGATION for form in (*before[0], *behind[0]))


def _is_light(step: Step, passage: Folded) -> bool:
    """Whether it is a small word or two, which may stand anywhere."""
    forms = passage.forms[slice(*step.passage)]
    return len(forms) < _FEWEST_KEPT // 2 and all(map(is_small, forms))


def _goes_further(comparison: Comparison) -> bool:
    """Whether the longer one has words before or behind those of the shorter one that say something."""
    numbers = [number for step in comparison.steps for number in step.source]
    forms = comparison.source.forms
    return not all(map(is_small, (*forms[: min(numbers)], *forms[max(numbers) :])))


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
    # Of a “that” alone, which indirect speech begins with, nothing is cut.
    if place < 0 or one.weight - other.weight < _LEAST_CUT or one.signs.startswith(_NOT, place + len(other.signs)):
        # Words that stop before a “not” are not only cut.
        return None
    return Change.TRUNCATED
