"""Count the statements of a collection by who said them, where, when and how; with denominators and intervals.

Statements, words and articles are counted. Each count has its whole, that is what it is a share of; how much of it is
right by the scores, with a 95 % interval (`sayso.counting`); and the interval of its share.

- A statement of several speakers together counts for each of them, one that came through several carriers for each of
  these; it counts once in the whole, so that shares may add up to more than 1.
- p, the probability that a statement is right, is its score; in what is counted by a speaker, times the score of the
  speaker; by a carrier, times that of the carrier.
- An article counts if one of its statements does; it is right with 1 - the product of 1 - p of these.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sayso.counting import Measured, Sums, find_right, find_share, load_measured
from sayso.counting.tally import Tally, group_entries, pick_sums
from sayso.errors import SettingsError
from sayso.store.columns import Columns
from sayso.store.count_notes import list_notes
from sayso.store.count_rows import Count, CountRow
from sayso.store.dimensions import (
    ARTICLE_DIMENSIONS,
    Entries,
    Values,
    check_dimension,
    find_values,
    is_of_speakers,
    list_entries,
)
from sayso.store.selection import Chosen, Selection, choose

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Counts", "count_statements"]

Array = NDArray[np.int64]
Numbers = NDArray[np.float64]
_DATES = ("year", "month", "day")


class Counts:
    """Counts of a collection; iterate over them for the rows, in order; `len()` is how many come.

    Attributes:
        by: The dimensions.
        measured: What was measured of the model, on other articles.
        notes: What was left out or counted more than once, and why, a sentence each.
        row_count: How many rows there are, before `limit` and `offset`.
    """

    def __init__(self, _table: _Table, notes: tuple[str, ...], limit: int | None, offset: int) -> None:
        self.by, self.measured, self.notes = _table.asked.by, _table.measured, notes
        order = _table.find_order()
        self.row_count = len(order)
        self._table = _table
        self._order = order[offset : None if limit is None else offset + limit]

    def __len__(self) -> int:
        return len(self._order)

    def __iter__(self) -> Iterator[CountRow]:
        return map(self._table.make_row, self._order.tolist())

    def __repr__(self) -> str:
        return f"<Counts by {', '.join(self.by)}: {self.row_count:,} rows>"

    def to_frame(self) -> pd.DataFrame:
        """The rows as a pandas frame, with the columns of docs/tables.md.

        Raises:
            ImportError: pandas is not installed.
        """
        from sayso.export.counted import list_counts  # noqa: PLC0415  only where a frame is asked for
        from sayso.export.frames import make_result_frame  # noqa: PLC0415

        return make_result_frame(list_counts(self))

    def _repr_html_(self) -> str:
        """What a notebook shows of the counts."""
        from sayso.report.counted_html import render_counts_fragment  # noqa: PLC0415  only in a notebook

        return render_counts_fragment(self)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is counted by, within what shares are taken, and whether all statements are."""

    by: tuple[str, ...]
    of: tuple[str, ...]
    is_whole: bool


