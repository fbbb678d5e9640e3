"""Joint sources split into their parts: "A and B", "A, B and C"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sayso.analyse.resolve.phrase import POSSESSIVES, PRONOUNS, names_within, trim
from sayso.analyse.resolve.proper_names import Name
from sayso.analyse.resolve.words import Word, cut_words
from sayso.text import Span

__all__ = ["split_joint", "split_list"]

_LIST_BREAK = re.compile(r"(?: \([^)]{1,30}\))?(?:, and |, | and )")
_AND = re.compile(r" and ")
_RELATIVE = re.compile(r", (?:who|whose|which)\b")
# Longest part of a list, and the farthest that a name stands from the start of the second of two, in characters.
_LONGEST_PART = 60
_FARTHEST_NAME = 40


def split_list(text: str, span: Span, names: Sequence[Name]) -> list[Span]:
    """Return the parts of "A, B, C and D" if each begins with a name; else an empty list."""
    parts, start = [], span.start
    for found in _LIST_BREAK.finditer(text, span.start, span.end):
        parts.append(trim(text, Span(start, found.start())))
        start = found.end()
    parts.append(trim(text, Span(start, span.end)))
    # "Ada Moss, Research and Works Director for Wold and Kent" is no list.
    if len(_AND.findall(text, span.start, span.end)) > 1:
        return []
    is_list = len(parts) > 2 and all(part.end - part.start < _LONGEST_PART for part in parts)
    return parts if is_list and all(_begins_with_name(part, names) for part in parts) else []


def _begins_with_name(part: Span, names: Sequence[Name]) -> bool:
    """Whether a name, or the title before it, opens the part."""
    return any(n.whole.start - part.start < 2 and n.span.start < part.end for n in names_within(names, part))


def split_joint(text: str, span: Span, words: Sequence[Word], names: Sequence[Name]) -> list[Span]:
    """Return the parts of "A, B and C"; one part if it is not such a list."""
    cut = next((word for word in words if word.lower in {"and", "&"} and not _is_in_name(word, names)), None)
    if cut is None:
        return [span]
    listed = split_list(text, span, names)
    if listed:
        return listed
    left, right = trim(text, Span(span.start, cut.start)), trim(text, Span(cut.end, span.end))
    if not cut_words(text, left) or not _begins_entity(text, right, names):
        return [span]
    # "A, the head of B and C", "the firm, which supplies B and C": what follows the comma describes A alone.
    comma, lefts = text.find(",", left.start, left.end), names_within(names, left)
    if _RELATIVE.search(text, left.start, left.end) or (comma > 0 and lefts and comma > lefts[0].span.start):
        return [span]
    return [left, right]


def _is_in_name(word: Word, names: Sequence[Name]) -> bool:
    return any(name.whole.start <= word.start < name.whole.end for name in names)


def _begins_entity(text: str, span: Span, names: Sequence[Name]) -> bool:
    """Whether the second part begins with an entity: a name, a title before one, a pronoun or an article."""
    words, inside = cut_words(text, span), names_within(names, span)
    before = text[span.start : inside[0].whole.start] if inside else ""
    if words and inside and len(before) <= _FARTHEST_NAME and "," not in before:
        return True
    return bool(words) and words[0].lower in POSSESSIVES | PRONOUNS | {"the", "a"}
