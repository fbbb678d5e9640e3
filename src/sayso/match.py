"""Two places held against each other: what became of the words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from sayso.text import Span

__all__ = ["Alternative", "Caution", "Change", "Checked", "Detail", "Difference", "Flag", "HeadlineFinding", "Op"]


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
    """What else is to be said of a stretch of the headline."""

    OWN_WORDS = "continues in own words"
    OTHER_SPEAKER = "other speaker"
    NO_ATTRIBUTION = "no attribution"


class Caution(str, Enum):
    """What a reader should know before relying on the label of a checked quotation."""

    CLIPPED = "clipped"
    TOO_SHORT = "too short to tell"
    MAY_BE_CHANCE = "may be chance"
    SECOND_HAND = "second hand"
    LATER = "later than the draft"
    UNKNOWN_SPEAKER = "unknown speaker"
    SEVERAL_SPEAKERS = "several speakers"


@dataclass(frozen=True, slots=True)
class HeadlineFinding:
    """A quotation or reported claim of the headline, held against the body.

    Attributes:
        span: The stretch of the headline, quotation marks included.
        finding: What became of the words.
        statement: Id of the body's statement that it stands for; None if there is none.
        headline_statement: Id of the title's own statement; None where the title gives the words to nobody.
        body: The words of the body that it corresponds to, marks excluded; in text order.
        flags: What else is to be said of it.
        note: The change in words, for a reader; may be empty.
    """

    span: Span
    finding: Change
    statement: str | None = None
    headline_statement: str | None = None
    body: tuple[Span, ...] = ()
    flags: tuple[Flag, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another place that fits a quotation as well, and what became of the words there."""

    source: str
    place: Span
    label: Change


@dataclass(frozen=True, slots=True)
class Checked:
    """One marked stretch of an article, held against sources.

    Attributes:
        article: The article's id.
        statement: Id of the statement whose content it is; None for a text that was given to be looked for.
        group: What the halves of an interrupted quotation share.
        span: Where the stretch stands in the article, marks included.
        quote: Its words, without the marks.
        label: What became of the words: verbatim, minor, altered, elided, or not found.
        changes: What differs, each once.
        source: Id of the source; of what is not found, that of the nearest place; None where nothing is near.
        place: The first of `places`; None where there is none.
        places: Where the words stand in the source, in text order; several where parts were joined.
        speaker_in_source: Who speaks at that place, as the source's turns have it; None if it has none.
        same_speaker: Whether that is whom the article gives the words to; None where either is not known.
        difference: Word by word, over the whole stretch.
        alternatives: Other places that fit as well, the best first.
        note: For a reader: why this place, what is odd; may be empty.
        time: When the place is heard, in seconds from the beginning, where the source is subtitles.
        page: The page that the place stands on, from 1, where the source was printed.
        flags: What a reader should know before relying on the label.
        line: The line of the article's text, as it was given, in which the stretch begins, from 1.
        sentence: The article's sentence with the stretch; cut where it is long.
        source_words: The words of the source at the places; empty where there is none.
        source_line: The line of the source's text on which they begin, from 1.
        marked: Both sides as one text: `[-only in the source-]`, `{+only in the article+}`.
    """

    article: str
    statement: str | None
    group: str
    span: Span
    quote: str
    label: Change
    changes: tuple[Detail, ...] = ()
    source: str | None = None
    place: Span | None = None
    places: tuple[Span, ...] = ()
    speaker_in_source: str | None = None
    same_speaker: bool | None = None
    difference: tuple[Difference, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    note: str = ""
    time: float | None = None
    page: int | None = None
    flags: tuple[Caution, ...] = ()
    line: int | None = None
    sentence: str = ""
    source_words: str = ""
    source_line: int | None = None
    marked: str = ""
