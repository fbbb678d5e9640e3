"""Whether the words that a quotation shares with a place are more than chance among so many words.

What is shared is measured in nats: for each word how rarely it follows the one before it in these sources, smoothed
with how rarely it stands at all (linear interpolation: Jelinek and Mercer, 1980). A place found by looking at N words
has log N nats for nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise
from math import log

import numpy as np
import numpy.typing as npt

from sayso.check.sources import Sources, read_words
from sayso.compare import Comparison
from sayso.match import Change, Op

__all__ = ["Chances"]

# Fitted to nothing: beyond 12 nats chance has one in 160,000; of what the quotation has, most must be shared.
_LEAST = 12.0
_LEAST_SHARE = 0.6
_LEAST_MINOR = 8.0
# A word of which the sources know nothing says no more against a place than another that differs.
_MOST_LOST = 8.0
_OTHER = (Op.INSERT, Op.REPLACE)
_BRACKETED = re.compile(r"\[[^\]]*\]?|[^\[]*\]")
# How many sightings the word alone counts for beside those of the pair.
_PRIOR = 4.0
_KEPT = 1 << 14


class Chances:
    """Measures what is shared, by how often words stand in the sources."""

    def __init__(self, sources: Sources) -> None:
        self.sources = sources
        self.total = max(2, len(sources.order))
        self._seen: dict[tuple[int, int], float] = {}

    def is_found(self, quote: str, comparison: Comparison, looked_at: int | None = None) -> bool:
        """Whether the words stand there by more than chance.

        Args:
            quote: The quotation that was compared.
            comparison: What became of it.
            looked_at: Among how many words the place was looked for; all of the sources' by default.
        """
        if comparison.label in {Change.VERBATIM, Change.NOT_FOUND}:
            return comparison.label is Change.VERBATIM
        free = log(looked_at or self.total)
        shared = self.measure(step.quote.of(quote) for step in comparison.difference if step.op is Op.EQUAL)
        if comparison.label is Change.MINOR and comparison.share >= 0.9:
            return shared - free >= min(_LEAST_MINOR, free)
        changed = (_BRACKETED.sub(" ", one.quote.of(quote)) for one in comparison.difference if one.op in _OTHER)
        lost = sum(min(self.measure([words]), _MOST_LOST * len(read_words(words))) for words in changed)
        return shared - free >= max(_LEAST, _LEAST_SHARE * (shared + lost - free))

    def hope(self, quotes: Iterable[str], words: npt.NDArray[np.int32]) -> float:
        """The most that quotations can share with a neighbourhood, as a share of what they tell, 0 to 1.

        Args:
            quotes: The quotations.
            words: The numbers of the words there.
        """
        there = words.tolist()
        known, pairs = set(there), set(pairwise(there))
        whole = shared = 0.0
        for quote in quotes:
            numbers = [self.sources.numbers.get(form, 0) for form, _ in read_words(quote)]
            for pair in zip([0, *numbers], numbers, strict=False):
                told = self._measure_pair(*pair)
                whole += told
                if pair[1] in known:
                    # Apart from its neighbour the word may tell more than beside it, yet never more than was asked.
                    shared += told if pair in pairs else min(told, self._measure_pair(0, pair[1]))
        return shared / whole if whole else 0.0

    def measure(self, runs: Iterable[str]) -> float:
        """How much stretches of words tell, in nats."""
        return sum(self._measure_run([self.sources.numbers.get(form, 0) for form, _ in read_words(r)]) for r in runs)

    def _measure_run(self, numbers: list[int]) -> float:
        return sum(self._measure_pair(first, second) for first, second in zip([0, *numbers], numbers, strict=False))

    def _measure_pair(self, first: int, second: int) -> float:
        """How much a word tells after another; 0 stands for a word that is not in the sources, or none."""
        known = self._seen.get((first, second))
        if known is None:
            alone = max(self._count(second) - 0.5, 0.5) / self.total
            # The place itself is no evidence that the pair is common.
            before = max(self._count(first) - 1, 0) if first and second else 0
            both = max(self._count_pair(first, second) - 1, 0) if before else 0
            known = -log((both + _PRIOR * alone) / (before + _PRIOR))
            if len(self._seen) < _KEPT:
                self._seen[first, second] = known
        return known

    def _count(self, number: int) -> int:
        return int(self.sources.ends[number] - self.sources.ends[number - 1]) if number else 0

    def _count_pair(self, first: int, second: int) -> int:
        low, high = self.sources.find_pairs([first], [second])
        return int(high[0] - low[0])
