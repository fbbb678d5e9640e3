"""The months and days of the week in English, as names and as parts of regular expressions."""

from __future__ import annotations

__all__ = ["ANY_DAY", "ANY_MONTH", "MONTHS", "SHORT_MONTHS", "WEEKDAYS"]

MONTHS = tuple("January February March April May June July August September October November December".split())
WEEKDAYS = tuple("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split())
SHORT_MONTHS = {month[:3]: month for month in MONTHS} | {"Sept": "September"}
"""How months are shortened, without the full stop, and what they are short for."""

ANY_MONTH = "|".join(MONTHS)
"""For an expression: any month in full. Put it into a group of your own."""
ANY_DAY = "|".join(WEEKDAYS)
"""For an expression: any day of the week in full."""
