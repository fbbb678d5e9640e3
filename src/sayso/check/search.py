"""Where in many sources the words of a quotation stand close together: the neighbourhoods worth aligning with.

Every pair of neighbouring words, and every word, of a quotation votes for the stretches of the sources where it
stands, by how rarely it does (inverse document frequency: Spärck Jones, J. of Documentation 28, 1972).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
import numpy.typing as npt

from sayso.check.chance import Passage
from sayso.check.phrase import MOST_PLACES
from sayso.check.sources import BUCKET, Sources

__all__ = ["Region", "Votes", "vote"]

_Ints = npt.NDArray[np.int32]
_Longs = npt.NDArray[np.int64]
_Floats = npt.NDArray[np.float64]
# The rarest come first, and none after MOST_PLACES in all: the work a quotation takes does not grow beyond that.
_MOST_SEEDS = 160
# A word that stands apart from its neighbours says less than the two together.
_ALONE = 0.5
# Stretches with a smaller share of the highest votes are no place for the whole.
_LEAST_OF_BEST = 0.5


@dataclass(frozen=True, slots=True)
class Region:
    """A neighbourhood in a source: the places of its words in `Sources.words`, and the votes that it has."""

    source: int
    first: int
    end: int
    votes: float


@dataclass(frozen=True, slots=True, eq=False)
class Votes:
    """The votes of a quotation's words for every stretch of the sources.

    Attributes:
        sources: The sources.
        values: For each stretch of `BUCKET` words the votes for it and as many after it as the quotation is long.
        width: How many stretches those are.
        most: The votes that a place with all the words has.
        margin: How many words a region has on either side.
        is_cut: Whether even its rarest words stand in too many places for all of them to be looked at.
    """

    sources: Sources
    values: _Floats
    width: int
    most: float
    margin: int
    is_cut: bool

    def find_regions(self, most: int, *, preference: _Floats | None = None) -> list[Region]:
        """The regions with the highest votes; of those with as many, the source that is preferred more comes first.

        Args:
            most: How many.
            preference: For each source a number from 0 to 1.
        """
        if not len(self.values):
            return []
        best = float(self.values.max())
        peaks = np.flatnonzero(self.values >= _LEAST_OF_BEST * best) if best > 0 else np.empty(0, np.int64)
        # Votes that differ by little decide nothing: a twentieth.
        rounded = np.round(self.values[peaks] / self.most * 20) if self.most else self.values[peaks]
        liked = preference[self.sources.bucket_sources[peaks]] if preference is not None else np.zeros(len(peaks))
        ranked = peaks[np.lexsort((peaks, -self.values[peaks], -liked, -rounded))]
        return list(self._spread(ranked, most))

    def find_within(self, source: int, most: int) -> list[Region]:
        """The regions of one source with the highest votes."""
        low, high = np.searchsorted(self.sources.bucket_sources, [source, source + 1])
        own = self.values[low:high]
        ranked = low + np.argsort(-own, kind="stable")[: most * 3 * (self.width + 2)]
        return list(self._spread(ranked[self.values[ranked] > 0], most))

    def _spread(self, ranked: _Longs, most: int) -> Iterator[Region]:
        """Regions in the order given, none that lies next to one before it."""
        taken: set[int] = set()
        count = 0
        for bucket in map(int, ranked):
            if bucket in taken:
                continue
            yield self._make_region(bucket)
            count += 1
            if count == most:
                return
            taken.update(range(bucket - self.width, bucket + self.width + 1))

    def _make_region(self, bucket: int) -> Region:
        source = int(self.sources.bucket_sources[bucket])
        begin = int(self.sources.firsts[source])
        stop = begin + len(self.sources.parts[source].words)
        first = max(begin, bucket * BUCKET - self.margin)
        end = min(stop, (bucket + self.width) * BUCKET + self.margin)
        return Region(source, first, end, float(self.values[bucket]))


def vote(passages: Sequence[Passage], sources: Sources, left_out: _Longs) -> Votes:
    """The votes of the words of a quotation, given in the stretches in which it stands; not for what is left out."""
    count = sum(map(len, passages))
    width, bucket_count = -(-count // BUCKET) + 1, len(sources.bucket_sources)
    counts, places, weights, whole, is_cut = _gather_seeds(passages, sources)
    is_cut = is_cut or any(passage.is_cut for passage in passages)
    for begins in filter(len, (passage.exact for passage in passages)):
        # The whole phrase outweighs any sum of its parts.
        places.append(begins)
        counts.append(len(begins))
        weights.append(max(whole, 1.0))
        whole = whole or 1.0
    if not counts:
        return Votes(sources, np.zeros(bucket_count), width, whole, 24 + count // 2, is_cut)
    buckets = np.concatenate(places) // BUCKET
    owner = np.repeat(np.arange(len(counts)), counts)
    # A seed that stands twice in a stretch has one vote there.
    is_first = np.ones(len(buckets), dtype=bool)
    is_first[1:] = (buckets[1:] != buckets[:-1]) | (owner[1:] != owner[:-1])
    worth = np.array(weights, dtype=np.float64)[owner[is_first]]
    own: _Floats = np.bincount(buckets[is_first], worth, minlength=bucket_count).astype(np.float64, copy=False)
    own[np.isin(sources.bucket_sources, left_out)] = 0.0
    values = _sum_windows(own, width, sources.firsts // BUCKET)
    return Votes(sources, values, width, whole, 24 + count // 2, is_cut)


def _sum_windows(own: _Floats, width: int, firsts: _Longs) -> _Floats:
    """For each stretch the votes of it and those after it in the same source, `width` in all.

    Args:
        own: The votes of each stretch.
        width: How many stretches.
        firsts: The first stretch of each source.
    """
    values: _Floats = own.copy()
    for step in range(1, min(width, len(own))):
        values[:-step] += own[step:]
    # At the end of a source there are fewer: those of the next one do not count.
    at, tail = np.append(firsts[1:], len(own)) - 1, np.zeros(len(firsts))
    for _ in range(width - 1):
        is_own = at >= firsts
        tail = tail + np.where(is_own, own[np.maximum(at, 0)], 0.0)
        values[at[is_own]] = tail[is_own]
        at = at - 1
    return values


def _gather_seeds(
    passages: Sequence[Passage], sources: Sources
) -> tuple[list[int], list[_Ints], list[float], float, bool]:
    """Of the pairs and words, the rarest first: how often they stand, where, their weights and the sum."""
    seeds = sorted(_find_seeds(passages, sources), key=lambda seed: (seed[1] - seed[0], seed[2], seed[0]))
    counts: list[int] = []
    places: list[_Ints] = []
    weights: list[float] = []
    total = max(2, len(sources.order))
    left = MOST_PLACES
    is_cut = False
    for low, end, is_pair in seeds[:_MOST_SEEDS]:
        if end - low > left and counts:
            break
        # Even the rarest may be too common: then the first places must do.
        high = min(end, low + left)
        is_cut = is_cut or high < end
        left -= high - low
        counts.append(high - low)
        places.append((sources.pair_order if is_pair else sources.order)[low:high])
        weights.append(float(np.log(total / (high - low))) * (1.0 if is_pair else _ALONE))
    return counts, places, weights, sum(weights), is_cut


def _find_seeds(passages: Sequence[Passage], sources: Sources) -> Iterator[tuple[int, int, bool]]:
    """Where each different pair and word stands in the sorted arrays, and which of the two it is."""
    for number in sorted({number for passage in passages for number in passage.numbers.tolist() if number}):
        yield int(sources.ends[number - 1]), int(sources.ends[number]), False
    pairs = (zip(passage.lows.tolist(), passage.highs.tolist(), strict=True) for passage in passages)
    yield from ((low, high, True) for low, high in sorted(set(chain.from_iterable(pairs))) if low < high)
