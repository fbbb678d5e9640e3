"""What was measured of the model that ships with sayso, for counts: `model/measured.json`, which the gate writes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import hypot, sqrt

from sayso.errors import ModelError

__all__ = ["Measure", "Measured", "find_wilson", "load_measured"]

_Z = 1.959964


@dataclass(frozen=True, slots=True)
class Measure:
    """Precision and recall of statements of one kind, at least half of whose words are those of the label.

    Attributes:
        precision: Of the statements that were found, the share that is labelled.
        precision_interval: Its 95 % interval (Wilson 1927), as if statements were drawn one by one.
        recall: Of the labelled statements, the share that was found.
        recall_interval: Its interval.
    """

    precision: float
    precision_interval: tuple[float, float]
    recall: float
    recall_interval: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Measured:
    """The figures of one model on one set of labelled articles.

    Attributes:
        model: The model's name, as in `Stamp.model`.
        date: The day on which it was measured.
        set_name: The set.
        about: What the set holds.
        article_count: How many articles it has.
        kinds: The figures by kind of statement; "all" for all kinds.
        score_error: How far the sum of scores was from the number of right statements, as a share of it.
        speaker: Of the found statements, the share with the right speaker.
        speaker_error: Its standard error, as a share of it.
    """

    model: str
    date: str
    set_name: str
    about: str
    article_count: int
    kinds: Mapping[str, Measure]
    score_error: float
    speaker: float
    speaker_error: float

    def find_error(self, *, of_speakers: bool) -> float:
        """How far an expected number of right statements may be off; `of_speakers`: with their speakers."""
        return hypot(self.score_error, self.speaker_error) if of_speakers else self.score_error


@cache
def load_measured() -> Measured:
    """The figures of the model that ships with this version.

    Raises:
        ModelError: They are missing or damaged.
    """
    path = files("sayso") / "model" / "measured.json"
    try:
        record = json.loads(path.read_text("utf-8"))
        kinds = {name: _read_measure(figures) for name, figures in record["kinds"].items()}
        return Measured(
            model=record["model"],
            date=record["date"],
            set_name=record["set"],
            about=record["about"],
            article_count=record["articles"],
            kinds=kinds,
            score_error=record["score_error"],
            speaker=record["speaker"],
            speaker_error=record["speaker_error"],
        )
    except (OSError, ValueError, KeyError, TypeError) as err:
        raise ModelError(f"{path} cannot be read ({err}); install sayso again") from err


def _read_measure(figures: Mapping[str, float]) -> Measure:
    precision, recall = figures["precision"], figures["recall"]
    return Measure(
        *(precision, find_wilson(precision, figures["found"])), *(recall, find_wilson(recall, figures["gold"]))
    )


def find_wilson(share: float, count: float) -> tuple[float, float]:
    """The 95 % interval of a share of so many things (Wilson, Journal of the American Statistical Association, 1927).

    >>> find_wilson(0.9, 400)
    (0.8667, 0.9257)
    """
    if not count:
        return 0.0, 1.0
    square = _Z**2
    middle = share + square / (2 * count)
    half = _Z * sqrt(share * (1 - share) / count + square / (4 * count**2))
    low, high = ((middle + half * sign) / (1 + square / count) for sign in (-1, 1))
    return round(low, 4), round(high, 4)
