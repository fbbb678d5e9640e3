"""Counts as a table of HTML, to be put into another page, such as a notebook's."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

from sayso.report.counted import describe_counts, show_numbers
from sayso.report.render import render
from sayso.store import CountRow, Counts

__all__ = ["render_counts_fragment"]

# A notebook keeps what it shows for good.
_MOST_ROWS = 50


@dataclass(frozen=True, slots=True)
class RowView:
    """One row: the values that it is about, its numbers, and whether all values are known."""

    names: tuple[str, ...]
    numbers: tuple[str, ...]
    known: bool


def render_counts_fragment(counts: Counts) -> str:
    """The first rows with their style, what the numbers mean, and what was left out or counted more than once."""
    rows = [_view(row) for row in islice(counts, _MOST_ROWS)]
    numbers = tuple(show_numbers(next(iter(counts)))) if rows else ()
    values = {
        "by": counts.by,
        "numbers": numbers,
        "rows": rows,
        "more": counts.row_count - len(rows),
        "is_cut": len(rows) < len(counts),
        "lines": list(describe_counts(counts)) if rows else ["No statements were found."],
        "notes": counts.notes,
    }
    return "".join(render("counts.html", **values))


def _view(row: CountRow) -> RowView:
    return RowView(row.values, tuple(cell.plain for cell in show_numbers(row).values()), row.known)
