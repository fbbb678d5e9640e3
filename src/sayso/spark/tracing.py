"""Trace words over the articles of a cluster's storage: the same clusters as in one collection.

Each step is kept, and asks for the one before it. What is decided about two things, or about things that hang
together, is decided by the functions of `sayso.trace`, `sayso.people` and `sayso.store` (`describe`, `decide`); here is
what brings these things together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby, islice
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
from pyspark.sql import functions as F
from pyspark.sql.pandas.types import from_arrow_schema

from sayso.export.clusters import TRACE_COLUMNS, list_trace_rows
from sayso.export.columns import Column, ColumnKind
from sayso.spark.decide import Folds, Group, join_speakers, judge_pairs, make_clusters, order_versions
from sayso.spark.describe import describe_lines, make_described_schema
from sayso.spark.keep import Keep, gather
from sayso.spark.stars import connect_small, large_star, small_star
from sayso.spark.tagged import Tagged
from sayso.store.outlet_names import choose_names
from sayso.trace.candidates import MOST_HOLDERS, is_candidate

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

__all__ = ["MOST_PASSAGES", "Known", "connect", "cut_batches", "find_known", "list_records", "trace"]

# Passages that hang together are looked at by one worker, which holds them; more are left out, and counted.
MOST_PASSAGES = 500_000
# Up to so many edges, what hangs together is found by the driver.
MOST_EDGES = 200_000
# So many rows of a batch become records at once.
_AT_ONCE = 256
# So many rows go to Spark at once.
_ROWS = 20_000
_COUNTS = (Column("what", ""), Column("number", "", ColumnKind.INTEGER))
_TABLES = {**TRACE_COLUMNS, "counts": _COUNTS}
_VERSIONS = "position long, key string, is_current boolean"
_SPEAKERS = "position long, number long, speaker string, speaker_name string, speaker_type string"
_LINKS = "a binary, b binary, strength double, days long"
_ENTRY = ("wording", "total")
_SAID = ("text", "content", "kind")
_ARTICLE = "position article key shown published first last mark title url".split()
_PASSAGE = "number local content text kind turn party name type named carriers wording".split()
Batches = Iterable[pa.RecordBatch]
Rows = Iterator[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the articles of a collection before words are traced or counted.

    Attributes:
        described: One row an article, as `describe_lines` makes it; a line that is no reading has its `fault`.
        articles: The current versions among them, with their `key`, and with the outlet as it is `shown`.
        speakers: The speaker of each party that belongs to one.
    """

    described: DataFrame
    articles: DataFrame
    speakers: DataFrame


def trace(readings: DataFrame, *, keep: Keep | None = None, most_passages: int = MOST_PASSAGES) -> dict[str, DataFrame]:
    """Find which passages of different articles have the same words: what `sayso collect` and `sayso trace` find.

    Args:
        readings: A column `reading`, the lines of JSON of `read_articles` or of `sayso read --format jsonl`; and
            `position`, the order in which they came, if there is one. (Only of versions of one article without dates
            it matters which came last.)
        keep: Where each step is kept.
        most_passages: Groups of more passages that hang together are left out.

    Returns:
        `clusters`, `passages`, `matches` and `edges` (docs/tables.md), and `counts`: what there is, and what was cut.
    """
    keep = keep or Keep()
    known = find_known(readings, keep)
    passages = known.articles.select(*_ARTICLE, F.explode("passages").alias("it")).select(
        *_ARTICLE, *(f"it.{name}" for name in (*_PASSAGE, "is_cut", "keys"))
    )
    wordings = keep.keep(
        "wordings",
        passages.groupBy("wording").agg(
            F.count("*").alias("count"),
            F.sum(F.col("is_cut").cast("long")).alias("cut"),
            F.min_by(F.struct(*_SAID, "keys"), F.struct("position", "number")).alias("said"),
        ),
    )
    links, dropped = _find_links(wordings, keep)
    homes = connect(links.select("a", "b"), "components", keep)
    grouped = _group(wordings, homes)
    groups = _list_groups(known, passages.drop("keys", "is_cut"), grouped, links, homes, most_passages)
    schema = Tagged(_TABLES).schema
    made = keep.keep("clusters", groups.mapInArrow(_make_clusters, from_arrow_schema(schema)))
    tables = {name: made.where(F.col("table") == name).select(f"{name}.*") for name in TRACE_COLUMNS}
    counted = (
        made.where(F.col("table") == "counts").select("counts.*").groupBy("what").agg(F.sum("number").alias("number"))
    )
    return {**tables, "counts": _count(known, wordings, dropped, grouped, most_passages).unionByName(counted)}


