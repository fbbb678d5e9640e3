"""The words around a place, as features have them, and their classes, such as verbs of telling."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache

from sayso.lexicon import read_table, read_words
from sayso.months import ANY_DAY, ANY_MONTH

__all__ = ["LINE_END", "Words", "classes_of"]

_TOKEN = re.compile(r"[^\W_]+(?:[-'’.&][^\W_]+)*|[’']s\b|[^\w\s]|\n+|@\w+")
_DAY = re.compile(rf"(?:{ANY_DAY}|{ANY_MONTH})\b")
LINE_END = "<line>"
_LEFT, _RIGHT = 8, 6


class Words:
    """The words and signs of a text; names, numbers and dates are each one sign."""

    def __init__(self, text: str) -> None:
        self.words: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        opens = True
        for found in _TOKEN.finditer(text):
            word = _fold(found.group(), opens=opens)
            if word[0].isalnum() or word[0] == "<":
                opens = word == LINE_END
            elif word in '.!?:“"‘«([':
                opens = True
            if word == "<name>" and self.words and self.words[-1] == word and found.start() - self.ends[-1] <= 1:
                self.ends[-1] = found.end()
                continue
            self.words.append(word)
            self.starts.append(found.start())
            self.ends.append(found.end())

    def before(self, place: int) -> list[str]:
        """Return the words before a place in its line, the nearest first."""
        last = bisect_left(self.starts, place)
        if last and self.ends[last - 1] > place:
            last -= 1
        out = []
        for word in reversed(self.words[max(0, last - _LEFT) : last]):
            out.append(word)
            if word == LINE_END:
                return out
        return out if last >= _LEFT else [*out, LINE_END]

    def after(self, place: int, count: int = _RIGHT) -> list[str]:
        """Return the words after a place in its line."""
        first = bisect_left(self.starts, place)
        out = []
        for word in self.words[first : first + count]:
            out.append(word)
            if word == LINE_END:
                return out
        return out or [LINE_END]


def _fold(token: str, *, opens: bool) -> str:
    """Return a token as a word for features; a capitalised one is a name unless it opens a sentence."""
    if token[0] == "\n":
        return LINE_END
    if token[0].isdigit():
        return "<number>"
    if _DAY.match(token):
        return "<day>"
    return "<name>" if token[0].isupper() and not opens else token.lower()


@lru_cache(maxsize=10_000)
def classes_of(word: str) -> tuple[str, ...]:
    """Return the classes that a word belongs to, such as verbs of telling.

    >>> classes_of("told"), classes_of("reporting")
    (('tell',), ('report',))
    """
    found = [kind for form, kind in read_table("carry_words") if _fits(form, word)]
    return tuple(sorted({*found, *(["noun"] if word in read_words("carry_nouns") else [])}))


def _fits(form: str, word: str) -> bool:
    """Whether a word is a form, or begins with a form that ends in a star."""
    return word.startswith(form[:-1]) if form.endswith("*") else word == form
