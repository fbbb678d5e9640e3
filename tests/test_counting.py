"""Intervals for what was misread: they hold what they promise, and are not narrower than the scores allow."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from shipped import MEASURED, describe_measured

from sayso.counting import load_measured
from sayso.counting.interval import Sums, add_up, find_right, find_share
from sayso.counting.measured import find_wilson
from sayso.counting.tally import Tally

from .each_case import each_case

ROOT = Path(__file__).resolve().parent.parent
Numbers = NDArray[np.float64]
MIXES = {
    "very sure": [0.9995],
    "sure": [0.99],
    "even": [0.5],
    "low": [0.3, 0.35],
    "mixed": [0.31, 0.55, 0.7, 0.9, 0.97, 0.99],
    "one doubtful": [0.3, 0.99, 0.99, 0.99],
}


def distribute(p: Numbers) -> Numbers:
    """The exact probability of each number of right ones."""
    exact = np.ones(1)
    for it in p:
        exact = np.convolve(exact, [1 - it, it])
    return exact


def sum_one(p: Numbers, size: Numbers | None = None) -> Sums:
    """The sums of one group."""
    return add_up(np.zeros(len(p), np.int64), 1, p, size)


@each_case("mix", MIXES)
@each_case("count", [1, 2, 3, 5, 8, 13, 40, 200, 1000])
def test_the_interval_covers_the_exact_distribution(mix: str, count: int) -> None:
    """In at least 95 of 100 cases the number of right ones lies in it, also of one, two or three statements."""
    p = np.resize(np.array(MIXES[mix]), count)
    low, high = (int(end[0]) for end in find_right(sum_one(p), 0.0))

    assert 0 <= low <= high <= count
    assert distribute(p)[low : high + 1].sum() >= 0.95


@each_case("mix", MIXES)
def test_the_interval_is_no_wider_than_it_must_be(mix: str) -> None:
    """Of 200 statements, it is at most three wider than the narrowest that covers as much."""
    p = np.resize(np.array(MIXES[mix]), 200)
    low, high = (int(end[0]) for end in find_right(sum_one(p), 0.0))
    cumulated = np.concatenate([[0.0], distribute(p).cumsum()])
    narrowest = min(np.searchsorted(cumulated, cumulated[it] + 0.95) - it for it in range(low + 2))

    assert high - low + 1 <= narrowest + 3


def test_scores_that_are_off_together_widen_it() -> None:
    """A million statements do not make the scores exact: the interval stays as wide, in proportion, as they are off."""
    one = np.full(1, 1_000_000.0)
    sums = Sums(one, one * 0.9, one * 0.09, one * -0.072, one * 0.9)

    (alone,), (alone_high,) = find_right(sums, 0.0)
    (low,), (high,) = find_right(sums, 0.03)

    assert alone_high - alone < 1_300
    assert 2 * 1.95 * 0.03 * 900_000 < high - low < 2 * 1.97 * 0.03 * 900_000


def test_what_is_certain_has_no_width() -> None:
    """Statements with a score of 1 are all right; and no statement is none."""
    assert [7, 7] == [int(end[0]) for end in find_right(sum_one(np.ones(7)), 0.0)]
    assert [0, 0] == [int(end[0]) for end in find_right(sum_one(np.ones(0)), 0.03)]


def test_words_count_as_many_as_they_are() -> None:
    """A long statement that is doubtful makes the number of right words less sure than many short ones do."""
    long = sum_one(np.full(1, 0.5), np.full(1, 100.0))
    short = sum_one(np.full(100, 0.5))

    assert [0, 100] == [int(end[0]) for end in find_right(long, 0.0)]
    assert find_right(short, 0.0)[0][0] > 35
    assert (100, 50) == (long.count[0], long.right[0])


def test_an_article_with_many_statements_is_sure() -> None:
    """However far the scores are off together: one right statement of ten is enough. One of a single one is not."""
    nothing = np.zeros(10, np.int64)
    ten = Tally(nothing, 1, np.arange(10), np.full(10, 0.8)).add_articles(nothing)
    one = Tally(nothing[:1], 1, nothing[:1], np.full(1, 0.8)).add_articles(nothing)

    assert [1, 1] == [int(end[0]) for end in find_right(ten, 0.05)]
    assert [0, 1] == [int(end[0]) for end in find_right(one, 0.05)]
    assert (1, 0.8, 0.8) == (one.count[0], round(one.right[0], 6), round(one.slope[0], 6))
    assert ten.slope[0] < 0.001


def test_a_share_lies_in_its_interval_as_often_as_it_says() -> None:
    """Drawn 4,000 times: which statements are right, and by how much the scores of a part and the rest are off."""
    draw = np.random.default_rng(7)
    part, rest = draw.uniform(0.4, 0.9, 60), draw.uniform(0.4, 0.9, 140)
    low, high = find_share(sum_one(part), sum_one(np.concatenate([part, rest])), 0.03)
    held = 0
    for _ in range(4_000):
        off = 1 + draw.normal(0, 0.03, 2)
        right = [(draw.random(len(p)) < np.clip(p * by, 0, 1)).sum() for p, by in zip((part, rest), off, strict=True)]
        held += low[0] <= right[0] / sum(right) <= high[0]

    assert 0.93 < held / 4_000 < 0.97


def test_a_part_that_is_the_whole_has_all_of_it() -> None:
    """Its share is 1, without a doubt."""
    whole = sum_one(np.full(9, 0.8))

    assert [1.0, 1.0] == [float(end[0]) for end in find_share(whole, whole, 0.03)]


def test_the_figures_of_the_model_are_those_of_the_gate() -> None:
    """`gate.py --readme` writes them from results.json."""
    results = json.loads((ROOT / "evaluation" / "results.json").read_text("utf-8"))

    assert describe_measured(results) == MEASURED.read_text("utf-8")


def test_the_figures_are_of_the_model_that_ships() -> None:
    """And precision and recall lie within their intervals."""
    measured = load_measured()
    model = json.loads((ROOT / "src" / "sayso" / "model" / "model.json").read_text("utf-8"))["name"]

    assert model == measured.model
    assert {"all", "direct", "mixed", "indirect"} == set(measured.kinds)
    for it in measured.kinds.values():
        assert it.precision_interval[0] < it.precision < it.precision_interval[1]
        assert it.recall_interval[0] < it.recall < it.recall_interval[1]
    assert measured.find_error(of_speakers=True) > measured.find_error(of_speakers=False) > 0


def test_wilson_of_nothing_is_anything() -> None:
    """Without a statement of a kind nothing is known of it."""
    assert (0.0, 1.0) == find_wilson(0.0, 0)
    assert sys.float_info.epsilon > find_wilson(0.0, 10)[0]
