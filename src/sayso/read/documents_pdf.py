"""Read the text layer of a PDF file as paragraphs: lines joined, and words that a line break divided made whole.

A PDF stores characters and their places but no paragraphs. These are found by rules, which are sometimes wrong.
"""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from sayso.errors import LimitError
from sayso.letters import mend_surrogates
from sayso.limits import measure_time, run_bounded
from sayso.read.decode import count
from sayso.read.properties import Properties
from sayso.settings import ReadSettings

if TYPE_CHECKING:
    from pypdf import PdfReader

__all__ = ["PdfText", "join_lines", "read_pages"]

MAX_PAGES = 500
# Share of an input's time that the pages may take; the rest is for the steps around them.
PAGES_SHARE = 0.8
# pypdf's own limits allow a page of 75 MB, which takes minutes. The longest page of a press release has 0.1 MB.
MAX_STREAM_BYTES = 10_000_000
MAX_PARSED = 150_000
LIMITS = {
    "zlib_maximum_output_length": MAX_STREAM_BYTES,
    "lzw_maximum_output_length": MAX_STREAM_BYTES,
    "run_length_maximum_output_length": MAX_STREAM_BYTES,
    "array_based_stream_maximum_output_length": MAX_STREAM_BYTES,
    "stream_decoding_work_maximum_length": 4 * MAX_STREAM_BYTES,
    "stream_parsing_work_maximum_count": MAX_PARSED,
    "page_tree_maximum_entries": 10_000,
    "page_tree_maximum_page_entries": 200_000,
}
# If all pages together have fewer letters than this, they are a stamp or page numbers, not a text.
MIN_CHARS = 20
# A line shorter than this share of the usual width that ends a sentence also ends its paragraph.
SHORT_SHARE = 0.75
REPEATED_PAGES = 3
PAGE_NUMBER = re.compile(r"\W*(?:page|seite|p\.)?\s*\d{1,4}\s*(?:(?:/|of|von|\|)\s*\d{1,4})?\W*\Z", re.IGNORECASE)
SENTENCE_END = re.compile(r"[.!?:…][\"'”’»)\]]*\Z")
BULLET = re.compile(r"[•‣▪●*–—-]\s|\(?\d{1,2}[.)]\s")
# "ANNA ROTH: …", "Anna Roth (by telephone): …", "Q. …" at the beginning of a line.
TURN = re.compile(
    r"(?P<name>[QA](?=[.:]\s)|[^\W\d_a-z][\w.'’-]{0,30}(?: [^\W\d_a-z][\w.'’-]{0,30}){0,5})"
    r"(?:,? ?[(\[][^()\[\]:]{1,40}[)\]])?(?P<end>[:.])(?=\s|\Z)"
)
# Line numbers in a court transcript, and the share of lines that must have one.
LINE_NUMBER = re.compile(r"(\d{1,2})(?:\s+|\Z)")
FEWEST_NUMBERED, NUMBERED_SHARE = 5, 0.9
BROKEN_WORD = re.compile(r"(?<=[^\W\d_])[-\u00ad\u2010]\Z")
PDF_DATE = re.compile(r"(?:D:)?(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(?:(Z)|([+-])(\d\d)'?(\d\d)?'?)?")


@dataclass(frozen=True, slots=True)
class PdfText:
    """What a PDF file holds: its paragraphs, separated by blank lines; its properties; what was cut; and where in the
    text each page begins.
    """

    text: str
    properties: Properties
    reasons: tuple[str, ...] = ()
    pages: tuple[int, ...] = ()


