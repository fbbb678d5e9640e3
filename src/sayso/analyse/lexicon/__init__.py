"""Word lists, one a file; lines that begin with # say what the list holds and where it is from."""

from __future__ import annotations

from functools import cache
from pathlib import Path

__all__ = ["read_table", "read_words"]

_FOLDER = Path(__file__).parent


@cache
def read_words(name: str) -> frozenset[str]:
    """The lines of `name`.txt, as they stand there.

    >>> "senator" in read_words("titles")
    True
    """
    return frozenset(_lines(f"{name}.txt"))


@cache
def read_table(name: str) -> tuple[tuple[str, ...], ...]:
    """The rows of `name`.tsv, each a tuple of its columns, in the order of the file."""
    return tuple(tuple(line.split("\t")) for line in _lines(f"{name}.tsv"))


def _lines(file: str) -> list[str]:
    text = (_FOLDER / file).read_text(encoding="utf-8")
    return [line for line in text.split("\n") if line.strip() and not line.startswith("#")]
