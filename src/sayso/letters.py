"""Fold letters for comparing words, without case and accents. Used in all of sayso."""

from __future__ import annotations

import unicodedata

__all__ = ["mend_surrogates", "plain_letters", "strip_accents"]

# Letters that Unicode does not decompose into a plain letter and an accent; and apostrophes.
_UNSPLIT = str.maketrans(
    {"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "ı": "i", "ð": "d", "þ": "th", "đ": "d", "ə": "a", "ħ": "h", "ŧ": "t"}
    | dict.fromkeys("’‘ʻʼ", "'")
)


def plain_letters(text: str) -> str:
    """The text in lower case without accents, for comparing names and words.

    >>> plain_letters("Łukasz"), plain_letters("Zoë O’Roth"), plain_letters("STRASSE") == plain_letters("Straße")
    ('lukasz', "zoe o'roth", True)
    """
    small = text.casefold()
    return small if small.isascii() else strip_accents(small.translate(_UNSPLIT))


def strip_accents(text: str) -> str:
    """The text without accents, and with one form for each letter that has several (Unicode NFKD).

    >>> strip_accents("Zoë"), strip_accents("ﬁne")
    ('Zoe', 'fine')
    """
    if text.isascii():
        return text
    return "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))


def mend_surrogates(text: str) -> str:
    r"""The text with surrogate pairs joined to characters, and U+FFFD for lone ones, which no encoding can write.

    >>> mend_surrogates("\ud83d\ude42 \ud83d") == "\U0001f642 \ufffd"
    True
    """
    if text.isascii():
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
