"""The words for offices, roles and peoples, folded for comparison: "Dutch" is the Netherlands, a premier a minister."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from functools import cache

from sayso.lexicon import read_table

__all__ = ["fold_words", "holds_other_office", "match_head", "synonyms_of"]

_POSSESSIVE = re.compile(r"['’]s?$")
_STOP = frozenset("the a an of for and in at to by with on from as his her its their".split())


@cache
def _folds() -> dict[str, str]:
    """Return the place for each people, capital and other name of a place."""
    folds: dict[str, str] = {}
    for place, *others in read_table("demonyms"):
        for form in "|".join(others).split("|"):
            if form:
                folds.setdefault(form.lower(), place.lower())
                folds.setdefault(form.lower() + "s", place.lower())
    return folds


@cache
def _offices() -> dict[str, frozenset[str]]:
    """Return the synonyms of each word for an office or role."""
    together: dict[str, set[str]] = defaultdict(set)
    for canonical, variants in read_table("offices"):
        heads = {form.split()[-1] for form in (canonical, *variants.split("|"))}
        for head in heads:
            together[head] |= heads
    return {word: frozenset(group) for word, group in together.items()}


def fold_words(words: Iterable[str]) -> set[str]:
    """Return the words for comparison: small letters, no possessive endings, peoples as their places.

    >>> sorted(fold_words(["the", "Dutch", "envoy's"]))
    ['envoy', 'netherlands']
    """
    out = set()
    folds = _folds()
    for word in words:
        key = _POSSESSIVE.sub("", word.replace(".", "").lower())
        if key and key not in _STOP:
            out.add(folds.get(key, key))
            if "-" in key:
                out.update(folds.get(part, part) for part in key.split("-"))
    return out


def synonyms_of(head: str) -> frozenset[str]:
    """Return the words for the same office or role, the head among them; empty for most words.

    >>> "premier" in synonyms_of("minister")
    True
    """
    return _offices().get(head, frozenset())


def holds_other_office(head: str, modifiers: AbstractSet[str], words: AbstractSet[str]) -> bool:
    """Whether a person with these words holds an office, and a description names another one elsewhere.

    >>> holds_other_office("president", {"norland"}, {"prime", "minister"})
    True
    >>> holds_other_office("premier", {"norland"}, {"prime", "minister"})
    False
    """
    own = synonyms_of(head)
    if not own or own & words or not modifiers or modifiers & words:
        return False
    return any(synonyms_of(word) for word in words)


def match_head(head: str, words: AbstractSet[str]) -> float:
    """Return how well the head of a description fits the words of an entity: 1 same word, 0.5 a synonym, 0 neither.

    >>> match_head("premier", {"prime", "minister"})
    0.5
    """
    if head in words:
        return 1.0
    return 0.0 if synonyms_of(head).isdisjoint(words) else 0.5
