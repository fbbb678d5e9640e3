"""Find what is wrong in a collection: damaged pages, and rows that do not fit together.

`sayso` itself leaves none of this behind. Other programs can: SQLite's own shell deletes an article and leaves its
statements where foreign keys are off, which they are there unless somebody turns them on.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sayso.article import Article
from sayso.reading import Reading
from sayso.store.columns import Columns
from sayso.store.leave_out import BLANK
from sayso.store.migrations import list_parts
from sayso.store.records import read_article
from sayso.store.rows import mend
from sayso.text import fingerprint

__all__ = ["FTS_TABLES", "ODD_VERSIONS", "Fault", "find_faults"]

FTS_TABLES = {"statements_fts": "statements", "articles_fts": "articles"}
"""The indices of words, and the table whose words each holds."""
ODD_VERSIONS = (
    "SELECT key FROM articles GROUP BY key"
    " HAVING sum(is_current) <> 1 OR count(DISTINCT version) <> count(*) ORDER BY key"
)
"""The keys of articles of which not one version is the current one, or several have one number."""
_SHOWN = 3
# Pages are named for each fault of SQLite's own; more of them say nothing new.
_MOST_PAGES = 5
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is wrong in a collection.

    Attributes:
        part: What it is in: the file, rows, versions, words, speakers, traces, counts, or articles.
        what: What is wrong, beginning with how many there are.
        count: How many.
        examples: Up to three of them.
        can_be_repaired: Whether `Collection.repair` can mend it, from what is whole.
    """

    part: str
    what: str
    count: int
    examples: tuple[str, ...] = ()

    @property
    def can_be_repaired(self) -> bool:
        """Whether it can be made again from what is whole."""
        return self.part not in {"file", "articles"}


def find_faults(connection: sqlite3.Connection, progress: Progress = lambda _done, _of: None) -> Iterator[Fault]:
    """Yield what is wrong. If pages are damaged, nothing else is looked at.

    Args:
        connection: The collection; nothing is changed.
        progress: Called with how many articles were read, and of how many.
    """
    damaged = list(_check_pages(connection))
    yield from damaged
    if damaged:
        return
    unsound = {name for name in FTS_TABLES if not _is_sound(connection, name)}
    connection.execute("BEGIN")  # all that follows is of one moment, whatever another program writes
    try:
        yield from _check_references(connection)
        yield from _check_rules(connection)
        yield from _check_words(connection, unsound)
        yield from _check_columns(connection)
        yield from _check_articles(connection, progress)
    finally:
        connection.execute("ROLLBACK")


def _check_pages(connection: sqlite3.Connection) -> Iterator[Fault]:
    try:
        rows = connection.execute(f"PRAGMA integrity_check({_MOST_PAGES})").fetchall()
    except sqlite3.DatabaseError as err:
        if isinstance(err, sqlite3.OperationalError):
            raise
        rows = [(str(err),)]
    # What is wrong in an index of words can be mended, and is looked at by itself.
    found = [str(row[0]) for row in rows if row[0] != "ok" and not any(name in str(row[0]) for name in FTS_TABLES)]
    if found:
        what = _count(len(found), "part of the file is damaged", "parts of the file are damaged")
        yield Fault("file", what, *_show(found))


def _is_sound(connection: sqlite3.Connection, index: str) -> bool:
    """Whether an index of words holds those of its table; that check takes a file that can be written now."""
    try:
        # 1: compared with the table.
        connection.execute(f"INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)")  # noqa: S608
    except sqlite3.OperationalError:  # it cannot be written; numbers of rows are compared all the same
        return True
    except sqlite3.DatabaseError:
        return False
    return True


def _check_references(connection: sqlite3.Connection) -> Iterator[Fault]:
    """Rows whose article, statement, speaker … is gone."""
    asked = 'SELECT "table", parent, count(*) FROM pragma_foreign_key_check GROUP BY 1, 2 ORDER BY 1, 2'
    for table, parent, count in connection.execute(asked).fetchall():
        if table not in list_parts(None):  # a table of the user's own
            continue
        what = f"of the table {table}: the row of {parent} that they belong to is not there"
        yield Fault("rows", f"{_count(count, 'row')} {what}", count)


@dataclass(frozen=True, slots=True)
class _Rule:
    """A question for the names of what is wrong."""

    part: str
    noun: str
    what: str
    asked: str


