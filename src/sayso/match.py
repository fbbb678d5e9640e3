"""Two places held against each other: what became of the words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from sayso.text import Span

__all__ = ["Change", "Flag", "HeadlineFinding"]


class Change(str, Enum):
    """What became of words between two places; docs/glossary.md says what each label means."""

    VERBATIM = "verbatim"
    MINOR = "minor"
    ALTERED = "altered"
    ELIDED = "elided"
    TRUNCATED = "truncated"
    PARAPHRASE = "paraphrase"
    NOT_FOUND = "not found"


class Flag(str, Enum):
    """What else is to be told of a stretch of the headline."""

    OWN_WORDS = "continues in own words"
    OTHER_SPEAKER = "other speaker"
    NO_ATTRIBUTION = "no attribution"


@dataclass(frozen=True, slots=True)
class HeadlineFinding:
    """A quotation or reported claim of the headline, held against the body.

    Attributes:
        span: The stretch of the headline, quotation marks included.
        finding: What became of the words.
        statement: Id of the body's statement that it stands for; None if there is none.
        headline_statement: Id of the title's own statement; None where the title gives the words to nobody.
        body: The words of the body that it corresponds to, marks excluded; in text order.
        flags: What else is to be told.
        note: The change in words, for a reader; may be empty.
    """

    span: Span
    finding: Change
    statement: str | None = None
    headline_statement: str | None = None
    body: tuple[Span, ...] = ()
    flags: tuple[Flag, ...] = ()
    note: str = ""
