"""Whether two wordings are one utterance: by how much of what they share is more than chance, and how much differs.

How much is chance depends on the time between them: what two articles of one day share is rarely said by somebody else.
So the answer is a number of days. The rules were chosen on one half of ../shared/data/trace (evaluation/trace.py) and
on how often passages of PolNeAR share so much within three days, and after more than sixty.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import LCSseq, MatchingBlock

from sayso.trace.wordings import Wording

__all__ = ["ALWAYS", "RULES", "Likeness", "Rules", "judge"]

ALWAYS = 10**6
"""So many days as lie between no two passages: they are one utterance whenever they were printed."""


@dataclass(frozen=True, slots=True)
class Rules:
    """From what on two wordings are one utterance. What words say is given in nats.

    Attributes:
        told: Words that nobody quotes: what the shared ones say, their share of the lighter wording, how many they are,
            and within how many days that is enough.
        quoted: What quoted words say at least, if all of them are the same; and what they say where more may differ.
        quoted_share: Their share of those of the shorter one, for each of these.
        quoted_words: How many shared words there must be.
        rows: Quoted words in a row (two outlets cut one speech at different places): what they say, how many they are,
            the share of the quoted words that are shared, and within how many days that is enough.
        days: Within how many days quoted words are the same; and if there are so many:
        many_words: From here on.
        always: What all shared words say, and their share, or else what quoted ones say, that is not said twice.
    """

    told: tuple[tuple[float, float, int, int], ...] = (
        (17.0, 0.95, 10, 60),
        (17.0, 0.81, 9, 3),
        (13.0, 0.9, 8, 3),
        (22.0, 0.68, 10, 3),
    )
    quoted: tuple[float, float] = (7.5, 14.0)
    quoted_share: tuple[float, float] = (0.95, 0.65)
    quoted_words: int = 6
    rows: tuple[tuple[float, int, float, int], ...] = ((17.0, 8, 0.0, 60), (11.0, 10, 0.0, 3), (5.0, 7, 0.9, 3))
    days: tuple[int, int] = (21, 60)
    many_words: int = 9
    always: tuple[float, float, float] = (33.0, 0.95, 19.0)


RULES = Rules()
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
        """Whether that is enough for one utterance, if they were printed on one day."""
        return self.find_days() is not None

    def find_days(self, rules: Rules = RULES) -> int | None:
        """Within how many days that is enough for one utterance; None if it never is."""
        days = [
            near
            for shared, share, words, near in rules.told
            if self.shared >= shared and self.share >= share and self.words >= words
        ]
        days += [
            near
            for row, words, share, near in rules.rows
            if self.row >= row and self.row_words >= words and self.quoted_share >= share
        ]
        if self._has_quoted(rules):
            days.append(rules.days[self.words >= rules.many_words])
        if not days:
            return None
        shared, share, quoted = rules.always
        is_sure = (self.shared >= shared and self.share >= share) or self.quoted >= quoted
        return ALWAYS if is_sure else max(days)

    def _has_quoted(self, rules: Rules) -> bool:
        """Whether the quoted words alone are enough: the more they say, the more may differ."""
        least, much = rules.quoted
        if self.quoted < least or self.words < rules.quoted_words:
            return False
        grown = min(1.0, (self.quoted - least) / (much - least))
        first, last = rules.quoted_share
        return self.quoted_share >= first + grown * (last - first)


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