@dataclass(frozen=True, slots=True)
class _Unit:
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
class _Table:
    """All that rows are made of, as arrays with one number a group; `first` is an entry of each."""

    asked: _Asked
    values: tuple[Values, ...]
    first: Array
    known: NDArray[np.bool_]
    statements: _Unit
    words: _Unit
    articles: _Unit
    known_whole: Numbers
    measured: Measured

    def make_row(self, group: int) -> CountRow:
        codes = [int(values.codes[self.first[group]]) for values in self.values]
        names = tuple(values.names[code] for values, code in zip(self.values, codes, strict=True))
        ids = [values.ids[code] for values, code in zip(self.values, codes, strict=True) if values.ids is not None]
        known, whole = bool(self.known[group]), int(self.known_whole[group])
        statements = self.statements.make(group)
        kinds = self.measured.kinds
        return CountRow(
            values=names,
            known=known,
            speaker_id=ids[0] if ids else None,
            statements=statements,
            words=self.words.make(group),
            articles=self.articles.make(group),
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

    def find_order(self) -> Array:
        """The groups in the order of rows: by date if dates come first, else the greatest count first; then by name."""
        keys = []
        for values in reversed(self.values):
            ranks = np.argsort(np.argsort(np.array(values.names), kind="stable"), kind="stable")
            keys.append(ranks[values.codes[self.first]] if len(self.first) else self.first)
        return np.lexsort([*keys] if self.asked.by[0] in _DATES else [*keys, -self.statements.part.count])


def count_statements(
    connection: sqlite3.Connection,
    columns: Columns,
    by: Sequence[str],
    selection: Selection,
    *,
    of: Sequence[str] | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> Counts:
    """Count the statements of a selection.

    Args:
        connection: The collection.
        columns: Its columns.
        by: The dimensions, such as speaker, outlet, month.
        selection: Which statements.
        of: The dimensions within which shares are taken; by default those of articles (outlet, date, language) if there
            are others too, so that a share is one of all statements of that outlet in that month; else none.
        limit: At most so many rows.
        offset: Leave out so many rows before.

    Raises:
        SettingsError: There is no such dimension, or one comes twice.
    """
    asked = _check(by, of, is_whole=selection.is_whole)
    chosen = choose(connection, columns, selection)
    entries = list_entries(columns, chosen.statements, asked.by)
    values = tuple(find_values(connection, columns, name, entries) for name in asked.by)
    table = _count(columns, chosen, entries, values, asked)
    notes = (*chosen.notes, *list_notes(connection, columns, chosen, entries, asked.by))
    return Counts(table, notes, limit, offset)


def _check(by: Sequence[str], of: Sequence[str] | None, *, is_whole: bool) -> _Asked:
    by = (by,) if isinstance(by, str) else tuple(by)
    if not by:
        raise SettingsError("there is nothing to count by; give a dimension, such as speaker")
    for name in by:
        check_dimension(name)
        if by.count(name) > 1:
            raise SettingsError(f"{name} stands twice among what to count by; give it once")
    if of is None:
        shared = tuple(name for name in by if name in ARTICLE_DIMENSIONS)
        return _Asked(by, shared if len(shared) < len(by) else (), is_whole)
    of = (of,) if isinstance(of, str) else tuple(dict.fromkeys(of))
    odd = [name for name in of if name not in by]
    if odd:
        raise SettingsError(
            f"shares cannot be taken within {odd[0]!r:.40}, by which nothing is counted; count by it too"
        )
    return _Asked(by, of, is_whole)


def _count(columns: Columns, chosen: Chosen, entries: Entries, values: tuple[Values, ...], asked: _Asked) -> _Table:
    measured = load_measured()
    error = measured.find_error(of_speakers=is_of_speakers(asked.by))
    within = [it for it, name in zip(values, asked.by, strict=True) if name in asked.of]
    groups, first = _group(values, entries)
    wholes, first_of_whole = _group(within, entries)
    whole_of = wholes[first]
    part = Tally(groups, len(first), entries.statement, entries.p)
    whole = Tally(wholes, len(first_of_whole), entries.statement, entries.p)
    words, articles = columns["words"], columns["article"]
    known = np.ones(len(entries.statement), np.bool_)
    for it in values:
        known &= np.array(it.known, np.bool_)[it.codes]
    with_all = Tally(wholes[known], len(first_of_whole), entries.statement[known], entries.p[known])
    all_articles = _count_all_articles(chosen, within, first_of_whole)
    if all_articles is None:
        all_articles = whole.add_articles(articles).count
    return _Table(
        *(asked, values, first, known[first]),
        _make_unit(part.add_statements(), pick_sums(whole.add_statements(), whole_of), error),
        _make_unit(part.add_words(words), pick_sums(whole.add_words(words), whole_of), error),
        _make_article_unit(part.add_articles(articles), all_articles[whole_of], error),
        with_all.add_statements().count[whole_of],
        measured,
    )


def _group(values: Sequence[Values], entries: Entries) -> tuple[Array, Array]:
    return group_entries([it.codes for it in values], [len(it.names) for it in values], len(entries.statement))


def _make_unit(part: Sums, whole: Sums, error: float) -> _Unit:
    return _Unit(part, whole.count, find_right(part, error), find_share(part, whole, error))


def _make_article_unit(part: Sums, whole: Numbers, error: float) -> _Unit:
    """Of articles the whole is known: whether one is there does not depend on how it was read."""
    low, high = find_right(part, error)
    size = np.maximum(whole, 1)
    return _Unit(part, whole, (low, high), (low / size, high / size))


def _count_all_articles(chosen: Chosen, within: Sequence[Values], first: Array) -> Numbers | None:
    """How many articles there are of each whole, also without statements; None if the wholes are not of articles."""
    codes = [it.article_codes for it in within]
    known = [code for code in codes if code is not None]
    if len(known) < len(codes):
        return None
    groups, first_articles = group_entries(known, [len(it.names) for it in within], len(chosen.articles))
    counts = np.bincount(groups[chosen.articles], minlength=len(first_articles)).astype(np.float64)
    # The whole of an entry and the group of its article have the same codes, and both are numbered in their order.
    own = (
        np.zeros((len(first_articles), 0), np.int64) if not known else np.stack([it[first_articles] for it in known], 1)
    )
    numbers = {tuple(row): number for number, row in enumerate(own.tolist())}
    wanted = [tuple(int(it.codes[entry]) for it in within) for entry in first.tolist()]
    return counts[[numbers[row] for row in wanted]] if wanted else counts[:0]
