"""The articles of a collection as a list, the newest first; and where in it one of them is found."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from sayso.cluster import Cluster
from sayso.errors import StoreError
from sayso.letters import plain_letters
from sayso.reading import Reading
from sayso.store.records import read_article
from sayso.store.trace_rows import load_clusters

__all__ = [
    "ArticleSummary",
    "count_articles",
    "find_article_number",
    "find_reading",
    "find_speaker_numbers",
    "list_articles",
    "list_clusters",
]


@dataclass(frozen=True, slots=True)
class ArticleSummary:
    """One article of a collection, in its current version.

    Attributes:
        number: Its number in the collection, which stays the same when it is read again.
        article: Its id as given.
        version: Which version of it this is, from 1.
        title: Its title.
        outlet: Who published it: the name, else the domain.
        published: When, as ISO 8601 at its precision, on the outlet's clock.
        published_precision: "year", "month", "day", "minute" or "second".
        url: Its address.
        language: What it is written in.
        words: How many words it has.
        statement_count: How many statements were found in it.
        speaker_count: How many parties say them.
    """

    number: int
    article: str
    version: int
    title: str | None
    outlet: str | None
    published: str | None
    published_precision: str | None
    url: str | None
    language: str | None
    words: int
    statement_count: int
    speaker_count: int


# The order is that of an index, read backwards; so what has no date comes last.
_LIST = """
SELECT articles.id, articles.article, articles.version, articles.title, outlets.shown, articles.published,
    articles.published_precision, articles.url, articles.language, articles.words,
    (SELECT count(*) FROM statements WHERE statements.article_id = articles.id),
    (SELECT count(DISTINCT article_speaker_id) FROM statements WHERE statements.article_id = articles.id)
FROM articles LEFT JOIN outlets ON outlets.id = articles.outlet_id
WHERE articles.is_current
ORDER BY articles.published_from DESC, articles.key DESC, articles.version DESC
LIMIT ? OFFSET ?
"""
_CLUSTERS = """
SELECT occurrences.cluster_id FROM statements
INNER JOIN occurrences ON occurrences.passage_id = statements.id WHERE statements.article_id = ?
"""
_NAMED = """
SELECT id FROM articles
WHERE is_current AND (article = ? OR url = ? OR title = ?) OR id = ?
ORDER BY id <> ?, published_from DESC, id
"""
_TITLES = """
SELECT articles.id, coalesce(articles.title, articles.article), outlets.shown, substr(articles.published_from, 1, 10)
FROM articles LEFT JOIN outlets ON outlets.id = articles.outlet_id
WHERE articles.is_current ORDER BY articles.published_from DESC, articles.id
"""
_MOST_SHOWN, _TITLE_CHARS = 5, 60
# Not of those that are current: that would read every row, with its text.
_COUNT = "SELECT (SELECT count(*) FROM articles) - (SELECT count(*) FROM articles WHERE is_current = 0)"


def list_articles(connection: sqlite3.Connection, *, limit: int | None = None, offset: int = 0) -> list[ArticleSummary]:
    """The articles, the newest first, those without a date last."""
    rows = connection.execute(_LIST, (-1 if limit is None else limit, offset))
    return [ArticleSummary(*row) for row in rows]


def count_articles(connection: sqlite3.Connection) -> int:
    """How many articles there are; versions of one are counted once."""
    return int(connection.execute(_COUNT).fetchone()[0])


def find_article_number(connection: sqlite3.Connection, which: str) -> int:
    """The number of the article that is meant by its number, its id, its address or its title.

    Raises:
        StoreError: No article is meant, or several.
    """
    text = which.strip()
    number = int(text) if text.isdecimal() and len(text) < 19 else -1
    found = [it for (it,) in connection.execute(_NAMED, (text, text, text, number, number))]
    if found and (found[0] == number or len(found) == 1):
        return int(found[0])
    wanted = plain_letters(text)
    titles = [row for row in connection.execute(_TITLES) if row[0] in found or (not found and _has(row[1], wanted))]
    shown = "; ".join(map(_describe_title, titles[:_MOST_SHOWN])) + (" …" if len(titles) > _MOST_SHOWN else "")
    if found:
        raise StoreError(f"{len(found)} articles of the collection are {text!r:.80}; give the number of one: {shown}")
    hint = f"is it {shown}?" if shown else "give its number, id, address or title, or a part of its title to see which"
    raise StoreError(f"no article of the collection is {text!r:.80}; {hint}")


def _has(title: str, wanted: str) -> bool:
    return bool(wanted) and wanted in plain_letters(title)


def _describe_title(row: tuple[int, str, str | None, str | None]) -> str:
    number, title, outlet, day = row
    short = title if len(title) <= _TITLE_CHARS else f"{title[:_TITLE_CHARS]}…"
    return f"{number} ({', '.join(filter(None, (short, outlet, day)))})"


def find_speaker_numbers(connection: sqlite3.Connection, number: int) -> dict[str, int]:
    """The speakers of an article, by their ids in it: their numbers in the collection, of those that have one."""
    asked = "SELECT local, speaker_id FROM article_speakers WHERE article_id = ? AND speaker_id IS NOT NULL"
    return dict(connection.execute(asked, (number,)).fetchall())


def list_clusters(connection: sqlite3.Connection, number: int) -> list[Cluster]:
    """The utterances of an article that others carry too, as far as they were traced, by date."""
    asked = f"SELECT id FROM clusters WHERE id IN ({_CLUSTERS}) ORDER BY first IS NULL, first, name"  # noqa: S608  (ours)
    found = [cluster for (cluster,) in connection.execute(asked, (number,))]
    return list(load_clusters(connection, found))


def find_reading(connection: sqlite3.Connection, number: int) -> Reading | None:
    """The reading of the article with that number, which may be an earlier version; None if there is none."""
    row = connection.execute("SELECT id FROM articles WHERE id = ?", (number,)).fetchone()
    return None if row is None else read_article(connection, number)
