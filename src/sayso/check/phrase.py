"""Where in many sources the very words of a quotation stand one after another."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sayso.check.sources import Sources

__all__ = ["MOST_PLACES", "find_phrase"]

_Ints = npt.NDArray[np.int32]
_Longs = npt.NDArray[np.int64]
_Choices = tuple[tuple[int, ...], ...]
_Pairs = tuple[_Longs, _Longs]
# So many places of a quotation's words are looked at.
MOST_PLACES = 10_000
# So many words are held against those of a phrase, to see where all of it stands.
_MOST_COMPARED = 4_000_000


def find_phrase(choices: _Choices, pairs: _Pairs, sources: Sources) -> tuple[_Ints, bool]:
    """Where all the words stand one after another, and whether not every place was looked at.

    Args:
        choices: For each word the numbers that it may have.
        pairs: For each pair of neighbouring words where its places begin and end in `Sources.pair_order`.
        sources: The sources.
    """
    if not choices or not all(choices):
        return sources.order[:0], False
    begins, is_cut = _find_beginnings(choices, pairs, sources)
    begins = begins[(begins >= 0) & (begins + len(choices) <= len(sources.words))]
    for offset, numbers in enumerate(choices):
        if not len(begins):
            break
        there = sources.words[begins + offset]
        begins = begins[np.isin(there, numbers) if len(numbers) > 1 else there == numbers[0]]
    return begins[:MOST_PLACES], is_cut or len(begins) > MOST_PLACES


def _find_beginnings(choices: _Choices, pairs: _Pairs, sources: Sources) -> tuple[_Ints, bool]:
    """Where the words may begin, told by their rarest pair, or word; and whether there are too many to look at all."""
    only = np.array([len(numbers) == 1 for numbers in choices])
    most = max(MOST_PLACES, _MOST_COMPARED // len(only))
    lows, highs = pairs
    sure = np.flatnonzero(only[:-1] & only[1:])
    if len(sure):
        rarest = int(sure[(highs - lows)[sure].argmin()])
        places = sources.pair_order[lows[rarest] : highs[rarest]]
    else:
        found = [np.concatenate([sources.find_words(n) for n in numbers]) for numbers in choices]
        rarest = min(range(len(found)), key=lambda row: len(found[row]))
        places = np.sort(found[rarest])
    return places[:most] - rarest, len(places) > most
