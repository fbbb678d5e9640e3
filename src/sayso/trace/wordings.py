"""The different wordings of many passages, each kept once, however often it was printed.

A wording is a passage's words in comparison form, each with whether it stands in quotation marks. What is decided about
two wordings depends on these two alone, so that a collection that grows gives what a new one would.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

from sayso.compare import Folded, fold
from sayso.compare.words import find_stem
from sayso.segment import pair_marks
from sayso.text import Span
from sayso.trace.weights import weigh

__all__ = ["Wording", "Wordings", "fold_passage", "mark_words", "sign_word"]

_Longs = npt.NDArray[np.uint64]
# Words are written as signs of one string, which a library aligns fast. Surrogates are no signs.
_SIGNS, _SURROGATES, _SURROGATE_COUNT = 1_112_000, 0xD800, 0x800
# Longer passages are cut: no quotation is so long, and a speech is not one utterance.
MAX_WORDS = 400
# Written with a hyphen, or without one.
_PREFIXES = frozenset("anti co inter mid multi non post pre re semi sub super under over un".split())
_HYPHENS = frozenset("-‐‑")
_THAT = re.compile(r"\s*that\b[,\s]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Wording:
    """One wording.

    Attributes:
        digest: A digest of words and marks, the same in every collection.
        signs: A sign for each word.
        stems: The same with one sign for all forms of a word.
        marked: For each word 1 if it stands in quotation marks, else 0.
        weights: For each word what it says about where it comes from, in nats.
        weight: What all of them say.
        marked_weight: What those in quotation marks say.
    """

    digest: bytes
    signs: str
    stems: str
    marked: bytes
    weights: array[float]
    weight: float
    marked_weight: float


@dataclass(slots=True)
class _Word:
    """What is known of a word's form: its sign, that of its stem, the stem's number, and what it weighs."""

    sign: str
    stem_sign: str
    stem: int
    weight: float


@dataclass(slots=True)
class Wordings:
    """Wordings as they are gathered; each distinct one has a number, from 0.

    Attributes:
        wordings: By number.
        cut_count: How many passages were longer than `MAX_WORDS` and lost what stands after these.
    """

    wordings: list[Wording] = field(default_factory=list)
    cut_count: int = 0
    _numbers: dict[bytes, int] = field(default_factory=dict)
    _words: dict[str, _Word] = field(default_factory=dict)
    _stems: array[int] = field(default_factory=lambda: array("Q"))
    _weights: array[float] = field(default_factory=lambda: array("f"))
    _marked: bytearray = field(default_factory=bytearray)
    _lengths: array[int] = field(default_factory=lambda: array("q"))

    def __len__(self) -> int:
        return len(self.wordings)

    def add(self, pieces: Sequence[str], kind: str) -> int:
        """The number of the wording of a passage.

        Args:
            pieces: The stretches that its words stand in, quotation marks included.
            kind: "direct", "indirect" or "mixed": whether all, none or some letters stand in quotation marks.
        """
        folded = fold_passage(pieces, kind)
        if len(folded) > MAX_WORDS:
            self.cut_count += 1
        forms = folded.forms[:MAX_WORDS]
        if not _PREFIXES.isdisjoint(forms):
            forms = _join_prefixes(folded)[:MAX_WORDS]
        marked = mark_words(folded, kind)[:MAX_WORDS]
        digest = _digest(forms, marked)
        number = self._numbers.setdefault(digest, len(self.wordings))
        if number == len(self.wordings):
            words = [self._words.get(form) or self._add_word(form) for form in forms]
            signs = "".join([word.sign for word in words])
            weights = array("f", [word.weight for word in words])
            whole = sum(weights)
            said = (
                whole if kind == "direct" else sum(w for w, is_marked in zip(weights, marked, strict=True) if is_marked)
            )
            stems = "".join([word.stem_sign for word in words])
            self.wordings.append(Wording(digest, signs, stems, marked, weights, whole, said))
            self._stems.extend([word.stem for word in words])
            self._weights.extend(weights)
            self._marked += marked
            self._lengths.append(len(words))
        return number

    def _add_word(self, form: str) -> _Word:
        stem = find_stem(form)
        number = _number(stem)
        weight = weigh(stem) if form else 0.0
        word = self._words[form] = _Word(sign_word(form), _sign(number), number, weight)
        return word

    def list_words(self) -> tuple[_Longs, npt.NDArray[np.float32], npt.NDArray[np.bool_], npt.NDArray[np.int64]]:
        """All words of all wordings: stems, weights, whether each is quoted, and where each wording begins."""
        starts = np.concatenate(([0], np.cumsum(np.frombuffer(self._lengths, dtype=np.int64))))
        return (
            np.frombuffer(self._stems, dtype=np.uint64),
            np.frombuffer(self._weights, dtype=np.float32),
            np.frombuffer(self._marked, dtype=np.bool_),
            starts,
        )


def _digest(forms: Sequence[str], marked: bytes) -> bytes:
    """A digest of words and marks. Signs are too few for that: two words in a million have the same one."""
    written = "\n".join(forms).encode("utf-8", "surrogatepass")
    return blake2b(written + b"\0" + marked, digest_size=12).digest()


def _number(word: str) -> int:
    """A number for a word, the same in every run."""
    return int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def sign_word(form: str) -> str:
    """The sign of a word in comparison form."""
    return _sign(_number(form))


def _sign(number: int) -> str:
    place = 1 + number % _SIGNS
    return chr(place + _SURROGATE_COUNT if place >= _SURROGATES else place)


def fold_passage(pieces: Sequence[str], kind: str) -> Folded:
    """The words of a passage that may stand in several places; a line feed stands between two of them.

    The “that” by which a clause of reported speech begins is no word of it.

    >>> fold_passage(["that it rained"], "indirect").forms, fold_passage(["“That rain,”"], "direct").forms
    (('it', 'rained'), ('that', 'rain'))
    """
    text = "\n".join(pieces)
    begun = _THAT.match(text) if kind != "direct" else None
    return fold(text, Span(begun.end(), len(text))) if begun else fold(text)


def mark_words(folded: Folded, kind: str) -> bytes:
    """For each word 1 if it stands in quotation marks, else 0.

    >>> list(mark_words(fold("he “would certainly” go"), "mixed"))
    [0, 1, 1, 0]
    """
    if kind != "mixed":
        return bytes([kind == "direct"]) * len(folded)
    spans = [marked.inside for marked in pair_marks(folded.text) if not marked.depth]
    return bytes(any(span.start <= start < span.end for span in spans) for start in folded.starts)


def _join_prefixes(folded: Folded) -> tuple[str, ...]:
    """The forms; a prefix with a hyphen is part of the word behind it, and the place of the prefix is empty.

    >>> _join_prefixes(fold("the semi-private course"))
    ('the', '', 'semiprivate', 'course')
    """
    forms = list(folded.forms)
    for number, form in enumerate(forms[:-1]):
        if form in _PREFIXES and folded.between(number) in _HYPHENS:
            forms[number], forms[number + 1] = "", form + forms[number + 1]
    return tuple(forms)
