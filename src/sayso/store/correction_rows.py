"""The rows of the corrections of a collection: written, read, and removed."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass, replace
from datetime import datetime, timezone

from sayso.correct.correction import Correction
from sayso.correct.correction_json import parse_statement, record_statement
from sayso.errors import CorrectionError, StoreError
from sayso.store.rows import mend

__all__ = ["StoredCorrection", "add_correction", "has_corrections", "list_corrections", "remove_correction"]

_READER_CHARS = 60
_ASKED = """
SELECT corrections.id, corrections.article_id, articles.article, articles.url, articles.title, articles.fingerprint,
    corrections.before, corrections.after, corrections.corrected, corrections.corrected_by, corrections.model
FROM corrections INNER JOIN articles ON articles.id = corrections.article_id
WHERE ? IS NULL OR articles.key = (SELECT key FROM articles WHERE id = ?)
ORDER BY corrections.id
"""


@dataclass(frozen=True, slots=True)
class StoredCorrection:
    """A correction of a collection.

    Attributes:
        number: Its number, by which it is taken back.
        article_number: The number in the collection of the version of the article that it was made in.
        article: The article's id as given.
        url: Its address.
        title: Its title.
        fingerprint: The SHA-256 of the text that it was made in.
        correction: What it sets right.
        fits: Whether its words are in the text of the version that was asked for; else it changes nothing there.
    """

    number: int
    article_number: int
    article: str
    url: str | None
    title: str | None
    fingerprint: str
    correction: Correction
    fits: bool = True


def has_corrections(connection: sqlite3.Connection) -> bool:
    """Whether there is any."""
    return connection.execute("SELECT 1 FROM corrections LIMIT 1").fetchone() is not None


def list_corrections(connection: sqlite3.Connection, article_id: int | None = None) -> list[StoredCorrection]:
    """The corrections of all versions of an article, or of all articles, in the order in which they were made.

    Raises:
        StoreError: Another program has changed one so that it is none.
    """
    rows = connection.execute(_ASKED, (article_id,) * 2).fetchall()
    found = []
    for number, article, name, url, title, mark, before, after, at, by, model in rows:
        try:
            was, is_to_be = (parse_statement(None if it is None else json.loads(it)) for it in (before, after))
            correction = Correction(was, is_to_be, at, by or "", model)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as err:
            reason = f"correction {number} of the collection is damaged ({type(err).__name__}: {err})"
            raise StoreError(f"{reason}; take it back with --undo {number}, or restore a copy of the file") from err
        found.append(StoredCorrection(number, article, name, url, title, mark, correction))
    return found


def add_correction(connection: sqlite3.Connection, article_id: int, correction: Correction) -> int:
    """Write a correction of an article; return its number."""
    now = datetime.now(timezone.utc).isoformat(timespec="seconds").replace("+00:00", "Z")
    correction = replace(
        correction, at=correction.at or now, by=" ".join(correction.by.split())[:_READER_CHARS].strip()
    )
    # ASCII alone, so that what SQLite cannot write is kept.
    kept = (None if it is None else json.dumps(record_statement(it)) for it in (correction.before, correction.after))
    number = connection.execute(
        "INSERT INTO corrections (article_id, action, words, before, after, corrected, corrected_by, model)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(article_id, correction.action.value, mend(correction.words), *kept),
            *(mend(correction.at), mend(correction.by) or None, mend(correction.model)),
        ),
    ).lastrowid
    assert number is not None  # noqa: S101  (a row was written)
    return number


def remove_correction(connection: sqlite3.Connection, number: int) -> int:
    """Remove a correction; return the number of the article that it was made in.

    Raises:
        CorrectionError: There is none of that number.
    """
    # A larger number is none that SQLite can ask for.
    known = number if -(2**63) <= number < 2**63 else 0
    row = connection.execute("SELECT article_id FROM corrections WHERE id = ?", (known,)).fetchone()
    if row is None:
        raise CorrectionError(f"there is no correction {number}; list them with `sayso corrections FILE`")
    connection.execute("DELETE FROM corrections WHERE id = ?", (known,))
    return int(row[0])
