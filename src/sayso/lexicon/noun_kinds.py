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


class _Kinds(NamedTuple):
    """The table: the kinds of each noun, the commonest sense first; and of each kind those above it, and itself."""

    of_noun: Mapping[str, Sequence[int]]
    above: Sequence[frozenset[int]]
    narrowness: Sequence[float]
    classes: Mapping[int, str]


@cache
def _read_kinds() -> _Kinds:
    of_noun: dict[str, list[int]] = {}
    above: list[frozenset[int]] = []
    narrowness, classes, later = [], {}, []
    for number, (parents, narrow, name, first, others) in enumerate(read_table("noun_kinds")):
        above.append(frozenset([number]).union(*(above[int(parent)] for parent in parents.split("|") if parent)))
        narrowness.append(float(narrow))
        if name:
            classes[number] = name
        of_noun.update((noun, [number]) for noun in first.split("|") if noun)
        later += [(noun, number) for noun in others.split("|") if noun]
    for noun, number in later:
        of_noun[noun].append(number)
    return _Kinds(of_noun, above, narrowness, classes)


def has_kind(noun: str) -> bool:
    """Whether the kind of a noun in small letters is known.

    >>> has_kind("cardiologist"), has_kind("moss")
    (True, False)
    """
    return noun in _read_kinds().of_noun


def find_classes(noun: str) -> frozenset[str]:
    """Return which of NOUN_CLASSES a noun is of, in its commonest sense.

    >>> sorted(find_classes("senator"))
    ['leader', 'politician']
    """
    kinds = _read_kinds()
    senses = kinds.of_noun.get(noun)
    above = kinds.above[senses[0]] if senses else ()
    return frozenset(kinds.classes[kind] for kind in above if kind in kinds.classes)


def measure_narrowness(noun: str) -> float:
    """Return how few kinds stand below a noun, 0–1; 0 also where its kind is not known.

    >>> measure_narrowness("cardiologist") > measure_narrowness("doctor") > measure_narrowness("person")
    True
    """
    kinds = _read_kinds()
    senses = kinds.of_noun.get(noun)
    return kinds.narrowness[senses[0]] if senses else 0.0


@lru_cache(_MOST_PAIRS)
def compare_nouns(first: str, second: str) -> Likeness:
    """Return how alike two nouns are, in the senses in which they are most alike; all 0 where one is not known.

    >>> likeness = compare_nouns("doctor", "cardiologist")
    >>> likeness.below > 0.5, likeness.above, likeness.near
    (True, 0.0, 0.0)
    """
    kinds = _read_kinds()
    below = above = near = 0.0
    for one in kinds.of_noun.get(first, ()):
        for other in kinds.of_noun.get(second, ()):
            if one in kinds.above[other]:
                below = max(below, kinds.narrowness[one])
            elif other in kinds.above[one]:
                above = max(above, kinds.narrowness[other])
            else:
                shared = kinds.above[one] & kinds.above[other]
                near = max([near, *(kinds.narrowness[kind] for kind in shared)])
    return Likeness(below, above, near)
