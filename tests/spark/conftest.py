"""What the tests of `sayso.spark` share: a session on two threads, as small as it can be."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from typing import Any

import pytest

os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
os.environ.setdefault("PYTHONHASHSEED", "0")


@pytest.fixture(scope="session")
def spark() -> Iterator[Any]:
    from sayso.spark.session import make_session

    session = make_session(
        "tests",
        {
            "spark.master": "local[2,4]",
            "spark.driver.memory": "3g",
            "spark.ui.enabled": "false",
            "spark.sql.shuffle.partitions": "2",
        },
    )
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()
