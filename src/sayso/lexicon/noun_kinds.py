"""What kind of person, body or writing a noun stands for: a cardiologist is a doctor, a bakery a company.

From WordNet (Christiane Fellbaum, ed., "WordNet: An Electronic Lexical Database", MIT Press 1998), whose nouns stand
below more general ones. `training/noun_kinds.py` makes the table.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from sayso.lexicon import read_table

__all__ = ["NOUN_CLASSES", "Likeness", "compare_nouns", "find_classes", "has_kind", "measure_narrowness"]

# Kinds that are general enough to be learnt from: how often a "spokesman" or "judge" is somebody named before.
NOUN_CLASSES = tuple(
    """
    leader male female worker professional official politician advocate contestant communicator adjudicator offspring
    parent spouse enterprise government agency team institution gathering force body
    """.split()
)
# More pairs than the nouns and descriptions of any one article have.
_MOST_PAIRS = 20_000


class Likeness(NamedTuple):
    """How narrow the kind is that two nouns share, 0–1, each over all their senses.

    Attributes:
        below: The second is a kind of the first: "cardiologist" of "doctor".
        above: The first is a kind of the second.
        near: Both are kinds of something else: "winger" and "striker".
    """

    below: float = 0.0
    above: float = 0.0
    near: float = 0.0


@cache
def _find_senses() -> Mapping[str, Sequence[int]]:
    """Return the kinds of each noun, as numbers of rows; its commonest sense is first."""
    senses: dict[str, list[int]] = {}
    later = []
    for number, (_, _, _, first, others) in enumerate(read_table("noun_kinds")):
        if first:
            senses.update((noun, [number]) for noun in first.split("|"))
        if others:
            later += [(noun, number) for noun in others.split("|")]
    for noun, number in later:
        senses[noun].append(number)
    return senses


@cache
def _list_above(kind: int) -> frozenset[int]:
    """Return the kinds above one, and itself."""
    parents = read_table("noun_kinds")[kind][0]
    above = (_list_above(int(parent)) for parent in parents.split("|")) if parents else ()
    return frozenset([kind]).union(*above)


def _measure(kind: int) -> float:
    """Return how narrow a kind is, 0–1."""
    return float(read_table("noun_kinds")[kind][1])


def has_kind(noun: str) -> bool:
    """Whether the kind of a noun in small letters is known.

    >>> has_kind("cardiologist"), has_kind("moss")
    (True, False)
    """
    return noun in _find_senses()


def find_classes(noun: str) -> frozenset[str]:
    """Return which of NOUN_CLASSES a noun is of, in its commonest sense.

    >>> sorted(find_classes("senator"))
    ['leader', 'politician']
    """
    senses = _find_senses().get(noun)
    names = (read_table("noun_kinds")[kind][2] for kind in _list_above(senses[0])) if senses else ()
    return frozenset(name for name in names if name)


def measure_narrowness(noun: str) -> float:
    """Return how few kinds stand below a noun, 0–1; 0 also where its kind is not known.

    >>> measure_narrowness("cardiologist") > measure_narrowness("doctor") > measure_narrowness("person")
    True
    """
    senses = _find_senses().get(noun)
    return _measure(senses[0]) if senses else 0.0


@lru_cache(_MOST_PAIRS)
def compare_nouns(first: str, second: str) -> Likeness:
    """Return how alike two nouns are, in the senses in which they are most alike; all 0 where one is not known.

    >>> likeness = compare_nouns("doctor", "cardiologist")
    >>> likeness.below > 0.5, likeness.above, likeness.near
    (True, 0.0, 0.0)
    """
    senses = _find_senses()
    below = above = near = 0.0
    for one in senses.get(first, ()):
        for other in senses.get(second, ()):
            if one in _list_above(other):
                below = max(below, _measure(one))
            elif other in _list_above(one):
                above = max(above, _measure(other))
            else:
                near = max([near, *map(_measure, _list_above(one) & _list_above(other))])
    return Likeness(below, above, near)
