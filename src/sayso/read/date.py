"""A date as given to the ISO 8601 form that is kept, with its precision."""

from __future__ import annotations

import re
from datetime import datetime

__all__ = ["parse_published"]

ISO_FORM = re.compile(
    r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2})"
    r"(?:[T ](?P<minute>[0-9]{2}:[0-9]{2})(?::(?P<second>[0-9]{2})(?:[.,][0-9]{1,12})?)?"
    r"(?P<zone>Z|[+-][0-9]{2}:?[0-9]{2})?)?)?)?",
    re.IGNORECASE,
)


def parse_published(value: str) -> tuple[str, str] | None:
    """The date in ISO 8601, cut to its precision, and that precision; None for another form or no such day.

    Parts of a second are cut off. A time keeps its zone, or its lack of one.

    >>> parse_published("2031-04-05 09:30+02:00")
    ('2031-04-05T09:30+02:00', 'minute')
    >>> parse_published("2031-04")
    ('2031-04', 'month')
    >>> parse_published("5 April 2031") is None
    True
    """
    match = ISO_FORM.fullmatch(value.strip())
    if match is None:
        return None
    year, month, day, minute, second, zone = match.groups()
    date = "-".join(filter(None, (year, month, day)))
    time = ":".join(filter(None, (minute, second)))
    published = date + ("T" + time if time else "") + (zone or "").upper()
    if not is_date(f"{year}-{month or '01'}-{day or '01'}T{minute or '00:00'}:{second or '00'}", zone):
        return None
    precision = "second" if second else "minute" if minute else "day" if day else "month" if month else "year"
    return published, precision


def is_date(local: str, zone: str | None) -> bool:
    """Whether there is such a day, time and zone."""
    offset = "" if zone is None else "+00:00" if zone in "Zz" else zone[:3] + ":" + zone[-2:]
    try:
        datetime.fromisoformat(local + offset)
    except ValueError:
        return False
    return True
