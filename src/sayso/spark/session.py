"""The session of the commands, with the settings that sayso needs."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

from pyspark.sql import SparkSession

if TYPE_CHECKING:
    from pyspark import SparkConf

__all__ = ["SETTINGS", "make_session"]

SETTINGS = {
    # A row may be an article of five megabytes: a batch has few rows, and is as large as it need be.
    "spark.sql.execution.arrow.maxRecordsPerBatch": "200",
    # Dates have no zone, or are in UTC.
    "spark.sql.session.timeZone": "UTC",
    # The workers have the same hashes, so that nothing depends on which one did what.
    "spark.executorEnv.PYTHONHASHSEED": "0",
}
"""What a session needs; `spark-submit --conf` overrides it."""


def make_session(name: str, settings: Mapping[str, str] | None = None) -> SparkSession:
    """The session that there is, or a new one.

    Args:
        name: What it is called in Spark's pages.
        settings: Further settings of Spark.
    """
    # Without Spark's own choice, the workers are the Python that runs this.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    from pyspark import SparkConf  # noqa: PLC0415  (it reads the environment)

    given: SparkConf = SparkConf()
    builder = SparkSession.builder.appName(f"sayso {name}")
    for key, value in {**SETTINGS, **(settings or {})}.items():
        if not given.contains(key):
            builder = builder.config(key, value)
    return builder.getOrCreate()
