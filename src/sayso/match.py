"""Two places held against each other: what became of the words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from sayso.text import Span

__all__ = ["Change", "Detail", "Difference", "Flag", "HeadlineFinding", "Op"]


class Change(str, Enum):
    """What became of words between two places; docs/glossary.md says what each label means."""

    VERBATIM = "verbatim"
    MINOR = "minor"
    ALTERED = "altered"
    ELIDED = "elided"
    TRUNCATED = "truncated"
    PARAPHRASE = "paraphrase"
    NOT_FOUND = "not found"


class Detail(str, Enum):
    """What differs between words and their source."""

    BRACKET = "bracket"
    ELLIPSIS = "ellipsis"
    SILENT_CUT = "silent cut"
    JOINED = "joined"
    NEGATION = "negation"
    NUMBER = "number"
    NAME = "name"
    TENSE = "tense"
    PERSON = "person"
    ORDER = "order"
    WORD = "word"


class Op(str, Enum):
    """What a stretch of the quotation is to the source: the same, added, left out, or in place of other words."""

    EQUAL = "equal"
    INSERT = "insert"
    DELETE = "delete"
    REPLACE = "replace"


@dataclass(frozen=True, slots=True)
class Difference:
    """One step of a word-by-word difference; where one side has no words, its span is empty and shows the place."""

    op: Op
    source: Span
    quote: Span


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
