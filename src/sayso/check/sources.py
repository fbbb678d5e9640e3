"""Many texts made ready for looking words up in all of them at once.

Of every text the words are kept as numbers with their places, and for every pair of neighbouring words where it
stands: two sorted arrays, so that a thousand transcripts fit in a few hundred megabytes and are built in seconds.
The words here are rougher than those of `compare`: they find the neighbourhood, `compare` names what stands there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from sayso.text import Span

__all__ = ["BUCKET", "Part", "SourceText", "Sources", "index_sources", "index_text", "join_parts", "read_words"]

_Ints = npt.NDArray[np.int32]
_Longs = npt.NDArray[np.int64]
_WORD = re.compile(r"[^\W_]+")
_FORMAT = 1
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
    """

    id: str
    text: str
    date: str | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """The words of one source: what an index file keeps of it.

    Attributes:
        source: The source itself.
        forms: Its different words, small letters.
        words: For each word of the text the place of its form in `forms`.
        starts: Where each word starts in the text.
    """

    source: SourceText
    forms: tuple[str, ...]
    words: _Ints
    starts: _Ints

    def to_bytes(self) -> bytes:
        """The part as it is kept in a file."""
        source = self.source
        head: dict[str, Any] = {
            "format": _FORMAT,
            "id": source.id,
            "date": source.date,
            "title": source.title,
            "text": source.text,
            "forms": " ".join(self.forms),
            "words": len(self.words),
        }
        written = json.dumps(head).encode("ascii")
        return b"".join((len(written).to_bytes(8, "little"), written, *map(_write, (self.words, self.starts))))

    @staticmethod
    def from_bytes(data: bytes) -> Part:
        """The part that was kept.

        Raises:
            ValueError: These are not the bytes of a part, or of one that another version wrote.
        """
        try:
            end = 8 + int.from_bytes(data[:8], "little")
            head = json.loads(data[8:end])
            source = SourceText(head["id"], head["text"], head["date"], head["title"])
            words, starts = np.frombuffer(data, dtype="<i4", offset=end).astype(np.int32).reshape(2, head["words"])
        except (KeyError, TypeError, ValueError) as err:
            raise ValueError("an indexed source cannot be read; build the index anew") from err
        if head["format"] != _FORMAT:
            raise ValueError(f"an indexed source has format {head['format']}, not {_FORMAT}; build the index anew")
        return Part(source, tuple(head["forms"].split()), words, starts)


def _write(numbers: _Ints) -> bytes:
    return numbers.astype("<i4").tobytes()


@dataclass(frozen=True, slots=True, eq=False)
class Sources:
    """Sources made ready: their words one after another, and where each word and each pair of words stands.

    Attributes:
        parts: The sources with their words, in the order in which they were given.
        numbers: For each word form its number, from 1.
        words: The numbers of all words; each source is filled up with zeros to a whole stretch of `BUCKET`.
        firsts: Where each source's words begin in `words`.
        order: Where words stand in `words`, those of one form together.
        ends: For each number the place in `order` up to which its places stand.
        pair_order: Where pairs of neighbouring words begin in `words`, those of one pair together.
        pairs: The pairs in the order of `pair_order`, each as one number.
        bucket_sources: For each stretch of `BUCKET` words the number of its source.
    """

    parts: tuple[Part, ...]
    numbers: dict[str, int]
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

    def find_pairs(self, first: Sequence[int], second: Sequence[int]) -> tuple[_Longs, _Longs]:
        """For each pair of neighbouring words where its places in `pair_order` begin and end."""
        keys = np.array(first, dtype=np.int64) * np.int64(len(self.numbers) + 1) + np.array(second, dtype=np.int64)
        low, high = (np.searchsorted(self.pairs, keys, side=side).astype(np.int64) for side in _SIDES)
        return low, high

    def span(self, source: int, first: int, end: int) -> Span:
        """Where a source's words from `first` up to `end` stand in its text, given as places in `words`."""
        part, before = self.parts[source], int(self.firsts[source])
        low, high = max(0, first - before), min(len(part.words), end - before)
        text_end = int(part.starts[high]) if high < len(part.starts) else len(part.source.text)
        return Span(int(part.starts[low]) if 0 < low < len(part.starts) else 0, text_end)


def index_text(source: SourceText) -> Part:
    """The words of one source. It takes time in proportion to its length."""
    numbers: dict[str, int] = {}
    found = [(numbers.setdefault(form, len(numbers)), start) for form, start in read_words(source.text)]
    words, starts = np.array(found, dtype=np.int32).reshape(-1, 2).T
    return Part(source, tuple(numbers), words.copy(), starts.copy())


def read_words(text: str) -> list[tuple[str, int]]:
    """The words of a text in small letters, each with where it starts.

    >>> read_words("We don’t.")
    [('we', 0), ('don', 3), ('t', 7)]
    """
    # Not casefold(): it may change the length, and the words of a text must not depend on what stands before them.
    return [(found.group().lower(), found.start()) for found in _WORD.finditer(text)]


def index_sources(texts: Iterable[SourceText]) -> Sources:
    """The sources made ready for looking quotations up in them.

    >>> sources = index_sources([SourceText("a", "We never slept."), SourceText("b", "They never slept.")])
    >>> len(sources), sources.numbers["never"]
    (2, 2)
    """
    return join_parts(map(index_text, texts))


def join_parts(parts: Iterable[Part]) -> Sources:
    """Sources whose words were read before, joined."""
    kept = tuple(parts)
    numbers: dict[str, int] = {}
    words, firsts, at = [], [], 0
    for part in kept:
        own = np.array([numbers.setdefault(form, len(numbers) + 1) for form in part.forms], dtype=np.int32)
        filled = np.full(-(-(len(part.words) + 1) // BUCKET) * BUCKET, _ABSENT, dtype=np.int32)
        filled[: len(part.words)] = own[part.words] if len(own) else 0
        words.append(filled)
        firsts.append(at)
        at += len(filled)
    return _sort(kept, numbers, np.concatenate(words) if words else np.empty(0, np.int32), firsts)


def _sort(parts: tuple[Part, ...], numbers: dict[str, int], words: _Ints, firsts: Sequence[int]) -> Sources:
    """The words sorted, one by one and in pairs; those that fill up are left out."""
    said = np.flatnonzero(words).astype(np.int32)
    order = said[np.argsort(words[said], kind="stable")]
    ends = np.cumsum(np.bincount(words[said], minlength=len(numbers) + 1)).astype(np.int64)
    pairs = words[said].astype(np.int64) * np.int64(len(numbers) + 1) + words[said + 1]
    by_pair = np.argsort(pairs, kind="stable")
    begins = np.array(firsts, dtype=np.int64)
    counts = np.diff(np.append(begins, len(words))) // BUCKET
    return Sources(
        parts,
        numbers,
        words,
        begins,
        order,
        ends,
        said[by_pair],
        pairs[by_pair],
        np.repeat(np.arange(len(parts), dtype=np.int32), counts),
    )
