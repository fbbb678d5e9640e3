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
        name: Its name, with "the" only if that is part of it; the noun in the text if it has no proper name.
        how: The way in which it passed the words on.
        evidence: The words that say so, in text order; empty if only the input's metadata says it.
        statements: Ids of the statements that came through it.
        order: Its place in its longest chain: 1 is next to the speaker, higher numbers are nearer to the reader.
        score: How sure it is that this is a carrier, 0–1; 1 where the input's metadata says so.
    """

    id: str
    name: str
    how: How
    evidence: tuple[Span, ...]
    statements: tuple[str, ...]
    order: int
    score: float = 1.0
