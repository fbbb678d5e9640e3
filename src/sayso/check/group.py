"""The parts of one quotation placed together: the sources in which more than one of them stands."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from sayso.check.phrase import NearPlace
from sayso.check.search import Region
from sayso.check.sources import BUCKET, Sources

__all__ = ["find_shared"]

_Longs = npt.NDArray[np.int64]
_Floats = npt.NDArray[np.float64]
# A part that stands there but for a few words says a little less than one whose very words stand there.
_NEAR = 0.8
# Sources whose parts weigh less than this share of the best one's are left out.
_NEARLY_BEST = 0.9
# What is looked at on either side of a part's place, for another part that is changed.
_BESIDE = 80

Places = tuple[Sequence[NearPlace], bool]
"""The places of one part in the sources, and whether they have its very words."""


def find_shared(
    parts: Sequence[Places], weights: Sequence[float], sources: Sources, preference: _Floats, most: int
) -> list[list[Region]]:
    """Neighbourhoods in each of the sources that have most of the parts, two at least.

    Args:
        parts: The places of each part.
        weights: How much each part weighs.
        sources: The sources.
        preference: For each source a number; of those that have as much, those with the highest come first.
        most: How many sources.
    """
    count = len(sources.parts)
    weighed, held = np.zeros(count), np.zeros(count, dtype=np.int64)
    own = [_find_sources(places, sources) for places, _ in parts]
    for numbers, (_, is_exact), weight in zip(own, parts, weights, strict=True):
        there = np.unique(numbers)
        weighed[there] += weight if is_exact else _NEAR * weight
        held[there] += 1
    weighed[held < 2] = 0.0
    best = float(weighed.max(initial=0.0))
    if not best:
        return []
    kept = np.flatnonzero(weighed >= _NEARLY_BEST * best)
    ranked = kept[np.lexsort((kept, -preference[kept]))][:most].tolist()
    return [_choose_places(source, parts, own, sources) for source in ranked]


def _find_sources(places: Sequence[NearPlace], sources: Sources) -> _Longs:
    begins = np.array([place.begin for place in places], dtype=np.int64)
    return sources.bucket_sources[begins // BUCKET].astype(np.int64)


def _choose_places(source: int, parts: Sequence[Places], own: Sequence[_Longs], sources: Sources) -> list[Region]:
    """The places of the parts in one source: of the part with fewest the first, of the others those nearest to it."""
    there = [
        [places[n] for n in np.flatnonzero(numbers == source).tolist()]
        for (places, _), numbers in zip(parts, own, strict=True)
    ]
    anchor = min(filter(None, there), key=len)[0]
    first = int(sources.firsts[source])
    last = first + len(sources.parts[source].words)
    nearest = (min(places, key=lambda place: abs(place.begin - anchor.begin)) for places in there if places)
    return [Region(source, max(first, place.begin - _BESIDE), min(last, place.end + _BESIDE), 0.0) for place in nearest]
