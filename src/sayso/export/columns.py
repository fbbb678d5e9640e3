"""The records that describe tables: columns with their kinds, and rows of plain cells."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from sayso.reading import Reading

__all__ = ["Cell", "Column", "ColumnKind", "Row", "Table"]

Cell = str | int | float | bool | datetime | None
"""The value of a cell; None if it is unknown. A date and time has no zone, or is in UTC."""
Row = list[Cell]


class ColumnKind(str, Enum):
    """The type of the cells of a column."""

    TEXT = "text"
    INTEGER = "whole number"
    NUMBER = "number"
    BOOLEAN = "true or false"
    LOCAL_TIME = "date and time"
    UTC_TIME = "date and time in UTC"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name (as in JSON, if it is there), what it holds, and the type of its cells."""

    name: str
    about: str
    kind: ColumnKind = ColumnKind.TEXT


@dataclass(frozen=True, slots=True)
class Table:
    """One table.

    Attributes:
        about: What a row stands for.
        columns: Its columns, in their order.
        list_rows: Yields the rows of one reading; None for a table over all readings.
    """

    about: str
    columns: tuple[Column, ...]
    list_rows: Callable[[Reading], Iterator[Row]] | None

    @property
    def header(self) -> list[str]:
        """The names of the columns."""
        return [column.name for column in self.columns]
