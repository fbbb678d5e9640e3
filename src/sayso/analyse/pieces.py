"""A text split into word pieces, with the model's input features of each."""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Iterable, MutableSequence, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from sayso.text import Span

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from tokenizers import Tokenizer

__all__ = ["Pieces", "cut_pieces"]

# Case shapes. The tokenizer lowercases, so only these show capitals to the model.
LOWER, CAPITALISED, UPPER, MIXED, DIGITS, OTHER = range(1, 7)

# A paragraph is tokenized in stretches of at most this many characters, so that a text of
# several megabytes in one line needs no more memory than one of many lines.
STRETCH_CHARS = 20_000

_LONG_WORD = 40

# A lone surrogate of UTF-16 is not text, and the tokenizer refuses it.
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Pieces:
    """The word pieces of a text, in order; all arrays have one entry a piece, in numbers as small as will do.

    Attributes:
        ids: Numbers in the tokenizer's vocabulary.
        starts: First code point in the text.
        ends: Code point after the last.
        shapes: Case shape of the word that the piece belongs to, 1–6.
        quoted: 1 inside double quotation marks (marks included), else 0.
        firsts: 1 for the first piece of a paragraph, else 0.
        words: 1 where a word begins, 0 for its further pieces.
    """

    ids: NDArray[np.integer]
    starts: NDArray[np.integer]
    ends: NDArray[np.integer]
    shapes: NDArray[np.integer]
    quoted: NDArray[np.integer]
    firsts: NDArray[np.integer]
    words: NDArray[np.integer]

    def __len__(self) -> int:
        """The number of pieces."""
        return len(self.ids)

    def reach(self, start: int, end: int) -> tuple[int, int]:
        """Return the pieces of which characters [start, end) have a part, as [first, last + 1)."""
        return int(self.ends.searchsorted(start, "right")), int(self.starts.searchsorted(end, "left"))


def cut_pieces(text: str, paragraphs: Iterable[Span], quoted: Sequence[int], tokenizer: Tokenizer) -> Pieces:
    """Return the word pieces of the paragraphs of a text.

    Args:
        text: The whole text.
        paragraphs: Where its paragraphs stand, in order.
        quoted: For each character of the text, 1 inside quotation marks and 0 outside.
        tokenizer: The model's own, without truncation or padding.
    """
    # As lists they would fill the memory.
    ids, starts, ends = array("i"), array("i"), array("i")
    shapes, firsts, words = bytearray(), bytearray(), bytearray()
    for paragraph in paragraphs:
        count = len(ids)
        for start, end in _stretches(text, paragraph):
            part = _LONE_SURROGATE.sub("\ufffd", text[start:end])
            encoding = tokenizer.encode(part, add_special_tokens=False)
            offsets, numbers = encoding.offsets, encoding.word_ids
            begins = [word != before for word, before in zip(numbers, [-1, *numbers], strict=False)]
            shape = OTHER
            for (a, b), is_begin in zip(offsets, begins, strict=True):
                if is_begin:
                    shape = _recall_shape(part[a:b]) if b - a < _LONG_WORD else classify_shape(part[a:b])
                shapes.append(shape)
            words.extend(begins)
            starts.extend([start + a for a, _ in offsets])
            ends.extend([start + b for _, b in offsets])
            ids.extend(encoding.ids)
        firsts.extend(bytes(len(ids) - count))
        if len(ids) > count:
            firsts[count] = 1
    _take_marks(text, starts, ends)
    at = np.asarray(starts)
    return Pieces(
        ids=np.asarray(ids),
        starts=at,
        ends=np.asarray(ends),
        shapes=np.frombuffer(shapes, np.uint8),
        quoted=np.frombuffer(bytes(quoted), np.uint8)[at],
        firsts=np.frombuffer(firsts, np.uint8),
        words=np.frombuffer(words, np.uint8),
    )


def classify_shape(piece: str) -> int:
    """Return the case shape of a word, by its first piece as the text has it.

    >>> [classify_shape(word) for word in ("said", "Roth", "NATO", "iPad", "1980s", "“")]
    [1, 2, 3, 4, 5, 6]
    """
    if piece.islower():
        return DIGITS if piece[0].isdigit() else LOWER
    if piece[:1].isupper():
        if len(piece) > 1 and piece.isupper():
            return UPPER
        return CAPITALISED if piece[1:].islower() or len(piece) == 1 else MIXED
    if any(c.isdigit() for c in piece):
        return DIGITS
    return MIXED if any(c.isalpha() for c in piece) else OTHER


# Most words of a text come again; long ones, which may be anything, are not kept.
_recall_shape = lru_cache(maxsize=4_096)(classify_shape)


def _take_marks(text: str, starts: Sequence[int], ends: MutableSequence[int]) -> None:
    """Extend each piece over combining accents after it, which the tokenizer drops."""
    # Most texts have none.
    if not any(unicodedata.category(letter)[0] == "M" for letter in set(text) if letter > "\u02ff"):
        return
    for n, end in enumerate(ends):
        limit = starts[n + 1] if n + 1 < len(starts) else len(text)
        while end < limit and text[end] > "\u02ff" and unicodedata.category(text[end])[0] == "M":
            end += 1  # noqa: PLW2901
        ends[n] = end


def _stretches(text: str, paragraph: Span) -> Iterable[tuple[int, int]]:
    """Yield the paragraph in parts of at most STRETCH_CHARS, cut at white space where possible."""
    start, end = paragraph
    while end - start > STRETCH_CHARS:
        cut = text.rfind(" ", start + 1, start + STRETCH_CHARS)
        cut = cut if cut > start else start + STRETCH_CHARS
        yield start, cut
        start = cut
    yield start, end
