"""The keys of a wording: wordings that have none in common are not compared.

A key is a run of words that say something, as stems, that is just heavy enough to be rare: two rare words in a row, or
four common ones. Small words between them do not count. So a cut, an added “that” or another ending leaves most keys
as they are. Where quoted words are too common for that, six of them in a row are a key, small ones too.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sayso.trace.wordings import Wordings

__all__ = ["list_keys"]

_Longs = npt.NDArray[np.uint64]
_Ints = npt.NDArray[np.int64]
# A run of words weighs this much, in nats, and has three words; or two quoted ones that are as rare as can be. (Of what
# nobody quotes nearly all words must be the same, so that three in a row are.)
_HEAVY, _TWO_RARE = 7.5, 10.0
# So many quoted words in a row are a key where they weigh less than that; from here on, so that a phrase is none.
_ROW_WORDS, _LEAST_ROW = 6, 4.0
# Words that weigh less are passed over.
_SAYS_SOMETHING = 0.9
_FEWEST_WORDS, _MOST_WORDS = 3, 8
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(29)


def list_keys(wordings: Wordings) -> tuple[_Longs, _Ints]:
    """The keys of all wordings, each key of each wording once: keys in order, and beside each its wording's number."""
    stems, weights, is_quoted, starts = wordings.list_words()
    owners = np.repeat(np.arange(len(wordings), dtype=np.int64), np.diff(starts))
    runs = _list_runs(stems, weights, is_quoted, owners)
    rows = _list_rows(stems, weights, is_quoted, owners)
    keys, holders = (np.concatenate(pair) for pair in zip(runs, rows, strict=True))
    order = np.lexsort((holders, keys))
    keys, holders = keys[order], holders[order]
    is_new = np.ones(len(keys), dtype=bool)
    is_new[1:] = (keys[1:] != keys[:-1]) | (holders[1:] != holders[:-1])
    return keys[is_new], holders[is_new]


def _mix(keys: _Longs, stems: _Longs) -> _Longs:
    """Keys that have one more word."""
    mixed: _Longs = (keys ^ stems) * _MULTIPLIER
    mixed ^= mixed >> _SHIFT
    return mixed


def _list_runs(
    stems: _Longs, weights: npt.NDArray[np.float32], is_quoted: npt.NDArray[np.bool_], owners: _Ints
) -> tuple[_Longs, _Ints]:
    """For each word that says something the shortest run from it on that is heavy enough."""
    kept = weights >= _SAYS_SOMETHING
    stems, weights, is_quoted, owners = stems[kept], weights[kept], is_quoted[kept], owners[kept]
    count = len(stems)
    firsts = np.arange(count)
    keys, heavy = _mix(np.zeros(count, dtype=np.uint64), stems), weights.astype(np.float64)
    found_keys, found_owners = [keys[:0]], [owners[:0]]
    for length in range(1, _MOST_WORDS):
        following = firsts + length
        goes_on = following < count
        goes_on[goes_on] &= owners[following[goes_on]] == owners[firsts[goes_on]]
        firsts, following = firsts[goes_on], following[goes_on]
        keys, heavy = _mix(keys[goes_on], stems[following]), heavy[goes_on] + weights[following]
        done = heavy >= _HEAVY
        if length + 1 < _FEWEST_WORDS:
            done = (heavy >= _TWO_RARE) & is_quoted[firsts] & is_quoted[following]
        found_keys.append(keys[done])
        found_owners.append(owners[firsts[done]])
        firsts, keys, heavy = firsts[~done], keys[~done], heavy[~done]
    return np.concatenate(found_keys), np.concatenate(found_owners)


def _list_rows(
    stems: _Longs, weights: npt.NDArray[np.float32], is_quoted: npt.NDArray[np.bool_], owners: _Ints
) -> tuple[_Longs, _Ints]:
    """The rows of quoted words that are too common to be found by a run."""
    count = max(0, len(stems) - _ROW_WORDS + 1)
    heavy, quoted = np.zeros(count), np.ones(count, dtype=bool)
    for place in range(_ROW_WORDS):
        heavy += weights[place : place + count]
        quoted &= is_quoted[place : place + count]
    is_one = owners[:count] == owners[len(stems) - count :]
    firsts = np.flatnonzero(quoted & is_one & (heavy >= _LEAST_ROW) & (heavy < _HEAVY))
    keys = np.full(len(firsts), _ROW_WORDS, dtype=np.uint64)
    for place in range(_ROW_WORDS):
        keys = _mix(keys, stems[firsts + place])
    return keys, owners[firsts]
