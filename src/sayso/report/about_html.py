"""The page about one speaker or one outlet of a collection: counts with what they are a share of, and statements.

It rates nobody: each number stands beside its whole, and says in words what that is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sayso.report.found_html import render_found_articles
from sayso.report.render import hold_aside, render
from sayso.report.score import PALE
from sayso.report.site import Site
from sayso.report.time_chart import TimeChart
from sayso.store import Found, Search

if TYPE_CHECKING:
    from sayso.report.report_page import Report

__all__ = ["AboutView", "CountTable", "Counted", "make_table", "render_about_page"]

# Of fewer things a share says little.
_FEW = 20


@dataclass(frozen=True, slots=True)
class Counted:
    """A value: how many have it; the address of a page about it, which may be empty."""

    name: str
    count: int
    address: str = ""


@dataclass(frozen=True, slots=True)
class CountLine:
    """A value with how many have it, the whole, and the share as it is shown; `size` is of 100."""

    name: str
    address: str
    count: int
    whole: int
    share: str
    size: int


@dataclass(frozen=True, slots=True)
class CountTable:
    """Counts by one thing.

    Attributes:
        title: By what.
        unit: What is counted, in the singular.
        lines: The values.
        more: How many more values there are.
        is_small: Whether the whole is so small that a share says little.
        note: What the numbers mean, where the title does not say it.
    """

    title: str
    unit: str
    lines: tuple[CountLine, ...]
    more: int
    is_small: bool
    note: str


@dataclass(frozen=True, slots=True)
class AboutView:
    """What the page says.

    Attributes:
        title: Whom it is about.
        facts: What is known, a line each.
        times: Statements over time; None where all are of one month.
        tables: Counts.
        all_address: The address of all statements; empty where there is none.
        labels: What the labels among the values mean.
    """

    title: str
    facts: tuple[str, ...]
    times: TimeChart | None
    tables: tuple[CountTable, ...]
    all_address: str
    labels: Mapping[str, str]


def make_table(
    title: str, values: Iterable[Counted], whole: int, *, unit: str = "statement", more: int = 0, note: str = ""
) -> CountTable:
    """A table of counts, with the whole that each is a share of."""
    lines = tuple(_make_line(it, whole) for it in values)
    return CountTable(title, unit, lines, more, bool(lines) and whole < _FEW, note)


def _make_line(it: Counted, whole: int) -> CountLine:
    share = it.count / whole if whole else 0.0
    shown = f"{share:.0%}" if share >= 0.01 or not share else "< 1%"
    return CountLine(it.name, it.address, it.count, whole, shown, round(100 * share))


def render_about_page(
    about: AboutView,
    newest: Search,
    site: Site | None = None,
    *,
    date: str | None = None,
    report: Report | None = None,
    found: Iterable[Found] | None = None,
) -> str:
    """The page.

    Args:
        about: What it says.
        newest: The newest statements.
        site: What the page has around it.
        date: The day of the run, which the page states if it is given.
        report: The page has the head and the end of that.
        found: The newest statements, if they were read already.
    """
    with hold_aside(render_found_articles(newest if found is None else found, Counter(), site, report)) as articles:
        values = {
            "title": about.title,
            "about": about,
            "search": newest,
            "articles": articles,
            "pale": PALE,
            "date": date,
            "site": site,
            "report": report,
            "stamps": report.stamps if report else (),
            "limits": report.limit_counts(newest.count) if report else (),
        }
        return "".join(render("about.html", **values))
