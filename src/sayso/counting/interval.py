"""Intervals for how many of the things that were counted are right, from a probability of each.

The score of a statement is the probability that it is right. So the number of right ones among those that were counted
is a sum of independent yes-or-no events with different probabilities, which has the Poisson binomial distribution: its
mean is the sum of the probabilities p, its variance the sum of p(1-p), its third central moment the sum of
p(1-p)(1-2p). In the literature on counting with a classifier, the mean is the count by "probability estimation &
average" (Bella, Ferri, Hernández-Orallo and Ramírez-Quintana, ICDM 2010), also called probabilistic classify and count.

Quantiles come from these three sums: those of the normal distribution, corrected for skewness (Cornish and Fisher,
1938; for the distribution itself, Hong, Computational Statistics & Data Analysis 59, 2013, calls it the refined normal
approximation), then rounded away from the mean to whole numbers. tests/test_counting.py holds the cover against the
exact distribution.

Such an interval alone is too narrow, since it takes every score for exact (Keith and O'Connor, EMNLP 2018): its width
grows with the root of the count, so that of a million statements it would be a tenth of a percent. Scores of one model
on one kind of text are too high or too low together. So the mean itself has an error in proportion to it, `error`: how
far the scores were from what was right on measured pages (`Measured`).

The interval is not about what was missed. A correction for that as that of Rogan and Gladen (American Journal of
Epidemiology 107, 1978) would divide by the recall; but recall differs by the kind of statement, by outlet and by
speaker, so it is reported beside the counts and not put into them (decisions/0024).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Sums", "add_up", "find_right", "find_share"]

Numbers = NDArray[np.float64]
# The quantile of the normal distribution for 95 %.
_Z, _TAIL = 1.959964, 0.025
# What is as good as a whole number does not get rounded to the next one.
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Sums:
    """Sums over the things in each group: one number a group in every array.

    Attributes:
        count: How much was counted.
        right: The sum of p: how much of it is right, as expected.
        variance: The sum of p(1-p), times the square of a thing's size where that is not one.
        third: The third central moment: the sum of p(1-p)(1-2p), times the cube of the size.
        slope: How much `right` is off if all scores are too high by their own size: `right` itself where a thing is as
            sure as its score; less for articles, of which one right statement is enough.
    """

    count: Numbers
    right: Numbers
    variance: Numbers
    third: Numbers
    slope: Numbers


def add_up(
    groups: NDArray[np.int64], group_count: int, p: Numbers, size: Numbers | None = None, slope: Numbers | None = None
) -> Sums:
    """The sums of each group, from the group and the probability of each thing, its size, and its slope if not p."""

    def add(values: Numbers | None) -> Numbers:
        if group_count == 1:
            return np.array([len(p) if values is None else values.sum()], np.float64)
        added: Numbers = np.bincount(groups, values, group_count).astype(np.float64, copy=False)
        return added

    spread = p * (1 - p)
    third = spread * (1 - 2 * p)
    if size is None:
        right = add(p)
        return Sums(add(None), right, add(spread), add(third), right if slope is None else add(slope))
    right = add(p * size)
    return Sums(add(size), right, add(spread * size**2), add(third * size**3), right)


def find_right(sums: Sums, error: float) -> tuple[Numbers, Numbers]:
    """The lowest and highest whole number of right ones, with a probability of at least 95 % between them.

    Args:
        sums: The sums of each group.
        error: How far the expected number itself may be off, as a share of it (one standard error).

    >>> one = np.ones(1)
    >>> sums = Sums(900 * one, 810 * one, 81 * one, -64.8 * one, 810 * one)
    >>> [int(end[0]) for end in find_right(sums, 0.0)]
    [791, 828]
    >>> [int(end[0]) for end in find_right(sums, 0.03)]
    [759, 861]
    """
    spread = np.sqrt(sums.variance + (error * sums.slope) ** 2)
    skew = np.divide(sums.third, spread**3, out=np.zeros_like(spread), where=spread > _ROUNDING)
    shift = sums.right + spread * skew * (_Z**2 - 1) / 6
    low = np.floor(shift - _Z * spread + _ROUNDING)
    high = np.ceil(shift + _Z * spread - _ROUNDING)
    # Where next to none is expected to be wrong, or right, none is: more than none has a probability below the
    # expected number (Markov's inequality). Skewness is no help there.
    off = _Z * error * sums.slope
    low = np.where(sums.count - sums.right + off <= _TAIL, sums.count, low)
    high = np.where(sums.right + off <= _TAIL, 0, high)
    return np.clip(low, 0, sums.count), np.clip(high, 0, sums.count)


def find_share(part: Sums, whole: Sums, error: float) -> tuple[Numbers, Numbers]:
    """The ends of a 95 % interval for the share that the right ones of a part have among the right ones of the whole.

    The error in proportion may be another one in the part and in the rest, so it does not cancel out (delta method).

    >>> both = (90, 81.0, 8.1, 0, 81.0), (900, 810.0, 81.0, 0, 810.0)
    >>> part, whole = ([np.full(1, it) for it in sums] for sums in both)
    >>> [round(float(end[0]), 3) for end in find_share(Sums(*part), Sums(*whole), 0.03)]
    [0.09, 0.11]
    """
    rest = np.maximum(whole.right - part.right, 0)
    share = np.divide(part.right, whole.right, out=np.zeros_like(part.right), where=whole.right > 0)
    own = part.variance + (error * part.slope) ** 2
    other = np.maximum(whole.variance - part.variance, 0) + (error * rest) ** 2
    variance = (1 - share) ** 2 * own + share**2 * other
    spread = np.divide(np.sqrt(variance), whole.right, out=np.zeros_like(share), where=whole.right > 0)
    return np.clip(share - _Z * spread, 0, 1), np.clip(share + _Z * spread, 0, 1)
