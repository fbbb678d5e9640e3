"""Rows of several tables in one DataFrame, so that what makes them runs once and not once a table.

A row has the name of its table in `table`, and its cells in the struct of that name; the other structs are null.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sayso.export.columns import Column
from sayso.export.parquet import clean_cell, make_schema

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Tagged", "make_spark_schema"]

# A batch goes to Spark when it has so many rows, or so many characters of text.
_ROWS, _CHARS = 5_000, 16_000_000


def make_spark_schema(columns: Sequence[Column]) -> pa.Schema:
    """The schema of a table: that of the Parquet export, with times in microseconds, which Spark counts in."""
    import pyarrow as pa  # noqa: PLC0415  (only where there is Spark)

    fields = []
    for field in make_schema(columns):
        if pa.types.is_timestamp(field.type):
            field = field.with_type(pa.timestamp("us", tz=field.type.tz))  # noqa: PLW2901
        fields.append(field)
    return pa.schema(fields)


class Tagged:
    """Gathers rows of several tables and turns them into batches.

    Args:
        tables: The columns of each table.
    """

    def __init__(self, tables: Mapping[str, Sequence[Column]]) -> None:
        import pyarrow as pa  # noqa: PLC0415  (as above)

        self._tables = {name: pa.struct(list(make_spark_schema(columns))) for name, columns in tables.items()}
        self.schema = pa.schema([pa.field("table", pa.string()), *(pa.field(n, t) for n, t in self._tables.items())])
        self._names: list[str] = []
        self._rows: dict[str, list[dict[str, Any] | None]] = {name: [] for name in tables}
        self._chars = 0

    def batches(self, rows: Iterable[tuple[str, Sequence[Any]]]) -> Iterator[pa.RecordBatch]:
        """Yield batches of the rows as they come."""
        for name, cells in rows:
            self._add(name, cells)
            if len(self._names) >= _ROWS or self._chars >= _CHARS:
                yield self._take()
        if self._names:
            yield self._take()

    def _add(self, name: str, cells: Sequence[Any]) -> None:
        place = len(self._names)
        self._names.append(name)
        struct, own = self._tables[name], self._rows[name]
        own += [None] * (place - len(own))
        own.append({struct.field(at).name: clean_cell(cell) for at, cell in enumerate(cells)})
        self._chars += sum(len(cell) for cell in cells if isinstance(cell, str))

    def _take(self) -> pa.RecordBatch:
        import pyarrow as pa  # noqa: PLC0415  (as above)

        count, arrays = len(self._names), [pa.array(self._names, pa.string())]
        for name, struct in self._tables.items():
            own = self._rows[name]
            arrays.append(pa.array([*own, *[None] * (count - len(own))], struct) if own else pa.nulls(count, struct))
        self._names, self._chars = [], 0
        self._rows = {name: [] for name in self._tables}
        return pa.RecordBatch.from_arrays(arrays, schema=self.schema)
