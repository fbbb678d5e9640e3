"""Checked quotations as one page of HTML that can be printed or sent: no script, nothing loaded from outside.

Whatever an article or a source holds is text: `render` makes all of it harmless and escapes it, and the page forbids
itself everything but its own style (Content-Security-Policy). Words that only the article has are underlined (`ins`),
words that only the source has have a broken line below them (`del`; struck through, they would be hard to read), so
that no colour is needed.

The page begins with its counts and the list of its articles, each article with those of its quotations that are not
verbatim, the farthest from it first; what the labels say, and what all was held against, stand at the end. The
articles are held aside until the counts are known, so that all stands in the file in the order in which it is read,
aloud too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, TextIO

from sayso.reading import Stamp
from sayso.report.check_both import view_both
from sayso.report.check_legend import CHANGES, LABELS
from sayso.report.check_places import Places
from sayso.report.check_text import CheckedText, count_rows, describe_counts
from sayso.report.check_view import Entry, SourceView, view_article
from sayso.report.render import hold_aside, render
from sayso.report.site import Site
from sayso.version import __version__

if TYPE_CHECKING:
    from sayso.report.report_page import Report

__all__ = ["write_check_page"]

# An index that is longer is no help; what it leaves out is counted in its last line.
_MOST_LISTED = 1_000
# More articles with the whole of their texts would make a page heavy.
_MOST_BESIDE = 5
# The names of more sources are folded.
_FEW_SOURCES = 20


def write_check_page(
    texts: Iterable[CheckedText],
    places: Places,
    stream: TextIO,
    *,
    date: str | None = None,
    site: Site | None = None,
    report: Report | None = None,
) -> None:
    """Write the page once all articles have come; `date` is that of the run, which the page states if it is given.

    With a site, it is a page of that, on which the first articles and their sources stand side by side; with a report,
    it has the head and the end of one.
    """
    entries: list[Entry] = []
    counts: Counter[str] = Counter()
    with hold_aside(_write_articles(texts, places, entries, counts, are_beside=site is not None)) as articles:
        values = {
            "title": "Quotations and their sources",
            "entries": entries,
            "counts": describe_counts(counts),
            "articles": articles,
            "meanings": {**LABELS, **CHANGES},
            "sources": [SourceView(places.describe_source(it), places.find_address(it)) for it in places.sources],
            "most_listed": _MOST_LISTED,
            "few_sources": _FEW_SOURCES,
            "stamps": (report and report.stamps) or [Stamp(__version__, "", "")],
            "date": date,
            "site": site,
            "report": report,
            "limits": report.limit_check(sum(counts[it] for it in LABELS), len(places.sources)) if report else (),
        }
        stream.writelines(render("check.html", **values))


def _write_articles(
    texts: Iterable[CheckedText], places: Places, entries: list[Entry], counts: Counter[str], *, are_beside: bool
) -> Iterator[str]:
    """Yield the articles' part of the page; their entries in the index and their counts are added as they come."""
    for number, text in enumerate(texts, start=1):
        view = view_article(text, places, f"a{number}")
        entries.append(Entry(view.anchor, view.name, view.totals))
        counts += text.counts or count_rows(text.rows)
        both = view_both(text, places, view.anchor) if are_beside and number <= _MOST_BESIDE else None
        yield from render("check_article.html", article=view, both=both)
