"""The values of one JSON object by name, and what is wrong with them."""

from __future__ import annotations

import math
import re
from typing import Any

from sayso.read.decode import count

__all__ = ["SURROGATE", "Fields", "name_type", "shorten"]

SURROGATE = re.compile("[\ud800-\udfff]")


class Fields:
    """The values of one record by name; `reasons` collects what is wrong with them."""

    def __init__(self, values: dict[str, Any]) -> None:
        self._values = values
        self.reasons: list[str] = []

    def take(self, *names: str) -> tuple[str, Any]:
        """The first of the names that has a value, and the value; None if no name has one. NaN is no value."""
        for name in names:
            value = self._values.get(name)
            if isinstance(value, float) and math.isnan(value):
                self.reasons.append(f'"{name}" is NaN, which is taken as unknown')
            elif value is not None:
                return name, value
        return names[0], None

    def is_null(self, name: str) -> bool:
        """Whether the value of the name is null."""
        return name in self._values and self._values[name] is None

    def take_string(self, *names: str) -> str | None:
        """The value of the first name that has one, if it is a string and not blank; else None."""
        name, value = self.take(*names)
        if value is None or isinstance(value, str):
            return self.clean(name, value or "").strip() or None
        self.reject(name, value, "a string")
        return None

    def clean(self, name: str, value: str) -> str:
        """The string with U+FFFD for each lone surrogate, which no encoding can write."""
        first = SURROGATE.search(value)
        if first is None:
            return value
        cleaned, number = SURROGATE.subn("\ufffd", value)
        what = count(number, "lone surrogate")
        self.reasons.append(f'"{name}" holds {what}, the first at character {first.start():,}; U+FFFD was put there')
        return cleaned

    def reject(self, name: str, value: object, wanted: str) -> None:
        """Note that a value cannot be used."""
        self.reasons.append(f'"{name}" is {name_type(value)}, not {wanted}; it is left unknown')


def shorten(value: object) -> str:
    """A value as JSON, cut to 40 characters; a huge number or list takes no longer."""
    if isinstance(value, str):
        return repr(value[:40])
    return repr(value) if isinstance(value, float | bool) else name_type(value)


def name_type(value: object) -> str:
    """The type of a JSON value, in words."""
    names = {
        bool: "true or false",
        int: "a number",
        float: "a number",
        str: "a string",
        list: "a list",
        dict: "an object",
    }
    return names.get(type(value), "null")
