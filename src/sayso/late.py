"""Regular expressions that are compiled when they are first used.

Compiling one takes up to 5 ms, and who reads one English article should not wait for it. Use this for expressions that
few articles need, above all for those with wide ranges of letters.
"""

from __future__ import annotations

import re
from typing import Any, cast

__all__ = ["compile_late"]


class _Late:
    """Stands for an expression that is compiled when one of its attributes is first asked for."""

    def __init__(self, pattern: str, flags: int) -> None:
        self._source = pattern, flags

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  (an attribute of any type)
        # `re` keeps no more than 512 expressions, so the attribute is kept here. Several threads may do this at once.
        value = getattr(re.compile(*self._source), name)
        setattr(self, name, value)
        return value


def compile_late(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Return the expression; it is compiled when it is first used.

    >>> digits = compile_late("[0-9]+")
    >>> digits.findall("7 of 12")
    ['7', '12']
    """
    return cast("re.Pattern[str]", _Late(pattern, flags))
