"""Untrusted text made harmless: what a terminal or a page would obey is shown instead.

An article may hold escape sequences that recolour or clear a terminal, and bidirectional controls that make
a line read in another order than it is stored ("Trojan Source", Boucher and Anderson, USENIX Security 2023).
Nothing is dropped: each such character is replaced by a sign that can be seen.
"""

from __future__ import annotations

import re

__all__ = ["make_harmless", "make_harmless_line", "shorten"]

# All C0 and C1 controls but tab, line feed and a carriage return right before a line feed; bidirectional
# controls; lone surrogates and non-characters, which cannot be written or shown.
_HARMFUL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
    "|\r(?!\n)"
)
_SPACE = re.compile(r"\s+")


def make_harmless(text: str) -> str:
    r"""The text with every control character shown as a sign. Tabs and line ends stay.

    >>> make_harmless("red \x1b[31m alert")
    'red ␛[31m alert'
    >>> make_harmless("abc\u202edef")
    'abc⟨U+202E⟩def'
    """
    return _HARMFUL.sub(_show, text)


def make_harmless_line(text: str) -> str:
    """The same on one line: each run of white space is one space. For titles, ids, notices and cells."""
    return make_harmless(_SPACE.sub(" ", text).strip())


def shorten(text: str, *, max_chars: int) -> str:
    """The text on one line, cut between words where it is longer than max_chars; an ellipsis shows the cut.

    >>> shorten("We float on the tide", max_chars=12)
    'We float on …'
    """
    # Twice the room and some, since white space shrinks; so a text of megabytes costs no more than its beginning.
    line = make_harmless_line(text[: 4 * max_chars + 200])
    if len(line) <= max_chars and len(text) <= 4 * max_chars + 200:
        return line
    head = line[:max_chars].rsplit(" ", 1)[0] if " " in line[:max_chars] else line[:max_chars]
    return f"{head.rstrip()} …"


def _show(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else f"⟨U+{code:04X}⟩"
