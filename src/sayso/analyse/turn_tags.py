"""Who says each paragraph of a text in turns: who asks, who answers, or nobody there, as where a report goes on.

A linear-chain model over paragraphs (Lafferty, McCallum and Pereira, "Conditional Random Fields", ICML 2001);
training/turns.py fits it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from sayso.analyse.logistic import find_share
from sayso.analyse.models import MODEL_FOLDER

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = [
    "ALONE",
    "ANSWERED",
    "ASKED",
    "HEARD",
    "STATES",
    "TurnWeights",
    "forbid_silence",
    "load_turn_weights",
    "pick_side",
    "weigh_whole",
]

# Before the first turn, a question, an answer, a report between turns, after the last turn.
STATES = ("before", "asked", "answered", "between", "after")
ASKED, ANSWERED = 1, 2
_TURNS_FILE = MODEL_FOLDER / "turns.json"
# The parts of a file of weights: those of features alone, and those for features beside the states of a model.
ALONE, HEARD = "alone", "heard"
_NEVER = -1e4
# Where the text begins, and what may follow what.
BEGINS = (True, True, True, False, False)
FOLLOWS = np.array(
    [
        [1, 1, 1, 0, 0],
        [0, 1, 1, 1, 1],
        [0, 1, 1, 1, 1],
        [0, 1, 1, 1, 0],
        [0, 0, 0, 0, 1],
    ],
    dtype=bool,
)


class TurnWeights:
    """The weights of features and of what follows what.

    Args:
        weights: For each feature its weights, one for each of STATES.
        follows: For each state the weights of those that follow it.
        whole: The weights of what tells an interview without labels from other texts.
    """

    def __init__(
        self,
        weights: Mapping[str, Sequence[float]],
        follows: Sequence[Sequence[float]],
        whole: Mapping[str, float] | None = None,
    ) -> None:
        self.whole = whole or {}
        self._places = {name: n for n, name in enumerate(weights)}
        self._weights = np.array(list(weights.values()))
        self._follows = np.where(FOLLOWS, np.array(follows), _NEVER)

    def score(self, rows: Sequence[Mapping[str, float]]) -> NDArray[np.float64]:
        """Return the scores of paragraphs with these features, a row for each and a column for each state."""
        scores = np.zeros((len(rows), len(STATES)))
        for n, row in enumerate(rows):
            names = [name for name in row if name in self._places]
            places = [self._places[name] for name in names]
            scores[n] = np.array([row[name] for name in names]) @ self._weights[places]
        return scores

    def tag(self, scores: NDArray[np.float64], known: Mapping[int, Sequence[int]]) -> NDArray[np.float64]:
        """Return how likely each of STATES is for paragraphs with these scores, a row for each in the order of a text.

        Args:
            scores: The scores of each paragraph.
            known: The states that a paragraph may have, by its number; others may have any.
        """
        scores = np.copy(scores)
        scores[0, np.logical_not(BEGINS)] = _NEVER
        for n, states in known.items():
            others = [state for state in range(len(STATES)) if state not in states]
            scores[n, others] = _NEVER
        return self._sum_paths(scores)

    def _sum_paths(self, scores: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the shares of all sequences of states (forward and backward sums)."""
        before, after = np.copy(scores), np.zeros_like(scores)
        for n in range(1, len(scores)):
            before[n] += _log_sum(before[n - 1][:, None] + self._follows, 0)
        for n in range(len(scores) - 2, -1, -1):
            after[n] = _log_sum(self._follows + (scores[n + 1] + after[n + 1])[None], 1)
        shares: NDArray[np.float64] = np.exp(before + after - _log_sum(before[-1], 0))
        return shares


def weigh_whole(features: Mapping[str, float], weights: Mapping[str, float], heard: float = 0.0) -> float:
    """Return the probability that a text with these features is an interview; `heard` is what the model adds."""
    return find_share(heard + sum(value * weights.get(name, 0.0) for name, value in features.items()))


def forbid_silence(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the scores of a text's paragraphs with the last one not before the first turn: then there is one."""
    scores = np.copy(scores)
    scores[-1:, 0] = _NEVER
    return scores


def pick_side(shares: Sequence[float]) -> int:
    """Return ASKED or ANSWERED, or 0 if it is likelier that nobody says a paragraph."""
    side = max((ASKED, ANSWERED), key=shares.__getitem__)
    return side if shares[side] > 1.0 - shares[ASKED] - shares[ANSWERED] else 0


def _log_sum(values: NDArray[np.float64], axis: int) -> NDArray[np.float64]:
    """Return the logarithm of the sum of exponentials."""
    most = values.max(axis, keepdims=True)
    summed: NDArray[np.float64] = np.log(np.exp(values - most).sum(axis)) + most.squeeze(axis)
    return summed


@lru_cache(maxsize=1)
def load_turn_weights(path: Path = _TURNS_FILE) -> TurnWeights:
    """Return the weights of features alone of a file, the shipped one by default."""
    given = json.loads(path.read_text("utf-8"))[ALONE]
    return TurnWeights(given["weights"], given["follows"], given["whole"])
