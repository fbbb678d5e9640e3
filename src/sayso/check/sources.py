"""Many texts made ready for looking words up in all of them at once.

Of every text the words are kept in their comparison form, as numbers with their places, and for every pair of
neighbouring words where it stands: sorted arrays, so that a thousand transcripts fit in a few hundred megabytes and
are built in seconds. The same words find the neighbourhood of a quotation and are aligned with it.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Literal

import numpy as np
import numpy.typing as npt

from sayso.article import Article
from sayso.check.part import Part, SourceText, index_text, list_sources
from sayso.compare import Folded, Forms, Source, number_forms

__all__ = ["BUCKET", "Sources", "index_sources", "join_parts"]

_Ints = npt.NDArray[np.int32]
_Longs = npt.NDArray[np.int64]
_SIDES: tuple[Literal["left", "right"], ...] = ("left", "right")
# Words are counted in stretches of so many; every source begins a new one, so that none stands in two sources.
BUCKET = 32
_ABSENT = 0  # the number of no word: what fills a source's last stretch


@dataclass(frozen=True, slots=True, eq=False)
class Sources:
    """Sources made ready: their words one after another, and where each word and each pair of words stands.

    `index_sources` and `Index.get` make them; `len` gives their number. What is in them may change.

    Attributes:
        parts: The sources with their words, in the order in which they were given.
        forms: The word forms of all of them, numbered.
        spelled: For each number its form.
        words: The numbers of all words; each source is filled up with zeros to a whole stretch of `BUCKET`.
        firsts: Where each source's words begin in `words`.
        order: Where words stand in `words`, those of one form together.
        ends: For each number the place in `order` up to which its places stand.
        pair_order: Where pairs of neighbouring words begin in `words`, those of one pair together.
        pairs: The pairs in the order of `pair_order`, each as one number.
        bucket_sources: For each stretch of `BUCKET` words the number of its source.
    """

    parts: tuple[Part, ...]
    forms: Forms
    spelled: tuple[str, ...]
    words: _Ints
    firsts: _Longs
    order: _Ints
    ends: _Longs
    pair_order: _Ints
    pairs: _Longs
    bucket_sources: _Ints

    def __len__(self) -> int:
        return len(self.parts)

    def find_words(self, number: int) -> _Ints:
        """Where the words with this number stand in `words`."""
        return self.order[self.ends[number - 1] : self.ends[number]] if number else self.order[:0]

    def find_pairs(self, numbers: _Longs) -> tuple[_Longs, _Longs]:
        """For each word and the one that follows it where the pair's places in `pair_order` begin and end."""
        keys = numbers[:-1] * np.int64(len(self.spelled)) + numbers[1:]
        low, high = (np.searchsorted(self.pairs, keys, side=side).astype(np.int64) for side in _SIDES)
        return low, high

    def make_window(self, source: int, ranges: Sequence[tuple[int, int]]) -> Source:
        """Stretches of a source's words as a passage to find others in; first and end count in `words`."""
        part, before = self.parts[source], int(self.firsts[source])
        own = [slice(first - before, min(end - before, len(part.words))) for first, end in ranges]
        words, starts, ends = (
            np.concatenate([numbers[one] for one in own])
            for numbers in (self.words[before : before + len(part.words)], part.starts, part.ends)
        )
        asides: list[int] = []
        count = 0
        for one in own:
            low, high = np.searchsorted(part.asides, [one.start, one.stop])
            asides += (part.asides[low:high] - (one.start - count)).tolist()
            count += one.stop - one.start
        forms = tuple(map(self.spelled.__getitem__, words.tolist()))
        text = part.source.text
        folded = Folded(text, forms, _make_array(starts), _make_array(ends), frozenset(), frozenset(asides))
        return Source(folded, self.forms, words, np.zeros(len(words), np.int32))


def _make_array(numbers: _Ints) -> array[int]:
    return array("q", numbers.astype(np.int64).tobytes())


def index_sources(texts: Iterable[SourceText | Article] | SourceText | Article) -> Sources:
    """The sources made ready for looking quotations up in them.

    An article is a source with its text as it was given, its date, and the times or pages that it has.

    Raises:
        TypeError: Something in `texts` is neither a `SourceText` nor an `Article`.

    >>> sources = index_sources([SourceText("a", "We never slept."), SourceText("b", "They never slept.")])
    >>> len(sources), sources.spelled
    (2, ('', 'we', 'never', 'slept', 'they'))
    """
    return join_parts(map(index_text, list_sources(texts)))


def join_parts(parts: Iterable[Part]) -> Sources:
    """Sources whose words were read before, joined."""
    kept = tuple(parts)
    forms = number_forms(chain.from_iterable(part.forms for part in kept))
    words, firsts, at = [], [], 0
    for part in kept:
        own = np.array([forms.numbers[form] for form in part.forms], dtype=np.int32)
        filled = np.full(-(-(len(part.words) + 1) // BUCKET) * BUCKET, _ABSENT, dtype=np.int32)
        filled[: len(part.words)] = own[part.words] if len(own) else 0
        words.append(filled)
        firsts.append(at)
        at += len(filled)
    return _sort(kept, forms, np.concatenate(words) if words else np.empty(0, np.int32), firsts)


def _sort(parts: tuple[Part, ...], forms: Forms, words: _Ints, firsts: Sequence[int]) -> Sources:
    """The words sorted, one by one and in pairs; those that fill up are left out."""
    spelled = ("", *forms.numbers)
    said = np.flatnonzero(words)
    numbers = words[said].astype(np.int64)
    order, _ = _sort_places(said, numbers)
    pair_order, pairs = _sort_places(said, numbers * np.int64(len(spelled)) + words[said + 1])
    ends = np.cumsum(np.bincount(numbers, minlength=len(spelled))).astype(np.int64)
    begins = np.array(firsts, dtype=np.int64)
    counts = np.diff(np.append(begins, len(words))) // BUCKET
    bucket_sources = np.repeat(np.arange(len(parts), dtype=np.int32), counts)
    return Sources(parts, forms, spelled, words, begins, order, ends, pair_order, pairs, bucket_sources)


def _sort_places(places: _Longs, keys: _Longs) -> tuple[_Ints, _Longs]:
    """The places in the order of their keys, then their own; and the keys in that order."""
    if not len(keys):
        return places.astype(np.int32), keys
    shift = int(places[-1]).bit_length()
    if int(keys.max()).bit_length() + shift < 63:
        # Key and place as one number: plain sorting of numbers is several times as fast as sorting by a key.
        packed = np.sort((keys << shift) | places)
        return (packed & ((1 << shift) - 1)).astype(np.int32), packed >> shift
    by_key = np.argsort(keys, kind="stable")
    return places[by_key].astype(np.int32), keys[by_key]
