"""What an article says of its parties beside their names, and how a later description fits it.

"Foreign Minister Ada Moss", "Moss, the Dutch envoy," and "Moss is a farmer" each leave words behind; "the minister"
or "Holland's top diplomat" is held against them. Peoples stand for their places and offices for their other names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from sayso.analyse.carry.outlets import look_up
from sayso.analyse.lexicon import read_table, read_words
from sayso.analyse.resolve.kinds import NameKind
from sayso.analyse.resolve.party import Party

__all__ = ["describe_parties", "fold_words", "head_fits"]

_WORD = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*")
_AFTER_NAME = re.compile(r",? ?(?:\([^)]{0,30}\))?, (?:\d{1,3}, )?((?:the |a |an |one of |his |her |their )?[^,.;:()\n]{3,90})[,.;]")
_COPULA = re.compile(r" (?:is|was|became|as) (?:the|a|an|now|currently) ((?:[^\s,.;:]+ ){0,5}[^\s,.;:]+)")
_FROM = re.compile(r"(?: of |,? \(?[DRI]-)([A-Z][^\s,.;:()]*(?:\.? ?[A-Z][^\s,.;:()]*)?)")
# The words before a name that say who it is; read backwards from the name.
_BEFORE_NAME = re.compile(r"((?:[^\s,.;:()“”\"\n]+ ){1,6})$")
_CALLED = {
    "newspaper": "newspaper paper daily outlet publication tabloid weekly site".split(),
    "magazine": "magazine outlet publication weekly site".split(),
    "broadcaster": "broadcaster network channel station outlet".split(),
    "agency": "agency newswire outlet".split(),
}
_STOP = frozenset("the a an of for and in at to by with on from as his her its their".split())
_BREAKING = frozenset(
    """
    the a an and or but that which who when while as by with from to of in on at for said says told is was were are has
    have had then his her its their our my after before than like about against between into
    """.split()
)


def describe_parties(text: str, parties: Iterable[Party]) -> None:
    """Fill each named party's `words` with what the text says of it right before and after its names."""
    for party in parties:
        for name in party.names[:40]:
            party.words |= fold_words(word.lower() for word in name.title)
            if party.type.value == "organisation" or name.kind is NameKind.BODY:
                party.words |= fold_words(word.lower() for word in name.words) | _outlet_words(" ".join(name.words))
            before = _BEFORE_NAME.search(text[max(0, name.whole.start - 60) : name.whole.start])
            if before:
                party.words |= fold_words(_read_back(before.group(1).split()))
            tail = text[name.span.end : name.span.end + 130]
            for pattern in (_AFTER_NAME, _COPULA, _FROM):
                found = pattern.match(tail)
                if found and (pattern is _FROM or _is_said(found.group(1))):
                    party.words |= fold_words(_WORD.findall(found.group(1).lower()))


def _is_said(addition: str) -> bool:
    """Whether what follows a name describes its bearer, and does not go on with the sentence."""
    words = addition.lower().split()
    if words[0] in {"the", "a", "an", "his", "her", "their", "its", "our", "one", "now"}:
        return True
    return bool(_nouns().intersection(words[:3])) and not words[0].endswith(("s", "ed", "ing"))


@cache
def _nouns() -> frozenset[str]:
    return frozenset(row[0] for row in read_table("roles")) | read_words("titles") | read_words("organisations")


def _outlet_words(name: str) -> set[str]:
    """What an outlet may be called instead of by its name."""
    known = look_up(name)
    return set(_CALLED.get(known.kind, "outlet publication site".split())) if known.certainty else set()


def _read_back(words: Sequence[str]) -> list[str]:
    """The words right before a name, back to the article, preposition or verb that they begin after."""
    kept: list[str] = []
    for word in reversed(words):
        key = re.sub(r"['’]s$", "", word.lower())
        if key in _BREAKING:
            break
        kept.append(key)
    return kept


@cache
def _folds() -> dict[str, str]:
    """Each people, seat and other name of a place to the place; each other word for an office to the office."""
    folds: dict[str, str] = {}
    for place, peoples, seats, others in (row for row in read_table("demonyms")):
        for form in f"{peoples}|{seats}|{others}".split("|"):
            if form:
                folds.setdefault(form.lower(), place.lower())
                folds.setdefault(form.lower() + "s", place.lower())
    return folds


@cache
def _offices() -> dict[str, frozenset[str]]:
    """Each word for an office or part to all words for the same."""
    together: dict[str, set[str]] = {}
    for canonical, variants in read_table("offices"):
        forms = {canonical, *variants.split("|")}
        heads = {form.split()[-1] for form in forms}
        for head in heads:
            together.setdefault(head, set()).update(heads)
    return {word: frozenset(group) for word, group in together.items()}


def fold_words(words: Iterable[str]) -> set[str]:
    """The words for comparison: small, without possessive endings, peoples as their places."""
    out = set()
    folds = _folds()
    for word in words:
        key = re.sub(r"['’]s?$", "", word.replace(".", "").lower())
        if key and key not in _STOP:
            out.add(folds.get(key, key))
            if "-" in key:
                out.update(folds.get(part, part) for part in key.split("-"))
    return out


def head_fits(head: str, words: set[str]) -> float:
    """How well the head of a description fits what is known of a party: 1 said in that word, 0.5 in a kindred one."""
    if head in words:
        return 1.0
    kin = _offices().get(head)
    return 0.5 if kin and kin & words else 0.0
