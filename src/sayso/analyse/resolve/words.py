"""The words of a text with their places, for names and descriptions."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sayso.text import Span

__all__ = ["Word", "cut_words"]

# Letters with full stops (U.S.), a word with what is joined to it (Jean-Luc, O'Neill, AT&T), or an &.
_WORD = re.compile(r"(?:[^\W\d_]\.){1,6}(?![^\W_])(?:['’][sS](?![^\W_]))?|[^\W_]+(?:[-&'’.][^\W_]+)*|&")
_POSSESSIVE = ("'s", "’s", "'S", "’S")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the text; a possessive 's is not part of it."""

    start: int
    end: int
    form: str

    @property
    def lower(self) -> str:
        """The word in small letters, without full stops."""
        return self.form.replace(".", "").lower()


def cut_words(text: str, span: Span) -> list[Word]:
    """Return the words of a stretch of the text, in order, without possessive endings.

    >>> [word.form for word in cut_words("J.K. O'Neill’s U.S. trip", Span(0, 24))]
    ['J.K.', "O'Neill", 'U.S.', 'trip']
    """
    words = []
    for found in _WORD.finditer(text, span.start, span.end):
        form = found.group()
        form = form[:-2] if form.endswith(_POSSESSIVE) else form
        words.append(Word(found.start(), found.start() + len(form), form))
    return words
