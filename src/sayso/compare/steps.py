"""From word partners to steps: stretches that are equal, added, left out, or in place of other words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sayso.compare.fold import Folded
from sayso.compare.words import are_same
from sayso.match import Op

__all__ = ["Step", "read_steps"]

# So many words of the source may stand against a changed word; beyond that they were left out, not changed.
_MOST_CHANGED = 3


@dataclass(frozen=True, slots=True)
class Step:
    """A stretch of a passage and what stands for it in the source; numbers of words, ends not included.

    `is_back` says that the source's next words stand before this place, not after it.
    """

    op: Op
    passage: tuple[int, int]
    source: tuple[int, int]
    is_back: bool = False


def read_steps(passage: Folded, source: Folded, partner: Sequence[int]) -> Iterator[Step]:
    """The steps that lead from the source to the passage, in the order of the passage.

    Args:
        passage: The words as they are told.
        source: The words that they come from.
        partner: For each word of the passage the number of its counterpart in the source, or -1.

    >>> from sayso.compare.fold import fold
    >>> told, source = fold("we never ate"), fold("we really never slept")
    >>> [(s.op.value, s.passage, s.source) for s in read_steps(told, source, [0, 2, 3])]
    [('equal', (0, 1), (0, 1)), ('delete', (1, 1), (1, 2)), ('equal', (1, 2), (2, 3)), ('replace', (2, 3), (3, 4))]
    """
    equal = [j if j >= 0 and are_same(passage.forms[i], source.forms[j]) else -1 for i, j in enumerate(partner)]
    row, before = 0, -1
    while row < len(equal):
        end = row
        if equal[row] >= 0:
            while end < len(equal) and equal[end] == equal[row] + end - row:
                end += 1
            yield Step(Op.EQUAL, (row, end), (equal[row], equal[end - 1] + 1))
            before = equal[end - 1] + 1
        else:
            while end < len(equal) and equal[end] < 0:
                end += 1
        following = equal[end] if end < len(equal) else -1
        changed = (end, end) if equal[row] >= 0 else (row, end)
        if equal[row] >= 0 and end < len(equal) and following < 0:
            row = end
            continue  # The words that follow have no equal; they are told with what stands for them.
        yield from _tell_gap(changed, before, following, partner, passage, source)
        row = end


def _tell_gap(
    changed: tuple[int, int], before: int, following: int, partner: Sequence[int], passage: Folded, source: Folded
) -> Iterator[Step]:
    """The steps between two equal stretches: words added or changed, words left out, a jump to another place."""
    first, end = changed
    if before < 0 or following < 0:
        yield from _tell_edge(changed, partner)
        return
    if following < before:
        if first < end:
            yield from _tell_edge(changed, partner)
        yield Step(Op.DELETE, (end, end), (before, before), is_back=True)
        return
    if first == end:
        if before < following:
            yield Step(Op.DELETE, (end, end), (before, following))
        return
    left = following - before
    if left == 0:
        yield Step(Op.INSERT, changed, (before, before))
    elif _is_joined_word(passage.forms[first:end], source.forms[before:following]):
        yield Step(Op.EQUAL, changed, (before, following))
    elif left <= end - first + _MOST_CHANGED:
        yield from _tell_changed(changed, (before, following), partner)
    else:
        yield from _tell_edge(changed, partner)
        kept = [partner[i] for i in range(first, end) if partner[i] >= 0]
        near_end = max((n + 1 for n in kept if before <= n < following), default=before)
        yield Step(Op.DELETE, (end, end), (near_end if near_end < following else before, following))


def _tell_changed(changed: tuple[int, int], held: tuple[int, int], partner: Sequence[int]) -> Iterator[Step]:
    """A short stretch in which words were changed, word against word as far as they have partners."""
    first, end = changed
    place = held[0]
    for row in range(first, end):
        number = partner[row]
        if place <= number < held[1]:
            if place < number:
                yield Step(Op.DELETE, (row, row), (place, number))
            yield Step(Op.REPLACE, (row, row + 1), (number, number + 1))
            place = number + 1
        else:
            yield Step(Op.INSERT, (row, row + 1), (place, place))
    if place < held[1]:
        yield Step(Op.DELETE, (end, end), (place, held[1]))


def _tell_edge(changed: tuple[int, int], partner: Sequence[int]) -> Iterator[Step]:
    """Words at an end of what was found: changed if they have a partner, else added, as many as stand together."""
    row, end = changed
    while row < end:
        number = partner[row]
        if number >= 0:
            yield Step(Op.REPLACE, (row, row + 1), (number, number + 1))
            row += 1
            continue
        first = row
        while row < end and partner[row] < 0:
            row += 1
        place = (
            partner[first - 1] + 1 if first and partner[first - 1] >= 0 else partner[row] if row < len(partner) else -1
        )
        yield Step(Op.INSERT, (first, row), (max(place, 0), max(place, 0)))


def _is_joined_word(told: Sequence[str], held: Sequence[str]) -> bool:
    """Whether both are the same letters: e-mail and email, any one and anyone;."""
    return "".join(told) == "".join(held)
