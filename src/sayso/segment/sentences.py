"""Split a stretch of text into sentences, as spans."""

from __future__ import annotations

import re

from sayso.segment.lines import trim_span
from sayso.text import Span

__all__ = ["split_sentences"]

# The lookbehind avoids trying each of a million full stops in a row.
_STOP = re.compile(r"(?<![.!?…。！？])[.!?…。！？]+[\"”“’'»›)\]」』]*(?=\s|$)|[。！？][」』”]*")
_BEFORE = re.compile(r"(?:\w\.)*\w+$")
_INITIALS = re.compile(r"(?:[^\W\d_]\.){1,3}[^\W\d_]")
_LAST_WORD = 24

# Abbreviations such as titles, which stand before a name: the full stop after them never ends a sentence.
_BEFORE_NAME = frozenset(
    """
    mr mrs ms mx dr prof gov sen rep reps sens gen col lt sgt capt cmdr maj adm rev hon pres supt det insp cpl pvt msgr
    adv ald atty barr engr eng smt cllr coun cr ofc cst
    const assemb amb brig asst supt st mt ft vs no nos fig vol pp approx dept e.g i.e cf al sec
    fr bro sis br mgr mons dcn pst ptr evang ven alh sra srta dra mme mlle cdr comdr commr wg sqn flt ssgt sfc pfc spc
    lcpl rtd retd ret arch archt kag mohd muhd ma wm chas thos avv
    """.split()
)
# Those of them that are written in small letters too.
_SMALL_TOO = frozenset("e.g i.e vs cf al pp ret retd rtd".split())
# Abbreviations that end a sentence only if what follows looks like the start of one.
_MAYBE = frozenset(
    """
    jan feb mar apr jun jul aug sept sep oct nov dec inc ltd co corp jr sr etc a.m p.m u.s u.k u.n e.u d.c ave blvd rd
    bros est ph.d b.a m.a ariz ark calif colo conn del fla ga ill ind kan ky la md mass mich minn miss mo mont neb nev
    okla ore pa tenn tex va vt wash wis wyo n.y n.j n.h n.c s.c n.d s.d r.i w.va n.m
    """.split()
)
_STARTERS = frozenset(
    """
    the a an he she it they we i you this that these those but and in on at for from with as if when while after before
    his her its their our my there what who how why where no yes not so then now
    """.split()
)
_NEXT_WORD = re.compile(r"[\"“‘'«(\[]*(\w+)")


def split_sentences(text: str, span: Span) -> list[Span]:
    """The sentences within a span of the text, without blanks at their ends; closing marks belong to their sentence.

    >>> text = "“We won.” Mr. Roe, of the U.S. team, left. Why?"
    >>> [sentence.of(text) for sentence in split_sentences(text, Span(0, len(text)))]
    ['“We won.”', 'Mr. Roe, of the U.S. team, left.', 'Why?']
    """
    sentences = []
    start = span.start
    for found in _STOP.finditer(text, span.start, span.end):
        if _ends_sentence(text, found, span):
            sentences.append(trim_span(text, start, found.end()))
            start = found.end()
    sentences.append(trim_span(text, start, span.end))
    return [sentence for sentence in sentences if sentence.start < sentence.end]


def _ends_sentence(text: str, found: re.Match[str], span: Span) -> bool:
    """Whether the full stop that was found ends a sentence."""
    following = text[found.end() : min(found.end() + _LAST_WORD, span.end)].lstrip()
    if not following:
        return True
    opening = following.lstrip("\"“‘'«([")[:1]
    if opening.islower():
        # “Why?” she asked. And … he went on: a sentence that continues in lower case.
        return False
    if not found.group().startswith(".") or len(found.group().rstrip("\"”“’'»›)]」』")) > 1:
        return True
    return not _is_abbreviation(text, found.start(), span, following)


def _is_abbreviation(text: str, stop: int, span: Span, following: str) -> bool:
    """Whether the full stop belongs to an abbreviation or initial, and the sentence goes on."""
    found = _BEFORE.search(text[max(span.start, stop - _LAST_WORD) : stop])
    if not found:
        return False
    word = found.group()
    lower = word.lower()
    if word == "No":
        return following[:1].isdigit()
    if lower in _BEFORE_NAME and (word[:1].isupper() or lower in _SMALL_TOO):
        return True
    # "J. Moss", "J.K. Moss"; "U.S." and the like are looked up below.
    if (len(word) == 1 and word.isupper() and word != "I") or (lower not in _MAYBE and _INITIALS.fullmatch(word)):
        return True
    if lower in _MAYBE and (word[:1].isupper() or "." in word):
        next_word = _NEXT_WORD.match(following)
        return not (next_word and next_word.group(1).lower() in _STARTERS)
    return False
