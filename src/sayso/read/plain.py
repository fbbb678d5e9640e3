"""Read plain text as an Article; find its title, and join a given title and text."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from itertools import islice

from sayso.article import Article, Region, Unread
from sayso.errors import Notice
from sayso.late import compile_late
from sayso.months import ANY_DAY, MONTHS, SHORT_MONTHS
from sayso.read.date import read_date
from sayso.read.decode import SAMPLE_BYTES, count, decode_bytes, find_wide_encoding, looks_binary
from sayso.read.pasted import find_boilerplate
from sayso.read.stream import Stream
from sayso.read.title import find_title, match_title
from sayso.settings import MORE_BYTES, ReadSettings
from sayso.text import Span

__all__ = ["describe_controls", "find_parts", "join_title", "make_unread", "read_plain"]

# What a file should be by its name; its content alone decides what it is.
DOCUMENTS = {
    ".docx": "Word file",
    ".odt": "OpenDocument text",
    ".rtf": "RTF file",
    ".pdf": "PDF file",
    ".zip": "ZIP archive",
    ".gz": "gzip file",
    ".warc": "web archive",
    ".eml": "e-mail",
}
# A date stands so near the top, below title, place and speaker.
DATE_WITHIN_LINES, DATE_WITHIN_CHARS = 6, 1_000
_MONTH = rf"(?:{'|'.join((*MONTHS, *SHORT_MONTHS))})\.?"
_CLOCK = r"(?:,?\s+(?:at\s+)?\d{1,2}(?::\d\d|\.\d\d)?\s?(?:[ap]\.?m\.?)?(?:\s[A-Z]{2,4})?)?"
DATED = compile_late(
    rf"(?:date|dated|published|recorded|aired|delivered)?:?\s*((?:(?:{ANY_DAY}),?\s+)?"
    rf"(?:{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}|\d{{1,2}}(?:st|nd|rd|th)?\.?\s+{_MONTH},?\s+\d{{4}}"
    rf"|\d{{4}}-\d\d-\d\d){_CLOCK})\.?",
    re.IGNORECASE,
)
CONTROL = compile_late(r"[\x00-\x08\x0e-\x1f\x7f]")


def read_plain(stream: Stream, settings: ReadSettings) -> Iterator[Article | Unread]:
    """Yield the article of a plain text, or an `Unread` that says why there is none."""
    data = read_all(stream, settings.max_bytes)
    if data is None:
        limit = count(settings.max_bytes, "byte")
        yield make_unread(stream.name, f"is longer than {limit}; split it, {MORE_BYTES}")
        return
    if find_wide_encoding(data[:SAMPLE_BYTES]) is None and looks_binary(data):
        yield make_unread(stream.name, describe_binary(stream.name))
        return
    decoded = decode_bytes(data)
    if not decoded.text.strip():
        yield make_unread(stream.name, "is empty" + (" (it holds only blanks)" if decoded.text else ""))
        return
    reasons = filter(None, (decoded.notice, describe_controls(decoded.text)))
    title_span, regions = find_parts(decoded.text, settings)
    text = decoded.text
    date = find_date_line(text)
    yield Article(
        id=stream.name,
        text=text,
        title=title_span.of(text) if title_span else None,
        title_span=title_span,
        given_span=Span(0, len(text)),
        published=date[0] if date else None,
        published_precision=date[1] if date else None,
        origins=(("published", "date line"),) if date else (),
        notices=tuple(Notice("read", f"{stream.name}: {reason}.") for reason in reasons),
        regions=regions,
    )


def find_date_line(text: str) -> tuple[str, str] | None:
    r"""The date that stands alone on one of the first lines of a text, with its precision; None if there is none.

    The name of the month says which number is the day; of dates in numbers alone, only ISO 8601 is read. A line of
    two dates, or of words beside the date, is none.

    >>> find_date_line("Talk at Lower Oxley\n\nMay 4, 2031\n\nADA ROE: We never slept.")
    ('2031-05-04', 'day')
    """
    lines = (line.strip() for line in text[:DATE_WITHIN_CHARS].splitlines())
    for line in islice(filter(None, lines), DATE_WITHIN_LINES):
        found = DATED.fullmatch(line)
        date = read_date(found[1]) if found else None
        if date is not None and date[1] in {"day", "minute", "second"}:
            return date
    return None


def read_all(stream: Stream, max_bytes: int) -> bytes | None:
    """All bytes of a stream, or None if there are more than `max_bytes`."""
    pieces = []
    size = 0
    for piece in stream.chunks():
        pieces.append(piece)
        size += len(piece)
        if size > max_bytes:
            return None
    return b"".join(pieces)


def find_parts(text: str, settings: ReadSettings) -> tuple[Span | None, tuple[Region, ...]]:
    r"""Find the title of a plain text, and the parts of it that are not running text.

    >>> find_parts("Bridge shut\n\nAdvertisement\n\nIt stays shut, Roth said.", ReadSettings())[0]
    Span(start=0, end=11)
    """
    if settings.skip_boilerplate:
        pasted = find_boilerplate(text)
        if pasted.is_page:
            return pasted.title if settings.find_title else None, pasted.regions
        return find_title(text) if settings.find_title else None, pasted.regions
    return find_title(text) if settings.find_title else None, ()


def join_title(given: str, title: str | None, find: bool) -> tuple[str, Span | None, Span]:
    r"""The text of an article, the span of its title in it, and the span of the given text.

    The given text is not changed if there is no title or if it begins with its title. Otherwise the text is the
    title, a blank line, and the given text.

    >>> join_title("The bridge stays shut, they said.", "Bridge shut", find=True)[0]
    'Bridge shut\n\nThe bridge stays shut, they said.'
    """
    whole = Span(0, len(given))
    if not title:
        return given, find_title(given) if find else None, whole
    title_span = match_title(given, title)
    if title_span is not None:
        return given, title_span, whole
    text = f"{title}\n\n{given}"
    return text, Span(0, len(title)), Span(len(title) + 2, len(text))


def describe_binary(name: str) -> str:
    """What is wrong with bytes that are neither a text nor of any kind that is read: of documents, what they are not.

    >>> describe_binary("talks/may.docx")
    'is named .docx but is no Word file: it does not begin like one; save it again, or give a text'
    """
    ending = os.path.splitext(name)[1].lower()  # noqa: PTH122  (a name need not be a path)
    if ending in DOCUMENTS:
        named = f"is named {ending} but is no {DOCUMENTS[ending]}"
        return f"{named}: it does not begin like one; save it again, or give a text"
    return "is not a text (it holds too many control characters); give a text file"


def describe_controls(text: str) -> str:
    """How many control characters a text holds and where the first one stands; "" if it holds none."""
    first = CONTROL.search(text)
    if first is None:
        return ""
    found = count(len(CONTROL.findall(text)), "control character")
    return f"the text holds {found}, the first at character {first.start():,}; they were kept"


def make_unread(name: str, reason: str, *, article_id: str | None = None) -> Unread:
    """Make the record of an input that could not be read: `name` says where it is, `reason` what is wrong with it."""
    return Unread(name if article_id is None else article_id, (Notice("read", f"{name} {reason}."),))
