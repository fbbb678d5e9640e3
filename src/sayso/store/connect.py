"""Open the file of a collection: create it, check that it is one, bring an older one up to date; and explain faults.

A new file is made under another name and linked to its own when it is complete, so that no kill leaves half a file.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from stat import S_ISREG
from urllib.parse import quote

from sayso.errors import BusyError, StoreError
from sayso.store.mark import APPLICATION, INDEX_APPLICATION, read_mark
from sayso.store.migrations import VERSION, create_tables, list_parts, migrate

__all__ = ["begin", "change_if_free", "explain_faults", "open_file", "roll_back"]

_READ_ONLY = "mode=ro"
# A second writer waits so long for the first, which writes for a second or so at a time.
_WAIT_S = 30.0
# A checkpoint after so many pages of 4 kilobytes; with the default of 1,000, adding much takes a third longer.
_CHECKPOINT_PAGES = 8_000


def open_file(path: Path, *, create: bool, read_only: bool, cache_mb: int = 64) -> sqlite3.Connection:
    """Open the file of a collection.

    Args:
        path: The file.
        create: Whether to make a new collection if there is none.
        read_only: Whether nothing is to be written.
        cache_mb: The memory for what was read of it.

    Raises:
        StoreError: There is none, it is something else, or it cannot be opened; nothing was changed.
    """
    _check_place(path, create=create)
    try:
        if create and not read_only and (not path.exists() or not path.stat().st_size):
            _create(path)
        _check_mark(path)
    except OSError as err:
        raise StoreError(f"{path}: cannot be opened ({err.strerror or err}); give another file") from err
    is_writable = not read_only and os.access(path, os.W_OK)
    with explain_faults(path):
        connection = _connect(path, is_writable=is_writable)
        try:
            connection.execute(f"PRAGMA cache_size = -{1_000 * cache_mb}")
            _prepare(connection, path, is_writable=is_writable)
        except BaseException:
            connection.close()
            raise
    return connection


def _check_place(path: Path, *, create: bool) -> None:
    """Raise StoreError if nothing can be opened there."""
    try:
        is_regular = S_ISREG(path.stat().st_mode)
    except FileNotFoundError:
        if not create:
            raise StoreError(
                f"{path} does not exist; make a collection with `sayso collect INPUT --into {path}`"
            ) from None
        if not path.parent.is_dir():
            raise StoreError(
                f"the folder {path.parent} does not exist, so that {path.name} cannot stand in it; make it first"
            ) from None
        return
    except (OSError, ValueError) as err:
        raise StoreError(f"{path}: cannot be opened ({err}); give another file") from err
    if not is_regular:
        raise StoreError(f"{path} is not a regular file and was left as it is; give another file")


def _check_mark(path: Path) -> None:
    """Raise StoreError unless the file says that it is a collection."""
    mark = read_mark(path)
    if mark == APPLICATION:
        return
    if mark is None:
        what = "is a file of another kind" if path.stat().st_size else "is empty"
    else:
        what = "is an index of sources" if mark == INDEX_APPLICATION else "is a database of another program"
    raise StoreError(f"{path} {what}, not a collection, and was left as it is; give another file")


def _create(path: Path) -> None:
    """Make an empty collection; if another program makes one at the same time, that one stays."""
    place = path.resolve()
    new = place.with_name(f".{place.name}.new-{os.getpid()}")
    try:
        new.unlink(missing_ok=True)
        with explain_faults(path):
            connection = sqlite3.connect(new, isolation_level=None)
            try:
                connection.execute(f"PRAGMA application_id = {APPLICATION}")
                create_tables(connection)
                connection.execute("PRAGMA journal_mode = WAL")
            finally:
                connection.close()
        _give_name(new, place)
    finally:
        for name in (new, *(new.with_name(f"{new.name}{ending}") for ending in ("-wal", "-shm", "-journal"))):
            name.unlink(missing_ok=True)


def _give_name(new: Path, place: Path) -> None:
    """Give a complete file its name, unless another file with content has it by now."""
    if place.exists() and not place.stat().st_size:
        new.replace(place)  # an empty file that somebody made, as `mktemp` does
        return
    try:
        os.link(new, place)
    except FileExistsError:
        return
    except OSError:  # a file system without links
        if not place.exists():
            new.replace(place)


def _connect(path: Path, *, is_writable: bool) -> sqlite3.Connection:
    address = f"file:{quote(str(path.resolve()))}"
    if is_writable:
        return sqlite3.connect(f"{address}?mode=rw", uri=True, timeout=_WAIT_S, isolation_level=None)
    connection = sqlite3.connect(f"{address}?{_READ_ONLY}", uri=True, timeout=_WAIT_S, isolation_level=None)
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.Error as err:
        connection.close()
        # In a folder that cannot be written, SQLite makes no files beside it; it may read the file if no log is there.
        if not isinstance(err, sqlite3.OperationalError) or path.with_name(f"{path.name}-wal").exists():
            raise
        return sqlite3.connect(f"{address}?{_READ_ONLY}&immutable=1", uri=True, isolation_level=None)
    return connection


def _prepare(connection: sqlite3.Connection, path: Path, *, is_writable: bool) -> None:
    """Set what holds for every connection; check the tables, and bring them up to date."""
    # Nothing in the file may call functions.
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA temp_store = MEMORY")
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if version > VERSION:
        raise StoreError(
            f"{path} was written by a newer version of sayso (tables {version}, and this version knows {VERSION});"
            " it was left as it is; update sayso"
        )
    if is_writable:
        # What was said to be stored is stored, also after a power cut.
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(f"PRAGMA wal_autocheckpoint = {_CHECKPOINT_PAGES}")
    if version < VERSION:
        if not is_writable:
            why = "is only read here" if os.access(path, os.W_OK) else "cannot be written, so that you have to copy it"
            raise StoreError(
                f"{path} has the tables of an older version of sayso ({version}, and this version has {VERSION}) and"
                f" {why}; bring it up to date with `sayso collect --into FILE --verify`"
            )
        migrate(connection)
    _check_parts(connection, path)
    connection.execute("PRAGMA foreign_keys = ON")


def _check_parts(connection: sqlite3.Connection, path: Path) -> None:
    """Raise StoreError if tables, views or triggers are not ours; a trigger would run with every row that is written.

    Tables, views and indices with other names do no harm, since nothing here reads them.
    """
    found, expected = list_parts(connection), list_parts(None)
    for name, part in expected.items():
        if found.get(name) != part:
            what = "has another form than in a collection" if name in found else "is missing"
            raise StoreError(f"{path} is damaged or was changed: its {part[0]} {name} {what}; restore a copy of it")
    for name, (kind, _) in found.items():
        if kind == "trigger" and name not in expected:
            raise StoreError(
                f"{path} was changed: its trigger {name!r:.60} does not belong to a collection, and would run with"
                " every row that is written; remove it, or give another file"
            )


@contextmanager
def change_if_free(connection: sqlite3.Connection) -> Iterator[bool]:
    """A transaction for what is only kept so that it need not be made again; whether the file can be written at once.

    A question does not wait for a program that adds articles. If the disk is full, or the file is only to be read,
    nothing is written.
    """
    if not _begin(connection):
        yield False
        return
    try:
        yield True
        connection.execute("COMMIT")
    except BaseException as err:
        roll_back(connection)
        is_expected = any(sign in str(err) for sign in ("full", "readonly"))
        if not (isinstance(err, sqlite3.OperationalError) and is_expected):
            raise


def _begin(connection: sqlite3.Connection) -> bool:
    if connection.in_transaction:
        return False
    try:
        begin(connection, 0)
        # Where the file may only be read, the transaction begins all the same, and the first change is refused.
        connection.execute("DELETE FROM columns WHERE 0")
    except sqlite3.OperationalError:
        roll_back(connection)
        return False
    return True


def begin(connection: sqlite3.Connection, wait_s: float | None = None) -> None:
    """Begin a transaction that writes, as soon as no other program does.

    Args:
        connection: The connection.
        wait_s: So long it is waited for; None for as long as the connection always waits.

    Raises:
        sqlite3.OperationalError: Another program still writes.
    """
    if wait_s is None:
        connection.execute("BEGIN IMMEDIATE")
        return
    (before,) = connection.execute("PRAGMA busy_timeout").fetchone()
    try:
        connection.execute(f"PRAGMA busy_timeout = {int(wait_s * 1_000)}")
        connection.execute("BEGIN IMMEDIATE")
    finally:
        connection.execute(f"PRAGMA busy_timeout = {int(before)}")


def roll_back(connection: sqlite3.Connection) -> None:
    """End a transaction, if there is one, as if it had not been; a full disk has ended it already."""
    if connection.in_transaction:
        connection.execute("ROLLBACK")


@contextmanager
def explain_faults(path: Path) -> Iterator[None]:
    """Turn the errors of SQLite inside into StoreErrors that say what happened to the file and what to do."""
    try:
        yield
    except sqlite3.Error as err:
        is_busy = any(sign in str(err) for sign in _BUSY)
        raise (BusyError if is_busy else StoreError)(f"{path}{_explain(str(err))} ({err})") from err


def _explain(reason: str) -> str:
    """What an error of SQLite means for the file, and what to do."""
    with suppress(StopIteration):
        return next(text for signs, text in _MEANINGS if any(sign in reason for sign in signs))
    return " cannot be used"


_BUSY = ("locked", "busy")
_MEANINGS = (
    (
        _BUSY,
        " is being written by another program, which did not end in time; wait until it has ended, and try again",
    ),
    (
        ("full",),
        " cannot grow, since the disk is full; what was stored before is kept; make room, and run the command again",
    ),
    (("readonly", "read-only"), " cannot be written; give a file and a folder that you may write to"),
    (
        ("malformed", "not a database", "corrupt"),
        " is damaged and was left as it is; restore a copy, or save what can be read: sqlite3 FILE .recover",
    ),
    (
        ("disk I/O",),
        " cannot be read or written, since the disk reports an error; what was stored before is kept",
    ),
    (("unable to open",), " cannot be opened; see whether you may read it and write to its folder"),
)
