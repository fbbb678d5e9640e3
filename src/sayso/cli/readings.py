"""Read stored readings, as written by `sayso read --format jsonl` or `sayso watch`."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from sayso.article import Unread
from sayso.errors import ReadError
from sayso.jsonl import read_reading
from sayso.read.inputs import open_inputs
from sayso.read.plain import make_unread
from sayso.read.stream import Stream, split_lines
from sayso.reading import Reading, Stamp
from sayso.version import __version__

__all__ = ["holds_readings", "read_readings"]

# How a line with a reading begins.
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
    """Yield the readings of a file, of the files of a folder, or of stdin ("-").

    An input without readings, and each line that is not one, becomes a reading with a notice and without an article.
    """
    for stream in open_inputs([name]):
        if isinstance(stream, Unread):
            yield _make_empty_reading(stream)
        elif _READING.match(stream.peek(_LOOKED_AT_BYTES)) is None:
            reason = "holds no readings written by `sayso read -o readings.jsonl`; to read articles, use `sayso read`"
            yield _make_empty_reading(make_unread(stream.name, reason))
        else:
            yield from _read_lines(stream)


def _read_lines(stream: Stream) -> Iterator[Reading]:
    try:
        for number, line in enumerate(split_lines(stream.chunks(), sys.maxsize), 1):
            if not line or not line.strip():
                continue
            try:
                yield read_reading(line)
            except ReadError as err:
                name = f"{stream.name}, line {number:,}"
                yield _make_empty_reading(make_unread(name, f"is {err}", article_id=f"{stream.name}:{number}"))
    except ReadError as err:
        yield _make_empty_reading(make_unread(stream.name, f"could not be read to its end: {err}"))


def _make_empty_reading(unread: Unread) -> Reading:
    return Reading(unread, (), unread.notices, Stamp(__version__, "", ""))
