"""sayso: who said what in a news text, through whom, and where it stands."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from sayso.article import Article, Outlet, Region, Stated, Unread
from sayso.carrier import Carrier, How
from sayso.errors import ModelError, Notice, OffsetError, ReadError, SaysoError, SettingsError
from sayso.jsonl import read_reading, write_reading
from sayso.marking import MarkUse, OtherMark
from sayso.match import Change, Flag, HeadlineFinding
from sayso.reading import Reading, Stamp
from sayso.settings import AnalyseSettings, ReadSettings
from sayso.speaker import Speaker, SpeakerType
from sayso.statement import Kind, Place, Statement, Unresolved
from sayso.text import Span

if TYPE_CHECKING:
    from sayso.analyse import Analyser
    from sayso.read import read_articles

__version__ = "0.1.0"

__all__ = [
    "AnalyseSettings",
    "Analyser",
    "Article",
    "Carrier",
    "Change",
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
    "Span",
    "Speaker",
    "SpeakerType",
    "Stamp",
    "Stated",
    "Statement",
    "Unread",
    "Unresolved",
    "read_articles",
    "read_reading",
    "write_reading",
]

# Loaded when they are asked for: they bring the model's and the readers' libraries along.
_LATE = {"Analyser": "sayso.analyse", "read_articles": "sayso.read"}


def __getattr__(name: str) -> object:
    if name not in _LATE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_LATE[name]), name)
