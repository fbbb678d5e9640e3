"""The linear model that ranks candidates and chooses one."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sayso.analyse.resolve.candidates import Anaphor
from sayso.analyse.resolve.features import FEATURES
from sayso.analyse.resolve.mentions import MentionIndex
from sayso.errors import ModelError

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["CLASSES", "Choice", "Chooser", "Ranker", "class_of"]

WEIGHTS_FILE = Path(__file__).parents[2] / "model" / "resolver.json"
# Each class of anaphor has its own weights: a pronoun for one person, for several, for a thing; a description of a
# group, of one person, of a body or document.
CLASSES = ("singular", "plural", "thing", "group", "person", "body")
# Two candidates whose probabilities differ by less than this are both kept.
_TIE = 0.02


class Choice(NamedTuple):
    """The place of the chosen candidate in the list, its probability 0–1, and candidates that are about as likely."""

    best: int
    share: float
    rivals: tuple[int, ...]


# Chooses a candidate, given the anaphor, the numbers of the candidates, their rows of features, the mentions, and the
# id of the statement whose source it is, None for other mentions. Training replaces the Ranker by a chooser that knows
# the right candidate.
Chooser = Callable[[Anaphor, Sequence[int], "NDArray[np.float64]", MentionIndex, "str | None"], Choice]


def class_of(anaphor: Anaphor) -> str:
    """Return the class of an anaphor, which decides its weights."""
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
        _mentions: MentionIndex,
        _statement: str | None,
    ) -> Choice:
        """Return the likeliest candidate; `rows` has one row of features for each."""
        scores = rows @ self._weights[class_of(anaphor)]
        shares = np.exp(scores - scores.max())
        shares /= shares.sum()
        best = int(np.argmax(shares))
        rivals = tuple(n for n in range(len(shares)) if n != best and shares[best] - shares[n] < _TIE)
        return Choice(best, float(shares[best]), rivals)
