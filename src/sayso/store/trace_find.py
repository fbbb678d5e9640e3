"""Find clusters in a traced collection: all, those of an article or a speaker, or those with some words."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np

from sayso.cluster import Cluster
from sayso.letters import plain_letters
from sayso.store.trace_keys import find_entries
from sayso.store.trace_rows import ask_in_parts, cut_pieces, load_clusters, load_occurrences
from sayso.trace.candidates import MOST_HOLDERS, count_holders, is_candidate
from sayso.trace.judge import judge
from sayso.trace.keys import list_keys
from sayso.trace.lineage import sort_key
from sayso.trace.tracer import make_lineage
from sayso.trace.wordings import Wording, Wordings

__all__ = ["count_untraced", "find_clusters_of", "find_quote", "make_condition"]

_ORDER = "ORDER BY clusters.first IS NULL, clusters.first, clusters.name"
_PLACES = """
SELECT DISTINCT occurrences.cluster_id FROM occurrences
INNER JOIN statements ON statements.id = occurrences.passage_id
INNER JOIN articles ON articles.id = statements.article_id
LEFT JOIN article_speakers ON article_speakers.id = statements.article_speaker_id
"""
_SPEAKERS = """
SELECT DISTINCT article_speakers.name FROM passages
INNER JOIN statements ON statements.id = passages.statement_id
INNER JOIN article_speakers ON article_speakers.id = statements.article_speaker_id
"""


def count_untraced(connection: sqlite3.Connection) -> int:
    """How many statements of current articles were added after the last trace."""
    row = connection.execute(
        "SELECT (SELECT count(*) FROM statements INNER JOIN articles ON articles.id = statements.article_id"
        " WHERE articles.is_current) - (SELECT count(*) FROM passages)"
    ).fetchone()
    return int(row[0])


def find_clusters_of(
    connection: sqlite3.Connection, *, article: str | None = None, speaker: str | None = None
) -> Iterator[Cluster]:
    """Yield the clusters by date; those with a passage of one article, or of one speaker.

    Args:
        connection: A connection to a collection.
        article: The id of an article, or its address.
        speaker: A name; case, accents and what stands before it do not matter: "roth" finds "Anna Roth".
    """
    condition, asked = make_condition(connection, article=article, speaker=speaker)
    where = f"WHERE id IN ({_PLACES} WHERE {condition})" if condition else ""
    query = f"SELECT id FROM clusters {where} {_ORDER}"  # noqa: S608  (no word of a user in it, here and below)
    numbers = [number for (number,) in connection.execute(query, asked).fetchall()]
    return load_clusters(connection, numbers)


def make_condition(
    connection: sqlite3.Connection, *, article: str | None, speaker: str | None
) -> tuple[str, list[str]]:
    """What a statement must fulfil, in SQL, and the parameters of that; empty if nothing was asked."""
    conditions, asked = [], []
    if article is not None:
        conditions.append("(articles.article = ? OR articles.url = ?)")
        asked += [article, article]
    if speaker is not None:
        names = [name for (name,) in connection.execute(_SPEAKERS) if _is_name(speaker, name)]
        conditions.append(f"article_speakers.name IN ({', '.join('?' * len(names))})")
        asked += names
    return " AND ".join(conditions), asked


def _is_name(asked: str, name: str) -> bool:
    words, own = plain_letters(asked).split(), plain_letters(name).split()
    return bool(words) and own[-len(words) :] == words


def find_quote(connection: sqlite3.Connection, quote: str) -> list[Cluster] | None:
    """The clusters that have these words, the likest first; a passage that nobody else has is one of its own.

    None if the words are too few or too common to be looked for.
    """
    asked = Wordings()
    asked.add([quote], "direct")
    keys, _ = list_keys(asked)
    if not len(keys):
        return None
    entries = find_entries(connection, keys)
    begins, counts = count_holders(entries.keys)
    size = np.repeat(counts, counts)
    held, shared = np.unique(entries.holders[size <= MOST_HOLDERS], return_counts=True)
    found: dict[int, float] = {}
    wordings: dict[int, Wording] = {}
    if len(begins):
        again = Wordings()
        totals = dict(ask_in_parts(connection, "SELECT id, key_count FROM wordings WHERE id IN ({})", held.tolist()))
        likely = [
            n for n, s in zip(held.tolist(), shared.tolist(), strict=True) if is_candidate(s, len(keys), totals[n])
        ]
        for number, _, text, content, kind in ask_in_parts(connection, _TEXTS, likely):
            wordings[number] = again.wordings[again.add(cut_pieces(text, content), kind)]
            likeness = judge(asked.wordings[0], wordings[number])
            if likeness.is_same:
                found[number] = likeness.shared * likeness.share
    return _list_found(connection, found, wordings)


_TEXTS = (
    "SELECT passages.wording_id, min(passages.id), statements.text, statements.content, statements.kind"
    " FROM passages INNER JOIN statements ON statements.id = passages.statement_id"
    " WHERE passages.wording_id IN ({}) GROUP BY passages.wording_id"
)


def _list_found(connection: sqlite3.Connection, found: dict[int, float], wordings: dict[int, Wording]) -> list[Cluster]:
    """The clusters of some wordings, the strongest first, and passages without one."""
    query = (
        "SELECT passages.wording_id, passages.id, occurrences.cluster_id FROM passages"
        " LEFT JOIN occurrences ON occurrences.passage_id = passages.id WHERE passages.wording_id IN ({})"
    )
    strengths: defaultdict[int, float] = defaultdict(float)
    alone: defaultdict[int, list[int]] = defaultdict(list)
    for wording, passage, cluster in ask_in_parts(connection, query, sorted(found)):
        if cluster is None:
            alone[wording].append(passage)
        else:
            strengths[cluster] = max(strengths[cluster], found[wording])
    numbers = sorted(strengths, key=lambda number: (-strengths[number], number))
    clusters = [(strengths[n], c) for n, c in zip(numbers, load_clusters(connection, numbers), strict=True)]
    for wording, passages in alone.items():
        clusters += [(found[wording], it) for it in _make_alone(connection, wording, passages, wordings)]
    return [cluster for _, cluster in sorted(clusters, key=lambda pair: (-pair[0], pair[1].id))]


def _make_alone(
    connection: sqlite3.Connection, wording: int, passages: Sequence[int], wordings: dict[int, Wording]
) -> Iterator[Cluster]:
    """Yield what has the words and stands in no cluster: passages of one article, or of different times."""
    occurrences, _ = load_occurrences(connection, passages)
    groups = defaultdict(list)
    for occurrence in sorted(occurrences.values(), key=sort_key):
        groups[occurrence.own_article].append(occurrence)
    for held in groups.values():
        name = f"k{wordings[wording].digest.hex()[:14]}-{len(held)}"
        yield make_lineage(name, held, [wording] * len(held), wordings, {})
