"""Letters to the editor and comments that are shown whole: each is a turn of the one who signs it.

Two forms are recognised, each only where there are several: paragraphs from a salutation (“Sir –”) to a line with a
name, and paragraphs above a line such as “Posted by: Ida Moss, 3 May”.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from sayso.analyse.turn import Turn
from sayso.segment import find_salutation, trim_span
from sayso.text import Span

__all__ = ["find_letters"]

# Of the lines that sign a letter the first has the name, if it has a capital and does not end like a sentence.
_SIGNATURE = re.compile(r"[(“\"]?[A-Z][^.!?:;\n]{0,3}(?:[^!?:;\n]{0,70}[^!?:;.\n])?(?:\.(?<=[JS]r\.))?")
_MOST_SIGNING_WORDS = 9
_ENDS = re.compile(r"[.!?…][\"”’')\]]*$")
# "Posted by: Ida Moss, 27 Sep 2011 | 18:53"
_POSTED = re.compile(
    r"(?:posted|comment(?:ed)?|written)\sby:?\s(?P<name>[^\n,|]{1,60}?)(?:\s?[,|][^\n]*|\s(?:on|at)\s[^\n]{0,12}\d[^\n]*)?",
    re.IGNORECASE,
)
_UNNAMED = re.compile(r"\b(?:name|address)\b", re.IGNORECASE)
_LEAST = 2
_LEAST_POSTED = 3


def find_letters(text: str, paragraphs: Sequence[Span]) -> Iterator[Turn]:
    r"""Yield the letters, or else the comments, of a text that shows several whole.

    >>> text = "Sir – It leaks.\nIda Moss\n\nSir – It does not.\nOran Pell"
    >>> letters = find_letters(text, [Span(0, 15), Span(16, 24), Span(26, 44), Span(45, 54)])
    >>> [(letter.content[0].of(text), letter.label.of(text)) for letter in letters if letter.label]
    [('It leaks.', 'Ida Moss'), ('It does not.', 'Oran Pell')]
    """
    letters = list(_read_letters(text, paragraphs))
    comments = list(_read_comments(text, paragraphs))
    yield from letters if len(letters) >= _LEAST else comments if len(comments) >= _LEAST_POSTED else ()


def _read_letters(text: str, paragraphs: Sequence[Span]) -> Iterator[Turn]:
    """Yield each letter from its salutation to the line before its signature."""
    starts = [find_salutation(text, *paragraph) for paragraph in paragraphs]
    opened = [(place, start) for place, start in enumerate(starts) if start is not None]
    for (place, start), (following, _) in pairwise([*opened, (len(paragraphs), 0)]):
        first = trim_span(text, start, paragraphs[place].end)
        content = [first] if first.start < first.end else []
        for paragraph in paragraphs[place + 1 : following]:
            if content and _signs(text, content[-1], paragraph):
                if not _UNNAMED.search(text, *paragraph):
                    yield Turn(paragraph, None, tuple(content), None)
                break
            content.append(paragraph)


def _signs(text: str, before: Span, paragraph: Span) -> bool:
    """Whether a line after the end of a sentence may be the name of who wrote it."""
    words = paragraph.of(text)
    is_short = len(words.split()) <= _MOST_SIGNING_WORDS
    return is_short and bool(_ENDS.search(before.of(text)[-4:])) and _SIGNATURE.fullmatch(words) is not None


def _read_comments(text: str, paragraphs: Sequence[Span]) -> Iterator[Turn]:
    """Yield the paragraphs above each line that says who posted them; of the first only the last one is known."""
    begin = None
    for place, paragraph in enumerate(paragraphs):
        posted = _POSTED.fullmatch(text, *paragraph)
        if posted is None:
            continue
        content = paragraphs[(place - 1 if begin is None else begin) : place]
        if content and place:
            yield Turn(Span(*posted.span("name")), None, tuple(content), None)
        begin = place + 1
