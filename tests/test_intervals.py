"""The intervals of counts hold the true number as often as they say, in cells of every size: simulated."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle, islice

import numpy as np
import pytest
from intervals import BY, simulate

from sayso import Collection, open_collection
from sayso.reading import Reading
from sayso.statement import Kind

from .made_collections import Said, make_reading

NAMES = ("Anna Roth", "Orla Vint", "Ida Moss", "Ben Quill", "Tam Reed", "Una Sorrel", "Ned Farrow", "Zoe Lind")
OUTLETS = ("The Float", "The Wold Bell", "Mir", "Radio Delta")


def make_readings() -> Iterator[Reading]:
    """Sixty articles with some 350 statements; scores as those of real ones are: most are high, some are low."""
    draw = np.random.default_rng(3)
    for number, outlet in enumerate(islice(cycle(OUTLETS), 60)):
        said = [
            Said(
                f"“It rained {number} times and {place} more,”",
                [NAMES[int(draw.integers(len(NAMES)) * draw.random())]],
                score=float(draw.beta(5, 1) * 0.69 + 0.3),
                speaker_score=float(draw.beta(6, 1)),
                kind=Kind.DIRECT if draw.random() < 0.6 else Kind.INDIRECT,
            )
            for place in range(int(draw.integers(2, 11)))
        ]
        yield make_reading(f"a{number}", said, outlet=outlet, published=f"2031-04-{number % 28 + 1:02}")


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Collection]:
    with open_collection(tmp_path_factory.mktemp("intervals") / "news.db") as opened:
        opened.add(make_readings())
        yield opened


@pytest.mark.parametrize("by", BY)
def test_calibrated_scores_are_covered(collection: Collection, by: tuple[str, ...]) -> None:
    """In 95 of 100 draws and more the number lies in the interval, if the scores are right, and if all are off."""
    worlds = simulate(collection, by, draws=400)

    for world in ("as scored", "off together"):
        for size, cover in worlds[world].items():
            assert not cover.cells or cover.share >= 0.945, (by, world, size, cover)


def test_intervals_say_something(collection: Collection) -> None:
    """They are no wider than what is counted, and those of many statements are narrow."""
    covers = [it for it in simulate(collection, ("outlet",), draws=1)["as scored"].values() if it.cells]

    assert [4] == [it.cells for it in covers]
    assert covers[0].width < 0.3


def test_an_outlet_of_its_own_is_not_covered(collection: Collection) -> None:
    """The simulation can fail: where each outlet is misread by its own share, the interval is too narrow."""
    worlds = simulate(collection, ("outlet",), draws=400)
    together, own = ([it for it in worlds[name].values() if it.cells][-1] for name in ("off together", "by outlet"))

    assert own.share < together.share
