"""Word lists, one in each file; lines that begin with # describe the list and its origin."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

__all__ = ["read_given", "read_shares", "read_table", "read_words"]

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


@cache
def read_given() -> tuple[frozenset[str], frozenset[str]]:
    """Return more first names, in plain letters: those of women, and those of men.

    They show a gender, but not that a word is a name.

    >>> "savitri" in read_given()[0], "vishwanath" in read_given()[1]
    (True, True)
    """
    found: dict[str, set[str]] = {"f": set(), "m": set()}
    for line in _lines("given_names.tsv"):
        letter, _, names = line.partition("\t")
        found[letter].update(names.split(" "))
    return frozenset(found["f"]), frozenset(found["m"])


def _lines(file: str) -> list[str]:
    text = (_FOLDER / file).read_text(encoding="utf-8")
    return [line for line in text.split("\n") if line.strip() and not line.startswith("#")]
