"""Word lists, one in each file; lines that begin with # describe the list and its origin."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

__all__ = ["find_gender", "read_shares", "read_table", "read_words"]

_FOLDER = Path(__file__).parent


@cache
def read_words(name: str) -> frozenset[str]:
    """Return the lines of `name`.txt.

    >>> "senator" in read_words("titles")
    True
    """
    return frozenset(_lines(f"{name}.txt"))


@cache
def read_table(name: str) -> tuple[tuple[str, ...], ...]:
    """Return the rows of `name`.tsv, each a tuple of its columns, in the order of the file.

    >>> [row for row in read_table("roles") if row[0] == "spokeswoman"]
    [('spokeswoman', 'f', 'job', 'spokeswomen')]
    """
    return tuple(tuple(line.split("\t")) for line in _lines(f"{name}.tsv"))


@cache
def read_shares() -> Mapping[str, float]:
    """Return for each first name, in plain letters, the share of women among its bearers.

    >>> read_shares()["siobhan"]
    1.0
    """
    return MappingProxyType({name: float(share) for name, share in read_table("first_names")})


def find_gender(name: str) -> str | None:
    """Return whether a first name, in plain letters, is nearly only borne by women, "f", or men, "m"; None if neither.

    These are more names than those of `read_shares`. They show a gender, but not that a word is a name.

    >>> find_gender("savitri"), find_gender("vishwanath"), find_gender("harbour")
    ('f', 'm', None)
    """
    women, men = _read_given().get(name[:2], ("", ""))
    return "f" if f" {name} " in women else "m" if f" {name} " in men else None


@cache
def _read_given() -> Mapping[str, tuple[str, str]]:
    """Return the names of women and of men by their first two letters: a tenth of the memory that a set takes."""
    rows = (line.split("\t") for line in _lines("given_names.tsv"))
    return {begin: (f" {women} ", f" {men} ") for begin, women, men in rows}


def _lines(file: str) -> list[str]:
    text = (_FOLDER / file).read_text(encoding="utf-8")
    return [line for line in text.split("\n") if line.strip() and not line.startswith("#")]
