"""Fetch addresses politely, within limits, and from the public internet only.

Nothing is fetched unless the user asks for it. The choices and their reasons: decisions/0008-fetching.md.
"""

from __future__ import annotations

from sayso.fetch.fetcher import Fetcher
from sayso.fetch.records import Conditional, Fetched, NotFetched, Why
from sayso.fetch.settings import FetchSettings

__all__ = ["Conditional", "FetchSettings", "Fetched", "Fetcher", "NotFetched", "Why"]
