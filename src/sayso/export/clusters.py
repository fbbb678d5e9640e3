r"""Traced words as JSON Lines, one JSON array, and tables.

JSON Lines has first the matches, then the clusters, as in docs/data-format.md. Tables have one row a passage.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO, TextIO

from sayso.cluster import Cluster, Edge, Match, Occurrence
from sayso.export.cells import show_cell
from sayso.export.columns import Column, ColumnKind, Row
from sayso.export.lines import write_all, write_each
from sayso.jsonl import write_record
from sayso.match import Op
from sayso.trace import Compared, compare_occurrences, list_matches

__all__ = [
    "COLUMNS",
    "TRACE_COLUMNS",
    "list_trace_rows",
    "write_cluster",
    "write_cluster_array",
    "write_cluster_lines",
    "write_cluster_parquet",
    "write_cluster_table",
    "write_cluster_workbook",
    "write_match",
]

COLUMNS = tuple(
    "cluster passage article statement start end outlet published speaker kind is_earliest is_root from evidence change"
    " carrier other_speaker witnesses text marked title url".split()
)
"""The header of tables: `from` is the number of the passage that the words came from, and `marked` both sides."""
_KINDS = {
    **dict.fromkeys(("passage", "start", "end", "from", "witnesses"), ColumnKind.INTEGER),
    **dict.fromkeys(("is_earliest", "is_root", "other_speaker"), ColumnKind.BOOLEAN),
}
_PASSAGES = tuple(Column(name, "", _KINDS.get(name, ColumnKind.TEXT)) for name in COLUMNS)


def _make_columns(names: str) -> tuple[Column, ...]:
    kinds = {**_KINDS, **dict.fromkeys("passages articles root a b to".split(), ColumnKind.INTEGER)}
    return tuple(Column(name, "", kinds.get(name, ColumnKind.TEXT)) for name in names.split())


TRACE_COLUMNS = {
    "clusters": _make_columns("cluster first passages articles witnesses root earliest"),
    "passages": _PASSAGES,
    "matches": _make_columns("cluster label a b difference"),
    "edges": _make_columns("cluster from to evidence change carrier other_speaker"),
}
"""All that is known of clusters as tables; numbers of passages count within their cluster, lists are JSON."""


def write_match(match: Match, cluster: Cluster) -> str:
    """The match as one line of JSON, without the line's end."""
    return write_record({
        "cluster": match.cluster,
        "label": match.label.value,
        "a": _point(cluster.passages[match.a]),
        "b": _point(cluster.passages[match.b]),
        "difference": _show_steps(match),
    })  # fmt: skip


def write_cluster(cluster: Cluster) -> str:
    """The cluster as one line of JSON, without the line's end."""
    return write_record({
        "id": cluster.id,
        "passages": [_show_passage(passage) for passage in cluster.passages],
        "earliest": list(cluster.earliest),
        "witnesses": cluster.witnesses,
        "edges": [_show_edge(edge) for edge in cluster.edges],
        "root": cluster.root,
    })  # fmt: skip


def _point(passage: Occurrence) -> dict[str, Any]:
    """Where a passage stands; an interrupted one has several `spans`, and `span` is from the first to the last."""
    span = [min(it.start for it in passage.spans), max(it.end for it in passage.spans)]
    return {
        "article": passage.article,
        "statement": passage.statement or None,
        "span": span,
        "spans": [list(it) for it in passage.spans],
    }


def _show_steps(match: Match) -> list[dict[str, Any]]:
    return [{"op": step.op.value, "source": list(step.source), "quote": list(step.quote)} for step in match.difference]


def _show_passage(passage: Occurrence) -> dict[str, Any]:
    facts = {"outlet": passage.outlet, "published": passage.published, "speaker": passage.speaker}
    where = {"title": passage.title, "url": passage.url}
    return {**_point(passage), **facts, "kind": passage.kind, "text": passage.text, **where}


