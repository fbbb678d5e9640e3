"""Keep the index of sources between runs, in SQLite."""

from __future__ import annotations

from sayso.store.index import Index, open_index
from sayso.store.place import find_cache

__all__ = ["Index", "find_cache", "open_index"]
