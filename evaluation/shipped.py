"""The figures that ship with the model, for the intervals of `sayso counts`; made from the results of the gate."""

from __future__ import annotations

import json
from math import hypot, sqrt
from pathlib import Path
from typing import Any

from sets import SETS

__all__ = ["MEASURED", "describe_measured"]

MEASURED = Path(__file__).resolve().parent.parent / "src" / "sayso" / "model" / "measured.json"
# The nearest to what users bring of which no error was read.
_SET = "web-fresh"
_KINDS = ("all", "direct", "mixed", "indirect")
_Z = 1.959964


def describe_measured(results: dict[str, Any]) -> str:
    """The content of model/measured.json."""
    scores = results["sets"][_SET]
    (about,) = (it.about for it in SETS if it.name == _SET)
    low, high = scores["intervals"]["speaker"]
    speaker = scores["whole"]["speaker"]
    record = {
        "model": results["model"],
        "date": results["date"],
        "set": _SET,
        "about": about,
        "articles": scores["articles"],
        "kinds": {
            kind: {
                "gold": scores[kind]["gold"],
                "found": scores[kind]["pred"],
                "precision": scores[kind]["P"],
                "recall": scores[kind]["R"],
            }
            for kind in _KINDS
        },
        "score_error": round(find_score_error(scores["calibration"]["bins"]), 4),
        "speaker": speaker,
        "speaker_error": round((high - low) / 2 / _Z / speaker, 4),
    }
    return json.dumps(record, indent=1, ensure_ascii=False) + "\n"


def find_score_error(bins: list[dict[str, float]]) -> float:
    """How far a sum of scores may be from the number of right statements, as a share of the sum.

    The distance that was measured, and the chance in it (the root of the sum of their squares).

    >>> round(find_score_error([{"count": 100, "score": 0.9, "right": 0.88}]), 3)
    0.04
    """
    expected = sum(row["count"] * row["score"] for row in bins)
    right = sum(row["count"] * row["right"] for row in bins)
    chance = sqrt(sum(row["count"] * row["score"] * (1 - row["score"]) for row in bins))
    return hypot(right - expected, chance) / expected
