"""One source with its words in comparison form: what is indexed once and kept."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from sys import intern
from typing import Any, cast

import numpy as np
import numpy.typing as npt

from sayso.article import Article, PagedArticle, TimedArticle
from sayso.check.turns import Turns, find_turns
from sayso.compare import fold
from sayso.given import check_given, check_texts

__all__ = ["Part", "SourceText", "find_stated_date", "index_text", "list_sources"]

_Ints = npt.NDArray[np.int32]
_FORMAT = 6
# What the readers of documents call the facts that a program wrote into a file.
_OF_FILES = ("properties", "metadata")
_LABEL_CHARS = 400  # no label of a turn is longer, with what stands before it


def find_stated_date(article: Article) -> str | None:
    """The date of an article or talk; not that of a file, which says when somebody saved it."""
    origin = dict(article.origins).get("published", "")
    return None if origin.endswith(_OF_FILES) else article.published


@dataclass(frozen=True, slots=True)
class SourceText:
    """A text that quotations are looked for in.

    Attributes:
        id: What it is called in results; unique among the sources of one run.
        text: The text; places count in it.
        date: Date or time as ISO 8601, if known.
        title: Its title, if it has one.
        url: Its address, if it is on the web.
        pages: For what was printed, where each page begins in the text.
        times: For subtitles, places in the text and the seconds at which they are heard; both in order.
        voices: For subtitles, the names that begin turns.
    """

    id: str
    text: str
    date: str | None = None
    title: str | None = None
    url: str | None = None
    times: tuple[tuple[int, float], ...] = ()
    pages: tuple[int, ...] = ()
    voices: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        for name in ("id", "text"):
            check_given(f"the {name} of a source", getattr(self, name), str, "it as a str")
        check_texts(f"source {self.id!r:.80}", self, "date title url")

    @staticmethod
    def from_article(article: Article) -> SourceText:
        """What was read as a source, with the text as it was given: a headline put before it is left out."""
        check_given("this", article, Article, "an Article, as from read_articles")
        text = article.given_span.of(article.text) if article.given_span else article.text
        times, voices = (article.times, article.voices) if isinstance(article, TimedArticle) else ((), frozenset())
        before = article.given_span.start if article.given_span else 0
        pages = tuple(page - before for page in article.pages) if isinstance(article, PagedArticle) else ()
        return SourceText(article.id, text, find_stated_date(article), article.title, article.url, times, pages, voices)


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
        """The part as it is kept in a file, without its source: whoever asks for it has that."""
        turns = self.turns
        numbers = (self.words, self.starts, self.ends, self.asides)
        head: dict[str, Any] = {
            "format": _FORMAT,
            "forms": self.forms,
            "lengths": [len(one) for one in numbers],
            "turns": [list(turns.starts), turns.names],
        }
        written = json.dumps(head).encode("ascii")
        return b"".join((len(written).to_bytes(8, "little"), written, *map(_write, numbers)))

    @staticmethod
    def from_bytes(data: bytes, source: SourceText) -> Part:
        """The part that was kept. Whatever is in the bytes, all places of the part lie within its source's text.

        Args:
            data: What `to_bytes` gave.
            source: The source that it is a part of.

        Raises:
            ValueError: These are not the bytes of a part of that source, or of one that another version wrote.
        """
        try:
            end = 8 + int.from_bytes(data[:8], "little")
            head = json.loads(data[8:end])
            form = head["format"]
            # The same words stand in many sources; each is kept once.
            forms, (begins, names) = tuple(map(intern, head["forms"])), head["turns"]
            numbers = np.frombuffer(data, dtype="<i4", offset=end).astype(np.int32)
            words, starts, ends, asides, rest = _split(numbers, head["lengths"])
            turns = Turns(array("q", begins), tuple(map(intern, names)))
        except (AttributeError, KeyError, OverflowError, RecursionError, TypeError, ValueError) as err:
            raise ValueError("an indexed source cannot be read; build the index anew") from err
        if form != _FORMAT:
            raise ValueError(f"an indexed source has format {form!r:.40}, not {_FORMAT}; build the index anew")
        part = Part(source, forms, words, starts, ends, asides, turns)
        if len(rest) or not part.is_sound():
            raise ValueError("an indexed source is damaged; build the index anew")
        return part

    def is_sound(self) -> bool:
        """Whether words, places and turns fit together and lie in the text, in order, as `index_text` makes them."""
        return self._has_sound_words() and self._has_sound_places() and self._has_sound_turns()

    def _has_sound_words(self) -> bool:
        forms, words = self.forms, self.words
        if not len(words):
            return not forms and not any(map(str.isalnum, self.source.text))
        if not all(forms) or len(set(forms)) < len(forms) or words.min() != words[0] or words[0] != 0:
            return False
        # Forms are numbered as they come: no number is higher than all before it by more than one.
        highest = np.maximum.accumulate(words)
        return bool(highest[-1] == len(forms) - 1 and (highest[1:] - highest[:-1] <= 1).all())

    def _has_sound_places(self) -> bool:
        starts, ends, asides, count = self.starts, self.ends, self.asides, len(self.words)
        if not count == len(starts) == len(ends):
            return False
        if count and not 0 <= starts.min() <= ends.max() <= len(self.source.text):
            return False
        if len(asides) and not 0 <= asides.min() <= asides.max() < count:
            return False
        return bool((starts < ends).all() and (starts[1:] >= starts[:-1]).all() and (asides[1:] > asides[:-1]).all())

    def _has_sound_turns(self) -> bool:
        text, begins, names = self.source.text, self.turns.starts, self.turns.names
        numbers = np.array(begins, dtype=np.int64)
        if len(begins) != len(names) or (numbers < 0).any() or (numbers[1:] <= numbers[:-1]).any():
            return False
        return all(_begins_turn(text, begin, name) for begin, name in zip(begins, names, strict=True))


def _begins_turn(text: str, begin: int, name: str) -> bool:
    """Whether the name stands there, whatever the blanks between its words."""
    end = begin + _LABEL_CHARS
    return name != "" and (text.find(name, begin, end) >= 0 or name in " ".join(text[begin:end].split()))


def _split(numbers: _Ints, lengths: list[Any]) -> list[_Ints]:
    """The numbers in pieces of these lengths, and what is left."""
    if not all(isinstance(length, int) and 0 <= length <= len(numbers) for length in lengths):
        raise ValueError("the lengths do not fit")
    return np.split(numbers, np.cumsum(lengths))


def _write(numbers: _Ints) -> bytes:
    return numbers.astype("<i4").tobytes()


def make_source(given: object) -> SourceText:
    """The source; an article becomes one.

    Raises:
        TypeError: It is neither.
    """
    if isinstance(given, SourceText):
        return given
    if isinstance(given, Article):
        return SourceText.from_article(given)
    raise TypeError(f"{given!r:.60} is no source; give Articles, as from read_articles, or SourceText(id, text)")


def list_sources(given: Iterable[SourceText | Article] | SourceText | Article) -> Iterator[SourceText]:
    """Yield the sources one after the other; one alone is a list of one.

    Raises:
        TypeError: Something is neither a source nor an article.
    """
    is_one = isinstance(given, SourceText | Article | str | bytes) or not isinstance(given, Iterable)
    yield from map(make_source, (given,) if is_one else cast("Iterable[object]", given))


def index_text(source: SourceText) -> Part:
    """The words of one source. It takes time in proportion to its length."""
    folded, (turns, labels) = fold(source.text), find_turns(source.text, source.voices)
    numbers: dict[str, int] = {}
    words = np.array([numbers.setdefault(form, len(numbers)) for form in folded.forms], dtype=np.int32)
    starts, ends = (np.array(places, dtype=np.int32) for places in (folded.starts, folded.ends))
    # The label of a turn is nobody's words.
    first, end = (np.searchsorted(starts, [label[side] for label in labels]).tolist() for side in (0, 1))
    asides = folded.asides.union(*(range(*edges) for edges in zip(first, end, strict=True)))
    return Part(source, tuple(numbers), words, starts, ends, np.array(sorted(asides), dtype=np.int32), turns)
