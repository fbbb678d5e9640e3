"""Write tables as Parquet; the only module that uses pyarrow, loaded only when Parquet is asked for.

The columns are those of `rows`, in their order, with their own types: text, 64-bit whole numbers, doubles, booleans,
and times in milliseconds, in UTC where the column says so. Unknown values are null. `make_schema` is the one place that
says so, also for other programs that make the same tables.

Rows are written in groups as they come, so that memory does not grow with their number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from types import ModuleType
from typing import IO, TYPE_CHECKING, BinaryIO

from sayso.export.cells import clean_text
from sayso.export.columns import Cell, Column, ColumnKind, Row
from sayso.export.rows import TABLES, lay_out
from sayso.reading import Reading

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

__all__ = [
    "clean_cell",
    "make_schema",
    "read_parquet_readings",
    "write_parquet",
    "write_parquet_rows",
    "write_parquet_tables",
]

INSTALL = "pip install 'sayso[parquet]'"
# Rows that are kept until they are written together.
_GROUP_ROWS = 50_000
# So many readings are read at once: each may be long.
_READ_ROWS = 100


def make_schema(columns: Sequence[Column]) -> pa.Schema:
    """The schema of a table with these columns.

    Raises:
        ImportError: pyarrow is not installed.

    >>> make_schema(TABLES["speakers"].columns).field("statement_count").type
    DataType(int64)
    """
    arrow = _load_arrow()
    types = {
        ColumnKind.TEXT: arrow.string(),
        ColumnKind.INTEGER: arrow.int64(),
        ColumnKind.NUMBER: arrow.float64(),
        ColumnKind.BOOLEAN: arrow.bool_(),
        ColumnKind.LOCAL_TIME: arrow.timestamp("ms"),
        ColumnKind.UTC_TIME: arrow.timestamp("ms", tz="UTC"),
    }
    return arrow.schema([arrow.field(column.name, types[column.kind]) for column in columns])


def write_parquet(readings: Iterable[Reading], stream: BinaryIO, *, tables: Sequence[str] = ("statements",)) -> None:
    """Write one table of the readings as they come."""
    (name,) = tables
    write_parquet_rows(TABLES[name].columns, (row for _, row in lay_out(readings, (name,))), stream)


def write_parquet_tables(readings: Iterable[Reading], open_table: Callable[[str], IO[bytes]]) -> None:
    """Write all tables as the readings come, each to the stream that `open_table` returns for its name."""
    with ExitStack() as files:
        writers = {
            name: files.enter_context(_Writer(table.columns, open_table(name))) for name, table in TABLES.items()
        }
        for name, row in lay_out(readings, tuple(TABLES)):
            writers[name].add(row)


def write_parquet_rows(columns: Sequence[Column], rows: Iterable[Row], stream: IO[bytes]) -> None:
    """Write rows of any table."""
    with _Writer(columns, stream) as writer:
        for row in rows:
            writer.add(row)


class _Writer:
    """Writes one table; a context manager, which finishes the file."""

    def __init__(self, columns: Sequence[Column], stream: IO[bytes]) -> None:
        self._schema = make_schema(columns)
        self._stream = stream
        self._rows: list[Row] = []
        self._file: pq.ParquetWriter | None = None

    def __enter__(self) -> _Writer:  # noqa: PYI034  Self is not in Python 3.10
        import pyarrow.parquet as pq  # noqa: PLC0415

        self._file = pq.ParquetWriter(self._stream, self._schema, compression="zstd")
        return self

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            self._flush()
            self._file.close()

    def add(self, row: Row) -> None:
        """Keep a row until there are enough of them to be written together."""
        self._rows.append(row)
        if len(self._rows) >= _GROUP_ROWS:
            self._flush()

    def _flush(self) -> None:
        if not self._rows or self._file is None:
            return
        arrow = _load_arrow()
        columns = zip(*self._rows, strict=True)
        arrays = [
            arrow.array(map(clean_cell, column), type=field.type)
            for column, field in zip(columns, self._schema, strict=True)
        ]
        self._file.write_table(arrow.Table.from_arrays(arrays, schema=self._schema))
        self._rows = []


def read_parquet_readings(path: str) -> Iterator[str]:
    """Yield the lines of JSON of a file that `python -m sayso.spark read` wrote, in their order.

    Raises:
        ImportError: pyarrow is not installed.
        OSError: The file is damaged, or another one.
    """
    _load_arrow()
    import pyarrow.parquet as pq  # noqa: PLC0415

    with pq.ParquetFile(path) as file:
        if "reading" not in file.schema_arrow.names:
            raise OSError("it has no column called reading")
        for batch in file.iter_batches(batch_size=_READ_ROWS, columns=["reading"]):
            yield from batch.column(0).to_pylist()


def _load_arrow() -> ModuleType:
    try:
        import pyarrow as pa  # noqa: PLC0415
    except ImportError as err:
        raise ImportError(f"Parquet needs pyarrow; install it with: {INSTALL}") from err
    module: ModuleType = pa
    return module


def clean_cell(cell: Cell) -> Cell:
    """The cell as it is written."""
    # An empty text is an empty cell of CSV: what is unknown.
    return clean_text(cell) or None if isinstance(cell, str) else cell
