"""Readings as one page of HTML that opens anywhere: no script, nothing loaded from outside.

Whatever an article holds is text: `render` makes all of it harmless and escapes it, only http and https addresses
become links, and the page forbids itself everything but its own style (Content-Security-Policy). The text of an
article in the page is `Article.text`, character for character, except that control characters are shown as signs (and
that a browser takes every line's end for a line feed); labels such as [s3] come from the style, so that they are not
in what a reader copies.

What is said stands on its speaker's colour. The outlet's own voice stands on grey, scare quotes in a dotted frame, and
the words that name a carrier over a double line; titles, names and words as words show what they are when a reader
points at them. Text that is none of these stands on the page's own paper: nobody said so, and the reading does not say
that the outlet did.

The articles are held aside until all have come, so that the index of several stands before them in the file too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TextIO

from sayso.article import Unread
from sayso.reading import Reading
from sayso.report.page_view import Entry, view_entry, view_reading
from sayso.report.render import hold_aside, render
from sayso.text import fingerprint

__all__ = ["render_fragment", "render_page", "write_page"]

# An index longer than this is no help; what it leaves out is counted in its last line.
_MOST_LISTED = 1_000


def write_page(readings: Iterable[Reading], stream: TextIO) -> None:
    """Write the page once all readings have come."""
    stream.writelines(_render_page(readings))


def render_page(readings: Iterable[Reading]) -> str:
    """The page as one string.

    >>> from sayso.article import Article
    >>> from sayso.reading import Stamp
    >>> page = render_page([Reading(Article("a", "Nobody <b>spoke</b>."), (), (), Stamp("0.1.0", "m", "s"))])
    >>> "Nobody &lt;b&gt;spoke&lt;/b&gt;." in page
    True
    """
    return "".join(_render_page(readings))


def render_fragment(reading: Reading) -> str:
    """One reading with its style, to be put into another page, such as a notebook's.

    Its places begin with a part of the text's fingerprint, so that the fragments of several articles do not meet.
    """
    article = reading.article
    mark = fingerprint(article.id) if isinstance(article, Unread) else article.fingerprint
    return "".join(render("fragment.html", reading=view_reading(reading, f"a{mark[:12]}")))


def _render_page(readings: Iterable[Reading]) -> Iterator[str]:
    entries: list[Entry] = []
    with hold_aside(_render_articles(readings, entries)) as articles:
        values = {"title": "Who says what", "entries": entries, "articles": articles, "most_listed": _MOST_LISTED}
        yield from render("readings.html", **values)


def _render_articles(readings: Iterable[Reading], entries: list[Entry]) -> Iterator[str]:
    """Yield the articles' part of the page; their entries in the index are added as they come."""
    for number, reading in enumerate(readings, start=1):
        anchor = f"a{number}"
        entries.append(view_entry(reading, anchor))
        yield from render("reading.html", reading=view_reading(reading, anchor))
