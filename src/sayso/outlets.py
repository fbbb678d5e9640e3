"""The table of outlets and agencies: the names that each has, its kind, and the one name that sayso uses."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from sayso.letters import plain_letters

__all__ = ["KnownOutlet", "clean_outlet", "fold_outlet", "is_agency", "read_outlets"]

_FOLDER = Path(__file__).parent
# Kinds whose words other outlets print.
_WIRES = frozenset({"agency", "press-release", "syndicate"})
# Outlets that are also wires for other outlets.
_ALSO_WIRES = frozenset({"Bloomberg News", "The Conversation"})
_WIRES_IN_GENERAL = frozenset({"news agencies", "agencies", "wire reports", "wire services", "staff and wire reports"})
_NO_WORD = re.compile(r"[\W_]+")
# Given as an outlet's name but not one: an address, a path, an account.
_NO_NAME = re.compile(r"@|(?:[a-z]{2,10}:)?//|www\.|[\w.-]+/|\W*\Z", re.IGNORECASE)
_MAX_WORDS = 10
_MIN_TITLE_WORDS = 4


class KnownOutlet(NamedTuple):
    """An outlet of the table: its one name, its kind, and whether the name it was found by is also a common word."""

    name: str
    kind: str
    is_plain: bool


@cache
def read_outlets() -> Mapping[str, KnownOutlet]:
    """The outlets by each of their names as written, without a leading "The".

    >>> read_outlets()["AP"]
    KnownOutlet(name='Associated Press', kind='agency', is_plain=False)
    """
    found = {}
    for line in (_FOLDER / "outlets.tsv").read_text(encoding="utf-8").split("\n"):
        if line.strip() and not line.startswith("#"):
            name, called, kind, *plain = line.split("\t")
            found[fold_outlet(name)] = KnownOutlet(called, kind, bool(plain))
    return MappingProxyType(found)


def fold_outlet(name: str) -> str:
    """A name without a leading article and with straight marks, for looking it up in the table.

    >>> fold_outlet("The Wold  Inquirer’s Herald")
    "Wold Inquirer's Herald"
    """
    name = " ".join(name.replace("’", "'").split())
    return name[4:] if name[:4] in {"The ", "the "} else name


def is_agency(name: str) -> bool:
    """Whether a name is that of a news agency, a press wire or a syndicate, or of agencies in general.

    >>> is_agency("The Associated Press"), is_agency("AGENCE FRANCE-PRESSE"), is_agency("Anna Roth")
    (True, True, False)
    """
    return _fold(name) in _WIRES_IN_GENERAL or _find_wire(name) is not None


def clean_outlet(name: str | None, titles: tuple[str, ...] = ()) -> str | None:
    """The name of an outlet as given, agencies by their one name; None if it is not the name of an outlet.

    Addresses, accounts and the titles of the article are not names of outlets.

    Args:
        name: What is given as the name of the outlet.
        titles: What is given as the title of the article.

    >>> clean_outlet("AP News"), clean_outlet("The Oxley Herald"), clean_outlet("@oxleyherald")
    ('Associated Press', 'The Oxley Herald', None)
    """
    bare = " ".join((name or "").split())
    folded = _fold(bare)
    if not folded or _NO_NAME.match(bare) or folded.count(" ") >= _MAX_WORDS:
        return None
    if any(folded == title and title.count(" ") >= _MIN_TITLE_WORDS - 1 for title in map(_fold, titles)):
        return None
    return _find_wire(bare) or bare


def _find_wire(name: str) -> str | None:
    """The one name of an agency, wire or syndicate, whatever the case and accents; None if it is not one."""
    known = _read_wires().get(_fold(name))
    # A common word is an agency's name only in capitals: "PETRA", not "Petra".
    is_sure = known is not None and (not known.is_plain or name.isupper() or known.name in _ALSO_WIRES)
    return known.name if known is not None and is_sure else None


@cache
def _read_wires() -> Mapping[str, KnownOutlet]:
    """The agencies, wires and syndicates by each of their names, folded."""
    rows = ((_fold(name), known) for name, known in read_outlets().items())
    found: dict[str, KnownOutlet] = {}
    for folded, known in rows:
        if known.kind in _WIRES or known.name in _ALSO_WIRES:
            found[folded] = known if folded not in found or not known.is_plain else found[folded]
    return MappingProxyType(found)


def _fold(name: str) -> str:
    """A name in lower case without accents, with single blanks and without a leading article."""
    return _NO_WORD.sub(" ", plain_letters(name)).strip().removeprefix("the ")
