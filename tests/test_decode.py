"""Bytes to text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.read.decode import decode_bytes, looks_binary

from .each_case import each_case

ENGLISH = "“We won’t go,” said Anna Roth – in the café."
RUSSIAN = "Мэр заявил во вторник, что ратуша останется закрытой. «Мы не можем больше ждать», — добавил он. "
POLISH = "Burmistrz powiedział we wtorek, że ratusz pozostanie zamknięty. „Nie możemy dłużej czekać”, dodał."
JAPANESE = "市長は火曜日、市役所は閉鎖されたままになると述べた。「これ以上待つことはできない」と彼は付け加えた。"
GERMAN = "Der Bürgermeister sagte, das Rathaus bleibe geschlossen. „Wir können nicht länger warten.“"


@each_case("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be", "cp1252"])
def test_unicode_encodings(encoding: str) -> None:
    """A text comes back whole from UTF-8, UTF-16 and UTF-32, marked or not, and from Windows-1252."""
    prefix = "\ufeff" if encoding == "utf-32-be" else ""

    decoded = decode_bytes((prefix + ENGLISH).encode(encoding))

    assert decoded.text == ENGLISH


@each_case(
    ("text", "encoding"),
    [
        (RUSSIAN, "cp1251"),
        (RUSSIAN.replace("—", "-"), "koi8_r"),
        (POLISH, "cp1250"),
        (JAPANESE, "shift_jis"),
        (GERMAN, "cp1252"),
    ],
)
def test_guessed_encodings(text: str, encoding: str) -> None:
    """An older encoding is found by its letters, and a notice names it."""
    text = text.replace("«", '"').replace("»", '"')

    decoded = decode_bytes(text.encode(encoding))

    assert (text, True) == (decoded.text, "not UTF-8" in decoded.notice)


def test_line_breaks_are_kept() -> None:
    """Line breaks of all systems stay as they are."""
    text = "One\r\nTwo\rThree\n\u2028Four"

    assert text == decode_bytes(text.encode()).text


def test_mixed_encodings() -> None:
    """A few bytes of Windows-1252 among UTF-8 are read as such, and a notice counts them and says where."""
    data = "“Yes,” she said. ".encode() + b"It\x92s \x93fine\x94."

    decoded = decode_bytes(data)

    assert decoded.text == "“Yes,” she said. It’s “fine”."
    assert decoded.notice.startswith("3 bytes of the text are not UTF-8, the first at character 19;")


def test_bytes_without_a_character() -> None:
    """A byte that even Windows-1252 does not know becomes U+FFFD."""
    assert decode_bytes("“Yes”".encode() + b"\x81").text == "“Yes”\ufffd"


def test_cut_utf16() -> None:
    """UTF-16 that ends in the middle of a character is read up to there, with a notice."""
    decoded = decode_bytes("Hello there".encode("utf-16")[:-1])

    assert decoded.text == "Hello ther\ufffd"
    assert "1 place not valid in UTF-16-le, the first at character 10" in decoded.notice


@each_case("data", [bytes(range(256)), b"\x00" * 100, b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", b"ab\x00\x01\x02"])
def test_binary_is_reported(data: bytes) -> None:
    """Many control characters are the mark of a file that is no text."""
    assert looks_binary(data)


@each_case("data", [b"", b"plain\ttext\r\n", ENGLISH.encode(), b"\x1b[31mred\x1b[0m", b"x" * 200 + b"\x00"])
def test_text_is_no_binary(data: bytes) -> None:
    """Tabs, line breaks, escapes and a stray NUL do not make a text binary."""
    assert not looks_binary(data)


@pytest.mark.cpu_limit(10)
def test_guessing_costs_little() -> None:
    """Five megabytes of an unknown encoding are read in less than two seconds: the guess looks at a sample."""
    data = (RUSSIAN.encode("cp1251") * 60_000)[:5_000_000]

    assert len(data) == len(decode_bytes(data).text)


@given(st.binary(max_size=400))
def test_any_bytes(data: bytes) -> None:
    """Any bytes at all become a text that UTF-8 can write."""
    decoded = decode_bytes(data)

    assert decoded.text == decoded.text.encode("utf-8").decode("utf-8")


@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_utf8_is_kept(text: str) -> None:
    """UTF-8 comes back as it was, but for a byte order mark."""
    if "\x00" not in text:
        assert decode_bytes(text.encode()).text == text.removeprefix("\ufeff")
