"""The names of bodies and documents, read for comparing them across articles: main words, initials, short forms."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from sayso.letters import plain_letters
from sayso.lexicon import read_words
from sayso.lexicon.nouns import bodies, places, roles, titles
from sayso.outlets import fold_outlet, read_outlets

__all__ = ["BodyName", "read_body"]

_MOST_CHARS = 200
_WORD = re.compile(r"[^\W_]+(?:['&][^\W_]+)*")
_SMALL = frozenset("the of for and on in at to a de la des der und et".split())
_MOST_LETTERS = 6
# What the law adds to the name of a company.
_LEGAL = frozenset(
    "inc incorporated ltd limited llc llp lp plc corp gmbh ag sa nv bv ab asa oy oyj spa srl pty kk".split()
)
# What only says which form a body has. Not "government", "campaign", "university" or "times": without it, the name is
# that of a place or a person.
_FORMS = _LEGAL | frozenset(
    "company companies co corporation group holding holdings industries enterprises ventures international global"
    " worldwide technologies technology systems solutions labs laboratories pharmaceuticals pharma motors airlines"
    " airways bank stores foods pictures studios records entertainment partners capital securities insurance energy"
    " petroleum mining steel services associates magazine newspaper tabloid news media network online tv television"
    " radio channel agency wire website site app platform movement party leadership alliance coalition".split()
)
# Words of names that every country has bodies of, beside those of the lists.
_GENERAL = frozenset(
    "supreme high constitutional federal national central state local regional city county royal general public"
    " foreign home labour labor green conservative liberal democratic republican socialist communist people peoples"
    " workers united new old first defence defense finance interior justice health education trade".split()
)


class BodyName(NamedTuple):
    """The name of a body or document, in plain small letters.

    Attributes:
        words: Its main words, without article and legal form.
        initials: What it may be called by its first letters; none for one word.
        shorts: Its first words, where the others only say what kind of body it is: "norpress" of Norpress Group.
        is_letters: Whether it may be made of first letters: "WHO", "Unesco".
        is_general: Whether bodies of many places have this name: "Supreme Court".
    """

    words: tuple[str, ...]
    initials: tuple[str, ...]
    shorts: tuple[tuple[str, ...], ...]
    is_letters: bool
    is_general: bool


@lru_cache(maxsize=1 << 17)
def read_body(name: str) -> BodyName:
    """The parts of a body's name.

    >>> read_body("The Wold Bridge Trust Ltd.").words, read_body("World Health Organization").initials
    (('wold', 'bridge', 'trust'), ('who',))
    >>> read_body("U.S. Supreme Court").is_general, read_body("the Supreme Court").is_general
    (False, True)
    """
    name = " ".join(name[:_MOST_CHARS].split())
    known = read_outlets().get(fold_outlet(name))
    if known is not None and not known.is_plain:
        name = known.name
    plain = plain_letters(re.sub(r"(?<=\b[^\W\d_])\.", "", name))
    all_words = [word.removesuffix("'s").replace("'", "") for word in _WORD.findall(plain)]
    all_words = [word for word in all_words if word] or [plain.strip() or "?"]
    words = [word for word in all_words if word not in _SMALL] or all_words
    while len(words) > 1 and words[-1] in _LEGAL:
        words = words[:-1]
    long = "".join(word[0] for word in all_words if word != "the")
    initials = dict.fromkeys(("".join(word[0] for word in words), long)) if len(words) > 1 else {}
    shorts = tuple(
        tuple(words[:n])
        for n in range(1, len(words))
        if _FORMS.issuperset(words[n:]) and " ".join(words[:n]) not in places()
    )
    bare = name.replace(".", "")
    is_letters = len(words) == 1 and len(bare) <= _MOST_LETTERS and (bare.isupper() or len(bare) > 3)
    return BodyName(tuple(words), tuple(initials), shorts, is_letters, _is_general(words))


def _is_general(words: list[str]) -> bool:
    if " ".join(words) in places():
        return False
    return all(word in _general_words() or word.removesuffix("s") in _general_words() for word in words)


@cache
def _general_words() -> frozenset[str]:
    """The words that make no name by themselves."""
    nouns = {word for noun in bodies() if noun not in places() for word in noun.split()}
    return frozenset(nouns) | _GENERAL | read_words("title_parts") | titles() | roles()
