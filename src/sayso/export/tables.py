"""Write readings as CSV: one table, or all tables in a folder; `rows` says what they hold.

The files are in UTF-8, quoted as in RFC 4180, always with a header. Unknown values are empty cells. Lone surrogates,
which UTF-8 cannot write, become U+FFFD. `cells` prevents spreadsheets from running a cell as a formula.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from typing import IO, TextIO

from sayso.export.cells import show_cell
from sayso.export.rows import TABLES, lay_out
from sayso.reading import Reading

__all__ = ["write_table", "write_tables"]


def write_table(readings: Iterable[Reading], stream: TextIO, *, tables: Iterable[str] = ("statements",)) -> None:
    """Write the header of one table, then a row for each record. Open the stream with newline=""."""
    (name,) = tables
    writer = csv.writer(stream)
    writer.writerow(TABLES[name].header)
    for _, row in lay_out(readings, (name,)):
        writer.writerow(map(show_cell, row))
        stream.flush()


def write_tables(readings: Iterable[Reading], open_table: Callable[[str], IO[str]]) -> None:
    """Write all tables as the readings come, each to the stream that `open_table` returns for its name."""
    writers = {}
    for name, table in TABLES.items():
        writers[name] = csv.writer(open_table(name))
        writers[name].writerow(table.header)
    for name, row in lay_out(readings, tuple(TABLES)):
        writers[name].writerow(map(show_cell, row))
