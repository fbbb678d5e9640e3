"""How much a word says about where it comes from, in nats; the same in every collection."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

__all__ = ["RARE", "read_weights", "weigh"]

# What a word weighs that the table does not have: a name, a number, a rare word.
RARE = 5.0
_TABLE = Path(__file__).parent / "words.tsv"


@cache
def read_weights() -> Mapping[str, float]:
    """The words of the table, in comparison form, with what each weighs."""
    found = {}
    for line in _TABLE.read_text(encoding="utf-8").split("\n"):
        if line and not line.startswith("#"):
            weight, words = line.split("\t")
            found.update(dict.fromkeys(words.split(), float(weight)))
    return MappingProxyType(found)


def weigh(form: str) -> float:
    """The weight of a word in comparison form.

    >>> weigh("the"), weigh("lighthouse")
    (0.0, 5.0)
    """
    return read_weights().get(form, RARE)
