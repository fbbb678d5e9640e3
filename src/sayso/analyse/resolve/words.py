"""The words of a text with their places, for names and descriptions."""

from __future__ import annotations

import re
from typing import NamedTuple

from sayso.text import Span

__all__ = ["Word", "cut_words"]

# Letters with full stops (U.S.), a word with what is joined to it (Jean-Luc, O'Neill, AT&T), or an &.
_WORD = re.compile(r"(?:[^\W\d_]\.){1,6}(?![^\W_])(?:['’][sS](?![^\W_]))?|[^\W_]+(?:[-&'’.][^\W_]+)*|&")
_POSSESSIVE = ("'s", "’s", "'S", "’S")


class Word(NamedTuple):
    """A word of the text; a possessive 's is not part of it.

    Attributes:
        start: Where it begins.
        end: Where it ends.
        form: The word as the text has it.
        lower: The word in small letters, without full stops.
    """

    start: int
    end: int
    form: str
    lower: str


def cut_words(text: str, span: Span) -> list[Word]:
    """Return the words of a stretch of the text, in order, without possessive endings.

    >>> [word.form for word in cut_words("J.K. O'Neill’s U.S. trip", Span(0, 24))]
    ['J.K.', "O'Neill", 'U.S.', 'trip']
    """
    words = []
    for found in _WORD.finditer(text, span.start, span.end):
        start, end = found.span()
        form = found.group()
        if form.endswith(_POSSESSIVE):
            form, end = form[:-2], end - 2
        words.append(Word(start, end, form, form.replace(".", "").lower()))
    return words
