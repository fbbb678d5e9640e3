"""Whether two wordings are one utterance: by how much of what they share is more than chance, and how much differs.

The settings were chosen on one half of ../shared/data/trace (evaluation/trace.py) and measured on the other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import LCSseq, MatchingBlock

from sayso.trace.wordings import Wording

__all__ = ["Likeness", "judge"]

# Words that nobody quotes: both accounts have nearly all of the shorter one, and it says this much, in nats.
_LEAST, _LEAST_SHARE, _LEAST_WORDS = 18.0, 0.81, 9
# Quoted words: from so few words and so little on if all of them are the same; …
_FEWEST_WORDS, _LEAST_QUOTED, _NEARLY_ALL = 6, 8.0, 0.95
# … the more is shared, the more may differ, up to this.
_MUCH_QUOTED, _LEAST_QUOTED_SHARE = 15.0, 0.65
# A stretch of quoted words in a row, whatever stands around it: two outlets cut one speech at different places.
_ROW, _ROW_WORDS = 18.0, 8
# From here on, words are the same however much time lies between them: so much is not said twice in the same words.
_SURE, _SURE_SHARE, _SURE_QUOTED = 35.0, 0.95, 20.0
# Words in a row that weigh less meet by chance, and are not counted.
_LEAST_BLOCK = 1.5
# A quoted word that stands in both in another order counts so much of its weight.
_MOVED = 0.75


@dataclass(frozen=True, slots=True)
class Likeness:
    """What two wordings share.

    Attributes:
        shared: What the words say that stand in both in the same order, in nats.
        share: Their share of the lighter wording, 0 to 1.
        quoted: What those say that stand in quotation marks in both.
        quoted_share: Their share of the quoted words of the one that has fewer.
        row: The weight of the heaviest stretch of quoted words in a row.
        row_words: How many words that are.
        words: How many words are shared.
    """

    shared: float
    share: float
    quoted: float
    quoted_share: float
    row: float
    row_words: int
    words: int

    @property
    def is_same(self) -> bool:
        """Whether that is enough for one utterance."""
        if self.shared >= _LEAST and self.share >= _LEAST_SHARE and self.words >= _LEAST_WORDS:
            return True
        if self.row >= _ROW and self.row_words >= _ROW_WORDS:
            return True
        if self.quoted < _LEAST_QUOTED or self.words < _FEWEST_WORDS:
            return False
        grown = min(1.0, (self.quoted - _LEAST_QUOTED) / (_MUCH_QUOTED - _LEAST_QUOTED))
        return self.quoted_share >= _NEARLY_ALL + grown * (_LEAST_QUOTED_SHARE - _NEARLY_ALL)

    @property
    def is_sure(self) -> bool:
        """Whether that holds however much time lies between them; else they must be of about the same days."""
        is_whole = self.shared >= _SURE and self.share >= _SURE_SHARE
        return self.is_same and (is_whole or self.quoted >= _SURE_QUOTED)


def judge(one: Wording, other: Wording) -> Likeness:
    """What two wordings share; the order of the two makes no difference."""
    if (other.weight, other.signs, other.marked) < (one.weight, one.signs, one.marked):
        one, other = other, one
    shared = quoted = row = 0.0
    row_words = words = 0
    blocks = LCSseq.editops(one.stems, other.stems).as_matching_blocks()
    for block in blocks:
        here, there, size = block.a, block.b, block.size
        weights = one.weights[here : here + size]
        weight = sum(weights)
        if weight < _LEAST_BLOCK:
            continue
        shared += weight
        words += size
        ours, theirs = one.marked[here : here + size], other.marked[there : there + size]
        if 0 not in ours and 0 not in theirs:
            said, count = weight, size
        else:
            both = [w for w, a, b in zip(weights, ours, theirs, strict=True) if a and b]
            said, count = sum(both), len(both)
        quoted += said
        if said > row:
            row, row_words = said, count
    moved, moved_words = _find_moved(one, other, blocks)
    shared, quoted, words = shared + moved, quoted + moved, words + moved_words
    least = min(one.marked_weight, other.marked_weight)
    return Likeness(
        shared,
        shared / one.weight if one.weight else 0.0,
        quoted,
        quoted / least if least else 0.0,
        row,
        row_words,
        words,
    )


def _find_moved(one: Wording, other: Wording, blocks: Sequence[MatchingBlock]) -> tuple[float, int]:
    """The weight and number of the quoted words that stand in both, yet in another order."""
    if not (one.marked_weight and other.marked_weight):
        return 0.0, 0
    ours, theirs = _list_left(one, [(b.a, b.size) for b in blocks]), _list_left(other, [(b.b, b.size) for b in blocks])
    both = Counter(one.stems[n] for n in ours) & Counter(other.stems[n] for n in theirs)
    weight, words = 0.0, 0
    for number in ours:
        if both.get(one.stems[number]):
            both[one.stems[number]] -= 1
            weight += _MOVED * one.weights[number]
            words += 1
    return weight, words


def _list_left(wording: Wording, blocks: Iterable[tuple[int, int]]) -> list[int]:
    """The numbers of the quoted words between the first and the last block that belong to none."""
    left, done = [], None
    for start, size in blocks:
        if size and done is not None:
            left += [number for number in range(done, start) if wording.marked[number]]
        done = start + size if size else done
    return left
