"""A short passage found in a long one, word by word: where its words stand, and which have no counterpart.

The places are looked for where words that the source has rarely stand close together; there, the passage is
aligned by dynamic programming, one row a word, as a best path through the source that may skip words (a cut) and
jump (places that were joined). The cost grows with the length of the source once, and is bounded in the product.

After Smith and Waterman, J. Mol. Biol. 147 (1981), with gap costs that grow only up to a bound.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sayso.compare.fold import Folded
from sayso.compare.forms import Forms, number_forms, number_sort
from sayso.compare.words import find_stem, weigh_word

__all__ = ["Alignment", "Source", "align", "index_source"]

_Ints = npt.NDArray[np.int32]

# Scores are whole numbers, in thousandths of the weight of a full word; a small one weighs 400 (see words.py):
# paths that are as good as one another are so exactly, on every machine.
# Set by hand, then looked at on planted changes.
_WHOLE = 1_000
_CHANGED = -0.5  # share of its weight that a word costs that stands in another's place
_INFLECTED = 0.75  # share of its weight that a word has that meets another form of itself
_ADDED, _ADDED_MORE = -0.6, -100  # a word of the passage without counterpart: share of its weight, and for each
_SAME_SORT = 100  # a pronoun for a pronoun, a number for a number: the likelier counterpart
_SKIP, _SKIP_MORE, _SKIP_MOST = -500, -30, -1_700  # words of the source left out: the first, each more, any number
_JUMP_BACK = -2_300  # to any place, backwards too
_NEVER = -9_000
_SHOWN = 0.3  # share of these costs where the passage shows a cut by an ellipsis
# The table has at most so many cells: rows are words of the passage, columns words of the source near its seeds.
_MAX_CELLS = 2_000_000
_MAX_ROWS = 400
_SEED_WORDS = 24
_SEED_HITS = 4_000


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """A passage that others are looked for in.

    Attributes:
        folded: Its words.
        forms: Their forms, numbered; they may be those of other passages too.
        words: For each word the number of its form.
        favour: What each word's place is worth beside the match itself, 0 to 50 thousandths; breaks ties.
    """

    folded: Folded
    forms: Forms
    words: _Ints
    favour: _Ints


@dataclass(frozen=True, slots=True, eq=False)
class Alignment:
    """Where each word of a passage stands in a source.

    Attributes:
        partner: For each word of the passage the number of the source's word that stands in its place, or -1.
        score: What the words that were found weigh, less the cost of cuts and changes; may be negative.
        is_cut: Whether places of the source were not looked at, for want of bounds; the best seeds were.
    """

    partner: tuple[int, ...]
    score: float
    is_cut: bool = False


def index_source(folded: Folded, favoured: Sequence[tuple[int, int, float]] = ()) -> Source:
    """The passage made ready for finding others in it. It takes time in proportion to its length.

    Args:
        folded: The passage.
        favoured: Stretches of words, first and end, and what a place within is preferred by: at most 0.05.
    """
    forms = number_forms(folded.forms)
    words = np.array([forms.numbers[form] for form in folded.forms], dtype=np.int32)
    favour = np.zeros(len(folded), dtype=np.int32)
    for first, end, worth in favoured:
        np.maximum(favour[first:end], round(worth * _WHOLE), out=favour[first:end])
    return Source(folded, forms, words, favour)


def align(passage: Folded, source: Source) -> Alignment:
    """The best alignment of a passage with a source.

    >>> from sayso.compare.fold import fold
    >>> found = align(fold("we never slept"), index_source(fold("She said: we really never slept there.")))
    >>> found.partner
    (2, 4, 5)
    """
    partner: list[int] = []
    score, is_cut = 0.0, False
    for first in range(0, len(passage), _MAX_ROWS):
        rows = passage.forms[first : first + _MAX_ROWS]
        columns, cut = _choose_columns(rows, source)
        loose = _Loose(*(frozenset(n - first for n in numbers) for numbers in (passage.gaps, passage.asides)))
        found, points = _fill_table(rows, columns, source, loose) if len(columns) else ([-1] * len(rows), 0.0)
        partner += found
        score, is_cut = score + points, is_cut or cut
    return Alignment(tuple(partner), score, is_cut)


def _choose_columns(rows: Sequence[str], source: Source) -> tuple[_Ints, bool]:
    """The numbers of the source's words to align with, in order, and whether bounds kept others out."""
    count, most = len(source.folded), _MAX_CELLS // max(1, len(rows))
    if count <= min(most, 4_000):
        return np.arange(count, dtype=np.int32), False
    votes, is_cut = _vote(rows, source)
    if not votes:
        return np.empty(0, dtype=np.int32), is_cut
    width = 2 * len(rows) + 60
    kept = np.zeros(count, dtype=bool)
    best = sorted(votes.items(), key=lambda vote: (-vote[1], vote[0]))[: max(8, most // (3 * width))]
    # Windows that have less than a quarter of the best one's votes are chance.
    for bucket, vote in best[:64]:
        if vote >= best[0][1] / 4:
            kept[max(0, (bucket - 1) * width) : (bucket + 2) * width] = True
    columns = np.flatnonzero(kept).astype(np.int32)
    return columns[:most], is_cut or len(columns) > most


def _vote(rows: Sequence[str], source: Source) -> tuple[dict[int, float], bool]:
    """For each stretch of the source the weight of the passage's rarest words in it, or near."""
    width = 2 * len(rows) + 60
    counts = np.bincount(source.words, minlength=len(source.forms.stem_row))
    known = {form: source.forms.numbers[form] for form in sorted(set(rows)) if form in source.forms.numbers}
    seeds = sorted((form for form, number in known.items() if counts[number]), key=lambda f: (counts[known[f]], f))
    votes: defaultdict[int, float] = defaultdict(float)
    is_cut = False
    for form in seeds[:_SEED_WORDS]:
        hits = np.flatnonzero(source.words == known[form])
        if len(hits) > _SEED_HITS:
            is_cut = True
            # Too common to look at every place. Where the passage has rarer words, those lead there anyhow.
            hits = hits[:_SEED_HITS]
        weight = weigh_word(form) / (1 + np.log1p(len(hits)))
        for bucket in np.unique(hits // width).tolist():
            votes[bucket] += weight
    return votes, is_cut


@dataclass(frozen=True, slots=True)
class _Loose:
    """The rows before which an ellipsis stands, and those in square brackets."""

    gaps: frozenset[int]
    asides: frozenset[int]


def _fill_table(rows: Sequence[str], columns: _Ints, source: Source, loose: _Loose) -> tuple[list[int], float]:
    """The best path of the rows' words through the columns: for each row a word's number or -1, and its score.

    Kept for each row are, for each boundary between columns, the best score of a path that has come so far, and the
    best with which a path can come there by leaving words of the source out. The way back is read from these.
    """
    count = len(columns)
    worth = _weigh_pairs(rows, source, columns, loose)
    added = [_price_added(form, is_aside=number in loose.asides) for number, form in enumerate(rows)]
    bests = np.zeros((len(rows) + 1, count + 1), dtype=np.int32)
    reaches = np.empty((len(rows), count + 1), dtype=np.int32)
    room = np.empty(count + 1, dtype=np.int32)
    plain = _Paths(count + 1)
    paths = [_Paths(count + 1, _SHOWN) if number in loose.gaps else plain for number in range(len(rows))]
    for number, path in enumerate(paths):
        best, reach, after = bests[number], reaches[number], bests[number + 1]
        path.fill_reach(best, reach, room)
        np.add(best, added[number], out=after)
        np.add(reach[:count], worth[number], out=room[:count])
        np.maximum(after[1:], room[:count], out=after[1:])
    end = int(bests[-1].argmax())
    score = int(bests[-1][end]) / _WHOLE
    partner = [-1] * len(rows)
    for number in range(len(rows) - 1, -1, -1):
        best, reach = bests[number], reaches[number]
        if end and reach[end - 1] + worth[number, end - 1] >= best[end] + added[number]:
            partner[number] = int(columns[end - 1])
            end = paths[number].find_origin(best, reach, end - 1)
    return partner, score


def _price_added(form: str, *, is_aside: bool) -> int:
    """What a path loses by a word without counterpart; one in brackets was added by whoever quotes."""
    return _ADDED_MORE if is_aside else round(_ADDED * _WHOLE * weigh_word(form)) + _ADDED_MORE


def _weigh_pairs(rows: Sequence[str], source: Source, columns: _Ints, loose: _Loose) -> _Ints:
    """What each pair of a row's and a column's word adds to a path; a word in brackets stands for no other word."""
    forms, words = source.forms, source.words[columns]
    weights = [weigh_word(form) for form in rows]
    changed = [_NEVER if n in loose.asides else round(_CHANGED * _WHOLE * w) for n, w in enumerate(weights)]
    worth = np.repeat(_stand(changed), len(columns), axis=1)
    worth[_stand([number_sort(form) for form in rows]) == forms.sort_row[words]] += _SAME_SORT
    inflected = _stand([forms.stems.get(find_stem(form), -1) for form in rows]) == forms.stem_row[words]
    same = _stand([forms.numbers.get(form, -1) for form in rows]) == words
    for number, form in enumerate(rows):
        for alike in forms.find_alike(form):
            same[number] |= words == alike
    np.copyto(worth, _stand([round(_INFLECTED * _WHOLE * w) for w in weights]), where=inflected)
    if source.folded.asides:
        # Nobody said these, so no other word stands for them.
        nobodys = sorted(source.folded.asides)
        worth[:, nobodys if len(columns) == len(source.folded) else np.isin(columns, nobodys)] = _NEVER
    np.copyto(worth, _stand([round(_WHOLE * w) for w in weights]) + source.favour[columns], where=same)
    return worth


def _stand(numbers: Sequence[int]) -> _Ints:
    """The numbers as a column, to be held against a row."""
    return np.array(numbers, dtype=np.int32)[:, None]


class _Paths:
    """How paths come to a boundary: from the one before, or by leaving out words, which costs `share` of the full."""

    def __init__(self, count: int, share: float = 1.0) -> None:
        skip, more, self.most, self.back = (round(share * cost) for cost in (_SKIP, _SKIP_MORE, _SKIP_MOST, _JUMP_BACK))
        self.steps = np.arange(count, dtype=np.int32) * np.int32(more)
        self.near = self.steps + np.int32(skip)

    def fill_reach(self, best: _Ints, reach: _Ints, room: _Ints) -> None:
        """For each boundary the best score with which a path can come to it."""
        np.subtract(best, self.steps, out=room)
        np.maximum.accumulate(room, out=room)
        np.add(room, self.near, out=room)
        np.maximum(room, best, out=reach)
        np.maximum.accumulate(best, out=room)
        np.add(room, self.most, out=room)
        np.maximum(reach, room, out=reach)
        np.maximum(reach, room[-1] - self.most + self.back, out=reach)

    def find_origin(self, best: _Ints, reach: _Ints, place: int) -> int:
        """The boundary from which the best path comes to this one."""
        reached = reach[place]
        if reached == best[place]:
            return place
        before = best[: place + 1]
        ahead = before - self.steps[: place + 1]
        if reached == ahead.max() + self.near[place]:
            return _find_last_highest(ahead)
        if reached == before.max() + self.most:
            return _find_last_highest(before)
        return int(best.argmax())


def _find_last_highest(values: _Ints) -> int:
    return len(values) - 1 - int(values[::-1].argmax())
