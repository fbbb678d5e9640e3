"""A short passage found in a long one, word by word: where its words stand, and which have no counterpart.

The places are looked for where words that the source has rarely stand close together; there, the passage is
aligned by dynamic programming, one row a word, as a best path through the source that may skip words (a cut) and
jump (places that were joined). The cost grows with the length of the source once, and is bounded in the product.

After Smith and Waterman, J. Mol. Biol. 147 (1981), with gap costs that grow only up to a bound.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sayso.compare.fold import Folded
from sayso.compare.words import CLIPPED, Sort, are_same, find_stem, sort_word, weigh_word

__all__ = ["Alignment", "Source", "align", "index_source"]

_Floats = npt.NDArray[np.float32]
_Ints = npt.NDArray[np.int32]

# Set by hand, then looked at on planted changes; a word that tells weighs 1, a small one 0.4 (see words.py).
_CHANGED = -0.5  # a word that stands in another's place
_ADDED, _ADDED_MORE = -0.6, -0.1  # a word of the passage without counterpart: by its weight, and for each
_SAME_SORT = 0.1  # a pronoun for a pronoun, a number for a number: the likelier counterpart
_SKIP, _SKIP_MORE, _SKIP_MOST = -0.5, -0.03, -1.7  # words of the source left out: the first, each more, any number
_JUMP_BACK = -2.3  # to any place, backwards too
_NEVER = -9.0
_SHOWN = 0.3  # share of these costs where the passage shows a cut by an ellipsis
_INFLECTED = 0.75  # share of its weight that a word has that meets another form of itself
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
        places: For each word form the numbers of the words that have it.
        stems: For each stem its number.
        form_row: For each word the number of the first word that has its form.
        stem_row: For each word its stem's number.
        sort_row: For each word its sort's place among all sorts.
        favour: What each word's place is worth beside the match itself, 0 to 0.05; breaks ties between places.
    """

    folded: Folded
    places: Mapping[str, array[int]]
    stems: Mapping[str, int]
    form_row: _Ints
    stem_row: _Ints
    sort_row: _Ints
    favour: _Floats


@dataclass(frozen=True, slots=True, eq=False)
class Alignment:
    """Where each word of a passage stands in a source.

    Attributes:
        partner: For each word of the passage the number of the source's word that stands in its place, or -1.
        equal: For each word whether the partner is the same word in comparison form.
        score: What the words that were found weigh, less the cost of cuts and changes; may be negative.
        share: The weight of the words that were found (a form of the same word counts in part), 0 to 1.
        is_cut: Whether places of the source were not looked at, for want of bounds; the best seeds were.
    """

    partner: tuple[int, ...]
    equal: tuple[bool, ...]
    score: float
    share: float
    is_cut: bool = False


def index_source(folded: Folded, favoured: Sequence[tuple[int, int, float]] = ()) -> Source:
    """The passage made ready for finding others in it. It takes time in proportion to its length.

    Args:
        folded: The passage.
        favoured: Stretches of words, first and end, and what a place within is preferred by: at most 0.05.
    """
    places: defaultdict[str, array[int]] = defaultdict(lambda: array("q"))
    stems: dict[str, int] = {}
    form_row, stem_row, sort_row = (np.empty(len(folded), dtype=np.int32) for _ in range(3))
    for number, form in enumerate(folded.forms):
        places[form].append(number)
        form_row[number] = places[form][0]
        stem_row[number] = stems.setdefault(find_stem(form), len(stems))
        sort_row[number] = _SORT_NUMBERS[sort_word(form)]
    favour = np.zeros(len(folded), dtype=np.float32)
    for first, end, worth in favoured:
        np.maximum(favour[first:end], worth, out=favour[first:end])
    return Source(folded, dict(places), stems, form_row, stem_row, sort_row, favour)


def align(passage: Folded, source: Source) -> Alignment:
    """The best alignment of a passage with a source; its share is 0 where they have nothing in common.

    >>> from sayso.compare.fold import fold
    >>> found = align(fold("we never slept"), index_source(fold("She said: we really never slept there.")))
    >>> found.partner, found.equal, round(found.share, 2)
    ((2, 4, 5), (True, True, True), 1.0)
    """
    partner: list[int] = []
    equal: list[bool] = []
    score, is_cut = 0.0, False
    for first in range(0, len(passage), _MAX_ROWS):
        rows = passage.forms[first : first + _MAX_ROWS]
        columns, cut = _choose_columns(rows, source)
        loose = _Loose(*(frozenset(n - first for n in numbers) for numbers in (passage.gaps, passage.asides)))
        found, points = _fill_table(rows, columns, source, loose) if len(columns) else ([-1] * len(rows), 0.0)
        partner += found
        score, is_cut = score + points, is_cut or cut
    forms = source.folded.forms
    forms = source.folded.forms
    equal = [j >= 0 and are_same(passage.forms[i], forms[j]) for i, j in enumerate(partner)]
    weights = [weigh_word(form) for form in passage.forms]
    had = sum(
        w if same else (w * _INFLECTED if j >= 0 and find_stem(form) == find_stem(forms[j]) else 0.0)
        for w, same, j, form in zip(weights, equal, partner, passage.forms, strict=True)
    )
    return Alignment(tuple(partner), tuple(equal), score, had / (sum(weights) or 1.0), is_cut)


