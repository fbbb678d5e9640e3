"""The statements of the current versions as columns of numbers, from which search and counts choose.

SQLite reads rows, and to group a million of them takes seconds; numpy groups a million numbers in a tenth of one. So
the numbers that questions are about are kept a second time, one blob a column, in the table `columns`. They can be made
again from the other tables at any time: triggers (schema.sql) remove them whenever statements, articles or speakers
change, and the next question, or the end of `sayso collect`, makes them anew (seconds for a million statements).

Statements stand in the order of a list of quotations: by date, those without a date last; then by article, then by
place. `Columns` loads a column when it is first asked for.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sayso.errors import StoreError
from sayso.store.connect import change_if_free, roll_back
from sayso.store.make_columns import HOWS, KINDS, PLACES, Made, Places, make_columns

__all__ = ["HOWS", "KINDS", "PLACES", "Columns", "keep_columns", "read_columns", "read_numbers"]

Array = NDArray[Any]
# The type of each column. Of statements: the number of its article here, its speaker (see `_find_parties`), and so on.
# Of articles (article_…): id, outlet, day as 20310405 with 00 for what is not known, language, words. Of pairs: the
# number of a statement here, and who spoke it together with others, or whom it came through.
_TYPES = {
    "id": "i8",
    "article": "i4",
    "speaker": "i8",
    "kind": "i1",
    "place": "i1",
    "words": "i4",
    "score": "f8",
    "speaker_score": "f8",
    "article_id": "i8",
    "article_outlet": "i8",
    "article_day": "i4",
    "article_language": "i4",
    "joint_statement": "i4",
    "joint_speaker": "i8",
    "carrier_statement": "i4",
    "carrier_name": "i4",
    "carrier_how": "i1",
    "carrier_score": "f8",
}
_NAMES = ("language", "carrier")
# The column that is as long as each, by the beginning of its name; the others have one number a statement.
_LENGTHS = {"article_": "article_id", "joint_": "joint_statement", "carrier_": "carrier_statement"}
# What the numbers of a column are smaller than: how many there are of something, or the length of a column or list.
_LIMITS: dict[str, int | str] = {
    "article": "article_id",
    "kind": len(KINDS),
    "place": len(PLACES),
    "article_language": "names of language",
    "joint_statement": "id",
    "carrier_statement": "id",
    "carrier_name": "names of carrier",
    "carrier_how": len(HOWS),
}
_DAMAGED = "of the collection is damaged; restore a copy of the file"


class Columns:
    """The columns, each loaded when it is first asked for: `columns["kind"]`; and the names that codes stand for."""

    def __init__(self, connection: sqlite3.Connection, made: Made | None = None) -> None:
        self._connection = connection
        self._arrays: dict[str, Array] = {} if made is None else dict(made.arrays)
        self._names: dict[str, tuple[str, ...]] = {} if made is None else dict(made.names)
        self._places: Places | None = None

    def __getitem__(self, name: str) -> Array:
        if name not in self._arrays:
            self._arrays[name] = self._read(name)
        return self._arrays[name]

    def __len__(self) -> int:
        return len(self["id"])

    def names(self, what: str) -> tuple[str, ...]:
        """The names of languages or carriers, by their codes."""
        if what not in self._names:
            try:
                self._names[what] = tuple(map(str, json.loads(self._load(f"names of {what}"))))
            except (ValueError, TypeError, RecursionError) as err:
                raise StoreError(f"the list of names of {what} {_DAMAGED}") from err
        return self._names[what]

    def find_places(self, ids: Array) -> Array:
        """The numbers here of statements with these ids; -1 for those of earlier versions."""
        if self._places is None:
            self._places = Places(self["id"].astype(np.int64))
        return self._places.find(ids)

    def _read(self, name: str) -> Array:
        """A column as it is kept; a damaged one leads nowhere outside of the others."""
        value, kind = self._load(name), np.dtype(f"<{_TYPES[name]}")
        base = next((base for begin, base in _LENGTHS.items() if name.startswith(begin)), "id")
        if len(value) % kind.itemsize or (name != base and len(value) // kind.itemsize != len(self[base])):
            raise StoreError(f"column {name} {_DAMAGED}")
        array = np.frombuffer(value, dtype=kind)
        if name in _LIMITS and len(array) and not 0 <= int(array.min()) <= int(array.max()) < self._find_limit(name):
            raise StoreError(f"column {name} {_DAMAGED}")
        return array

    def _find_limit(self, name: str) -> int:
        limit = _LIMITS[name]
        if isinstance(limit, int):
            return limit
        what = limit.removeprefix("names of ")
        return len(self[limit] if what == limit else self.names(what))

    def _load(self, name: str) -> bytes:
        row = self._connection.execute("SELECT value FROM columns WHERE name = ?", (name,)).fetchone()
        if row is None or not isinstance(row[0], bytes):
            raise StoreError(f"column {name} {_DAMAGED}")
        return row[0]


def keep_columns(connection: sqlite3.Connection) -> None:
    """Make the columns if there are none, and keep them if the file can be written at once."""
    if _are_kept(connection):
        return
    with change_if_free(connection) as is_free:
        if is_free:
            made = make_columns(connection)
            values = [(name, array.astype(f"<{_TYPES[name]}").tobytes()) for name, array in made.arrays.items()]
            values += [(f"names of {what}", json.dumps(names).encode()) for what, names in made.names.items()]
            connection.executemany("INSERT OR REPLACE INTO columns (name, value) VALUES (?, ?)", values)


@contextmanager
def read_columns(connection: sqlite3.Connection) -> Iterator[Columns]:
    """The columns, with all tables as they are at one moment, whatever another program writes meanwhile."""
    keep_columns(connection)
    is_own = not connection.in_transaction
    if is_own:
        connection.execute("BEGIN")
    try:
        yield Columns(connection) if _are_kept(connection) else Columns(connection, make_columns(connection))
    finally:
        if is_own:
            roll_back(connection)


def _are_kept(connection: sqlite3.Connection) -> bool:
    return connection.execute("SELECT 1 FROM columns LIMIT 1").fetchone() is not None


def read_numbers(connection: sqlite3.Connection, question: str, given: tuple[object, ...] = ()) -> Array:
    """The whole numbers that a question for one group_concat() gives: much faster than row by row."""
    (found,) = connection.execute(question, given).fetchone()
    return np.fromstring(found, dtype=np.int64, sep=",") if found else np.zeros(0, np.int64)
