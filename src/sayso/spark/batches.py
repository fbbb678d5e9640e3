"""Batches of Arrow: cut small enough for the records that are made of them, and made of rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

import pyarrow as pa

__all__ = ["Batches", "cut_batches", "list_records", "pack"]

# So many rows of a batch become records at once.
_AT_ONCE = 256
# So many rows go to Spark at once.
_ROWS = 20_000
Batches = Iterable[pa.RecordBatch]
Rows = Iterator[dict[str, Any]]


def cut_batches(batches: Batches) -> Iterator[pa.RecordBatch]:
    """Yield the batches in smaller ones: a record takes many times the memory of its row."""
    for batch in batches:
        for start in range(0, batch.num_rows, _AT_ONCE):
            yield batch.slice(start, _AT_ONCE)


def list_records(batches: Batches) -> Rows:
    """Yield the rows of batches as records."""
    for batch in cut_batches(batches):
        yield from batch.to_pylist()


def pack(rows: Iterable[Sequence[Any]], types: Sequence[pa.DataType], names: str) -> Iterator[pa.RecordBatch]:
    """Yield batches of the rows; none if there are none."""
    coming = iter(rows)
    while part := list(islice(coming, _ROWS)):
        arrays = [pa.array(column, kind) for column, kind in zip(zip(*part, strict=True), types, strict=True)]
        yield pa.RecordBatch.from_arrays(arrays, names=names.split())
