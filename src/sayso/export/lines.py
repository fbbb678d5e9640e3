"""Write readings, or any lines of JSON, as JSON Lines or as one JSON array, each as soon as it comes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

from sayso.jsonl import write_reading
from sayso.reading import Reading

__all__ = ["write_all", "write_array", "write_each", "write_lines"]


def write_lines(readings: Iterable[Reading], stream: TextIO) -> None:
    """Write one reading a line, each at once."""
    write_each(map(write_reading, readings), stream)


def write_array(readings: Iterable[Reading], stream: TextIO) -> None:
    r"""Write one JSON array with one reading a line.

    >>> import io
    >>> stream = io.StringIO()
    >>> write_array([], stream)
    >>> stream.getvalue()
    '[]\n'
    """
    write_all(map(write_reading, readings), stream)


def write_each(lines: Iterable[str], stream: TextIO) -> None:
    """Write each JSON value on a line of its own, each at once."""
    for line in lines:
        stream.write(line + "\n")
        stream.flush()


def write_all(lines: Iterable[str], stream: TextIO) -> None:
    """Write the JSON values as one array, one a line, each at once."""
    opening = "["
    for line in lines:
        stream.write(f"{opening}\n{line}")
        stream.flush()
        opening = ","
    stream.write("[]\n" if opening == "[" else "\n]\n")
