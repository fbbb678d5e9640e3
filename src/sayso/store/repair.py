"""Mend what is wrong in a collection, as far as it can be made again from what is whole.

Rows whose article, statement or speaker is gone are removed, as SQLite does where foreign keys are on; indices of words
are made anew; speakers are joined again, with what was decided by hand; and what was traced is traced again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection as Sized

from sayso.store.changes import record_changes
from sayso.store.migrations import list_parts
from sayso.store.speakers import join_speakers
from sayso.store.trace_update import update_clusters
from sayso.store.verify import FTS_TABLES, ODD_VERSIONS
from sayso.store.write import Writer

__all__ = ["repair"]

# Rows that go may be what others belong to; no table is so many steps away from another one.
_MOST_ROUNDS = 20
_OF_SPEAKERS = ("joins", "open_speakers", "speaker_keys", "touched_keys")


def repair(connection: sqlite3.Connection, parts: Sized[str]) -> None:
    """Mend these parts; the caller holds the transaction."""
    # Rows that refer to one another go one after the other.
    connection.execute("PRAGMA defer_foreign_keys = ON")
    if "rows" in parts:
        for _ in range(_MOST_ROUNDS):
            if not _remove_lost_rows(connection):
                break
    if "rows" in parts or "words" in parts:
        for name in FTS_TABLES:
            connection.execute(f"INSERT INTO {name} ({name}) VALUES ('rebuild')")  # noqa: S608  (our own names)
    if "rows" in parts or "versions" in parts:
        writer = Writer(connection)
        for (key,) in connection.execute(ODD_VERSIONS).fetchall():
            writer.order_versions(key)
            record_changes(connection, key, None)
    if {"rows", "versions", "speakers"}.intersection(parts):
        _join_again(connection)
    is_traced = connection.execute("SELECT 1 FROM tracing").fetchone() is not None
    if is_traced and {"rows", "versions", "traces"}.intersection(parts):
        # The method of no version, so that everything is traced anew.
        connection.execute("UPDATE tracing SET method = ''")
        update_clusters(connection)
    connection.execute("DELETE FROM columns")


def _remove_lost_rows(connection: sqlite3.Connection) -> bool:
    """Remove rows whose parent is gone, or what leads to the parent where it may be unknown; whether there were any."""
    asked = (
        'SELECT DISTINCT broken."table", keys."from", broken.parent, columns."notnull"'
        ' FROM pragma_foreign_key_check AS broken, pragma_foreign_key_list(broken."table") AS keys,'
        ' pragma_table_info(broken."table") AS columns'
        ' WHERE keys.id = broken.fkid AND columns.name = keys."from"'
    )
    # Tables of the user's own are left alone, whatever their names.
    own = list_parts(None)
    found = [row for row in connection.execute(asked).fetchall() if row[0] in own and row[2] in own]
    for table, column, parent, is_needed in found:
        # Whatever belongs to an article goes with it; an article whose outlet is gone stays.
        is_gone = is_needed or column == "article_id"
        do = "DELETE FROM {0}" if is_gone else "UPDATE {0} SET {1} = NULL"
        where = "WHERE {1} IS NOT NULL AND {1} NOT IN (SELECT id FROM {2})"
        connection.execute(f"{do} {where}".format(table, column, parent))
    return bool(found)


def _join_again(connection: sqlite3.Connection) -> None:
    """Join all speakers anew, with what was decided by hand."""
    for table in _OF_SPEAKERS:
        connection.execute(f"DELETE FROM {table}")  # noqa: S608  (our own names)
    connection.execute("UPDATE article_speakers SET joined = 0, speaker_id = NULL")
    connection.execute("UPDATE statements SET speaker_id = NULL")
    connection.execute("DELETE FROM speakers WHERE NOT is_forgotten")
    join_speakers(connection)