# ---- What is known of articles


def find_known(readings: DataFrame, keep: Keep) -> Known:
    """Describe the articles, and find which are current versions, under what names, and who speaks in them."""
    if "position" not in readings.columns:
        readings = readings.withColumn("position", F.monotonically_increasing_id())
    schema = from_arrow_schema(make_described_schema())
    read = readings.select("position", "reading")
    described = keep.keep("described", read.mapInArrow(_describe, schema))
    articles = described.where("fault IS NULL")
    fates = _find_versions(articles, read, keep)
    current = (
        articles.join(fates.withColumnRenamed("key", "new_key"), "position", "left")
        .where("is_fellow IS NULL OR is_current")
        .withColumn("key", F.coalesce("new_key", "key"))
        .drop("new_key", "is_current", "is_fellow")
    )
    # The names of outlets depend on all of them, and on those of earlier versions too.
    kept = articles.join(fates, "position", "left").where("is_fellow IS NULL OR is_current IS NOT NULL")
    outlets = [row[0] for row in kept.select("outlet").distinct().collect()]
    pairs = [tuple(part or None for part in outlet.split("\n", 1)) for outlet in outlets]
    names = choose_names([(name, domain) for name, domain in pairs])
    shown = readings.sparkSession.createDataFrame(list(zip(outlets, names, strict=True)), "outlet string, shown string")
    current = keep.keep("articles", current.join(F.broadcast(shown), "outlet"))
    return Known(described, current, _find_speakers(current, keep))


def _describe(batches: Batches) -> Iterator[pa.RecordBatch]:
    schema = make_described_schema()
    for batch in cut_batches(batches):
        records = list(describe_lines(zip(*(column.to_pylist() for column in batch.columns), strict=True)))
        yield pa.RecordBatch.from_pylist(records, schema=schema)


def _find_versions(articles: DataFrame, read: DataFrame, keep: Keep) -> DataFrame:
    """Of articles that have a digest or a name in common with another one what a collection makes of them.

    `is_fellow` stands with all of them, `key` and `is_current` only with those that it keeps.
    """
    marks = articles.select(
        "position",
        F.explode(F.concat("digests", F.array_compact(F.array(F.col("namesake").cast("binary"))))).alias("m"),
    )
    firsts = marks.groupBy("m").agg(F.min("position").alias("b"), F.count("*").alias("n")).where("n > 1")
    edges = marks.join(firsts, "m").where("position <> b").select(F.col("position").alias("a"), "b").distinct()
    homes = connect(edges, "fellows", keep)
    fellows = read.join(homes.withColumnRenamed("name", "position"), "position")
    spread = gather(fellows, "home", order=("position",)).select("position", "reading")
    fates = spread.mapInArrow(_order_versions, _VERSIONS)
    return keep.keep(
        "versions",
        homes.select(F.col("name").alias("position"), F.expr("true").alias("is_fellow")).join(
            fates, "position", "left"
        ),
    )


def _order_versions(batches: Batches) -> Iterator[pa.RecordBatch]:
    lines = (pair for batch in batches for pair in zip(*(c.to_pylist() for c in batch.columns), strict=True))
    yield from _pack(order_versions(lines), [pa.int64(), pa.string(), pa.bool_()], "position key is_current")


def _find_speakers(articles: DataFrame, keep: Keep) -> DataFrame:
    """The speaker of each party that belongs to one; parties that share keys are looked at together."""
    facts = ("position", "article", "key", "shown", "first", "company")
    parties = articles.select(*facts, F.explode("parties").alias("it")).select(*facts, "it.*")
    parties = parties.withColumn("block_key", F.col("keys")[0])
    edges = (
        parties.select("block_key", F.explode("keys").alias("other"))
        .where("other <> block_key")
        .distinct()
        .select(F.col("block_key").alias("a"), F.col("other").alias("b"))
    )
    homes = connect(edges, "blocks", keep).select(F.col("name").alias("block_key"), "home")
    blocks = parties.join(homes, "block_key", "left").withColumn("home", F.coalesce("home", "block_key"))
    spread = gather(blocks, "home")
    return keep.keep("speakers", spread.mapInArrow(_join_speakers, _SPEAKERS))


def _join_speakers(batches: Batches) -> Iterator[pa.RecordBatch]:
    types = [pa.int64(), pa.int64(), *[pa.string()] * 3]
    found = (
        row for _, block in groupby(list_records(batches), lambda row: row["home"]) for row in join_speakers(block)
    )
    yield from _pack(found, types, "position number speaker speaker_name speaker_type")


# ---- What is alike


