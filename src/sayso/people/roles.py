"""What the roles of a party say: its offices, its fields of work, the places beside them, whether it is a woman."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from sayso.lexicon import read_table
from sayso.lexicon.nouns import countries, roles, title_genders, titles
from sayso.lexicon.offices import fold_words

__all__ = ["Role", "is_other_field", "read_role"]

_WORD = re.compile(r"[^\W_]+(?:[-’'.][^\W_]+)*\.?")
# Short forms of titles, in full.
_IN_FULL = {
    "sen": "senator", "rep": "representative", "gov": "governor", "pm": "premier", "pres": "president",
    "sec": "secretary", "amb": "ambassador", "gen": "general", "adm": "admiral", "col": "colonel", "maj": "major",
    "capt": "captain", "lt": "lieutenant", "sgt": "sergeant", "cmdr": "commander", "brig": "brigadier",
    "det": "detective", "insp": "inspector", "supt": "superintendent", "prof": "professor", "rev": "reverend",
    "cllr": "councillor", "fr": "priest",
    "atty": "attorney", "spokeswoman": "spokesperson", "spokesman": "spokesperson", "chairwoman": "chair",
    "chairman": "chair", "chairperson": "chair", "congresswoman": "congressperson", "congressman": "congressperson",
    "defense": "defence", "labor": "labour", "advisor": "adviser", "premier": "premier", "councilor": "councillor",
}  # fmt: skip
# Words of roles that say nothing of who it is.
_EMPTY = frozenset(
    "mr mrs ms miss mx dr sir dame lord lady madam hon former ex then acting deputy senior chief top new late interim"
    " assistant associate vice co first veteran longtime retired own his her their its one who man woman person people"
    " official leader head member spokesperson author".split()
)
# Fields that people often have both of, so that they do not keep two apart.
_BESIDE = frozenset(
    frozenset(pair.split("-"))
    for pair in (
        "government-law government-security government-business government-civic government-media government-science"
        " government-health law-security law-civic law-business science-health science-business science-media"
        " science-school arts-media arts-business sport-media sport-business business-civic business-trade health-civic"
        " public-school public-trade public-civic public-school school-civic civic-media civic-religion religion-civic"
        " security-business trade-civic crime-public crime-security"
    ).split()
)


class Role(NamedTuple):
    """What one title or description says.

    Attributes:
        heads: The words in it for a role, in full: "senator".
        words: All words that say something, folded: "norland", "finance".
        fields: The fields of work of its words.
        places: The countries in it.
        female: 1 for a title of women, 0 for one of men; else None.
    """

    heads: frozenset[str]
    words: frozenset[str]
    fields: frozenset[str]
    places: frozenset[str]
    female: float | None


@lru_cache(maxsize=1 << 16)
def read_role(role: str) -> Role:
    """What a title or description says.

    >>> role = read_role("the Dutch finance minister")
    >>> sorted(role.heads), sorted(role.fields), sorted(role.places), sorted(role.words)
    (['minister'], ['government'], ['netherlands'], ['finance', 'minister', 'netherlands'])
    """
    plain = [word.rstrip(".").replace(".", "").lower() for word in _WORD.findall(role[:200])]
    full = [_IN_FULL.get(word, word) for word in plain]
    folded = fold_words(full)
    heads = frozenset(word for word in full if word not in _EMPTY and (word in roles() or word in titles()))
    fields = frozenset(field for word in full for field in _fields().get(word, ()))
    female = next((title_genders()[word] for word in plain if word in title_genders()), None)
    return Role(heads, frozenset(folded - _EMPTY), fields, frozenset(folded & countries()), female)


@cache
def _fields() -> dict[str, tuple[str, ...]]:
    """The fields of each word for a role."""
    found: dict[str, tuple[str, ...]] = {}
    for field, words in read_table("role_fields"):
        for word in words.split("|"):
            full = _IN_FULL.get(word, word)
            found[full] = tuple(dict.fromkeys((*found.get(full, ()), field)))
    return found


def is_other_field(fields: frozenset[str], others: frozenset[str]) -> bool:
    """Whether two people work in fields that hardly anybody has both of; False where either is unknown.

    >>> is_other_field(frozenset({"trade"}), frozenset({"science"}))
    True
    >>> is_other_field(frozenset({"law"}), frozenset({"government"}))
    False
    """
    if not fields or not others or fields & others:
        return False
    return not any(frozenset({one, two}) in _BESIDE for one in fields for two in others)
