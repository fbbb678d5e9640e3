"""The keys of all wordings of a collection, in buckets by their first bits.

A bucket is a blob: the keys in order, as 64-bit numbers, then the wording of each, as 32-bit numbers.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sayso.trace.candidates import MOST_HOLDERS, count_holders

__all__ = ["Entries", "add_entries", "find_entries", "list_buckets", "remove_wordings"]

_Longs = npt.NDArray[np.uint64]
_Ints = npt.NDArray[np.int64]
_BUCKET_SHIFT = np.uint64(52)
_KEY_BYTES, _ENTRY_BYTES = 8, 12


@dataclass(frozen=True, slots=True, eq=False)
class Entries:
    """Keys in order, and beside each the wording that holds it."""

    keys: _Longs
    holders: _Ints

    def __len__(self) -> int:
        return len(self.keys)

    @classmethod
    def join(cls, parts: Iterable[Entries]) -> Entries:
        """All entries, in order of keys and wordings."""
        gathered = list(parts)
        keys = np.concatenate([part.keys for part in gathered] or [np.empty(0, np.uint64)])
        holders = np.concatenate([part.holders for part in gathered] or [np.empty(0, np.int64)])
        order = np.lexsort((holders, keys))
        return cls(keys[order], holders[order])

    def keep(self, chosen: npt.NDArray[np.bool_]) -> Entries:
        """Some of the entries."""
        return Entries(self.keys[chosen], self.holders[chosen])


def _read(blob: bytes) -> Entries:
    count = len(blob) // _ENTRY_BYTES
    return Entries(
        np.frombuffer(blob, dtype="<u8", count=count).astype(np.uint64),
        np.frombuffer(blob, dtype="<u4", offset=count * _KEY_BYTES).astype(np.int64),
    )


def _write(entries: Entries) -> bytes:
    return entries.keys.astype("<u8").tobytes() + entries.holders.astype("<u4").tobytes()


def list_buckets(keys: _Longs) -> _Ints:
    """The bucket of each key."""
    buckets: _Ints = (keys >> _BUCKET_SHIFT).astype(np.int64)
    return buckets


def _fetch(connection: sqlite3.Connection, bucket: int) -> Entries:
    row = connection.execute("SELECT keys FROM wording_keys WHERE bucket = ?", (bucket,)).fetchone()
    return _read(row[0] if row else b"")


def _store(connection: sqlite3.Connection, bucket: int, entries: Entries) -> None:
    _, counts = count_holders(entries.keys)
    dropped = counts[counts > MOST_HOLDERS]
    pairs = int((dropped * (dropped - 1) // 2).sum())
    row = (bucket, _write(entries), len(dropped), pairs)
    connection.execute("INSERT OR REPLACE INTO wording_keys VALUES (?, ?, ?, ?)", row)


def _split(entries: Entries) -> Iterator[tuple[int, Entries]]:
    """Yield the entries of each bucket; the keys are in order, so the buckets are too."""
    if not len(entries):
        return
    buckets = list_buckets(entries.keys)
    begins = np.flatnonzero(np.concatenate(([True], buckets[1:] != buckets[:-1])))
    for begin, end in zip(begins.tolist(), [*begins[1:].tolist(), len(buckets)], strict=True):
        yield int(buckets[begin]), Entries(entries.keys[begin:end], entries.holders[begin:end])


def find_entries(connection: sqlite3.Connection, keys: _Longs) -> Entries:
    """The entries that the collection has of these keys."""
    asked = Entries(np.unique(keys), np.zeros(len(np.unique(keys)), dtype=np.int64))
    found = []
    for bucket, part in _split(asked):
        held = _fetch(connection, bucket)
        found.append(held.keep(np.isin(held.keys, part.keys)))
    return Entries.join(found)


def add_entries(connection: sqlite3.Connection, entries: Entries) -> Entries:
    """Store further entries; return those that the collection had of the same keys before."""
    before = []
    for bucket, part in _split(entries):
        held = _fetch(connection, bucket)
        before.append(held.keep(np.isin(held.keys, part.keys)))
        _store(connection, bucket, Entries.join((held, part)) if len(held) else part)
    return Entries.join(before)


def remove_wordings(connection: sqlite3.Connection, wordings: Iterable[int]) -> _Longs:
    """Remove all keys of some wordings; return those keys that led nowhere before and lead somewhere now."""
    gone = np.array(sorted(wordings), dtype=np.int64)
    opened = [np.empty(0, np.uint64)]
    for (bucket,) in connection.execute("SELECT bucket FROM wording_keys").fetchall():
        held = _fetch(connection, bucket)
        left = held.keep(~np.isin(held.holders, gone))
        if len(left) == len(held):
            continue
        begins, counts = count_holders(held.keys)
        dropped = held.keys[begins[counts > MOST_HOLDERS]]
        begins, counts = count_holders(left.keys)
        opened.append(np.intersect1d(dropped, left.keys[begins[counts <= MOST_HOLDERS]]))
        _store(connection, bucket, left)
    return np.concatenate(opened)