def _find_links(wordings: DataFrame, keep: Keep) -> tuple[DataFrame, DataFrame]:
    """The wordings that are alike; and how many keys led nowhere, and pairs share one."""
    entries = wordings.select(
        F.explode("said.keys").alias("key"), "wording", F.size("said.keys").cast("long").alias("total")
    )
    holders = keep.keep("holders", entries.groupBy("key").agg(F.count("*").alias("n")).where("n > 1"))
    dropped = holders.where(F.col("n") > MOST_HOLDERS)
    entries = entries.join(holders.where(F.col("n") <= MOST_HOLDERS), "key").drop("n")
    sides = [entries.select("key", *(F.col(name).alias(f"{name}_{side}") for name in _ENTRY)) for side in "ab"]
    pairs = (
        sides[0]
        .join(sides[1], "key")
        .where("wording_a < wording_b")
        .groupBy("wording_a", "wording_b", "total_a", "total_b")
        .agg(F.count("*").alias("shared"))
    )
    candidates = pairs.mapInArrow(_keep_candidates, "wording_a binary, wording_b binary")
    for side in "ab":
        said = wordings.select(
            F.col("wording").alias(f"wording_{side}"),
            *(F.col(f"said.{name}").alias(f"{name}_{side}") for name in _SAID),
        )
        candidates = candidates.join(said, f"wording_{side}")
    return keep.keep("links", candidates.mapInArrow(_judge, _LINKS)), dropped


def _keep_candidates(batches: Batches) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        shared, one, other = (batch.column(name).to_numpy() for name in ("shared", "total_a", "total_b"))
        chosen = pa.array(np.asarray(is_candidate(shared, one, other)))
        yield batch.select(["wording_a", "wording_b"]).filter(chosen)


def _judge(batches: Batches) -> Iterator[pa.RecordBatch]:
    types = [pa.binary(), pa.binary(), pa.float64(), pa.int64()]
    yield from _pack(judge_pairs(list_records(batches), Folds()), types, "a b strength days")


# ---- What hangs together


def connect(edges: DataFrame, name: str, keep: Keep, *, most_edges: int = MOST_EDGES) -> DataFrame:
    """For each `name` in the columns `a` and `b` its `home`: the smallest name that it hangs together with.

    Args:
        edges: The edges.
        name: What the step is called.
        keep: Where each turn is kept.
        most_edges: Up to so many edges are looked at by the driver, since each turn of Spark takes seconds.
    """
    kind = dict(edges.dtypes)["a"]
    now = keep.keep(f"{name}-0", edges.select(F.greatest("a", "b").alias("a"), F.least("a", "b").alias("b")).distinct())
    if now.count() <= most_edges:
        given = now.toArrow()
        found = connect_small(list(zip(*(column.to_pylist() for column in given.columns), strict=True)))
        types = given.schema.types
        table = pa.table([pa.array(it, types[0]) for it in (list(found), list(found.values()))], names=["name", "home"])
        return edges.sparkSession.createDataFrame(table)
    turn, before = 0, None
    while (mark := now.agg(F.count("*"), F.expr("bit_xor(xxhash64(a, b))")).first()) != before:
        before, turn = mark, turn + 1
        both = now.unionByName(now.select(F.col("b").alias("a"), F.col("a").alias("b")))
        large = _star(both, large_star, f"a {kind}, b {kind}")
        now = keep.keep(f"{name}-{turn}", _star(large, small_star, f"a {kind}, b {kind}").distinct())
    homes = now.select(F.col("a").alias("name"), F.col("b").alias("home"))
    return homes.unionByName(homes.select(F.col("home").alias("name"), "home").distinct())


def _star(edges: DataFrame, star: Callable[..., Iterator[Any]], schema: str) -> DataFrame:
    spread = gather(edges.distinct(), "a", order=("a", "b"))
    return spread.mapInArrow(partial(_run_star, star=star), schema)


def _run_star(batches: Batches, *, star: Callable[..., Iterator[Any]]) -> Iterator[pa.RecordBatch]:
    types: list[pa.DataType] = []

    def list_edges() -> Iterator[tuple[Any, Any]]:
        for batch in batches:
            types[:] = batch.schema.types
            yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)

    yield from _pack(star(list_edges()), types, "a b")


# ---- Clusters


def _group(wordings: DataFrame, homes: DataFrame) -> DataFrame:
    """The wordings of which clusters may be made: those that are like others, or have several passages."""
    named = homes.withColumnRenamed("name", "wording")
    joined = wordings.select("wording", "count").join(named, "wording", "left")
    return joined.where("home IS NOT NULL OR count > 1").withColumn("home", F.coalesce("home", "wording"))


