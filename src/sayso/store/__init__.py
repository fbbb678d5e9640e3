"""Keep readings in a collection, and the index of sources between runs, in SQLite.

Nothing is loaded before it is asked for: `sayso read` of a text needs no database.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sayso.store.articles import ArticleSummary
    from sayso.store.changes import ArticleChange
    from sayso.store.collection import Added, Collection, open_collection
    from sayso.store.correction_rows import StoredCorrection
    from sayso.store.count_rows import Count, CountRow
    from sayso.store.counts import Counts
    from sayso.store.forget import Forgotten
    from sayso.store.index import Index, open_index
    from sayso.store.mark import is_collection
    from sayso.store.outlet_facts import OutletSummary
    from sayso.store.place import find_cache
    from sayso.store.quotations import PassageNumbers, Quotation, StatementQuotation
    from sayso.store.search import Carried, Found, Search
    from sayso.store.selection import Selection
    from sayso.store.speaker_edits import SpeakerEdit
    from sayso.store.speaker_lists import OpenName, SpeakerMention, SpeakerSummary
    from sayso.store.trace_update import TraceCounts
    from sayso.store.verify import Fault

__all__ = [
    "Added",
    "ArticleChange",
    "ArticleSummary",
    "Carried",
    "Collection",
    "Count",
    "CountRow",
    "Counts",
    "Fault",
    "Forgotten",
    "Found",
    "Index",
    "OpenName",
    "OutletSummary",
    "PassageNumbers",
    "Quotation",
    "Search",
    "Selection",
    "SpeakerEdit",
    "SpeakerMention",
    "SpeakerSummary",
    "StatementQuotation",
    "StoredCorrection",
    "TraceCounts",
    "find_cache",
    "is_collection",
    "open_collection",
    "open_index",
]

_HOMES = {
    "articles": "ArticleSummary",
    "changes": "ArticleChange",
    "collection": "Added Collection open_collection",
    "correction_rows": "StoredCorrection",
    "count_rows": "Count CountRow",
    "counts": "Counts",
    "forget": "Forgotten",
    "index": "Index open_index",
    "mark": "is_collection",
    "outlet_facts": "OutletSummary",
    "place": "find_cache",
    "quotations": "PassageNumbers Quotation StatementQuotation",
    "search": "Carried Found Search",
    "selection": "Selection",
    "speaker_edits": "SpeakerEdit",
    "speaker_lists": "OpenName SpeakerMention SpeakerSummary",
    "trace_update": "TraceCounts",
    "verify": "Fault",
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names.split()}


if not TYPE_CHECKING:  # Type checkers would take any name for one of ours.

    def __getattr__(name: str) -> object:
        if name not in _HOME_OF:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(f"sayso.store.{_HOME_OF[name]}"), name)
