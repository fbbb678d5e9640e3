"""Find words that a reader has typed in the text of an article, as exactly as people type."""

from __future__ import annotations

import re
from itertools import islice

from sayso.text import Span

__all__ = ["MOST_CHARS", "choose_place", "find_words", "has_words"]

MOST_CHARS = 20_000
"""Words that are longer are not looked for."""
_MOST_PLACES = 500
# Whoever types has other marks at hand than those that are printed.
_SIGNS = ('"“”„‟«»', "'‘’‚‛‹›`´", "-‐‑‒–—―")
_CLASSES = {sign: f"[{re.escape(signs)}]" for signs in _SIGNS for sign in signs}


def find_words(words: str, text: str) -> list[Span]:
    """Where words stand in a text, whatever the kinds of quotation marks, dashes and blanks in them.

    >>> find_words('"We  won"', "“We won,” she said. “We won”")
    [Span(start=20, end=28)]
    """
    pattern = _make_pattern(words)
    found = () if pattern is None else pattern.finditer(text)
    return [Span(*it.span()) for it in islice(found, _MOST_PLACES)]


def has_words(text: str, span: Span, words: str) -> bool:
    """Whether words stand at a place of a text."""
    pattern = _make_pattern(words)
    return pattern is not None and pattern.fullmatch(text, span.start, span.end) is not None


def choose_place(places: list[Span], text: str, near: Span | None) -> Span | None:
    """The one place that is meant: the only one, or the only one in the paragraphs of a span; None if it is unclear."""
    if len(places) == 1 or near is None:
        return places[0] if len(places) == 1 else None
    start, end = text.rfind("\n", 0, near.start) + 1, text.find("\n", near.end)
    around = Span(start, len(text) if end < 0 else end)
    inside = [it for it in places if around.holds(it)]
    return inside[0] if len(inside) == 1 else None


def _make_pattern(words: str) -> re.Pattern[str] | None:
    parts = words.split()
    if not parts or len(words) > MOST_CHARS:
        return None
    return re.compile(r"\s+".join("".join(_CLASSES.get(char) or re.escape(char) for char in part) for part in parts))
