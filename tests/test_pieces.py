"""Word pieces: every piece knows where it stands, whatever the text."""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.analyse.models import MODEL_FOLDER
from sayso.analyse.pieces import STRETCH_CHARS, Pieces, classify_shape, cut_pieces
from sayso.segment import mask_quoted, pair_marks, split_lines
from sayso.text import Span

from .each_case import each_case

if TYPE_CHECKING:
    from tokenizers import Tokenizer


@cache
def _tokenizer() -> Tokenizer:
    """The shipped tokenizer, without truncation or padding."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(MODEL_FOLDER / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def _cut(text: str) -> Pieces:
    """The pieces of a text, with its own paragraphs and marks."""
    return cut_pieces(text, split_lines(text), mask_quoted(text, pair_marks(text)), _tokenizer())


def _show(text: str, pieces: Pieces) -> list[str]:
    return [text[a:b] for a, b in zip(pieces.starts.tolist(), pieces.ends.tolist(), strict=True)]


def test_pieces_stand_where_they_say() -> None:
    """The text between start and end of each piece is the piece as it was written."""
    text = "“We won,” said Ida Brandvold."

    assert ["“", "We", "won", ",", "”", "said", "Ida"] == _show(text, _cut(text))[:7]


def test_pieces_of_one_word_share_its_shape() -> None:
    """Only the first piece begins a word, and the others have its case shape."""
    text = "Brandvold ran"
    pieces = _cut(text)
    count = len(pieces) - 1

    assert count > 1
    assert [1] + [0] * (count - 1) + [1] == pieces.words.tolist()
    assert [2] * count + [1] == pieces.shapes.tolist()


def test_first_pieces_of_paragraphs() -> None:
    """One piece of each paragraph is marked as its first."""
    text = "One boat.\n\nTwo boats.\n\nThree."

    pieces = _cut(text)

    assert ["One", "Two", "Three"] == [_show(text, pieces)[n] for n in np.flatnonzero(pieces.firsts)]


def test_paragraph_without_pieces_has_no_first() -> None:
    """A paragraph of characters that the tokenizer drops leaves no trace."""
    text = "One\n\n\u200b\x00\n\nTwo"

    pieces = _cut(text)

    assert (["One", "Two"], [1, 1]) == (_show(text, pieces), pieces.firsts.tolist())


def test_pieces_in_marks_are_quoted() -> None:
    """The marks themselves count as inside."""
    text = "“We won,” said Ida."

    assert [1, 1, 1, 1, 1, 0, 0, 0] == _cut(text).quoted.tolist()


@each_case("text", ["", " \n\t ", "\x00\x01\x02", "\u200b\u200b"])
def test_text_without_words_has_no_pieces(text: str) -> None:
    """All arrays are empty then."""
    pieces = _cut(text)

    assert {0} == {len(pieces), len(pieces.ids), len(pieces.quoted), len(pieces.firsts), len(pieces.words)}


@each_case("before", ["😀😀 ", "👩‍👩‍👧 ", "e\u0301 ", "\u3000\u00a0", "\x07\x1b[0m ", "𝔘𝔫𝔦 ", "\ud800 "])
def test_what_stands_before_does_not_move_a_piece(before: str) -> None:
    """Emoji, combining accents, odd spaces, control characters and half characters count as what they are."""
    text = before + "won"

    pieces = _cut(text)

    assert len(before) == pieces.starts[-1]
    assert len(text) == pieces.ends[-1]


@each_case("word", ["Rene\u0301", "Rene\u0301e", "n\u0303andu\u0301", "a\u0323\u0302", "नमस्ते"])
def test_accents_of_their_own_belong_to_their_letter(word: str) -> None:
    """A piece never ends between a letter and its accent."""
    text = f"{word} said"

    pieces = _cut(text)

    assert all(not unicodedata.combining(text[end]) for end in pieces.ends.tolist() if end < len(text))
    assert len(word) in pieces.ends.tolist()


def test_long_line_is_cut_without_loss() -> None:
    """A paragraph beyond the length of a stretch has the same pieces as its parts."""
    word = "boat "
    count = 3 * STRETCH_CHARS // len(word)
    text = word * count

    pieces = _cut(text)

    assert ["boat"] * count == _show(text, pieces)
    assert 1 == pieces.firsts.sum()


@pytest.mark.cpu_limit(10)
def test_line_without_spaces_is_cut() -> None:
    """A word of any length takes little time, and its pieces stay in order."""
    text = "x" * 300_000

    pieces = _cut(text)

    assert len(text) == pieces.ends[-1]


@pytest.mark.cpu_limit(10)
def test_line_of_accents_takes_little_time() -> None:
    """A letter with very many accents is one letter."""
    text = "e" + "\u0301" * 300_000

    pieces = _cut(text)

    assert len(text) == pieces.ends[-1]


@each_case(
    ("word", "shape"),
    [
        *[("said", 1), ("é", 1), ("Roth", 2), ("A", 2), ("É", 2), ("NATO", 3), ("U.S", 3), ("McKay", 4), ("iPad", 4)],
        *[("1980s", 5), ("12", 5), ("“", 6), (".", 6), ("😀", 6), ("", 6), ("東", 4)],
    ],
)
def test_shape(word: str, shape: int) -> None:
    """Case shapes: small, Capital, ALL CAPITALS, mIxed or without case, digits, and no letter at all."""
    assert shape == classify_shape(word)


_TEXT = st.text(st.one_of(st.characters(), st.sampled_from("“”\"'‘’ \n.,aZé\u0301\u200d😀\ud800")), max_size=80)


@given(_TEXT)
@settings(max_examples=50, deadline=None)
def test_pieces_of_any_text_are_in_order(text: str) -> None:
    """Pieces lie in the text, one after the other, and none is empty."""
    pieces = _cut(text)

    assert all(0 <= a < b <= len(text) for a, b in zip(pieces.starts.tolist(), pieces.ends.tolist(), strict=True))
    assert sorted(pieces.starts.tolist()) == pieces.starts.tolist()
    assert {len(pieces)} == {len(row) for row in (pieces.shapes, pieces.quoted, pieces.firsts, pieces.words)}


def test_paragraphs_can_be_left_out() -> None:
    """Only the paragraphs that are given are cut."""
    text = "One.\n\nTwo."

    pieces = cut_pieces(text, [Span(6, 10)], bytes(len(text)), _tokenizer())

    assert ["Two", "."] == _show(text, pieces)
