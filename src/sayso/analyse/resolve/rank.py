"""The weights with which candidates are held against each other, and the choice that they make."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sayso.analyse.resolve.antecedent import Anaphor
from sayso.analyse.resolve.features import FEATURES
from sayso.analyse.resolve.trail import Trail
from sayso.errors import ModelError

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["CLASSES", "Choice", "Chooser", "Ranker", "class_of"]

WEIGHTS_FILE = Path(__file__).parents[2] / "model" / "resolver.json"
# Each has weights of its own: a pronoun for one person, for several, for a thing; a description of a group, of one
# person, of a body or document.
CLASSES = ("singular", "plural", "thing", "group", "person", "body")
# Two candidates whose shares differ by less than this are both left standing.
_TIE = 0.02


class Choice(NamedTuple):
    """The number of the chosen candidate in their list, its share 0–1, and those that cannot be told from it."""

    best: int
    share: float
    rivals: tuple[int, ...]


# What chooses: it is given what refers back, the candidates' numbers, their rows of features, the trail, and the id of
# the statement whose source it is, None for a mention that is no source. Training puts one of its own in the Ranker's
# place, which knows the right candidate.
Chooser = Callable[[Anaphor, Sequence[int], "NDArray[np.float64]", Trail, "str | None"], Choice]


def class_of(anaphor: Anaphor) -> str:
    """Which weights are for what refers back."""
    if anaphor.phrase is None:
        return "singular" if anaphor.female is not None else "plural" if anaphor.is_plural else "thing"
    return "group" if anaphor.is_plural else "person" if anaphor.is_person else "body"


class Ranker:
    """Chooses between candidates by a linear model.

    Args:
        path: A file of weights by class and feature; the shipped one by default.

    Raises:
        ModelError: The file is missing or does not have what it must.
    """

    def __init__(self, path: Path = WEIGHTS_FILE) -> None:
        try:
            given = json.loads(path.read_text(encoding="utf-8"))
            self._weights = {name: np.asarray([given[name].get(f, 0.0) for f in FEATURES]) for name in CLASSES}
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as err:
            raise ModelError(f"{path}: the weights cannot be loaded ({err}); reinstall sayso") from err

    def choose(
        self,
        anaphor: Anaphor,
        _candidates: Sequence[int],
        rows: NDArray[np.float64],
        _trail: Trail,
        _statement: str | None,
    ) -> Choice:
        """The candidate that fits best; `rows` has one row of features a candidate."""
        scores = rows @ self._weights[class_of(anaphor)]
        shares = np.exp(scores - scores.max())
        shares /= shares.sum()
        best = int(np.argmax(shares))
        rivals = tuple(n for n in range(len(shares)) if n != best and shares[best] - shares[n] < _TIE)
        return Choice(best, float(shares[best]), rivals)
