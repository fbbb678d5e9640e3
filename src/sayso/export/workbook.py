"""Write tables as a workbook for spreadsheets (.xlsx), one sheet a table, row by row in constant memory.

Numbers, dates and text keep their types. No cell is a formula, whatever it begins with, and text that would become a
formula when somebody edits it is marked as text ("quote prefix"). Dates before 1900, which Excel does not know, are
text.

A sheet has room for 1,048,576 rows, a cell for 32,767 UTF-16 units. Further rows go to another sheet, longer text is
cut with an ellipsis; both are reported.
"""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

from xlsxwriter import Workbook
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.format import Format

from sayso.export.cells import clean_text, is_formula, show_cell
from sayso.export.columns import Cell, Row
from sayso.export.rows import TABLES, lay_out
from sayso.reading import Reading

__all__ = ["write_sheets", "write_workbook"]

MOST_ROWS = 1_048_576
MOST_UNITS = 32_767
# The greatest width of a column, in characters; otherwise it is as wide as its longest cell.
_WIDEST, _TIME_WIDTH = 60, 19
# Columns that are for programs are narrower.
_NARROW = 12
_FOR_PROGRAMS = ("fingerprint", "_spans", "url", "canonical", "settings")
_FIRST_YEAR = 1900


def write_workbook(
    readings: Iterable[Reading], stream: BinaryIO, *, tables: Sequence[str] = tuple(TABLES)
) -> list[str]:
    """Write the tables, one sheet each; return a sentence for each thing that was cut or did not fit."""
    return write_sheets({name: TABLES[name].header for name in tables}, lay_out(readings, tables), stream)


def write_sheets(headers: Mapping[str, Sequence[str]], rows: Iterable[tuple[str, Row]], stream: BinaryIO) -> list[str]:
    """Write a sheet for each header, with the rows of its name; return what was cut or did not fit."""
    with tempfile.TemporaryDirectory(prefix="sayso-") as folder:
        # Written whole first: the library cannot go on, nor end well, where a pipe is closed under it.
        whole = Path(folder) / "whole.xlsx"
        book = Workbook(str(whole), {"constant_memory": True, "tmpdir": folder})
        # A fixed date, so that the same readings give the same bytes.
        book.set_properties({"created": dt.datetime(2000, 1, 1, tzinfo=dt.timezone.utc)})
        styles = {
            "head": book.add_format({"bold": True}),
            "text": book.add_format({"quote_prefix": True}),
            "time": book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
        }
        tables = {name: _Table(book, styles, name, header) for name, header in headers.items()}
        try:
            for name, row in rows:
                tables[name].add(row)
            for table in tables.values():
                table.end()
            _close(book)
        finally:
            # If a run is stopped, nothing else closes the temporary files of the rows.
            for sheet in book.worksheets():
                sheet.row_data_fh.close()
        with whole.open("rb") as done:
            shutil.copyfileobj(done, stream)
    return [note for table in tables.values() for note in table.list_notes()]


def _close(book: Workbook) -> None:
    """Write the workbook.

    Raises:
        OSError: There is no room for it.
    """
    try:
        book.close()
    except FileCreateError as err:
        raise OSError(str(err)) from err


class _Table:
    """Writes one table to a workbook, on further sheets when the first is full."""

    def __init__(self, book: Workbook, styles: Mapping[str, Format], name: str, header: Sequence[str]) -> None:
        self._book, self._styles, self._name, self._header = book, styles, name, header
        self._row_count = self._cut_count = self._sheet_count = 0
        self._begin()

    def add(self, row: Row) -> None:
        """Write one more row."""
        if self._next >= MOST_ROWS:
            self.end()
            self._begin()
        for number, cell in enumerate(row):
            self._write(number, cell)
        self._next += 1
        self._row_count += 1

    def end(self) -> None:
        """Set the widths of the columns, and a filter over the rows."""
        for number, (name, width) in enumerate(zip(self._header, self._widths, strict=True)):
            most = _NARROW if name.endswith(_FOR_PROGRAMS) else _WIDEST
            self._sheet.set_column(number, number, min(width, most) + 2)
        self._sheet.autofilter(0, 0, self._next - 1, len(self._header) - 1)

    def list_notes(self) -> list[str]:
        """A sentence for each thing that did not fit."""
        notes = []
        if self._sheet_count > 1:
            rows = f"{self._row_count:,} rows stand on {self._sheet_count} sheets"
            notes.append(f"{self._name}: {rows}, since one has room for {MOST_ROWS:,}.")
        if self._cut_count:
            cells = "1 cell was cut" if self._cut_count == 1 else f"{self._cut_count:,} cells were cut"
            room = f"a cell has room for {MOST_UNITS:,} characters; CSV and JSON Lines have them whole"
            notes.append(f"{self._name}: {cells}, since {room}.")
        return notes

    def _begin(self) -> None:
        self._sheet_count += 1
        name = self._name if self._sheet_count == 1 else f"{self._name} {self._sheet_count}"
        self._sheet = self._book.add_worksheet(name)
        self._sheet.freeze_panes(1, 1)
        self._widths = [len(name) for name in self._header]
        for number, name in enumerate(self._header):
            self._sheet.write_string(0, number, name, self._styles["head"])
        self._next = 1

    def _write(self, number: int, cell: Cell) -> None:
        if isinstance(cell, bool):
            self._sheet.write_boolean(self._next, number, cell)
        elif isinstance(cell, (int, float)):
            self._sheet.write_number(self._next, number, cell)
        elif isinstance(cell, dt.datetime) and cell.year >= _FIRST_YEAR:
            self._widths[number] = max(self._widths[number], _TIME_WIDTH)
            self._sheet.write_datetime(self._next, number, cell.replace(tzinfo=None), self._styles["time"])
        elif isinstance(cell, dt.datetime):
            self._sheet.write_string(self._next, number, show_cell(cell))
        elif cell:
            text = self._fit(clean_text(cell))
            self._widths[number] = max(self._widths[number], len(text))
            self._sheet.write_string(self._next, number, text, self._styles["text"] if is_formula(text) else None)

    def _fit(self, text: str) -> str:
        """The text, cut if it is too long for a cell."""
        if len(text) <= MOST_UNITS // 2 or len(units := text.encode("utf-16-le")) <= 2 * MOST_UNITS:
            return text
        self._cut_count += 1
        return f"{units[: 2 * (MOST_UNITS - 1)].decode('utf-16-le', 'ignore')}…"
