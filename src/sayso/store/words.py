"""Turn words as a person types them into a question for SQLite's full-text search (FTS5), which is never ill-formed.

    flood levels          both words, anywhere in the statement
    "flood levels"        the words one after the other
    flood OR drought      one of them or both; AND and NOT too, in capitals, and brackets
    flood -night          without that word; so does NOT at the beginning
    flood*                words that begin so

Everything is put into quotation marks on its way, so that no sign means something else to FTS5. What cannot be meant,
such as a bracket that is never closed or OR at the end, is left out. Capitals and accents make no difference.
"""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass

from sayso.errors import SettingsError

__all__ = ["Matcher", "Words", "parse_words"]

# A phrase in marks, which may lack its end; a bracket; a word with the star behind it.
_PART = re.compile(r'["“”„«»]([^"“”„«»]*)(?:["“”„«»](\*?)|$)|([()])|([^\s()"“”„«»]+)')
_MARKS = tuple('"“”„«»')
_WITHOUT = "-"
_OPERATORS = frozenset({"AND", "OR", "NOT"})
# As the index of a collection (schema.sql).
_INDEX = "CREATE VIRTUAL TABLE texts USING fts5 (text, content='', tokenize='unicode61 remove_diacritics 2')"
# FTS5 goes no deeper than 256 brackets.
_MOST_PARTS = 200


@dataclass(frozen=True, slots=True)
class Words:
    """What words ask for, as questions for FTS5.

    Attributes:
        wanted: What a statement must have; None for nothing.
        unwanted: What it must not have; None for nothing.
        terms: The words and phrases that it must all have; none where these are not simply listed.
        notes: What is taken otherwise than it may be meant, a sentence each.
    """

    wanted: str | None
    unwanted: str | None
    terms: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


class Matcher:
    """Holds texts against words as a search of a collection does, without a collection.

    >>> Matcher(parse_words("flood -night")).match(["The FLOOD came", "a flood at night", "no"])
    [True, False, False]
    """

    def __init__(self, words: Words) -> None:
        self._words = words

    def match(self, texts: Sequence[str]) -> list[bool]:
        """For each text whether it has the words."""
        with closing(sqlite3.connect(":memory:", isolation_level=None)) as index:
            index.execute(_INDEX)
            index.executemany("INSERT INTO texts (rowid, text) VALUES (?, ?)", enumerate(texts))
            wanted, unwanted = (
                set() if question is None else _find_rows(index, question)
                for question in (self._words.wanted, self._words.unwanted)
            )
        every = self._words.wanted is None
        return [(every or at in wanted) and at not in unwanted for at in range(len(texts))]


def _find_rows(index: sqlite3.Connection, question: str) -> set[int]:
    return {number for (number,) in index.execute("SELECT rowid FROM texts WHERE texts MATCH ?", (question,))}


def parse_words(given: str) -> Words:
    """The questions for FTS5.

    Raises:
        SettingsError: There are more than 200 words and signs.

    >>> parse_words('flood "high water" OR dro*').wanted
    '("flood" AND "high water" OR "dro"*)'
    >>> parse_words('AND ) "" — (').wanted
    >>> parse_words('flood -night').unwanted, parse_words('NOT night flood').unwanted
    ('("night")', '("night")')
    """
    parts = list(_read_parts(given))
    if len(parts) > _MOST_PARTS:
        raise SettingsError(f"there are {len(parts):,} words to search for; give at most {_MOST_PARTS}")
    unwanted: list[str] = []
    wanted, _ = _join(parts, 0, unwanted) if any(part.startswith('"') for part in parts) else (None, 0)
    is_list = _WITHOUT not in parts and all(part.startswith('"') for part in parts)
    stars = re.findall(r"(?<!\S)\*([^\W_]\w*)", given)
    notes = tuple(f"* stands only at the end of a word; {word!r:.40} is looked for as it is." for word in stars)
    return Words(
        wanted,
        f"({' OR '.join(unwanted)})" if unwanted else None,
        tuple(dict.fromkeys(parts)) if is_list else (),
        notes,
    )


def _read_parts(given: str) -> Iterator[str]:
    """Yield operators, brackets, and terms in quotation marks; before a term that is not wanted, a minus."""
    for found in _PART.finditer(given):
        word = found[4]
        is_begun = word is not None and word[0] == "-" and not given[: found.start()].endswith((*_MARKS, ")"))
        if is_begun and not word[1:2].isdigit():
            follows = word[1:] or given[found.end() : found.end() + 1]
            if _has_word(follows) or follows in _MARKS or follows == "(":
                yield _WITHOUT
        part = _read_part(found)
        if part:
            yield part.replace('"-', '"', 1) if is_begun else part


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


def _join(parts: list[str], at: int, unwanted: list[str] | None = None) -> tuple[str | None, int]:
    """The question of the parts up to a closing bracket, and where it goes on; None where no word is in it.

    Args:
        parts: The parts.
        at: The first one.
        unwanted: Outside of brackets, takes what must not be there.
    """
    joined: list[str] = []
    operator = ""
    while at < len(parts) and parts[at] != ")":
        part, at = parts[at], at + 1
        if part in _OPERATORS:
            operator = _WITHOUT if part == "NOT" and not joined else part
            continue
        if part == _WITHOUT:
            operator = _WITHOUT
            continue
        inner: str | None = part
        if part == "(":
            inner, at = _join(parts, at)
            at += 1
        if inner is not None and operator == _WITHOUT and unwanted is not None:
            unwanted.append(inner)
        elif inner is not None:
            joined += [operator.replace(_WITHOUT, "NOT") or "AND", inner] if joined else [inner]
        operator = ""
    return f"({' '.join(joined)})" if joined else None, at