def _show_edge(edge: Edge) -> dict[str, Any]:
    return {
        "from": edge.start,
        "to": edge.end,
        "evidence": edge.evidence,
        "change": edge.change.value,
        "carrier": edge.carrier,
        "other_speaker": edge.is_other_speaker,
    }


def _write_records(clusters: Iterable[Cluster]) -> Iterator[str]:
    """Yield the matches, then the clusters; the clusters are gone through twice."""
    for cluster in clusters:
        for match in list_matches(cluster):
            yield write_match(match, cluster)
    for cluster in clusters:
        yield write_cluster(cluster)


def write_cluster_lines(clusters: Iterable[Cluster], stream: TextIO) -> None:
    """Write one match or cluster a line; the clusters are gone through twice."""
    write_each(_write_records(clusters), stream)


def write_cluster_array(clusters: Iterable[Cluster], stream: TextIO) -> None:
    """Write one JSON array with one match or cluster a line; the clusters are gone through twice."""
    write_all(_write_records(clusters), stream)


def write_cluster_table(clusters: Iterable[Cluster], stream: TextIO) -> None:
    """Write the header, then a row for each passage. Open the stream with newline=""."""
    writer = csv.writer(stream)
    writer.writerow(COLUMNS)
    for row in _list_rows(clusters):
        writer.writerow(map(show_cell, row))


def write_cluster_workbook(clusters: Iterable[Cluster], stream: BinaryIO) -> list[str]:
    """Write one sheet with the same rows; returns what was cut or did not fit, a sentence each."""
    from sayso.export.workbook import write_sheets  # noqa: PLC0415  only where a workbook is asked for

    return write_sheets({"passages": COLUMNS}, (("passages", row) for row in _list_rows(clusters)), stream)


def write_cluster_parquet(clusters: Iterable[Cluster], stream: BinaryIO) -> None:
    """Write one table with the same rows, and with the types of their cells."""
    from sayso.export.parquet import write_parquet_rows  # noqa: PLC0415  only where Parquet is asked for

    write_parquet_rows(_PASSAGES, _list_rows(clusters), stream)


def _list_rows(clusters: Iterable[Cluster]) -> Iterator[Row]:
    for cluster in clusters:
        edges = {edge.end: edge for edge in cluster.edges}
        earliest = set(cluster.earliest)
        for number, it in enumerate(cluster.passages):
            edge = edges.get(number)
            step = (edge.start, edge.evidence, edge.change.value, edge.carrier, edge.is_other_speaker) if edge else ()
            marked = mark_words(compare_occurrences(cluster.passages[edge.start], it)) if edge else None
            yield [
                *(cluster.id, number, it.article, it.statement or None, *_point(it)["span"], it.outlet, it.published),
                *(it.speaker, it.kind, number in earliest, number == cluster.root, *(step or (None,) * 5)),
                *(cluster.witnesses, it.text, marked, it.title, it.url),
            ]


def list_trace_rows(cluster: Cluster) -> Iterator[tuple[str, Row]]:
    """Yield the rows of a cluster, each with the name of its table; see `TRACE_COLUMNS`."""
    articles = len({passage.own_article for passage in cluster.passages})
    facts = (cluster.passages[0].first, len(cluster.passages), articles, cluster.witnesses, cluster.root)
    yield "clusters", [cluster.id, *facts, json.dumps(cluster.earliest)]
    yield from (("passages", row) for row in _list_rows([cluster]))
    for match in list_matches(cluster):
        yield "matches", [match.cluster, match.label.value, match.a, match.b, json.dumps(_show_steps(match))]
    for edge in cluster.edges:
        yield "edges", [cluster.id, *_show_edge(edge).values()]


def mark_words(compared: Compared) -> str:
    """Both sides as one text: `[-only in the earlier passage-]`, `{+only in the later one+}`."""
    parts = []
    for op, source, quote in compared.words:
        if op is Op.EQUAL:
            parts.append(quote)
            continue
        parts += [f"[-{source}-]"] * bool(source) + [f"{{+{quote}+}}"] * bool(quote)
    return " ".join(parts)