def _list_groups(
    known: Known,
    passages: DataFrame,
    grouped: DataFrame,
    links: DataFrame,
    homes: DataFrame,
    most_passages: int,
) -> DataFrame:
    """Rows of three kinds by group: links, articles with all their wordings, and passages, in this order."""
    sizes = grouped.groupBy("home").agg(F.sum("count").alias("size")).where(F.col("size") <= most_passages)
    own = grouped.join(sizes.select("home"), "home").select("wording", "home")
    speakers = known.speakers.select("position", F.col("number").alias("party"), F.col("speaker").alias("speaker_id"))
    said = passages.join(own, "wording").join(speakers, ["position", "party"], "left")
    held = (
        passages.groupBy("position", "key").agg(F.collect_set("wording").alias("wordings")).where("size(wordings) > 2")
    )
    articles = said.select("home", "position").distinct().join(held, "position")
    linked = links.join(homes.withColumnRenamed("name", "a"), "a").join(sizes.select("home"), "home")
    names = [*_ARTICLE, *_PASSAGE, "speaker_id"]
    parts = [
        linked.select("home", F.lit(0).alias("part"), F.struct("a", "b", "strength", "days").alias("link")),
        articles.select("home", F.lit(1).alias("part"), F.struct("key", "wordings").alias("held")),
        said.select("home", F.lit(2).alias("part"), F.struct(*names).alias("passage")),
    ]
    union = parts[0].unionByName(parts[1], allowMissingColumns=True).unionByName(parts[2], allowMissingColumns=True)
    return gather(union, "home", order=("home", "part"))


def _make_clusters(batches: Batches) -> Iterator[pa.RecordBatch]:
    folds = Folds()

    def list_rows() -> Iterator[tuple[str, Sequence[Any]]]:
        for _, rows in groupby(list_records(batches), lambda row: row["home"]):
            links, articles, passages = [], {}, []
            for row in rows:
                if row["link"] is not None:
                    links.append(tuple(row["link"].values()))
                elif row["held"] is not None:
                    articles[row["held"]["key"]] = row["held"]["wordings"]
                else:
                    passages.append(row["passage"])
            clusters, phrases = make_clusters(Group(passages, links, articles), folds)
            for cluster in clusters:
                yield from list_trace_rows(cluster)
            if phrases:
                yield "counts", ("phrases", phrases)

    yield from Tagged(_TABLES).batches(list_rows())


def _count(known: Known, wordings: DataFrame, dropped: DataFrame, grouped: DataFrame, most_passages: int) -> DataFrame:
    """What there is, and what was cut."""
    large = grouped.groupBy("home").agg(F.sum("count").alias("size")).where(F.col("size") > most_passages)
    asked = {
        "articles": known.articles.select(F.count("*")),
        "lines that are no readings": known.described.where("fault IS NOT NULL").select(F.count("*")),
        "statements": wordings.select(F.coalesce(F.sum("count"), F.lit(0))),
        "wordings": wordings.select(F.count("*")),
        "passages of which the end was not compared": wordings.select(F.coalesce(F.sum("cut"), F.lit(0))),
        "word runs that too many have": dropped.select(F.count("*")),
        "pairs that share one of these": dropped.select(
            F.coalesce(F.sum((F.col("n") * (F.col("n") - 1) / 2).cast("long")), F.lit(0))
        ),
        "groups of passages that were too large": large.select(F.count("*")),
        "passages in these": large.select(F.coalesce(F.sum("size"), F.lit(0))),
    }
    rows = [df.select(F.lit(what).alias("what"), df[0].cast("long").alias("number")) for what, df in asked.items()]
    whole = rows[0]
    for row in rows[1:]:
        whole = whole.unionByName(row)
    return whole


# ---- Batches


def cut_batches(batches: Batches) -> Iterator[pa.RecordBatch]:
    """Yield the batches in smaller ones: a record takes many times the memory of its row."""
    for batch in batches:
        for start in range(0, batch.num_rows, _AT_ONCE):
            yield batch.slice(start, _AT_ONCE)


def list_records(batches: Batches) -> Rows:
    """Yield the rows of batches as records."""
    for batch in cut_batches(batches):
        yield from batch.to_pylist()


def _pack(rows: Iterable[Sequence[Any]], types: Sequence[pa.DataType], names: str) -> Iterator[pa.RecordBatch]:
    """Yield batches of the rows; none if there are none."""
    coming = iter(rows)
    while part := list(islice(coming, _ROWS)):
        arrays = [pa.array(column, kind) for column, kind in zip(zip(*part, strict=True), types, strict=True)]
        yield pa.RecordBatch.from_arrays(arrays, names=names.split())
