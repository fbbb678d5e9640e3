"""Follow feeds and read each article that they list once.

This package joins fetching and reading; the analysis is passed in.
"""

from __future__ import annotations

from sayso.watch.follow import Watcher
from sayso.watch.pages import fetch_articles, fetch_stream, is_address, read_fetched
from sayso.watch.records import OUTPUT, Files, Steps, WatchTotals, open_files
from sayso.watch.state import State

__all__ = [
    "OUTPUT",
    "Files",
    "State",
    "Steps",
    "WatchTotals",
    "Watcher",
    "fetch_articles",
    "fetch_stream",
    "is_address",
    "open_files",
    "read_fetched",
]
