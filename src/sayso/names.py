"""The words of names: particles, suffixes, and whether two names may be one person's.

Used within one article (`analyse.resolve`) and across articles (`people`).
"""

from __future__ import annotations

from collections.abc import Sequence

from sayso.nicknames import are_forms_of_one

__all__ = ["PARTICLES", "SUFFIXES", "find_suffix", "fold_name", "may_be_one_person"]

PARTICLES = frozenset(
    "de del della di da dos das du la le van von der den ter ten bin ibn al el ben bint abu y ap af".split()
)
SUFFIXES = frozenset("jr sr ii iii iv".split())


def fold_name(words: Sequence[str]) -> tuple[str, ...]:
    """The words of a name for comparison: small letters, no suffix, article or al-.

    >>> fold_name(("Omar", "al-Wold", "Jr."))
    ('omar', 'wold')
    """
    folded = [word.replace(".", "").lower().removeprefix("al-") for word in words]
    return tuple(word for word in folded if word not in SUFFIXES and word != "the") or tuple(folded)


def find_suffix(words: Sequence[str]) -> str:
    """The suffix of a name, such as jr; empty if there is none."""
    last = words[-1].replace(".", "").lower()
    return last if last in SUFFIXES else ""


def may_be_one_person(name: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two names of one surname may belong to one person.

    >>> may_be_one_person(("Bill", "Moss"), ("William", "Moss")), may_be_one_person(("Ada", "Moss"), ("Ida", "Moss"))
    (True, False)
    """
    a, b, suffixes = fold_name(name), fold_name(other), {find_suffix(name), find_suffix(other)} - {""}
    if len(suffixes) > 1:
        return False
    if a[0] == b[0] or are_forms_of_one(a[0], b[0]):
        return True
    if len(a[0]) == 1 or len(b[0]) == 1:
        return a[0][0] == b[0][0]
    return set(a) <= set(b) or set(b) <= set(a)
