"""What is kept between two runs, in SQLite: the words of sources that were indexed before."""

from __future__ import annotations

from sayso.store.index import Index, open_index
from sayso.store.place import find_cache

__all__ = ["Index", "find_cache", "open_index"]
