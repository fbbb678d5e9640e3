"""Count statements over the articles of a cluster's storage: the rows of `sayso counts`.

Sums are made of some articles at a time, which are whole, and then added up; intervals and shares are made of them by
the functions of one machine (`sums`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import compress
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from pyspark.sql import functions as F
from pyspark.sql.pandas.types import from_arrow_schema

from sayso.export.counted import make_count_columns
from sayso.spark.batches import Batches, cut_batches, list_records
from sayso.spark.choice import Choice, Chooser
from sayso.spark.choosing import find_choice
from sayso.spark.keep import Keep
from sayso.spark.known import Known, find_known
from sayso.spark.listed import add_listed, find_listed
from sayso.spark.sums import SUMS, Entry, list_article_entries, make_rows, sum_entries
from sayso.spark.tagged import make_spark_schema
from sayso.store.count_groups import Asked
from sayso.store.counts import check_asked
from sayso.store.dimensions import ARTICLE_DIMENSIONS
from sayso.store.selection import Selection
from sayso.store.speaker_rows import number_speaker

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

    from sayso.people.people_list import ListedPerson

__all__ = ["counts"]

_VALUE = pa.struct([("key", pa.string()), ("is_known", pa.bool_()), ("shown", pa.string())])
_SUMMED = pa.schema([
    ("is_whole", pa.bool_()),
    ("keys", pa.list_(pa.string())),
    ("values", pa.list_(_VALUE)),
    *((name, pa.float64()) for name in SUMS),
    ("known", pa.float64()),
])  # fmt: skip


def counts(
    readings: DataFrame,
    by: Sequence[str],
    selection: Selection | None = None,
    *,
    of: Sequence[str] | None = None,
    people: Sequence[ListedPerson] = (),
    keep: Keep | None = None,
    notes: list[str] | None = None,
) -> DataFrame:
    """Count statements, words and articles, each with its whole and an interval: the rows of `sayso counts`.

    Args:
        readings: As for `trace`.
        by: What to count by, as `sayso counts --by`.
        selection: Which statements are meant; all by default.
        of: Those of `by` within which shares are taken; as there.
        people: The user's list of people, from `sayso.people.read_people`, for `people.ATTRIBUTE`.
        keep: Where each step is kept; with that of `trace`, what both need is made once.
        notes: Takes a sentence for each thing that is unknown or left out.

    Raises:
        SettingsError: Nothing can be counted by that.
    """
    selection = selection or Selection()
    asked = check_asked(by, of, is_whole=selection.is_whole)
    keep, notes = keep or Keep(), [] if notes is None else notes
    known = find_known(readings, keep)
    parties = _name_parties(known)
    listed = find_listed(parties, people)
    if listed.open_count:
        notes.append(f"speakers who may be on the list of people, which stays open: {listed.open_count:,}.")
    choice = find_choice(selection, known, parties, listed, notes)
    resolved = _resolve(add_listed(parties, listed, asked.by))
    facts = ("position", "outlet", "shown", "language", "published", "passages")
    # Those without statements count as articles, and have one of no dimension.
    articles = known.articles.select(*facts).join(resolved, "position", "left")
    summed = articles.mapInArrow(partial(_sum, asked=asked, choice=choice), from_arrow_schema(_SUMMED))
    totals = [F.sum(name).alias(name) for name in (*SUMS, "known")]
    # Sums are asked for three times.
    added = keep.keep(
        _name_sums(asked, choice, people),
        summed.groupBy("is_whole", "keys").agg(*totals, F.min("values").alias("values")),
    )
    wholes = added.where("is_whole").select(
        F.col("keys").alias("whole_keys"), *(F.col(name).alias(f"whole_{name}") for name in (*SUMS, "known"))
    )
    places = [asked.by.index(name) for name in asked.of]
    own = F.array(*(F.col("keys")[place] for place in places)) if places else F.array().cast("array<string>")
    groups = added.where("NOT is_whole").withColumn("whole_keys", own).join(wholes, "whole_keys")
    groups = _count_all_articles(groups, known, asked, choice)
    groups = _name_speakers(_name_carriers(groups, known, asked), resolved, asked)
    schema = from_arrow_schema(make_spark_schema(make_count_columns(asked.by)))
    return groups.mapInArrow(partial(_make_rows, asked=asked), schema)


def _name_sums(asked: Asked, choice: Choice, people: Sequence[ListedPerson]) -> str:
    """What the step is called in which sums are kept: another name for other questions."""
    name = f"sums {' '.join(asked.by)} of {' '.join(asked.of)}".replace(" ", "-")
    if asked.is_whole and not people:
        return name
    mark = hashlib.sha256(repr((asked, choice.selection, list(people))).encode("utf-8", "surrogatepass")).hexdigest()
    return f"{name}-{mark[:16]}"


def _name_parties(known: Known) -> DataFrame:
    """The speakers of each article: what groups their statements (`ident`), and how they are shown.

    A speaker who belongs to none of the collection is the first one of the same name and type.
    """
    parties = known.articles.select("position", F.explode("speakers").alias("it")).select("position", "it.*")
    parties = parties.join(known.speakers, ["position", "number"], "left")
    apart = F.struct("name", "named")
    first = (
        parties.where("speaker IS NULL")
        .groupBy("folded", "type")
        .agg(F.min_by(apart, F.struct("position", "number")).alias("first"))
    )
    parties = parties.join(first, ["folded", "type"], "left")
    is_joined = F.col("speaker").isNotNull()
    return parties.select(
        *("position", "number", "name", "speaker", "speaker_name"),
        F.when(is_joined, F.concat(F.lit("id:"), "speaker"))
        .otherwise(F.concat(F.lit("apart:"), "type", F.lit("\n"), "folded"))
        .alias("ident"),
        F.when(is_joined, F.col("speaker_name")).otherwise(F.col("first.name")).alias("shown_name"),
        F.when(is_joined, F.col("speaker_type")).otherwise(F.col("type")).alias("shown_type"),
        F.when(is_joined, F.expr("true")).otherwise(F.col("first.named")).alias("named"),
    )


def _resolve(parties: DataFrame) -> DataFrame:
    """For each article the speakers that its statements may have."""
    facts = [
        *("number", "ident", "named", "listed"),
        F.col("shown_name").alias("name"),
        F.col("shown_type").alias("type"),
    ]
    return parties.groupBy("position").agg(F.collect_list(F.struct(*facts)).alias("resolved"))


def _sum(batches: Batches, *, asked: Asked, choice: Choice) -> Iterator[pa.RecordBatch]:
    chooser = Chooser(choice)
    for batch in cut_batches(batches):
        entries: list[Entry] = []
        owners: list[int] = []
        for number, article in enumerate(chooser.choose(batch.to_pylist())):
            entries += list_article_entries(article, asked.by, len(owners))
            owners += [number] * len(article["passages"] or ())
        groups, wholes = sum_entries(entries, owners, asked)
        rows: list[dict[str, Any]] = []
        for values, sums in groups.items():
            shown = [dict(zip(("key", "is_known", "shown"), value, strict=True)) for value in values]
            names = dict(zip(SUMS, sums, strict=True))
            rows.append({"is_whole": False, "keys": [it[0] for it in values], "values": shown, **names, "known": 0.0})
        for keys, sums in wholes.items():
            names = dict(zip((*SUMS, "known"), sums, strict=True))
            rows.append({"is_whole": True, "keys": list(keys), "values": None, **names})
        if rows:
            yield pa.RecordBatch.from_pylist(rows, schema=_SUMMED)


def _count_all_articles(groups: DataFrame, known: Known, asked: Asked, choice: Choice) -> DataFrame:
    """The groups with the number of all articles of their wholes, also of those without statements."""
    if not all(name in ARTICLE_DIMENSIONS for name in asked.of):
        return groups.withColumn("whole_all_articles", F.col("whole_articles_count"))
    schema = from_arrow_schema(pa.schema([("whole_keys", pa.list_(pa.string()))]))
    facts = known.articles.select("position", "outlet", "shown", "language", "published")
    keys = facts.mapInArrow(partial(_list_wholes, of=asked.of, choice=choice), schema)
    counted = keys.groupBy("whole_keys").agg(F.count("*").cast("double").alias("whole_all_articles"))
    return groups.join(counted, "whole_keys")


def _list_wholes(batches: Batches, *, of: Sequence[str], choice: Choice) -> Iterator[pa.RecordBatch]:
    # An entry of an article without statements has the values that all of them share.
    empty = {"members": None, "party": None, "score": 0.0, "speaker_score": None, "carriers": None, "words": 0}
    chooser = Chooser(choice)
    for batch in cut_batches(batches):
        rows = []
        articles = batch.to_pylist()
        for article in compress(articles, chooser.fit(articles)):
            (entry,) = list_article_entries({**article, "resolved": None, "passages": [empty]}, of, 0)
            rows.append({"whole_keys": [value[0] for value in entry.values]})
        yield pa.RecordBatch.from_pylist(rows, schema=pa.schema([("whole_keys", pa.list_(pa.string()))]))


def _name_carriers(groups: DataFrame, known: Known, asked: Asked) -> DataFrame:
    """The groups with each carrier shown as most statements that came through it spell it."""
    if "carrier" not in asked.by:
        return groups.withColumn("carrier_name", F.lit(None).cast("string"))
    carriers = known.articles.select(F.explode("passages").alias("it")).select(F.explode("it.carriers").alias("it"))
    spelled = carriers.groupBy("it.folded", "it.name").agg(F.count("*").alias("n"))
    names = spelled.groupBy("folded").agg(F.min_by("name", F.struct(-F.col("n"), "name")).alias("carrier_name"))
    place = asked.by.index("carrier")
    return groups.join(names, groups["keys"][place] == names["folded"], "left").drop("folded")


def _name_speakers(groups: DataFrame, resolved: DataFrame, asked: Asked) -> DataFrame:
    """The groups with the name of each speaker."""
    if "speaker" not in asked.by:
        return groups.withColumn("speaker_name", F.lit(None).cast("string"))
    known = resolved.select(F.explode("resolved").alias("it")).select(
        "it.ident", F.col("it.name").alias("speaker_name")
    )
    place = asked.by.index("speaker")
    return groups.join(known.distinct(), groups["keys"][place] == F.col("ident"), "left").drop("ident")


def _make_rows(batches: Batches, *, asked: Asked) -> Iterator[pa.RecordBatch]:
    schema = make_spark_schema(make_count_columns(asked.by))
    for batch in cut_batches(batches):
        groups = list(list_records([batch]))
        for row in groups:
            row["values"] = [
                (it["key"], it["is_known"], _show(name, it, row))
                for name, it in zip(asked.by, row["values"], strict=True)
            ]
            row["speaker_id"] = _find_number(row, asked)
        columns = zip(*make_rows(groups, asked), strict=True)
        arrays = [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)]
        yield pa.RecordBatch.from_arrays(arrays, schema=schema)


def _show(dimension: str, value: dict[str, Any], row: dict[str, Any]) -> str:
    if dimension in ("speaker", "carrier") and value["is_known"]:
        return str(row[f"{dimension}_name"])
    return str(value["shown"])


def _find_number(row: dict[str, Any], asked: Asked) -> int | None:
    """The number that a collection gives to the speaker of a group."""
    ident = row["keys"][asked.by.index("speaker")] if "speaker" in asked.by else ""
    return number_speaker(ident.removeprefix("id:")) if ident.startswith("id:") else None
