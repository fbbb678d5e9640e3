"""Whether the words that a quotation shares with a place are more than chance among so many words.

What is shared is measured in nats: for each word how rarely it follows the one before it in these sources, smoothed
with how rarely it stands at all (linear interpolation: Jelinek and Mercer, 1980). A place found by looking at N words
has log N nats for nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log

import numpy as np
import numpy.typing as npt

from sayso.check.phrase import NearPlace, find_near_phrase, find_phrase
from sayso.check.sources import Sources
from sayso.compare import Comparison, Folded, fold
from sayso.compare.spelling import respell
from sayso.compare.steps import Step
from sayso.compare.words import Sort, sort_word
from sayso.match import Change, Op

__all__ = ["Chances", "Passage"]

_Floats = npt.NDArray[np.float64]
_Longs = npt.NDArray[np.int64]
# Fitted to nothing: beyond 12 nats chance has one in 160,000; of what the quotation has, most must be shared.
_LEAST = 12.0
_LEAST_SHARE = 0.6
# Where nearly all of it stands in one place, less will do.
_LEAST_WHOLE, _NEARLY_WHOLE = 8.0, 0.9
# And less, where all the words stand in a row but for one gap of a few: chance has such a place once in a hundred
# times. Of 300 pieces of 5 to 10 words of texts that are not among the sources, 5 had one with so much evidence.
_LEAST_NEAR, _MOST_GAP = log(100), 3
# Words with less evidence than that, or so few, are anybody's, though the very words stand there.
_FEW_WORDS = 2
# Of 56 altered or elided stretches of 840 articles that stood in another's mouth with less, 4 were the same words.
_OTHER_SPEAKER = 6.0
# A word of which the sources know nothing says no more against a place than another that differs.
_MOST_LOST = 8.0
_OTHER = (Op.INSERT, Op.REPLACE)
# How many sightings the word alone counts for beside those of the pair.
_PRIOR = 4.0
# Words that come again after the same words before them, so many in all, are a repetition.
_RUN = 6
_MULTIPLIER = 0x9E3779B97F4A7C15


@dataclass(frozen=True, slots=True, eq=False)
class Passage:
    """A quotation as it is looked for.

    Attributes:
        folded: Its words in comparison form.
        numbers: For each word its number in the sources, 0 if they do not have it.
        exact: Where all of them stand one after another, "is" as "'s" too.
        is_cut: Whether they stand in too many places for all of these to be looked at.
        lows: For each pair of neighbouring words where its places begin in `Sources.pair_order`.
        highs: Where they end.
        alone: The evidence of each word by itself, in nats.
        following: The evidence of each word after the one before it.
        whole: The evidence of all of them.
        worth: For each word its number, that of the pair with the one before it, its evidence after that one, and
            its evidence apart from it: it may be more, yet never counts for more than was asked.
    """

    folded: Folded
    numbers: _Longs
    exact: npt.NDArray[np.int32]
    is_cut: bool
    lows: _Longs
    highs: _Longs
    alone: tuple[float, ...]
    following: tuple[float, ...]
    whole: float
    worth: tuple[tuple[int, int, float, float], ...]

    def __len__(self) -> int:
        return len(self.folded)

    def measure(self, rows: Sequence[int]) -> float:
        """The evidence of some of the words, in nats; each that follows the one before it, after that one."""
        return sum(
            self.following[row] if place and rows[place - 1] == row - 1 else self.alone[row]
            for place, row in enumerate(rows)
        )


def _is_respelled(step: Step, comparison: Comparison) -> bool:
    """Whether the same word stands there in another spelling."""
    told, held = comparison.passage.forms[step.passage[0]], comparison.source.forms[step.source[0]]
    return respell(told) == respell(held)


def _find_new(words: npt.NDArray[np.int32]) -> npt.NDArray[np.bool_]:
    """For each word whether it stands here for the first time after the words before it: what is said over and over
    in the same words, or stands in two versions, counts once.
    """
    if not len(words):
        return np.empty(0, dtype=bool)
    # The words of each run as one number; that two runs share it by chance is next to impossible.
    runs = words.astype(np.uint64)
    for back in range(1, _RUN):
        runs[back:] += words[:-back].astype(np.uint64) * np.uint64(pow(_MULTIPLIER, back, 1 << 64))
    order = np.argsort(runs)
    ordered = runs[order]
    begins = np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1])))
    is_new = np.zeros(len(words), dtype=bool)
    # The sort keeps no order among those that are alike; the first of them is the one with the lowest place.
    is_new[np.minimum.reduceat(order, begins)] = True
    return is_new


def _differs_in_fillers(comparison: Comparison) -> bool:
    """Whether words are added or left out, and all of them are fillers."""
    return comparison.label is Change.MINOR and all(
        sort_word(form) is Sort.FILLER
        for step in comparison.steps
        if step.op is not Op.EQUAL
        for form in (*comparison.passage.forms[slice(*step.passage)], *comparison.source.forms[slice(*step.source)])
    )


def _has_one_gap(comparison: Comparison) -> bool:
    """Whether the words stand in one row around one gap of a few words, a quarter of them at most."""
    if len(comparison.places) != 1:
        return False
    steps = comparison.steps
    rows = [step for step in steps if step.op is not Op.EQUAL]
    if not rows or any(step.is_back for step in rows) or {steps[0].op, steps[-1].op} != {Op.EQUAL}:
        return False
    is_one = steps.index(rows[-1]) - steps.index(rows[0]) + 1 == len(rows)
    told = sum(step.passage[1] - step.passage[0] for step in rows)
    held = sum(step.source[1] - step.source[0] for step in rows)
    return is_one and told <= min(_MOST_GAP, max(1, len(comparison.passage) // 4)) and held <= _MOST_GAP


class Chances:
    """Measures what is shared, by how often words stand in the sources."""

    def __init__(self, sources: Sources) -> None:
        self.sources = sources
        # The parts of a quotation are looked for together, then alone.
        self.find_near = lru_cache(maxsize=16)(self._find_near)
        self.total = max(2, len(sources.order))
        size = len(sources.spelled)
        is_new = _find_new(sources.words)
        self._of_words = np.bincount(sources.words[is_new], minlength=size)
        self._of_words[0] = 0
        # How often the pairs before each place in their order stand in words that were not said before.
        self._of_pairs = np.concatenate(([0], np.cumsum(is_new[sources.pair_order + 1], dtype=np.int32)))

    def read(self, quote: str) -> Passage:
        """The quotation with the evidence of each of its words."""
        folded = fold(quote)
        find = self.sources.forms.numbers.get
        numbers = np.array([find(form, 0) for form in folded.forms], dtype=np.int64)
        lows, highs = self.sources.find_pairs(numbers) if len(numbers) else (numbers, numbers)
        counts = self._of_words[numbers]
        share = np.maximum(counts - 0.5, 0.5) / self.total
        # The place itself is no evidence that the pair is common.
        both = np.maximum(self._of_pairs[highs] - self._of_pairs[lows] - 1, 0)
        before = np.maximum(np.where(numbers[1:] > 0, counts[:-1] - 1, 0), both)
        following = -np.log((both + _PRIOR * share[1:]) / (before + _PRIOR))
        alone = -np.log(share)
        following = np.concatenate((alone[:1], following))
        pairs = np.concatenate(([0], numbers[:-1])) * len(self.sources.spelled) + numbers
        columns = (column.tolist() for column in (numbers, pairs, following, np.minimum(following, alone)))
        worth = tuple(zip(*columns, strict=True))
        exact = find_phrase(tuple(map(self._find_choices, folded.forms)), (lows, highs), self.sources)
        return Passage(
            folded,
            numbers,
            *exact,
            lows,
            highs,
            tuple(alone.tolist()),
            tuple(following.tolist()),
            float(following.sum()),
            worth,
        )

    def _find_near(self, passage: Passage) -> list[NearPlace]:
        """The places that have all of it in a row but for one gap."""
        return find_near_phrase(
            tuple(map(self._find_choices, passage.folded.forms)), (passage.lows, passage.highs), self.sources
        )

    def _find_choices(self, form: str) -> tuple[int, ...]:
        number = self.sources.forms.numbers.get(form)
        return (*(() if number is None else (number,)), *self.sources.forms.find_alike(form))

    def may_be_found(self, passage: Passage) -> bool:
        """Whether its evidence is enough to rule out chance, if not all of it stands in one place."""
        free = log(self.total)
        return passage.whole - free >= min(_LEAST_NEAR, free)

    def is_found(
        self,
        passage: Passage,
        comparison: Comparison,
        *,
        same_speaker: bool | None = None,
        is_later: bool = False,
        free: float | None = None,
    ) -> bool:
        """Whether the words stand there by more than chance.

        Args:
            passage: The quotation that was compared.
            comparison: What became of it.
            same_speaker: Whether the words there are those of whom the article gives them to; None if not known.
            is_later: Whether the source is later than the article.
            free: What chance has for nothing, in nats; by default the logarithm of the count of all words.
        """
        if comparison.label in {Change.VERBATIM, Change.NOT_FOUND} or _differs_in_fillers(comparison):
            return comparison.label is not Change.NOT_FOUND
        free = log(self.total) if free is None else free
        shared = self._measure_shared(passage, comparison)
        # What another says, or what is said after the article, is the less likely to be the source of its words.
        is_likely = same_speaker is not False and not is_later
        if is_likely and _has_one_gap(comparison) and shared - free >= min(_LEAST_NEAR, free):
            return True
        is_whole = comparison.share >= _NEARLY_WHOLE and len(comparison.places) == 1
        if is_whole and (comparison.label is Change.MINOR or same_speaker is not False):
            return shared - free >= min(_LEAST_WHOLE, free)
        # Each further place was looked for, too; and that another says the words is the less likely.
        free += max(0, len(comparison.places) - 1) * log(max(2, len(comparison.source)))
        free += _OTHER_SPEAKER if same_speaker is False else 0.0
        lost = 0.0
        for step in comparison.steps:
            if step.op in _OTHER:
                # A bracketed insertion is no part of what was said.
                rows = [row for row in range(*step.passage) if row not in passage.folded.asides]
                if step.op is Op.REPLACE and _is_respelled(step, comparison):
                    continue
                lost += min(passage.measure(rows), _MOST_LOST * len(rows))
        return shared - free >= max(_LEAST, _LEAST_SHARE * (shared + lost - free))

    def is_too_short(self, passage: Passage, comparison: Comparison, free: float) -> bool:
        """Whether the words are so few, or so common, that they would be found in such sources anyhow."""
        shared = self._measure_shared(passage, comparison)
        return len(passage) <= _FEW_WORDS or shared - free < min(_LEAST_NEAR, free)

    def _measure_shared(self, passage: Passage, comparison: Comparison) -> float:
        return sum(passage.measure(range(*step.passage)) for step in comparison.steps if step.op is Op.EQUAL)

    def hope(self, passages: Iterable[Passage], words: npt.NDArray[np.int32]) -> float:
        """The most that quotations can share with a neighbourhood, as a share of their evidence, 0 to 1.

        Args:
            passages: The quotations.
            words: The numbers of the words there.
        """
        count = len(self.sources.spelled)
        there = words.astype(np.int64)
        known, pairs = set(there.tolist()), set((there[:-1] * count + there[1:]).tolist())
        whole = shared = 0.0
        for passage in passages:
            whole += passage.whole
            for number, pair, following, apart in passage.worth:
                if number in known:
                    shared += following if pair in pairs else apart
        return shared / whole if whole else 0.0
