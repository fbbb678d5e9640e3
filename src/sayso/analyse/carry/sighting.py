"""One place where the text says that words came through somebody: what the forms find, before it is put together."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from sayso.carrier import How
from sayso.text import Span

__all__ = ["Reach", "Sighting"]


class Reach(str, Enum):
    """What an evidence covers: the statements beside it, those below, the body, all, or an interview's answers."""

    BESIDE = "beside"
    BELOW = "below"
    BODY = "body"
    ALL = "all"
    TURNS = "turns"


@dataclass(frozen=True, slots=True)
class Sighting:
    """One evidence of a carrier.

    Attributes:
        name: The carrier's name, without article.
        how: The way in which it passed the words on.
        span: The evidence.
        reach: What it covers.
        kind: Kind of outlet, where it is one; "original" and "translator" of a translation.
        again: Whether it speaks of what was named before: "in the statement", or without any name "the paper".
    """

    name: str
    how: How
    span: Span
    reach: Reach = Reach.BESIDE
    kind: str = ""
    again: bool = False
