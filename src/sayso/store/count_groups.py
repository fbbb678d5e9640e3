"""What counts are made of: the sums of all groups, and of those groups that are shown the rows with their intervals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sayso.counting import Sums, find_right, find_share, load_measured
from sayso.counting.tally import pick_sums
from sayso.store.count_rows import Count, CountRow
from sayso.store.dimensions import Values

__all__ = ["Asked", "Groups"]

Array = NDArray[np.int64]
Numbers = NDArray[np.float64]
_DATES = ("year", "month", "day")


@dataclass(frozen=True, slots=True)
class Asked:
    """What is counted by, within what shares are taken, and whether all statements are."""

    by: tuple[str, ...]
    of: tuple[str, ...]
    is_whole: bool


@dataclass(frozen=True, slots=True)
class Unit:
    """What is counted of one unit: the sums of each group, its whole, and the ends of the intervals."""

    part: Sums
    whole: Numbers
    right: tuple[Numbers, Numbers]
    share: tuple[Numbers, Numbers]

    def make(self, group: int) -> Count:
        count, whole = int(self.part.count[group]), int(self.whole[group])
        share = (count / whole, *(round(float(end[group]), 6) for end in self.share)) if whole else (None, None, None)
        low, high = (int(end[group]) for end in self.right)
        return Count(count, whole, share[0], round(float(self.part.right[group]), 4), low, high, *share[1:])


@dataclass(frozen=True, slots=True)
class Table:
    """All that rows are made of, as arrays with one number a row; `codes` has one array for each dimension."""

    asked: Asked
    values: tuple[Values, ...]
    codes: tuple[Array, ...]
    known: NDArray[np.bool_]
    statements: Unit
    words: Unit
    articles: Unit
    known_whole: Numbers

    @property
    def nbytes(self) -> int:
        """About the memory that it takes: some thirty arrays, and the lists of names."""
        return 240 * len(self.known) + sum(16 * len(values.names) for values in self.values)

    def make_row(self, row: int) -> CountRow:
        codes = [int(codes[row]) for codes in self.codes]
        names = tuple(values.names[code] for values, code in zip(self.values, codes, strict=True))
        ids = [values.ids[code] for values, code in zip(self.values, codes, strict=True) if values.ids is not None]
        known, whole = bool(self.known[row]), int(self.known_whole[row])
        statements = self.statements.make(row)
        kinds = load_measured().kinds
        return CountRow(
            values=names,
            known=known,
            speaker_id=ids[0] if ids else None,
            statements=statements,
            words=self.words.make(row),
            articles=self.articles.make(row),
            known_whole=whole,
            known_share=statements.count / whole if known and whole else None,
            of=self._describe_whole(names),
            measure=kinds[names[self.asked.by.index("kind")]] if "kind" in self.asked.by else kinds["all"],
        )

    def _describe_whole(self, names: Sequence[str]) -> str:
        """What the row's counts are shares of."""
        what = "all statements" if self.asked.is_whole else "all statements that were chosen"
        where = " and ".join(f"{name} is {names[self.asked.by.index(name)]}" for name in self.asked.of)
        return f"{what} where {where}" if where else what


@dataclass(frozen=True, slots=True)
class Groups:
    """What was added up: one number a group in every array; intervals are only found for the rows that are shown."""

    asked: Asked
    values: tuple[Values, ...]
    codes: tuple[Array, ...]
    known: NDArray[np.bool_]
    statements: tuple[Sums, Sums]
    words: tuple[Sums, Sums]
    articles: tuple[Sums, Numbers]
    known_whole: Numbers
    error: float

    def find_order(self) -> Array:
        """The groups in the order of rows: by date if dates come first, else the greatest count first; then by name."""
        keys = []
        for values, codes in zip(reversed(self.values), reversed(self.codes), strict=True):
            ranks = np.argsort(np.argsort(np.array(values.names), kind="stable"), kind="stable")
            keys.append(ranks[codes] if len(codes) else codes)
        return np.lexsort([*keys] if self.asked.by[0] in _DATES else [*keys, -self.statements[0].count])

    def pick(self, groups: Array) -> Table:
        """The rows of these groups."""
        part, whole = self.articles
        return Table(
            self.asked,
            tuple(replace(it, codes=groups[:0], article_codes=None) for it in self.values),
            tuple(codes[groups] for codes in self.codes),
            self.known[groups],
            _make_unit(self.statements, groups, self.error),
            _make_unit(self.words, groups, self.error),
            _make_article_unit(pick_sums(part, groups), whole[groups], self.error),
            self.known_whole[groups],
        )


def _make_unit(sums: tuple[Sums, Sums], groups: Array, error: float) -> Unit:
    part, whole = (pick_sums(it, groups) for it in sums)
    return Unit(part, whole.count, find_right(part, error), find_share(part, whole, error))


def _make_article_unit(part: Sums, whole: Numbers, error: float) -> Unit:
    """Of articles the whole is known: whether one is there does not depend on how it was read."""
    low, high = find_right(part, error)
    size = np.maximum(whole, 1)
    return Unit(part, whole, (low, high), (low / size, high / size))
