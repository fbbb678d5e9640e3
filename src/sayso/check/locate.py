"""Quotations that hang together, aligned with the neighbourhoods that the search found for them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from sayso.check.chance import Chances
from sayso.check.choose import Claim, Standing, find_day, prefer_dates, rank_source
from sayso.check.search import Region, Votes, vote
from sayso.check.sources import Sources
from sayso.check.turns import Turns, find_turns, is_same_speaker
from sayso.compare import Comparison, Folded, compare_passage, fold, index_source
from sayso.compare.words import weigh_word
from sayso.match import Change
from sayso.text import Span

__all__ = ["Candidate", "Found", "Locator"]

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
_FEWEST_TO_JOIN = 7
_BESIDE = 80
_NEARLY_ALL = 0.85
# A quotation is looked for by so many characters, and what is longer is told to be cut.
_MOST_CHARS = 12_000
_TURNS_KEPT = 512
_COSTS = {Change.VERBATIM: 0.0, Change.MINOR: 0.3, Change.ELIDED: 0.8, Change.ALTERED: 0.8, Change.NOT_FOUND: 4.0}
# Places whose costs differ by less are as good as one another.
_AS_GOOD = 0.25


@dataclass(frozen=True, slots=True)
class Candidate:
    """One place for a quotation: the source, what became of the words there, and who speaks."""

    source: int
    comparison: Comparison
    standing: Standing
    speaker: str | None = None
    same_speaker: bool | None = None

    @property
    def cost(self) -> float:
        """How far the words there are from the quotation: 0 where they are the same."""
        return _COSTS[self.comparison.label] + 5 * (1 - self.comparison.share)

    @property
    def is_found(self) -> bool:
        """Whether the words stand there."""
        return self.comparison.label is not Change.NOT_FOUND


@dataclass(frozen=True, slots=True)
class Found:
    """The place that was chosen for a quotation, and those that are as good, the best first.

    `is_cut` says that some of its words stand in too many places for all to be looked at; `looked_for` how many of
    its characters were looked for, where it is too long for all of them.
    """

    best: Candidate | None
    others: tuple[Candidate, ...] = ()
    is_cut: bool = False
    looked_for: int | None = None


class Locator:
    """Finds quotations in sources. It keeps the turns of the sources that it has come to."""

    def __init__(self, sources: Sources) -> None:
        self.sources = sources
        days = (find_day(p.source.date, p.source.title, p.source.id) for p in sources.parts)
        self.days = np.array([-1 if day is None else day for day in days], dtype=np.int64)
        self.chances = Chances(sources)
        self.find_turns = lru_cache(maxsize=_TURNS_KEPT)(self._find_turns)

    def locate(self, quotes: Sequence[str], claim: Claim) -> list[Found]:
        """Where the stretches of one quotation stand, looked for together; one that is elsewhere, by itself."""
        cut = [quote[:_MOST_CHARS] for quote in quotes]
        return [
            found if len(quote) <= _MOST_CHARS else replace(found, looked_for=_MOST_CHARS)
            for quote, found in zip(quotes, self._locate(cut, claim), strict=True)
        ]

    def _locate(self, quotes: Sequence[str], claim: Claim) -> list[Found]:
        passages = [fold(quote) for quote in quotes]
        together = self._find_together(quotes, passages, claim)
        if len(quotes) == 1:
            return together
        return [
            found if found.best and found.best.cost < _COSTS[Change.ELIDED] else self._find_alone(quote, found, claim)
            for quote, found in zip(quotes, together, strict=True)
        ]

    def _find_alone(self, quote: str, together: Found, claim: Claim) -> Found:
        """The place of one stretch by itself, where that is better than beside the others."""
        passage = fold(quote)
        alone = self._find_together([quote], [passage], claim)[0]
        if not alone.best or not alone.best.is_found:
            return together if together.best else alone
        if together.best and together.best.is_found and together.best.cost <= alone.best.cost + _AS_GOOD:
            return together
        return alone

    def _find_together(self, quotes: Sequence[str], passages: Sequence[Folded], claim: Claim) -> list[Found]:
        votes = vote(quotes, self.sources)
        regions = self._choose_regions(quotes, votes, claim)
        tried = [self._compare(one, passages, claim) for one in regions]
        if tried and sum(map(len, passages)) >= _FEWEST_TO_JOIN and not any(map(_is_settled, tried)):
            sources = list(dict.fromkeys(one[0].source for one in regions))[:_MOST_SOURCES]
            joined = [self._widen(votes.find_within(source, _MOST_JOINED)) for source in sources]
            tried += [self._compare(one, passages, claim) for one in joined if self._hope(quotes, one) >= _LEAST_JOINED]
        if not tried:
            return [Found(None, is_cut=votes.is_cut) for _ in quotes]
        return _rank(tried, passages, is_cut=votes.is_cut)

    def _choose_regions(self, quotes: Sequence[str], votes: Votes, claim: Claim) -> list[list[Region]]:
        """The regions that may have the words; where none has, the one that is nearest."""
        regions = votes.find_regions(_MOST_LOOKED_AT, preference=prefer_dates(self.days, claim.day))
        hopes = [self._hope(quotes, [region]) for region in regions]
        best = max(hopes, default=0.0)
        if best < _LEAST_HOPE:
            return [[_narrow(regions[hopes.index(best)], votes.margin)]] if regions else []
        kept = [region for region, hope in zip(regions, hopes, strict=True) if hope >= best - _AS_HOPEFUL]
        return [[region] for region in kept[: _MOST_REGIONS if best >= _LEAST_JOINED else _FEW_REGIONS]]

    def _widen(self, regions: Sequence[Region]) -> list[Region]:
        """The regions with what stands beside them: parts that were joined mostly stand near one another."""
        first = int(self.sources.firsts[regions[0].source])
        last = first + len(self.sources.parts[regions[0].source].words)
        return [
            replace(one, first=max(first, one.first - _BESIDE), end=min(last, one.end + _BESIDE)) for one in regions
        ]

    def _hope(self, quotes: Sequence[str], regions: Sequence[Region]) -> float:
        words = [self.sources.words[region.first : region.end] for region in regions]
        return self.chances.hope(quotes, np.concatenate(words))

    def _compare(self, regions: Sequence[Region], passages: Sequence[Folded], claim: Claim) -> list[Candidate]:
        """What became of each stretch in these regions of one source."""
        number = regions[0].source
        text = self.sources.parts[number].source.text
        turns = self.find_turns(number)
        spans = _merge(self.sources.span(region.source, region.first, region.end) for region in regions)
        labels = [label for span in spans for label in turns.find_labels(span)]
        ready = index_source(_set_aside(_join([fold(text, span) for span in spans]), labels))
        compared = [compare_passage(one, ready) for one in passages]
        kept = self._doubt(passages, compared, len(ready.folded))
        return [self._make_candidate(number, one, turns, claim) for one in kept]

    def _doubt(self, passages: Sequence[Folded], compared: Sequence[Comparison], count: int) -> list[Comparison]:
        """What was found by more than chance; beside a stretch that surely stands there, less is enough."""
        sure = [self.chances.is_found(one.text, found) for one, found in zip(passages, compared, strict=True)]
        if any(sure) and not all(sure):
            sure = [
                is_sure or self.chances.is_found(one.text, found, looked_at=count)
                for is_sure, one, found in zip(sure, passages, compared, strict=True)
            ]
        return [
            found if is_sure else replace(found, label=Change.NOT_FOUND)
            for is_sure, found in zip(sure, compared, strict=True)
        ]

    def _make_candidate(self, number: int, comparison: Comparison, turns: Turns, claim: Claim) -> Candidate:
        speaker = turns.find_speaker(comparison.places[0].start) if comparison.places else None
        same = is_same_speaker(speaker, claim.names) if speaker else None
        standing = rank_source(self.sources.parts[number].source, claim, same_speaker=same)
        return Candidate(number, comparison, standing, speaker, same)

    def _find_turns(self, number: int) -> Turns:
        return find_turns(self.sources.parts[number].source.text)


def _narrow(region: Region, margin: int) -> Region:
    """A region without what lies beside it: of what is nearest only, less is enough to show."""
    if region.end - region.first <= 2 * margin:
        return region
    return replace(region, first=region.first + margin // 2, end=region.end - margin // 2)


def _is_settled(row: Sequence[Candidate]) -> bool:
    """Whether every stretch stands in one place, nearly all of it."""
    return all(one.is_found and one.comparison.share >= _NEARLY_ALL for one in row)


def _rank(tried: Sequence[Sequence[Candidate]], passages: Sequence[Folded], *, is_cut: bool) -> list[Found]:
    """For each stretch its place in the neighbourhood that was chosen for all of them, and the others."""
    weights = [sum(map(weigh_word, passage.forms)) for passage in passages]
    costs = [_weigh_costs(row, weights) for row in tried]
    least = min(costs)
    ranked = sorted(range(len(tried)), key=lambda n: (costs[n] > least + _AS_GOOD, _stand(tried[n]), costs[n], n))
    rows = [tried[n] for n in ranked]
    return [Found(rows[0][n], tuple(_others([row[n] for row in rows])), is_cut) for n in range(len(passages))]


def _stand(row: Sequence[Candidate]) -> Standing:
    """How the source of a row stands to the claim, at the stretch where it stands best."""
    return min(one.standing for one in row)


def _weigh_costs(row: Sequence[Candidate], weights: Sequence[float]) -> float:
    """The mean cost of the stretches, by their weight."""
    whole = sum(weights) or 1.0
    return sum(one.cost * weight for one, weight in zip(row, weights, strict=True)) / whole


def _others(ranked: Sequence[Candidate]) -> Iterable[Candidate]:
    """Those that are as good as the first, and stand elsewhere."""
    best = ranked[0]
    seen = {(best.source, best.comparison.places)}
    for one in ranked[1:]:
        place = (one.source, one.comparison.places)
        if place not in seen and one.is_found and one.cost <= best.cost + _AS_GOOD:
            seen.add(place)
            yield one


def _merge(spans: Iterable[Span]) -> list[Span]:
    """The spans in text order, those that touch joined."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged


def _join(pieces: Sequence[Folded]) -> Folded:
    """Several stretches of one text as one passage."""
    if len(pieces) == 1:
        return pieces[0]
    forms: list[str] = []
    starts, ends = pieces[0].starts[:0], pieces[0].ends[:0]
    gaps: set[int] = set()
    asides: set[int] = set()
    for piece in pieces:
        gaps.update(number + len(forms) for number in piece.gaps)
        asides.update(number + len(forms) for number in piece.asides)
        forms.extend(piece.forms)
        starts.extend(piece.starts)
        ends.extend(piece.ends)
    return Folded(pieces[0].text, tuple(forms), starts, ends, frozenset(gaps), frozenset(asides))


def _set_aside(folded: Folded, labels: Sequence[Span]) -> Folded:
    """The passage in which the labels of turns count as no words of anybody."""
    if not labels:
        return folded
    starts = np.frombuffer(folded.starts, dtype=np.int64)
    within = {
        n
        for label in labels
        for n in range(*(int(place) for place in np.searchsorted(starts, [label.start, label.end])))
    }
    return Folded(folded.text, folded.forms, folded.starts, folded.ends, folded.gaps, folded.asides | within)
