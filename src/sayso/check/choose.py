"""Which of several places that fit a quotation is reported, and why: speaker, date, completeness."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from sayso.check.part import SourceText

__all__ = ["LATER", "Claim", "Stand", "Standing", "find_day", "prefer_dates", "rank_days", "read_stand"]

_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?(?!\d)")
# A source of the day after may be the same day elsewhere.
_SLACK = 1
_UNKNOWN_GAP = 10_000
# Sources that are later than the article are so much farther from it.
LATER = 1_000_000


@dataclass(frozen=True, slots=True)
class Claim:
    """What an article says of a quotation beside its words: who said it (all names, and roles), and by when."""

    names: tuple[str, ...] = ()
    day: int | None = None
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class Standing:
    """How well a source fits a claim; less is better. The fields stand in the order in which they count.

    Attributes:
        other_speaker: 0 if the speaker agrees, 1 if not known, 2 if another speaks.
        is_second_hand: Whether the place stands in quotation marks in the source.
        is_later: Whether the source is later than the article.
        is_fragment: Whether the source's sentence goes on where the quotation is a whole one.
        days: How many days lie between them.
        is_partial: Whether the source says that it is not complete.
        is_written: Whether it says that it is as written, not as spoken.
    """

    other_speaker: int
    is_second_hand: bool
    is_later: bool
    is_fragment: bool
    days: int
    is_partial: bool
    is_written: bool


def find_day(*stated: str | None) -> int | None:
    """The day of the first of the texts that has a date in it, as a number of days.

    >>> find_day(None, "paper_2016-03-02_a-title") - find_day("2016-03-01")
    1
    """
    for text in stated:
        found = _DAY.search(text or "")
        if found:
            year, month, day = found.groups()
            try:
                return date(int(year), int(month), int(day or 1)).toordinal()
            except ValueError:
                continue
    return None


@dataclass(frozen=True, slots=True)
class Stand:
    """What a source says of itself: its day, and whether it is not complete, or as written."""

    day: int | None
    is_partial: bool
    is_written: bool

    def is_after(self, claim: Claim) -> bool:
        """Whether the source is of a later day than the article."""
        return self.day is not None and claim.day is not None and self.day > claim.day

    def rank(
        self, claim: Claim, *, same_speaker: bool | None, is_second_hand: bool = False, is_fragment: bool = False
    ) -> Standing:
        """How well a place in the source fits a claim."""
        known = self.day is not None and claim.day is not None
        gap = (claim.day or 0) - (self.day or 0) if known else _UNKNOWN_GAP
        spoken = 1 if same_speaker is None else 0 if same_speaker else 2
        return Standing(
            spoken, is_second_hand, known and gap < -_SLACK, is_fragment, abs(gap), self.is_partial, self.is_written
        )


def read_stand(source: SourceText) -> Stand:
    """What a source says of itself in its date, title and id."""
    name = f"{source.title or ''} {source.id}".casefold()
    return Stand(find_day(source.date, source.title, source.id), "(partial" in name, "as written" in name)


def rank_days(days: npt.NDArray[np.int64], day: int | None) -> npt.NDArray[np.int64]:
    """For each source, given by its day (-1 if unknown), how far it is from the article, as `Standing` has it."""
    if day is None:
        return np.zeros(len(days), dtype=np.int64)
    gap = np.where(days < 0, _UNKNOWN_GAP, day - days)
    return np.where(gap >= -_SLACK, np.abs(gap), LATER + np.abs(gap))


def prefer_dates(days: npt.NDArray[np.int64], day: int | None) -> npt.NDArray[np.float64]:
    """For each source, given by its day (-1 if unknown), how near before the article it is, 0 to 1."""
    if day is None:
        return np.zeros(len(days))
    gap = np.where(days < 0, _UNKNOWN_GAP, day - days)
    return np.where(gap >= -_SLACK, 1 / (1 + np.abs(gap)), 0.2 / (1 + np.abs(gap)))
