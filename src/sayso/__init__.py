"""sayso: who said what in a news text, through whom, and where it stands."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from sayso.article import Article, Outlet, Region, Stated, Unread
from sayso.carrier import Carrier, How
from sayso.errors import ModelError, Notice, OffsetError, ReadError, SaysoError, SettingsError, StoreError
from sayso.jsonl import read_reading, write_reading
from sayso.marking import MarkUse, OtherMark
from sayso.match import Change, Checked, Detail, Flag, HeadlineFinding
from sayso.reading import Reading, Stamp
from sayso.settings import AnalyseSettings, ReadSettings
from sayso.speaker import Speaker, SpeakerType
from sayso.statement import Kind, Place, Statement, Unresolved
from sayso.text import Span

if TYPE_CHECKING:
    from sayso.analyse import Analyser
    from sayso.check import Checker, SourceText, check_quotes, check_reading, check_readings, index_sources
    from sayso.read import read_articles
    from sayso.store import open_index

__version__ = "0.1.0"

__all__ = [
    "AnalyseSettings",
    "Analyser",
    "Article",
    "Carrier",
    "Change",
    "Checked",
    "Checker",
    "Detail",
    "Flag",
    "HeadlineFinding",
    "How",
    "Kind",
    "MarkUse",
    "ModelError",
    "Notice",
    "OffsetError",
    "OtherMark",
    "Outlet",
    "Place",
    "ReadError",
    "ReadSettings",
    "Reading",
    "Region",
    "SaysoError",
    "SettingsError",
    "SourceText",
    "Span",
    "Speaker",
    "SpeakerType",
    "Stamp",
    "Stated",
    "Statement",
    "StoreError",
    "Unread",
    "Unresolved",
    "check_quotes",
    "check_reading",
    "check_readings",
    "index_sources",
    "open_index",
    "read_articles",
    "read_reading",
    "write_reading",
]

# Loaded when they are asked for: they bring the model's and the readers' libraries along.
_LATE = {
    "Analyser": "sayso.analyse",
    "Checker": "sayso.check",
    "SourceText": "sayso.check",
    "check_quotes": "sayso.check",
    "check_reading": "sayso.check",
    "check_readings": "sayso.check",
    "index_sources": "sayso.check",
    "open_index": "sayso.store",
    "read_articles": "sayso.read",
}


def __getattr__(name: str) -> object:
    if name not in _LATE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_LATE[name]), name)
