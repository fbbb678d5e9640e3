"""The page about one speaker or one outlet of a collection: counts with what they are a share of, and statements.

It rates nobody: each number stands beside its whole, and says in words what that is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from sayso.report.found_html import render_found_articles
from sayso.report.render import hold_aside, render
from sayso.report.score import PALE
from sayso.report.site import Site
from sayso.store import CountRow, Search

__all__ = ["AboutView", "CountTable", "make_table", "render_about_page"]

# Of fewer statements a share says little.
_FEW = 20


@dataclass(frozen=True, slots=True)
class CountLine:
    """A value with how many statements have it, the whole, and the share as it is shown; `size` is of 100."""

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
        lines: The values.
        more: How many more there are.
        is_small: Whether the whole is so small that a share says little.
    """

    title: str
    lines: tuple[CountLine, ...]
    more: int
    is_small: bool


@dataclass(frozen=True, slots=True)
class AboutView:
    """What the page says.

    Attributes:
        title: Whom it is about.
        facts: What is known, a line each.
        tables: Counts.
        all_address: The address of all statements.
    """

    title: str
    facts: tuple[str, ...]
    tables: tuple[CountTable, ...]
    all_address: str


def make_table(title: str, rows: Iterable[tuple[CountRow, str]], more: int) -> CountTable:
    """A table of counts; each row comes with the address of its value, which may be empty."""
    given = list(rows)
    lines = tuple(_make_line(row, address) for row, address in given)
    return CountTable(title, lines, more, bool(given) and given[0][0].statements.whole < _FEW)


def _make_line(row: CountRow, address: str) -> CountLine:
    count = row.statements
    share = count.share or 0.0
    shown = f"{share:.0%}" if share >= 0.01 or not share else "< 1%"
    return CountLine(", ".join(row.values), address, count.count, count.whole, shown, round(100 * share))


def render_about_page(about: AboutView, newest: Search, site: Site) -> str:
    """The page, with the newest statements."""
    with hold_aside(render_found_articles(newest, Counter(), site)) as articles:
        values = {
            "title": about.title,
            "about": about,
            "search": newest,
            "articles": articles,
            "pale": PALE,
            "site": site,
        }
        return "".join(render("about.html", **values))
