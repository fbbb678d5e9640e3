"""Store what a watch remembers in a small file beside its output, so that nothing is read twice or missed.

Entries are recorded as waiting in the same transaction as the feed's version, and as done in the same transaction as
the lengths of the output and the archive. If a run is killed, whatever it wrote beyond those lengths is cut off when
the next run begins.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sayso.errors import ReadError
from sayso.fetch import Conditional

__all__ = ["Entry", "State"]

# "sayW" and the version of the tables, so that another program's file is never mistaken for ours.
APPLICATION = 0x73617957
VERSION = 1
TABLES = """
CREATE TABLE lengths (file TEXT PRIMARY KEY, bytes INTEGER NOT NULL);
CREATE TABLE sources (url TEXT PRIMARY KEY, etag TEXT, modified TEXT, next_at REAL NOT NULL DEFAULT 0);
CREATE TABLE entries (
    number INTEGER PRIMARY KEY, url TEXT NOT NULL UNIQUE, guid TEXT UNIQUE, source TEXT NOT NULL,
    title TEXT, published TEXT, outlet TEXT,
    is_done INTEGER NOT NULL DEFAULT 0, tries INTEGER NOT NULL DEFAULT 0, next_at REAL NOT NULL DEFAULT 0
);
CREATE INDEX waiting ON entries (number) WHERE is_done = 0;
CREATE TABLE texts (fingerprint TEXT PRIMARY KEY) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One article that a source lists.

    Attributes:
        url: Its normalised address.
        source: The address or path of the feed or list that names it.
        guid: Its id in the source, made unique among all sources; or None.
        title: As listed.
        published: As listed.
        outlet: The name of the outlet, as listed.
        number: Its number in the state; 0 before it is recorded.
        tries: How often fetching it failed for a reason that may pass.
    """

    url: str
    source: str
    guid: str | None = None
    title: str | None = None
    published: str | None = None
    outlet: str | None = None
    number: int = 0
    tries: int = 0


class State:
    """The file of what a watch remembers; only one run at a time may open it.

    Args:
        path: The file; created if there is none.

    Raises:
        ReadError: another run holds it, or it is another kind of file.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._base = sqlite3.connect(path, timeout=0, isolation_level=None)
        except sqlite3.Error as err:
            raise ReadError(describe_closed(path, err)) from err
        try:
            self._open()
        except sqlite3.Error as err:
            self._base.close()
            if "locked" in str(err):
                raise ReadError(f"{path} is in use: another run writes there; end it, or give another output") from err
            if isinstance(err, sqlite3.OperationalError):
                raise ReadError(describe_closed(path, err)) from err
            raise ReadError(f"{path} is not the state of a watch ({err}); move it, or give another output") from err
        except BaseException:
            self._base.close()
            raise

    def _open(self) -> None:
        # The lock is held until the file is closed, since two runs would write the same article twice.
        self._base.execute("PRAGMA locking_mode = EXCLUSIVE")
        with self._step():
            application = self._base.execute("PRAGMA application_id").fetchone()[0]
            version = self._base.execute("PRAGMA user_version").fetchone()[0]
            self.is_new = not self._base.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
            if self.is_new:
                for statement in TABLES.split(";"):
                    self._base.execute(statement)
                self._base.execute(f"PRAGMA application_id = {APPLICATION}")
                self._base.execute(f"PRAGMA user_version = {VERSION}")
            elif (application, version) != (APPLICATION, VERSION):
                raise ReadError(f"{self.path} is not the state of a watch of this version; give another output")

    def close(self) -> None:
        """Close the file, so that another run may open it."""
        self._base.close()

    @contextmanager
    def _step(self) -> Iterator[None]:
        """Run one transaction: all that is written inside is stored, or none of it."""
        self._base.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._base.execute("ROLLBACK")
            raise
        self._base.execute("COMMIT")

    def adopt(self, readings: Iterable[tuple[str, str | None]], lengths: dict[str, int]) -> None:
        """Record what an output without a state holds: ids and fingerprints of its articles, and its length.

        A reading without a fingerprint stands for an entry that could not be read.
        """
        with self._step():
            for url, fingerprint in readings:
                self._base.execute("INSERT OR IGNORE INTO entries (url, source, is_done) VALUES (?, '', 1)", (url,))
                self._note_texts([] if fingerprint is None else [fingerprint])
            self._note_lengths(lengths)

    def find_length(self, file: str) -> int | None:
        """How many bytes of a file are recorded as done; None if the file is not known."""
        found = self._base.execute("SELECT bytes FROM lengths WHERE file = ?", (file,)).fetchone()
        return int(found[0]) if found else None

    def note_lengths(self, lengths: dict[str, int]) -> None:
        """Record the lengths of the files."""
        with self._step():
            self._note_lengths(lengths)

    def find_source(self, url: str) -> tuple[Conditional, float]:
        """The version of a source that was read last, and the time before which it must not be fetched."""
        row = self._base.execute("SELECT etag, modified, next_at FROM sources WHERE url = ?", (url,)).fetchone()
        return (Conditional(row[0], row[1]), float(row[2])) if row else (Conditional(), 0.0)

    def knows_source(self, url: str) -> bool:
        """Whether the source was read before."""
        return self._base.execute("SELECT 1 FROM sources WHERE url = ?", (url,)).fetchone() is not None

    def rest_source(self, url: str, until: float) -> None:
        """Record that a source must not be fetched before a time."""
        with self._step():
            self._base.execute(
                "INSERT INTO sources (url, next_at) VALUES (?, ?)"
                " ON CONFLICT (url) DO UPDATE SET next_at = excluded.next_at",
                (url, until),
            )

    def add_entries(self, source: str, version: Conditional, entries: Iterable[Entry]) -> int:
        """Record the new entries as waiting, and the version of their source; return the number of new ones."""
        before = self._base.total_changes
        with self._step():
            self._base.executemany(
                "INSERT OR IGNORE INTO entries (url, guid, source, title, published, outlet) VALUES (?, ?, ?, ?, ?, ?)",
                ((e.url, e.guid, e.source, e.title, e.published, e.outlet) for e in entries),
            )
            added = self._base.total_changes - before
            self._base.execute(
                "INSERT OR REPLACE INTO sources (url, etag, modified, next_at) VALUES (?, ?, ?, 0)",
                (source, version.etag, version.modified),
            )
        return added

    def find_waiting(self, now: float, *, after: int, limit: int) -> list[Entry]:
        """The entries to be read now with numbers above `after`, in order."""
        rows = self._base.execute(
            "SELECT url, source, guid, title, published, outlet, number, tries FROM entries"
            " WHERE is_done = 0 AND next_at <= ? AND number > ? ORDER BY number LIMIT ?",
            (now, after, limit),
        )
        return [Entry(*row) for row in rows]

    def count_waiting(self) -> int:
        """How many entries are not yet done."""
        return int(self._base.execute("SELECT count(*) FROM entries WHERE is_done = 0").fetchone()[0])

    def has_done(self) -> bool:
        """Whether any entry is done."""
        return self._base.execute("SELECT 1 FROM entries WHERE is_done = 1 LIMIT 1").fetchone() is not None

    def postpone(self, entry: Entry, until: float) -> None:
        """Record that fetching an entry failed for a reason that may pass, and when to try again."""
        with self._step():
            self._base.execute(
                "UPDATE entries SET tries = tries + 1, next_at = ? WHERE number = ?", (until, entry.number)
            )

    def has_text(self, fingerprint: str) -> bool:
        """Whether an article with exactly this text was read before."""
        return self._base.execute("SELECT 1 FROM texts WHERE fingerprint = ?", (fingerprint,)).fetchone() is not None

    def finish(self, entry: Entry, fingerprints: Iterable[str], lengths: dict[str, int]) -> None:
        """Record an entry as done, with the fingerprints of its texts and the new lengths of the files."""
        with self._step():
            self._base.execute("UPDATE entries SET is_done = 1 WHERE number = ?", (entry.number,))
            self._note_texts(fingerprints)
            self._note_lengths(lengths)

    def _note_texts(self, fingerprints: Iterable[str]) -> None:
        self._base.executemany("INSERT OR IGNORE INTO texts VALUES (?)", ((each,) for each in fingerprints))

    def _note_lengths(self, lengths: dict[str, int]) -> None:
        self._base.executemany("INSERT OR REPLACE INTO lengths VALUES (?, ?)", lengths.items())


def describe_closed(path: Path, err: sqlite3.Error) -> str:
    """Why the file cannot be opened or written, and what to do."""
    if not path.parent.is_dir():
        return f"the folder {path.parent} does not exist, so that {path.name} cannot stand in it; make it first"
    return f"{path} cannot be written ({err}); give an output in a folder that you may write to"
