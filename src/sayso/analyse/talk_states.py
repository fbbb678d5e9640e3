"""What the model makes of each piece of a text for who talks in it, if it is an interview without labels.

These are sums over the states of its last layer, with weights that training/turns.py and training/parties.py fit: one
for each of STATES of turn_tags.py, for the paragraphs; two for whether the whole is an interview, of what is asked and
what is answered; and two for the names, of who asks and who answers.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from sayso.analyse.turn_tags import HEARD, STATES, TurnWeights

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sayso.analyse.pieces import Pieces
    from sayso.text import Span

__all__ = ["SIDES", "TalkStates", "TalkWeights", "load_talk_weights"]

# Who talks in an interview.
SIDES = ("asks", "answers")


@dataclass(frozen=True, eq=False)
class TalkWeights:
    """The weights that go with the states of one model.

    Attributes:
        states: Those of the states, a column for each sum.
        turns: Those of a paragraph's features.
        parties: Those of the features of who may ask or answer, by the side.
    """

    states: NDArray[np.float32]
    turns: TurnWeights
    parties: Mapping[str, Mapping[str, float]]


class TalkStates:
    """The sums for a text, of which those of a span's pieces are averaged. They are kept in 16 bits.

    Args:
        pieces: The pieces of the text.
        weights: The weights that go with the model.
    """

    def __init__(self, pieces: Pieces, weights: TalkWeights) -> None:
        self.weights = weights
        self._pieces = pieces
        self._rows = np.zeros((len(pieces), weights.states.shape[1]), np.float16)

    def take(self, begin: int, states: NDArray[np.float32]) -> None:
        """Add the states of the pieces from `begin` on, one row a piece."""
        self._rows[begin : begin + len(states)] = states @ self.weights.states

    def score_paragraph(self, span: Span) -> NDArray[np.float32]:
        """Return what is added to the score of each of STATES for what stands in a span."""
        return self._find_mean(span)[: len(STATES)]

    def score_whole(self, told: Sequence[tuple[Span, bool]]) -> float:
        """Return what is added to the score of an interview, given what seems to be said and whether it asks."""
        total = 0.0
        for column, side in enumerate((True, False), len(STATES)):
            scores = [float(self._find_mean(span)[column]) for span, asks in told if asks is side]
            total += sum(scores) / max(1, len(scores))
        return total

    def score_name(self, span: Span, side: str) -> float:
        """Return how well a name goes with somebody who asks, or answers: one of SIDES."""
        return float(self._find_mean(span)[len(STATES) + len(SIDES) + SIDES.index(side)])

    def _find_mean(self, span: Span) -> NDArray[np.float32]:
        first, last = self._pieces.reach(*span)
        rows = self._rows[first:last].astype(np.float32)
        mean: NDArray[np.float32] = np.add.reduce(rows, 0) / np.float32(max(1, len(rows)))
        return mean


def load_talk_weights(model: Path) -> TalkWeights | None:
    """Return the weights that go with the states of a model; None if its folder has none."""
    turns, parties = (_read_part(model / name) for name in ("turns.json", "parties.json"))
    if turns is None or parties is None:
        return None
    of_parties = (parties[side]["states"] for side in SIDES)
    columns = [*zip(*turns["states"], strict=True), *turns["whole_states"], *of_parties]
    return TalkWeights(
        np.array(columns, np.float32).T,
        TurnWeights(turns["weights"], turns["follows"], turns["whole"]),
        {side: parties[side]["weights"] for side in SIDES},
    )


def _read_part(path: Path) -> dict[str, Any] | None:
    """Return the part of a file of weights that goes with the states of a model."""
    part: dict[str, Any] | None = json.loads(path.read_text("utf-8")).get(HEARD) if path.exists() else None
    return part
