"""Write the answers to a question, such as found statements or counts: a table, and a record of JSON a row."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, BinaryIO, TextIO

from sayso.export.cells import show_cell
from sayso.export.columns import Column, Row
from sayso.export.lines import write_all, write_each
from sayso.jsonl import write_record

__all__ = [
    "Results",
    "write_results_array",
    "write_results_lines",
    "write_results_parquet",
    "write_results_table",
    "write_results_workbook",
]


@dataclass(frozen=True, slots=True)
class Results:
    """The answers, and how one is written.

    Attributes:
        name: What they are, as the name of a sheet: "statements".
        columns: The columns of their table.
        items: The answers, in order.
        make_row: The cells of one.
        make_record: The record of one, for JSON.
    """

    name: str
    columns: tuple[Column, ...]
    items: Iterable[Any]
    make_row: Callable[[Any], Row]
    make_record: Callable[[Any], dict[str, Any]]


def write_results_lines(results: Results, stream: TextIO) -> None:
    """Write one record of JSON a line."""
    write_each(map(write_record, map(results.make_record, results.items)), stream)


def write_results_array(results: Results, stream: TextIO) -> None:
    """Write one array of JSON, with one record a line."""
    write_all(map(write_record, map(results.make_record, results.items)), stream)


def write_results_table(results: Results, stream: TextIO) -> None:
    """Write CSV: the header, then a row for each. Open the stream with newline=""."""
    writer = csv.writer(stream)
    writer.writerow(column.name for column in results.columns)
    for item in results.items:
        writer.writerow(map(show_cell, results.make_row(item)))


def write_results_workbook(results: Results, stream: BinaryIO) -> list[str]:
    """Write a workbook with one sheet; return what was cut or did not fit, a sentence each."""
    from sayso.export.workbook import write_sheets  # noqa: PLC0415  only where a workbook is asked for

    header = [column.name for column in results.columns]
    rows = ((results.name, results.make_row(item)) for item in results.items)
    return write_sheets({results.name: header}, rows, stream)


def write_results_parquet(results: Results, stream: BinaryIO) -> None:
    """Write Parquet, with the types of the columns."""
    from sayso.export.parquet import write_parquet_rows  # noqa: PLC0415  only where Parquet is asked for

    write_parquet_rows(results.columns, map(results.make_row, results.items), stream)
