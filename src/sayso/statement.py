"""The record of one statement, the central record of a reading."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple

from sayso.text import Span

__all__ = ["Context", "Kind", "Place", "Statement", "Unresolved", "find_least_score"]

# Reported words without marks are listed from this score on, even where min_score is lower: half of the who F1 that is
# reached, which is where the F1 is best (Lipton, Elkan and Naryanaswamy, ECML 2014); see decisions/0048.
_UNMARKED_SCORE = 0.4
# Where it is lower, they need so many times min_score, so that 0 still lists all.
_UNMARKED_FACTOR = 4 / 3


class Kind(str, Enum):
    """Whether all, none or some letters of the content stand in quotation marks."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"


class Place(str, Enum):
    """The part of the article in which a statement stands."""

    HEADLINE = "headline"
    BODY = "body"
    CAPTION = "caption"
    PULL_QUOTE = "pull-quote"


class Unresolved(str, Enum):
    """Why a statement has no speaker."""

    NO_SOURCE = "no-source"
    AMBIGUOUS = "ambiguous"
    NOT_YET = "not-yet"


class Context(NamedTuple):
    """What a statement's spans and ids refer to: the article's text, and the speakers' names by their ids."""

    text: str
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Statement:
    """One attribution: source, cue and content, with its place and score.

    Attributes:
        id: "s1", "s2", … in the order in which the contents begin. Where statements of a low score were left out of a
            reading, the others keep their ids, so that the same statement has the same id in both.
        kind: Decided by the quotation marks alone.
        place: Headline or body.
        content: What is attributed; several spans if it is interrupted. Quotation marks included.
        cue: The words that signal it; empty if there are none.
        source: The words that name who is speaking; empty if there are none.
        score: The probability that a reader would mark the same source and at least half the same content.
        within: The id of the statement that this one is quoted inside of.
        turn: Whether it is a turn of a question-and-answer interview, or a letter that is shown whole, without marks.
        speaker: The id of the speaker, once resolved.
        unresolved: Why there is no speaker.
        candidates: Ids of the possible speakers, if it is not clear which one speaks.
        speaker_score: The probability that the speaker is right; None where there is no speaker.
        carriers: Ids of the carriers that the words came through.
        corrected: When a reader corrected it in a collection, in UTC; None if nobody did. Its scores are then 1.
        corrected_by: The reader's name or initials; may be empty.
    """

    id: str
    kind: Kind
    place: Place
    content: tuple[Span, ...]
    cue: tuple[Span, ...]
    source: tuple[Span, ...]
    score: float
    within: str | None = None
    turn: bool = False
    speaker: str | None = None
    unresolved: Unresolved | None = Unresolved.NOT_YET
    candidates: tuple[str, ...] = ()
    carriers: tuple[str, ...] = ()
    speaker_score: float | None = None
    corrected: str | None = None
    corrected_by: str = ""
    # Not part of the record; set by the Reading that holds the statement.
    _context: Context | None = field(default=None, repr=False, compare=False, kw_only=True)

    @property
    def text(self) -> str:
        """The words of the content, quotation marks included; the parts of an interrupted one are joined by " … ".

        Raises:
            ValueError: The statement is not part of a `Reading`.
        """
        text = self._find_context().text
        return " … ".join(span.of(text) for span in self.content)

    @property
    def speaker_name(self) -> str | None:
        """The name of the speaker; None if the speaker is not resolved.

        Raises:
            ValueError: The statement is not part of a `Reading`.
        """
        return self._find_context().names.get(self.speaker or "")

    def _find_context(self) -> Context:
        if self._context is None:
            raise ValueError(
                f"statement {self.id!r} stands in no Reading of an article; take it from reading.statements"
            )
        return self._context


def find_least_score(kind: Kind, min_score: float, scheme: str = "guide") -> float:
    """Return the least score with which a statement of a kind is listed.

    Words in marks are somebody's, also where it is not sure whose: `min_score` is enough. Of reported words a low
    score says that perhaps nobody says them: they need a third more, up to 0.4; not in PolNeAR's
    scheme, which counts attitudes and plans too.

    >>> [find_least_score(kind, 0.3) for kind in (Kind.DIRECT, Kind.INDIRECT)]
    [0.3, 0.4]
    >>> [find_least_score(Kind.INDIRECT, score) for score in (0.0, 0.35, 0.8)]
    [0.0, 0.4, 0.8]
    """
    if kind is not Kind.INDIRECT or scheme != "guide":
        return min_score
    return max(min_score, min(round(_UNMARKED_FACTOR * min_score, 4), _UNMARKED_SCORE))
