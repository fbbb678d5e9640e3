"""The arcs between runs: for each content run its cue run, for each cue run its source run."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

import numpy as np

from sayso.analyse.runs import CONTENT, CUE, SOURCE, Run

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["REACH", "Arcs", "Link", "States"]

# The length of a window in training: the model never saw longer arcs.
REACH = 510
# If the best arc is not allowed, one whose score is that much lower is no better than none.
_FAR_BELOW = 3.0

# States, places and paragraph numbers of some pieces → the scores of the arcs between them.
Link = Callable[["NDArray[np.float32]", "NDArray[np.int64]", "NDArray[np.int64]"], "NDArray[np.float32]"]
# The states of the pieces at which a run may begin, by their numbers.
States = Mapping[int, "NDArray[np.float32]"]


class Arcs:
    """The arc of each run of a text, chosen as the windows of the text arrive.

    Only runs within REACH pieces of each other are compared, in stretches: the time is linear in the length of the
    text, and only the states of a stretch and its neighbours are needed.

    Args:
        states: The states; those before `needed` may be deleted.
        paragraphs: For each piece of the text the number of its paragraph.
        link: Scores arcs.
        allow: Whether a run may hang on another one; any may, if it is not given.

    Attributes:
        runs: The runs so far.
        goals: For each run, as far as decided: the index of its cue or source run (its own if it has none), and the
            probability of that arc.
        known: The piece up to which the runs were added.
    """

    def __init__(
        self, states: States, paragraphs: NDArray[np.int64], link: Link, allow: Callable[[Run, Run], bool] | None = None
    ) -> None:
        self.runs: list[Run] = []
        self.goals: list[tuple[int, float]] = []
        self.known = 0
        self._firsts: list[int] = []
        self._states, self._paragraphs, self._link, self._allow = states, paragraphs, link, allow

    @property
    def settled(self) -> int:
        """The piece up to which all arcs are decided."""
        return self._firsts[len(self.goals)] if len(self.goals) < len(self.runs) else self.known

    @property
    def needed(self) -> int:
        """The first piece whose state may still be needed."""
        return self.settled - REACH

    def add(self, runs: Iterable[Run], known: int) -> None:
        """Add further runs in the first `known` pieces, and decide the arcs that depend on these alone."""
        self.runs += [run for run in runs if run.first in self._states]
        self._firsts += [run.first for run in self.runs[len(self._firsts) :]]
        self.known = known
        while len(self.goals) < len(self.runs):
            # A stretch is as long as the reach, and the arc of its last run may be as long again.
            if known < min(len(self._paragraphs), self.settled + 2 * REACH):
                return
            self._follow_stretch(len(self.goals))

    def end(self, count: int) -> None:
        """Let the text end after `count` pieces."""
        self._paragraphs = self._paragraphs[:count]

    def _follow_stretch(self, at: int) -> None:
        """Decide the arcs of run `at` and of the runs within its reach."""
        runs, firsts = self.runs, self._firsts
        end = max(at + 1, bisect_left(firsts, firsts[at] + REACH))
        low, high = bisect_left(firsts, firsts[at] - REACH), bisect_left(firsts, firsts[end - 1] + REACH)
        places = np.asarray(firsts[low:high], np.int64)
        arcs = self._link(np.stack([self._states[n] for n in firsts[low:high]]), places, self._paragraphs[places])
        cues, sources = ([m for m in range(low, high) if runs[m].role == role] for role in (CUE, SOURCE))
        ways = {CONTENT: (arcs[0], cues), CUE: (arcs[1], sources)}
        for n in range(at, end):
            self.goals.append((n, 1.0))
            if runs[n].role in ways:
                scores, wanted = ways[runs[n].role]
                row = scores[n - low].tolist()
                own, first = runs[n], firsts[n]
                # An arc is possible within reach and inside the same content.
                near = [m for m in wanted if abs(firsts[m] - first) < REACH and runs[m].holder == own.holder]
                near.insert(0, n)
                top = max(near, key=lambda m: row[m - low])
                near = [m for m in near if m == n or self._allow is None or self._allow(own, runs[m])]
                best = max(near, key=lambda m: row[m - low])
                if row[best - low] < row[top - low] - _FAR_BELOW:
                    best = n
                self.goals[n] = best, 1.0 / sum(math.exp(row[m - low] - row[best - low]) for m in near)
