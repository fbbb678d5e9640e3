"""Quotations that hang together, aligned with the neighbourhoods that the search found for them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace
from math import log

import numpy as np
import numpy.typing as npt

from sayso.check.candidates import AS_GOOD, COSTS, Candidate, Found, find_speakers, is_settled, rank_candidates
from sayso.check.chance import Chances, Passage
from sayso.check.choose import Claim, Standing, prefer_dates, read_stand
from sayso.check.clipped import is_fragment
from sayso.check.group import find_shared
from sayso.check.names import is_same_speaker
from sayso.check.phrase import NearPlace
from sayso.check.scope import Scope
from sayso.check.search import Region, Votes, vote
from sayso.check.second_hand import are_second_hand, is_second_hand
from sayso.check.sources import BUCKET, Sources
from sayso.compare import Comparison, Source, compare_passage
from sayso.match import Change, Op
from sayso.text import Span

__all__ = ["Locator"]

# So many regions are looked at, and of those so many aligned with; few where none has most of the words.
_MOST_LOOKED_AT, _MOST_REGIONS, _FEW_REGIONS = 10, 5, 2
# Of so many sources so many regions are aligned with at once, where parts may have been joined.
_MOST_SOURCES, _MOST_JOINED = 2, 3
# A place with a smaller share of a quotation's evidence is only the nearest; one is enough to show.
_LEAST_HOPE = 0.5
# Where less than this may be shared, the place is hardly one: few are aligned with, and none are joined.
_LEAST_JOINED = 0.75
# A place that may share less by so much cannot be as good.
_AS_HOPEFUL = 0.12
# Of places with the very words so many are ranked, those of the nearest dates.
_MOST_RANKED = 500
# So many words in a row are named of what may be chance.
_RAREST_WORDS = 2
# A source's own words that differ by about two changes are shown before the very words at second hand.
_MOST_OWN = 1.6
_FEWEST_TO_JOIN = 7
_BESIDE = 80
# What stands so near to a place with the very words may show something about them.
_AROUND = 6
# A quotation is looked for by so many characters, and a longer one is reported as cut.
_MOST_CHARS = 12_000
# Labels of stretches whose words all stand there.
_SAME = frozenset({Change.VERBATIM, Change.MINOR})
# What a word is worth more, in thousandths, where the speaker is whom the article gives the words to.
_PREFERRED = 40


class Locator:
    """Finds quotations in sources."""

    def __init__(self, sources: Sources) -> None:
        self.sources = sources
        self._stands = [read_stand(part.source) for part in sources.parts]
        self.days = np.array([-1 if one.day is None else one.day for one in self._stands], dtype=np.int64)
        self.chances = Chances(sources)
        self._scope = Scope(sources, self.days)
        self._left_out = np.empty(0, dtype=np.int64)

    def locate(self, quotes: Sequence[str], claim: Claim, left_out: Sequence[int] = ()) -> list[Found]:
        """Where the stretches of one quotation stand, looked for together; one that is elsewhere, by itself.

        Args:
            quotes: The words of the stretches.
            claim: What the article says of them.
            left_out: Numbers of sources in which they are not looked for.
        """
        self._left_out = np.array(left_out, dtype=np.int64)
        cut = [quote[:_MOST_CHARS] for quote in quotes]
        return [
            found if len(quote) <= _MOST_CHARS else replace(found, looked_for=_MOST_CHARS)
            for quote, found in zip(quotes, self._locate(cut, claim), strict=True)
        ]

    def find_rarest(self, quote: str, best: Candidate) -> tuple[str, int] | None:
        """Of the words that a place shares, the few in a row that say most, and how many sources have them."""
        passage, comparison = self.chances.read(quote[:_MOST_CHARS]), best.comparison
        runs = [
            (first, min(first + _RAREST_WORDS, step.passage[1]))
            for step in comparison.steps
            if step.op is Op.EQUAL
            for first in range(step.passage[0], max(step.passage[0] + 1, step.passage[1] - _RAREST_WORDS + 1))
        ]
        if not runs:
            return None
        first, end = max(runs, key=lambda run: passage.measure(range(*run)))
        words = comparison.passage.span(first, end).of(comparison.passage.text)
        places = self._keep(self.chances.read(words).exact)
        return words, len(set(self.sources.bucket_sources[places // BUCKET].tolist()))

    def _locate(self, quotes: Sequence[str], claim: Claim) -> list[Found]:
        passages = [replace(one, exact=self._keep(one.exact)) for one in map(self.chances.read, quotes)]
        if len(passages) == 1:
            exact = self._find_exact(passages[0], claim)
            found = [self._prefer_own(exact, passages[0], claim) if exact else self._find_near(passages, claim)[0]]
        else:
            found = self._find_group(passages, claim)
        return [self._mark_short(*pair) for pair in zip(passages, found, strict=True)]

    def _prefer_own(self, found: Found, passage: Passage, claim: Claim) -> Found:
        """What was found; where it is second hand, the source's own words if they are found too, though they differ."""
        passed_on = found.best
        if passed_on is None or not passed_on.standing.is_second_hand:
            return found
        (near,) = self._find_near([passage], claim, is_own=True)
        own = near.best
        if own is None or not own.is_found or own.cost > _MOST_OWN or own.same_speaker is False or own.is_later:
            return found
        others, standings = (passed_on, *near.others), (passed_on.standing, *near.standings)
        return replace(near, others=others, standings=standings, exact_count=0)

    def _mark_short(self, passage: Passage, found: Found) -> Found:
        """What was found, with whether so few words could be found anyhow."""
        best = found.best
        if best is None or best.comparison.label not in _SAME:
            return found
        return replace(found, is_short=self.chances.is_too_short(passage, best.comparison, best.free))

    def _find_group(self, passages: Sequence[Passage], claim: Claim) -> list[Found]:
        """The places of the parts of one quotation: together in one source, where that is as good as apart."""
        shared = self._try_shared(passages, claim)
        together = rank_candidates(shared, passages) if any(map(is_settled, shared)) else []
        if not together:
            together = self._find_near(passages, claim, tried=shared)
        kept = [
            found if found.best and found.best.cost < COSTS[Change.ELIDED] else self._find_alone(one, found, claim)
            for one, found in zip(passages, together, strict=True)
        ]
        return [
            replace(found, exact_count=len(passage.exact), is_beside=_is_beside(number, kept, passage, self.sources))
            for number, (passage, found) in enumerate(zip(passages, kept, strict=True))
        ]

    def _try_shared(self, passages: Sequence[Passage], claim: Claim) -> list[list[Candidate]]:
        """What became of the parts in each of the sources that have more than one of them."""
        parts = [self._find_places(passage) for passage in passages]
        weights = [passage.whole for passage in passages]
        preference = prefer_dates(self.days, claim.day)
        shared = find_shared(parts, weights, self.sources, preference, _MOST_REGIONS)
        return [self._compare(regions, passages, claim) for regions in shared]

    def _find_places(self, passage: Passage) -> tuple[list[NearPlace], bool]:
        """Where the very words stand; where they do not, where all of them stand but for one gap."""
        if len(passage.exact):
            return [NearPlace(0, begin, begin + len(passage)) for begin in passage.exact.tolist()], True
        return self._find_near_phrases(passage), False

    def _find_near_phrases(self, passage: Passage) -> list[NearPlace]:
        places = self.chances.find_near(passage)
        if not len(self._left_out):
            return places
        kept = set(self._keep(np.array([place.begin for place in places], dtype=np.int32)).tolist())
        return [place for place in places if place.begin in kept]

    def _keep(self, places: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
        """Those of the places that stand in no source that is left out."""
        if not len(self._left_out):
            return places
        return places[~np.isin(self.sources.bucket_sources[places // BUCKET], self._left_out)]

    def _find_alone(self, passage: Passage, together: Found, claim: Claim) -> Found:
        """The place of one stretch by itself, where that is better than beside the others."""
        alone = self._find_exact(passage, claim)
        if alone is None and together.best and not self.chances.may_be_found(passage):
            return together
        alone = alone or self._find_near([passage], claim, is_nearest_wanted=together.best is None)[0]
        if not alone.best or not alone.best.is_found:
            return together if together.best else alone
        if together.best and together.best.is_found and together.best.cost <= alone.best.cost + AS_GOOD:
            return together
        return alone

    def _find_exact(self, passage: Passage, claim: Claim) -> Found | None:
        """The place that stands best to the claim among those with the very words; None if there is none."""
        if not len(passage.exact):
            return None
        standings, places = self._choose_exact(passage, claim)
        found = rank_candidates([[self._compare_at(place, passage, claim)] for place in places], [passage])[0]
        return replace(found, standings=standings, exact_count=len(passage.exact), is_cut=passage.is_cut)

    def _choose_exact(self, passage: Passage, claim: Claim) -> tuple[tuple[Standing, ...], list[int]]:
        """How the places with the very words stand to the claim, and the best, none that reaches into another."""
        places = passage.exact
        numbers = self.sources.bucket_sources[places // BUCKET]
        nearest = np.argsort(-prefer_dates(self.days, claim.day)[numbers], kind="stable")[:_MOST_RANKED]
        pairs = zip(numbers[nearest].tolist(), places[nearest].tolist(), strict=True)
        ranked = sorted((self._rank_place(number, place, claim, passage), place) for number, place in pairs)
        kept: list[int] = []
        for _, place in ranked:
            if all(abs(place - other) >= len(passage) for other in kept):
                kept.append(place)
            if len(kept) == _MOST_REGIONS:
                break
        return tuple(standing for standing, _ in ranked), kept

    def _compare_at(self, place: int, passage: Passage, claim: Claim) -> Candidate:
        """What became of a stretch whose words stand one after another from a place on."""
        number = int(self.sources.bucket_sources[place // BUCKET])
        begin = int(self.sources.firsts[number])
        stop = begin + len(self.sources.parts[number].words)
        first, end = max(begin, place - _AROUND), min(stop, place + len(passage) + _AROUND)
        window = self.sources.make_window(number, [(first, end)])
        found = compare_passage(passage.folded, window, at=place - first)
        return self._doubt([passage], [self._make_candidate(number, found, claim)])[0]

    def _try_near(self, passage: Passage, claim: Claim) -> list[list[Candidate]]:
        """What became of a stretch where all of it stands in a row but for one gap, where it is smallest first."""
        places = self._find_near_phrases(passage)[:_MOST_RANKED]
        numbers = [int(self.sources.bucket_sources[place.begin // BUCKET]) for place in places]
        pairs = zip(numbers, places, strict=True)
        ranked = sorted(
            (place.missing, self._rank_place(number, place.begin, claim, passage), number, place)
            for number, place in pairs
        )
        tried = []
        for _, _, number, place in ranked[:_MOST_REGIONS]:
            first = int(self.sources.firsts[number])
            last = first + len(self.sources.parts[number].words)
            region = Region(number, max(first, place.begin - _AROUND), min(last, place.end + _AROUND), 0.0)
            tried.append(self._compare([region], [passage], claim))
        return tried

    def _find_near(
        self,
        passages: Sequence[Passage],
        claim: Claim,
        *,
        tried: Sequence[list[Candidate]] = (),
        is_nearest_wanted: bool = True,
        is_own: bool = False,
    ) -> list[Found]:
        """The places of stretches where all stand but for one gap, and by the votes of their words.

        Args:
            passages: The stretches.
            claim: What the article says of them.
            tried: What became of them in places that were tried already.
            is_nearest_wanted: Whether the nearest place is wanted where they are not found.
            is_own: Whether only places count that are not second hand.
        """
        tried = [*tried, *(self._try_near(passages[0], claim) if len(passages) == 1 else ())]
        votes = vote(passages, self.sources, self._left_out)
        regions = self._choose_regions(passages, votes, claim, is_nearest_wanted=is_nearest_wanted)
        tried += [self._compare(one, passages, claim) for one in regions]
        if tried and sum(map(len, passages)) >= _FEWEST_TO_JOIN and not any(map(is_settled, tried)):
            sources = list(dict.fromkeys(one[0].source for one in regions))[:_MOST_SOURCES]
            joined = [self._widen(votes.find_within(source, _MOST_JOINED)) for source in sources]
            hopeful = [one for one in joined if self._hope(passages, one) >= _LEAST_JOINED]
            tried += [self._compare(one, passages, claim) for one in hopeful]
        tried = [row for row in tried if not (is_own and row[0].standing.is_second_hand)]
        if not tried:
            return [Found(None, is_cut=votes.is_cut) for _ in passages]
        return [
            replace(found, exact_count=len(passage.exact), is_cut=votes.is_cut)
            for found, passage in zip(rank_candidates(tried, passages), passages, strict=True)
        ]

    def _choose_regions(
        self, passages: Sequence[Passage], votes: Votes, claim: Claim, *, is_nearest_wanted: bool
    ) -> list[list[Region]]:
        """The regions that may have the words; where none has, the one that is nearest."""
        regions = votes.find_regions(_MOST_LOOKED_AT, preference=prefer_dates(self.days, claim.day))
        hopes = [self._hope(passages, [region]) for region in regions]
        best = max(hopes, default=0.0)
        if best < _LEAST_HOPE:
            nearest = regions[hopes.index(best)] if regions and is_nearest_wanted else None
            return [[_narrow(nearest, votes.margin)]] if nearest else []
        kept = [region for region, hope in zip(regions, hopes, strict=True) if hope >= best - _AS_HOPEFUL]
        return [[region] for region in kept[: _MOST_REGIONS if best >= _LEAST_JOINED else _FEW_REGIONS]]

    def _rank_place(self, number: int, place: int, claim: Claim, passage: Passage) -> Standing:
        """How a place of about as many words as a quotation has in a source stands to the claim."""
        part = self.sources.parts[number]
        first = place - int(self.sources.firsts[number])
        span = Span(int(part.starts[first]), int(part.ends[min(first + len(passage), len(part.ends)) - 1]))
        speaker = part.turns.find_speaker(span.start)
        same = is_same_speaker(speaker, claim.names) if speaker else None
        return self._stands[number].rank(
            claim,
            same_speaker=same,
            is_second_hand=is_second_hand(part, span),
            is_fragment=is_fragment(passage.folded, part.source.text, span.end),
        )

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
            row = [replace(one, free=log(max(2, len(one.comparison.source)))) for one in row]
            sure = [
                is_sure or self._is_found(passage, one)
                for is_sure, passage, one in zip(sure, passages, row, strict=True)
            ]
        return [one if is_sure else _reject(one) for is_sure, one in zip(sure, row, strict=True)]

    def _is_found(self, passage: Passage, one: Candidate) -> bool:
        same, is_later = one.same_speaker, one.standing.is_later
        return self.chances.is_found(passage, one.comparison, same_speaker=same, is_later=is_later, free=one.free)

    def _make_candidate(self, number: int, comparison: Comparison, claim: Claim) -> Candidate:
        speakers = find_speakers(self.sources.parts[number].turns, comparison)
        agreed = {is_same_speaker(speaker, claim.names) for speaker in speakers}
        same = False if False in agreed else None if None in agreed else True if agreed else None
        free = self._scope.measure(number, claim, same_speaker=same)
        stand, passed_on = self._stands[number], are_second_hand(self.sources.parts[number], comparison.places)
        text, ends = self.sources.parts[number].source.text, [place.end for place in comparison.places]
        is_part = bool(ends) and is_fragment(comparison.passage, text, max(ends))
        standing = stand.rank(claim, same_speaker=same, is_second_hand=passed_on, is_fragment=is_part)
        return Candidate(number, comparison, standing, speakers, same, free, is_later=stand.is_after(claim))


def _reject(one: Candidate) -> Candidate:
    """A place that is only the nearest, since what is shared there may be chance."""
    is_doubted = one.comparison.label is not Change.NOT_FOUND
    return replace(one, comparison=replace(one.comparison, label=Change.NOT_FOUND), is_doubted=is_doubted)


def _is_beside(number: int, found: Sequence[Found], passage: Passage, sources: Sources) -> bool:
    """Whether a stretch stands in a source that has another part of its quotation, and elsewhere too."""
    best = found[number].best
    if best is None or not best.is_found:
        return False
    own = sources.bucket_sources[passage.exact // BUCKET]
    others = (one.best for other, one in enumerate(found) if other != number)
    is_shared = any(other and other.is_found and other.source == best.source for other in others)
    return is_shared and bool((own != best.source).any())


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
