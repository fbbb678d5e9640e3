"""Among how many words a place was really looked for: those that would have fitted the article's claim as well.

A place in a talk of the same day, in the turn of the person whom the article names, had few competitors, however many
other texts stand beside it. So more sources make such a find no worse.
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from math import log

import numpy as np
import numpy.typing as npt

from sayso.check.choose import LATER, Claim, rank_days
from sayso.check.names import is_same_speaker
from sayso.check.part import Part
from sayso.check.sources import Sources

__all__ = ["Scope"]

_Longs = npt.NDArray[np.int64]
# That fewer words may be counted is a second way of looking, so that chance has twice as many tries.
_TWO_WAYS = log(2)


class Scope:
    """Counts the words that fit a claim as well as a place does; where the claim speaks against it, all of them.

    Args:
        sources: The sources.
        days: The day of each of them, -1 where it is not known.
    """

    def __init__(self, sources: Sources, days: _Longs) -> None:
        self._sources = sources
        self._lengths = np.array([len(part.words) for part in sources.parts], dtype=np.int64)
        self._whole = max(2, int(self._lengths.sum()))
        self._spoken: list[Counter[str]] | None = None
        self._rank = lru_cache(maxsize=64)(lambda day: rank_days(days, day))
        self._count_own = lru_cache(maxsize=256)(self._count_own_anew)

    def measure(self, number: int, claim: Claim, *, same_speaker: bool | None) -> float:
        """What chance has for nothing at a place in a source, in nats: the logarithm of the words it competes with."""
        whole = log(self._whole)
        ranks = self._rank(claim.day)
        is_unlikely = same_speaker is False or ranks[number] >= LATER
        if (claim.day is None and not claim.names) or is_unlikely:
            return whole
        lengths = self._count_own(claim.names) if same_speaker else self._lengths
        count = int(lengths[ranks <= ranks[number]].sum())
        return min(whole, log(max(2, count)) + _TWO_WAYS)

    def _count_own_anew(self, names: tuple[str, ...]) -> _Longs:
        """For each source how many of its words stand in turns of somebody with one of these names."""
        if self._spoken is None:
            self._spoken = list(map(_count_spoken, self._sources.parts))
        return np.array(
            [sum(count for name, count in spoken.items() if is_same_speaker(name, names)) for spoken in self._spoken],
            dtype=np.int64,
        )


def _count_spoken(part: Part) -> Counter[str]:
    """How many words stand in the turns of each speaker."""
    begins = np.searchsorted(part.starts, np.array(part.turns.starts, dtype=np.int64))
    counts: Counter[str] = Counter()
    for name, count in zip(part.turns.names, np.diff(np.append(begins, len(part.words))).tolist(), strict=True):
        counts[name] += count
    return counts
