"""An index of the words of sources in one SQLite file, so that no source is indexed twice.

Sources are recognised by their text. The file holds only what can be rebuilt from the sources, so it may be deleted at
any time; a damaged one is rebuilt, with a notice. A file of another kind is never touched. The file does not hold the
texts themselves, but all words with their places, so it is as private as the sources.

Two runs may use one file at once: each reads what is there and adds what it lacks.
"""

from __future__ import annotations

import sqlite3
import sys
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from os import PathLike
from pathlib import Path
from stat import S_ISREG
from types import NoneType, TracebackType

from sayso.article import Article
from sayso.check import Part, Sources, SourceText, index_text, join_parts, list_sources
from sayso.errors import Notice, StoreError
from sayso.given import check_given
from sayso.store.mark import INDEX_APPLICATION, SIGNATURE
from sayso.store.place import find_cache
from sayso.text import fingerprint
from sayso.version import __version__

__all__ = ["Index", "open_index"]

# The version that a part was made by; parts of another version are rebuilt beside it.
_VERSION = f"{__version__}/7/{sys.byteorder}"
_TABLE = """parts (
    fingerprint TEXT NOT NULL, version TEXT NOT NULL, day INTEGER NOT NULL, crc INTEGER NOT NULL, part BLOB NOT NULL,
    PRIMARY KEY (fingerprint, version)
) WITHOUT ROWID"""
# A part with more bytes than the words and places of its text can take (about 5 a character) is not read.
_ASKED = """
SELECT part, crc FROM parts
WHERE fingerprint = ? AND version = ? AND typeof(part) = 'blob' AND length(part) <= ?
"""
_FEWEST_BYTES, _BYTES_A_CHARACTER = 4_096, 256
_WAIT_S = 20.0
_PAUSE_S = 0.01
_DAY_S = 86_400
# Parts older than this many days are dropped, so that the file does not grow for ever.
_KEPT_DAYS = 60
# The number of parts written at once; a stopped run loses no more than these.
_AT_ONCE = 100
# A file that another run is just creating has at most one page, and not yet our mark.
_EMPTY_BYTES = 4_096
_Row = tuple[str, str, int, int, bytes]


