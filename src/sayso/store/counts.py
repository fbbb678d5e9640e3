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
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sayso.counting import load_measured
from sayso.counting.tally import Tally, group_entries, pick_sums
from sayso.errors import SettingsError
from sayso.store.columns import Columns
from sayso.store.count_groups import Asked, Groups
from sayso.store.count_notes import list_notes
from sayso.store.count_rows import CountRow
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

__all__ = ["Counts", "check_asked", "count_statements"]

Array = NDArray[np.int64]
Numbers = NDArray[np.float64]
_FEW = 100


class Counts:
    """Counts of a collection; iterate over them for the rows, in order; `len()` is how many come.

    Attributes:
        by: The dimensions.
        measured: What was measured of the model, on other articles.
        notes: What was left out or counted more than once, and why, a sentence each.
        row_count: How many rows there are, before `limit` and `offset`.
    """

    def __init__(self, _groups: Groups, notes: tuple[str, ...], limit: int | None, offset: int) -> None:
        self.by, self.measured, self.notes = _groups.asked.by, load_measured(), notes
        order = _groups.find_order()
        self.row_count = len(order)
        self._table = _groups.pick(order[offset : None if limit is None else offset + limit])

    def __len__(self) -> int:
        return len(self._table.known)

    def __iter__(self) -> Iterator[CountRow]:
        return map(self._table.make_row, range(len(self)))

    def __sizeof__(self) -> int:
        return super().__sizeof__() + self._table.nbytes

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
    asked = check_asked(by, of, is_whole=selection.is_whole)

    def count() -> Counts:
        chosen = choose(connection, columns, selection)
        entries = list_entries(columns, chosen.statements, asked.by)
        values = tuple(find_values(connection, columns, name, entries) for name in asked.by)
        groups = _count(columns, chosen, entries, values, asked)
        notes = (*chosen.notes, *list_notes(connection, columns, chosen, entries, asked.by))
        return Counts(groups, notes, limit, offset)

    # Pages ask for a few rows, and for the same ones again and again.
    is_few = limit is not None and limit <= _FEW
    return columns.remember(("counts", asked, selection, limit, offset), count) if is_few else count()


def check_asked(by: Sequence[str], of: Sequence[str] | None, *, is_whole: bool) -> Asked:
    """What is counted by, after a check.

    Raises:
        SettingsError: There is no such dimension, or one comes twice.
    """
    by = (by,) if isinstance(by, str) else tuple(by)
    if not by:
        raise SettingsError("there is nothing to count by; give a dimension, such as speaker")
    for name in by:
        check_dimension(name)
        if by.count(name) > 1:
            raise SettingsError(f"{name} stands twice among what to count by; give it once")
    if of is None:
        shared = tuple(name for name in by if name in ARTICLE_DIMENSIONS)
        return Asked(by, shared if len(shared) < len(by) else (), is_whole)
    of = (of,) if isinstance(of, str) else tuple(dict.fromkeys(of))
    odd = [name for name in of if name not in by]
    if odd:
        raise SettingsError(
            f"shares cannot be taken within {odd[0]!r:.40}, by which nothing is counted; count by it too"
        )
    return Asked(by, of, is_whole)


def _count(columns: Columns, chosen: Chosen, entries: Entries, values: tuple[Values, ...], asked: Asked) -> Groups:
    error = load_measured().find_error(of_speakers=is_of_speakers(asked.by))
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
    return Groups(
        *(asked, values, tuple(it.codes[first] for it in values), known[first]),
        (part.add_statements(), pick_sums(whole.add_statements(), whole_of)),
        (part.add_words(words), pick_sums(whole.add_words(words), whole_of)),
        (part.add_articles(articles), all_articles[whole_of]),
        with_all.add_statements().count[whole_of],
        error,
    )


def _group(values: Sequence[Values], entries: Entries) -> tuple[Array, Array]:
    return group_entries([it.codes for it in values], [len(it.names) for it in values], len(entries.statement))


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
