"""Counts over time as a small drawing of bars, with the numbers beside it.

Places across the drawing are in percent, so that it fits a phone and a wide screen, with letters of one size.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sayso.report.facts import show_day

__all__ = ["TimeChart", "draw_times"]

# More bars are too thin for their numbers, and more labels run into one another.
MOST_MONTHS, _MOST_YEARS = 36, 40
_MOST_LABELS = 6
# So many characters of numbers have room side by side on a wide screen, and on a phone.
_MOST_CHARS, _MOST_ON_PHONE = 120, 48
# In percent: no bar is wider.
_WIDEST = 9.0
# In pixels: the height of the tallest bar, the room above it for its number and below it for dates.
_TALLEST, _ABOVE, _BELOW = 84, 18, 24
_MONTHS = 12
_Label = tuple[str, bool]
"""Words, and whether they are left out where there is no room."""


@dataclass(frozen=True, slots=True)
class Bar:
    """What belongs to a month or year: its name, how many there are, and where it is drawn."""

    name: str
    count: int
    x: str
    middle: str
    y: int
    height: int
    label: str
    is_inner: bool


@dataclass(frozen=True, slots=True)
class TimeChart:
    """The drawing.

    Attributes:
        unit: "month" or "year".
        bars: One for each, also those with none.
        width: How wide each is.
        height: How high the drawing is, in pixels.
        base: Where the bars stand.
        known: How many are in the bars.
        whole: How many there are in all, also those of other dates or none.
        room: What the numbers above the bars have room on: "" for all, "wide" for a wide screen, or "none".
    """

    unit: str
    bars: tuple[Bar, ...]
    width: str
    height: int
    base: int
    known: int
    whole: int
    room: str


def draw_times(counts: Mapping[str, int], whole: int) -> TimeChart | None:
    """The drawing of counts by month (2031-04) or year; those that have no date are in `whole` alone.

    None where there is but one month or year: that is no course.

    >>> chart = draw_times({"2031-04": 3, "2031-06": 1}, 5)
    >>> [(bar.name, bar.count) for bar in chart.bars], chart.known
    ([('April 2031', 3), ('May 2031', 0), ('June 2031', 1)], 4)
    """
    names = _list_all(counts)
    if len(names) < 2:
        return None
    highest = max(counts.values())
    chars = len(names) * (len(f"{highest:,}") + 1)
    slot = 100 / len(names)
    width = min(0.8 * slot, _WIDEST)
    bars = tuple(
        _draw_bar(name, counts.get(name, 0), highest, (number + 0.5) * slot, width, label)
        for number, (name, label) in enumerate(zip(names, _list_labels(names), strict=True))
    )
    return TimeChart(
        unit="month" if "-" in names[0] else "year",
        bars=bars,
        width=_show(width),
        height=_ABOVE + _TALLEST + _BELOW,
        base=_ABOVE + _TALLEST,
        known=sum(bar.count for bar in bars),
        whole=whole,
        room="" if chars <= _MOST_ON_PHONE else "wide" if chars <= _MOST_CHARS else "none",
    )


def _draw_bar(name: str, count: int, highest: int, middle: float, width: float, label: _Label) -> Bar:
    # What is there is seen.
    height = max(2, round(_TALLEST * count / highest)) if count else 0
    return Bar(
        show_day(name), count, _show(middle - width / 2), _show(middle), _ABOVE + _TALLEST - height, height, *label
    )


def _list_all(counts: Iterable[str]) -> list[str]:
    """All months, or all years, from the first to the last that are given; of very many years the last."""
    given = sorted(counts)
    if not given:
        return []
    first, last = given[0], given[-1]
    if "-" not in first:
        years = range(max(int(first), int(last) - _MOST_YEARS + 1), int(last) + 1)
        return [f"{year:04}" for year in years]
    start, end = (int(it[:4]) * _MONTHS + int(it[5:7]) - 1 for it in (first, last))
    return [f"{number // _MONTHS:04}-{number % _MONTHS + 1:02}" for number in range(start, end + 1)]


def _list_labels(names: list[str]) -> list[_Label]:
    """The words below each bar: at the first, the last, and some between."""
    last = len(names) - 1
    by = -(-last // (_MOST_LABELS - 1))
    kept = {0, last, *range(0, last - by + 1, by)}
    return [(show_day(it) if number in kept else "", 0 < number < last) for number, it in enumerate(names)]


def _show(place: float) -> str:
    return f"{place:.4g}%"
