"""Make a collection of an older version of sayso, small or large, to bring it up to date."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from itertools import chain
from pathlib import Path
from typing import Any

__all__ = ["make_old_collection"]

SCRIPT = Path(__file__).resolve().parent.parent / "tests" / "cases" / "collection_0.sql"
# The tables that have rows, and the columns of each that are ids of rows.
IDS = {
    "articles": ("id",),
    "article_keys": ("article_id",),
    "article_speakers": ("id", "article_id"),
    "statements": ("id", "article_id", "within_id", "article_speaker_id"),
    "carriers": ("id", "article_id"),
    "statement_carriers": ("statement_id", "carrier_id"),
    "headline_findings": ("id", "article_id", "statement_id", "headline_statement_id"),
    "marks": ("id", "article_id"),
}
_STEP = 1_000


def make_old_collection(path: Path, copies: int = 1) -> None:
    """Write a collection with the tables of version 0; with its articles copied, under other names, so many times."""
    with closing(sqlite3.connect(path)) as base:
        base.executescript(SCRIPT.read_text(encoding="utf-8"))
        for table, ids in IDS.items():
            cursor = base.execute(f"SELECT * FROM {table}")  # noqa: S608
            names = [column[0] for column in cursor.description]
            rows = cursor.fetchall()
            copied = chain.from_iterable(
                (_copy(dict(zip(names, row, strict=True)), ids, copy) for row in rows) for copy in range(1, copies)
            )
            base.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(names))})", copied)  # noqa: S608
        for table in ("statements_fts", "articles_fts"):
            base.execute(f"INSERT INTO {table} ({table}) VALUES ('rebuild')")  # noqa: S608
        base.commit()
        base.execute("PRAGMA journal_mode = WAL")


def _copy(row: dict[str, Any], ids: tuple[str, ...], copy: int) -> tuple[Any, ...]:
    """A row of another article that says the same."""
    for name in ids:
        row[name] = row[name] if row[name] is None else row[name] + _STEP * copy
    if "key" in row:
        row["key"] += f"/{copy}"
        row["url"] = row["url"] and f"{row['url']}/{copy}"
        row["exact"] = row["exact"] and row["exact"].replace('"id": "', f'"id": "{copy}/', 1)
    if "digest" in row:
        row["digest"] = row["digest"][:-4] + copy.to_bytes(4, "big")
    return tuple(row.values())
