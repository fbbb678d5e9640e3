"""Take a speaker out of a collection for good, and keep it out when its articles, or new ones, come again.

What stays is a digest of each name under a secret of the file, so that nobody reads the name from the file; whoever has
the file can still test whether a name is among them. Words that are taken out are blanked in the texts of the articles,
and the file is written anew, so that they are not left in parts of it that are no longer used.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from sayso.article import Article
from sayso.errors import StoreError
from sayso.jsonl import write_reading
from sayso.letters import plain_letters
from sayso.people.people_list import list_name_keys
from sayso.people.person_names import read_person
from sayso.reading import Reading
from sayso.speaker import Speaker, SpeakerType
from sayso.store.leave_out import blank_names, leave_out
from sayso.store.records import read_article
from sayso.store.rows import count_words, list_forms, write_list
from sayso.store.speaker_edits import find_speaker
from sayso.store.speakers import join_speakers, touch_articles
from sayso.store.trace_update import update_clusters

__all__ = ["Forgotten", "ForgottenNames", "clean_file", "forget_speaker", "is_forgotten_name"]

_BYTES = 16
_PARTIES = """
SELECT articles.id, articles.key, article_speakers.local, article_speakers.name, article_speakers.forms
FROM article_speakers INNER JOIN articles ON articles.id = article_speakers.article_id
WHERE article_speakers.speaker_id = ? ORDER BY articles.id
"""
_VERSIONS = """
SELECT articles.id, article_speakers.local, article_speakers.name, article_speakers.forms
FROM articles INNER JOIN article_speakers ON article_speakers.article_id = articles.id WHERE articles.key = ?
"""


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was taken out of a collection.

    Attributes:
        statements: How many statements.
        articles: From how many articles; versions of one count once.
        named_elsewhere: In how many other articles one of the full names still stands, in words that are not the
            speaker's.
        is_name_shared: Whether somebody else in the collection has the name, so that new articles with it are kept.
    """

    statements: int
    articles: int
    named_elsewhere: int
    is_name_shared: bool


