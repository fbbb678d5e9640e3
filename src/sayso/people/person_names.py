"""The names of people, read for comparing them across articles: first name, surname, suffix, spelling."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from enum import Enum
from functools import cache, lru_cache
from typing import NamedTuple

from sayso.letters import plain_letters
from sayso.lexicon import read_words
from sayso.lexicon.nouns import is_first_name, titles
from sayso.names import PARTICLES, SUFFIXES, may_be_one_person
from sayso.nicknames import are_forms_of_one

__all__ = ["PersonName", "Relation", "fold_spelling", "is_common", "read_person", "relate", "stands_behind"]

_MOST_CHARS = 200
_ASIDE = re.compile(r"[(\[][^()\[\]]*(?:[)\]]|$)|[“\"][^“”\"]{1,30}[”\"]")
_ARTICLE = re.compile(r"(?<![^\W_])(?:al|el|as|ash|ad|an|ar|az|es)[-‐‑’']\s?(?=\w)", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
# A name of Chinese, Korean or Vietnamese syllables: "Jinping", "Jong", "Min".
_SYLLABLES = re.compile(
    r"(?:(?:zh|ch|sh|ts|hs|kh|ph|th|tr|nh|qu|gi|[bpmfdtnlgkhjqxrzcsywv])?"
    r"[aeiouwy]{1,3}(?:ng|nh|n|m|k|l|r|p|t)?){1,2}"
)
# Sounds that are spelled in several ways when a name comes from another script.
_SOUNDS = [
    (re.compile(sound), letter)
    for sound, letter in (
        ("tsch|tch|tsh|cz|ch", "1"),
        ("sch|sh|sz", "2"),
        ("zh|dj|j(?=[aeiou])", "3"),
        ("kh|gh|ck|[qcg]", "k"),
        ("ph|[wf]", "v"),
        ("x", "ks"),
        ("z", "s"),
        ("(?<=.)[aeiouyhj]", ""),
        ("^[aeiouyj]", "a"),
        (r"(.)\1+", r"\1"),
    )
]
# First letters that stand for one another in spellings of one name.
_BEGINS = tuple(map(frozenset, ("gqk", "ck", "yij", "vwf", "sz", "aeiou", "hk", "gh")))
# Particles that are first names too, with a capital.
_ALSO_FIRST = frozenset({"ben", "al"})
# Shorter words are too easily alike.
_LEAST_SPELLED = 5
# Spellings share so much of their letters, in order: "Mohammed" and "Muhammad" 0.75, "Youssef" and "Yusuf" 0.67.
_LEAST_ALIKE = 0.65


class Relation(str, Enum):
    """How two names that may be one person's go together, in words for the evidence."""

    SAME = "the same full name"
    LONGER = "the same first name and surname, one with more names"
    SHORT = "a short form of the first name"
    BEHIND = "the same full name, with other words before it"
    INITIAL = "an initial for the first name"
    PART = "part of the name"
    SPELLING = "another spelling of the name"
    SURNAME = "the surname"


class PersonName(NamedTuple):
    """A name of a person, in plain small letters.

    Attributes:
        words: All words, the given names first; without suffix.
        first: The first given name; empty where there is only a surname.
        last: The last word of the surname.
        suffix: "jr" and the like; else empty.
    """

    words: tuple[str, ...]
    first: str
    last: str
    suffix: str

    @property
    def middle(self) -> tuple[str, ...]:
        """The words between the first and the last."""
        return self.words[1:-1]


@lru_cache(maxsize=1 << 17)
def read_person(name: str) -> PersonName:
    """The parts of a person's name.

    >>> read_person("Dr. Anna-Maria von Roth Jr.").words, read_person("Omar al-Wold").last
    (('anna', 'maria', 'von', 'roth'), 'wold')
    >>> read_person("Han Mei-lin") == read_person("Mei-lin Han"), read_person("Roth, Anna").first
    (True, 'anna')
    >>> read_person("von Roth").first
    ''
    """
    small = plain_letters(_ARTICLE.sub("", _ASIDE.sub(" ", name[:_MOST_CHARS]))).replace("'", "")
    before, comma, behind = small.partition(",")
    words, last_words = _WORD.findall(before), _WORD.findall(behind)
    suffix = next((word for word in reversed(words + last_words) if word in SUFFIXES), "")
    words = [word for word in words if word not in SUFFIXES] or words
    given = [word for word in last_words if word not in SUFFIXES]
    if comma and given and len(words) <= 2 and len(given) <= 3:
        words = given + words
    while len(words) > 1 and words[0] in titles() and not is_first_name(words[0]):
        words = words[1:]
    words = _put_surname_last(words or [small.strip()])
    is_particle = words[0] in PARTICLES and not (words[0] in _ALSO_FIRST and name.lstrip()[:1].isupper())
    is_surname_only = len(words) == 1 or is_particle
    return PersonName(tuple(words), "" if is_surname_only else words[0], words[-1], suffix)


