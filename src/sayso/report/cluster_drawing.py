"""The timeline of an utterance as a drawing: a line for each outlet, and on it a dot for each passage, by date.

Places along the line are in percent, so that the drawing fits a phone and a wide screen, with letters of one size. All
that it shows stands in the list of passages too: the drawing is hidden from those who have the page read to them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sayso.report.facts import show_day
from sayso.report.harmless import shorten

if TYPE_CHECKING:
    from sayso.report.cluster_view import PassageView

__all__ = ["Drawing", "draw_passages"]

# More passages and dates are no help in one picture; the list has them all.
_MOST_PASSAGES, _MOST_TICKS = 24, 6
_NAME_CHARS, _NOT_KNOWN = 40, "outlet not known"
# Of a lane, in pixels: its height, and how far below its top its line runs. Of all: the room for dates at the end.
_LANE, _LINE, _DATES = 74, 42, 30
# How much of the width stands before the first and behind the last date, in percent.
_BEFORE, _AFTER = 6.0, 8.0


@dataclass(frozen=True, slots=True)
class Lane:
    """The line of an outlet: its name, the places from above of the name and of the line."""

    name: str
    name_y: int
    y: int


@dataclass(frozen=True, slots=True)
class Dot:
    """A passage: where it is drawn, its number, what it shows to who points at it, and what became of its words."""

    x: str
    y: int
    number: int
    anchor: str
    style: str
    change: str
    change_y: int
    note: str


@dataclass(frozen=True, slots=True)
class Arrow:
    """A step from one passage to another; `style`: "stated" by the article, or "inferred" from wording and date."""

    x1: str
    y1: int
    x2: str
    y2: int
    style: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A date below the lines; `is_inner`: it stands between others, and is left out where there is no room."""

    x: str
    label: str
    is_inner: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """The drawing, of that height in pixels, and how many passages it leaves out."""

    height: int
    lanes: tuple[Lane, ...]
    arrows: tuple[Arrow, ...]
    dots: tuple[Dot, ...]
    ticks: tuple[Tick, ...]
    more: int


def draw_passages(passages: Sequence[PassageView]) -> Drawing | None:
    """The drawing of the first passages, which are in the order of date; None if there is only one."""
    shown = passages[:_MOST_PASSAGES]
    if len(shown) < 2:
        return None
    names = list(dict.fromkeys(it.outlet for it in shown))
    lanes = {name: _place_lane(name, number) for number, name in enumerate(names)}
    columns = _place_columns(shown)
    width = (100 - _BEFORE - _AFTER) / max(1, *columns)
    places = [_BEFORE + width * number for number in range(max(columns) + 1)]
    dots = {
        it.number: _draw_dot(it, lanes[it.outlet], places[column]) for it, column in zip(shown, columns, strict=True)
    }
    return Drawing(
        height=len(lanes) * _LANE + _DATES,
        lanes=tuple(lanes.values()),
        arrows=tuple(
            _draw_arrow(dots[it.step.number], dots[it.number], it.step.evidence)
            for it in shown
            # Where dates do not decide, nothing is said of the order; the list shows the nearest words.
            if it.step is not None and not it.step.is_beside and it.step.number in dots
        ),
        dots=tuple(dots.values()),
        ticks=tuple(_list_ticks(shown, columns, places)),
        more=len(passages) - len(shown),
    )


def _place_lane(name: str, number: int) -> Lane:
    top = number * _LANE
    return Lane(shorten(name, max_chars=_NAME_CHARS) or _NOT_KNOWN, top + 14, top + _LINE)


def _place_columns(shown: Sequence[PassageView]) -> list[int]:
    """The column of each passage: one for a day, but for passages of one outlet, and those that came from another."""
    columns: dict[int, int] = {}
    first, day, free = 0, "", dict[str, int]()
    for it in shown:
        if _find_day(it) != day:
            first, day, free = max(columns.values(), default=-1) + 1, _find_day(it), {}
        came_from = it.step.number if it.step is not None and not it.step.is_beside else 0
        columns[it.number] = max(first, free.get(it.outlet, 0), columns.get(came_from, -1) + 1)
        free[it.outlet] = columns[it.number] + 1
    return list(columns.values())


def _find_day(it: PassageView) -> str:
    return show_day(it.published) if it.published else it.date


def _draw_dot(it: PassageView, lane: Lane, place: float) -> Dot:
    step = it.step
    change = "" if step is None or step.is_beside else step.change
    note = " · ".join(filter(None, (it.date, it.outlet, it.speaker, change)))
    style = " ".join(filter(None, ("earliest" if it.is_earliest else "", step.style if step else "")))
    return Dot(_show(place), lane.y, it.number, it.anchor, style, change, lane.y + 24, note)


def _draw_arrow(start: Dot, end: Dot, style: str) -> Arrow:
    return Arrow(start.x, start.y, end.x, end.y, style)


def _list_ticks(shown: Sequence[PassageView], columns: Sequence[int], places: Sequence[float]) -> list[Tick]:
    """The dates, each where its first passage stands; of many the first, the last, and some between them."""
    firsts: dict[str, int] = {}
    for it, column in zip(shown, columns, strict=True):
        firsts.setdefault(_find_day(it), column)
    found = list(firsts.items())
    last = len(found) - 1
    by = -(-last // (_MOST_TICKS - 1)) or 1
    kept = sorted({*range(0, max(1, last - by + 1), by), last})
    return [Tick(_show(places[found[at][1]]), found[at][0], 0 < at < last) for at in kept]


def _show(place: float) -> str:
    return f"{place:.4g}%"
