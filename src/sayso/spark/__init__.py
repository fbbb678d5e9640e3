"""Read, trace and count past one machine, on Apache Spark: `pip install 'sayso[spark]'`, and Java 17.

The only part that knows Spark. It decides nothing itself: which words are alike, which articles are one, who is the
same speaker and what a cluster is say the same functions as on one machine, and Spark brings to each of them what it
asks for. See docs/spark.md.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sayso.spark.articles import list_files, read_articles
    from sayso.spark.counting import counts
    from sayso.spark.keep import Keep
    from sayso.spark.tracing import trace

__all__ = ["Keep", "counts", "list_files", "read_articles", "trace"]

_HOMES = {
    "Keep": "keep",
    "counts": "counting",
    "list_files": "articles",
    "read_articles": "articles",
    "trace": "tracing",
}

if not TYPE_CHECKING:  # As in `sayso.store`: parts that need no Spark are loaded without it.

    def __getattr__(name: str) -> object:
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(f"sayso.spark.{_HOMES[name]}"), name)
