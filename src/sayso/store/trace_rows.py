"""Passages as they stand in a collection, and clusters as they are kept there."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sayso.cluster import Cluster, Edge, Occurrence
from sayso.letters import plain_letters
from sayso.match import Change
from sayso.speaker import SpeakerType
from sayso.text import Span

__all__ = [
    "ClusterRows",
    "cut_pieces",
    "load_article_wordings",
    "load_clusters",
    "load_occurrences",
    "make_occurrence",
]

# Parameters of one query; older SQLite takes 999.
_AT_ONCE = 900
_JOINED = " … "
_OCCURRENCES = """
SELECT statements.id, articles.article, statements.local, statements.content, statements.text, statements.kind,
    outlets.shown, articles.published, articles.published_from, articles.published_until,
    article_speakers.name, article_speakers.type, article_speakers.named, statements.speaker_id,
    statements.turn, articles.fingerprint, articles.key, articles.title, articles.url
FROM statements
INNER JOIN articles ON articles.id = statements.article_id
LEFT JOIN outlets ON outlets.id = articles.outlet_id
LEFT JOIN article_speakers ON article_speakers.id = statements.article_speaker_id
WHERE statements.id IN ({})
"""
_CARRIERS = """
SELECT statement_carriers.statement_id, carriers.local, carriers.name, carriers.how, carriers.id
FROM statement_carriers INNER JOIN carriers ON carriers.id = statement_carriers.carrier_id
WHERE statement_carriers.statement_id IN ({})
ORDER BY statement_carriers.statement_id, carriers.place_in_chain, carriers.id
"""


def ask_in_parts(connection: sqlite3.Connection, query: str, numbers: Sequence[int]) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a query with `IN ({})` for these numbers."""
    for begin in range(0, len(numbers), _AT_ONCE):
        part = numbers[begin : begin + _AT_ONCE]
        yield from connection.execute(query.format(", ".join("?" * len(part))), part)


def cut_pieces(text: str, content: str) -> tuple[str, ...]:
    """The words of a statement as they stand in each of its places.

    >>> cut_pieces("“We won” … “today”", "[[0, 8], [20, 27]]")
    ('“We won”', '“today”')
    """
    if "], [" not in content and "],[" not in content:
        return (text,)
    pieces, begin = [], 0
    for start, end in json.loads(content):
        pieces.append(text[begin : begin + end - start])
        begin += end - start + len(_JOINED)
    return tuple(pieces)


def load_occurrences(
    connection: sqlite3.Connection, statements: Iterable[int]
) -> tuple[dict[int, Occurrence], dict[tuple[int, str], int]]:
    """The passages of these statements, by the statements' numbers; and the number of each carrier that they name."""
    numbers = sorted(statements)
    carriers: defaultdict[int, list[tuple[str, str, str]]] = defaultdict(list)
    carrier_ids = {}
    for statement, local, name, how, carrier in ask_in_parts(connection, _CARRIERS, numbers):
        carriers[statement].append((local, name, how))
        carrier_ids[statement, local] = carrier
    found = {}
    for statement, *row in ask_in_parts(connection, _OCCURRENCES, numbers):
        found[statement] = make_occurrence(row, carriers[statement])
    return found, carrier_ids


def make_occurrence(row: Sequence[Any], carriers: Sequence[tuple[str, str, str]]) -> Occurrence:
    """A passage from its row: what `_OCCURRENCES` asks for, without the statement's number; and its carriers in order.

    Instead of the speaker's number anything may stand that is the same for the same speaker.
    """
    article, local, content, text, kind, outlet, published, first, last, *more = row
    *speaker, turn, mark, key, title, url = more
    return Occurrence(
        article,
        local,
        tuple(Span(*span) for span in json.loads(content)),
        cut_pieces(text, content),
        kind,
        outlet or None,
        published,
        first,
        last,
        speaker[0],
        _key_speaker(*speaker),
        tuple(carriers),
        bool(turn),
        mark,
        key,
        title,
        url,
    )


def load_article_wordings(connection: sqlite3.Connection, statements: Iterable[int]) -> dict[str, frozenset[int]]:
    """For the articles of these statements, by key, the wordings of all their passages."""
    query = "SELECT DISTINCT article_id FROM statements WHERE id IN ({})"
    articles = sorted({number for (number,) in ask_in_parts(connection, query, sorted(statements))})
    query = (
        "SELECT articles.key, passages.wording_id FROM articles"
        " INNER JOIN statements ON statements.article_id = articles.id"
        " INNER JOIN passages ON passages.statement_id = statements.id WHERE articles.id IN ({})"
    )
    found: defaultdict[str, set[int]] = defaultdict(set)
    for key, wording in ask_in_parts(connection, query, articles):
        found[key].add(wording)
    return {key: frozenset(wordings) for key, wordings in found.items()}


