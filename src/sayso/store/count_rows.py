"""The records of counts: a number with its whole and its intervals, and a row of them."""

from __future__ import annotations

from dataclasses import dataclass

from sayso.counting import Measure

__all__ = ["Count", "CountRow"]


@dataclass(frozen=True, slots=True)
class Count:
    """How much there is of something, and what share of what.

    Attributes:
        count: What was found.
        whole: What it is a share of.
        share: The share; None of nothing.
        right: How much of it is right, as expected from the scores.
        right_low: The lower end of the 95 % interval of that.
        right_high: The upper end.
        share_low: The lower end of the interval of the share that what is right has of all that is right.
        share_high: The upper end.
    """

    count: int
    whole: int
    share: float | None
    right: float
    right_low: int
    right_high: int
    share_low: float | None
    share_high: float | None


@dataclass(frozen=True, slots=True)
class CountRow:
    """One row of counts.

    Attributes:
        values: The value of each dimension; in brackets where it is not known, such as "(no speaker)".
        known: Whether all of them are known.
        speaker_id: The speaker's number in the collection, in counts by speaker.
        statements: Statements.
        words: Words of their contents.
        articles: Articles with such a statement; the whole is all articles, also those without any.
        known_whole: Of the whole, the statements of which all dimensions are known, such as those with a speaker.
        known_share: The share of statements among those; None of nothing, and in a row that is not known.
        of: What the whole is, in words.
        measure: Measured precision and recall of statements of this kind, on other articles.
    """

    values: tuple[str, ...]
    known: bool
    speaker_id: int | None
    statements: Count
    words: Count
    articles: Count
    known_whole: int
    known_share: float | None
    of: str
    measure: Measure
