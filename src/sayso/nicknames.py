"""First names and what their owners are called: “Bill” may be William. One table for the whole of sayso."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

__all__ = ["are_forms_of_one", "list_forms"]

# Each name with its short and other forms; two of one group may be one person's, two names of different groups are not.
_FORMS = (
    "william bill billy will|robert bob bobby rob|richard dick rich rick|james jamie jim jimmy|john jack johnny "
    "jon|joseph joe|michael mick mike|thomas tom tommy|charles charlie chuck|edward ed eddie ted|theodore ted "
    "teddy|donald don donnie donny|ronald ron ronnie|kenneth ken|stephen steve steven|steven steve|andrew andy "
    "drew|anthony tony|christopher chris|daniel dan danny|david dave|gregory greg|jeffrey jeff|geoffrey "
    "geoff|gerald gerry jerry|lawrence larry|matthew matt|nicholas nick|patrick paddy pat|peter pete|philip "
    "phil|raymond ray|samuel sam|timothy tim|walter walt|benjamin ben|alexander alex|alexandra alex|elizabeth "
    "beth betsy eliza liz|margaret maggie meg peggy|katherine kate kathy katie catherine cathy|catherine "
    "kate|kathleen kathy|deborah deb debbie|jennifer jen jenny|jessica jess|patricia pat patty|susan sue|barbara "
    "barb|victoria vicky|rebecca becky|judith judy|pamela pam|cynthia cindy|sandra sandy|rafael ted|bernard "
    "bernie|leonard len|frederick fred|albert al|alfred al|arthur art|douglas doug|eugene gene|francis "
    "frank|harold hal harry|henry hank harry|vincent vince|zachary zach|nathan nate|nathaniel nate|joshua "
    "josh|jacob jake|abraham abe"
)


def are_forms_of_one(first: str, second: str) -> bool:
    """Whether two first names in small letters may be one person's.

    >>> are_forms_of_one("bill", "william"), are_forms_of_one("patrick", "peter")
    (True, False)
    """
    return second in list_forms(first)


def list_forms(first: str) -> frozenset[str]:
    """The first names in small letters that may be one person's with this one, itself among them; else none.

    >>> sorted(list_forms("walter")), list_forms("ottoline")
    (['walt', 'walter'], frozenset())
    """
    return _map_forms().get(first, frozenset())


@cache
def _map_forms() -> dict[str, frozenset[str]]:
    """Each first name with the forms of its groups."""
    forms: dict[str, set[str]] = defaultdict(set)
    for group in _FORMS.split("|"):
        for word in group.split():
            forms[word].update(group.split())
    return {word: frozenset(others) for word, others in forms.items()}