def read_pages(data: bytes, settings: ReadSettings) -> PdfText | str:
    """What a PDF file holds, or why it cannot be read."""
    import pypdf  # noqa: PLC0415  (this module is its door; it takes 0.2 s)

    # pypdf's warnings about the file do not help a user; without a handler they would be printed.
    logging.getLogger("pypdf").addHandler(logging.NullHandler())
    pages: list[str] = []
    try:
        with pypdf.apply_configuration(None, **LIMITS):
            reader = pypdf.PdfReader(io.BytesIO(data))
            if reader.is_encrypted and not reader.decrypt(""):
                return "is a PDF file with a password; remove it first"
            total = len(reader.pages)
            reasons = tuple(take_pages(reader, total, settings, pages))
            properties = read_properties(reader)
    except Exception as err:  # noqa: BLE001  (a broken file raises whatever it happens to run into)
        return f"is a PDF file that cannot be read: {type(err).__name__}: {str(err)[:120]}"
    if sum(char.isalnum() for page in pages for char in page) < MIN_CHARS:
        if reasons:
            return f"is a PDF file without a text that can be read: {reasons[0]}"
        pictured = count(total, "page")
        return f"is a PDF file of {pictured} without a text layer; run OCR over it first (ocrmypdf does)"
    # Where every line is like those of the other pages, none of them is a running head.
    paragraphs, begins = join_lines(pages)
    if not paragraphs:
        return PdfText("\n\n".join(page.strip() for page in pages), properties, reasons)
    return PdfText("\n\n".join(paragraphs), properties, reasons, tuple(begins))


def take_pages(reader: PdfReader, total: int, settings: ReadSettings, pages: list[str]) -> Iterator[str]:
    """Append the text of each page to `pages`; yield what was cut or could not be read."""
    end = measure_time() + PAGES_SHARE * settings.max_seconds
    broken = size = 0
    for number in range(min(total, MAX_PAGES)):
        try:
            text = run_bounded(
                partial(extract_text, reader, number),
                max_seconds=end - measure_time(),
                max_memory=settings.max_memory // 2,
            )
        except LimitError:
            limits = f"{settings.max_seconds:g} seconds or {settings.max_memory / 1e9:g} GB of memory"
            yield f"only the first {number:,} of {count(total, 'page')} were read: they took nearly {limits}"
            break
        except Exception:  # noqa: BLE001  (as in read_pages; the other pages may be whole)
            broken += 1
            text = ""
        pages.append("".join(char if char >= " " or char in "\n\t" else "\ufffd" for char in mend_surrogates(text)))
        size += len(text)
        if size > settings.max_bytes:
            yield f"only the first {number + 1:,} of {count(total, 'page')} were read: the text is too large"
            break
    if broken:
        yield f"{count(broken, 'page')} could not be read"
    if total > MAX_PAGES:
        yield f"only the first {MAX_PAGES:,} of {count(total, 'page')} were read; split it"


def extract_text(reader: PdfReader, number: int) -> str:
    """The text of a page."""
    return str(reader.pages[number].extract_text())


def read_properties(reader: PdfReader) -> Properties:
    """The file's properties, as far as they can be read."""
    try:
        found: Mapping[str, object] = reader.metadata or {}
        values = {key: str(found.get(key) or "")[:1_000] for key in ("/Title", "/CreationDate", "/ModDate")}
    except Exception:  # noqa: BLE001  (as in read_pages; the text counts for more)
        return Properties()
    title = mend_surrogates(values["/Title"])
    return Properties(title or None, read_date(values["/CreationDate"]), read_date(values["/ModDate"]))


def read_date(value: str) -> str | None:
    """A PDF date in ISO 8601; None if the value is no PDF date.

    >>> read_date("D:20310405093000+02'00'")
    '2031-04-05T09:30:00+02:00'
    """
    found = PDF_DATE.match(value.strip())
    if found is None:
        return None
    year, month, day, hour, minute, second, utc, sign, zone_hours, zone_minutes = found.groups()
    date = "-".join(filter(None, (year, month, day)))
    if minute is None:
        return date
    zone = utc or (f"{sign}{zone_hours}:{zone_minutes or '00'}" if sign else "")
    return f"{date}T" + ":".join(filter(None, (hour, minute, second))) + zone


