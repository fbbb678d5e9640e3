"""What is known of the articles of a cluster's storage before words are traced or counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

import pyarrow as pa
from pyspark.sql import functions as F
from pyspark.sql.pandas.types import from_arrow_schema

from sayso.errors import SettingsError
from sayso.spark.batches import Batches, cut_batches, list_records, pack
from sayso.spark.components import connect
from sayso.spark.decide import join_speakers, order_versions
from sayso.spark.describe import describe_lines, make_described_schema
from sayso.spark.keep import Keep, gather
from sayso.store.outlet_names import choose_names

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

__all__ = ["Known", "find_known"]

_VERSIONS = "position long, key string, is_current boolean"
_SPEAKERS = "position long, number long, speaker string, speaker_name string, speaker_type string"


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


def find_known(readings: DataFrame, keep: Keep) -> Known:
    """Describe the articles, and find which are current versions, under what names, and who speaks in them."""
    if "position" not in readings.columns:
        readings = readings.withColumn("position", F.monotonically_increasing_id())
    schema = from_arrow_schema(make_described_schema())
    read = readings.select("position", "reading")
    described = keep.keep("described", read.mapInArrow(_describe, schema))
    twice = described.groupBy("position").count().where("count > 1").first()
    if twice is not None:
        # Rows are brought together by it: what two articles say would be mixed up.
        raise SettingsError(f"{twice['count']} readings have the position {twice['position']}; leave the column out")
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
    yield from pack(order_versions(lines), [pa.int64(), pa.string(), pa.bool_()], "position key is_current")


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
    yield from pack(found, types, "position number speaker speaker_name speaker_type")
