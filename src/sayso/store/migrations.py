"""The tables of a collection, and the steps that bring the file of an older version up to date.

To change a table: change schema.sql or views.sql, raise VERSION by one, and add a function to MIGRATIONS that makes the
new form of each changed table out of the one before. Tables and indices that are missing then, and all views and
triggers, are made anew after every step. All steps run in one transaction: a stopped migration has done nothing.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from sayso.store.changes import record_changes
from sayso.store.records import read_article
from sayso.store.rows import list_forms, mend, write_list
from sayso.store.speakers import join_speakers

__all__ = ["VERSION", "create_tables", "list_parts", "migrate"]

VERSION = 4
"""The number of the present form of the tables; it stands in the file as SQLite's user_version."""

_FOLDER = Path(__file__).parent

_NAME = re.compile(r'CREATE (?:UNIQUE |VIRTUAL )?(TABLE|INDEX|VIEW|TRIGGER) "?(\w+)')


@cache
def _read(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")


def _split(script: str) -> list[str]:
    """The statements of a script, without comments; `executescript` would end the transaction."""
    found, begun = [], ""
    for line in script.splitlines(keepends=True):
        if line.lstrip().startswith("--"):
            continue
        begun += line
        if sqlite3.complete_statement(begun):
            found.append(begun.strip())
            begun = ""
    return found


def create_tables(connection: sqlite3.Connection) -> None:
    """Make all tables, views and triggers of an empty file, in one transaction."""
    connection.execute("BEGIN IMMEDIATE")
    for statement in (*_split(_read("schema.sql")), *_split(_read("views.sql"))):
        connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {VERSION}")
    connection.execute("COMMIT")


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the tables up to date. If another program is doing that, wait for it.

    Raises:
        sqlite3.Error: A step failed; the file is as it was.
    """
    # Tables may be replaced; rows that refer to them must not be deleted with them.
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("BEGIN IMMEDIATE")
    try:
        version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        if version < VERSION:
            _drop_views(connection)
            for step in range(version, VERSION):
                MIGRATIONS[step](connection)
            _make_missing(connection)
            connection.execute(f"PRAGMA user_version = {VERSION}")
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def _drop_views(connection: sqlite3.Connection) -> None:
    """Remove our views and triggers; views that the user made stay."""
    for name, (kind, _) in _list_expected().items():
        if kind in ("view", "trigger"):
            connection.execute(f"DROP {kind} IF EXISTS {name}")


def _make_missing(connection: sqlite3.Connection) -> None:
    """Make the tables, indices, views and triggers that are not there."""
    names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master").fetchall()}
    for statement in (*_split(_read("schema.sql")), *_split(_read("views.sql"))):
        found = _NAME.match(statement)
        if found is not None and found[2] not in names:
            connection.execute(statement)


def _begin_speakers(connection: sqlite3.Connection) -> None:
    """From 0: speakers across articles, changes between versions, and traces, of which the tables were still empty."""
    for table in _EMPTY_IN_0:
        connection.execute(f"DROP TABLE IF EXISTS {table}")
    connection.execute("ALTER TABLE article_speakers ADD COLUMN forms TEXT NOT NULL DEFAULT '[]'")
    connection.execute("ALTER TABLE article_speakers ADD COLUMN joined INTEGER NOT NULL DEFAULT 0")
    # What follows reads the present form of readings.
    _add_corrections(connection)
    _make_missing(connection)
    for number, text in connection.execute("SELECT id, text FROM articles").fetchall():
        speakers = read_article(connection, number).speakers
        ids = connection.execute(
            "SELECT id FROM article_speakers WHERE article_id = ? ORDER BY id", (number,)
        ).fetchall()
        forms = [mend(write_list(list_forms(speaker, text))) for speaker in speakers]
        rows = [(form, speaker) for form, (speaker,) in zip(forms, ids, strict=True)]
        connection.executemany("UPDATE article_speakers SET forms = ? WHERE id = ?", rows)
    for (key,) in connection.execute("SELECT key FROM articles GROUP BY key HAVING count(*) > 1").fetchall():
        record_changes(connection, key, None)
    join_speakers(connection)


def _add_corrections(connection: sqlite3.Connection) -> None:
    """From 3: corrections, and by whom a statement was corrected."""
    known = {name for (name,) in connection.execute("SELECT name FROM pragma_table_info('statements')")}
    for column in ("corrected", "corrected_by"):
        if column not in known:
            connection.execute(f"ALTER TABLE statements ADD COLUMN {column} TEXT")


_EMPTY_IN_0 = "changes edges matches occurrences clusters passages joins speaker_edits speakers people".split()
MIGRATIONS: Mapping[int, Callable[[sqlite3.Connection], object]] = {
    0: _begin_speakers,
    1: lambda _connection: None,  # a new table: former_speakers
    # Links have days now. They are made anew, since what another method traced is traced again.
    2: lambda connection: connection.execute("DROP TABLE links"),
    3: _add_corrections,
}
"""By the version that a file has: what makes the next one of it."""


def list_parts(connection: sqlite3.Connection | None) -> dict[str, tuple[str, str]]:
    """The tables, views and triggers by name: the kind of each, and its form; None for those that a file must have.

    The form of a table is the names of its columns, since the SQL of a table that was changed differs.
    """
    return _list_parts(connection) if connection is not None else _list_expected()


def _list_parts(connection: sqlite3.Connection) -> dict[str, tuple[str, str]]:
    parts = {}
    for kind, name, sql in connection.execute(
        "SELECT type, name, sql FROM sqlite_master WHERE type IN ('table', 'view', 'trigger')"
    ).fetchall():
        if kind == "table":
            columns = connection.execute("SELECT name FROM pragma_table_xinfo(?)", (name,)).fetchall()
            parts[str(name)] = (str(kind), ", ".join(sorted(str(column) for (column,) in columns)))
        else:
            parts[str(name)] = (str(kind), str(sql))
    return parts


@cache
def _list_expected() -> dict[str, tuple[str, str]]:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    try:
        create_tables(connection)
        return _list_parts(connection)
    finally:
        connection.close()
