"""Scores of pieces → spans of source, cue and content, and which belong together."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from sayso.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from sayso.analyse.pieces import Pieces
    from sayso.analyse.tagger import Scored

__all__ = ["Draft", "Part", "decode"]

NONE, SOURCE, CUE, CONTENT = range(4)
# Well below any probability with which a word is taken for the beginning of a run.
MAY_BEGIN = 0.05
TINY = 1e-7
NOWHERE = -1
# A window's length in training: the model has not learnt of arcs that are longer.
REACH = 510

# States, places and paragraph numbers of some pieces → the scores of the arcs between them.
Link = Callable[["NDArray[np.float32]", "NDArray[np.int64]", "NDArray[np.int64]"], "NDArray[np.float32]"]


@dataclass(frozen=True, slots=True)
class Part:
    """A span that bears one role, with the mean probability of that role over its words.

    `link` is the probability of the arc that ties it: of a content to its cue, of a cue to its source
    (or to none).
    """

    span: Span
    role_score: float
    link_score: float = 1.0


@dataclass(frozen=True, slots=True)
class Draft:
    """An attribution as the model has it: content parts, at most one cue, at most one source."""

    content: tuple[Part, ...]
    cue: Part | None
    source: Part | None
    inner: bool


@dataclass(frozen=True, slots=True)
class _Run:
    """Pieces `[first, last)` that bear one role, inside the content of the draft `holder`."""

    first: int
    last: int
    role: int
    score: float
    holder: int


def decode(pieces: Pieces, windows: Iterable[Scored], link: Link) -> list[Draft]:
    """The attributions of a text, those inside the content of others after the rest.

    A cue without content gives none. A content whose cue the model does not see stands alone.
    """
    outer_tags, inner_tags, states = gather(pieces, windows)
    if not len(pieces):
        return []
    outer = find_runs(pieces, outer_tags, np.zeros(len(pieces), np.int64))
    drafts = link_runs(pieces, states, outer, link, inner=False)
    holders = np.full(len(pieces), NOWHERE)
    for n, draft in enumerate(drafts):
        for part in draft.content:
            first, last = np.searchsorted(pieces.starts, part.span)
            holders[first:last] = n
    inner = link_runs(pieces, states, find_runs(pieces, inner_tags, holders), link, inner=True)
    # Who reports inside of a report is signalled there; a content alone is an error of the model.
    return drafts + [draft for draft in inner if draft.cue]


def gather(
    pieces: Pieces, windows: Iterable[Scored]
) -> tuple[NDArray[np.float32], NDArray[np.float32], dict[int, NDArray[np.float32]]]:
    """The tags of all pieces, and the states of those at which a run may begin: all states would fill the memory."""
    outer = np.empty((len(pieces), 7), np.float32)
    inner = np.empty((len(pieces), 7), np.float32)
    states: dict[int, NDArray[np.float32]] = {}
    for scored in windows:
        core = slice(scored.window.start, scored.window.core_end)
        outer[core], inner[core] = scored.outer, scored.inner
        for at in np.flatnonzero(_may_begin(scored.outer) | _may_begin(scored.inner)).tolist():
            states[scored.window.start + at] = scored.states[at].copy()
    return outer, inner, states


def _may_begin(tags: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Where a run may begin: the tag for that is not unlikely, or the likeliest role changes."""
    probabilities = np.exp(tags)
    roles = _by_role(probabilities).argmax(1)
    changes = np.append(-1, roles[:-1]) != roles
    may_begin: NDArray[np.bool_] = (changes & (roles != NONE)) | (probabilities[:, 1::2].sum(1) > MAY_BEGIN)
    return may_begin


def _by_role(probabilities: NDArray[np.float32]) -> NDArray[np.float32]:
    """The probabilities of the four roles, from those of the seven tags."""
    return np.stack([probabilities[:, 0], *(probabilities[:, i] + probabilities[:, i + 1] for i in (1, 3, 5))], 1)


def find_runs(pieces: Pieces, tags: NDArray[np.float32], holders: NDArray[np.int64]) -> list[_Run]:
    """Runs of whole words that bear one role, on the likeliest path through each paragraph.

    `holders` gives for each piece the number of the draft that holds it, NOWHERE where no run may stand.
    """
    begins = np.flatnonzero(pieces.words)
    if len(begins) == 0:
        return []
    roles, scores = _score_words(tags, begins, holders[begins] != NOWHERE)
    ends = np.append(begins[1:], len(pieces))
    edges = [*np.flatnonzero(pieces.firsts[begins]).tolist(), len(begins)]
    out = []
    for low, high in pairwise(edges):
        path = find_path(scores[low:high].tolist())
        starts = [n for n, tag in enumerate(path) if tag % 2 == 1]
        for n in starts:
            stop = next((m for m in range(n + 1, len(path)) if path[m] != path[n] + 1), len(path))
            role = (path[n] + 1) // 2
            score = float(roles[low + n : low + stop, role].mean())
            first = int(begins[low + n])
            out.append(_Run(first, int(ends[low + stop - 1]), role, score, int(holders[first])))
    return out


