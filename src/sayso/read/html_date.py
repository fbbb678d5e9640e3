"""Find when a page was published and last changed, as stated or from its text. The only module that uses htmldate."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timezone
from itertools import islice

from sayso.address import find_host
from sayso.read.date import read_date
from sayso.read.html_date_order import DayOrder
from sayso.read.html_markup import Markup, take_strings
from sayso.read.html_tree import Element, Page, write_source

__all__ = ["Dated", "find_dates", "read_page_date"]

PUBLISHED_METAS = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished",
    "itemprop:datepublished", "date", "pubdate", "publishdate", "publish-date", "publish_date", "published",
    "article.published", "parsely-pub-date", "sailthru.date", "dc.date", "dc.date.issued", "dcterms.created",
    "dcterms.issued", "dc.date.created", "citation_publication_date", "article_date_original",
    "cxenseparse:recs:publishtime", "displaydate", "datecreated", "originalpublicationdate",
)  # fmt: skip
MODIFIED_METAS = (
    "article:modified_time", "og:article:modified_time", "og:updated_time", "datemodified",
    "itemprop:datemodified", "lastmod", "last-modified", "dcterms.modified", "dc.date.modified",
    "article.updated", "revised",
)  # fmt: skip
# Larger pages are not searched, since the search looks at every element more than once.
MAX_SEARCHED_ELEMENTS = 16_000
MAX_SEARCHED_CHARS = 500_000
FIRST_YEAR = 1990
MAX_DATE_CHARS = 60
# The date of the article is among the first dates in a page.
MAX_VALUES = 200
# These leave the day open.
COARSE = frozenset({"year", "month"})

Dated = tuple[str, str, str]
"""A date in ISO 8601, its precision, and where it came from."""


def find_dates(
    page: Page, markup: Markup, *, url: str | None, languages: Sequence[str], given: Dated | None
) -> tuple[Dated | None, Dated | None]:
    """When a page was published and when it was last changed; None for what is not known.

    Args:
        page: The page.
        markup: What the page says about itself.
        url: Its address.
        languages: The languages that it states, the most reliable first.
        given: The date of publication from outside the page, used if the page states none.
    """

    def write() -> str:
        return write_source(page.root)

    order = DayOrder(write, url, find_host(url), languages)
    modified = choose(read_all(list_modified(markup, page.root), order))
    order = DayOrder(write, url, find_host(url), languages, modified[0] if modified else None)
    published = choose(read_all(list_published(markup, page.root), order))
    if published is None or published[1] in COARSE:
        published = given or search_date(page, url, order) or published
    return published, modified


def choose(dates: Iterator[Dated]) -> Dated | None:
    """The first date that names a day, else the first date."""
    rough = None
    for found in dates:
        if found[1] not in COARSE:
            return found
        rough = rough or found
    return rough


def list_published(markup: Markup, root: Element) -> Iterator[tuple[str, str]]:
    """Yield possible dates of publication, as given, and where they stand; the most reliable first."""
    for thing in markup.articles:
        for key in ("datePublished", "dateCreated"):
            yield from ((value, f"schema.org {key}") for value in take_strings(thing.get(key)))
    yield from ((value, f"meta {name}") for name in PUBLISHED_METAS for value in list_sure(markup, name))
    for element in root.iter("time", "span", "abbr", "p", "div"):
        hints = f"{element.get('itemprop')} {element.get('class')}".lower()
        if "datepublished" in hints or (element.tag == "time" and (element.get("pubdate") is not None)):
            yield element.get("datetime") or element.get("content") or element.get("title") or "", "time element"
        elif element.tag == "abbr" and "published" in hints:
            yield element.get("title") or "", "time element"
        elif element.tag == "time" and re.search(r"publish|entry-date|post-date|\bdate\b", hints):
            yield element.get("datetime") or "", "time element"
    for thing in markup.others:
        yield from ((value, "schema.org datePublished") for value in take_strings(thing.get("datePublished")))


def list_modified(markup: Markup, root: Element) -> Iterator[tuple[str, str]]:
    """Yield possible dates of the last change, as given, and where they stand; the most reliable first."""
    for thing in markup.articles:
        yield from ((value, "schema.org dateModified") for value in take_strings(thing.get("dateModified")))
    yield from ((value, f"meta {name}") for name in MODIFIED_METAS for value in list_sure(markup, name))
    for element in root.iter("time"):
        if re.search(r"modified|updated", f"{element.get('itemprop')} {element.get('class')}".lower()):
            yield element.get("datetime") or "", "time element"


def list_sure(markup: Markup, name: str) -> list[str]:
    """The values of a meta element; none of an itemprop that occurs more than once, since cited works have it too."""
    values = markup.metas.get(name, [])
    return values[:5] if len(values) == 1 or not name.startswith("itemprop:") else []


def read_all(given: Iterator[tuple[str, str]], order: DayOrder) -> Iterator[Dated]:
    """Yield the values that are dates."""
    for value, origin in islice(given, MAX_VALUES):
        known = read_page_date(value, order)
        if known is not None:
            yield *known, origin


def read_page_date(value: str, order: DayOrder | None = None) -> tuple[str, str] | None:
    """A date of a page in ISO 8601, and its precision; None if it is no date or is before 1990."""
    known = read_date(value.strip()[:MAX_DATE_CHARS], order)
    return known if known is not None and int(known[0][:4]) >= FIRST_YEAR else None


def search_date(page: Page, url: str | None, order: DayOrder) -> Dated | None:
    """The most likely date of a page, found in its text; None if none is found."""
    size = sum(len(piece) for piece in page.root.itertext())
    if page.element_count > MAX_SEARCHED_ELEMENTS or size > MAX_SEARCHED_CHARS:
        return None
    # Imported here: it costs 0.2 s, and most pages state their date.
    from htmldate import find_date  # noqa: PLC0415

    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    # The latest day allowed is fixed, so that the same page gives the same date tomorrow.
    last = datetime(2100, 1, 1, tzinfo=timezone.utc).replace(tzinfo=None)
    try:
        found = find_date(page.root, original_date=True, extensive_search=True, url=url, max_date=last)
    except Exception:  # noqa: BLE001  (a page is anybody's bytes, and the library names no exceptions of its own)
        return None
    known = read_page_date(found) if found else None
    return (*order_day(*known, order), "text") if known else None


def order_day(published: str, precision: str, order: DayOrder) -> tuple[str, str]:
    """A date that was found, with day and month in the order of the page; the search always takes the day first.

    If the page does not show the order, only the year is kept.
    """
    year, month, day = (int(part) for part in f"{published[:10]}-01-01".split("-")[:3])
    if precision != "day" or day > 12 or day == month or order.spells(year, month, day):
        return published, precision
    written = order.find_written(year, month, day)
    if written is None:
        return published, precision
    return read_date(written, order) or (published, precision)