_SORT_NUMBERS = {sort: number for number, sort in enumerate(Sort)}
_ALIKE: dict[str, frozenset[str]] = CLIPPED | {
    full: frozenset(clipped for clipped, fulls in CLIPPED.items() if full in fulls)
    for fulls in CLIPPED.values()
    for full in fulls
    if full not in CLIPPED
}


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
    known = sorted((form for form in set(rows) if form in source.places), key=lambda f: (len(source.places[f]), f))
    votes: defaultdict[int, float] = defaultdict(float)
    is_cut = False
    for form in known[:_SEED_WORDS]:
        hits = source.places[form]
        if len(hits) > _SEED_HITS:
            is_cut = True
            # Too common to look at every place. Where the passage has rarer words, those lead there anyhow.
            hits = hits[:_SEED_HITS]
        weight = weigh_word(form) / (1 + np.log1p(len(hits)))
        for bucket in {hit // width for hit in hits}:
            votes[bucket] += weight
    return votes, is_cut


@dataclass(frozen=True, slots=True)
class _Loose:
    """The rows before which an ellipsis stands, and those in square brackets."""

    gaps: frozenset[int]
    asides: frozenset[int]


def _fill_table(rows: Sequence[str], columns: _Ints, source: Source, loose: _Loose) -> tuple[list[int], float]:
    """The best path of the rows' words through the columns: for each row a word's number or -1, and its score.

    `best` holds, for each boundary between columns, the best score of a path that has come so far; `came` the
    boundary from which it came there, or -1 where the row's word has no counterpart.
    """
    count = len(columns)
    columned = _Columns(source, columns)
    best = np.zeros(count + 1, dtype=np.float32)
    came = np.full((len(rows), count + 1), -1, dtype=np.int32)
    for number, form in enumerate(rows):
        reach, origin = _reach(best, _SHOWN if number in loose.gaps else 1.0)
        paired = reach[:count] + columned.worth(form, is_aside=number in loose.asides)
        best += np.float32(_ADDED_MORE if number in loose.asides else _ADDED * weigh_word(form) + _ADDED_MORE)
        better = paired >= best[1:]
        best[1:][better] = paired[better]
        came[number, 1:][better] = origin[:count][better]
    end = int(best.argmax())
    return _trace(came, columns, end), float(best[end])


def _trace(came: _Ints, columns: _Ints, boundary: int) -> list[int]:
    """For each row the word that the best path took for it, or -1; the path ends at `boundary`."""
    partner = [-1] * len(came)
    for row in range(len(came) - 1, -1, -1):
        step = int(came[row, boundary])
        if step >= 0:
            partner[row] = int(columns[boundary - 1])
            boundary = step
    return partner


class _Columns:
    """What each word of a passage is worth against each of the source's words that were chosen."""

    def __init__(self, source: Source, columns: _Ints) -> None:
        self.source = source
        self.forms, self.stems = source.form_row[columns], source.stem_row[columns]
        self.sorts, self.favour = source.sort_row[columns], source.favour[columns]

    def worth(self, form: str, *, is_aside: bool) -> _Floats:
        """For each column what it adds to a path that puts the word there; one in brackets stands for no other word."""
        weight = weigh_word(form)
        worth = np.full(len(self.forms), _NEVER if is_aside else _CHANGED * weight, dtype=np.float32)
        worth[self.sorts == _SORT_NUMBERS[sort_word(form)]] += np.float32(_SAME_SORT)
        stem = self.source.stems.get(find_stem(form))
        if stem is not None:
            worth[self.stems == stem] = _INFLECTED * weight
        for alike in (form, *sorted(_ALIKE.get(form, ()))):
            if alike in self.source.places:
                here = self.forms == self.source.places[alike][0]
                worth[here] = weight + self.favour[here]
        return worth


def _reach(best: _Floats, share: float) -> tuple[_Floats, _Ints]:
    """For each column the best score with which a path can come to it, and the boundary that it comes from.

    What is skipped costs `share` of what it costs elsewhere.
    """
    count = len(best)
    steps = np.arange(count, dtype=np.float32)
    own = np.arange(count, dtype=np.int32)
    skip, more, most, back = (np.float32(share * cost) for cost in (_SKIP, _SKIP_MORE, _SKIP_MOST, _JUMP_BACK))
    near = _running_argmax(best - steps * more)
    skipped = best[near] + skip + (steps - near) * more
    far = _running_argmax(best)
    reach, origin = best.copy(), own
    for values, froms in ((skipped, near), (best[far] + most, far)):
        better = values > reach
        reach, origin = np.where(better, values, reach), np.where(better, froms, origin)
    top = int(best.argmax())
    jumped = best[top] + back
    better = jumped > reach
    return np.where(better, jumped, reach), np.where(better, top, origin).astype(np.int32)


def _running_argmax(values: _Floats) -> _Ints:
    """For each place the last place so far that has the highest value so far."""
    highest = np.maximum.accumulate(values)
    return np.maximum.accumulate(np.where(values >= highest, np.arange(len(values)), 0)).astype(np.int32)
