"""Decode the model's scores into spans of source, cue and content, and the arcs between them."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sayso.analyse.arcs import Arcs, Link
from sayso.analyse.runs import CONTENT, CUE, NOWHERE, SOURCE, Run, find_runs, may_begin
from sayso.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from sayso.analyse.bounds import Bounds
    from sayso.analyse.pieces import Pieces
    from sayso.analyse.tagger import Scored

__all__ = ["Draft", "Part", "decode"]

# A cue or source that hangs on nothing is taken from this mean probability on.
_LEAST_LEFT = 0.4


@dataclass(frozen=True, slots=True)
class Part:
    """A span of one role, with the mean probability of that role over its words.

    `link_score` is the probability of its arc: from a content to its cue, from a cue to its source (or to none);
    `begins` and `ends` are those of its edges.
    """

    span: Span
    role_score: float
    link_score: float = 1.0
    begins: float = 1.0
    ends: float = 1.0


@dataclass(frozen=True, slots=True)
class Draft:
    """An attribution as the model predicts it: content parts, at most one cue, at most one source."""

    content: tuple[Part, ...]
    cue: Part | None
    source: Part | None
    inner: bool


def decode(pieces: Pieces, windows: Iterable[Scored], link: Link, bounds: Bounds | None = None) -> list[Draft]:
    """Return the drafts of a text, nested ones after the others; `bounds` say which arcs are allowed.

    If the windows end before the text, only the part that they cover is decoded. A cue without content gives no draft.
    A content without a cue is a draft of its own.
    """
    if not len(pieces):
        return []
    decoder = _Decoder(pieces, link, bounds)
    read_to = 0
    for scored in windows:
        decoder.take(scored)
        read_to = scored.window.core_end
    if read_to < len(pieces):
        decoder.end(read_to)
    # A nested attribution always has a cue; a nested content alone is an error of the model.
    inner = [draft for draft in _draft(pieces, decoder.inner, {}, inner=True) if draft.cue]
    return _draft(pieces, decoder.outer, _find_left_over(decoder.outer, bounds), inner=False) + inner


class _Decoder:
    """Finds the runs and arcs of a text window by window, and drops states that are no longer needed.

    Attributes:
        outer: The runs of the outer layer.
        inner: The runs inside the content of others; they come later, since the arcs of that content must be known.
    """

    def __init__(self, pieces: Pieces, link: Link, bounds: Bounds | None) -> None:
        self._pieces = pieces
        self._outer_tags, self._inner_tags = (np.empty((len(pieces), 7), np.float32) for _ in range(2))
        self._states: dict[int, NDArray[np.float32]] = {}
        self._anywhere = np.zeros(len(pieces), np.int64)
        self._holders = np.full(len(pieces), NOWHERE)
        self._edges = [*np.flatnonzero(pieces.firsts).tolist(), len(pieces)]
        paragraphs = np.cumsum(pieces.firsts, dtype=np.int64)
        allow = bounds.allow if bounds else None
        self._breaks = bounds.breaks if bounds else np.zeros(len(pieces), np.bool_)
        self.outer, self.inner = (Arcs(self._states, paragraphs, link, allow) for _ in range(2))

    def take(self, scored: Scored) -> None:
        """Add one window."""
        core = slice(scored.window.start, scored.window.core_end)
        self._outer_tags[core], self._inner_tags[core] = scored.outer, scored.inner
        begins = may_begin(scored.outer, scored.starts) | may_begin(scored.inner, scored.starts)
        for at in np.flatnonzero(begins).tolist():
            self._states[core.start + at] = scored.states[at].copy()
        self._go_on(core.stop)

    def end(self, count: int) -> None:
        """End the text after the first `count` pieces."""
        self._edges = [edge for edge in self._edges if edge < count] + [count]
        self.outer.end(count)
        self.inner.end(count)
        self._go_on(count)

    def _go_on(self, known: int) -> None:
        """Find the runs of the first `known` pieces, and their arcs."""
        linked, needed = len(self.outer.goals), self.inner.needed
        self._find(self.outer, self._outer_tags, self._anywhere, known)
        for n in range(linked, len(self.outer.goals)):
            self._hold(self.outer.runs[n], self.outer.goals[n][0])
        self._find(self.inner, self._inner_tags, self._holders, self.outer.settled)
        if self.inner.needed > needed:
            for first in [first for first in self._states if first < self.inner.needed]:
                del self._states[first]

    def _find(self, arcs: Arcs, tags: NDArray[np.float32], holders: NDArray[np.int64], known: int) -> None:
        """Add the runs of the paragraphs that end within the first `known` pieces."""
        end = self._edges[bisect_right(self._edges, known) - 1]
        # If the text ends early there may be no more runs, but all arcs can be decided.
        if end > arcs.known or end == self._edges[-1]:
            arcs.add(find_runs(self._pieces, tags, holders, self._breaks, arcs.known, end), end)

    def _hold(self, run: Run, number: int) -> None:
        """Record which pieces an outer content holds; contents of one cue share a number."""
        if run.role == CONTENT:
            self._holders[run.first : run.last] = number


def _find_left_over(arcs: Arcs, bounds: Bounds | None) -> dict[int, int]:
    """Return, for contents without a cue, the nearest cue of their sentence that has no content; else such a source.

    The model finds a few runs whose arc it misses. Without bounds there are no sentences, and none is returned.
    """
    if bounds is None:
        return {}
    taken = {goal for n, (goal, _) in enumerate(arcs.goals) if goal != n}
    idle: dict[tuple[int, int], list[int]] = defaultdict(list)
    for n, run in enumerate(arcs.runs):
        if run.role != CONTENT and n not in taken and run.score > _LEAST_LEFT:
            idle[int(bounds.sentences[run.first]), run.role].append(n)
    found = {}
    for n, run in enumerate(arcs.runs):
        if run.role == CONTENT and arcs.goals[n][0] == n:
            own = sorted({int(bounds.sentences[run.first]), int(bounds.sentences[run.last - 1])})
            for role in (CUE, SOURCE):
                near = [m for sentence in own for m in _find_beside(idle.get((sentence, role), ()), n)]
                if near:
                    found[n] = min(near, key=lambda m: abs(arcs.runs[m].first - run.first))
                    break
    return found


def _find_beside(numbers: Sequence[int], n: int) -> Sequence[int]:
    """Return those of the ordered numbers that are next to another one, before and after."""
    at = bisect_right(numbers, n)
    return numbers[max(0, at - 1) : at + 1]


def _draft(pieces: Pieces, arcs: Arcs, left_over: Mapping[int, int], *, inner: bool) -> list[Draft]:
    """Return the drafts: each content run with its cue run, and that with its source run."""
    by_cue: dict[int, list[Part]] = {}
    drafts = []
    for n, run in enumerate(arcs.runs):
        if run.role == CONTENT:
            goal, share = arcs.goals[n]
            part = _part(pieces, run, share)
            goal = left_over.get(n, goal)
            if arcs.runs[goal].role == CUE:
                by_cue.setdefault(goal, []).append(part)
            else:
                source = None if goal == n else _part(pieces, arcs.runs[goal], 1.0)
                drafts.append(Draft((part,), None, source, inner))
    for n, parts in by_cue.items():
        goal, share = arcs.goals[n]
        source = None if goal == n else _part(pieces, arcs.runs[goal], 1.0)
        drafts.append(Draft(tuple(parts), _part(pieces, arcs.runs[n], share), source, inner))
    return sorted(drafts, key=lambda d: d.content[0].span)


def _part(pieces: Pieces, run: Run, link: float) -> Part:
    """Return a run as a span of the text."""
    span = Span(int(pieces.starts[run.first]), int(pieces.ends[run.last - 1]))
    return Part(span, run.score, link, run.begins, run.ends)
