"""Readings that stand in a file already, as `sayso read --format jsonl` or `sayso watch` wrote them."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from sayso.errors import ReadError
from sayso.jsonl import read_reading
from sayso.read.plain import tell_unread
from sayso.reading import Reading, Stamp
from sayso.version import __version__

__all__ = ["holds_readings", "read_readings"]

# How such a line begins.
_READING = re.compile(rb'\s*\{\s*"article"\s*:\s*\{')
_LOOKED_AT_BYTES = 200


def holds_readings(name: str) -> bool:
    """Whether an input begins like a file of readings."""
    if name == "-":
        peek = getattr(getattr(sys.stdin, "buffer", None), "peek", None)
        return peek is not None and _READING.match(peek(_LOOKED_AT_BYTES)) is not None
    try:
        path = Path(name)
        if not path.is_file():
            return False
        with path.open("rb") as file:
            return _READING.match(file.read(_LOOKED_AT_BYTES)) is not None
    except (OSError, ValueError):
        return False


def read_readings(name: str) -> Iterator[Reading]:
    """Yield the readings of a file, or of stdin; a line that is none becomes a reading with a notice and no article."""
    with sys.stdin.buffer if name == "-" else Path(name).open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                yield read_reading(line)
            except ReadError as err:
                unread = tell_unread(f"{name}, line {number:,}", f"is {err}", article_id=f"{name}:{number}")
                yield Reading(unread, (), unread.notices, Stamp(__version__, "", ""))
