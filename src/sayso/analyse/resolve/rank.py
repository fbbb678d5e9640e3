"""The small network that ranks candidates and chooses one."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sayso.analyse.models import MODEL_FOLDER
from sayso.analyse.resolve.candidates import Anaphor
from sayso.analyse.resolve.features import FEATURES
from sayso.analyse.resolve.mentions import MentionIndex
from sayso.analyse.resolve.trust import weigh_trust
from sayso.errors import ModelError

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Choice", "Ranker"]

WEIGHTS_FILE = MODEL_FOLDER / "resolver.json"


class Choice(NamedTuple):
    """The place of the chosen candidate in the list, and the probabilities of all, 0–1."""

    best: int
    shares: Sequence[float]


class Ranker:
    """Chooses between candidates by a small network: one hidden layer beside a linear part.

    Args:
        path: A file of its weights; the shipped one by default.

    Raises:
        ModelError: The file is missing or does not have what it must.
    """

    def __init__(self, path: Path = WEIGHTS_FILE) -> None:
        try:
            given = json.loads(path.read_text(encoding="utf-8"))
            rows = [given["weights"].get(feature) for feature in FEATURES]
            width = len(given["bias"])
            # A feature that the weights do not know counts for nothing.
            weights = np.asarray([row or [0.0] * (width + 1) for row in rows], np.float64)
            self._linear, self._hidden = weights[:, 0], weights[:, 1:]
            self._trust: Mapping[str, float] = {str(name): float(weight) for name, weight in given["trust"].items()}
            self._bias, self._out = np.asarray(given["bias"], np.float64), np.asarray(given["out"], np.float64)
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as err:
            raise ModelError(f"{path}: the weights cannot be loaded ({err}); reinstall sayso") from err

    def score(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the probability of each candidate, from one row of features for each."""
        scores = rows @ self._linear + np.tanh(rows @ self._hidden + self._bias) @ self._out
        shares = np.exp(scores - np.maximum.reduce(scores))
        return np.asarray(shares / np.add.reduce(shares), np.float64)

    def weigh(self, statement: str, features: Mapping[str, float]) -> float:
        """Return the speaker score of a statement from the features of its speaker; training overrides this."""
        del statement
        return weigh_trust(features, self._trust)

    def choose(
        self,
        anaphor: Anaphor,
        candidates: Sequence[int],
        rows: NDArray[np.float64],
        mentions: MentionIndex,
        statement: str | None,
    ) -> Choice:
        """Return the likeliest candidate, by the rows of features alone; training overrides this.

        Args:
            anaphor: What refers to one of them.
            candidates: Their numbers.
            rows: One row of features for each.
            mentions: The entities.
            statement: The id of the statement whose source it is; None for other mentions.
        """
        del anaphor, candidates, mentions, statement
        shares = self.score(rows)
        return Choice(int(shares.argmax()), shares.tolist())
