"""The facts of an article that a JSON object gives: outlet, authors, dates, language.

A fact has one key, and others under which it is known; the first that has a value counts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timezone

from sayso.address import find_host
from sayso.article import Outlet
from sayso.late import compile_late
from sayso.read.date import ORDERED_NUMBERS, read_date
from sayso.read.record_fields import SURROGATE, Fields, shorten

__all__ = ["LANGUAGE", "describe_passed_over", "take_authors", "take_date", "take_language", "take_outlet"]

LANGUAGE = compile_late(r"([A-Za-z]{2})(?:[-_][A-Za-z0-9_-]+)?")
BY = compile_late(r"\A\W*by\b[\s:]*", re.IGNORECASE)
BETWEEN_NAMES = compile_late(r"\s*(?:;|\||&|,?\s(?:and|und|et|y)\s)\s*")
DIGITS = compile_late(r"[0-9]{9,13}")
# From 1973 to 2100. In milliseconds only from 1979 on, so that 201610031215 (day and time in one) is none.
FIRST_SECOND, LAST_SECOND, FIRST_MILLISECOND = 100_000_000, 4_102_444_800, 300_000_000_000
MAX_KEY_CHARS = 40
# Keys under which corpora give what is read under another name here.
OTHER_KEYS = {
    "title": ("headline", "heading"),
    "outlet": ("source", "site", "site_name", "newspaper", "publication"),
    "authors": ("credit", "credits", "creator", "writer", "by"),
    "published": (
        "pub_date",
        "pubdate",
        "publish_date",
        "published_at",
        "date_published",
        "datepublished",
        "timestamp",
    ),
    "url": ("link", "href", "permalink"),
    "language": ("lang",),
}
# What is read under the first of these names is not missing if another one is there.
READ_KEYS = {"outlet": ("publisher",), "authors": ("author", "byline"), "published": ("date",)}


def take_outlet(fields: Fields) -> Outlet | None:
    """The outlet: a name, or an object with name and domain (or address)."""
    name, value = fields.take("outlet", "publisher")
    if not isinstance(value, dict):
        outlet_name = fields.take_string(name)
        return Outlet(outlet_name) if outlet_name else None
    inner = Fields(value)
    domain = inner.take_string("domain") or find_host(inner.take_string("url"))
    outlet = Outlet(inner.take_string("name"), domain)
    fields.reasons.extend(f"in {name}: {reason}" for reason in inner.reasons)
    return outlet if outlet != Outlet() else None


def take_authors(fields: Fields) -> tuple[str, ...]:
    """The authors, given as a list or as one string; each is a name, or an object with one. A byline may join names."""
    name, value = fields.take("authors", "author", "byline")
    if value is None:
        return ()
    names: list[str] = []
    for entry in value if isinstance(value, list) else [value]:
        given = entry.get("name") if isinstance(entry, dict) else entry
        if not isinstance(given, str):
            fields.reject(name, given, "a string or a list of strings")
            return ()
        words = fields.clean(name, given)
        names += split_byline(words) if name == "byline" else [words.strip()]
    return tuple(filter(None, names))


def split_byline(byline: str) -> list[str]:
    """The names in a byline.

    >>> split_byline("By Anna Roth and Karl Berg")
    ['Anna Roth', 'Karl Berg']
    """
    return [part.strip() for part in BETWEEN_NAMES.split(BY.sub("", byline))]


def take_date(fields: Fields, *names: str) -> tuple[str | None, str | None]:
    """The date of the first name that has one, and its precision; it may be a year or a time in seconds since 1970.

    If day and month cannot be distinguished ("03/09/2031"), only the year is kept, and a reason is added.
    """
    name, value = fields.take(*names)
    if value is None or value == "":
        return None, None
    known = read_epoch(value)
    if known is None and isinstance(value, str | int) and not is_huge(value):
        known = read_date(str(value))
    if known is None:
        shown = SURROGATE.sub("\ufffd", shorten(value))
        fields.reasons.append(
            f'"{name}" is {shown}, which is not a date with a year; write it as 2031-04-05; it is left unknown'
        )
        return None, None
    if known[1] == "year" and ORDERED_NUMBERS.search(str(value)):
        fields.reasons.append(
            f'"{name}" is {shorten(value)}, of which either number may be the month; only the year is kept; '
            "write it as 2031-04-05"
        )
    return known


def describe_passed_over(values: Mapping[str, object], known: set[str]) -> str:
    """A sentence on the keys of an article that look like those that are read, and are not; "" if there are none.

    Args:
        values: The article.
        known: Keys that were reported before; those that are reported now are added.
    """
    lower = {key.lower(): key for key in values if len(key) <= MAX_KEY_CHARS}
    found = [
        (lower[other], name)
        for name, others in OTHER_KEYS.items()
        if all(values.get(key) is None for key in (name, *READ_KEYS.get(name, ())))
        for other in others
        if other in lower and lower[other] not in known
    ]
    known.update(key for key, _ in found)
    shown = ", ".join(f'"{key}" (write it as "{name}")' for key, name in found)
    return f"passed over {shown}" if shown else ""


def read_epoch(value: object) -> tuple[str, str] | None:
    """The date of a number of seconds or milliseconds since 1970, in UTC; None if it is no such number.

    >>> read_epoch(1_931_160_600), read_epoch("1931160600000"), read_epoch(2031)
    (('2031-03-13T09:30:00+00:00', 'second'), ('2031-03-13T09:30:00+00:00', 'second'), None)
    """
    if isinstance(value, str) and DIGITS.fullmatch(value.strip()):
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    seconds = value / 1_000 if FIRST_MILLISECOND <= value < 1_000 * LAST_SECOND else value
    if not FIRST_SECOND <= seconds < LAST_SECOND:
        return None
    return datetime.fromtimestamp(int(seconds), tz=timezone.utc).isoformat(), "second"


def take_language(fields: Fields) -> str | None:
    """The language as two lower-case letters; what follows them ("en-GB") is dropped."""
    value = fields.take_string("language")
    match = LANGUAGE.fullmatch(value) if value else None
    if value and not match:
        fields.reasons.append(f'"language" is {shorten(value)}, not a code of two letters; it is left unknown')
    return match[1].lower() if match else None


def is_huge(value: str | int) -> bool:
    """Whether a value is far too long for a date."""
    return len(value) > 100 if isinstance(value, str) else abs(value) > 9_999