class ForgottenNames:
    """Whether names are to be kept out; it reads the digests of a file once."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._digests = {digest for (digest,) in connection.execute("SELECT digest FROM forgotten")}
        row = connection.execute("SELECT secret FROM secrets WHERE id = 1").fetchone() if self._digests else None
        self._secret: bytes = row[0] if row else b""

    def __bool__(self) -> bool:
        return bool(self._digests)

    def find(self, reading: Reading, article: str) -> list[Speaker]:
        """The speakers of a reading that are to be kept out; `article` is the key of the article."""
        return [it for it in reading.speakers if it.named and self._holds(it, article)]

    def holds_name(self, name: str) -> bool:
        """Whether somebody of this name is to be kept out of all articles."""
        return any(_digest(self._secret, text) in self._digests for text in _list_names(name))

    def _holds(self, speaker: Speaker, article: str) -> bool:
        is_here = _digest(self._secret, _name_party(article, speaker.name)) in self._digests
        return is_here or (speaker.type in _KINDS and self.holds_name(speaker.name))

    def leave_out(self, reading: Reading, article: str) -> Reading:
        """The reading without those that are to be kept out."""
        found = self.find(reading, article)
        if not found or not isinstance(reading.article, Article):
            return reading
        text = reading.article.text
        names = {name for it in found for name in (it.name, *list_forms(it, text))}
        return leave_out(reading, [it.id for it in found], sorted(names))


_KINDS = frozenset({SpeakerType.PERSON, SpeakerType.ORGANISATION, SpeakerType.DOCUMENT})


def is_forgotten_name(connection: sqlite3.Connection, name: str) -> bool:
    """Whether somebody of this name is to be kept out."""
    return ForgottenNames(connection).holds_name(name)


def forget_speaker(connection: sqlite3.Connection, which: str | int) -> Forgotten:
    """Take a speaker out. The caller holds the transaction, and cleans the file after it (`clean_file`).

    Raises:
        SpeakerError: No speaker is meant, or several.
    """
    number = find_speaker(connection, which)
    parties = connection.execute(_PARTIES, (number,)).fetchall()
    names = {name for _, _, _, name, forms in parties for name in (name, *json.loads(forms))}
    full = sorted({name for _, _, _, name, _ in parties})
    known = {plain_letters(name) for name in names}
    keys = sorted({key for _, key, *_ in parties})
    is_shared = _is_shared(connection, number, full)
    _keep_digests(connection, keys, known, [] if is_shared else full)
    texts: list[str] = []
    count = 0
    for key in keys:
        _settle_corrections(connection, key)
        here: dict[int, list[tuple[str, str, str]]] = {}
        for article, local, name, forms in connection.execute(_VERSIONS, (key,)):
            if plain_letters(name) in known:
                here.setdefault(article, []).append((local, name, forms))
        for article, found in here.items():
            used = {name for _, name, forms in found for name in (name, *json.loads(forms))}
            removed = _blank(connection, article, [local for local, *_ in found], sorted(used))
            texts += removed
            count += len(removed)
    _remove_traces(connection, number, keys, known, names, texts)
    # Whoever stood beside the speaker was joined by that too.
    touch_articles(connection, [article for article, *_ in parties])
    join_speakers(connection)
    if connection.execute("SELECT 1 FROM tracing").fetchone() is not None:
        # Digests of the words go, and the clusters that had them are made anew.
        update_clusters(connection)
    _tidy_words(connection)
    elsewhere = _count_elsewhere(connection, full)
    return Forgotten(count, len(keys), elsewhere, is_shared)


def clean_file(connection: sqlite3.Connection) -> None:
    """Write the file anew without the parts that are no longer used, so that removed words are not in it.

    Raises:
        StoreError: Another program has the file open.
    """
    # Else SQLite would copy the whole file into memory.
    connection.execute("PRAGMA temp_store = FILE")
    try:
        connection.execute("VACUUM")
    finally:
        connection.execute("PRAGMA temp_store = MEMORY")
    busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if busy:
        raise StoreError("another program reads the collection, so that its log cannot be emptied; end that program")


def _tidy_words(connection: sqlite3.Connection) -> None:
    """Write the indices of words anew, in which deleted words stay until then."""
    for table in ("statements_fts", "articles_fts"):
        connection.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")  # noqa: S608  (the names above)


# ---- Digests


def _digest(secret: bytes, text: str) -> bytes:
    return hmac.digest(secret, text.encode("utf-8", "surrogatepass"), hashlib.sha256)[:_BYTES]


def _list_names(name: str) -> set[str]:
    """What a name is recognised by: all its words, and the first and the last alone."""
    person = read_person(name)
    texts = {f"name {key}" for key in list_name_keys(name)}
    return texts | ({f"name person {person.first} {person.last}"} if len(person.first) > 1 else set())


def _name_party(article: str, name: str) -> str:
    return f"party {article}\n{plain_letters(name)}"


def _keep_digests(
    connection: sqlite3.Connection, keys: Iterable[str], known: Iterable[str], full: Iterable[str]
) -> None:
    connection.execute("INSERT OR IGNORE INTO secrets (id, secret) VALUES (1, ?)", (secrets.token_bytes(32),))
    (secret,) = connection.execute("SELECT secret FROM secrets WHERE id = 1").fetchone()
    # A surname alone may be anybody's in other articles.
    whole = [name for name in full if len(read_person(name).first) > 1] or list(full)
    texts = {_name_party(key, name) for key in keys for name in known} | {
        it for name in whole for it in _list_names(name)
    }
    connection.executemany(
        "INSERT OR IGNORE INTO forgotten VALUES (?)", [(_digest(secret, text),) for text in sorted(texts)]
    )


def _is_shared(connection: sqlite3.Connection, number: int, full: Iterable[str]) -> bool:
    """Whether another speaker has one of the full names."""
    keys = {key for name in full for key in list_name_keys(name)}
    plain = {plain_letters(name) for name in full}
    rows = connection.execute(
        "SELECT DISTINCT name FROM article_speakers WHERE speaker_id IS NOT NULL AND speaker_id <> ?", (number,)
    )
    return any(plain_letters(name) in plain or not keys.isdisjoint(list_name_keys(name)) for (name,) in rows)


# ---- Taking out


def _settle_corrections(connection: sqlite3.Connection, key: str) -> None:
    """Make what readers corrected in an article a part of its reading: corrections hold words of the article."""
    asked = "SELECT id FROM articles WHERE key = ? AND exact IS NOT NULL"
    for (number,) in connection.execute(asked, (key,)).fetchall():
        exact = write_reading(read_article(connection, number))
        connection.execute("UPDATE articles SET exact = ? WHERE id = ?", (exact, number))
    connection.execute("DELETE FROM corrections WHERE article_id IN (SELECT id FROM articles WHERE key = ?)", (key,))


def _blank(connection: sqlite3.Connection, article: int, locals_: Sequence[str], names: Sequence[str]) -> list[str]:
    """Take speakers out of one version of an article; return the words of the statements that are removed."""
    before = read_article(connection, article)
    after = leave_out(before, locals_, names)
    ids = {statement.id for statement in after.statements}
    removed = _remove_statements(connection, article, ids)
    _write_statements(connection, article, after)
    _write_speakers(connection, article, after)
    _write_findings(connection, article, names)
    carriers = {carrier.id for carrier in after.carriers}
    for number, local in connection.execute(
        "SELECT id, local FROM carriers WHERE article_id = ?", (article,)
    ).fetchall():
        if local not in carriers:
            connection.execute("DELETE FROM carriers WHERE id = ?", (number,))
    _write_article(connection, article, after, names)
    return removed


def _remove_statements(connection: sqlite3.Connection, article: int, kept: set[str]) -> list[str]:
    rows = connection.execute("SELECT id, local, text FROM statements WHERE article_id = ?", (article,)).fetchall()
    gone = [(number, text) for number, local, text in rows if local not in kept]
    for number, _ in gone:
        connection.execute(
            "DELETE FROM headline_findings WHERE statement_id = ? OR headline_statement_id = ?", (number,) * 2
        )
        connection.execute("DELETE FROM statements WHERE id = ?", (number,))
    return [text for _, text in gone]


def _write_statements(connection: sqlite3.Connection, article: int, after: Reading) -> None:
    """Write the words of statements that were blanked in part."""
    said = {statement.id: statement for statement in after.statements}
    text = after.article.text  # type: ignore[union-attr]  # only articles that were read have speakers
    asked = "SELECT id, local, text FROM statements WHERE article_id = ?"
    for number, local, old in connection.execute(asked, (article,)).fetchall():
        it = said[local]
        source, cue = (" … ".join(span.of(text) for span in spans) for spans in (it.source, it.cue))
        connection.execute(
            "UPDATE statements SET source_text = ?, cue_text = ?, candidates = ? WHERE id = ?",
            (source, cue, write_list(it.candidates), number),
        )
        if it.text != old:
            connection.execute(
                "INSERT INTO statements_fts (statements_fts, rowid, text) VALUES ('delete', ?, ?)", (number, old)
            )
            facts = (it.text, count_words(it.text), number)
            connection.execute("UPDATE statements SET text = ?, words = ? WHERE id = ?", facts)
            connection.execute("INSERT INTO statements_fts (rowid, text) VALUES (?, ?)", (number, it.text))
            connection.execute("DELETE FROM passages WHERE statement_id = ?", (number,))


def _write_speakers(connection: sqlite3.Connection, article: int, after: Reading) -> None:
    kept = {speaker.id: speaker for speaker in after.speakers}
    asked = "SELECT id, local FROM article_speakers WHERE article_id = ?"
    for number, local in connection.execute(asked, (article,)).fetchall():
        if local not in kept:
            connection.execute("DELETE FROM article_speakers WHERE id = ?", (number,))
            continue
        it = kept[local]
        forms = list_forms(it, after.article.text)  # type: ignore[union-attr]  # as above
        facts = (it.name, write_list(it.roles), write_list(forms), number)
        connection.execute("UPDATE article_speakers SET name = ?, roles = ?, forms = ? WHERE id = ?", facts)


def _write_findings(connection: sqlite3.Connection, article: int, names: Sequence[str]) -> None:
    for table, column in (("headline_findings", "note"), ("notices", "reason")):
        rows = connection.execute(f"SELECT id, {column} FROM {table} WHERE article_id = ?", (article,)).fetchall()  # noqa: S608
        for number, words in rows:
            blanked = blank_names(words, names)
            if blanked != words:
                connection.execute(f"UPDATE {table} SET {column} = ? WHERE id = ?", (blanked, number))  # noqa: S608


def _write_article(connection: sqlite3.Connection, article: int, after: Reading, names: Sequence[str]) -> None:
    """Write the blanked text with all that is made of it."""
    asked = "SELECT title, text, facts, exact FROM articles WHERE id = ?"
    title, text, facts, exact = connection.execute(asked, (article,)).fetchone()
    new: Any = after.article
    connection.execute(
        "INSERT INTO articles_fts (articles_fts, rowid, title, text) VALUES ('delete', ?, ?, ?)", (article, title, text)
    )
    connection.execute(
        "UPDATE articles SET title = ?, text = ?, authors = ?, facts = ?, exact = ? WHERE id = ?",
        (
            *(new.title, new.text, write_list(new.authors), facts and blank_names(facts, names)),
            *(exact and write_reading(after), article),
        ),
    )
    connection.execute("INSERT INTO articles_fts (rowid, title, text) VALUES (?, ?, ?)", (article, new.title, new.text))
    marks = connection.execute('SELECT id, start, "end" FROM marks WHERE article_id = ?', (article,)).fetchall()
    for number, start, end in marks:
        connection.execute("UPDATE marks SET text = ? WHERE id = ?", (new.text[start:end], number))


def _remove_traces(
    connection: sqlite3.Connection,
    number: int,
    keys: Sequence[str],
    known: set[str],
    names: set[str],
    texts: Sequence[str],
) -> None:
    """Remove what else has words of the speaker: changes between versions, edits by hand, its row, the people list."""
    for key in keys:
        rows = connection.execute(
            "SELECT changes.id, before, after FROM changes INNER JOIN articles ON articles.id = changes.article_id"
            " WHERE articles.key = ?",
            (key,),
        ).fetchall()
        for change, before, after in rows:
            words = [it for it in (before, after) if it]
            is_said = any(it in text or text in it for it in words for text in texts)
            if is_said or any(blank_names(it, names) != it for it in words):
                connection.execute("DELETE FROM changes WHERE id = ?", (change,))
    for edit, name in connection.execute("SELECT id, name FROM speaker_edit_parties").fetchall():
        if name in known:
            connection.execute("DELETE FROM speaker_edit_parties WHERE id = ?", (edit,))
    connection.execute("DELETE FROM speaker_edits WHERE id NOT IN (SELECT edit_id FROM speaker_edit_parties)")
    (person,) = connection.execute("SELECT person_id FROM speakers WHERE id = ?", (number,)).fetchone()
    connection.execute("DELETE FROM joins WHERE speaker_id = ?", (number,))
    connection.execute("UPDATE article_speakers SET speaker_id = NULL WHERE speaker_id = ?", (number,))
    connection.execute("DELETE FROM speakers WHERE id = ?", (number,))
    if person is not None:
        connection.execute("UPDATE speakers SET person_id = NULL WHERE person_id = ?", (person,))
        connection.execute("DELETE FROM people WHERE id = ?", (person,))


def _count_elsewhere(connection: sqlite3.Connection, full: Iterable[str]) -> int:
    """In how many articles a full name still stands."""
    found: set[int] = set()
    for name in full:
        words = " ".join(plain_letters(name).replace('"', " ").split())
        if len(words.split()) > 1:
            with suppress(sqlite3.OperationalError):
                rows = connection.execute("SELECT rowid FROM articles_fts WHERE articles_fts MATCH ?", (f'"{words}"',))
                found |= {number for (number,) in rows}
    return len(found)
