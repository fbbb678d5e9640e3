"""What the model makes of each piece of a text where two mentions are compared."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sayso.analyse.pieces import Pieces
    from sayso.text import Span

__all__ = ["WIDTH", "PairStates"]

# The columns of the model's output: so many for what an anaphor asks for, as many for what a mention answers, and how
# likely it is that somebody is meant who was not mentioned, and that nobody is.
WIDTH = 64
_BYTE = 127
# So many mentions are remembered.
_MOST_KNOWN = 2_000


class PairStates:
    """The states of a text, of which those of a span's pieces are averaged. They are kept in 8 bits.

    Args:
        pieces: The pieces of the text.
    """

    def __init__(self, pieces: Pieces) -> None:
        self._pieces = pieces
        self._rows = np.zeros((len(pieces), 2 * WIDTH + 2), np.int8)
        self._scales = np.zeros((len(pieces), 1), np.float32)
        self._answers: dict[tuple[int, int], NDArray[np.float32]] = {}

    def take(self, begin: int, rows: NDArray[np.float32]) -> None:
        """Keep the model's output from the piece `begin` on, one row a piece."""
        part = slice(begin, begin + len(rows))
        scales = np.maximum(np.abs(rows).max(1, keepdims=True), 1e-6) / _BYTE
        self._rows[part], self._scales[part] = np.rint(rows / scales), scales

    def ask(self, span: Span) -> tuple[NDArray[np.float32], float, float]:
        """Return what the anaphor in a span asks for, and its scores for somebody new and for nobody."""
        row = self._find_mean(*span)
        return row[:WIDTH], float(row[-2]), float(row[-1])

    def answer(self, places: Sequence[tuple[int, int]], asked: NDArray[np.float32]) -> list[float]:
        """Return how well the mentions at some places answer what is asked for."""
        if not places:
            return []
        known = self._answers
        if len(known) > _MOST_KNOWN:
            known.clear()
        for place in places:
            if place not in known:
                known[place] = self._find_mean(*place)[WIDTH : 2 * WIDTH]
        scores: list[float] = (np.array([known[place] for place in places]) @ asked).tolist()
        return scores

    def _find_mean(self, start: int, end: int) -> NDArray[np.float32]:
        """Return the mean of the pieces of a span; 0 for those that the model did not come to."""
        first, last = self._pieces.reach(start, end)
        first = min(first, len(self._rows) - 1)
        if last <= first + 1:
            one: NDArray[np.float32] = self._rows[first] * self._scales[first]
            return one
        rows = self._rows[first:last] * self._scales[first:last]
        mean: NDArray[np.float32] = np.add.reduce(rows, 0) / np.float32(len(rows))
        return mean
