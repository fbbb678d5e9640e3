"""Whether a place stands in quotation marks in its source, so that the source only passes the words on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from sayso.check.part import Part
from sayso.segment import pair_marks
from sayso.text import Span

__all__ = ["are_second_hand", "is_second_hand"]

# So much of a paragraph is looked at on either side of a place.
_AROUND_CHARS = 2_000
# In marks without a comma or colon before them, the name of a show or book.
_NAME = re.compile(r"[A-Z][\w’'-]*(?: (?:[A-Z0-9][\w’'-]*|of|the|and|in|a|to|for)){0,5}")
_MARK = re.compile("[\"“”„‟«»‘’‹›＂]|''|``")


def are_second_hand(part: Part, places: Sequence[Span]) -> bool:
    """Whether all of these places stand in quotation marks."""
    return bool(places) and all(is_second_hand(part, place) for place in places)


def is_second_hand(part: Part, place: Span) -> bool:
    """Whether a place stands in quotation marks, and these are not around a whole turn, or a name: in “Night Boats”."""
    text = part.source.text
    low, high = max(0, place.start - _AROUND_CHARS), min(len(text), place.end + _AROUND_CHARS)
    if not _MARK.search(text, low, place.start) or not _MARK.search(text, place.end, high):
        return False
    # A paragraph, its lines joined: those of a printed text break anywhere.
    first = max(low, text.rfind("\n\n", low, place.start) + 2) if "\n\n" in text[low : place.start] else low
    end = text.find("\n\n", place.end, high)
    stretches = [(first, text[first : high if end < 0 else end].replace("\n", " "))]
    line_first = text.rfind("\n", low, place.start) + 1 or low
    line_end = text.find("\n", place.end, high)
    stretches.append((line_first, text[line_first : high if line_end < 0 else line_end]))
    return any(_is_marked(part, begin, words, place) for begin, words in stretches)


def _is_marked(part: Part, begin: int, words: str, place: Span) -> bool:
    """Whether a stretch of the text that begins there has the place in quotation marks."""
    for start, end, before in _find_marked(words):
        if begin + start <= place.start and place.end <= begin + end:
            label = words[:before].rstrip().rstrip("*_")
            is_turn = label.endswith(":") and begin in part.turns.starts
            return not is_turn and not (_NAME.fullmatch(words, start, end) and label[-1:].isalnum())
    return False


@lru_cache(maxsize=1 << 10)
def _find_marked(words: str) -> tuple[tuple[int, int, int], ...]:
    """Where the closed marks of a stretch begin and end, without the marks, and where the opening one stands."""
    marked = (mark for mark in pair_marks(words) if mark.closed and mark.kind != "block")
    return tuple((mark.inside.start, mark.inside.end, mark.span.start) for mark in marked)
