"""Read the text layer of a PDF file, the title by the size of its letters, and the file's properties."""

from __future__ import annotations

import io
import logging
import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import pairwise, takewhile
from typing import TYPE_CHECKING

from sayso.errors import LimitError
from sayso.letters import mend_surrogates
from sayso.limits import measure_time, run_bounded
from sayso.read.decode import count
from sayso.read.page_lines import join_lines
from sayso.read.properties import Properties
from sayso.settings import ReadSettings, name_limits

if TYPE_CHECKING:
    from pypdf import PdfReader

__all__ = ["PdfText", "read_pages"]

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
# The title's letters are so much larger than those of the text, and sizes that differ by more than this share are two.
LARGE, SIZE_STEP = 1.2, 0.08
HEAD_LINES = 12
MAX_TITLE_CHARS = 300
BYLINE = re.compile(r"(?:By|BY) [^\W\d_a-z][^.!?:]{1,70}")


@dataclass(frozen=True, slots=True)
class PdfText:
    """What a PDF file holds: its paragraphs, separated by blank lines; its properties; what was cut; where in the text
    each page begins; and the title, if the layout shows it.
    """

    text: str
    properties: Properties
    reasons: tuple[str, ...] = ()
    pages: tuple[int, ...] = ()
    title: str | None = None


def read_pages(data: bytes, settings: ReadSettings) -> PdfText | str:
    """What a PDF file holds, or why it cannot be read."""
    import pypdf  # noqa: PLC0415  (this module is its door; it takes 0.2 s)

    # pypdf's warnings about the file do not help a user; without a handler they would be printed.
    logging.getLogger("pypdf").addHandler(logging.NullHandler())
    pages: list[str] = []
    head: list[str] = []
    try:
        with pypdf.apply_configuration(None, **LIMITS):
            reader = pypdf.PdfReader(io.BytesIO(data))
            if reader.is_encrypted and not reader.decrypt(""):
                return "is a PDF file with a password; remove it first"
            total = len(reader.pages)
            reasons = tuple(take_pages(reader, total, settings, pages, head))
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
    # The title is in large letters, and alone in its paragraph, unless it was left out as a running head.
    is_title = bool(head) and "".join(paragraphs[0].split()) == "".join(head[0].split())
    title = paragraphs[0] if is_title and len(paragraphs[0]) <= MAX_TITLE_CHARS else None
    return PdfText("\n\n".join(paragraphs), properties, reasons, tuple(begins), title)


def take_pages(
    reader: PdfReader, total: int, settings: ReadSettings, pages: list[str], head: list[str]
) -> Iterator[str]:
    """Append the text of each page to `pages`, the title of the first to `head`; yield what was cut or not read."""
    end = measure_time() + PAGES_SHARE * settings.max_seconds
    broken = size = 0
    for number in range(min(total, MAX_PAGES)):
        try:
            text = run_bounded(
                partial(extract_text, reader, number) if number else partial(extract_first, reader, head),
                max_seconds=end - measure_time(),
                max_memory=settings.max_memory // 2,
            )
        except LimitError:
            more = f"more takes longer, or more memory, than it may; raise the limit ({name_limits(settings)})"
            yield f"only the first {number:,} of {count(total, 'page')} were read: {more}"
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


def extract_first(reader: PdfReader, head: list[str]) -> str:
    """The text of the first page, with blank lines in its head where the size of letters changes and after a byline.

    If the page begins with its largest letters, what stands in these is added to `head`.
    """
    pieces: list[tuple[str, float]] = []

    def visit(text: str, matrix: list[float], text_matrix: list[float], _font: object, size: float) -> None:
        scale = math.hypot(*matrix[2:4]) * math.hypot(*text_matrix[2:4])
        pieces.append((text, round(abs(size * scale), 1)))

    text = str(reader.pages[0].extract_text(visitor_text=visit))
    lines = list(measure_lines(pieces))
    if [line for line, _ in lines] != [line for line in text.split("\n") if line.strip()]:
        return text
    chars: Counter[float] = Counter()
    for line, size in lines:
        chars[size] += len(line)
    usual, largest = chars.most_common(1)[0][0] if chars else 0.0, max(chars, default=0.0)
    title = list(takewhile(lambda line: line[1] == largest, lines))
    if title and largest >= LARGE * usual and len(title) < len(lines):
        head.append("\n".join(line for line, _ in title))
    return part_head(lines, text)


def measure_lines(pieces: list[tuple[str, float]]) -> Iterator[tuple[str, float]]:
    """Yield each line that is not blank, with the size of the letters that it begins with."""
    line, size = "", 0.0
    for text, text_size in pieces:
        for number, part in enumerate(text.split("\n")):
            if number:
                if line.strip():
                    yield line, size
                line = ""
            size = text_size if part.strip() and not line.strip() else size
            line += part
    if line.strip():
        yield line, size


def part_head(lines: list[tuple[str, float]], text: str) -> str:
    """The text with a blank line where two of its first lines differ in size, and after a byline."""
    parted, rest = "", text
    for (line, size), (_, following) in pairwise(lines[:HEAD_LINES]):
        before, _, rest = rest.partition(f"{line}\n")
        is_parted = abs(size - following) > SIZE_STEP * max(size, following) or BYLINE.fullmatch(line.strip())
        parted += f"{before}{line}\n" + ("\n" if is_parted else "")
    return parted + rest


def read_properties(reader: PdfReader) -> Properties:
    """The title in the file's properties, as far as it can be read."""
    try:
        found: Mapping[str, object] = reader.metadata or {}
        title = str(found.get("/Title") or "")[:1_000]
    except Exception:  # noqa: BLE001  (as in read_pages; the text counts for more)
        return Properties()
    # The times of the file are not those of its text: a page is often printed to a file years later.
    return Properties(mend_surrogates(title) or None)
