"""Many texts made ready for looking words up in all of them at once.

Of every text the words are kept in their comparison form, as numbers with their places, and for every pair of
neighbouring words where it stands: sorted arrays, so that a thousand transcripts fit in a few hundred megabytes and
are built in seconds. The same words find the neighbourhood of a quotation and are aligned with it.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from itertools import chain
from sys import intern
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from sayso.article import Article, TimedArticle
from sayso.check.turns import Turns, find_turns
from sayso.compare import Folded, Forms, Source, fold, number_forms

__all__ = ["BUCKET", "Part", "SourceText", "Sources", "index_sources", "index_text", "join_parts"]

_Ints = npt.NDArray[np.int32]
_Longs = npt.NDArray[np.int64]
_FORMAT = 3
_SIDES: tuple[Literal["left", "right"], ...] = ("left", "right")
# Words are counted in stretches of so many; every source begins a new one, so that none stands in two sources.
BUCKET = 32
_ABSENT = 0  # the number of no word: what fills a source's last stretch


@dataclass(frozen=True, slots=True)
class SourceText:
    """A text that quotations are looked for in.

    Attributes:
        id: What it is called in results; unique among the sources of one run.
        text: The text; places count in it.
        date: Date or time as ISO 8601, if known.
        title: Its title, if it has one.
        url: Its address, if it is on the web.
        times: For subtitles, places in the text and the seconds at which they are heard; both in order.
    """

    id: str
    text: str
    date: str | None = None
    title: str | None = None
    url: str | None = None
    times: tuple[tuple[int, float], ...] = ()

    @staticmethod
    def from_article(article: Article) -> SourceText:
        """What was read as a source, with the text as it was given: a headline put before it is left out."""
        text = article.given_span.of(article.text) if article.given_span else article.text
        times = article.times if isinstance(article, TimedArticle) else ()
        return SourceText(article.id, text, article.published, article.title, article.url, times)


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """The words of one source: what an index file keeps of it.

    Attributes:
        source: The source itself.
        forms: Its different words in comparison form.
        words: For each word of the text the place of its form in `forms`.
        starts: Where each word starts in the text.
        ends: Where each word ends.
        asides: The numbers of the words that nobody says: labels of turns, noise, what stands in square brackets.
        turns: Whose words they are.
    """

    source: SourceText
    forms: tuple[str, ...]
    words: _Ints
    starts: _Ints
    ends: _Ints
    asides: _Ints
    turns: Turns

    def to_bytes(self) -> bytes:
        """The part as it is kept in a file."""
        turns = self.turns
        numbers = (self.words, self.starts, self.ends, self.asides)
        head: dict[str, Any] = {
            "format": _FORMAT,
            "source": asdict(self.source),
            "forms": self.forms,
            "lengths": [len(one) for one in numbers],
            "turns": [list(turns.starts), turns.names],
        }
        written = json.dumps(head).encode("ascii")
        return b"".join((len(written).to_bytes(8, "little"), written, *map(_write, numbers)))

    @staticmethod
    def from_bytes(data: bytes) -> Part:
        """The part that was kept.

        Raises:
            ValueError: These are not the bytes of a part, or of one that another version wrote.
        """
        try:
            end = 8 + int.from_bytes(data[:8], "little")
            head = json.loads(data[8:end])
            times = tuple((place, second) for place, second in head["source"].pop("times"))
            source = SourceText(**head["source"], times=times)
            # The same words stand in many sources; each is kept once.
            forms, (begins, names) = tuple(map(intern, head["forms"])), head["turns"]
            numbers = np.frombuffer(data, dtype="<i4", offset=end).astype(np.int32)
            words, starts, ends, asides, rest = np.split(numbers, np.cumsum(head["lengths"]))
            turns = Turns(array("q", begins), tuple(map(intern, names)))
        except (KeyError, TypeError, ValueError) as err:
            raise ValueError("an indexed source cannot be read; build the index anew") from err
        if head["format"] != _FORMAT:
            raise ValueError(f"an indexed source has format {head['format']}, not {_FORMAT}; build the index anew")
        is_whole = not len(rest) and len(words) == len(starts) == len(ends)
        if not is_whole or (len(words) and not 0 <= words.min() <= words.max() < len(forms)):
            raise ValueError("an indexed source is damaged; build the index anew")
        return Part(source, forms, words, starts, ends, asides, turns)


def _write(numbers: _Ints) -> bytes:
    return numbers.astype("<i4").tobytes()


@dataclass(frozen=True, slots=True, eq=False)
class Sources:
    """Sources made ready: their words one after another, and where each word and each pair of words stands.

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

    def to_bytes(self) -> list[bytes]:
        """What is to be kept of each source."""
        return [part.to_bytes() for part in self.parts]

    @staticmethod
    def from_bytes(kept: Iterable[bytes]) -> Sources:
        """The sources that were kept, one after another."""
        return join_parts(map(Part.from_bytes, kept))

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


def index_text(source: SourceText) -> Part:
    """The words of one source. It takes time in proportion to its length."""
    folded, (turns, labels) = fold(source.text), find_turns(source.text)
    numbers: dict[str, int] = {}
    words = np.array([numbers.setdefault(form, len(numbers)) for form in folded.forms], dtype=np.int32)
    starts, ends = (np.array(places, dtype=np.int32) for places in (folded.starts, folded.ends))
    # The label of a turn is nobody's words.
    first, end = (np.searchsorted(starts, [label[side] for label in labels]).tolist() for side in (0, 1))
    asides = folded.asides.union(*(range(*edges) for edges in zip(first, end, strict=True)))
    return Part(source, tuple(numbers), words, starts, ends, np.array(sorted(asides), dtype=np.int32), turns)


def index_sources(texts: Iterable[SourceText]) -> Sources:
    """The sources made ready for looking quotations up in them.

    >>> sources = index_sources([SourceText("a", "We never slept."), SourceText("b", "They never slept.")])
    >>> len(sources), sources.spelled
    (2, ('', 'we', 'never', 'slept', 'they'))
    """
    return join_parts(map(index_text, texts))


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
