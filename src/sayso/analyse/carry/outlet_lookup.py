"""Look-up of names: whether a name is an outlet's, and of what kind, by lists and by its form."""

from __future__ import annotations

import re
from enum import Enum
from functools import cache, lru_cache
from typing import NamedTuple

from sayso.lexicon import read_table, read_words
from sayso.outlets import fold_outlet, read_outlets

__all__ = ["Certainty", "Known", "is_body", "listed_first", "look_up", "masthead_of", "platform_of"]


class Certainty(int, Enum):
    """How certain it is that a name is an outlet's: only by its place; by its letters; by the name itself."""

    NONE = 0
    WEAK = 1
    SURE = 2


class Known(NamedTuple):
    """What is known about a name: the kind of outlet, the full name that it is short for, and how certain that is."""

    kind: str
    stands_for: str
    certainty: Certainty


_NOTHING = Known("", "", Certainty.NONE)
# Call signs of stations in America, and a band or a city with them.
_CALL_SIGN = re.compile(r"[WK][A-Z]{2,3}(?:[- ](?:TV|AM|FM|DT|\d{1,2}))?(?:[ -]\d{1,2})?$")
_LETTERS = re.compile(r"[A-Z][A-Z0-9&]{1,5}(?:[- ](?:TV|FM|\d{1,2}))?$")
_SITE = re.compile(r"[\w-]{2,40}\.(?:com|org|net|info|news|tv|fm|co\.\w\w)$", re.IGNORECASE)
# Words of mastheads that mean something else alone: the Press, the Leader, TV.
_NEVER_ALONE = frozenset("News Radio Television TV Leader Press Paper Record Register Voice".split())
_AGENCY = re.compile(r"\b(?:News|Press|Telegraph|Wire) (?:Agency|Service|Association)$|\bAssociated Press\b|^Agence\b")


@cache
def _known_outlets() -> dict[str, Known]:
    """Return the outlets of the table, by folded name."""
    rows = read_outlets().items()
    return {name: Known(row.kind, row.name, Certainty.WEAK if row.is_plain else Certainty.SURE) for name, row in rows}


@cache
def _programmes() -> frozenset[str]:
    """Return the folded names of the programmes in the list."""
    return frozenset(fold_outlet(name) for name in read_words("carry_programmes"))


@cache
def _first_words() -> frozenset[str]:
    """Return the first words, up to a hyphen, of the names of several words in the lists, and of all stations."""
    known, programmes = _known_outlets(), _programmes()
    stations = {name for name, row in known.items() if row.kind == "broadcaster"}
    return frozenset(re.split(r"[ -]", name)[0] for name in (*known, *programmes) if re.search("[ -]", name)) | stations


def listed_first(word: str) -> bool:
    """Whether names of several words in the lists begin with a word, apart from an article.

    >>> listed_first("Globe"), listed_first("Xyzzy")
    (True, False)
    """
    return word in {"The", "the"} or word in _first_words() or re.split("-", word)[0] in _first_words()


@cache
def _masthead() -> dict[str, Known]:
    """Return the words that make a name an outlet's."""
    rows = read_table("carry_masthead")
    return {word: Known(kind, "", Certainty.WEAK if weak else Certainty.SURE) for word, kind, *weak in rows}


@lru_cache(maxsize=10_000)
def platform_of(name: str, *, noun: str = "") -> str:
    """Return the platform of a name; empty for other names, and for a common word without a noun such as "post".

    >>> platform_of("Sina Weibo"), platform_of("X"), platform_of("X", noun="post")
    ('Weibo', '', 'X')
    """
    rows = {row[0]: row[1] for row in read_table("carry_platforms") if noun or len(row) == 2}
    return rows.get(fold_outlet(name), "")


@lru_cache(maxsize=10_000)
def is_body(word: str) -> bool:
    """Whether a word belongs to names of bodies, offices and peoples, which are not outlets."""
    return word.replace(".", "") in read_words("carry_bodies")


def masthead_of(word: str) -> Known | None:
    """Return what is known about a word of mastheads that stands alone with an article: the Courier.

    >>> masthead_of("Courier").kind, masthead_of("Express").kind, masthead_of("Monthly").kind, masthead_of("Press")
    ('newspaper', 'newspaper', 'magazine', None)
    """
    known = _masthead().get(word)
    if known is None or word in _NEVER_ALONE:
        return None
    return known if known.certainty is Certainty.SURE or known.kind == "newspaper" else None


@lru_cache(maxsize=10_000)
def look_up(name: str, *, marked: bool = False) -> Known:
    """Return what is known about a name; `marked` if it stands in quotation marks, as names of programmes do.

    >>> look_up("Wold Gazette")
    Known(kind='newspaper', stands_for='', certainty=<Certainty.SURE: 2>)
    >>> look_up("Orla Vint").certainty
    <Certainty.NONE: 0>
    """
    folded = fold_outlet(name)
    if folded in _programmes() and (marked or " " in folded):
        return Known("programme", "", Certainty.SURE)
    known = _known_outlets().get(folded)
    return known or _classify_by_shape(folded)


def _classify_by_shape(name: str) -> Known:
    """Return what the form of a name shows."""
    kind = _classify_by_form(name)
    if kind:
        return Known(kind, "", Certainty.SURE)
    words = name.split()
    if len(words) > 1:
        found = [known for word in words if (known := _masthead().get(word))]
        sure = [known for known in found if known.certainty is Certainty.SURE]
        if sure or (found and not any(is_body(word) for word in words)):
            return (sure or found)[-1]
    letters = _LETTERS.match(name) and not any(is_body(word) for word in words)
    return Known("", "", Certainty.WEAK) if letters else _NOTHING


def _classify_by_form(name: str) -> str:
    """Return the kind of outlet of an address, a call sign, an agency or a network's branch; else empty."""
    if _SITE.match(name):
        return "digital"
    if _CALL_SIGN.match(name) and not is_body(name):
        return "broadcaster"
    if _AGENCY.search(name):
        return "agency"
    first, _, rest = name.partition(" ")
    network = _known_outlets().get(first) if rest else None
    return network.kind if network and network.certainty is Certainty.SURE and network.kind != "agency" else ""
