"""Decode tag scores into runs of whole words that are source, cue or content."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sayso.analyse.pieces import Pieces

__all__ = ["CONTENT", "CUE", "NOWHERE", "SOURCE", "Run", "find_path", "find_runs", "may_begin"]

NONE, SOURCE, CUE, CONTENT = range(4)
# Well below the probability of any word that begins a run.
MAY_BEGIN = 0.05
TINY = 1e-7
NOWHERE = -1
# A difference of log-probabilities far above the rounding of their sums.
CLEAR = 1e-6
# So much is added to the log-probabilities of sources when the likeliest path is sought: more statements get their
# source than lose it. By folds who F1 is .001 better than with none, and the same with 0.7; for cues and contents
# nothing is gained.
_LEAN = 0.3
# So much is taken from the log-probability of a path where a content ends though the words break off there. In 805
# articles that the network had not learnt 78 of 22,414 contents ended so without a label that did, and 61 with one;
# with this much 28 and 56 do.
_BROKEN = 2.5
# Words decoded at a time: as lists they take ten times the memory of an array.
_BLOCK = 4_096


@dataclass(frozen=True, slots=True)
class Run:
    """Pieces `[first, last)` of one role, inside the content with the number `holder`.

    `begins` and `ends` are the probabilities that the role begins and ends there.
    """

    first: int
    last: int
    role: int
    score: float
    holder: int
    begins: float = 1.0
    ends: float = 1.0


def may_begin(tags: NDArray[np.float32], starts: Sequence[int] = (0,)) -> NDArray[np.bool_]:
    """Return where a run may begin: a begin tag is not unlikely, or the likeliest role changes.

    Args:
        tags: The log-probabilities of the seven tags of some pieces.
        starts: The rows at which windows begin, where every role changes.
    """
    probabilities = np.exp(tags)
    roles = _by_role(probabilities).argmax(1)
    changes = np.empty(len(roles), np.bool_)
    np.not_equal(roles[:-1], roles[1:], out=changes[1:])
    changes[list(starts)] = True
    begins = np.add.reduce(probabilities[:, 1::2], 1) > MAY_BEGIN
    may_begin: NDArray[np.bool_] = (changes & (roles != NONE)) | begins
    return may_begin


def _by_role(probabilities: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the probabilities of the four roles, from those of the seven tags."""
    return np.stack([probabilities[:, 0], *(probabilities[:, i] + probabilities[:, i + 1] for i in (1, 3, 5))], 1)


def find_runs(
    pieces: Pieces,
    tags: NDArray[np.float32],
    holders: NDArray[np.int64],
    breaks: NDArray[np.bool_],
    start: int,
    end: int,
) -> list[Run]:
    """Return the runs of whole words of one role, on the likeliest path through each paragraph.

    Args:
        pieces: The pieces of the text.
        tags: The log-probabilities of the seven tags of each.
        holders: For each the number of the content that holds it; NOWHERE where no run may stand.
        breaks: For each whether the words before break off there, so that a content hardly ends.
        start: Where the first paragraph begins.
        end: Where the last one ends.
    """
    begins = start + np.flatnonzero(pieces.words[start:end])
    if len(begins) == 0:
        return []
    roles, scores = _score_words(tags[start:end], begins - start, holders[begins] != NOWHERE)
    ends = np.append(begins[1:], end)
    edges = [*np.flatnonzero(pieces.firsts[begins]).tolist(), len(begins)]
    leant = scores.copy()
    leant[:, 2 * SOURCE - 1 : 2 * SOURCE + 1] += _LEAN
    best = leant.argmax(1)
    broken = breaks[begins]
    is_clear = _find_clear(leant, best, broken, edges)
    out = []
    for (low, high), clear in zip(pairwise(edges), is_clear, strict=True):
        path = best[low:high].tolist() if clear else find_path(_list_rows(leant[low:high]), broken[low:high].tolist())
        starts = [n for n, tag in enumerate(path) if tag % 2 == 1]
        for n in starts:
            stop = next((m for m in range(n + 1, len(path)) if path[m] != path[n] + 1), len(path))
            role = (path[n] + 1) // 2
            score = float(np.add.reduce(roles[low + n : low + stop, role]) / (stop - n))
            first = int(begins[low + n])
            begun = math.exp(scores[low + n, path[n]])
            ended = 1.0 if stop == len(path) else 1.0 - math.exp(scores[low + stop, path[n] + 1])
            out.append(Run(first, int(ends[low + stop - 1]), role, score, int(holders[first]), begun, ended))
    return out


def _find_clear(
    scores: NDArray[np.float32], best: NDArray[np.int64], broken: NDArray[np.bool_], edges: Sequence[int]
) -> list[bool]:
    """Return for each paragraph whether the likeliest tag of each word (`best`) is also on its likeliest path.

    They are if each run among them begins before it continues, and no content ends where the words break off. Where two
    tags of a word are about as likely, sums could be rounded to the same number, so those paragraphs are left to
    `find_path`.
    """
    ordered = np.partition(scores, -2, axis=1)
    before = np.append(NONE, best[:-1])
    before[edges[:-1]] = NONE
    goes_on = (best > 0) & (best % 2 == 0)
    is_clear = (ordered[:, -1] - ordered[:, -2] > CLEAR) & (~goes_on | (before == best) | (before == best - 1))
    is_clear &= ~broken | (before < 2 * CONTENT - 1) | (best == 2 * CONTENT)
    lawful: list[bool] = np.logical_and.reduceat(is_clear, edges[:-1]).tolist()
    return lawful


def _list_rows(scores: NDArray[np.float32]) -> Iterator[list[float]]:
    """Yield the rows of an array as lists, a block at a time."""
    return chain.from_iterable(scores[at : at + _BLOCK].tolist() for at in range(0, len(scores), _BLOCK))


def _score_words(
    tags: NDArray[np.float32], begins: NDArray[np.int64], allowed: NDArray[np.bool_]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return for each word the probabilities of the four roles, and the log-probabilities of the seven tags.

    The role of a word is the mean over its pieces; its first piece decides whether it begins a run.
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


def find_path(rows: Iterable[list[float]], broken: Iterable[bool]) -> list[int]:
    """Return the tags of the likeliest path through the words of a paragraph; a run must begin before it continues.

    Source: A. J. Viterbi, IEEE Transactions on Information Theory 13(2), 1967; all allowed steps have the same weight,
    but for that which ends a content where the words before break off.

    >>> high, low = -0.1, -3.0
    >>> find_path([[low] * 6 + [high], [low] * 6 + [high]], [False, False])
    [5, 6]
    """
    steps = zip(rows, broken, strict=True)
    (none, source, _, cue, _, content, _), _ = next(steps)
    in_source = in_cue = in_content = -math.inf
    back = []
    for row, is_broken in steps:
        from_content, staying = (5, content) if content >= in_content else (6, in_content)
        ending = _BROKEN if is_broken else 0.0
        scores = (none, source, in_source, cue, in_cue, content - ending, in_content - ending)
        top = max(scores)
        best = scores.index(top)
        from_source = 1 if source >= in_source else 2
        from_cue = 3 if cue >= in_cue else 4
        none, source, cue, content = top + row[0], top + row[1], top + row[3], top + row[5]
        in_source, in_cue, in_content = (
            scores[from_source] + row[2],
            scores[from_cue] + row[4],
            staying + row[6],
        )
        back.append((best, best, from_source, best, from_cue, best, from_content))
    scores = (none, source, in_source, cue, in_cue, content, in_content)
    path = [scores.index(max(scores))]
    for before in reversed(back):
        path.append(before[path[-1]])
    return path[::-1]
