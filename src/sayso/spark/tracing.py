"""Trace words over the articles of a cluster's storage: the same clusters as in one collection.

Each step is kept, and asks for the one before it. What is decided about two things, or about things that hang
together, is decided by the functions of `sayso.trace`, `sayso.people` and `sayso.store` (`describe`, `decide`); here is
what brings these things together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
from pyspark.sql import functions as F
from pyspark.sql.pandas.types import from_arrow_schema

from sayso.export.clusters import TRACE_COLUMNS, list_trace_rows
from sayso.export.columns import Column, ColumnKind
from sayso.spark.batches import Batches, list_records, pack
from sayso.spark.components import connect
from sayso.spark.decide import Folds, Group, judge_pairs, make_clusters
from sayso.spark.keep import Keep, gather
from sayso.spark.known import Known, find_known
from sayso.spark.tagged import Tagged
from sayso.trace.candidates import MOST_HOLDERS, is_candidate

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

__all__ = ["MOST_PASSAGES", "trace"]

# Passages that hang together are looked at by one worker, which holds them; more are left out, and counted.
MOST_PASSAGES = 500_000
_COUNTS = (Column("what", ""), Column("number", "", ColumnKind.INTEGER))
_TABLES = {**TRACE_COLUMNS, "counts": _COUNTS}
_LINKS = "a binary, b binary, strength double, days long"
_ENTRY = ("wording", "total")
_SAID = ("text", "content", "kind")
_ARTICLE = "position article key shown published first last mark title url".split()
_PASSAGE = "number local content text kind turn party name type named carriers wording".split()


def trace(readings: DataFrame, *, keep: Keep | None = None, most_passages: int = MOST_PASSAGES) -> dict[str, DataFrame]:
    """Find which passages of different articles have the same words: what `sayso collect` and `sayso trace` find.

    Args:
        readings: A column `reading`, the lines of JSON of `read_articles` or of `sayso read --format jsonl`; and
            `position`, the order in which they came, another number for each, if there is one. (Only of versions of
            one article without dates it matters which came last.)
        keep: Where each step is kept.
        most_passages: Groups of more passages that hang together are left out.

    Returns:
        `clusters`, `passages`, `matches` and `edges` (docs/tables.md), and `counts`: what there is, and what was cut.

    Raises:
        SettingsError: Two readings have the same position, as where two runs were put together.
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
    yield from pack(judge_pairs(list_records(batches), Folds()), types, "a b strength days")


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
