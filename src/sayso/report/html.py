"""Readings as one page of HTML that opens anywhere: no script, nothing loaded from outside.

Whatever an article holds is text: `render` makes all of it harmless and escapes it, only http and https addresses
become links, and the page forbids itself everything but its own style (Content-Security-Policy). The text of an
article in the page is `Article.text`, character for character, except that control characters are shown as signs (and
that a browser takes every line's end for a line feed); labels come from the style, so that they are not in what a
reader copies.

What is said stands on its speaker's colour, behind the speaker's number, which is what sets speakers apart; the words
that name a source have the number behind them, and the name where they do not say it. Statements with a low score are
pale. The outlet's own voice stands on grey, scare quotes in a dotted frame, and the words that name a carrier over a
double line; titles, names and words as words show what they are when a reader points at them. Text that is none of
these stands on the page's own paper: nobody said so, and the reading does not say that the outlet did.

The articles are held aside until all have come, so that the index of several stands before them in the file too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, islice
from types import NoneType
from typing import TYPE_CHECKING, TextIO

from sayso.article import Unread
from sayso.given import check_given, list_given
from sayso.reading import Reading, Stamp
from sayso.report.headline import FINDING_MEANINGS
from sayso.report.page_index import Index
from sayso.report.page_view import Choice, view_reading
from sayso.report.render import hold_aside, render
from sayso.report.score import DOUBTFUL, PALE, SCORE_MEANING
from sayso.report.site import Site
from sayso.text import fingerprint

if TYPE_CHECKING:
    from sayso.report.report_page import Report

__all__ = ["render_fragment", "render_page", "write_page", "write_report"]

# Lists of an index longer than this are no help; what they leave out is counted.
_MOST_LISTED = 1_000
# Of a hundred articles in a notebook, two have the same digits with a probability of 1 in a million.
_MARK_DIGITS = 8
# What the legend of the signs needs, and the table of statements.
_LEGEND: dict[str, object] = {
    "pale": PALE,
    "doubtful": DOUBTFUL,
    "score_meaning": SCORE_MEANING,
    "finding_meanings": FINDING_MEANINGS,
}


def write_page(readings: Iterable[Reading] | Reading, stream: TextIO, *, date: str | None = None) -> None:
    """Write the page once all readings have come; `date` is that of the run, which the page states if it is given.

    Raises:
        TypeError: The readings are none, the stream cannot be written to, or the date is no str.
    """
    if not hasattr(stream, "writelines"):
        raise TypeError(f"the stream is {stream!r:.60}; give a file that is open for writing text: open(path, 'w')")
    check_given("the date", date, (str, NoneType), "a day as a str: '2031-04-05'")
    readings = list_given("a reading", readings, Reading, "Readings, as from Analyser.analyse")
    stream.writelines(_render_page(readings, date))


def write_report(readings: Iterable[Reading], stream: TextIO, *, report: Report, date: str) -> None:
    """Write the same page with the head and the end of a report."""
    stream.writelines(_render_page(readings, date, report=report))


def render_page(
    readings: Iterable[Reading], *, date: str | None = None, site: Site | None = None, choice: Choice | None = None
) -> str:
    """The page as one string; with a site, as a page of it; with a choice, with the statements of that alone.

    >>> from sayso.article import Article
    >>> page = render_page([Reading(Article("a", "Nobody <b>spoke</b>."), (), (), Stamp("0.1.0", "m", "s"))])
    >>> "Nobody &lt;b&gt;spoke&lt;/b&gt;." in page
    True
    """
    return "".join(_render_page(readings, date, site, choice))


def render_fragment(reading: Reading) -> str:
    """One reading with its style, to be put into another page, such as a notebook's.

    Its places begin with a part of the text's fingerprint, so that the fragments of several articles do not meet. It
    stays in the notebook's file for good, so what is said twice is left out: a pointer on the number of a statement
    shows what it shows on the words in a page.
    """
    article = reading.article
    mark = fingerprint(article.id) if isinstance(article, Unread) else article.fingerprint
    view = view_reading(reading, f"a{mark[:_MARK_DIGITS]}")
    return "".join(
        render(
            "fragment.html", reading=view, number=None, is_fragment=True, stamps=[reading.stamp], date=None, **_LEGEND
        )
    )


def _render_page(
    readings: Iterable[Reading],
    date: str | None,
    site: Site | None = None,
    choice: Choice | None = None,
    report: Report | None = None,
) -> Iterator[str]:
    index, stamps = Index(), dict[Stamp, None]()
    with hold_aside(_render_articles(readings, index, stamps, site, choice, report)) as articles:
        yield from render(
            "readings.html",
            title="Who says what",
            index=index,
            most_listed=_MOST_LISTED,
            articles=articles,
            stamps=list(stamps),
            date=date,
            site=site,
            report=report,
            limits=report.limit_readings(stamps, index.statement_count) if report else (),
            **_LEGEND,
        )


def _render_articles(
    readings: Iterable[Reading],
    index: Index,
    stamps: dict[Stamp, None],
    site: Site | None,
    choice: Choice | None,
    report: Report | None,
) -> Iterator[str]:
    """Yield the articles' part of the page; the index and the stamps are filled as they come.

    The articles have numbers if there are several: then the page has an index.
    """
    rest = iter(readings)
    first = list(islice(rest, 2))
    for number, reading in enumerate(chain(first, rest), start=1):
        view = view_reading(reading, f"a{number}", choice)
        index.add(view)
        stamps[reading.stamp] = None
        yield from render(
            "reading.html",
            reading=view,
            number=number if len(first) > 1 else None,
            is_fragment=False,
            site=site,
            choice=choice,
            report=report,
            **_LEGEND,
        )
