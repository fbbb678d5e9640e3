"""Quotations that hang together, aligned with the neighbourhoods that the search found for them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from sayso.check.candidates import AS_GOOD, COSTS, Candidate, Found, find_speakers, is_settled, rank_candidates
from sayso.check.chance import Chances, Passage
from sayso.check.choose import Claim, Standing, prefer_dates, read_stand
from sayso.check.names import is_same_speaker
from sayso.check.search import Region, Votes, vote
from sayso.check.sources import BUCKET, Sources
from sayso.compare import Comparison, Source, compare_passage
from sayso.match import Change

__all__ = ["Locator"]

# So many regions are looked at, and of those so many aligned with; few where none has most of the words.
_MOST_LOOKED_AT, _MOST_REGIONS, _FEW_REGIONS = 10, 5, 2
# Of so many sources so many regions are aligned with at once, where parts may have been joined.
_MOST_SOURCES, _MOST_JOINED = 2, 3
# A place with a smaller share of what a quotation tells only is the nearest; one is enough to show.
_LEAST_HOPE = 0.5
# Where less than this may be shared, the place is hardly one: few are aligned with, and none are joined.
_LEAST_JOINED = 0.75
# A place that may share less by so much cannot be as good.
_AS_HOPEFUL = 0.12
# Of places with the very words so many are ranked, those of the nearest dates.
_MOST_RANKED = 500
_FEWEST_TO_JOIN = 7
_BESIDE = 80
# What stands so near to a place with the very words may tell something of them.
_AROUND = 4
# A quotation is looked for by so many characters, and what is longer is told to be cut.
_MOST_CHARS = 12_000
# What a word is worth more, in thousandths, where the speaker is whom the article gives the words to.
_PREFERRED = 40


class Locator:
    """Finds quotations in sources."""

    def __init__(self, sources: Sources) -> None:
        self.sources = sources
        self._stands = [read_stand(part.source) for part in sources.parts]
        self.days = np.array([-1 if one.day is None else one.day for one in self._stands], dtype=np.int64)
        self.chances = Chances(sources)

    def locate(self, quotes: Sequence[str], claim: Claim) -> list[Found]:
        """Where the stretches of one quotation stand, looked for together; one that is elsewhere, by itself."""
        cut = [quote[:_MOST_CHARS] for quote in quotes]
        return [
            found if len(quote) <= _MOST_CHARS else replace(found, looked_for=_MOST_CHARS)
            for quote, found in zip(quotes, self._locate(cut, claim), strict=True)
        ]

    def _locate(self, quotes: Sequence[str], claim: Claim) -> list[Found]:
        passages = list(map(self.chances.read, quotes))
        together = self._find_together(passages, claim)
        if len(quotes) == 1:
            return together
        return [
            found if found.best and found.best.cost < COSTS[Change.ELIDED] else self._find_alone(one, found, claim)
            for one, found in zip(passages, together, strict=True)
        ]

    def _find_alone(self, passage: Passage, together: Found, claim: Claim) -> Found:
        """The place of one stretch by itself, where that is better than beside the others."""
        alone = self._find_exact(passage, claim)
        if alone is None and together.best and not self.chances.may_be_found(passage):
            return together
        alone = alone or self._find_near([passage], claim, is_nearest_told=together.best is None)[0]
        if not alone.best or not alone.best.is_found:
            return together if together.best else alone
        if together.best and together.best.is_found and together.best.cost <= alone.best.cost + AS_GOOD:
            return together
        return alone

    def _find_together(self, passages: Sequence[Passage], claim: Claim) -> list[Found]:
        exact = self._find_exact(passages[0], claim) if len(passages) == 1 else None
        return [exact] if exact else self._find_near(passages, claim)

    def _find_exact(self, passage: Passage, claim: Claim) -> Found | None:
        """The place that stands best to the claim among those with the very words; None if there is none."""
        if not len(passage.exact):
            return None
        tried = [[self._compare_at(place, passage, claim)] for place in self._choose_exact(passage, claim)]
        found = rank_candidates(tried, [passage])[0]
        return replace(found, exact_count=len(passage.exact), is_cut=passage.is_cut)

    def _choose_exact(self, passage: Passage, claim: Claim) -> list[int]:
        """The places with the very words that stand best to the claim, none that reaches into another."""
        places = passage.exact
        numbers = self.sources.bucket_sources[places // BUCKET]
        ranked = np.argsort(-prefer_dates(self.days, claim.day)[numbers], kind="stable")[:_MOST_RANKED]
        pairs = zip(numbers[ranked].tolist(), places[ranked].tolist(), strict=True)
        kept: list[int] = []
        for _, place in sorted((self._rank_place(number, place, claim), place) for number, place in pairs):
            if all(abs(place - other) >= len(passage) for other in kept):
                kept.append(place)
            if len(kept) == _MOST_REGIONS:
                break
        return kept

    def _compare_at(self, place: int, passage: Passage, claim: Claim) -> Candidate:
        """What became of a stretch whose words stand one after another from a place on."""
        number = int(self.sources.bucket_sources[place // BUCKET])
        begin = int(self.sources.firsts[number])
        stop = begin + len(self.sources.parts[number].words)
        first, end = max(begin, place - _AROUND), min(stop, place + len(passage) + _AROUND)
        window = self.sources.make_window(number, [(first, end)])
        found = compare_passage(passage.folded, window, at=place - first)
        return self._doubt([passage], [self._make_candidate(number, found, claim)])[0]

    def _find_near(self, passages: Sequence[Passage], claim: Claim, *, is_nearest_told: bool = True) -> list[Found]:
        """The places of stretches by the votes of their words."""
        votes = vote(passages, self.sources)
        regions = self._choose_regions(passages, votes, claim, is_nearest_told=is_nearest_told)
        tried = [self._compare(one, passages, claim) for one in regions]
        if tried and sum(map(len, passages)) >= _FEWEST_TO_JOIN and not any(map(is_settled, tried)):
            sources = list(dict.fromkeys(one[0].source for one in regions))[:_MOST_SOURCES]
            joined = [self._widen(votes.find_within(source, _MOST_JOINED)) for source in sources]
            hopeful = [one for one in joined if self._hope(passages, one) >= _LEAST_JOINED]
            tried += [self._compare(one, passages, claim) for one in hopeful]
        if not tried:
            return [Found(None, is_cut=votes.is_cut) for _ in passages]
        return [
            replace(found, exact_count=len(passage.exact), is_cut=votes.is_cut)
            for found, passage in zip(rank_candidates(tried, passages), passages, strict=True)
        ]

    def _choose_regions(
        self, passages: Sequence[Passage], votes: Votes, claim: Claim, *, is_nearest_told: bool
    ) -> list[list[Region]]:
        """The regions that may have the words; where none has, the one that is nearest."""
        regions = votes.find_regions(_MOST_LOOKED_AT, preference=prefer_dates(self.days, claim.day))
        hopes = [self._hope(passages, [region]) for region in regions]
        best = max(hopes, default=0.0)
        if best < _LEAST_HOPE:
            nearest = regions[hopes.index(best)] if regions and is_nearest_told else None
            return [[_narrow(nearest, votes.margin)]] if nearest else []
        kept = [region for region, hope in zip(regions, hopes, strict=True) if hope >= best - _AS_HOPEFUL]
        return [[region] for region in kept[: _MOST_REGIONS if best >= _LEAST_JOINED else _FEW_REGIONS]]

    def _rank_place(self, number: int, place: int, claim: Claim) -> Standing:
        """How a place in a source stands to the claim."""
        part = self.sources.parts[number]
        speaker = part.turns.find_speaker(int(part.starts[place - int(self.sources.firsts[number])]))
        same = is_same_speaker(speaker, claim.names) if speaker else None
        return self._stands[number].rank(claim, same_speaker=same)

    def _widen(self, regions: Sequence[Region]) -> list[Region]:
        """The regions with what stands beside them: parts that were joined mostly stand near one another."""
        first = int(self.sources.firsts[regions[0].source])
        last = first + len(self.sources.parts[regions[0].source].words)
        return [
            replace(one, first=max(first, one.first - _BESIDE), end=min(last, one.end + _BESIDE)) for one in regions
        ]

    def _hope(self, passages: Sequence[Passage], regions: Sequence[Region]) -> float:
        words = [self.sources.words[region.first : region.end] for region in regions]
        return self.chances.hope(passages, np.concatenate(words))

    def _compare(self, regions: Sequence[Region], passages: Sequence[Passage], claim: Claim) -> list[Candidate]:
        """What became of each stretch in these regions of one source."""
        number = regions[0].source
        window = self._prefer_speaker(number, self.sources.make_window(number, _merge(regions)), claim)
        compared = [compare_passage(one.folded, window) for one in passages]
        return self._doubt(passages, [self._make_candidate(number, one, claim) for one in compared])

    def _prefer_speaker(self, number: int, window: Source, claim: Claim) -> Source:
        """The window in which, of places that are as good, those come first where the claimed speaker speaks."""
        turns, starts = self.sources.parts[number].turns, window.folded.starts
        if not claim.names or not turns.starts or not starts:
            return window
        favour = window.favour.copy()
        for begin, end, name in turns.find_within(starts[0], starts[-1]):
            if is_same_speaker(name, claim.names):
                favour[bisect_left(starts, begin) : bisect_left(starts, end)] = _PREFERRED
        return replace(window, favour=favour)

    def _doubt(self, passages: Sequence[Passage], row: Sequence[Candidate]) -> list[Candidate]:
        """What was found by more than chance; beside a stretch that surely stands there, less is enough."""
        sure = [self._is_found(passage, one) for passage, one in zip(passages, row, strict=True)]
        if any(sure) and not all(sure):
            sure = [
                is_sure or self._is_found(passage, one, looked_at=len(one.comparison.source))
                for is_sure, passage, one in zip(sure, passages, row, strict=True)
            ]
        return [
            one if is_sure else replace(one, comparison=replace(one.comparison, label=Change.NOT_FOUND))
            for is_sure, one in zip(sure, row, strict=True)
        ]

    def _is_found(self, passage: Passage, one: Candidate, *, looked_at: int | None = None) -> bool:
        return self.chances.is_found(passage, one.comparison, same_speaker=one.same_speaker, looked_at=looked_at)

    def _make_candidate(self, number: int, comparison: Comparison, claim: Claim) -> Candidate:
        speakers = find_speakers(self.sources.parts[number].turns, comparison)
        agreed = {is_same_speaker(speaker, claim.names) for speaker in speakers}
        same = False if False in agreed else None if None in agreed else True if agreed else None
        return Candidate(number, comparison, self._stands[number].rank(claim, same_speaker=same), speakers, same)


def _narrow(region: Region, margin: int) -> Region:
    """A region without what lies beside it: of what is nearest only, less is enough to show."""
    if region.end - region.first <= 2 * margin:
        return region
    return replace(region, first=region.first + margin // 2, end=region.end - margin // 2)


def _merge(regions: Iterable[Region]) -> list[tuple[int, int]]:
    """The words of regions in the order of the text, those that touch joined."""
    merged: list[tuple[int, int]] = []
    for region in sorted(regions, key=lambda region: region.first):
        if merged and region.first <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], region.end))
        else:
            merged.append((region.first, region.end))
    return merged
