"""The statements of the current versions as columns of numbers, from which search and counts choose.

SQLite reads rows, and to group a million of them takes seconds; numpy groups a million numbers in a tenth of one. So
the numbers that questions are about are kept a second time, one blob a column, in the table `columns`. They can be made
again from the other tables at any time: triggers (schema.sql) remove them whenever statements, articles or speakers
change, and the next question, or the end of `sayso collect`, makes them anew (seconds for a million statements).

Statements stand in the order of a list of quotations: by date, those without a date last; then by article, then by
place. `Columns` loads a column when it is first asked for, and it stays loaded: the row `mark` holds random bytes, new
ones whenever columns are made, so that the same mark means the same columns. Connections of one program to the same
file share what is loaded, from any thread. An answer that other tables had a part in is remembered until anything at
all in the file changes.
"""

from __future__ import annotations

import json
import secrets
import sqlite3
import sys
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar
from weakref import WeakValueDictionary

import numpy as np
from numpy.typing import NDArray

from sayso.errors import StoreError
from sayso.store.connect import change_if_free, roll_back
from sayso.store.make_columns import HOWS, KINDS, PLACES, Made, Places, make_columns, parse_numbers

__all__ = ["HOWS", "KINDS", "PLACES", "ColumnKeeper", "Columns", "keep_columns", "read_numbers"]

Array = NDArray[Any]
Value = TypeVar("Value")
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
_MARK, _MARK_BYTES = "mark", 16
# What the answers that are remembered may take together, and what each is taken to need at least.
_MOST_BYTES, _LEAST_BYTES = 16_000_000, 1_000


@dataclass
class _Loaded:
    """What is in memory of the columns with one mark. Threads share it: what is in it never changes."""

    arrays: dict[str, Array] = field(default_factory=dict)
    names: dict[str, tuple[str, ...]] = field(default_factory=dict)
    derived: dict[str, Any] = field(default_factory=dict)


class Answers:
    """The last answers to questions, as long as they hold."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._bytes = 0

    def get(self, question: Hashable, answer: Callable[[], Value]) -> Value:
        """The answer, which is found if it is not known."""
        if question not in self._kept:
            found = answer()
            size = max(_LEAST_BYTES, sys.getsizeof(found))
            self._kept[question] = found, size
            self._bytes += size
            while self._bytes > _MOST_BYTES and len(self._kept) > 1:
                self._bytes -= self._kept.popitem(last=False)[1][1]
        self._kept.move_to_end(question)
        value: Value = self._kept[question][0]
        return value


class Columns:
    """The columns, each loaded when it is first asked for: `columns["kind"]`; and the names that codes stand for."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        loaded: _Loaded | None = None,
        answers: Answers | None = None,
    ) -> None:
        self._connection = connection
        self._loaded = _Loaded() if loaded is None else loaded
        self._answers = Answers() if answers is None else answers

    def __getitem__(self, name: str) -> Array:
        arrays = self._loaded.arrays
        if name not in arrays:
            arrays[name] = self._read(name)
        return arrays[name]

    def __len__(self) -> int:
        return len(self["id"])

    def names(self, what: str) -> tuple[str, ...]:
        """The names of languages or carriers, by their codes."""
        names = self._loaded.names
        if what not in names:
            try:
                names[what] = tuple(map(str, json.loads(self._load(f"names of {what}"))))
            except (ValueError, TypeError, RecursionError) as err:
                raise StoreError(f"the list of names of {what} {_DAMAGED}") from err
        return names[what]

    def derive(self, name: str, make: Callable[[], Value]) -> Value:
        """What is made of the columns alone, and kept with them under that name."""
        derived = self._loaded.derived
        if name not in derived:
            derived[name] = make()
        value: Value = derived[name]
        return value

    def remember(self, question: Hashable, answer: Callable[[], Value]) -> Value:
        """The answer to a question about any tables, given anew when it was not among the last, or the file changed."""
        return self._answers.get(question, answer)

    def find_places(self, ids: Array) -> Array:
        """The numbers here of statements with these ids; -1 for those of earlier versions."""
        return self.derive("places", lambda: Places(self["id"].astype(np.int64))).find(ids)

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


class ColumnKeeper:
    """Keeps the columns of one connection loaded until the collection changes, whoever changes it.

    Args:
        path: The file of the collection.
    """

    def __init__(self, path: Path) -> None:
        self._path = str(path.resolve())
        self._loaded = _Loaded()
        self._state: tuple[bytes | None, int, int] | None = None
        self._answers = Answers()

    @contextmanager
    def read(self, connection: sqlite3.Connection) -> Iterator[Columns]:
        """The columns, with all tables as they are at one moment, whatever another program writes meanwhile."""
        is_own = not connection.in_transaction
        if is_own and _find_mark(connection) is None:
            # One thread makes them for all; others would take the same time, and find the file busy.
            with _MAKING_LOCK:
                keep_columns(connection)
        if is_own:
            connection.execute("BEGIN")
        try:
            self._refresh(connection)
            yield Columns(connection, self._loaded, self._answers)
        finally:
            if is_own:
                roll_back(connection)

    def _refresh(self, connection: sqlite3.Connection) -> None:
        """Let go of what is loaded and remembered if the file is not as it was."""
        mark = _find_mark(connection)
        # Changes by others count up the first number, those by this connection the second one.
        state = mark, int(connection.execute("PRAGMA data_version").fetchone()[0]), connection.total_changes
        if state == self._state:
            return
        if mark is None:
            # They cannot be stored at this moment, so this connection has them alone.
            made = make_columns(connection)
            loaded = _Loaded(_pack(made), dict(made.names))
        else:
            with _SHARED_LOCK:
                loaded = _SHARED.setdefault((self._path, mark), _Loaded())
        # Not cleared: who asked before may still be at it.
        self._loaded, self._answers, self._state = loaded, Answers(), state


# By the file and the mark, for as long as a collection that is open has them.
_SHARED: WeakValueDictionary[tuple[str, bytes], _Loaded] = WeakValueDictionary()
_SHARED_LOCK, _MAKING_LOCK = threading.Lock(), threading.Lock()


def keep_columns(connection: sqlite3.Connection) -> None:
    """Make the columns if there are none, and keep them if the file can be written at once."""
    if _find_mark(connection) is not None:
        return
    with change_if_free(connection) as is_free:
        if is_free:
            made = make_columns(connection)
            values = [(name, array.tobytes()) for name, array in _pack(made).items()]
            values += [(f"names of {what}", json.dumps(names).encode()) for what, names in made.names.items()]
            values += [(_MARK, secrets.token_bytes(_MARK_BYTES))]
            connection.executemany("INSERT OR REPLACE INTO columns (name, value) VALUES (?, ?)", values)


def _pack(made: Made) -> dict[str, Array]:
    """The columns in the types in which they are kept."""
    return {name: np.ascontiguousarray(array, f"<{_TYPES[name]}") for name, array in made.arrays.items()}


def _find_mark(connection: sqlite3.Connection) -> bytes | None:
    """The mark of the columns that are kept; None if there are none."""
    row = connection.execute("SELECT value FROM columns WHERE name = ?", (_MARK,)).fetchone()
    return row[0] if row is not None and isinstance(row[0], bytes) and len(row[0]) == _MARK_BYTES else None


def read_numbers(connection: sqlite3.Connection, question: str, given: tuple[object, ...] = ()) -> Array:
    """The whole numbers that a question for one group_concat() gives: much faster than row by row."""
    (found,) = connection.execute(question, given).fetchone()
    return parse_numbers(found, np.int64) if found else np.zeros(0, np.int64)
