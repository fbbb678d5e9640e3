"""Runs of a text and the states of their first pieces → which run hangs on which."""

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

# A window's length in training: the model has not learnt of arcs that are longer.
REACH = 510

# States, places and paragraph numbers of some pieces → the scores of the arcs between them.
Link = Callable[["NDArray[np.float32]", "NDArray[np.int64]", "NDArray[np.int64]"], "NDArray[np.float32]"]
# The states of the pieces at which a run may begin, by their numbers.
States = Mapping[int, "NDArray[np.float32]"]


class Arcs:
    """Which run each run of a text hangs on, told as the text goes by.

    Only runs within REACH pieces of each other are held against one another, in stretches, so that a text of any
    length takes time in proportion to it, and no states but those of a stretch and its neighbours are needed.

    Args:
        states: The states; those before `needed` may be taken away.
        paragraphs: For each piece of the text the number of its paragraph.
        link: What scores arcs.

    Attributes:
        runs: The runs so far.
        goals: For each of the first of them the number of the run that it hangs on (its own for none), and the
            probability of that arc.
        known: The pieces up to which the runs are there.
    """

    def __init__(self, states: States, paragraphs: NDArray[np.int64], link: Link) -> None:
        self.runs: list[Run] = []
        self.goals: list[tuple[int, float]] = []
        self.known = 0
        self._firsts: list[int] = []
        self._states, self._paragraphs, self._link = states, paragraphs, link

    @property
    def settled(self) -> int:
        """The pieces up to which it is told what each run hangs on."""
        return self._firsts[len(self.goals)] if len(self.goals) < len(self.runs) else self.known

    @property
    def needed(self) -> int:
        """The first piece whose state may still be asked for."""
        return self.settled - REACH

    def add(self, runs: Iterable[Run], known: int) -> None:
        """Add the further runs that stand in the first `known` pieces, and tell what can be told by them."""
        self.runs += [run for run in runs if run.first in self._states]
        self._firsts += [run.first for run in self.runs[len(self._firsts) :]]
        self.known = known
        while len(self.goals) < len(self.runs):
            # A stretch is as long as the reach, and its last run may hang on one that is as far again.
            if known < min(len(self._paragraphs), self.settled + 2 * REACH):
                return
            self._follow_stretch(len(self.goals))

    def end(self, count: int) -> None:
        """Let the text end after `count` pieces."""
        self._paragraphs = self._paragraphs[:count]

    def _follow_stretch(self, at: int) -> None:
        """Tell what the runs hang on that begin with number `at` and are within its reach."""
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
                near = [n, *(m for m in wanted if _may_hang(runs[n], runs[m]))]
                best = max(near, key=lambda m: row[m - low])
                self.goals[n] = best, 1.0 / sum(math.exp(row[m - low] - row[best - low]) for m in near)


def _may_hang(run: Run, goal: Run) -> bool:
    """Whether a run may hang on another one: in reach, and told in the same place."""
    return goal.holder == run.holder and abs(goal.first - run.first) < REACH
