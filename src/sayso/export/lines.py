"""JSON Lines and one JSON array of readings, written as they come."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

from sayso.jsonl import write_reading
from sayso.reading import Reading

__all__ = ["write_array", "write_lines"]


def write_lines(readings: Iterable[Reading], stream: TextIO) -> None:
    """Write one reading a line, and hand each line on at once."""
    for reading in readings:
        stream.write(write_reading(reading) + "\n")
        stream.flush()


def write_array(readings: Iterable[Reading], stream: TextIO) -> None:
    r"""Write one JSON array with one reading a line.

    >>> import io
    >>> stream = io.StringIO()
    >>> write_array([], stream)
    >>> stream.getvalue()
    '[]\n'
    """
    opening = "["
    for reading in readings:
        stream.write(f"{opening}\n{write_reading(reading)}")
        stream.flush()
        opening = ","
    stream.write("[]\n" if opening == "[" else "\n]\n")
