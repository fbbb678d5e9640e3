"""Simulate how often the intervals of `sayso counts` hold the true number.

    python evaluation/intervals.py news.db              of a collection, with the scores that it has
    python evaluation/intervals.py news.db --draws 2000

Which statements are right is drawn again and again, in four worlds; in each, the number of right statements of every
cell (an outlet, a speaker, a kind in an outlet …) is held against the interval that `counts` gives for it:

- *as scored*: each statement is right with the probability that its scores say, by itself.
- *off together*: all probabilities are too high or too low by one factor, as far off as on measured pages.
- *by outlet*: each outlet's probabilities are off by a factor of its own, with a standard deviation of 10 %.
- *by speaker*: whether the speaker is right is one draw for all that this speaker says in one article.

The intervals promise 95 % in the first two. What they hold in the others says what they do not cover.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sayso.counting import load_measured
from sayso.store import Collection, Found, open_collection

__all__ = ["WORLDS", "Cover", "simulate"]

Numbers = NDArray[np.float64]
BY = (("outlet",), ("kind",), ("speaker",), ("outlet", "kind"), ("outlet", "speaker"))
SIZES = ((1, 4), (5, 19), (20, 99), (100, 10**9))
_OUTLET_SPREAD = 0.1


@dataclass(frozen=True, slots=True)
class Cover:
    """How often the intervals of the cells of one size held the true number.

    Attributes:
        cells: How many cells there are.
        share: The mean share of draws in which the number lay in the interval.
        width: The mean width of the intervals, as a share of the statements.
    """

    cells: int
    share: float
    width: float


@dataclass(frozen=True, slots=True)
class _Statements:
    """Statements as arrays: how likely each is right, its speaker, and what is drawn for several together."""

    score: Numbers
    speaker_score: Numbers
    outlet: NDArray[np.int64]
    party: NDArray[np.int64]


Drawn = NDArray[np.bool_]
World = Callable[[_Statements, np.random.Generator, bool], Drawn]


def _as_scored(it: _Statements, draw: np.random.Generator, of_speakers: bool) -> Drawn:
    p = it.score * it.speaker_score if of_speakers else it.score
    return draw.random(len(p)) < p


def _off_together(it: _Statements, draw: np.random.Generator, of_speakers: bool) -> Drawn:
    p = it.score * it.speaker_score if of_speakers else it.score
    by = 1 + draw.normal(0, load_measured().find_error(of_speakers=of_speakers))
    return draw.random(len(p)) < np.clip(p * by, 0, 1)


def _by_outlet(it: _Statements, draw: np.random.Generator, of_speakers: bool) -> Drawn:
    p = it.score * it.speaker_score if of_speakers else it.score
    by = 1 + draw.normal(0, _OUTLET_SPREAD, int(it.outlet.max()) + 1)
    return draw.random(len(p)) < np.clip(p * by[it.outlet], 0, 1)


def _by_speaker(it: _Statements, draw: np.random.Generator, of_speakers: bool) -> Drawn:
    right = draw.random(len(it.score)) < it.score
    # One draw for the speaker of an article: right for the statements whose score is above it.
    return right & (draw.random(int(it.party.max()) + 1)[it.party] < it.speaker_score) if of_speakers else right


WORLDS: dict[str, World] = {
    "as scored": _as_scored,
    "off together": _off_together,
    "by outlet": _by_outlet,
    "by speaker": _by_speaker,
}
_VALUES: dict[str, Callable[[Found], str]] = {
    "outlet": lambda it: it.outlet or "(no outlet)",
    "kind": lambda it: it.kind,
    "speaker": lambda it: it.speaker or "(no speaker)",
}


def simulate(
    collection: Collection, by: Sequence[str], *, draws: int = 1_000, seed: int = 1
) -> dict[str, dict[tuple[int, int], Cover]]:
    """For each world, and for cells of each size, how often the interval of a cell held the number of right ones.

    Cells whose count is not that of the statements with these values are left out, as where statements of several
    speakers count for each.
    """
    found = list(collection.search())
    statements = _gather(found)
    of_speakers = "speaker" in by
    names = [tuple(_VALUES[name](it) for name in by) for it in found]
    numbers = {name: number for number, name in enumerate(dict.fromkeys(names))}
    cell = np.array([numbers[name] for name in names])
    sizes = np.bincount(cell, minlength=len(numbers))
    low, high = np.zeros(len(numbers)), np.full(len(numbers), -1.0)
    for row in collection.counts(by):
        number = numbers.get(row.values, -1)
        if number >= 0 and sizes[number] == row.statements.count:
            low[number], high[number] = row.statements.right_low, row.statements.right_high
    results = {}
    for name, world in WORLDS.items():
        draw = np.random.default_rng(seed)
        held = np.zeros(len(numbers))
        for _ in range(draws):
            right = np.bincount(cell, world(statements, draw, of_speakers), len(numbers))
            held += (low <= right) & (right <= high)
        results[name] = {size: _cover(size, sizes, held / draws, low, high) for size in SIZES}
    return results


def _gather(found: Sequence[Found]) -> _Statements:
    outlets = {name: number for number, name in enumerate(dict.fromkeys(it.outlet for it in found))}
    parties = [(it.article, it.outlet, it.speaker or it.statement) for it in found]
    own = {name: number for number, name in enumerate(dict.fromkeys(parties))}
    return _Statements(
        np.array([it.score for it in found]),
        np.array([1.0 if it.speaker_score is None else it.speaker_score for it in found]),
        np.array([outlets[it.outlet] for it in found]),
        np.array([own[name] for name in parties]),
    )


def _cover(size: tuple[int, int], sizes: NDArray[np.int64], held: Numbers, low: Numbers, high: Numbers) -> Cover:
    chosen = (sizes >= size[0]) & (sizes <= size[1]) & (high >= 0)
    if not chosen.any():
        return Cover(0, float("nan"), float("nan"))
    width = ((high - low)[chosen] / sizes[chosen]).mean()
    return Cover(int(chosen.sum()), float(held[chosen].mean()), float(width))


def main() -> int:
    """Simulate, and print a row for each way of counting and each world."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("collection", type=Path)
    parser.add_argument("--draws", type=int, default=1_000)
    options = parser.parse_args()
    heads = "".join(f"{f'{low}-{high}' if high < 10**9 else f'{low}+':>18}" for low, high in SIZES)
    print(f"{'by':16}{'world':14}{heads}   (cells: share of draws within, width)")
    with open_collection(options.collection, create=False) as collection:
        for by in BY:
            for world, covers in simulate(collection, by, draws=options.draws).items():
                cells = (f"{it.cells}: {it.share:.3f} {it.width:.2f}" if it.cells else "" for it in covers.values())
                print(f"{' '.join(by):16}{world:14}" + "".join(f"{it:>18}" for it in cells), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
