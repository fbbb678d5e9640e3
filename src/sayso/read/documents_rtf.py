r"""Read the paragraphs and properties of an RTF document, by striprtf.

striprtf works with regular expressions, some of which take far too long on text that was made for that. What would
slow them down is changed before: pictures (long runs of hexadecimal digits) are removed, links (which it would write
into the text) get a form that it does not look for, and each font of the table is put on a line of its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from striprtf.striprtf import rtf_to_text

from sayso.letters import mend_surrogates
from sayso.read.decode import count
from sayso.read.properties import Properties

__all__ = ["RtfText", "read_rtf_text"]

HEXADECIMAL = re.compile(r"[0-9a-fA-F\s]{2,}")
MIN_PICTURE_CHARS = 400
LINK = re.compile(r"\\fldinst(?=\{)", re.IGNORECASE)
CELL_END = re.compile(r"\\(?:nest)?cell(?![a-z])")
FONT = re.compile(r"(?<!\\)\\f(?=\d)")
TITLE = re.compile(r"\{\\title\s([^{}\\]{1,300})\}")
DATE = re.compile(r"\{\\(creatim|revtim)\\yr(\d{4})\\mo(\d{1,2})\\dy(\d{1,2})")
TRACKED = re.compile(r"\\deleted\b")
# Without its pictures, a megabyte takes a third of a second; this is a book of 1,500 pages.
MAX_RTF_CHARS = 10_000_000
PROPERTIES_CHARS = 200_000
# striprtf raises these on invalid numbers and code pages.
FAULTS = (ValueError, OverflowError, TypeError, LookupError, RecursionError)


@dataclass(frozen=True, slots=True)
class RtfText:
    """What an RTF document holds: its paragraphs, separated by blank lines; its properties; what was odd."""

    text: str
    properties: Properties
    reasons: tuple[str, ...] = ()


def read_rtf_text(data: bytes) -> RtfText | str:
    r"""What an RTF document holds, or why it cannot be read.

    >>> read_rtf_text(rb"{\rtf1\ansi Bridge shut\par It stays shut, Roth said.\par}").text
    'Bridge shut\n\nIt stays shut, Roth said.'
    """
    source = defuse(data.decode("cp1252", "replace"))
    if len(source) > MAX_RTF_CHARS:
        return f"is an RTF document of more than {count(MAX_RTF_CHARS, 'character')}; save it as .docx or text"
    try:
        stripped = mend_surrogates(rtf_to_text(source, errors="replace"))  # type: ignore[no-untyped-call]
    except FAULTS as err:
        return f"is an RTF document that cannot be read ({str(err)[:100]}); save it as .docx or text"
    text = "\n\n".join(line.strip() for line in stripped.splitlines() if line.strip())
    if not text.strip():
        return "is an RTF document without text"
    is_tracked = TRACKED.search(source) is not None
    reasons = ("it holds tracked changes; words that were deleted may stand in the text",) if is_tracked else ()
    return RtfText(text, find_properties(source[:PROPERTIES_CHARS]), reasons)


def defuse(source: str) -> str:
    """The source without what would slow striprtf down; its text stays, each cell of a table as a paragraph."""
    # striprtf's search for the table of fonts goes from each font's number to the end of the line.
    source = CELL_END.sub(r"\\par", source)
    return FONT.sub(r"\n\\f", LINK.sub(r"\\fldinst ", HEXADECIMAL.sub(drop_picture, source)))


def drop_picture(digits: re.Match[str]) -> str:
    """A blank for more hexadecimal digits in a row than any text has; otherwise the digits."""
    return digits[0] if len(digits[0]) < MIN_PICTURE_CHARS else " "


def find_properties(source: str) -> Properties:
    """The title and the dates that a document states."""
    title = TITLE.search(source)
    dates = {kind: f"{year}-{int(month):02}-{int(day):02}" for kind, year, month, day in DATE.findall(source)}
    return Properties(title[1].strip() if title else None, dates.get("creatim"), dates.get("revtim"))
