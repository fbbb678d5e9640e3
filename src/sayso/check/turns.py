"""Whose turn it is in a transcript: "ANNA ROTH: …", "Q. …", "Mr. Smith: …" at the beginning of a line."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import islice
from sys import intern
from typing import NamedTuple

from sayso.check.names import is_role
from sayso.text import Span

__all__ = ["Turns", "find_turns"]

# Dashes and quoting signs, a time or the number of a line or of a minute; then letters up to a colon. Every part is
# bounded, so that a line costs no more than a few hundred steps.
_LABEL = re.compile(
    r"^[ \t\xa0]{0,80}(?=\S)(?:[>\-–—]{1,4}[ \t\xa0]{0,8}){0,2}(?P<label>[*_]{0,3}"
    r"(?:(?P<time>[\[(]?\d{1,3}(?::\d{2}){1,2}(?:[.,]\d{1,3})?[\])]?)[ \t\xa0\-–—]{1,8}"
    r"|(?P<number>\d{1,6}(?:\.\d{1,3}){0,4}[ \t\xa0]{1,40}))?"
    r"[*_]{0,3}(?=[^\W\d_][^\n:.]{0,130}[:.])"
    r"(?P<name>[QA](?=[*_]{0,3}[.:])|[^\W\d_][\w\u0300-\u036f.'’\-, &\t\xa0]{0,79})"
    r"[*_]{0,3}[ \t\xa0]{0,8}(?:[(\[][^()\[\]\n]{1,40}[)\]][ \t\xa0]{0,8})?[*_]{0,3}"
    r"(?P<colon>[.:])[*_]{0,3})(?=\s|$)",
    re.MULTILINE,
)
# The number of a minute, or one set apart from the line; any other may be a word of it: "12 ANGRY MEN: a play".
_APART = re.compile(r"\d+\.\d|\d+(?:[ \xa0]*\t|[ \xa0]{2})")
# So many labels are looked at; a text with more is no transcript.
_MOST_LABELS = 200_000
_MOST_WORDS, _MOST_SMALL_WORDS, _MOST_WORDS_ONCE = 6, 5, 4
# So many other turns with names in small letters make one that comes once a turn too.
_FEWEST_OTHERS = 2
# What may stand before a colon at the beginning of a line and is nobody.
_NOBODY = frozenset(
    "note update correction source sources photo video image caption date time place location subject re from to cc "
    "summary title transcript editor's read watch more also ps warning example answer am pm".split()
)
# What begins a sentence and is part of no name.
_BEGINNING = _NOBODY | frozenset(
    "first second third fourth fifth sixth seventh last firstly secondly thirdly lastly finally next then one two "
    "three four five and but or so because if when while as that this these those here there what which who why how "
    "where i you he she it we they my your his her its our their is are was were do does did have has had can could "
    "will would yes no not well now today tomorrow yesterday remember look listen please thanks thank".split()
)
_PARTICLES = frozenset("d de von van der al den ten ter zu del della di da do dos du la le el y bin ibn bint".split())
# Small letters that stand in names written in capitals: "McROE", "Mr. ROE".
_SMALL_PARTS = re.compile(r"\b(?:Ma?c|D[ei]|L[ae]|Van)(?=[^\W\d_a-z])|\b(?:M[rsx]|Mrs|Dr|Sen|Rep|Gov)\b")
_WORD = re.compile(r"\w+")
# How captions show that somebody else begins, without a name.
_NO_NAME = ">>"
_SIGN = re.compile(r"^>>+[ \t]+(?=\S)", re.MULTILINE)
_TITLED = re.compile(r"(?:Mr|Mrs|Ms|Mx|Dr|Prof|Sen|Rep|Gov)\.? ")


@dataclass(frozen=True, slots=True, eq=False)
class Turns:
    """The turns of a text: where each begins, and whose it is."""

    starts: array[int]
    names: tuple[str, ...]

    def find_speaker(self, place: int) -> str | None:
        """Who speaks at a place; None before the first turn, and where there are none."""
        before = bisect_right(self.starts, place)
        return self.names[before - 1] if before and self.names[before - 1] != _NO_NAME else None

    def find_within(self, start: int, end: int) -> Iterator[tuple[int, int, str]]:
        """Yield where the turns that reach into a stretch begin and end, and whose they are."""
        low = max(0, bisect_right(self.starts, start) - 1)
        for number in range(low, bisect_right(self.starts, end)):
            following = self.starts[number + 1] if number + 1 < len(self.starts) else end + 1
            yield self.starts[number], following, self.names[number]


class _Label(NamedTuple):
    """What may be the label of a turn: where its line and itself begin, its end, and how it is written.

    Attributes:
        is_capital: In capitals: it need not come again.
        is_timed: A time in brackets stands before it: it need not come again either.
        is_loose: Its number may be a word of the line: it must come again.
    """

    line: int
    start: int
    end: int
    name: str
    is_capital: bool
    is_timed: bool
    is_loose: bool


def find_turns(text: str, voices: AbstractSet[str] = frozenset()) -> tuple[Turns, list[Span]]:
    r"""The turns of a transcript, and where their labels stand; none if the text does not look like one.

    A label in capitals or a letter counts wherever it begins a line; a name in small letters if it does so twice, or
    if two other turns have such names; one of the `voices` always. The number or time before a label belongs to it.

    >>> turns, labels = find_turns("Q. Did you sleep?\n\nMR. ROE: Never.\n")
    >>> turns.names, labels[0]
    (('Q', 'MR. ROE'), Span(start=0, end=2))
    """
    found = list(islice(_find_labels(text), _MOST_LABELS))
    counts = Counter(label.name for label in found)
    sure = [_is_plain(label) or label.name in voices or counts[label.name] > 1 for label in found]
    once = _find_once(text, found, sure)
    kept = [label for number, label in enumerate(found) if sure[number] or number in once]
    named = {label.line: intern(label.name) for label in kept}
    if named:
        signs = islice(_SIGN.finditer(text), _MOST_LABELS)
        named = {sign.start(): _NO_NAME for sign in signs} | named
    starts = sorted(named)
    turns = Turns(array("q", starts), tuple(map(named.__getitem__, starts)))
    return turns, [Span(label.start, label.end) for label in kept]


def _find_labels(text: str) -> Iterator[_Label]:
    for match in _LABEL.finditer(text):
        name = " ".join(match["name"].strip(" \t\xa0_").split())
        is_letter = name in {"Q", "A"}
        is_capital = is_letter or _is_capital(name)
        if (match["colon"] == ":" or is_letter) and (is_capital or _is_small(name)) and name.lower() not in _NOBODY:
            is_timed = (match["time"] or "").startswith(("[", "("))
            is_loose = match["number"] is not None and _APART.match(match["number"]) is None
            yield _Label(match.start(), match.start("label"), match.end(), name, is_capital, is_timed, is_loose)


def _is_plain(label: _Label) -> bool:
    """Whether a label need not come again."""
    is_titled = _TITLED.match(label.name) is not None and not label.is_loose
    return label.is_timed or is_titled or (label.is_capital and not label.is_loose)


def _is_capital(name: str) -> bool:
    """Whether a name is written in capitals, and is short enough to be one."""
    return _SMALL_PARTS.sub("", name).isupper() and len(name.replace("&", " ").split()) <= _MOST_WORDS


def _is_small(name: str) -> bool:
    """Whether a name has a capital in front of each word: "Ada van Roe", "Speaker 2"."""
    words = name.split()
    if len(words) > _MOST_SMALL_WORDS or not words[0][0].isupper() or not {",", "&"}.isdisjoint(name):
        return False
    if len(words) > 1 and words[-1].isdecimal():
        return is_role(words[0]) and all(word[0].isupper() for word in words[:-1])
    # "Ada al-Roe", "Ada d'Ash".
    return all(word[0].isupper() or re.split("[-'’]", word)[0] in _PARTICLES for word in words)


def _find_once(text: str, found: Sequence[_Label], sure: Sequence[bool]) -> set[int]:
    """Those of the labels that come once and count nevertheless: others are such names, and these are no words."""
    if sum(is_sure and not label.is_capital for label, is_sure in zip(found, sure, strict=True)) < _FEWEST_OTHERS:
        return set()
    small = {word[0] for word in _WORD.finditer(text) if word[0].islower()}
    return {n for n, label in enumerate(found) if not sure[n] and _is_name(label.name, small)}


def _is_name(name: str, small: set[str]) -> bool:
    """Whether a label is no sentence's beginning: of one to four words, at least one is never written small."""
    words = [word.strip(".,'’-").lower() for word in name.split() if word not in _PARTICLES]
    if len(words) > _MOST_WORDS_ONCE or not _BEGINNING.isdisjoint(words):
        return False
    return any(is_role(word) or word not in small for word in words)
