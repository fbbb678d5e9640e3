"""Titles that no list has, recognised by how one text uses them; and letters after a name.

A word that stands before a full name which the text also has without it is a title: "Adv Ada Moss" beside "Ada Moss".
So is one that the text also uses alone, with an article: "Barima Kofi Moss", later "the Barima".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from sayso.analyse.resolve.words import Word
from sayso.lexicon import read_words
from sayso.lexicon.nouns import bodies, is_first_name, peoples, places, titles

__all__ = ["drop_letters", "find_own_titles", "is_title_alone"]

_ARTICLE = re.compile(r"\b(?:[Tt]he|[Oo]ur) $")
_ROMAN = re.compile(r"[IVX]+")
_MOST_LETTERS = 4


def find_own_titles(text: str, runs: Sequence[Sequence[Word]]) -> frozenset[str]:
    """Return the words that a text uses as titles.

    >>> from sayso.analyse.resolve.words import cut_words
    >>> from sayso.text import Span
    >>> text = "Barima Kofi Moss spoke. The Barima left."
    >>> words = cut_words(text, Span(0, len(text)))
    >>> sorted(find_own_titles(text, [words[:3], words[5:6]]))
    ['Barima']
    """
    whole = {tuple(word.form for word in run) for run in runs}
    alone = {
        run[0].form for run in runs if len(run) == 1 and _ARTICLE.search(text, max(0, run[0].start - 4), run[0].start)
    }
    lasts = {run[-1].form for run in runs if len(run) > 1}
    # "Cr Tom Oats" and "Cr Oats"; "Alhaji" beside "Alhaji Bukar Gaya", who is nobody's name.
    short = {(run[0].form, run[-1].form) for run in runs if len(run) == 2}
    single = {run[0].form for run in runs if len(run) == 1 and run[0].lower in titles()} - lasts
    found = {run[0].form for run in runs if len(run) > 1 and run[0].form in single and not is_first_name(run[0].lower)}
    for run in runs:
        first, rest = run[0].form, tuple(word.form for word in run[1:])
        if len(rest) < 2 or not _may_be_title(run) or not _is_personal(rest):
            continue
        if first in alone or rest in whole or ((first, rest[-1]) in short and is_first_name(rest[0])):
            found.add(first)
    return frozenset(found)


def is_title_alone(text: str, run: Sequence[Word], own_titles: AbstractSet[str]) -> bool:
    """Whether a run is one title without a name: "the Hajji"."""
    word = run[0]
    if len(run) > 1 or word.form in own_titles:
        return len(run) == 1
    has_article = _ARTICLE.search(text, max(0, word.start - 4), word.start) is not None
    return has_article and word.lower in titles() and not is_first_name(word.form)


def _may_be_title(run: Sequence[Word]) -> bool:
    """Whether the first word of a run is neither a first name nor a place, people or noun for a body."""
    key = run[0].lower
    is_acronym = run[0].form.isupper()
    return not (is_acronym or is_first_name(key) or key in places() or key in peoples() or key in bodies())


def _is_personal(rest: Sequence[str]) -> bool:
    """Whether the words after a first one may be the full name of a person."""
    return all(word[0].isupper() for word in rest) and rest[-1].lower() not in bodies()


def drop_letters(words: Sequence[Word]) -> Sequence[Word]:
    """Return the words of a name without the letters of an honour or degree after it: "Ada Moss KC"."""
    last = words[-1].form if len(words) > 2 else ""
    is_honour = last.isascii() and last.isupper() and 1 < len(last) <= _MOST_LETTERS and not _ROMAN.fullmatch(last)
    is_honour = is_honour and last.lower() not in read_words("suffixes")
    is_shouted = any(word.form.isupper() and len(word.form) > 1 for word in words[:-1])
    return words[:-1] if is_honour and not is_shouted else words