def _score_words(
    tags: NDArray[np.float32], begins: NDArray[np.int64], allowed: NDArray[np.bool_]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """For each word the probabilities of the four roles, and the log-probabilities of the seven tags.

    The role of a word is that of its pieces together; whether it begins a run, its first piece tells.
    """
    probabilities = np.exp(tags)
    lengths = np.diff(np.append(begins, len(tags)))
    roles = (np.add.reduceat(_by_role(probabilities), begins, axis=0) / lengths[:, None]).astype(np.float32)
    roles[~allowed] = (1.0, 0.0, 0.0, 0.0)
    first = probabilities[begins]
    words = np.empty((len(begins), 7), np.float32)
    words[:, 0] = roles[:, NONE]
    for role in (SOURCE, CUE, CONTENT):
        begin, within = first[:, 2 * role - 1], first[:, 2 * role]
        share = begin / np.maximum(begin + within, TINY)
        words[:, 2 * role - 1] = roles[:, role] * share
        words[:, 2 * role] = roles[:, role] * (1 - share)
    scores: NDArray[np.float32] = np.log(np.maximum(words, TINY))
    return roles, scores


def find_path(rows: Sequence[Sequence[float]]) -> list[int]:
    """The tags of the likeliest path through the words of a paragraph; a run goes on only where it has begun.

    Source: A. J. Viterbi, IEEE Transactions on Information Theory 13(2), 1967; all lawful steps weigh the same.

    >>> high, low = -0.1, -3.0
    >>> find_path([[low] * 6 + [high], [low] * 6 + [high]])
    [5, 6]
    """
    scores = [-math.inf if tag in (2, 4, 6) else value for tag, value in enumerate(rows[0])]
    back = []
    for row in rows[1:]:
        top = max(scores)
        best = scores.index(top)
        here = [top + row[0]]
        steps = [best]
        for begin in (1, 3, 5):
            goes_on = begin if scores[begin] >= scores[begin + 1] else begin + 1
            here += [top + row[begin], scores[goes_on] + row[begin + 1]]
            steps += [best, goes_on]
        scores = here
        back.append(steps)
    path = [scores.index(max(scores))]
    for steps in reversed(back):
        path.append(steps[path[-1]])
    return path[::-1]


def link_runs(
    pieces: Pieces, states: Mapping[int, NDArray[np.float32]], runs: Sequence[_Run], link: Link, *, inner: bool
) -> list[Draft]:
    """Each content tied to its cue, each cue to its source, where the arc between their first pieces is strongest."""
    runs = [run for run in runs if run.first in states]
    goals = follow(runs, states, np.cumsum(pieces.firsts), link)
    by_cue: dict[int, list[Part]] = {}
    drafts = []
    for n, run in enumerate(runs):
        if run.role == CONTENT:
            goal, share = goals[n]
            part = _part(pieces, run, share)
            if goal == n:
                drafts.append(Draft((part,), None, None, inner))
            else:
                by_cue.setdefault(goal, []).append(part)
    for n, parts in by_cue.items():
        goal, share = goals[n]
        source = None if goal == n else _part(pieces, runs[goal], 1.0)
        drafts.append(Draft(tuple(parts), _part(pieces, runs[n], share), source, inner))
    return sorted(drafts, key=lambda d: d.content[0].span)


def follow(
    runs: Sequence[_Run], states: Mapping[int, NDArray[np.float32]], paragraphs: NDArray[np.int64], link: Link
) -> list[tuple[int, float]]:
    """For each run the number of the one that it hangs on (its own for none), and the probability of that arc.

    Only runs within REACH pieces of each other are held against one another, in stretches, so that a text
    of any length takes time in proportion to it.
    """
    out = [(n, 1.0) for n in range(len(runs))]
    firsts = [run.first for run in runs]
    at = 0
    while at < len(runs):
        end = max(at + 1, bisect_left(firsts, firsts[at] + REACH))
        low, high = bisect_left(firsts, firsts[at] - REACH), bisect_left(firsts, firsts[end - 1] + REACH)
        places = np.asarray(firsts[low:high], np.int64)
        arcs = link(np.stack([states[first] for first in firsts[low:high]]), places, paragraphs[places])
        for n in range(at, end):
            wanted = {CONTENT: CUE, CUE: SOURCE}.get(runs[n].role)
            if wanted:
                row = arcs[0 if wanted == CUE else 1, n - low].tolist()
                near = [n, *(m for m in range(low, high) if may_hang(runs[n], runs[m], wanted))]
                best = max(near, key=lambda m: row[m - low])
                out[n] = best, 1.0 / sum(math.exp(row[m - low] - row[best - low]) for m in near)
        at = end
    return out


def may_hang(run: _Run, goal: _Run, role: int) -> bool:
    """Whether a run may hang on another one: of that role, in reach, and told in the same place."""
    return goal.role == role and goal.holder == run.holder and abs(goal.first - run.first) < REACH


def _part(pieces: Pieces, run: _Run, link: float) -> Part:
    """A run as a span of the text."""
    return Part(Span(int(pieces.starts[run.first]), int(pieces.ends[run.last - 1])), run.score, link)
