"""Which days a selection means, and what is said of articles whose dates do not tell."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from sayso.iso_date import parse_published

__all__ = ["describe_days", "find_within", "read_day"]

Array = NDArray[np.int64]
Mask = NDArray[np.bool_]
# By which a day as a number, 20310405, is divided into days and months.
_DAYS, _MONTHS = 100, 10_000


def find_within(days: Array, start: str | None, end: str | None) -> tuple[Mask, Mask]:
    """For each date whether all days that it may mean lie between two dates; and whether only some of them do.

    Args:
        days: Dates as numbers, 20310405, with 00 for what is not known; 0 for none.
        start: The first day, month or year; None for any.
        end: The last one.

    >>> [part.tolist() for part in find_within(np.array([20310405, 20310400, 0]), "2031-04-02", None)]
    [[True, False, False], [False, True, False]]
    """
    if start is None and end is None:
        return np.ones(len(days), np.bool_), np.zeros(len(days), np.bool_)
    lowest, highest = (read_day(given or "") or 0 for given in (start, end))
    first, last = _fill(days, 1, 1), _fill(days, 12, 31)
    low = int(_fill(np.array([lowest]), 1, 1)[0]) if lowest else 0
    high = int(_fill(np.array([highest]), 12, 31)[0]) if highest else 99991231
    is_within = (days > 0) & (first >= low) & (last <= high)
    return is_within, (days > 0) & ~is_within & (last >= low) & (first <= high)


def describe_days(undated: int, unsure: int) -> Iterator[str]:
    """Yield what was left out: articles without a date, and those whose dates are too coarse."""
    if undated:
        yield f"{_count(undated)} without a date {_are(undated)} left out."
    if unsure:
        dates = f"whose dates are too coarse for --from and --to (such as a whole month) {_are(unsure)} left out"
        yield f"{_count(unsure)} {dates}."


def read_day(given: str) -> int | None:
    """A year, month or day as a number: 20310400; None for what is none."""
    parsed = parse_published(given)
    return None if parsed is None or "T" in parsed[0] else int(parsed[0].replace("-", "").ljust(8, "0"))


def _fill(days: Array, month: int, day: int) -> Array:
    """Days with what is not known of them filled in."""
    days = np.where(days % _MONTHS == 0, days + month * _DAYS, days)
    return np.where(days % _DAYS == 0, days + day, days)


def _count(number: int) -> str:
    return f"{number:,} article" if number == 1 else f"{number:,} articles"


def _are(number: int) -> str:
    return "is" if number == 1 else "are"
