"""What hangs together: by the driver where it is little, else by stars in turns of Spark."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from pyspark.sql import functions as F

from sayso.spark.batches import Batches, pack
from sayso.spark.keep import Keep, gather
from sayso.spark.stars import connect_small, large_star, small_star

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

__all__ = ["connect"]

# Up to so many edges, what hangs together is found by the driver.
MOST_EDGES = 200_000


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

    yield from pack(star(list_edges()), types, "a b")
