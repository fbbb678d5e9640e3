"""When a page was published and last changed: as it states it, else as its text has it. The one door to htmldate."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime

from sayso.read.date import parse_published
from sayso.read.html_markup import Markup, take_strings
from sayso.read.html_tree import Element, Page

__all__ = ["find_dates", "read_date", "search_date"]

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
# ISO 8601 in its short form, then as American and British papers, servers and Java write dates.
WRITTEN_FORMS = (
    ("%Y%m%dT%H%M%S%z", "second"), ("%Y%m%d", "day"), ("%Y/%m/%d", "day"), ("%Y/%m/%d %H:%M:%S", "second"),
    ("%B %d, %Y", "day"), ("%b %d, %Y", "day"), ("%d %B %Y", "day"), ("%d %b %Y", "day"),
    ("%A, %B %d, %Y", "day"), ("%A, %d %B %Y", "day"), ("%Y-%m-%d %H:%M:%S %z", "second"),
    ("%B %d, %Y %I:%M %p", "minute"), ("%b %d, %Y %I:%M %p", "minute"),
    ("%A, %B %d, %Y, %I:%M %p", "minute"), ("%a, %d %b %Y %H:%M:%S", "second"),
)  # fmt: skip
ISO_SHOWN = {"day": "%Y-%m-%d", "minute": "%Y-%m-%dT%H:%M", "second": "%Y-%m-%dT%H:%M:%S"}
UTC_WORD = re.compile(r"\s*(?:UTC|GMT)\Z")
MAX_DATE_CHARS = 60
# Larger pages are not searched: the search looks at every element more than once.
MAX_SEARCHED_ELEMENTS = 16_000
MAX_SEARCHED_CHARS = 500_000
FIRST_YEAR = 1990

Dated = tuple[str, str, str]
"""A date in ISO 8601, its precision, and where it came from."""


def find_dates(markup: Markup, root: Element) -> tuple[Dated | None, Dated | None]:
    """When a page states that it was published and changed, None for what it does not state."""
    published = next(read_all(list_published(markup, root)), None)
    return published, next(read_all(list_modified(markup, root)), None)


def list_published(markup: Markup, root: Element) -> Iterator[tuple[str, str]]:
    """Yield what may be the date of publication, as given, and where it stands; the surest first."""
    for thing in markup.articles:
        for key in ("datePublished", "dateCreated"):
            yield from ((value, f"schema.org {key}") for value in take_strings(thing.get(key)))
    yield from ((value, f"meta {name}") for name in PUBLISHED_METAS for value in list_sure(markup, name))
    for element in root.iter("time", "span", "abbr", "p", "div"):
        told = f"{element.get('itemprop')} {element.get('class')}".lower()
        if "datepublished" in told or (element.tag == "time" and (element.get("pubdate") is not None)):
            yield element.get("datetime") or element.get("content") or element.get("title") or "", "time element"
        elif element.tag == "abbr" and "published" in told:
            yield element.get("title") or "", "time element"
        elif element.tag == "time" and re.search(r"publish|entry-date|post-date|\bdate\b", told):
            yield element.get("datetime") or "", "time element"
    for thing in markup.others:
        yield from ((value, "schema.org datePublished") for value in take_strings(thing.get("datePublished")))


def list_modified(markup: Markup, root: Element) -> Iterator[tuple[str, str]]:
    """Yield what may be the date of the last change, as given, and where it stands; the surest first."""
    for thing in markup.articles:
        yield from ((value, "schema.org dateModified") for value in take_strings(thing.get("dateModified")))
    yield from ((value, f"meta {name}") for name in MODIFIED_METAS for value in list_sure(markup, name))
    for element in root.iter("time"):
        if re.search(r"modified|updated", f"{element.get('itemprop')} {element.get('class')}".lower()):
            yield element.get("datetime") or "", "time element"


def list_sure(markup: Markup, name: str) -> list[str]:
    """The values of a meta element; none of an itemprop that is there more than once, for works that are cited too."""
    values = markup.metas.get(name, [])
    return values[:5] if len(values) == 1 or not name.startswith("itemprop:") else []


def read_all(given: Iterator[tuple[str, str]]) -> Iterator[Dated]:
    """Yield those that are dates."""
    for value, origin in given:
        known = read_date(value)
        if known is not None:
            yield *known, origin


def read_date(value: str) -> tuple[str, str] | None:
    """A date as pages write it in ISO 8601, with its precision; None for what is none, or is before 1990.

    >>> read_date("Tue, 05 Apr 2031 09:30:00 GMT")
    ('2031-04-05T09:30:00+00:00', 'second')
    >>> read_date("April 5, 2031")
    ('2031-04-05', 'day')
    """
    bare = value.strip()[:MAX_DATE_CHARS]
    known = parse_published(UTC_WORD.sub("Z", bare)) or read_written(bare)
    return known if known is not None and known[0][:4].isdigit() and int(known[0][:4]) >= FIRST_YEAR else None


def read_written(value: str) -> tuple[str, str] | None:
    """A date that is written in another way than ISO 8601."""
    try:
        if value[:4].rstrip(",").isalpha() and ":" in value and value[4:6].strip().isdigit():
            return parsedate_to_datetime(value).isoformat(), "second"
    except (ValueError, IndexError, TypeError, OverflowError):
        return None
    for form, precision in WRITTEN_FORMS:
        try:
            found = datetime.strptime(value, form)  # noqa: DTZ007  (it keeps its zone, or its lack of one)
        except ValueError:
            continue
        zone = found.strftime("%z")
        return found.strftime(ISO_SHOWN[precision]) + (f"{zone[:3]}:{zone[3:]}" if zone else ""), precision
    return None


def search_date(page: Page, url: str | None) -> Dated | None:
    """The day that the text of a page is most likely from, None if it tells none."""
    size = sum(len(piece) for piece in page.root.itertext())
    if page.element_count > MAX_SEARCHED_ELEMENTS or size > MAX_SEARCHED_CHARS:
        return None
    # Imported here: it costs 0.2 s, and most pages state their date.
    from htmldate import find_date  # noqa: PLC0415

    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    # A last day that is always the same, so that the same page gives the same date tomorrow.
    last = datetime(2100, 1, 1, tzinfo=timezone.utc).replace(tzinfo=None)
    try:
        found = find_date(page.root, original_date=True, extensive_search=True, url=url, max_date=last)
    except Exception:  # noqa: BLE001  (a page is anybody's bytes, and the library names no exceptions of its own)
        return None
    known = read_date(found) if found else None
    return (*known, "text") if known else None
