"""The first and the last second that a date allows, as the columns of a collection have them."""

from __future__ import annotations

from calendar import monthrange
from datetime import datetime, timezone

from sayso.iso_date import parse_published

__all__ = ["find_bounds"]


def find_bounds(given: str | None) -> tuple[str | None, str | None]:
    """The first and the last second of a date; in UTC, with a Z, where its zone is known. None for what is no date.

    >>> find_bounds("2031-02")
    ('2031-02-01T00:00:00', '2031-02-28T23:59:59')
    >>> find_bounds("2031-04-05T09:30+02:00")
    ('2031-04-05T07:30:00Z', '2031-04-05T07:30:59Z')
    """
    parsed = parse_published(given or "")
    if parsed is None:
        return None, None
    iso, precision = parsed
    if precision == "year":
        return f"{iso}-01-01T00:00:00", f"{iso}-12-31T23:59:59"
    if precision == "month":
        days = monthrange(int(iso[:4]), int(iso[5:]))[1]
        return f"{iso}-01T00:00:00", f"{iso}-{days:02}T23:59:59"
    if precision == "day":
        return f"{iso}T00:00:00", f"{iso}T23:59:59"
    return _find_second(iso, 0), _find_second(iso, 59 if precision == "minute" else None)


def _find_second(iso: str, second: int | None) -> str:
    """A time, in UTC if it has a zone; with this second, if it has none itself."""
    moment = datetime.fromisoformat(iso)
    if second is not None:
        moment = moment.replace(second=second)
    if moment.tzinfo is None:
        return moment.isoformat()
    try:
        return f"{moment.astimezone(timezone.utc).replace(tzinfo=None).isoformat()}Z"
    except OverflowError:  # Before the year 1, or after 9999.
        return moment.replace(tzinfo=None).isoformat()
