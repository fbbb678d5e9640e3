"""Turn words as a person types them into a question for SQLite's full-text search (FTS5), which is never ill-formed.

    flood levels          both words, anywhere in the statement
    "flood levels"        the words one after the other
    flood OR drought      one of them or both; AND and NOT too, in capitals, and brackets
    flood*                words that begin so

Everything is put into quotation marks on its way, so that no sign means something else to FTS5. What cannot be meant,
such as a bracket that is never closed or OR at the end, is left out. Capitals and accents make no difference.
"""

from __future__ import annotations

import re
import unicodedata

from sayso.errors import SettingsError

__all__ = ["parse_words"]

# A phrase in marks, which may lack its end; a bracket; a word with the star behind it.
_PART = re.compile(r'["“”„«»]([^"“”„«»]*)(?:["“”„«»](\*?)|$)|([()])|([^\s()"“”„«»]+)')
_OPERATORS = frozenset({"AND", "OR", "NOT"})
# FTS5 goes no deeper than 256 brackets.
_MOST_PARTS = 200


def parse_words(given: str) -> str | None:
    """The question for FTS5; None if there is no word in it.

    Raises:
        SettingsError: There are more than 200 words and signs.

    >>> parse_words('flood "high water" OR dro*')
    '("flood" AND "high water" OR "dro"*)'
    >>> parse_words('AND ) "" — (')
    >>> parse_words('NOT flood') == parse_words('flood') == '("flood")'
    True
    """
    parts = [part for part in map(_read_part, _PART.finditer(given)) if part]
    if len(parts) > _MOST_PARTS:
        raise SettingsError(f"there are {len(parts):,} words to search for; give at most {_MOST_PARTS}")
    if not any(part.startswith('"') for part in parts):
        return None
    question, _ = _join(parts, 0)
    return question


def _read_part(found: re.Match[str]) -> str:
    """An operator, a bracket, or a term in quotation marks; empty for what holds no word."""
    phrase, phrase_star, bracket, word = found.groups()
    if bracket:
        return str(bracket)
    if phrase is None:
        if word in _OPERATORS:
            return str(word)
        phrase, phrase_star = word.rstrip("*"), "*" if word.endswith("*") else ""
    term = " ".join(re.sub(r"[\0\ud800-\udfff]", " ", phrase).split())
    return f'"{term}"{phrase_star or ""}' if _has_word(term) else ""


def _has_word(term: str) -> bool:
    """Whether the index has a word for it: letters, digits and private signs, as the tokenizer unicode61 takes them."""
    return any(unicodedata.category(char)[0] in "LN" or unicodedata.category(char) == "Co" for char in term)


def _join(parts: list[str], at: int) -> tuple[str | None, int]:
    """The question of the parts up to a closing bracket, and where it goes on; None where no word is in it."""
    joined: list[str] = []
    operator = ""
    while at < len(parts) and parts[at] != ")":
        part, at = parts[at], at + 1
        if part in _OPERATORS:
            operator = part
            continue
        inner: str | None = part
        if part == "(":
            inner, at = _join(parts, at)
            at += 1
        if inner is not None:
            joined += [operator or "AND", inner] if joined else [inner]
        operator = ""
    return f"({' '.join(joined)})" if joined else None, at
