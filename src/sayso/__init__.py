"""sayso: who said what in a news text, through whom, and where it stands."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from sayso.version import __version__ as __version__

if TYPE_CHECKING:
    from sayso.analyse import Analyser
    from sayso.article import Article, Outlet, Region, Stated, Unread
    from sayso.carrier import Carrier, How
    from sayso.check import (
        Checker,
        Sources,
        SourceText,
        check_quotes,
        check_reading,
        check_readings,
        index_sources,
    )
    from sayso.cluster import Cluster, Edge, Match, Occurrence
    from sayso.counting import Measure, Measured
    from sayso.errors import (
        ModelError,
        Notice,
        OffsetError,
        ReadError,
        SaysoError,
        SettingsError,
        SpeakerError,
        StoreError,
        UnreadWarning,
    )
    from sayso.export.frames import make_frames
    from sayso.jsonl import read_reading, write_reading
    from sayso.marking import MarkUse, OtherMark
    from sayso.match import Alternative, Caution, Change, Checked, Detail, Difference, Flag, HeadlineFinding, Op
    from sayso.people.people_list import ListedPerson
    from sayso.read import Input, read_articles
    from sayso.read.stream import ByteSource
    from sayso.reading import Reading, Stamp
    from sayso.report.html import write_page
    from sayso.settings import AnalyseSettings, ReadSettings
    from sayso.speaker import Speaker, SpeakerType
    from sayso.statement import Kind, Place, Statement, Unresolved
    from sayso.store import (
        Added,
        ArticleChange,
        ArticleSummary,
        Carried,
        Collection,
        Count,
        CountRow,
        Counts,
        Fault,
        Forgotten,
        Found,
        Index,
        OpenName,
        OutletSummary,
        PassageNumbers,
        Quotation,
        Search,
        Selection,
        SpeakerEdit,
        SpeakerMention,
        SpeakerSummary,
        StatementQuotation,
        TraceCounts,
        open_collection,
        open_index,
    )
    from sayso.text import Span
    from sayso.trace import Traced, trace_passages

__all__ = [
    "Added",
    "Alternative",
    "AnalyseSettings",
    "Analyser",
    "Article",
    "ArticleChange",
    "ArticleSummary",
    "ByteSource",
    "Carried",
    "Carrier",
    "Caution",
    "Change",
    "Checked",
    "Checker",
    "Cluster",
    "Collection",
    "Count",
    "CountRow",
    "Counts",
    "Detail",
    "Difference",
    "Edge",
    "Fault",
    "Flag",
    "Forgotten",
    "Found",
    "HeadlineFinding",
    "How",
    "Index",
    "Input",
    "Kind",
    "ListedPerson",
    "MarkUse",
    "Match",
    "Measure",
    "Measured",
    "ModelError",
    "Notice",
    "Occurrence",
    "OffsetError",
    "Op",
    "OpenName",
    "OtherMark",
    "Outlet",
    "OutletSummary",
    "PassageNumbers",
    "Place",
    "Quotation",
    "ReadError",
    "ReadSettings",
    "Reading",
    "Region",
    "SaysoError",
    "Search",
    "Selection",
    "SettingsError",
    "SourceText",
    "Sources",
    "Span",
    "Speaker",
    "SpeakerEdit",
    "SpeakerError",
    "SpeakerMention",
    "SpeakerSummary",
    "SpeakerType",
    "Stamp",
    "Stated",
    "Statement",
    "StatementQuotation",
    "StoreError",
    "TraceCounts",
    "Traced",
    "Unread",
    "UnreadWarning",
    "Unresolved",
    "check_quotes",
    "check_reading",
    "check_readings",
    "index_sources",
    "make_frames",
    "open_collection",
    "open_index",
    "read_articles",
    "read_reading",
    "trace_passages",
    "write_page",
    "write_reading",
]

# The module of each public name. It is loaded when the name is first used, so that a record needs no model.
_HOMES = {
    "sayso.analyse": "Analyser",
    "sayso.article": "Article Outlet Region Stated Unread",
    "sayso.carrier": "Carrier How",
    "sayso.check": "Checker SourceText Sources check_quotes check_reading check_readings index_sources",
    "sayso.counting": "Measure Measured",
    "sayso.cluster": "Cluster Edge Match Occurrence",
    "sayso.errors": (
        "ModelError Notice OffsetError ReadError SaysoError SettingsError SpeakerError StoreError UnreadWarning"
    ),
    "sayso.export.frames": "make_frames",
    "sayso.jsonl": "read_reading write_reading",
    "sayso.marking": "MarkUse OtherMark",
    "sayso.match": "Alternative Caution Change Checked Detail Difference Flag HeadlineFinding Op",
    "sayso.people.people_list": "ListedPerson",
    "sayso.read": "Input read_articles",
    "sayso.read.stream": "ByteSource",
    "sayso.reading": "Reading Stamp",
    "sayso.report.html": "write_page",
    "sayso.settings": "AnalyseSettings ReadSettings",
    "sayso.speaker": "Speaker SpeakerType",
    "sayso.statement": "Kind Place Statement Unresolved",
    "sayso.store": (
        "Added ArticleChange ArticleSummary Carried Collection Count CountRow Counts Fault Forgotten Found Index"
        " OpenName OutletSummary PassageNumbers Quotation Search Selection SpeakerEdit SpeakerMention SpeakerSummary"
        " StatementQuotation TraceCounts open_collection open_index"
    ),
    "sayso.text": "Span",
    "sayso.trace": "Traced trace_passages",
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names.split()}


if not TYPE_CHECKING:  # Type checkers would take any name for one of ours.

    def __getattr__(name: str) -> object:
        if name not in _HOME_OF:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(_HOME_OF[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
