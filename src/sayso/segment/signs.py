"""Find the quotation marks of a line, with what their neighbours suggest: opening or closing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sayso.text import Span

__all__ = ["LEFT", "LOW", "RIGHT", "Sign", "link_signs", "read_signs", "shuts"]


class Sign(NamedTuple):
    """One mark: its place, its kind, and what its neighbours suggest."""

    start: int
    end: int
    char: str
    family: str
    opens: bool
    closes: bool
    firm: bool


_FAMILY_CHARS = {
    "double": '“”„‟"＂',
    "single": "‘’‚‛'`´",
    "guillemet": "«»",
    "angle": "‹›",
    "corner": "「」",
    "hook": "『』",
}
_FAMILY = {char: family for family, chars in _FAMILY_CHARS.items() for char in chars}
_FAMILY |= dict.fromkeys(("``", "''", "‘‘", "’’"), "double")
LEFT = frozenset({*"“„‟‘‚‛`«‹「『", "``", "‘‘"})
RIGHT = frozenset({*"”’´»›」』", "’’"})
LOW = frozenset("„‚‟")

_MARK = re.compile("``|''(?!')|‘‘|’’(?!’)|[“”„‟\"＂‘’‚‛'`´«»‹›「」『』]")
_BEFORE_OPENING = frozenset("([{<—–-―/|*_“‘\"'«‹„‚「『`¿¡")
_AFTER_CLOSING = frozenset(".,;:!?…)]}>—–-―/|*_”’\"'»›」』“‘`´")
_ENDS_SPEECH = frozenset('.,!?…;:—–-”’"')


def read_signs(text: str, line: Span) -> Iterator[Sign]:
    """Yield the marks of a line, without apostrophes inside words."""
    for found in _MARK.finditer(text, line.start, line.end):
        start, end = found.span()
        before = text[start - 1] if start > line.start else " "
        after = text[end] if end < line.end else " "
        char = found.group()
        if before.isalnum() and after.isalnum() and char in "'’‘`´":
            continue
        opens = (before.isspace() or before in _BEFORE_OPENING) and not after.isspace()
        closes = (after.isspace() or after in _AFTER_CLOSING) and not before.isspace()
        yield Sign(start, end, char, _FAMILY[char], opens, closes, before in _ENDS_SPEECH)


def link_signs(tokens: Sequence[Sign]) -> list[tuple[int, int, int]]:
    """For each mark, where the next of its family is, the next that may close a single one, and the next double."""
    links = [(-1, -1, -1)] * len(tokens)
    latest: dict[str, int] = {}
    close = -1
    for place in range(len(tokens) - 1, -1, -1):
        token = tokens[place]
        links[place] = (latest.get(token.family, -1), close, latest.get("double", -1))
        latest[token.family] = place
        if token.family == "single" and token.closes:
            close = place
    return links


def shuts(token: Sign) -> bool:
    """Whether a mark can only close."""
    return token.closes and not token.opens if token.char not in RIGHT else token.closes or not token.opens
