"""Write readings into the tables of a collection, inside a transaction."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from datetime import datetime, timezone
from typing import Any

from sayso.article import Article, Outlet
from sayso.reading import Reading, Stamp
from sayso.store.changes import record_changes
from sayso.store.correction_rows import has_corrections
from sayso.store.dates import find_bounds
from sayso.store.forget import ForgottenNames
from sayso.store.keys import list_digests, make_key, share_words
from sayso.store.outlet_names import name_outlets, show_outlet
from sayso.store.rewrite import rewrite_versions
from sayso.store.rows import TABLES, Rows, has_surrogates, make_article_row, mend
from sayso.text import fingerprint

__all__ = ["NAMELESS", "Writer", "find_articles"]

_ARTICLE_COLUMNS = (
    "id key article version is_current url outlet_id title title_start title_end published published_precision"
    " published_from published_until language authors section words fingerprint text own_voice facts exact stamp_id"
    " added"
).split()
_OF_ARTICLES = "statements article_speakers carriers headline_findings marks notices".split()
# Ids that name no article: what comes through a pipe each time.
NAMELESS = frozenset({"stdin", "stream"})
# So many articles of one id are looked at to find of which one a text is a version.
_MAX_NAMESAKES = 50


def _insert(table: str, columns: Iterable[str]) -> str:
    names = [f'"{name}"' for name in columns]
    return f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"  # noqa: S608


_INSERT_ARTICLE = _insert("articles", _ARTICLE_COLUMNS)
_INSERTS = {table: _insert(table, columns.split()) for table, columns in TABLES.items()}


def find_articles(connection: sqlite3.Connection, digests: Iterable[bytes]) -> list[int | None]:
    """For each digest the article that it is known to be of; None if it is not known."""
    asked = "SELECT article_id FROM article_keys WHERE digest = ?"
    found = [connection.execute(asked, (digest,)).fetchone() for digest in digests]
    return [None if row is None else int(row[0]) for row in found]


class Writer:
    """Writes one batch; the caller holds the transaction.

    Args:
        connection: The collection.
        replace: Whether a reading that another version, model or settings made is replaced.
    """

    def __init__(self, connection: sqlite3.Connection, *, replace: bool = False) -> None:
        self._connection = connection
        self._replace = replace
        tables = [table for table in TABLES if table != "statement_carriers"]
        self._firsts = {table: self._find_free(table) for table in (*tables, "articles", "unread")}
        self._rows = Rows(self._firsts)
        self._forgotten = ForgottenNames(connection)
        self._outlets: dict[Outlet | None, int | None] = {None: None}
        self._stamps: dict[Stamp, int] = {}
        # Articles whose versions changed: those that came, or None if two articles turned out to be one.
        self._changed: dict[str, set[int] | None] = {}
        self._added = datetime.now(timezone.utc).isoformat(timespec="seconds").replace("+00:00", "Z")

    def write(self, readings: Iterable[Reading]) -> list[str]:
        """Write the readings; what became of each: "new", "same", "changed", "replaced" or "unread"."""
        last_outlet = self._find_free("outlets") - 1
        results = [
            self._add(reading, reading.article) if isinstance(reading.article, Article) else self._add_unread(reading)
            for reading in readings
        ]
        # A statement may stand in one that comes after it.
        self._connection.execute("PRAGMA defer_foreign_keys = ON")
        for table, statement in _INSERTS.items():
            self._connection.executemany(statement, self._rows.rows[table])
        self._connection.execute(
            "INSERT INTO statements_fts (rowid, text) SELECT id, text FROM statements WHERE id >= ?",
            (self._firsts["statements"],),
        )
        self._connection.execute(
            "INSERT INTO articles_fts (rowid, title, text) SELECT id, title, text FROM articles WHERE id >= ?",
            (self._firsts["articles"],),
        )
        if any(number is not None and number > last_outlet for number in self._outlets.values()):
            name_outlets(self._connection)
        if has_corrections(self._connection):
            for key in self._changed:
                rewrite_versions(self._connection, key)
        self._record_changes()
        return results

    def recognise(self, digests: list[bytes]) -> bool:
        """Whether the first digest, that of a text, is known; then the others are recorded as names of its article."""
        is_known = self._note_digests(digests)
        self._record_changes()
        return is_known

    def _record_changes(self) -> None:
        for key, new in self._changed.items():
            record_changes(self._connection, key, new)

    def _find_free(self, table: str) -> int:
        return int(self._connection.execute(f"SELECT ifnull(max(id), 0) + 1 FROM {table}").fetchone()[0])  # noqa: S608

    # ---- articles

    def _add(self, reading: Reading, article: Article) -> str:
        mark = fingerprint(article.text)
        digests = list_digests(article, mark)
        known = find_articles(self._connection, digests)
        if known[0] is not None:
            self._note_digests(digests)
            return self._replace_reading(reading, known[0], mark) if self._replace else "same"
        namesakes = [] if len(digests) > 1 else self._find_earlier(article)
        group = self._join_groups([*known, *namesakes])
        key = make_key(article, mark)
        if self._forgotten:
            reading = self._forgotten.leave_out(reading, mend(key) if group is None else group)
        number = self._rows.take_id("articles")
        is_odd = has_surrogates(reading)
        row = make_article_row(reading, mark, is_odd=is_odd) | {
            "id": number,
            "key": mend(key) if group is None else group,
            "version": 1,
            "is_current": 1,
            "outlet_id": self._find_outlet(article.outlet),
            "stamp_id": self._find_stamp(reading.stamp),
            "added": self._added,
        }
        self._connection.execute(_INSERT_ARTICLE, [row[name] for name in _ARTICLE_COLUMNS])
        self._write_digests(digests, number)
        self._rows.add(reading, number, is_odd=is_odd)
        self._remove_unread(mend(article.id))
        if group is None:
            return "new"
        if mend(key) < group:
            self._rename(group, mend(key))
            group = mend(key)
        self.order_versions(group)
        new = self._changed.setdefault(group, set())
        if new is not None:
            new.add(number)
        return "changed"

    def _replace_reading(self, reading: Reading, number: int, mark: str) -> str:
        """Put a reading in the place of one of the same text that was made otherwise."""
        asked = "SELECT stamp_id, key, title, text FROM articles WHERE id = ?"
        stamp, key, *words = self._connection.execute(asked, (number,)).fetchone()
        # What came in this batch has no rows yet.
        if stamp == self._find_stamp(reading.stamp) or number >= self._firsts["articles"]:
            return "same"
        for table in _OF_ARTICLES:
            self._connection.execute(f"DELETE FROM {table} WHERE article_id = ?", (number,))  # noqa: S608
        self._connection.execute(
            "INSERT INTO articles_fts (articles_fts, rowid, title, text) VALUES ('delete', ?, ?, ?)", (number, *words)
        )
        if self._forgotten:
            reading = self._forgotten.leave_out(reading, key)
        is_odd = has_surrogates(reading)
        row = make_article_row(reading, mark, is_odd=is_odd) | {
            "outlet_id": self._find_outlet(reading.article.outlet) if isinstance(reading.article, Article) else None,
            "stamp_id": self._find_stamp(reading.stamp),
            "added": self._added,
        }
        changed = ", ".join(f'"{name}" = ?' for name in row)
        self._connection.execute(f"UPDATE articles SET {changed} WHERE id = ?", (*row.values(), number))  # noqa: S608
        self._connection.execute(
            "INSERT INTO articles_fts (rowid, title, text) SELECT id, title, text FROM articles WHERE id = ?", (number,)
        )
        self._rows.add(reading, number, is_odd=is_odd)
        self.order_versions(key)
        new = self._changed.setdefault(key, set())
        if new is not None:
            new.add(number)
        return "replaced"

    def _note_digests(self, digests: list[bytes]) -> bool:
        known = find_articles(self._connection, digests)
        if known[0] is None:
            return False
        if not all(known):
            self._write_digests(digests, known[0])
        self._join_groups(known)
        return True

    def _write_digests(self, digests: list[bytes], article_id: int) -> None:
        rows = [(digest, article_id) for digest in digests]
        self._connection.executemany("INSERT OR IGNORE INTO article_keys VALUES (?, ?)", rows)

    def _find_earlier(self, article: Article) -> list[int]:
        """The articles of which one without an address is a version: of its id and outlet, and with its words."""
        if article.id in NAMELESS:
            return []
        rows = self._connection.execute(
            "SELECT id, text FROM articles WHERE article = ? AND url IS NULL AND outlet_id IS ?"
            " ORDER BY id DESC LIMIT ?",
            (mend(article.id), self._find_outlet(article.outlet), _MAX_NAMESAKES),
        )
        return [number for number, text in rows if share_words(text, article.text)]

    def _join_groups(self, articles: Iterable[int | None]) -> str | None:
        """The key that these articles have in common; if they have several, all become versions of one article."""
        numbers = {number for number in articles if number is not None}
        keys = sorted(
            self._connection.execute("SELECT key FROM articles WHERE id = ?", (number,)).fetchone()[0]
            for number in numbers
        )
        if not keys:
            return None
        first, *others = dict.fromkeys(keys)
        for other in others:
            self._rename(other, first)
        if others:
            self.order_versions(first)
            self._changed[first] = None
        return str(first)

    def _rename(self, key: str, new_key: str) -> None:
        self._connection.execute("UPDATE articles SET key = ? WHERE key = ?", (new_key, key))
        if key in self._changed:
            self._changed[new_key] = self._changed.pop(key)

    def order_versions(self, key: str) -> None:
        """Number the versions of an article by their dates if all have one, then in the order in which they came."""
        rows = self._connection.execute(
            "SELECT id, published_from, facts, version, is_current FROM articles WHERE key = ? ORDER BY id", (key,)
        ).fetchall()
        dates = [
            find_bounds(json.loads(facts or "{}").get("modified"))[0] or published for _, published, facts, *_ in rows
        ]
        if all(dates):
            rows = [row for _, row in sorted(zip(dates, rows, strict=True), key=lambda pair: pair[0])]
        last = len(rows)
        self._connection.executemany(
            "UPDATE articles SET version = ?, is_current = ? WHERE id = ?",
            # A row is written whole, with its text: only those that change.
            [
                (place, place == last, row[0])
                for place, row in enumerate(rows, 1)
                if (place, place == last) != (row[3], bool(row[4]))
            ],
        )

    # ---- what articles refer to

    def _find_outlet(self, outlet: Outlet | None) -> int | None:
        if outlet not in self._outlets and outlet is not None:
            name, domain = mend(outlet.name or None), mend(outlet.domain)
            self._outlets[outlet] = self._find_row(
                "outlets", {"name": name, "domain": domain}, shown=show_outlet(name, domain)
            )
        return self._outlets[outlet]

    def _find_stamp(self, stamp: Stamp) -> int:
        if stamp not in self._stamps:
            choices = json.dumps(dict(stamp.choices), ensure_ascii=True)
            facts = {"version": stamp.version, "model": stamp.model, "settings": stamp.settings}
            self._stamps[stamp] = self._find_row(
                "stamps", {**{k: mend(v) for k, v in facts.items()}, "choices": choices}
            )
        return self._stamps[stamp]

    def _find_row(self, table: str, facts: dict[str, Any], **more: str) -> int:
        """The id of the row with these values; it is added, with `more`, if there is none."""
        condition = " AND ".join(f"{name} IS ?" for name in facts)
        found = self._connection.execute(f"SELECT id FROM {table} WHERE {condition}", tuple(facts.values())).fetchone()  # noqa: S608
        if found is None:
            values = {**facts, **more}
            found = (self._connection.execute(_insert(table, values), tuple(values.values())).lastrowid,)
        return int(found[0])

    # ---- what could not be read

    def _add_unread(self, reading: Reading) -> str:
        name, passed_over = mend(reading.article.id), getattr(reading.article, "passed_over", 0)
        self._remove_unread(name)
        number = self._rows.take_id("unread")
        row = (number, name, min(passed_over, 2**63 - 1), self._find_stamp(reading.stamp), self._added)
        self._connection.execute("INSERT INTO unread VALUES (?, ?, ?, ?, ?)", row)
        self._rows.add_notices(reading, unread_id=number)
        return "unread"

    def _remove_unread(self, name: str) -> None:
        """Remove the notices of an earlier try to read an article."""
        found = self._connection.execute("SELECT id FROM unread WHERE name = ?", (name,)).fetchall()
        self._connection.execute("DELETE FROM unread WHERE name = ?", (name,))
        for (number,) in found:
            if number >= self._firsts["unread"]:  # Its notices are not written yet.
                self._rows.drop_notices(number)
