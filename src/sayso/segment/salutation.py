"""How a letter to the editor begins: "Sir –", "To the Editor:"."""

from __future__ import annotations

import re

__all__ = ["find_salutation"]

_SALUTATION = re.compile(
    r"(?:(?:dear\s)?(?:sirs?|madam|sir\s(?:or|and)\smadam|editor)|to\sthe\seditor)\b\s?(?:[,:]|[-–—](?=\s))\s*",
    re.IGNORECASE,
)


def find_salutation(text: str, start: int, end: int) -> int | None:
    """Return where the words after the salutation begin; None if a stretch begins with none.

    >>> find_salutation("Sir – It leaks.", 0, 15), find_salutation("Sir Ada Moss came.", 0, 18)
    (6, None)
    """
    found = _SALUTATION.match(text, start, end)
    return found.end() if found else None
