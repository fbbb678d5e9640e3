"""The records of carriers: who or what the words came through on their way to the reader."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from sayso.text import Span

__all__ = ["Carrier", "How"]


class How(str, Enum):
    """The way in which a carrier passed words on."""

    INTERVIEW = "interview"
    REPORT = "report"
    WIRE = "wire"
    SOCIAL = "social"
    DOCUMENT = "document"
    BROADCAST = "broadcast"
    REPUBLICATION = "republication"
    AGGREGATOR = "aggregator"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Carrier:
    """Who or what the article says that words came through.

    Attributes:
        id: "c1", "c2", … in the order of the chain, then of the text.
        name: Its name, with an article only where that is part of it; without a proper name, the text's noun.
        how: The way in which it passed the words on.
        evidence: Where the article says so; in text order. Empty where only the input's metadata says it.
        statements: Ids of the statements that came through it.
        order: Its place in the longest chain in which it stands: 1 next to the speaker, growing toward the reader.
    """

    id: str
    name: str
    how: How
    evidence: tuple[Span, ...]
    statements: tuple[str, ...]
    order: int
