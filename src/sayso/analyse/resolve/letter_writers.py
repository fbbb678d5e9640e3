"""The writers of letters to an editor: who signs below says “I” above."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from sayso.analyse.layout import Layout
from sayso.analyse.resolve.kinds import NameKind
from sayso.analyse.resolve.proper_names import Name
from sayso.text import Span

__all__ = ["Letter", "find_letters"]

_BEGINS = re.compile(r"(?:SIRS?|Sirs?|MADAM|Madam)\s?[-–—,:]|(?:Dear|DEAR) \w+|To the [Ee]ditor")
_ENDS_SENTENCE = re.compile(r"[.!?:;…][”\"’')]?$")
# A signature has at most so many characters; what follows the name is an office or a place.
_LONGEST_SIGNATURE = 70
# A letter has at most so many lines.
_LONGEST_LETTER = 40
_PERSONS = (NameKind.PERSON, NameKind.UNKNOWN)


class Letter(NamedTuple):
    """A letter: from its salutation to the name that signs it."""

    span: Span
    writer: Name


def find_letters(layout: Layout, names: Sequence[Name]) -> Iterator[Letter]:
    """Yield the letters of a text in order: lines that begin with a salutation, to the next line that is a name.

    Args:
        layout: The lines of the text.
        names: Its proper names, in order.
    """
    begins = [number for number, line in enumerate(layout.lines) if _BEGINS.match(layout.text, line.start)]
    for begin, following in pairwise([*begins, len(layout.lines)]):
        for line in layout.lines[begin + 1 : min(following, begin + _LONGEST_LETTER)]:
            writer = _read_signature(layout.text, line, names)
            if writer is not None:
                yield Letter(Span(layout.lines[begin].start, line.end), writer)
                break


def _read_signature(text: str, line: Span, names: Sequence[Name]) -> Name | None:
    """Return the person whose name a line is, with an office or place behind it at most."""
    if line.end - line.start > _LONGEST_SIGNATURE:
        return None
    first = bisect_left(names, line.start, key=lambda name: name.span.start)
    end = bisect_left(names, line.end, key=lambda name: name.span.start)
    # A rank without its title's form, such as Col, may be taken for a name; a signature has two words or more.
    whole = (name for name in names[first:end] if len(name.words) > 1 and name.kind in _PERSONS)
    name = next(whole, None)
    if name is None:
        return None
    before, after = text[line.start : name.span.start].strip(" —–-"), text[name.span.end : line.end].strip()
    is_title = all(word[0].isupper() or word[0] == "(" for word in before.split())
    return name if is_title and after[:1] in ("", ",", "(") and not _ENDS_SENTENCE.search(after) else None
