"""Evidence of a carrier: one place where the article names it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from sayso.carrier import How
from sayso.text import Span

__all__ = ["Evidence", "Reach"]


class Reach(str, Enum):
    """Which statements evidence covers: those beside it, those below, the body, all, or the answers of an interview."""

    BESIDE = "beside"
    BELOW = "below"
    BODY = "body"
    ALL = "all"
    TURNS = "turns"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One place where the article names a carrier.

    Attributes:
        name: The carrier's name, without article; empty for "the paper".
        how: The way in which it passed the words on.
        span: The words of the evidence.
        reach: Which statements it covers.
        kind: Kind of outlet, where it is one; "original" and "translator" of a translation.
        is_anaphor: Whether it refers to a carrier named before: "in the statement", "the paper".
        score: How sure it is that this is a carrier, 0–1.
    """

    name: str
    how: How
    span: Span
    reach: Reach = Reach.BESIDE
    kind: str = ""
    is_anaphor: bool = False
    score: float = 1.0
