"""The words around a place, as features have them, and their classes, such as verbs of telling."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from functools import cache, lru_cache

from sayso.lexicon import read_table, read_words
from sayso.months import ANY_DAY, ANY_MONTH

__all__ = ["LINE_END", "Words", "classes_of"]

_TOKEN = re.compile(r"[^\W_]+(?:[-'’.&][^\W_]+)*|[’']s\b|[^\w\s]|\n+|@\w+")
_DAY = re.compile(rf"(?:{ANY_DAY}|{ANY_MONTH})\b")
LINE_END = "<line>"
_LEFT, _RIGHT = 8, 6
# No word of a list is longer.
_MOST_LETTERS = 40


class Words:
    """The words and signs of a text; names, numbers and dates are each one sign."""

    def __init__(self, text: str) -> None:
        self.words: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        opens = True
        for found in _TOKEN.finditer(text):
            token = found.group()[:_MOST_LETTERS]
            word = _fold(token)
            if opens and word == "<name>":
                word = token.lower()
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


@lru_cache(maxsize=10_000)
def _fold(token: str) -> str:
    """Return a token as a word for features; a capitalised one is a name."""
    if token[0] == "\n":
        return LINE_END
    if token[0].isdigit():
        return "<number>"
    if _DAY.match(token):
        return "<day>"
    return "<name>" if token[0].isupper() else token.lower()


@lru_cache(maxsize=10_000)
def classes_of(word: str) -> tuple[str, ...]:
    """Return the classes that a word belongs to, such as verbs of telling.

    >>> classes_of("told"), classes_of("reporting")
    (('tell',), ('report',))
    """
    whole, begun = _forms()
    lengths = range(1, min(len(word), _MOST_LETTERS) + 1)
    found = {*whole.get(word, ()), *(kind for n in lengths for kind in begun.get(word[:n], ()))}
    return tuple(sorted({*found, *(["noun"] if word in read_words("carry_nouns") else [])}))


@cache
def _forms() -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """Return the classes of whole words, and those of all words that begin so: the forms that end in a star."""
    whole: dict[str, set[str]] = defaultdict(set)
    begun: dict[str, set[str]] = defaultdict(set)
    for form, kind in read_table("carry_words"):
        (begun[form[:-1]] if form.endswith("*") else whole[form]).add(kind)
    return dict(whole), dict(begun)
