"""Keep readings in a collection, and the index of sources between runs, in SQLite."""

from __future__ import annotations

from sayso.store.collection import Added, Collection, open_collection
from sayso.store.connect import is_collection
from sayso.store.counts import Count, CountRow, Counts
from sayso.store.index import Index, open_index
from sayso.store.place import find_cache
from sayso.store.search import Carried, Found, Search
from sayso.store.selection import Selection

__all__ = [
    "Added",
    "Carried",
    "Collection",
    "Count",
    "CountRow",
    "Counts",
    "Found",
    "Index",
    "Search",
    "Selection",
    "find_cache",
    "is_collection",
    "open_collection",
    "open_index",
]
