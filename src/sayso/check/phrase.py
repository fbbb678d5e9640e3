"""Where in many sources the very words of a quotation stand one after another, or all of them but a few."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from sayso.check.sources import Sources

__all__ = ["MOST_PLACES", "NearPlace", "find_near_phrase", "find_phrase"]

_Ints = npt.NDArray[np.int32]
_Longs = npt.NDArray[np.int64]
_Choices = tuple[tuple[int, ...], ...]
_Pairs = tuple[_Longs, _Longs]
# So many places of a quotation's words are looked at.
MOST_PLACES = 10_000
# So many words are held against those of a phrase, to see where all of it stands.
_MOST_COMPARED = 4_000_000
# In one gap of a phrase so many of its words may be other ones, at most a quarter of it, and as many may stand there.
_MOST_GAP = 3
# Longer phrases are found by their parts; shorter ones are no phrase with a gap.
_FEWEST_NEAR, _MOST_NEAR = 3, 60


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
        begins = begins[_match(sources.words[begins + offset], numbers)]
    return begins[:MOST_PLACES], is_cut or len(begins) > MOST_PLACES


def _match(words: _Ints, numbers: tuple[int, ...]) -> npt.NDArray[np.bool_]:
    """Which of the words have one of these numbers."""
    return words == numbers[0] if len(numbers) == 1 else np.isin(words, numbers)


def _find_beginnings(choices: _Choices, pairs: _Pairs, sources: Sources) -> tuple[_Ints, bool]:
    """Where the words may begin, by their rarest pair, or word; and whether there are too many to look at all."""
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


@dataclass(frozen=True, slots=True, order=True)
class NearPlace:
    """A place that has a phrase but for one gap.

    Attributes:
        missing: How many words stand in the gap, of the phrase or of the source, whichever are more.
        begin: Where the place begins in `Sources.words`.
        end: Where it ends.
    """

    missing: int
    begin: int
    end: int


def find_near_phrase(choices: _Choices, pairs: _Pairs, sources: Sources) -> list[NearPlace]:
    """The places that have all the words in a row but for one gap of a few words, the smallest gap first.

    Of the parts into which a phrase is cut, one at least lies beside the gap and stands there whole (Navarro and
    Baeza-Yates, IEEE Data Engineering Bulletin 24, 2001); around each place of it the rest is compared.
    """
    count = len(choices)
    if not _FEWEST_NEAR <= count <= _MOST_NEAR:
        return []
    gap = min(_MOST_GAP, max(1, count // 4))
    parts = 2 if gap == 1 else 3
    edges = [count * number // parts for number in range(parts + 1)]
    found: set[NearPlace] = set()
    is_pair = _find_pairs(choices, pairs)
    for first, end in pairwise(edges):
        if not all(is_pair[first : end - 1]):
            continue
        lows, highs = (side[first : end - 1] for side in pairs)
        begins = find_phrase(choices[first:end], (lows, highs), sources)[0] - first
        if not len(begins):
            continue
        # There is but one gap: before the part or behind it all the others stand there too.
        heads = _keep_same(begins, choices[:first], sources)
        if end < count and len(heads):
            found.update(_find_behind(heads, choices, sources, gap))
        tails = _keep_same(begins + end, choices[end:], sources) - end + count
        if first and len(tails):
            found.update(_find_before(tails, choices, sources, gap))
    return sorted(place for place in found if _is_within_source(place, sources))


def _find_pairs(choices: _Choices, pairs: _Pairs) -> list[bool]:
    """For each pair of neighbouring words whether the sources may have it."""
    counts = (pairs[1] - pairs[0]).tolist()
    return [
        bool(count or (one and other and len(one) + len(other) > 2))
        for count, one, other in zip(counts, choices, choices[1:], strict=False)
    ]


def _is_within_source(place: NearPlace, sources: Sources) -> bool:
    """Whether the place does not reach over the end of a source."""
    return place.end <= len(sources.words) and bool(sources.words[place.begin : place.end].all())


def _keep_same(begins: _Ints, choices: _Choices, sources: Sources, step: int = 1) -> _Ints:
    """Those of the places from which on the words are these; with step -1, up to which they are these, from the end."""
    kept = begins
    for number, numbers in enumerate(choices):
        at = kept + number * step
        is_within = (at >= 0) & (at < len(sources.words))
        kept, at = kept[is_within], at[is_within]
        if not numbers or not len(kept):
            return kept[:0]
        kept = kept[_match(sources.words[at], numbers)]
    return kept


def _find_behind(begins: _Ints, choices: _Choices, sources: Sources, gap: int) -> Iterator[NearPlace]:
    """Yield the places that begin there as the phrase does, and go on behind a gap."""
    count = len(choices)
    # With a gap at the end, the last word is another one.
    yield from (NearPlace(1, begin, begin + count) for begin in _keep_same(begins, choices[:-1], sources).tolist())
    for shift in range(-gap, gap + 1):
        for end in (_keep_same(begins + (count + shift - 1), choices[-1:], sources) + 1).tolist():
            yield from _measure_gap(end - count - shift, end, choices, sources, gap)


def _find_before(ends: _Ints, choices: _Choices, sources: Sources, gap: int) -> Iterator[NearPlace]:
    """Yield the places that end there as the phrase does, and begin before a gap."""
    count = len(choices)
    lasts = _keep_same(ends - 1, choices[:0:-1], sources, -1)
    yield from (NearPlace(1, last + 1 - count, last + 1) for last in lasts.tolist() if last + 1 >= count)
    for shift in range(-gap, gap + 1):
        for begin in _keep_same(ends - count - shift, choices[:1], sources).tolist():
            yield from _measure_gap(begin, begin + count + shift, choices, sources, gap)


def _measure_gap(begin: int, end: int, choices: _Choices, sources: Sources, gap: int) -> Iterator[NearPlace]:
    """Yield the place if the words from both of its ends leave no more over than a gap."""
    words = sources.words[begin:end].tolist()
    head = _count_same(choices, words)
    tail = _count_same(choices[::-1], words[::-1])
    left = min(len(choices), len(words)) - head
    tail = min(tail, left)
    missing = max(len(choices), len(words)) - head - tail
    if head and tail and missing <= gap:
        yield NearPlace(missing, begin, end)


def _count_same(choices: _Choices, words: list[int]) -> int:
    """How many words at the beginning are those of the phrase."""
    count = 0
    for numbers, word in zip(choices, words, strict=False):
        if word not in numbers:
            break
        count += 1
    return count
