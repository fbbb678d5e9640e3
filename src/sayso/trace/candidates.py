"""The pairs of wordings that share enough keys to be worth comparing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["MOST_HOLDERS", "Candidates", "count_holders", "is_candidate", "pair_holders"]

_Longs = npt.NDArray[np.uint64]
_Ints = npt.NDArray[np.int64]
# A key that more wordings hold leads nowhere: a phrase that everybody uses. What that leaves out is counted.
MOST_HOLDERS = 500
# Of the keys of the wording that has fewer, this share is held by both, or so many.
_LEAST_SHARE, _MANY = 0.12, 4


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """Pairs of wordings to compare.

    Attributes:
        first: The numbers of the one wording of each pair, the lower one.
        second: Those of the other.
        dropped_keys: How many keys were held by more wordings than the limit.
        dropped_pairs: How many pairs share such a key; most of them share another one too.
    """

    first: _Ints
    second: _Ints
    dropped_keys: int
    dropped_pairs: int


def count_holders(keys: _Longs) -> tuple[_Ints, _Ints]:
    """Where each run of equal keys begins, and how many there are; the keys stand in order."""
    begins = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1]))) if len(keys) else np.empty(0, np.int64)
    return begins, np.diff(np.append(begins, len(keys)))


def is_candidate(shared: _Ints | int, one: _Ints | int, other: _Ints | int) -> npt.NDArray[np.bool_]:
    """Whether wordings that share so many keys, of so many that each has, are worth comparing."""
    return (shared > 0) & (shared >= np.minimum(_MANY, _LEAST_SHARE * np.minimum(one, other)))


def pair_holders(
    keys: _Longs, holders: _Ints, totals: _Ints, *, asked: npt.NDArray[np.bool_] | None = None
) -> Candidates:
    """The pairs of wordings that hold the same keys.

    Args:
        keys: Keys in order.
        holders: The number of the wording that holds each.
        totals: For each wording's number how many keys it has.
        asked: For each wording's number whether its pairs are wanted; all by default.
    """
    _, counts = count_holders(keys)
    is_dropped = counts > MOST_HOLDERS
    size = np.repeat(counts, counts)
    kept = np.flatnonzero((size > 1) & (size <= MOST_HOLDERS))
    keys, holders = keys[kept], holders[kept]
    pairs = [np.empty(0, dtype=np.int64)]
    places, span = np.arange(len(keys)), np.int64(max(len(totals), 1))
    for step in range(1, MOST_HOLDERS):
        places = places[places + step < len(keys)]
        places = places[keys[places] == keys[places + step]]
        if not len(places):
            break
        one, other = holders[places], holders[places + step]
        if asked is not None:
            wanted = asked[one] | asked[other]
            one, other = one[wanted], other[wanted]
        pairs.append(np.minimum(one, other) * span + np.maximum(one, other))
    found, shared = np.unique(np.concatenate(pairs), return_counts=True)
    first, second = found // span, found % span
    enough = is_candidate(shared, totals[first], totals[second])
    dropped = counts[is_dropped]
    return Candidates(first[enough], second[enough], int(is_dropped.sum()), int((dropped * (dropped - 1) // 2).sum()))