def _key_speaker(name: str | None, kind: str | None, named: int | None, speaker_id: object) -> str | None:
    """What is the same for the same speaker; None for one without a name.

    Where speakers were not joined over articles, persons with one surname count as one.
    """
    if name is None or not named:
        return None
    if speaker_id is not None:
        return str(speaker_id)
    folded = plain_letters(name)
    return folded.rsplit(maxsplit=1)[-1] if kind == SpeakerType.PERSON.value and folded.strip() else folded


class ClusterRows:
    """Rows of clusters as they are gathered; `write` stores them."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        row = connection.execute("SELECT ifnull(max(id), 0) + 1 FROM clusters").fetchone()
        self._next = int(row[0])
        self._rows: defaultdict[str, list[tuple[Any, ...]]] = defaultdict(list)

    def add(self, cluster: Cluster, statements: Sequence[int], carriers: dict[tuple[int, str], int]) -> None:
        """Add a cluster.

        Args:
            cluster: The cluster.
            statements: The statement of each of its passages.
            carriers: For a statement and the id of a carrier in its article the carrier's number.
        """
        number, self._next = self._next, self._next + 1
        passages = cluster.passages
        articles = len({passage.own_article for passage in passages})
        facts = (passages[0].first, len(passages), articles, cluster.witnesses, cluster.root)
        self._rows["clusters"].append((number, cluster.id, *facts))
        earliest = set(cluster.earliest)
        self._rows["occurrences"] += [
            (number, place, statement, place in earliest) for place, statement in enumerate(statements)
        ]
        self._rows["matches"] += [(number, statements[a], statements[b], label.value) for a, b, label in cluster.pairs]
        for edge in cluster.edges:
            carrier = None if edge.carrier is None else carriers.get((statements[edge.end], edge.carrier))
            row = (number, edge.start, edge.end, edge.evidence, edge.change.value, carrier, edge.is_other_speaker)
            self._rows["edges"].append(row)

    def write(self) -> None:
        """Store what was gathered."""
        for table, columns in _COLUMNS.items():
            marks = ", ".join("?" * len(columns.split(",")))
            self._connection.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", self._rows[table])  # noqa: S608
        self._rows.clear()


_COLUMNS = {
    "clusters": "id, name, first, passages, articles, witnesses, root",
    "occurrences": "cluster_id, number, passage_id, is_earliest",
    "matches": "cluster_id, a_passage_id, b_passage_id, label",
    "edges": "cluster_id, from_number, to_number, evidence, change, carrier_id, is_other_speaker",
}


def load_clusters(connection: sqlite3.Connection, numbers: Sequence[int]) -> Iterator[Cluster]:
    """Yield these clusters, in their order; those that lost a passage since they were traced are left out."""
    for begin in range(0, len(numbers), _AT_ONCE):
        part = numbers[begin : begin + _AT_ONCE]
        yield from _load_part(connection, part)


def _load_part(connection: sqlite3.Connection, numbers: Sequence[int]) -> Iterator[Cluster]:
    places: defaultdict[int, list[tuple[int, bool]]] = defaultdict(list)
    query = "SELECT cluster_id, passage_id, is_earliest FROM occurrences WHERE cluster_id IN ({}) ORDER BY number"
    for cluster, passage, is_earliest in ask_in_parts(connection, query, numbers):
        places[cluster].append((passage, bool(is_earliest)))
    occurrences, _ = load_occurrences(connection, [passage for held in places.values() for passage, _ in held])
    edges: defaultdict[int, list[Edge]] = defaultdict(list)
    query = (
        "SELECT cluster_id, from_number, to_number, edges.evidence, change, carriers.local, is_other_speaker FROM edges"
        " LEFT JOIN carriers ON carriers.id = edges.carrier_id WHERE cluster_id IN ({}) ORDER BY edges.id"
    )
    for cluster, start, end, evidence, change, carrier, is_other in ask_in_parts(connection, query, numbers):
        edges[cluster].append(Edge(start, end, evidence, Change(change), carrier, bool(is_other)))
    pairs: defaultdict[int, list[tuple[int, int, Change]]] = defaultdict(list)
    query = "SELECT cluster_id, a_passage_id, b_passage_id, label FROM matches WHERE cluster_id IN ({}) ORDER BY id"
    order = {passage: place for held in places.values() for place, (passage, _) in enumerate(held)}
    for cluster, a, b, label in ask_in_parts(connection, query, numbers):
        pairs[cluster].append((order[a], order[b], Change(label)))
    query = "SELECT id, name, witnesses, root, passages FROM clusters WHERE id IN ({})"
    facts = {row[0]: row[1:] for row in ask_in_parts(connection, query, numbers)}
    for number in numbers:
        name, witnesses, root, count = facts[number]
        held = places[number]
        if len(held) != count:
            # An article was removed or replaced since; the next trace makes it anew.
            continue
        yield Cluster(
            name,
            tuple(occurrences[passage] for passage, _ in held),
            tuple(place for place, (_, is_earliest) in enumerate(held) if is_earliest),
            witnesses,
            tuple(edges[number]),
            tuple(pairs[number]),
            root,
        )