def join_lines(pages: list[str]) -> tuple[list[str], list[int]]:
    r"""The paragraphs of the pages, and the places where each page begins once they are joined by blank lines.

    A paragraph may go on over the end of a page; each turn of a speaker is a paragraph. Page numbers, line numbers, and
    lines that three pages have at their edge are left out.

    >>> join_lines(["The bridge stays shut for the whole sum-\nmer, Anna Roth said on Monday.\n\nIt is old."])
    (['The bridge stays shut for the whole summer, Anna Roth said on Monday.', 'It is old.'], [0])
    """
    kept = strip_edges(pages)
    names = Counter(match["name"] for page in kept for line in page if (match := TURN.match(line)))
    lengths = sorted(len(line) for page in kept for line in page if line)
    usual = lengths[int(len(lengths) * 0.8)] if lengths else 0
    paragraphs: list[str] = []
    begins: list[int] = []
    open_lines, start = "", 0
    for page in kept:
        is_begun = False
        for line in page:
            if open_lines and (not line or BULLET.match(line) or begins_turn(line, names)):
                paragraphs.append(open_lines)
                start += len(open_lines) + 2
                open_lines = ""
            open_lines = join_line(open_lines, line)
            if line and not is_begun:
                begins.append(start + len(open_lines) - len(line))
                is_begun = True
            if open_lines and SENTENCE_END.search(line) and len(line) < SHORT_SHARE * usual:
                paragraphs.append(open_lines)
                start += len(open_lines) + 2
                open_lines = ""
        if not is_begun:
            begins.append(start + len(open_lines))
    return ([*paragraphs, open_lines] if open_lines else paragraphs), begins


def begins_turn(line: str, names: Mapping[str, int]) -> bool:
    """Whether a line begins with a speaker's name: in capitals, a letter, or a name that begins other lines too."""
    match = TURN.match(line)
    if match is None:
        return False
    is_letter = match["name"] in {"Q", "A"}
    return is_letter or (match["end"] == ":" and (match["name"].isupper() or names[match["name"]] > 1))


def join_line(before: str, line: str) -> str:
    """Join a line to the text before it; a word that was divided between them is made whole."""
    if not before or not line:
        return before or line
    if BROKEN_WORD.search(before) and line[0].islower():
        return BROKEN_WORD.sub("", before) + line
    return f"{before} {line}"


def strip_edges(pages: list[str]) -> list[list[str]]:
    """The lines of each page without running heads, running feet and page numbers; "" for a blank one.

    A page ends without a blank line, since its last paragraph may go on in the next one.
    """
    split = [[" ".join(line.split()) for line in page.split("\n")] for page in pages]
    trimmed = [strip_numbers(trim(page)) for page in split]
    edges = Counter(fold(line) for page in trimmed for line in {*page[:1], *page[-1:]})
    repeated = {line for line, number in edges.items() if number >= REPEATED_PAGES}
    return [strip_edge(strip_edge(page, repeated)[::-1], repeated)[::-1] for page in trimmed]


def strip_numbers(page: list[str]) -> list[str]:
    """The lines without their line numbers, if nearly all are numbered in sequence.

    >>> strip_numbers(["Hall", "1 Q. Did", "2 you", "3 see it?", "4 A. No.", "5 Never.", "6"])
    ['Hall', 'Q. Did', 'you', 'see it?', 'A. No.', 'Never.', '']
    """
    found = [LINE_NUMBER.match(line) for line in page]
    numbers = [int(match[1]) for match in found if match]
    if len(numbers) < FEWEST_NUMBERED or numbers != list(range(numbers[0], numbers[0] + len(numbers))):
        return page
    first = next(number for number, match in enumerate(found) if match)
    last = len(found) - next(number for number, match in enumerate(found[::-1]) if match)
    if len(numbers) < NUMBERED_SHARE * sum(bool(line) for line in page[first:last]):
        return page
    return [line[match.end() :] if match else line for line, match in zip(page, found, strict=True)]


def strip_edge(page: list[str], repeated: set[str]) -> list[str]:
    """The lines from the first one that is not a running head, a page number or blank."""
    is_edge = (not line or PAGE_NUMBER.match(line) or fold(line) in repeated for line in page)
    return page[next((number for number, found in enumerate(is_edge) if not found), len(page)) :]


def trim(page: list[str]) -> list[str]:
    """The lines without blank ones at either end."""
    return strip_blank(strip_blank(page)[::-1])[::-1]


def strip_blank(page: list[str]) -> list[str]:
    """The lines from the first one that is not blank."""
    return page[next((number for number, line in enumerate(page) if line), len(page)) :]


def fold(line: str) -> str:
    """A line with its numbers replaced, so that "Page 3" and "Page 4" count as the same running foot."""
    return re.sub(r"\d+", "0", line)
