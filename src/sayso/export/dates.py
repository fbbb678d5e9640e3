"""Turn dates of any precision into dates with times, so that all rows of a column have the same form."""

from __future__ import annotations

from datetime import datetime, timezone

from sayso.iso_date import parse_published

__all__ = ["spread_date"]


def spread_date(given: str | None, precision: str | None) -> tuple[datetime | None, str | None, datetime | None]:
    """A date as given, without its zone; its precision; and the same moment in UTC.

    Missing parts are filled with the first value: January, day 1, midnight. Without a zone or a time, UTC is not known.
    A date that is not in ISO 8601 is left out.

    >>> [str(it) for it in spread_date("2031-04-05T09:30+02:00", "minute")]
    ['2031-04-05 09:30:00', 'minute', '2031-04-05 07:30:00+00:00']
    >>> [str(it) for it in spread_date("2031-04", None)]
    ['2031-04-01 00:00:00', 'month', 'None']
    """
    parsed = parse_published(given or "")
    if parsed is None:
        return None, None, None
    iso, known = parsed
    moment = datetime.fromisoformat(iso + {"year": "-01-01", "month": "-01"}.get(known, ""))
    try:
        utc = moment.astimezone(timezone.utc) if moment.tzinfo else None
    except OverflowError:  # Before the year 1, or after 9999.
        utc = None
    return moment.replace(tzinfo=None), precision or known, utc
