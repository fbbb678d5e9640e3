"""How much a score moves from article to article: the mean over articles, and the interval when they are drawn again.

One page with one name read wrong can decide a pooled score; the mean over articles counts each page once.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Any

__all__ = ["Tally", "spread_tallies", "tally_statements", "tally_whole"]

Tally = tuple[float, float]
"""A score of one article as a numerator and a denominator, so that the scores of several articles can be pooled."""

RESAMPLES = 1000


def tally_statements(scores: Mapping[str, Any]) -> dict[str, Tally]:
    """The F1 of what is detected, and of the same with its source, in one article that the shared scorer scored."""
    size = scores["gold"] + scores["pred"]
    return {name: (scores[name] * size, size) for name in ("detect", "who")}


def tally_whole(
    statements: Mapping[str, Any], whole: Mapping[str, float], gold: Mapping[str, Any], read: Mapping[str, Any]
) -> dict[str, Tally]:
    """The share of right speakers among the detected statements, and the F1 of carriers, in one article.

    Args:
        statements: The scores of its statements.
        whole: The scores of its whole reading.
        gold: Its gold reading.
        read: Its reading.
    """
    detected = round(statements["detect"] * (statements["gold"] + statements["pred"]) / 2)
    carriers = len(gold["carriers"]) + len(read["carriers"])
    return {
        "speaker": (whole["speaker"] * detected, detected),
        "carriers F1": (whole["carriers F1"] * carriers, carriers),
    }


def spread_tallies(tallies: Sequence[Mapping[str, Tally]]) -> dict[str, dict[str, Any]]:
    """By measure: the mean over the articles in which it can be measured ("means"), and the middle 95 % ("intervals").

    >>> spread_tallies([{"who": (2.0, 4.0)}, {"who": (6.0, 6.0)}, {"who": (0.0, 0.0)}])["means"]
    {'who': 0.75}
    """
    draw = random.Random(0)  # noqa: S311 — a fixed seed, so that the same scores have the same interval
    drawn = [draw.choices(tallies, k=len(tallies)) for _ in range(RESAMPLES)] if tallies else []
    found: dict[str, dict[str, Any]] = {"means": {}, "intervals": {}}
    for name in tallies[0] if tallies else ():
        shares = [tally[name][0] / tally[name][1] for tally in tallies if tally[name][1]]
        found["means"][name] = sum(shares) / len(shares) if shares else 0.0
        values = sorted(_pool([tally[name] for tally in articles]) for articles in drawn)
        found["intervals"][name] = [values[round(0.025 * RESAMPLES)], values[round(0.975 * RESAMPLES) - 1]]
    return found


def _pool(tallies: Sequence[Tally]) -> float:
    size = sum(denominator for _, denominator in tallies)
    return sum(numerator for numerator, _ in tallies) / size if size else 0.0
