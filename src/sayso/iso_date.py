"""Dates in ISO 8601, in the one form that each precision has here.

2031, 2031-04, 2031-04-05, 2031-04-05T09:30, 2031-04-05T09:30:00. A time is followed by its zone as +02:00 (UTC is
+00:00), if one was given.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

__all__ = ["is_date", "parse_published"]

ISO_FORM = re.compile(
    r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2})"
    r"(?:[T ](?P<minute>[0-9]{2}:[0-9]{2})(?::(?P<second>[0-9]{2})(?:[.,][0-9]{1,12})?)?"
    r"(?P<zone>Z|[+-][0-9]{2}:?[0-9]{2})?)?)?)?",
    re.IGNORECASE,
)


def parse_published(value: str) -> tuple[str, str] | None:
    """An ISO 8601 date in the form used here, and its precision; None if the value is no such date.

    Parts of a second are cut off. A time keeps its zone, or its lack of one.

    >>> parse_published("2031-04-05 09:30Z")
    ('2031-04-05T09:30+00:00', 'minute')
    >>> parse_published("2031-04")
    ('2031-04', 'month')
    >>> parse_published("2031-04-30T24:00:00Z")
    ('2031-05-01T00:00:00+00:00', 'second')
    >>> parse_published("5 April 2031") is None
    True
    """
    match = ISO_FORM.fullmatch(value.strip())
    if match is None:
        return None
    year, month, day, minute, second, zone = match.groups()
    if minute == "24:00" and second in (None, "00"):  # The end of a day is the beginning of the next.
        following = find_following_day(f"{year}-{month}-{day}")
        if following is None:
            return None
        (year, month, day), minute = following, "00:00"
    day_given = "-".join(filter(None, (year, month, day)))
    time = ":".join(filter(None, (minute, second)))
    offset = "" if zone is None else "+00:00" if zone in "Zz" else zone[:3] + ":" + zone[-2:]
    if not is_date(f"{year}-{month or '01'}-{day or '01'}T{minute or '00:00'}:{second or '00'}{offset}"):
        return None
    precision = "second" if second else "minute" if minute else "day" if day else "month" if month else "year"
    return day_given + (f"T{time}{offset}" if time else ""), precision


def find_following_day(day: str) -> tuple[str, str, str] | None:
    """Year, month and day of the day after a day in ISO 8601; None if there is none."""
    try:
        following = date.fromisoformat(day) + timedelta(days=1)
    except (ValueError, OverflowError):
        return None
    return f"{following.year:04}", f"{following.month:02}", f"{following.day:02}"


def is_date(iso: str) -> bool:
    """Whether an ISO 8601 date names a day, time and zone that exist."""
    try:
        datetime.fromisoformat(iso)
    except ValueError:
        return False
    return True
