"""Where the words of a passage stand in an article's text, whatever was read there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sayso.compare import Source, compare_passage, fold, index_source
from sayso.compare.words import find_stem
from sayso.match import Change
from sayso.segment import pair_marks
from sayso.text import Span
from sayso.trace.judge import Rules, judge
from sayso.trace.weights import weigh
from sayso.trace.wordings import Wordings, fold_passage

__all__ = ["Placed", "Text", "find_place", "list_runs"]

_WORD = re.compile(r"[^\W_]+")
# Words that weigh less lead to too many articles; so many others are looked for at once, near one another.
_SAYS_SOMETHING, _AT_ONCE, _MOST_RUNS = 1.75, 3, 8
# What the words of a passage say that stand somewhere in the text, at least, for it to be looked at closely.
_LEAST_SHARE = 0.65
# The place has so many times the words of the passage at most, and some more.
_LONGEST, _MORE_WORDS = 1.4, 6
# Words that an article has in its own voice must be nearly all of what is told elsewhere: facts are anybody's.
_RULES = Rules(told=((17.0, 0.95, 10, 60),))
# So many common words in a row are looked for, where there are too few others.
_ROW = 6


@dataclass(slots=True)
class Text:
    """The text of an article; it is made ready for being searched when it first has most of the words.

    Attributes:
        text: The text.
    """

    text: str
    _stems: frozenset[str] | None = None
    _source: Source | None = None
    _marked: tuple[Span, ...] = ()

    def has_most(self, stems: Iterable[str]) -> bool:
        """Whether most of what these words say stands somewhere in it."""
        if self._stems is None:
            self._stems = frozenset(map(find_stem, set(_WORD.findall(self.text.casefold()))))
        whole = had = 0.0
        for stem in stems:
            weight = weigh(stem)
            whole += weight
            # Numbers and contractions are written in several ways.
            had += weight if stem in self._stems or not stem.isalpha() else 0.0
        return had >= _LEAST_SHARE * whole

    def search(self) -> tuple[Source, tuple[Span, ...]]:
        """The text as a source, and its stretches in quotation marks."""
        if self._source is None:
            self._source = index_source(fold(self.text))
            self._marked = tuple(it.span for it in pair_marks(self.text) if not it.depth)
        return self._source, self._marked


@dataclass(frozen=True, slots=True)
class Placed:
    """A place of the words of a passage.

    Attributes:
        span: The stretch that they stand in, quotation marks included.
        kind: "direct" if they stand in quotation marks, else "indirect" or "mixed".
        days: Within how many days of the passage the article must be.
    """

    span: Span
    kind: str
    days: int


def list_runs(pieces: Iterable[str]) -> list[tuple[str, ...]]:
    """Words that an article must have near one another to be worth looking at; one run of them is enough.

    Where the words are too common, these are some of them in a row.

    >>> list_runs(["the lighthouse keeper painted the harbour"])
    [('lighthouse', 'keeper', 'painted')]
    """
    words = [word for piece in pieces for word in _WORD.findall(piece)]
    said = [word for word in words if weigh(find_stem(word.casefold())) >= _SAYS_SOMETHING]
    runs = [tuple(said[first : first + _AT_ONCE]) for first in range(0, len(said) - _AT_ONCE + 1, _AT_ONCE)]
    if not runs:
        rows = range(0, len(words) - _ROW + 1, _ROW)
        runs = [tuple(words[first : first + _ROW]) for first in rows]
    step = max(1, -(-len(runs) // _MOST_RUNS))
    return list(dict.fromkeys(runs[::step]))


def find_place(pieces: Sequence[str], kind: str, text: Text, *, is_asked: bool = False) -> Placed | None:
    """The place where the words of a passage stand in a text; None if they do not.

    Args:
        pieces: The stretches that its words stand in.
        kind: "direct", "indirect" or "mixed".
        text: The text.
        is_asked: Whether somebody asks for these words: then they may stand there without quotation marks.
    """
    passage = fold_passage(pieces, kind)
    if not text.has_most(map(find_stem, passage.forms)):
        return None
    source, marked = text.search()
    if not len(source.folded):
        return None
    found = compare_passage(passage, source)
    if found.label is Change.NOT_FOUND or not found.places:
        return None
    span = _take_marks(text.text, marked, _find_stretch(found.places, text.text, len(passage)))
    is_marked = any(it.start <= span.start and span.end <= it.end for it in marked)
    has_marks = any(it.start < span.end and span.start < it.end for it in marked)
    own = "direct" if is_marked else "mixed" if has_marks else "indirect"
    wordings = Wordings()
    one, other = wordings.add(pieces, kind), wordings.add([span.of(text.text)], kind if is_asked else own)
    days = judge(wordings.wordings[one], wordings.wordings[other]).find_days(_RULES)
    return None if days is None else Placed(span, own, days)


def _find_stretch(places: Iterable[Span], text: str, count: int) -> Span:
    """From the first to the last place, where few other words stand between; else the longest place."""
    ordered = sorted(places)
    whole = Span(ordered[0].start, max(place.end for place in ordered))
    words = sum(1 for _ in _WORD.finditer(text, whole.start, whole.end))
    if words <= _LONGEST * count + _MORE_WORDS:
        return whole
    return max(ordered, key=lambda place: place.end - place.start)


def _take_marks(text: str, marked: Iterable[Span], place: Span) -> Span:
    """The place, with the marks that stand just round it."""
    start, end = place
    for it in marked:
        if it.start < place.start and place.end < it.end:
            start = it.start if not _WORD.search(text, it.start, place.start) else start
            end = it.end if not _WORD.search(text, place.end, it.end) else end
    return Span(start, end)
