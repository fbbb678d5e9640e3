"""Utterances that several articles have, each under its name, with the numbers of what a page of it leads to."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from sayso.cluster import Cluster
from sayso.store.trace_rows import load_clusters

__all__ = ["PassageNumbers", "Quotation", "StatementQuotation", "find_quotation", "list_quotations"]


@dataclass(frozen=True, slots=True)
class PassageNumbers:
    """The numbers in the collection of a passage's article and speaker; None for a speaker without one."""

    article: int
    speaker: int | None


@dataclass(frozen=True, slots=True)
class Quotation:
    """An utterance that several articles have, and the numbers of each of its passages."""

    cluster: Cluster
    numbers: tuple[PassageNumbers, ...]


@dataclass(frozen=True, slots=True)
class StatementQuotation:
    """The utterance that a statement is a passage of.

    Attributes:
        article: The number of the statement's article in the collection.
        statement: The statement's id within it.
        start: Where its content begins in the article's text.
        end: Where it ends.
        name: The utterance's id.
        text: What the statement says.
        articles: How many articles have it.
        witnesses: How many of these are independent of one another.
        published: When the first of them was published, as far as it is known.
        outlet: Who published that one.
    """

    article: int
    statement: str
    start: int
    end: int
    name: str
    text: str
    articles: int
    witnesses: int
    published: str | None
    outlet: str | None


_NUMBERS = """
SELECT statements.article_id, statements.speaker_id FROM occurrences
INNER JOIN statements ON statements.id = occurrences.passage_id
WHERE occurrences.cluster_id = ? ORDER BY occurrences.number
"""
_QUOTATIONS = """
SELECT statements.article_id, statements.local, statements.start, statements."end", clusters.name, statements.text,
    clusters.articles, clusters.witnesses, firsts.published, outlets.shown
FROM statements
INNER JOIN occurrences ON occurrences.passage_id = statements.id
INNER JOIN clusters ON clusters.id = occurrences.cluster_id
LEFT JOIN occurrences AS first_places ON first_places.cluster_id = clusters.id AND first_places.number = 0
LEFT JOIN statements AS first_statements ON first_statements.id = first_places.passage_id
LEFT JOIN articles AS firsts ON firsts.id = first_statements.article_id
LEFT JOIN outlets ON outlets.id = firsts.outlet_id
WHERE statements.article_id IN (SELECT value FROM json_each(?))
ORDER BY statements.article_id, statements.start, statements.id
"""


def find_quotation(connection: sqlite3.Connection, name: str) -> Quotation | None:
    """The utterance with that id; None if there is none, or if it lost a passage since it was traced."""
    row = connection.execute("SELECT id FROM clusters WHERE name = ?", (name,)).fetchone()
    cluster = None if row is None else next(load_clusters(connection, [row[0]]), None)
    if row is None or cluster is None:
        return None
    return Quotation(cluster, tuple(PassageNumbers(*numbers) for numbers in connection.execute(_NUMBERS, row)))


def list_quotations(connection: sqlite3.Connection, articles: Iterable[int]) -> list[StatementQuotation]:
    """The statements of some articles that others have too, as far as they were traced, in the order of the text."""
    asked = (json.dumps(sorted(set(articles))),)
    return [StatementQuotation(*row) for row in connection.execute(_QUOTATIONS, asked)]
