"""Write what a reading became by corrections into the rows that search, counts, speakers and traces read.

The reading as it was found stays in `articles.exact`; the corrections stand beside it. What is read out of the
collection is always made of these two, and so are the rows. Only rows that differ are changed, so that a correction of
one statement leaves the traces of the others as they are.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from typing import Any

from sayso.article import Article
from sayso.correct.apply_corrections import apply_corrections
from sayso.jsonl import write_reading
from sayso.reading import Reading
from sayso.store.correction_rows import list_corrections
from sayso.store.records import read_found
from sayso.store.rows import TABLES, Rows, has_surrogates, write_spans

__all__ = ["rewrite_article", "rewrite_versions"]

# The tables that a correction can change, and the columns by which a row is known again. Those of a speaker are what it
# is joined by, so that one whose name was changed is a new row, and joined again.
_KNOWN_BY = {
    "article_speakers": ("local", "name", "type", "named", "roles", "forms"),
    "statements": ("local",),
    "carriers": ("local",),
    "headline_findings": ("start", "end"),
}
_REFERENCES = {
    "within_id": "statements",
    "statement_id": "statements",
    "headline_statement_id": "statements",
    "article_speaker_id": "article_speakers",
    "carrier_id": "carriers",
}
_CARRIED = "statement_carriers"
Row = dict[str, Any]


def rewrite_versions(connection: sqlite3.Connection, key: str) -> None:
    """Write anew all versions of an article that corrections are about; the caller holds the transaction."""
    for (number,) in connection.execute("SELECT id FROM articles WHERE key = ? ORDER BY id", (key,)).fetchall():
        rewrite_article(connection, number)


def rewrite_article(connection: sqlite3.Connection, article_id: int) -> None:
    """Write the rows of one version as its corrections have them; the caller holds the transaction."""
    found = read_found(connection, article_id)
    if not isinstance(found.article, Article):
        return
    corrected = apply_corrections(found, [it.correction for it in list_corrections(connection, article_id)])
    (exact,) = connection.execute("SELECT exact FROM articles WHERE id = ?", (article_id,)).fetchone()
    if exact is None and not any(corrected.fits):
        return
    connection.execute(
        "UPDATE articles SET exact = ifnull(exact, ?), own_voice = ? WHERE id = ?",
        (write_reading(found), write_spans(corrected.reading.own_voice), article_id),
    )
    _write(connection, article_id, corrected.reading)


def _write(connection: sqlite3.Connection, article_id: int, reading: Reading) -> None:
    """Change the rows that differ."""
    firsts = {
        table: int(connection.execute(f"SELECT ifnull(max(id), 0) + 1 FROM {table}").fetchone()[0])  # noqa: S608
        for table in TABLES
        if table != _CARRIED
    }
    made = Rows(firsts)
    made.add(reading, article_id, is_odd=has_surrogates(reading))
    before = {table: _read(connection, table, article_id) for table in _KNOWN_BY}
    after = {
        table: [dict(zip(TABLES[table].split(), row, strict=True)) for row in made.rows[table]]
        for table in (*_KNOWN_BY, _CARRIED)
    }
    ids = {table: _match(before[table], after[table], _KNOWN_BY[table]) for table in _KNOWN_BY}
    for table, rows in after.items():
        for row in rows:
            for column in row:
                owner = table if column == "id" else _REFERENCES.get(column)
                if owner is not None and row[column] is not None:
                    row[column] = ids[owner][row[column]]
    # A statement may stand in one that comes after it, and its speaker may go before it is changed.
    connection.execute("PRAGMA defer_foreign_keys = ON")
    for table in _KNOWN_BY:
        _change_rows(connection, table, *({row["id"]: row for row in rows[table]} for rows in (before, after)))
    _write_carried(connection, article_id, [tuple(row.values()) for row in after[_CARRIED]])
    connection.execute(
        "UPDATE statements SET speaker_id = (SELECT speaker_id FROM article_speakers WHERE id = article_speaker_id)"
        " WHERE article_id = ? AND speaker_id IS NOT"
        " (SELECT speaker_id FROM article_speakers WHERE id = article_speaker_id)",
        (article_id,),
    )


def _read(connection: sqlite3.Connection, table: str, article_id: int) -> list[Row]:
    names = TABLES[table].split()
    columns = ", ".join(f'"{name}"' for name in names)
    rows = connection.execute(f"SELECT {columns} FROM {table} WHERE article_id = ? ORDER BY id", (article_id,))  # noqa: S608
    return [dict(zip(names, row, strict=True)) for row in rows]


def _match(before: list[Row], after: list[Row], names: tuple[str, ...]) -> dict[int, int]:
    """For each new row its id: that of the old row that is known by the same, else its own."""
    known: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    for row in before:
        known[tuple(row[name] for name in names)].append(row["id"])
    ids = {}
    for row in after:
        same = known.get(tuple(row[name] for name in names))
        ids[row["id"]] = same.pop(0) if same else row["id"]
    return ids


def _change_rows(connection: sqlite3.Connection, table: str, before: dict[int, Row], after: dict[int, Row]) -> None:
    columns = [f'"{name}"' for name in TABLES[table].split()]
    for number, row in after.items():
        old = before.get(number)
        if old == row:
            continue
        if table == "statements":
            _index_words(connection, number, None if old is None else old["text"], row["text"])
            if old is not None and (old["text"], old["content"]) != (row["text"], row["content"]):
                connection.execute("DELETE FROM passages WHERE statement_id = ?", (number,))
        if old is None:
            marks = ", ".join("?" * len(columns))
            connection.execute(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", tuple(row.values()))  # noqa: S608
        else:
            values = ", ".join(f"{column} = ?" for column in columns)
            connection.execute(f"UPDATE {table} SET {values} WHERE id = ?", (*row.values(), number))  # noqa: S608
    for number in before.keys() - after.keys():
        connection.execute(f"DELETE FROM {table} WHERE id = ?", (number,))  # noqa: S608


def _index_words(connection: sqlite3.Connection, number: int, before: str | None, after: str) -> None:
    """Let the search for words find what a statement says now; what is deleted, a trigger takes out."""
    if before == after:
        return
    if before is not None:
        connection.execute(
            "INSERT INTO statements_fts (statements_fts, rowid, text) VALUES ('delete', ?, ?)", (number, before)
        )
    connection.execute("INSERT INTO statements_fts (rowid, text) VALUES (?, ?)", (number, after))


def _write_carried(connection: sqlite3.Connection, article_id: int, pairs: list[tuple[int, int]]) -> None:
    asked = (
        "SELECT statement_id, carrier_id FROM statement_carriers"
        " INNER JOIN carriers ON carriers.id = carrier_id WHERE carriers.article_id = ?"
    )
    before = set(connection.execute(asked, (article_id,)).fetchall())
    gone, new = sorted(before - set(pairs)), sorted(set(pairs) - before)
    connection.executemany("DELETE FROM statement_carriers WHERE statement_id = ? AND carrier_id = ?", gone)
    connection.executemany("INSERT INTO statement_carriers VALUES (?, ?)", new)