class Index:
    """The stored index; use it as a context manager, or close it. `is_ours`: the file may be replaced whatever it is.

    Attributes:
        path: The file; None if nothing is stored.
        notices: What went wrong and what was done about it.
        built_count: Sources that were indexed in this run.
        reused_count: Sources that were in the index already.
    """

    def __init__(self, path: Path | None, *, is_ours: bool = False) -> None:
        self.path = path
        self.notices: list[Notice] = []
        self.built_count = self.reused_count = 0
        self._connection: sqlite3.Connection | None = None if path is None else self._open(path, is_ours)

    def __enter__(self) -> Index:  # noqa: PYI034  Self is not in Python 3.10
        return self

    def __exit__(
        self, kind: type[BaseException] | None, err: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; the index cannot be used afterwards."""
        if self._connection is not None:
            with suppress(sqlite3.Error):
                self._connection.close()
            self._connection = None

    def get(
        self,
        texts: Iterable[SourceText | Article] | SourceText | Article,
        *,
        progress: Callable[[int], None] | None = None,
    ) -> Sources:
        """The sources, ready to be searched; those that are not in the index yet are indexed and added.

        Args:
            texts: The sources, or articles, in the order in which they are to be searched.
            progress: Called after each source, with the number that are ready.

        Raises:
            TypeError: Something in `texts` is neither a `SourceText` nor an `Article`.
        """
        if progress is not None and not callable(progress):
            raise TypeError(f"progress is {progress!r:.60}; give a function that takes a count")
        return join_parts(self._get_parts(list_sources(texts), progress or (lambda _count: None)))

    def _get_parts(self, texts: Iterable[SourceText], progress: Callable[[int], None]) -> Iterator[Part]:
        made: list[_Row] = []
        day = int(time.time() // _DAY_S)
        for text in texts:
            key = fingerprint(text.text)
            part = self._find(key, text)
            if part is None:
                part = index_text(text)
                made += [_make_row(key, part, day)] if self._connection else []
                self.built_count += 1
            else:
                self.reused_count += 1
            if len(made) >= _AT_ONCE:
                self._write(made)
                made = []
            yield part
            progress(self.built_count + self.reused_count)
        self._write(made)
        self._forget(day)

    def _find(self, key: str, text: SourceText) -> Part | None:
        """The stored part of a text; None if there is none, or it is damaged."""
        if self._connection is None:
            return None
        most = _FEWEST_BYTES + _BYTES_A_CHARACTER * len(text.text)
        try:
            found = self._connection.execute(_ASKED, (key, _VERSION, most)).fetchone()
        except sqlite3.Error as err:
            self._recover(err)
            return None
        if found is None or zlib.crc32(found[0]) != found[1]:
            return None
        try:
            return Part.from_bytes(found[0], text)
        except ValueError:
            return None

    def _write(self, rows: list[_Row]) -> None:
        if self._connection is None or not rows:
            return
        try:
            with self._connection:
                self._connection.executemany("INSERT OR REPLACE INTO parts VALUES (?, ?, ?, ?, ?)", rows)
        except sqlite3.Error as err:
            self._recover(err)

    def _forget(self, day: int) -> None:
        """Drop old parts. A part's day is the day it was made, so that each is rebuilt after that time."""
        if self._connection is None:
            return
        with suppress(sqlite3.Error), self._connection:
            self._connection.execute("DELETE FROM parts WHERE day < ?", (day - _KEPT_DAYS,))

    def _recover(self, err: sqlite3.Error) -> None:
        """Go on after a fault: with a new file if the old one is damaged, else without storing anything more."""
        self.close()
        if self.path is None:
            return
        if _is_damage(err):
            self._connection = self._rebuild(self.path, err)
            return
        self._report(f"{self.path}: {err}; nothing more is stored in this run")

    def _open(self, path: Path, is_ours: bool) -> sqlite3.Connection | None:
        _check_regular(path)
        if not is_ours:
            _check_ours(path)
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            return _connect(path)
        except sqlite3.Error as err:
            if _is_damage(err):
                return self._rebuild(path, err)
            if "locked" in str(err):
                self._report(f"{path} is held by another program ({err}); nothing is stored in this run")
                return None
            raise StoreError(
                f"{path}: cannot be used as an index ({err}); give another --index, or --no-index"
            ) from err
        except OSError as err:
            raise StoreError(f"{path}: cannot be created ({err}); give another --index, or --no-index") from err

    def _rebuild(self, path: Path, err: sqlite3.Error) -> sqlite3.Connection | None:
        """Replace a damaged file by a new one; all that it held can be rebuilt."""
        try:
            # If the path is a link, the file that it leads to is replaced.
            place = path.resolve()
            for name in (place.name, f"{place.name}-wal", f"{place.name}-shm", f"{place.name}-journal"):
                place.with_name(name).unlink(missing_ok=True)
            connection = _connect(path)
        except (OSError, sqlite3.Error) as again:
            self._report(f"{path} is damaged ({err}) and could not be rebuilt ({again}); nothing is stored in this run")
            return None
        self._report(f"{path} was damaged ({err}) and was replaced; the sources are indexed again")
        return connection

    def _report(self, reason: str) -> None:
        self.notices.append(Notice("index", f"{reason}."))


def open_index(path: Path | str | None = None) -> Index:
    """Open the index at a path, by default in the user's cache.

    Raises:
        StoreError: the path is a file of another kind, or no file can be created there. In the user's cache, which
            nobody named, this becomes a notice, and nothing is stored.
    """
    check_given("the index", path, (str, PathLike, NoneType), "the path of a file")
    if path is not None:
        return Index(Path(path))
    try:
        return Index(find_cache() / "sources.sqlite", is_ours=True)
    except (StoreError, RuntimeError) as err:
        index = Index(None)
        index.notices.append(Notice("index", f"nothing is stored for the next run: {err}."))
        return index


def _check_regular(path: Path) -> None:
    """Raise StoreError if the path exists and is not a regular file: opening a pipe could wait for ever."""
    try:
        is_regular = S_ISREG(path.stat().st_mode)
    except FileNotFoundError:
        return
    except OSError as err:
        raise StoreError(f"{path}: cannot be used as an index ({err}); give another --index, or --no-index") from err
    if not is_regular:
        raise StoreError(f"{path} is not a regular file and was left as it is; give another --index, or --no-index")


def _check_ours(path: Path) -> None:
    """Raise StoreError unless there is no file yet, an empty one, or an index, damaged or not."""
    try:
        with path.open("rb") as file:
            head = file.read(100)
    except FileNotFoundError:
        return
    except OSError as err:
        raise StoreError(f"{path}: cannot be used as an index ({err}); give another --index, or --no-index") from err
    is_new = head.startswith(SIGNATURE) and head[68:72] == bytes(4) and path.stat().st_size <= _EMPTY_BYTES
    if head and not is_new and head[68:72] != INDEX_APPLICATION.to_bytes(4, "big"):
        raise StoreError(f"{path} is a file of another kind and was left as it is; give another --index")


def _connect(path: Path) -> sqlite3.Connection:
    """Connect to the file; create its table if it has none."""
    connection = sqlite3.connect(path, timeout=_WAIT_S)
    try:
        # Nothing in the file may call functions.
        connection.execute("PRAGMA trusted_schema = OFF")
        _begin_log(connection)
        # Nothing is lost that cannot be rebuilt; a damaged file is reported and rebuilt.
        connection.execute("PRAGMA synchronous = NORMAL")
        if connection.execute("PRAGMA application_id").fetchone()[0] != INDEX_APPLICATION:
            connection.execute(f"PRAGMA application_id = {INDEX_APPLICATION}")
        connection.execute(f"CREATE TABLE IF NOT EXISTS {_TABLE}")
        _check_schema(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _begin_log(connection: sqlite3.Connection) -> None:
    """Let one program write while others read (write-ahead log).

    SQLite waits for other programs at every other step, but refuses this one at once while another program writes to a
    new file, as two runs do that begin together.
    """
    deadline = time.monotonic() + _WAIT_S
    while not _switch_to_log(connection, is_last=time.monotonic() > deadline):
        time.sleep(_PAUSE_S)


def _switch_to_log(connection: sqlite3.Connection, *, is_last: bool) -> bool:
    """Whether the switch was made; an error, too, if it is the last try."""
    try:
        connection.execute("PRAGMA journal_mode = WAL")
    except sqlite3.OperationalError as err:
        if is_last or "locked" not in str(err):
            raise
        return False
    return True


def _check_schema(connection: sqlite3.Connection) -> None:
    """Raise DatabaseError if the file holds anything but our table: a trigger would run with every new row."""
    ours = ("table", "parts", f"CREATE TABLE {_TABLE}")
    for row in connection.execute("SELECT type, name, sql FROM sqlite_master"):
        if row != ours:
            raise sqlite3.DatabaseError(f"malformed: its {row[0]!s:.20} {row[1]!s:.40} does not belong to an index")


def _make_row(key: str, part: Part, day: int) -> _Row:
    """A row of the table."""
    kept = part.to_bytes()
    return key, _VERSION, day, zlib.crc32(kept), kept


def _is_damage(err: sqlite3.Error) -> bool:
    """Whether the file itself is broken; being locked, full or read-only may pass."""
    reason = str(err)
    return isinstance(err, sqlite3.DatabaseError) and any(
        sign in reason for sign in ("malformed", "not a database", "corrupt", "no such table", "no such column")
    )
