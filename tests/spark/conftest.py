"""What the tests of `sayso.spark` share: a session on two threads; an article that ends the process that reads it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

# Python runs this when it starts, also in the workers of Spark and in the processes that read for them.
_SITE = """
import os, signal
from sayso.spark import child

usual = child._Child._read_article

def read(self, article):
    if "THIS ENDS THE PROCESS" in getattr(article, "text", "") and self.begin(article.id):
        os.kill(os.getpid(), signal.SIGKILL)
    return usual(self, article)

child._Child._read_article = read
"""


@pytest.fixture(scope="session")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    from sayso.spark.session import make_session

    folder = tmp_path_factory.mktemp("site")
    (folder / "sitecustomize.py").write_text(_SITE, "utf-8")
    os.environ["PYTHONPATH"] = os.pathsep.join([str(folder), *filter(None, [os.environ.get("PYTHONPATH")])])
    os.environ.update(PYSPARK_PYTHON=sys.executable, SPARK_LOCAL_IP="127.0.0.1", PYTHONHASHSEED="0")
    settings = {
        "spark.master": "local[2,4]",
        "spark.driver.memory": "3g",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.shuffle.partitions": "2",
    }
    session = make_session("tests", settings)
    session.sparkContext.setLogLevel("OFF")
    yield session
    session.stop()


@pytest.fixture
def workers() -> Any:
    """A function that lists the processes of Spark's Python workers."""

    def list_workers() -> list[int]:
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                command = (folder / "cmdline").read_bytes()
                parent = int((folder / "stat").read_text("utf-8").rpartition(")")[2].split()[1])
                is_daemon = b"pyspark.daemon" in (Path("/proc") / str(parent) / "cmdline").read_bytes()
            except OSError:
                continue
            if b"pyspark.daemon" in command and is_daemon:
                found.append(int(folder.name))
        return found

    return list_workers
