"""Parse written dates to ISO 8601, with their precision. The only module that uses dateutil.

Each precision has one form: 2031, 2031-04, 2031-04-05, 2031-04-05T09:30, 2031-04-05T09:30:00. A time is followed by
its zone as +02:00 (UTC is +00:00), if one was given.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

from sayso.iso_date import parse_published
from sayso.late import compile_late

__all__ = ["ORDERED_NUMBERS", "Order", "read_date"]

# Day and month in numbers, in either order, before a year.
ORDERED_NUMBERS = compile_late(r"(?<![\w./-])([0-9]{1,2})([./-])([0-9]{1,2})\2((?:19|20)[0-9]{2})(?![\w/-])")
# Without a year of four digits only the old form used in e-mail is a date: "Mon, 05 Apr 03 …".
HAS_YEAR = compile_late(r"(?<![0-9])(?:19|20)[0-9]{2}|(?:^|,)\s*[0-9]{1,2}\s[A-Za-z]{3}\s[0-9]{2}\s")
HAS_UTC_WORD = compile_late(r"\s*(?:UTC|GMT)\Z")
# "-0000" in e-mail: the time is in UTC, the place unknown. In brackets: another name for the zone.
NO_ZONE = compile_late(r"(?:\s-0000)?(?:\s?\([^()]*\))?\Z")
# Browsers write "GMT+0200", which dateutil takes for the other side of Greenwich, as POSIX has it.
BEFORE_OFFSET = compile_late(r"\b(?:GMT|UTC)\s?(?=[+-][0-9]{2})")
MAX_CHARS = 80
HOUR_S = 3_600
# The zones of e-mail (RFC 2822, 4.3) and of Central Europe; other abbreviations stand for several zones each.
ZONES = {"EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "CET": 1, "CEST": 2}
# dateutil fills what a date lacks from a default. Where two defaults give different results, that part was lacking.
DEFAULTS = (datetime(2000, 1, 1), datetime(2004, 2, 2, 1, 1, 1))  # noqa: DTZ001

Order = Callable[[int, int, int], "bool | None"]
"""Given two numbers and a year, whether the first number is the day; None if that is not known."""


def read_date(value: str, order: Order | None = None) -> tuple[str, str] | None:
    """A date in any English form, returned as by `parse_published`; None if it is no date or has no year.

    If day and month cannot be distinguished (03/09/2031), `order` decides; if it cannot, only the year is kept.

    >>> read_date("Sat, 05 Apr 2031 09:30:00 GMT"), read_date("April 5, 2031")
    (('2031-04-05T09:30:00+00:00', 'second'), ('2031-04-05', 'day'))
    >>> read_date("03/09/2031"), read_date("13/09/2031")
    (('2031', 'year'), ('2031-09-13', 'day'))
    """
    bare = value.strip()
    if len(bare) > MAX_CHARS:
        return None
    known = parse_published(HAS_UTC_WORD.sub("Z", bare))
    if known is not None or not HAS_YEAR.search(bare):
        return known
    numbers = ORDERED_NUMBERS.search(bare)
    if numbers is None:
        return parse_words(bare, is_day_first=False)
    is_day_first = find_order(numbers, order)
    return (numbers[4], "year") if is_day_first is None else parse_words(bare, is_day_first=is_day_first)


def find_order(numbers: re.Match[str], order: Order | None) -> bool | None:
    """Whether the day comes first in a match of ORDERED_NUMBERS; None if that is not known."""
    first, second, year = int(numbers[1]), int(numbers[3]), int(numbers[4])
    # Nobody writes the month first with full stops.
    if first > 12 or second > 12 or first == second or numbers[2] == ".":
        return second <= 12
    return order(first, second, year) if order is not None else None


def parse_words(value: str, *, is_day_first: bool) -> tuple[str, str] | None:
    """A date that dateutil can parse, cut to the parts that were given; None if it cannot."""
    # Imported here: it costs 0.05 s, and most dates are written in ISO 8601.
    from dateutil import parser  # noqa: PLC0415

    bare = BEFORE_OFFSET.sub("", NO_ZONE.sub("", value))
    try:
        first, second = (
            parser.parse(bare, default=default, dayfirst=is_day_first, tzinfos=find_offset) for default in DEFAULTS
        )
        return cut_date(first, second)
    except (ValueError, ArithmeticError, TypeError, LookupError, AttributeError):
        # dateutil raises all of these on strings that are no dates.
        return None


def find_offset(name: str | None, offset: int | None) -> int | None:
    """The offset from UTC in seconds: the given one, else that of the zone's name; None if it is not known."""
    if offset is not None:
        return offset
    hours = ZONES.get(name or "")
    return None if hours is None else hours * HOUR_S


def cut_date(first: datetime, second: datetime) -> tuple[str, str] | None:
    """The part that two parses of one date, with different defaults, have in common, in ISO 8601."""
    if first.year != second.year:
        return None
    if first.month != second.month:
        return f"{first:%Y}", "year"
    if first.day != second.day:
        return f"{first:%Y-%m}", "month"
    if (first.hour, first.minute) != (second.hour, second.minute):
        return f"{first:%Y-%m-%d}", "day"
    if first.second != second.second:
        return first.isoformat(timespec="minutes"), "minute"
    return first.isoformat(timespec="seconds"), "second"