_RULES = (
    _Rule(
        "versions",
        "article",
        "with no current version or several, or with two versions of one number",
        ODD_VERSIONS,
    ),
    _Rule(
        "speakers",
        "statement",
        "whose speaker is another one than its article says",
        "SELECT statements.id FROM statements"
        " INNER JOIN article_speakers ON article_speakers.id = statements.article_speaker_id"
        " WHERE statements.speaker_id IS NOT article_speakers.speaker_id ORDER BY 1",
    ),
    _Rule(
        "speakers",
        "speaker",
        "of the collection whom no article has",
        "SELECT name FROM speakers WHERE NOT is_forgotten AND id NOT IN"
        " (SELECT speaker_id FROM article_speakers WHERE speaker_id IS NOT NULL)"
        # Those go when speakers are joined the next time.
        " AND 'id:' || id NOT IN (SELECT key FROM touched_keys) ORDER BY name",
    ),
    _Rule(
        "traces",
        "traced passage",
        "of earlier versions",
        "SELECT passages.id FROM passages INNER JOIN statements ON statements.id = passages.statement_id"
        " INNER JOIN articles ON articles.id = statements.article_id WHERE NOT articles.is_current ORDER BY 1",
    ),
    _Rule(
        "traces",
        "traced utterance",
        "with another number of passages than it says, or with steps between passages that it does not have",
        # After articles came, this may be so until the next trace.
        "SELECT name FROM clusters WHERE NOT EXISTS (SELECT 1 FROM touched_wordings) AND"
        " (passages <> (SELECT count(*) FROM occurrences WHERE cluster_id = clusters.id)"
        " OR EXISTS (SELECT 1 FROM edges WHERE cluster_id = clusters.id AND (NOT EXISTS"
        " (SELECT 1 FROM occurrences WHERE cluster_id = clusters.id AND number = from_number)"
        " OR NOT EXISTS (SELECT 1 FROM occurrences WHERE cluster_id = clusters.id AND number = to_number))))"
        " ORDER BY name",
    ),
)


def _check_rules(connection: sqlite3.Connection) -> Iterator[Fault]:
    for rule in _RULES:
        found = [str(row[0]) for row in connection.execute(rule.asked)]
        if found:
            yield Fault(rule.part, f"{_count(len(found), rule.noun)} {rule.what}", *_show(found))


def _check_words(connection: sqlite3.Connection, unsound: set[str]) -> Iterator[Fault]:
    for name, table in FTS_TABLES.items():
        missing, more = (
            int(connection.execute(f"SELECT count(*) FROM {a} WHERE id NOT IN (SELECT id FROM {b})").fetchone()[0])  # noqa: S608
            for a, b in ((table, f"{name}_docsize"), (f"{name}_docsize", table))
        )
        if missing:
            yield Fault("words", f"{_count(missing, table[:-1])} that the search for words does not find", missing)
        if more:
            yield Fault("words", f"{_count(more, table[:-1])} in the index of words that are not there", more)
        if name in unsound and not missing and not more:
            yield Fault("words", f"1 index of words, of {table}, does not hold the words that these have", 1)


def _check_columns(connection: sqlite3.Connection) -> Iterator[Fault]:
    """What `counts` and `search` choose from holds the statements that are there."""
    if connection.execute("SELECT 1 FROM columns LIMIT 1").fetchone() is None:
        return
    asked = (
        "SELECT statements.id FROM statements INNER JOIN articles ON articles.id = statements.article_id"
        " WHERE articles.is_current"
    )
    there = {number for (number,) in connection.execute(asked)}
    try:
        differ = len(there.symmetric_difference(Columns(connection)["id"].tolist()))
    except ValueError:
        differ = len(there)
    if differ:
        what = "that counts and searches leave out, or have though it is gone"
        yield Fault("counts", f"{_count(differ, 'statement')} {what}", differ)


def _check_articles(connection: sqlite3.Connection, progress: Progress) -> Iterator[Fault]:
    """Each article can be read out again, and has the text and the statements that it came with."""
    numbers = [number for (number,) in connection.execute("SELECT id FROM articles ORDER BY id")]
    unreadable, changed = [], []
    for done, number in enumerate(numbers, 1):
        name, text, mark, exact = connection.execute(
            "SELECT article, text, fingerprint, exact FROM articles WHERE id = ?", (number,)
        ).fetchone()
        reading = read_article(connection, number)
        if not isinstance(reading.article, Article):
            unreadable.append(name)
        elif not ((exact is not None or _has_text(text, mark)) and _has_words(connection, number, reading)):
            changed.append(name)
        progress(done, len(numbers))
    if unreadable:
        what = "of which the rows hold no reading any more"
        yield Fault("articles", f"{_count(len(unreadable), 'article')} {what}", *_show(unreadable))
    if changed:
        what = "whose text, or the words of whose statements, were changed after they were stored"
        yield Fault("articles", f"{_count(len(changed), 'article')} {what}", *_show(changed))


def _has_text(text: str, mark: str) -> bool:
    """Whether a text is that of the fingerprint; in one of which something was forgotten, nobody can say."""
    return BLANK in text or fingerprint(text) == mark


def _has_words(connection: sqlite3.Connection, article: int, reading: Reading) -> bool:
    """Whether the rows of statements, which are searched, say what the statements do."""
    asked = "SELECT text FROM statements WHERE article_id = ? ORDER BY text"
    rows = [text for (text,) in connection.execute(asked, (article,))]
    return rows == sorted(mend(statement.text) for statement in reading.statements)


def _show(found: list[str]) -> tuple[int, tuple[str, ...]]:
    return len(found), tuple(found[:_SHOWN])


def _count(count: int, one: str, several: str | None = None) -> str:
    return f"1 {one}" if count == 1 else f"{count:,} {several or one + 's'}"
