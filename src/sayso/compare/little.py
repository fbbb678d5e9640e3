"""The words that may come and go, or stand for one another, without changing what was said: a closed list.

Whatever is not listed here matters, however small it is: “up” is not “down”, “if” is not “unless”, “or” is not “and”.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from sayso.compare.fold import Folded
from sayso.compare.words import Sort, sort_word

__all__ = ["are_little_alike", "find_little"]

_ARTICLES = frozenset({"a", "an", "the"})
_HESITATIONS = frozenset("uh um er erm ah oh hm hmm mm eh".split())
# Fillers where a mark or the edge of the words sets them apart; else they carry sense: “he did well”, “turn right”.
_APART = frozenset("well yeah yes right okay ok anyway and".split())
# Fillers, but beside a number, a quantifier or a negation: “just three”, “not really”.
_WEAK = frozenset("just really actually basically literally".split())
_PHRASES = frozenset({("you", "know"), ("i", "mean")})
_LOUD = frozenset({Sort.NUMBER, Sort.QUANTIFIER, Sort.NEGATION})
_MARK = re.compile(r"[.!?…;:,()\[\]\n—–-]")
# Two words that say the same.
_SAME = (
    {"while", "whilst"},
    {"among", "amongst"},
    {"toward", "towards"},
    {"until", "till"},
    {"though", "although"},
    {"ok", "okay"},
    {"yes", "yeah"},
    {"who", "whom"},
    {"on", "upon"},
)


def are_little_alike(told: str, held: str) -> bool:
    """Whether one of these words stands for the other and says the same.

    >>> are_little_alike("a", "the"), are_little_alike("or", "and"), are_little_alike("while", "whilst")
    (True, False, True)
    """
    pair = {told, held}
    return pair <= _ARTICLES or pair <= _HESITATIONS or pair in _SAME


def find_little(words: Folded, numbers: Sequence[int]) -> set[int]:
    """Those of the words at these places without which the rest says the same.

    >>> from sayso.compare.fold import fold
    >>> words = fold("He said that the lamp, um, is up, and it will be, well, on.")
    >>> [words.forms[number] for number in sorted(find_little(words, range(len(words))))]
    ['that', 'the', 'um', 'and', 'well']
    """
    given = set(numbers)
    found = {number for number in given if _is_little(words, number)}
    for number in given:
        if number + 1 in given and words.forms[number : number + 2] in _PHRASES:
            found |= {number, number + 1}
    return found


def _is_little(words: Folded, number: int) -> bool:
    form = words.forms[number]
    if form in _ARTICLES or form in _HESITATIONS:
        return True
    before = words.between(number - 1) if number else "."
    after = words.between(number) if number + 1 < len(words) else "."
    if form == "that":
        # A pronoun, “that is why”, or what it points to stands behind it: then it is more than a conjunction.
        return number > 0 and not _MARK.search(before) and not _MARK.search(after)
    if form in _APART:
        return bool(_MARK.search(before) or (form != "and" and _MARK.search(after)))
    if form in _WEAK:
        beside = words.forms[max(0, number - 1) : number] + words.forms[number + 1 : number + 2]
        return _LOUD.isdisjoint(map(sort_word, beside))
    return False