def _put_surname_last(words: list[str]) -> list[str]:
    """The words with a Chinese, Korean or Vietnamese surname last, and its given names as one word."""
    surnames = read_words("family_first")
    if not 2 <= len(words) <= 3:
        return words
    if words[0] in surnames and _are_syllables(words[1:], words[0]):
        return ["".join(words[1:]), words[0]]
    if words[-1] in surnames and _are_syllables(words[:-1], words[-1]):
        return ["".join(words[:-1]), words[-1]]
    return words


def _are_syllables(given: list[str], surname: str) -> bool:
    """Whether these are given names of such a language; beside a surname that is a first name too, surely so."""
    if is_first_name(surname) and len(given) == 1 and (len(given[0]) < _LEAST_SPELLED or given[0] in _common()):
        return False
    return all(len(word) > 1 and _SYLLABLES.fullmatch(word) for word in given)


@lru_cache(maxsize=1 << 16)
def fold_spelling(word: str) -> str:
    """A word in plain small letters, with one sign for each sound and without vowels.

    >>> fold_spelling("qaddafi") == fold_spelling("gadhafi"), fold_spelling("zelenskyy") == fold_spelling("zelenskiy")
    (True, True)
    """
    word = word.replace("dh", "d").replace("th", "t")
    for sound, letter in _SOUNDS:
        word = sound.sub(letter, word)
    return word


@lru_cache(maxsize=1 << 16)
def relate(name: PersonName, other: PersonName) -> Relation | None:
    """How two names with a first name go together; None if they are not one person's.

    >>> relate(read_person("Bill Moss"), read_person("William Moss")).name
    'SHORT'
    >>> relate(read_person("Ada B. Moss"), read_person("Ada C. Moss")) is None
    True
    """
    is_other_suffix = name.suffix and other.suffix and name.suffix != other.suffix
    if is_other_suffix or (name.last == other.last and _is_middle_other(name, other)):
        return None
    if name.first == other.first and name.last == other.last:
        return Relation.SAME if name.words == other.words else Relation.LONGER
    if name.last != other.last or not may_be_one_person(name.words, other.words):
        return Relation.SPELLING if _are_spellings(name, other) else None
    if are_forms_of_one(name.first, other.first):
        return Relation.SHORT
    if stands_behind(name.words, other.words) or stands_behind(other.words, name.words):
        return Relation.BEHIND
    return Relation.INITIAL if 1 in {len(name.first), len(other.first)} else Relation.PART


def stands_behind(words: tuple[str, ...], longer: tuple[str, ...]) -> bool:
    """Whether a longer name is this one with words before it that are not all first names.

    >>> [stands_behind(("ada", "moss"), (before, "ada", "moss")) for before in ("rival", "mary")]
    [True, False]
    """
    more = len(longer) - len(words)
    is_full = len(words) > 1 and len(words[0]) > 1
    return is_full and more > 0 and longer[more:] == words and not all(map(is_first_name, longer[:more]))


def _is_middle_other(name: PersonName, other: PersonName) -> bool:
    """Whether both have middle names that do not go together: Ada B. and Ada Carol Moss, Ada W. and Ada H.W. Moss."""
    words, others = set(name.words), set(other.words)
    if not name.middle or not other.middle:
        return False
    one, two = name.middle[0], other.middle[0]
    if len(one) == len(two) == 1:
        return one != two
    if words <= others or others <= words:
        return False
    is_short = 1 in {len(one), len(two)}
    return one[0] != two[0] if is_short else one != two and not _is_spelling(one, two)


def _are_spellings(name: PersonName, other: PersonName) -> bool:
    """Whether two names differ only as spellings of one name from another script do."""
    if not _is_spelling(name.last, other.last) or not name.first or not other.first:
        return False
    return name.first == other.first or _is_spelling(name.first, other.first)


def _is_spelling(word: str, other: str) -> bool:
    """Whether two words sound alike, are long enough, and differ in few letters."""
    if word == other:
        return True
    if min(len(word), len(other)) < _LEAST_SPELLED or fold_spelling(word) != fold_spelling(other):
        return False
    begin = {word[0], other[0]}
    is_alike = len(begin) == 1 or any(begin <= letters for letters in _BEGINS)
    return is_alike and SequenceMatcher(None, word, other, autojunk=False).ratio() >= _LEAST_ALIKE


@cache
def _common() -> frozenset[str]:
    return read_words("common_surnames")


def is_common(name: PersonName) -> bool:
    """Whether very many people have this surname.

    >>> is_common(read_person("Ada Smith")), is_common(read_person("Ada Ottermole"))
    (True, False)
    """
    return name.last in _common()
