"""Turn readings, and answers to a question, into pandas frames; the only module that uses pandas."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from sayso.export.cells import clean_text
from sayso.export.columns import Cell, Column, ColumnKind, Row
from sayso.export.results import Results
from sayso.export.rows import TABLES, lay_out
from sayso.given import list_given
from sayso.reading import Reading

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["make_frames", "make_result_frame"]

# Types of pandas that can hold unknown values.
_DTYPES = {
    ColumnKind.TEXT: "string",
    ColumnKind.INTEGER: "Int64",
    ColumnKind.NUMBER: "float64",
    ColumnKind.BOOLEAN: "boolean",
    ColumnKind.LOCAL_TIME: "datetime64[s]",
    ColumnKind.UTC_TIME: "datetime64[s, UTC]",
}


def make_frames(readings: Iterable[Reading] | Reading) -> dict[str, pd.DataFrame]:
    """All tables of the readings as pandas frames, by name; docs/tables.md lists their columns.

    Text is "string", counts and offsets are "Int64", true and false "boolean", dates "datetime64"; unknown values are
    missing. Several values in a cell are one string, as in CSV.

    Raises:
        TypeError: Something in `readings` is no `Reading`.
        ImportError: pandas is not installed.
    """
    _check_pandas()
    checked = list_given("a reading", readings, Reading, "Readings, as from Analyser.analyse")
    rows: dict[str, list[Row]] = {name: [] for name in TABLES}
    for name, row in lay_out(checked, tuple(TABLES)):
        rows[name].append(row)
    return {name: _make_frame(table.columns, rows[name]) for name, table in TABLES.items()}


def make_result_frame(results: Results) -> pd.DataFrame:
    """The answers to a question as one frame, with the columns of their table; types as in `make_frames`.

    Raises:
        ImportError: pandas is not installed.
    """
    _check_pandas()
    return _make_frame(results.columns, [results.make_row(item) for item in results.items])


def _check_pandas() -> None:
    try:
        import pandas as pd  # noqa: F401, PLC0415
    except ImportError as err:
        raise ImportError("frames need pandas; install it with: pip install 'sayso[pandas]'") from err


def _make_frame(columns: Sequence[Column], rows: list[Row]) -> pd.DataFrame:
    import pandas as pd  # noqa: PLC0415

    series = {
        column.name: pd.Series([_clean(row[number]) for row in rows], dtype=_DTYPES[column.kind])
        for number, column in enumerate(columns)
    }
    return pd.DataFrame(series, columns=[column.name for column in columns])


def _clean(cell: Cell) -> Cell:
    # An empty text is an empty cell of CSV: what is unknown.
    return clean_text(cell) or None if isinstance(cell, str) else cell
