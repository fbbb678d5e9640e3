"""Turn dates of any precision into dates with times, so that all rows of a column have the same form."""

from __future__ import annotations

import re
from datetime import datetime, timezone

__all__ = ["spread_date"]

_DATE = re.compile(
    r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d:\d\d)(?::(\d\d)(?:\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?)?)?", re.ASCII
)


def spread_date(given: str | None, precision: str | None) -> tuple[datetime | None, str | None, datetime | None]:
    """A date as given, without its zone; its precision; and the same moment in UTC.

    Missing parts are filled with the first value: January, day 1, midnight. Without a zone or a time, UTC is not known.
    A date that is not in ISO 8601 is left out.

    >>> [str(it) for it in spread_date("2031-04-05T09:30+02:00", "minute")]
    ['2031-04-05 09:30:00', 'minute', '2031-04-05 07:30:00+00:00']
    >>> [str(it) for it in spread_date("2031-04", None)]
    ['2031-04-01 00:00:00', 'month', 'None']
    """
    found = _DATE.fullmatch(given or "")
    if found is None:
        return None, None, None
    year, month, day, minute, second, zone = found.groups()
    local = f"{year}-{month or '01'}-{day or '01'} {minute or '00:00'}:{second or '00'}"
    known = "second" if second else "minute" if minute else "day" if day else "month" if month else "year"
    try:
        moment = datetime.fromisoformat(local + (zone or "").replace("Z", "+00:00"))
        utc = moment.astimezone(timezone.utc) if zone else None
    except (ValueError, OverflowError):
        return None, None, None
    return moment.replace(tzinfo=None), precision or known, utc
