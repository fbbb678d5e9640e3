"""Nouns for people, peoples, bodies and places, from the word lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from types import MappingProxyType

from sayso.letters import plain_letters
from sayso.lexicon import read_shares, read_table, read_words

__all__ = [
    "bodies",
    "countries",
    "documents",
    "groups",
    "is_first_name",
    "is_noun",
    "is_plural",
    "kin",
    "may_be_left_out",
    "people",
    "peoples",
    "places",
    "plurals",
    "role_genders",
    "roles",
    "seats",
    "title_genders",
    "titles",
]

# What else the name of an outlet may end with.
_OUTLET = frozenset("news agency channel network television tv radio newspaper magazine online wire".split())
# Adjectives of faith and party, which are used like those of peoples.
_CREEDS = frozenset("democratic republican gop catholic muslim christian".split())


def bodies() -> frozenset[str]:
    """Return the nouns for a body: "ministry"."""
    return read_words("organisations")


def documents() -> frozenset[str]:
    """Return the nouns for something written: "memo"."""
    return read_words("documents")


def groups() -> frozenset[str]:
    """Return the nouns for several people: "residents"."""
    return read_words("groups")


def titles() -> frozenset[str]:
    """Return the titles that stand before a name: "senator"."""
    return read_words("titles")


@cache
def roles() -> frozenset[str]:
    """Return the nouns for one person: "minister".

    >>> "minister" in roles(), "ministers" in roles()
    (True, False)
    """
    return frozenset(row[0] for row in read_table("roles"))


@cache
def state_roles() -> frozenset[str]:
    """Return the nouns for who holds an office of state, of which one person has one: "president", "mayor"."""
    return next(frozenset(words.split("|")) for field, words in read_table("role_fields") if field == "government")


@cache
def role_genders() -> Mapping[str, float]:
    """Return 1 for each noun for a woman, 0 for each noun for a man; other nouns are missing.

    >>> role_genders()["spokeswoman"]
    1.0
    """
    return MappingProxyType({row[0]: float(row[1] == "f") for row in read_table("roles") if row[1] != "-"})


@cache
def kin() -> frozenset[str]:
    """Return the nouns for a relative, partner or friend of somebody: "wife"."""
    return frozenset(row[0] for row in read_table("roles") if row[2] == "kin")


@cache
def plurals() -> frozenset[str]:
    """Return the plurals of the nouns for one person: "ministers"."""
    return frozenset(row[3] for row in read_table("roles") if row[3])


@cache
def people() -> frozenset[str]:
    """Return the nouns for one person or several."""
    return roles() | plurals() | groups()


@cache
def peoples() -> frozenset[str]:
    """Return the adjectives and nouns for the people of a place, faith or party, in small letters.

    >>> {"dutch", "russians", "republican"} <= peoples()
    True
    """
    forms = {form.lower() for row in read_table("demonyms") for form in row[1].split("|") if form}
    return frozenset(forms | {form + "s" for form in forms} | _CREEDS)


@cache
def countries() -> frozenset[str]:
    """Return the places that have a people, in small letters."""
    return frozenset(row[0].lower() for row in read_table("demonyms"))


@cache
def places() -> frozenset[str]:
    """Return the places, their capitals and other names, in small letters and without full stops."""
    cells = (cell for row in read_table("demonyms") for cell in (row[0], *row[2:]))
    return frozenset(part.replace(".", "").lower() for cell in cells for part in cell.split("|") if part)


@cache
def seats() -> Mapping[str, frozenset[str]]:
    """Return for each capital the names of the states whose government sits there, in small letters.

    >>> sorted(seats()["seoul"])
    ['republic of korea', 'rok', 'south korea']
    """
    found: dict[str, frozenset[str]] = {}
    for state, _, seat, others in read_table("demonyms"):
        key = seat.partition("|")[0].lower()
        names = frozenset(part.replace(".", "").lower() for part in (state, *others.split("|")) if part)
        found[key] = found.get(key, frozenset()) | names
    found.pop("", None)
    return MappingProxyType(found)


@cache
def title_genders() -> Mapping[str, float]:
    """Return 1 for each title of women, 0 for each title of men; other titles are missing."""
    return MappingProxyType({title: float(gender == "f") for title, gender in read_table("title_genders")})


def is_first_name(word: str) -> bool:
    """Whether a word is a first name, whatever its accents and capitals.

    >>> is_first_name("Zoë"), is_first_name("Harbour")
    (True, False)
    """
    return plain_letters(word) in read_shares()


def is_noun(word: str) -> bool:
    """Whether a word in small letters is a noun for a person, a group, a body or a document."""
    return any(word in words for words in (roles(), plurals(), groups(), bodies(), documents()))


def is_plural(head: str) -> bool:
    """Whether a noun in small letters is a plural.

    >>> is_plural("residents"), is_plural("boss"), is_plural("ministry")
    (True, False, False)
    """
    if head in roles() or head in bodies() or head in documents():
        return False
    if head in plurals() or head in groups():
        return True
    return head.endswith("s") and not head.endswith(("ss", "us", "is")) and len(head) > 3


def may_be_left_out(words: Sequence[str]) -> bool:
    """Whether the last words of a body's name, in small letters, only say what kind of body it is.

    >>> may_be_left_out(["news"]), may_be_left_out(["co"]), may_be_left_out(["bridge"])
    (True, True, False)
    """
    return all(word in _OUTLET or word in bodies() or word in read_words("suffixes") for word in words)
