"""Group entries and add them up, as arrays of numbers: an entry is a statement in one group that it counts in."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sayso.counting.interval import Sums, add_up

__all__ = ["Tally", "group_entries", "pick_sums", "spread_entries"]

Array = NDArray[np.int64]
Numbers = NDArray[np.float64]
# Up to so many possible groups, a table of all of them is faster than sorting.
_MOST_DENSE = 4_000_000
# A probability of 1 has no logarithm of its rest.
_MOST_SURE = 1 - 1e-9


def spread_entries(statements: Array, owners: Array) -> tuple[Array, Array]:
    """One entry for each statement and pair that it owns: its place in `statements`, and the pair's number.

    Args:
        statements: Numbers of statements, in rising order.
        owners: For each pair the number of its statement, in rising order.

    >>> [it.tolist() for it in spread_entries(np.array([3, 5]), np.array([4, 5, 5]))]
    [[0, 1, 1], [-1, 1, 2]]
    """
    first, last = (np.searchsorted(owners, statements, side) for side in ("left", "right"))
    counts = np.maximum(last - first, 1)
    at = np.repeat(np.arange(len(statements)), counts)
    within = np.arange(len(at)) - np.repeat(np.cumsum(counts) - counts, counts)
    return at, np.where((last > first)[at], first[at] + within, -1)


def group_entries(codes: Sequence[Array], sizes: Sequence[int], length: int) -> tuple[Array, Array]:
    """The number of each entry's group, and the first entry of each group.

    Args:
        codes: For each dimension the code of each entry; entries with the same codes are of one group.
        sizes: How many codes each dimension has.
        length: The number of entries.

    >>> [it.tolist() for it in group_entries([np.array([2, 0, 2]), np.array([1, 1, 1])], [3, 2], 3)]
    [[1, 0, 1], [1, 0]]
    """
    keys, size = np.zeros(length, np.int64), 1
    for code, count in zip(codes, sizes, strict=True):
        keys, size = keys * count + code, size * count
        if size > _MOST_DENSE:
            distinct, keys = np.unique(keys, return_inverse=True)
            size = len(distinct)
    return _renumber(keys, size)


def _renumber(keys: Array, size: int) -> tuple[Array, Array]:
    """The keys without gaps, in the same order, and the first place of each."""
    is_there = np.bincount(keys, minlength=size) > 0
    numbers = np.cumsum(is_there) - 1
    first = np.zeros(size, np.int64)
    first[keys[::-1]] = np.arange(len(keys))[::-1]
    return numbers[keys], first[is_there]


def pick_sums(sums: Sums, rows: Array) -> Sums:
    """The sums of these groups."""
    return Sums(sums.count[rows], sums.right[rows], sums.variance[rows], sums.third[rows], sums.slope[rows])


class Tally:
    """Adds up entries in groups; a statement counts once in each group, with the best of its probabilities.

    Args:
        groups: The group of each entry.
        group_count: How many groups there are.
        statements: The statement of each entry, in rising order.
        p: The probability that it is right.
    """

    def __init__(self, groups: Array, group_count: int, statements: Array, p: Numbers) -> None:
        self._group_count = group_count
        if len(statements) > 1 and bool((np.diff(statements) == 0).any()):
            keys = groups * (int(statements[-1]) + 1) + statements
            order = np.lexsort((-p, keys))
            kept = np.sort(order[np.concatenate([[True], np.diff(keys[order]) > 0])])
            groups, statements, p = groups[kept], statements[kept], p[kept]
        self._groups, self._statements, self._p = groups, statements, p

    def add_statements(self) -> Sums:
        """The sums of statements."""
        return add_up(self._groups, self._group_count, self._p)

    def add_words(self, words: Array) -> Sums:
        """The sums of words, from how many each statement has."""
        return add_up(self._groups, self._group_count, self._p, words[self._statements].astype(np.float64))

    def add_articles(self, articles: Array) -> Sums:
        """The sums of articles, from the article of each statement: one is right if any of its statements is."""
        keys = articles[self._statements].astype(np.int64) * self._group_count + self._groups
        # Statements stand in the order of their articles: the keys are nearly sorted, which this sort is fast at.
        order = np.argsort(keys, kind="stable")
        keys = keys[order]
        begins = np.flatnonzero(np.diff(keys, prepend=-1))
        groups = keys[begins] % max(1, self._group_count)
        if not len(begins):
            return add_up(groups, self._group_count, self._p)
        p = np.minimum(self._p, _MOST_SURE)[order]
        none = np.exp(np.add.reduceat(np.log1p(-p), begins))
        # The derivative: of an article with a sure statement, it hardly matters how sure the others are.
        slope = none * np.add.reduceat(p / (1 - p), begins)
        return add_up(groups, self._group_count, 1 - none, slope=slope)
