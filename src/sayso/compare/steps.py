"""From word partners to steps: stretches that are equal, added, left out, or in place of other words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from sayso.compare.fold import Folded
from sayso.compare.words import are_same
from sayso.match import Op

__all__ = ["Step", "join_written", "read_steps"]

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
        passage: The words as they are quoted.
        source: The words that they come from.
        partner: For each word of the passage the number of its counterpart in the source, or -1.

    >>> from sayso.compare.fold import fold
    >>> quoted, source = fold("we never ate"), fold("we really never slept")
    >>> [(s.op.value, s.passage, s.source) for s in read_steps(quoted, source, [0, 2, 3])]
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
            continue  # The words that follow have no equal; they are returned with what stands for them.
        yield from _read_gap(changed, before, following, partner, passage, source)
        row = end


def _read_gap(
    changed: tuple[int, int], before: int, following: int, partner: Sequence[int], passage: Folded, source: Folded
) -> Iterator[Step]:
    """The steps between two equal stretches: words added or changed, words left out, a jump to another place."""
    first, end = changed
    if before < 0 or following < 0:
        yield from _read_edge(changed, partner)
        return
    if following < before:
        if first < end:
            yield from _read_edge(changed, partner)
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
        yield from _read_changed(changed, (before, following), partner)
    elif following - 1 in partner[first:end]:
        # The last word that is left out has a partner: what is left out stands before it.
        yield from _read_changed(changed, (before, following), partner)
    else:
        yield from _read_edge(changed, partner)
        kept = [partner[i] for i in range(first, end) if partner[i] >= 0]
        near_end = max((n + 1 for n in kept if before <= n < following), default=before)
        yield Step(Op.DELETE, (end, end), (near_end, following))


def _read_changed(changed: tuple[int, int], held: tuple[int, int], partner: Sequence[int]) -> Iterator[Step]:
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


def _read_edge(changed: tuple[int, int], partner: Sequence[int]) -> Iterator[Step]:
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


def join_written(steps: Iterable[Step], passage: Folded, source: Folded) -> list[Step]:
    """The steps without borders within written words: what differs in a part of one differs in all of it.

    >>> from sayso.compare.fold import fold
    >>> quoted, source = fold("we can go"), fold("we can't even go")
    >>> steps = read_steps(quoted, source, [0, 1, 4])
    >>> [(s.op.value, s.passage, s.source) for s in join_written(steps, quoted, source)]
    [('equal', (0, 1), (0, 1)), ('replace', (1, 2), (1, 4)), ('equal', (2, 3), (4, 5))]
    """
    joined: list[Step] = []
    waiting = list(steps)[::-1]
    while waiting:
        step = waiting.pop()
        before = joined[-1] if joined else None
        if before is None or not _is_within_word(before, step, passage, source):
            joined.append(step)
        elif Op.EQUAL not in {before.op, step.op} or not _is_even(before, step):
            joined[-1] = _join(before, step)
        elif step.op is Op.EQUAL:
            # Its first word belongs to what differs; what is left of it is looked at again.
            first, rest = _split(step, 1)
            joined[-1] = _join(before, first)
            waiting += [rest] if rest else []
        else:
            rest, last = _split(before, before.passage[1] - before.passage[0] - 1)
            joined[-1:] = [rest] if last and rest.passage[0] < rest.passage[1] else []
            waiting.append(_join(last or rest, step))
    return joined


def _is_within_word(before: Step, step: Step, passage: Folded, source: Folded) -> bool:
    """Whether the border between two steps lies in a written word of either side."""
    if before.is_back or step.is_back or before.source[1] != step.source[0] or before.op is step.op is Op.EQUAL:
        return False
    return any(
        0 < number < len(side) and side.is_joined(number)
        for side, number in ((passage, step.passage[0]), (source, step.source[0]))
    )


def _is_even(before: Step, step: Step) -> bool:
    """Whether the equal one of the two has word against word, so that it can be cut."""
    equal = before if before.op is Op.EQUAL else step
    return equal.passage[1] - equal.passage[0] == equal.source[1] - equal.source[0]


def _split(step: Step, count: int) -> tuple[Step, Step | None]:
    """The first words of an equal step, and the others, if there are any."""
    cut, held = step.passage[0] + count, step.source[0] + count
    first = replace(step, passage=(step.passage[0], cut), source=(step.source[0], held))
    rest = replace(step, passage=(cut, step.passage[1]), source=(held, step.source[1]))
    return first, rest if cut < step.passage[1] else None


def _join(one: Step, other: Step) -> Step:
    """Both steps as one that differs."""
    passage, source = (one.passage[0], other.passage[1]), (one.source[0], other.source[1])
    op = Op.INSERT if source[0] == source[1] else Op.DELETE if passage[0] == passage[1] else Op.REPLACE
    return Step(op, passage, source)
