"""Decode bytes to text: by a byte order mark, else as UTF-8, else by a guess, else as Windows-1252.

The text is kept as decoded, with its line breaks and blanks; only a byte order mark is removed.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

__all__ = ["Decoded", "decode_bytes", "find_wide_encoding", "looks_binary"]

# UTF-32 stands first, since its little-endian mark begins with that of UTF-16.
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
SAMPLE_BYTES = 65_536
# Guessing takes about 1 ms for each kilobyte and encoding tried; 8 KB give the same answer as 64 KB.
GUESS_BYTES = 8_192
MAX_CONTROL_SHARE = 0.05
# These make up half of any European text, but a small share of sounds and pictures of 16 bits.
FREQUENT_BYTES = b" aeinorst"
MIN_FREQUENT_SHARE = 0.25
CONTROL_BYTES = bytes(code for code in range(32) if code not in b"\t\n\x0b\x0c\r\x1b") + b"\x7f"

# The bytes of English, French, German and Spanish beyond ASCII in Windows-1252. A text with no others is not guessed,
# since the guess took such texts for Windows-1250. Polish, Czech, Turkish, Greek and Cyrillic all need other bytes.
WESTERN_BYTES = frozenset("€…‘’“”•–—™\u00a0¡£§©«\u00ad®°·»¼½¿ÀÉÖÜßàáâäçèéêëíîïñóôöùúûüœ„‚".encode("cp1252"))
MAX_WESTERN_SHARE = 0.15
# With all code pages allowed the guess is often a rare one (MacCyrillic, 500). Windows-1257 is left out, since Polish
# was taken for it.
LIKELY_ENCODINGS = [
    "cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "koi8_r",
    "shift_jis", "euc_jp", "gb18030", "big5", "euc_kr", "mac_roman",
]  # fmt: skip
ESCAPED = re.compile("[\udc80-\udcff]")
WESTERN = {0xDC00 + byte: bytes([byte]).decode("cp1252", "replace") for byte in range(0x80, 0x100)}
PUNCTUATION = [chr(code) for code in range(ord("‐"), ord("…") + 1)]


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, the encoding it was decoded with, and what was odd about it ("" if nothing)."""

    text: str
    encoding: str
    notice: str = ""


def decode_bytes(data: bytes, *, known: str | None = None) -> Decoded:
    r"""Decode any bytes to a text; never raises.

    Args:
        data: All bytes of one text.
        known: The encoding to use if the text is not UTF-8; without it, the encoding is guessed.

    >>> decode_bytes("“Wir bleiben”, sagte er".encode()).encoding
    'utf-8'
    >>> decode_bytes(b"\x93We won,\x94 she said.").text
    '“We won,” she said.'
    """
    wide = find_wide_encoding(data[:SAMPLE_BYTES])
    if wide is not None:
        return decode_wide(data, wide)
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as err:
        return decode_other(data, err.start, known)


def find_wide_encoding(head: bytes) -> str | None:
    """The name of UTF-16 or UTF-32 if `head` begins with its mark or is clearly UTF-16 without one; else None.

    >>> find_wide_encoding("Hello there".encode("utf-16-le"))
    'utf-16-le'
    """
    for mark, name in BYTE_ORDER_MARKS:
        if head.startswith(mark):
            return name
    pairs = len(head) // 2
    if pairs < 4 or 0 not in head:
        return None
    for name, zeros, letters in (("utf-16-le", head[1::2], head[::2]), ("utf-16-be", head[::2], head[1::2])):
        is_text = sum(letters.count(byte) for byte in FREQUENT_BYTES) > MIN_FREQUENT_SHARE * pairs
        if zeros.count(0) > 0.7 * pairs and 0 not in letters and is_text:
            return name
    return None


def decode_wide(data: bytes, encoding: str) -> Decoded:
    """The text of UTF-16 or UTF-32 bytes; what does not fit becomes U+FFFD and is counted."""
    text = data.decode(encoding, "replace").removeprefix("\ufeff")
    return Decoded(text, encoding, describe_replaced(text, encoding))


def decode_other(data: bytes, first_bad: int, known: str | None) -> Decoded:
    """The text of bytes that are not all UTF-8."""
    # Counted without a list of matches: 49 MB of a single invalid byte made one of 4 GB.
    valid = data.decode("utf-8", "ignore")
    bad = len(data) - len(valid.encode("utf-8"))
    good = len(valid) - len(valid.encode("ascii", "ignore"))
    # A quotation mark or dash of three valid bytes is no coincidence: it outweighs ten invalid bytes.
    if good + 10 * sum(map(valid.count, PUNCTUATION)) >= bad:
        return decode_mixed(data.decode("utf-8", "surrogateescape"), bad)
    encoding = known or guess_encoding(data, first_bad)
    text = data.decode(encoding, "replace")
    reason = f"the text is not UTF-8; it was read as {name_encoding(encoding)}"
    return Decoded(text, encoding, "; ".join(filter(None, (reason, describe_replaced(text, encoding)))))


def decode_mixed(escaped: str, bad: int) -> Decoded:
    """The text of bytes that are mostly UTF-8; the others are read as Windows-1252."""
    first = ESCAPED.search(escaped)
    place = first.start() if first else 0
    text = escaped.translate(WESTERN)
    reason = (
        f"{count(bad, 'byte')} of the text {'is' if bad == 1 else 'are'} not UTF-8, the first at character {place:,}; "
        "read as Windows-1252"
    )
    return Decoded(text, "utf-8", reason)


def guess_encoding(data: bytes, first_bad: int) -> str:
    """The encoding that fits a sample of the bytes best, Windows-1252 if none does."""
    start = max(data.rfind(b" ", max(0, first_bad - 1_000), first_bad) + 1, first_bad - 1_000, 0)
    sample = data[start : start + GUESS_BYTES]
    high = [byte for byte in sample if byte > 0x7F]
    if len(high) <= MAX_WESTERN_SHARE * len(sample) + 2 and WESTERN_BYTES.issuperset(high):
        return "cp1252"
    # Imported here: it costs 60 ms, and most texts are UTF-8.
    from charset_normalizer import from_bytes  # noqa: PLC0415

    best = from_bytes(sample, steps=5, chunk_size=512, cp_isolation=LIKELY_ENCODINGS).best()
    return best.encoding if best is not None else "cp1252"


def looks_binary(data: bytes) -> bool:
    """Whether more than 2 % of the first 64 KB are control characters (tabs, line breaks and escapes apart)."""
    sample = data[:SAMPLE_BYTES]
    kept = len(sample.translate(None, CONTROL_BYTES))
    return len(sample) - kept > MAX_CONTROL_SHARE * len(sample)


def describe_replaced(text: str, encoding: str) -> str:
    """How many U+FFFD stand in a text and where the first one does; "" if there are none."""
    replaced = text.count("\ufffd")
    if not replaced:
        return ""
    place = text.index("\ufffd")
    name = name_encoding(encoding)
    return f"{count(replaced, 'place')} not valid in {name}, the first at character {place:,}; U+FFFD was put there"


def name_encoding(encoding: str) -> str:
    """The name of an encoding as people write it."""
    return encoding.replace("cp125", "Windows-125").replace("utf-", "UTF-")


def count(number: int, what: str) -> str:
    """A number with its noun: "1 byte", "2,300 bytes"."""
    return f"{number:,} {what}" + ("" if number == 1 else "s")
