"""Readings as CSV: statements, one a row; or speakers, carriers, the headline's findings, or the outlet's own voice.

UTF-8, quoted as RFC 4180 says, always with its header. A table holds one kind of record and leaves out what does not
fit its rows: the running text, articles without such records, articles that could not be read, authors, and the
notices, which the command tells on stderr. The statements have the names of their speakers and carriers, but neither
mentions nor evidence, which stand in the tables of speakers and carriers. All of it is in JSON.

Several names in one cell are parted by "; ", those of carriers by an arrow in the order in which the words travelled;
a name may hold such a sign itself, and the tables of speakers and carriers have one name a row.

A spreadsheet takes a cell that begins with = + - @ (or their full-width forms), a tab or a line end for a formula.
Such a cell gets an apostrophe in front, as does one that has such an apostrophe already; `undo_harmless_cell` takes it
away again. The offsets count in the article's text, without the apostrophe. Lone surrogates, which UTF-8 cannot
write, stand as U+FFFD.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from typing import TextIO

from sayso.article import Unread
from sayso.export.rows import TABLES
from sayso.reading import Reading

__all__ = ["COLUMNS", "make_harmless_cell", "undo_harmless_cell", "write_table"]

COLUMNS = TABLES["statements"].columns
"""The header of the statements; `content_start` and `content_end` are those of the first content span."""

_FORMULA = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def write_table(readings: Iterable[Reading], stream: TextIO, *, table: str = "statements") -> None:
    """Write the header, then a row for each record of that table. Open the stream with newline=""."""
    kind = TABLES[table]
    writer = csv.writer(stream)
    writer.writerow(kind.columns)
    for reading in readings:
        if not isinstance(reading.article, Unread):
            rows = kind.make_rows(reading, reading.article)
            writer.writerows([_cell(value) for value in row] for row in rows)
            stream.flush()


def make_harmless_cell(cell: str) -> str:
    """The cell with an apostrophe in front if a spreadsheet would take it for a formula.

    >>> make_harmless_cell("=1+1"), make_harmless_cell("“We won,”")
    ("'=1+1", '“We won,”')
    """
    return f"'{cell}" if _FORMULA.match(cell) else cell


def undo_harmless_cell(cell: str) -> str:
    """The cell as it was before `make_harmless_cell`.

    >>> undo_harmless_cell("'=1+1")
    '=1+1'
    """
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def _cell(value: str) -> str:
    return make_harmless_cell(_SURROGATE.sub("\ufffd", value))
