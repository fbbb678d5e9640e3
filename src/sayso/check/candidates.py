"""The places that were tried for a quotation: how far each is from it, which is reported, and which are as good."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sayso.check.chance import Passage
from sayso.check.choose import Standing
from sayso.check.names import is_same_speaker
from sayso.check.turns import Turns
from sayso.compare import Comparison
from sayso.compare.words import weigh_word
from sayso.match import Change, Op

__all__ = ["AS_GOOD", "COSTS", "Candidate", "Found", "find_speakers", "is_settled", "rank_candidates"]

COSTS = {Change.VERBATIM: 0.0, Change.MINOR: 0.3, Change.ELIDED: 0.8, Change.ALTERED: 0.8, Change.NOT_FOUND: 4.0}
# Places whose costs differ by less are as good as one another.
AS_GOOD = 0.25
# What each further change of the words costs, so that of two places that differ the one with fewer is shown.
_FURTHER = 0.3
_NEARLY_ALL = 0.85
# Words in a turn that weigh less than this, one full word and a small one, may stand there by chance.
_LEAST_OWN = 1.4


@dataclass(frozen=True, slots=True)
class Candidate:
    """One place for a quotation: the source, what became of the words there, and who speaks.

    `same_speaker` is True if all who speak there are whom the article gives the words to, False if one is not. `free`
    is what chance has for nothing there, in nats; `is_doubted`: most of the words stand there, as they may by chance.
    `is_later`: the source is of a later day than the article.
    """

    source: int
    comparison: Comparison
    standing: Standing
    speakers: tuple[str, ...] = ()
    same_speaker: bool | None = None
    free: float = 0.0
    is_doubted: bool = False
    is_later: bool = False

    @property
    def cost(self) -> float:
        """How far the words there are from the quotation: 0 where they are the same."""
        further = max(0, self.comparison.change_count - 1)
        # Words in a row that may stand so by chance are nearer than the same words scattered.
        is_scattered = not self.is_found and not self.is_doubted
        return COSTS[self.comparison.label] + 5 * (1 - self.comparison.share) + _FURTHER * further + is_scattered

    @property
    def is_found(self) -> bool:
        """Whether the words stand there."""
        return self.comparison.label is not Change.NOT_FOUND


@dataclass(frozen=True, slots=True)
class Found:
    """The place that was chosen for a quotation, and those that are as good, the best first.

    Attributes:
        best: The place; of what was not found, the nearest; None where there is none.
        others: Those that are as good.
        standings: How the places stand to the claim that were chosen from, these and further ones.
        is_beside: Whether the rest of the quotation stands in the same source, as it does not in others.
        is_short: Whether the words are too few, or too common, to say that they were said here.
        exact_count: In how many places its very words stand one after another, as far as they were looked at.
        is_cut: Whether even its rarest words stand in too many places for all to be looked at.
        looked_for: How many of its characters were looked for, where it is too long for all of them.
    """

    best: Candidate | None
    others: tuple[Candidate, ...] = ()
    standings: tuple[Standing, ...] = ()
    is_beside: bool = False
    is_short: bool = False
    exact_count: int = 0
    is_cut: bool = False
    looked_for: int | None = None


def find_speakers(turns: Turns, comparison: Comparison) -> tuple[str, ...]:
    """In whose turns the words stand, in their order; whoever has only a small word or two is left out."""
    weights: dict[str, float] = {}
    for step in comparison.steps:
        name = turns.find_speaker(comparison.source.starts[step.source[0]]) if step.op is Op.EQUAL else None
        if name is not None:
            weights[name] = weights.get(name, 0.0) + sum(
                map(weigh_word, comparison.passage.forms[slice(*step.passage)])
            )
    least = min(_LEAST_OWN, max(weights.values(), default=0.0))
    names: list[str] = []
    for name, weight in weights.items():
        # “ADA ROE” and “MS. ROE” are one.
        if weight >= least and not any(is_same_speaker(name, (other,)) for other in names):
            names.append(name)
    return tuple(names)


def is_settled(row: Sequence[Candidate]) -> bool:
    """Whether every stretch stands in one place, nearly all of it."""
    return all(one.is_found and one.comparison.share >= _NEARLY_ALL for one in row)


def rank_candidates(tried: Sequence[Sequence[Candidate]], passages: Sequence[Passage]) -> list[Found]:
    """For each stretch its place in the neighbourhood that was chosen for all of them, and the others."""
    weights = [sum(map(weigh_word, passage.folded.forms)) for passage in passages]
    costs = [_weigh_costs(row, weights) for row in tried]
    least = min(costs)
    # Of those that stand as well, the first in the order in which they were given.
    keys = [(cost > least + AS_GOOD, _stand(row), cost, row[0].source) for cost, row in zip(costs, tried, strict=True)]
    ranked = sorted(range(len(tried)), key=keys.__getitem__)
    rows = [tried[n] for n in ranked]
    return [_make_found(rows, number) for number in range(len(passages))]


def _make_found(rows: Sequence[Sequence[Candidate]], number: int) -> Found:
    """What was found of one stretch, given the neighbourhoods that were tried for all of them, the best first."""
    others = tuple(_others([row[number] for row in rows]))
    return Found(rows[0][number], others, tuple(one.standing for one in others))


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
        if place not in seen and one.is_found and one.cost <= best.cost + AS_GOOD:
            seen.add(place)
            yield one
