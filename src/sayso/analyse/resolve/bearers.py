"""Whether who bears a name is a person or a body, from all its names and the words around them.

The model's tags and the lists of words each know some names and disagree about others: "Funlund", "Meher Contractor".
A logistic model weighs them; training/bearers.py fits it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import pairwise

from sayso.analyse.logistic import find_share
from sayso.analyse.models import MODEL_FOLDER
from sayso.analyse.resolve.entities import Entity
from sayso.analyse.resolve.kinds import NameKind
from sayso.analyse.resolve.phrase import AFTER_HEAD
from sayso.analyse.resolve.proper_names import Name
from sayso.errors import ModelError
from sayso.lexicon import read_words
from sayso.lexicon.nouns import bodies, roles

__all__ = ["WEIGHTS_FILE", "describe_bearer", "find_person_share"]

WEIGHTS_FILE = MODEL_FOLDER / "bearers.json"
# So many names of an entity are read, and so many characters after each.
_MOST_NAMES, _AFTER = 12, 60
# So many nouns for people, or for bodies, in its descriptions count.
_MOST_NOUNS = 3
_PERSONAL, _NEUTER = frozenset("he she his her him".split()), frozenset("it its".split())
_PRONOUN = re.compile(r"\b(?:he|she|his|her|him|it|its|they|their)\b", re.IGNORECASE)
# "Netwal, a company that collects waste,"
_CALLED = re.compile(r"(?: \([^)]{0,30}\))?, (?:the|an?) ([^,.;:()“”\"\n]{3,90})[,.;]")
_WORD = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*")
# "Ada Moss, who", "Kelp Air, which"
_WHO, _WHICH = re.compile(r",? who(?:m|se)?\b"), re.compile(r",? (?:which|that)\b")


def find_person_share(text: str, entity: Entity) -> float:
    """Return how likely a named entity is a person and no body, 0–1; its descriptions must be known."""
    weights = _read_weights()
    return find_share(sum(weights.get(name, 0.0) * value for name, value in describe_bearer(text, entity).items()))


@cache
def _read_weights() -> Mapping[str, float]:
    try:
        return {str(name): float(weight) for name, weight in json.loads(WEIGHTS_FILE.read_text("utf-8")).items()}
    except (OSError, ValueError, TypeError, AttributeError) as err:
        raise ModelError(f"{WEIGHTS_FILE}: the weights cannot be loaded ({err}); reinstall sayso") from err


def describe_bearer(text: str, entity: Entity) -> dict[str, float]:
    """Return the features of a named entity: shares of its names, but for what its longest name and its nouns show."""
    names = entity.names[:_MOST_NAMES]
    words = max((name.words for name in names), key=len)
    keys = [word.lower().strip(".") for word in words]
    nouns = entity.words.difference(keys)
    person, body, place = entity.tagged
    after = [text[name.span.end : name.span.end + _AFTER] for name in names]
    pronouns = [found[0].lower() for found in map(_PRONOUN.search, after) if found]

    def share(signs: Iterable[bool]) -> float:
        return sum(signs) / len(names)

    return {
        "bias": 1.0,
        "person": float(entity.is_person),
        "tagged_person": person,
        "tagged_body": body,
        "tagged_place": place,
        "gender": entity.female is not None,
        "guess": share(name.is_guess for name in names),
        "is_place": entity.is_place,
        "body": share(name.kind is NameKind.BODY for name in names),
        "ends_body": keys[-1] in bodies(),
        "ends_company": keys[-1] in read_words("suffixes"),
        "capitals": any(len(word) > 1 and word.isupper() and "." not in word for word in words),
        "surname": _is_called_by_last(names),
        "after_the": share(text.endswith("the ", 0, name.whole.start) for name in names),
        "he_next": share(pronoun in _PERSONAL for pronoun in pronouns),
        "it_next": share(pronoun in _NEUTER for pronoun in pronouns),
        "who_after": share(_WHO.match(words) is not None for words in after),
        "which_after": share(_WHICH.match(words) is not None for words in after),
        "called_body": any(_is_called_body(text, name) for name in names),
        "people_nouns": min(len(nouns & roles()), _MOST_NOUNS) / _MOST_NOUNS,
        "body_nouns": min(len(nouns & bodies()), _MOST_NOUNS) / _MOST_NOUNS,
    }


def _is_called_body(text: str, name: Name) -> bool:
    """Whether a name is followed by a description of a body: "Netwal, a company that collects waste,"."""
    found = _CALLED.match(text, name.span.end)
    words = _WORD.findall(found[1].lower()) if found else []
    head = next((a for a, b in pairwise([*words, ""]) if not b or b in AFTER_HEAD), "")
    # "Ada Moss, a Bank of Kelp director,": a person.
    return head in bodies() and roles().isdisjoint(words)


def _is_called_by_last(names: Sequence[Name]) -> bool:
    """Whether the last word of a name stands alone too: "Ada Moss" and "Moss"."""
    single = {name.words[0] for name in names if len(name.words) == 1}
    return any(len(name.words) > 1 and name.words[-1] in single for name in names)
