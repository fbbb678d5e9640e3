"""Recognise the kind of an input by its content alone, and choose the reader for it.

To add a kind, add a pair to `READERS`: a recogniser, which looks at the beginning of a stream, and a reader, which
yields what the stream holds. The first recogniser that fits decides; if none fits, the stream is a plain text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sayso.article import Article, Unread
from sayso.read.decode import SAMPLE_BYTES, decode_bytes
from sayso.read.documents import is_pdf, read_pdf, read_rtf
from sayso.read.lines import is_json_object, read_lines
from sayso.read.mail_signs import is_mail, is_mailbox
from sayso.read.media import name_media, refuse_media
from sayso.read.plain import make_unread, read_plain
from sayso.read.stream import Stream
from sayso.read.subtitles import is_subtitles, read_subtitles
from sayso.read.tables import is_table, read_table
from sayso.read.unpack import is_packed, unpack
from sayso.read.unpack_zip import is_zip, read_zip
from sayso.settings import ReadSettings

__all__ = ["READERS", "Beginning", "choose_reader", "read_any"]


@dataclass(frozen=True, slots=True)
class Beginning:
    """The beginning of a stream, as bytes and as text without leading blanks."""

    data: bytes
    text: str


Choose = Callable[[Stream, ReadSettings], "Reader"]
Recogniser = Callable[[Beginning], bool]
Reader = Callable[[Stream, ReadSettings], Iterator[Article | Unread]]

LOOKED_AT_LINES = 20
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
TIMED_TEXT = re.compile(r"\[Script Info\]|(?:<\?xml[^>]{0,200}>\s*)?<(?:\w{1,20}:)?tt[\s>]", re.IGNORECASE)
HTML = re.compile(
    r"(?:<\?xml[^>]{0,200}>\s*)?(?:<!--[^>]{0,2000}-->\s*){0,5}"
    r"<(?:!doctype\s+html|(?:html|head|body|meta|title|div|p|article|section|main|span|h[1-6]|table|script)[\s>/])",
    re.IGNORECASE,
)
XML = re.compile(r"<(?:\?xml\s|rss[\s>]|feed[\s>]|rdf:RDF[\s>]|urlset[\s>])", re.IGNORECASE)
WARC = re.compile(rb"WARC/[01]\.\d")
JSON_FEED = re.compile(r'\A\s*\{.{0,60000}?"version"\s*:\s*"https?:\\?/\\?/jsonfeed\.org\\?/version', re.DOTALL)
JSON_BEGINNING = re.compile(r'\{\s*"|\[\s*\{\s*"')


def choose_reader(stream: Stream, settings: ReadSettings) -> Reader:
    """The reader of the first kind that recognises the beginning of the stream."""
    beginning = look_at(stream, settings)
    return next((reader for recognise, reader in READERS if recognise(beginning)), read_plain)


def read_any(stream: Stream, settings: ReadSettings) -> Iterator[Article | Unread]:
    """Yield what a stream holds, by the reader that its content calls for."""
    yield from choose_reader(stream, settings)(stream, settings)


def look_at(stream: Stream, settings: ReadSettings) -> Beginning:
    """The first 64 KB of a stream, or more if it may be JSON Lines with a longer first line."""
    size = SAMPLE_BYTES
    data = stream.peek(size)
    while data.lstrip().startswith(b"{") and b"\n" not in data.lstrip() and len(data) == size <= settings.max_bytes:
        size = min(4 * size, settings.max_bytes + SAMPLE_BYTES)
        data = stream.peek(size)
    return Beginning(data, decode_bytes(data, known="cp1252").text.lstrip())


def begins_with(signature: bytes) -> Recogniser:
    """A recogniser of files that begin with these bytes."""
    return lambda beginning: beginning.data.startswith(signature)


def is_tar(beginning: Beginning) -> bool:
    """Whether it begins like a tar archive."""
    return beginning.data[257:262] == b"ustar"


def is_timed_text(beginning: Beginning) -> bool:
    """Whether it begins like subtitles of a kind that is not read: SubStation (.ass, .ssa) or TTML."""
    return TIMED_TEXT.match(beginning.text) is not None


def is_media(beginning: Beginning) -> bool:
    """Whether it begins like a picture, a sound or a video."""
    return name_media(beginning.data) is not None


def is_html(beginning: Beginning) -> bool:
    """Whether it begins like a web page."""
    return HTML.match(beginning.text) is not None


def is_xml(beginning: Beginning) -> bool:
    """Whether it begins like a feed or other XML."""
    return XML.match(beginning.text) is not None


def is_lines(beginning: Beginning) -> bool:
    """Whether the first line is a JSON object, or at least half of the first twenty are."""
    lines = [line for line in beginning.text.split("\n", LOOKED_AT_LINES)[:LOOKED_AT_LINES] if line.strip()]
    if not any(line.lstrip().startswith("{") for line in lines):
        return False
    found = [is_json_object(line) for line in lines]
    return found[0] or 2 * sum(found) >= len(found)


def is_json_document(beginning: Beginning) -> bool:
    """Whether it begins like JSON (JSON Lines were tried before)."""
    return JSON_BEGINNING.match(beginning.text) is not None


def is_warc(beginning: Beginning) -> bool:
    """Whether it begins like a web archive."""
    return WARC.match(beginning.data) is not None


def is_feed(beginning: Beginning) -> bool:
    """Whether it begins like a feed, a list of feeds or a sitemap; their readers are loaded with the first one."""
    if not beginning.text.startswith("<"):
        return False
    from sayso.read.feeds import begins_feed  # noqa: PLC0415  it takes time to load

    return begins_feed(beginning.text)


def is_json_feed(beginning: Beginning) -> bool:
    """Whether it begins like a JSON Feed, which names its version."""
    return JSON_FEED.match(beginning.text) is not None


def read_feed_late(stream: Stream, settings: ReadSettings) -> Iterator[Article | Unread]:
    """Yield the articles of a feed."""
    from sayso.read.feeds import read_feed  # noqa: PLC0415  as above

    yield from read_feed(stream, settings)


def read_warc_late(stream: Stream, settings: ReadSettings, choose: Choose) -> Iterator[Article | Unread]:
    """Yield what a web archive holds."""
    from sayso.read.warc import read_warc  # noqa: PLC0415  as above

    yield from read_warc(stream, settings, choose)


def read_html_late(stream: Stream, settings: ReadSettings) -> Iterator[Article | Unread]:
    """Yield the article of a web page; the extraction library is loaded with the first page."""
    from sayso.read.html import read_html  # noqa: PLC0415  it takes time to load

    yield from read_html(stream, settings)


def read_mail_late(stream: Stream, settings: ReadSettings) -> Iterator[Article | Unread]:
    """Yield the article of an e-mail; the e-mail library is loaded with the first one."""
    from sayso.read.mail import read_mail  # noqa: PLC0415  as above

    yield from read_mail(stream, settings)


def refuse(what: str, remedy: str) -> Reader:
    """A reader that yields one notice, which says what the stream looks like and what to do."""

    def refuse_stream(stream: Stream, _settings: ReadSettings) -> Iterator[Unread]:
        yield make_unread(stream.name, f"looks like {what}; {remedy}")

    return refuse_stream


def of(is_kind: Callable[[bytes, str], bool]) -> Recogniser:
    """A recogniser made of a function that takes the beginning as bytes and as text."""
    return lambda beginning: is_kind(beginning.data, beginning.text)


def within(read: Callable[[Stream, ReadSettings, Choose], Iterator[Article | Unread]]) -> Reader:
    """A reader of archives; the kind of each input in it is again recognised by its content."""
    return lambda stream, settings: read(stream, settings, choose_reader)


READERS: tuple[tuple[Recogniser, Reader], ...] = (
    (of(is_packed), within(unpack)),
    (of(is_zip), within(read_zip)),
    (of(is_pdf), read_pdf),
    (is_media, refuse_media),
    (is_warc, within(read_warc_late)),
    (of(is_mail), read_mail_late),
    (of(is_mailbox), refuse("a mailbox of many messages (mbox)", "save each message as .eml")),
    (begins_with(b"{\\rtf"), read_rtf),
    (is_tar, refuse("a tar archive", "unpack it, or pack its files as .zip")),
    (begins_with(OLD_OFFICE), refuse("a file of old Office (.doc, .xls, .ppt)", "save it as .docx or text")),
    (is_feed, read_feed_late),
    (is_timed_text, refuse("subtitles in SubStation or TTML", "save them as .srt or .vtt")),
    (is_html, read_html_late),
    (is_xml, refuse("XML, but neither a feed nor a page", "give its text")),
    (is_json_feed, read_feed_late),
    (of(is_subtitles), read_subtitles),
    (is_lines, read_lines),
    (of(is_table), read_table),
    (is_json_document, refuse("JSON, but its first line is not a whole object", "write one article on each line")),
)
