"""The date and the outlet of an article as people write them; the data keep ISO 8601 and what is unknown."""

from __future__ import annotations

from datetime import datetime

from sayso.address import find_host, find_site
from sayso.article import Article
from sayso.iso_date import parse_published
from sayso.months import MONTHS
from sayso.summary import name_outlet

__all__ = ["show_date", "show_day", "show_outlet"]


def show_date(iso: str) -> str:
    """A date in words, with its time and zone if it has them; what is no date stays as it is.

    >>> show_date("2024-09-03T04:03"), show_date("2024-09-03T04:03:59+00:00"), show_date("2024-09")
    ('3 September 2024, 04:03', '3 September 2024, 04:03 UTC', 'September 2024')
    """
    parsed = parse_published(iso)
    if parsed is None:
        return iso
    date, _, time = parsed[0].partition("T")
    zone = datetime.fromisoformat(parsed[0]).tzname() if time else None
    return show_day(date) + (f", {time[:5]}" if time else "") + (f" {zone}" if zone else "")


def show_day(iso: str) -> str:
    """The same without a time.

    >>> show_day("2024-09-03T04:03"), show_day("2024"), show_day("last week")
    ('3 September 2024', '2024', 'last week')
    """
    parsed = parse_published(iso)
    if parsed is None:
        return iso
    year, *rest = parsed[0].partition("T")[0].split("-")
    words = [MONTHS[int(rest[0]) - 1]] if rest else []
    day = [str(int(rest[1]))] if len(rest) > 1 else []
    return " ".join([*day, *words, year])


def show_outlet(article: Article) -> str:
    """The outlet's name, else its domain, else the site of the article's address; empty where none is known.

    >>> show_outlet(Article("a", "", url="https://www.float.example/b1"))
    'float.example'
    """
    host = find_host(article.url)
    return name_outlet(article) or (find_site(host) if host else "")
