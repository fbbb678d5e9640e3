"""How much a word says about where it comes from, in nats; the same in every collection."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from sayso.compare.words import find_stem

__all__ = ["RARE", "read_weights", "weigh"]

# What a word weighs that the table does not have: a name, a number, a rare word.
RARE = 5.0
_TABLE = Path(__file__).parent / "words.tsv"


@cache
def read_weights() -> Mapping[str, float]:
    """The stems of the words of the table, with what each weighs: as little as its most frequent form.

    So a run of words weighs the same in another tense or spelling.
    """
    found: dict[str, float] = {}
    for line in _TABLE.read_text(encoding="utf-8").split("\n"):
        if line and not line.startswith("#"):
            weight, words = line.split("\t")
            for stem in map(find_stem, words.split()):
                found[stem] = min(found.get(stem, RARE), float(weight))
    return MappingProxyType(found)


def weigh(stem: str) -> float:
    """The weight of a word, given by its stem.

    >>> weigh("the"), weigh("lighthouse")
    (0.0, 5.0)
    """
    return read_weights().get(stem, RARE)
