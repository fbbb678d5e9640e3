"""Read the articles of web archives (WARC 1.0 and 1.1, such as CC-NEWS), record by record.

Responses with status 200, resources and conversions are read: HTML as pages; plain text, PDF and .docx by their
content. Requests, metadata and the like hold no article. Whatever else is left out (revisits, other responses, other
types) is counted in one notice at the end. A record that is cut off or broken becomes a notice, and the next is read.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import partial

from sayso.article import Article, Unread
from sayso.read.decode import count
from sayso.read.door import read_safely
from sayso.read.packed import Meter
from sayso.read.plain import make_unread
from sayso.read.source import Source
from sayso.read.stream import Stream
from sayso.read.unpack import Choose, Inner, nest
from sayso.read.unpack_zip import clean_name
from sayso.read.warc_body import Payload, read_head, read_payload, split_type
from sayso.read.warc_tape import MAX_HEAD_BYTES, Tape
from sayso.settings import MORE_BYTES, ReadSettings

__all__ = ["read_warc"]

PAGE_TYPES = ("text/html", "application/xhtml+xml")
OTHER_TYPES = (
    "text/plain",
    "application/pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
)
HOLDING = ("response", "resource", "conversion")
SILENT = ("warcinfo", "request", "metadata")
MAX_ADDRESS_CHARS = 2_000
SHOWN_TYPES = 3
STATUS_OK = 200


@dataclass(frozen=True, slots=True)
class Record:
    """A record: its type, its address or place, and its length in bytes (None if it states no valid one)."""

    kind: str
    address: str
    name: str
    length: int | None
    content_type: str | None


@dataclass(slots=True)
class Tally:
    """How many records there were, how many held a document, and what was left out; `meter` counts unpacked bytes."""

    meter: Meter
    records: int = 0
    documents: int = 0
    left: Counter[str] = field(default_factory=Counter)


def read_warc(stream: Stream, settings: ReadSettings, choose: Choose) -> Iterator[Article | Unread]:
    """Yield the articles of a web archive; the id of each is its address.

    Args:
        stream: A stream that begins like a web archive.
        settings: How to read; a record may be as large as an article.
        choose: Returns the reader of a text or document in it.
    """
    tape = Tape(stream)
    tally = Tally(nest(stream, settings)[1])
    while (passed := tape.find_record()) is not None:
        tally.records += 1
        where = f"{stream.name}, record {tally.records:,}"
        if passed:
            tally.left["damaged places between records"] += 1
        record = read_record_head(tape, where)
        if record is None or record.length is None:
            fault = "states no valid length" if record else "has no head that can be read"
            yield make_unread(record.name if record else where, f"{fault}; the next record is read")
        elif record.kind not in HOLDING:
            tally.left[f"{record.kind[:20] or 'unnamed'} records"] += record.kind not in SILENT
            tape.skip(record.length)
        else:
            tally.documents += 1
            yield from read_body(tape, record, stream, settings, choose, tally)
    yield from report_left_out(stream.name, tally)


def read_record_head(tape: Tape, where: str) -> Record | None:
    """The next record, as its head describes it; None if the head cannot be read."""
    data = tape.take_head()
    head = read_head(data, "WARC/") if data else None
    if head is None:
        return None
    address = clean_name((head.get_header("WARC-Target-URI") or "").strip(" <>"), MAX_ADDRESS_CHARS)
    stated = (head.get_header("Content-Length") or "").strip()
    length = int(stated) if stated.isascii() and stated.isdigit() and len(stated) < 20 else None
    kind = (head.get_header("WARC-Type") or "").strip().lower()
    return Record(kind, address, address or where, length, head.get_header("Content-Type"))


def read_body(
    tape: Tape, record: Record, stream: Stream, settings: ReadSettings, choose: Choose, tally: Tally
) -> Iterator[Article | Unread]:
    """Yield the article of a record, or why it cannot be read; nothing for types that are not read."""
    length = record.length or 0
    if length > settings.max_bytes + MAX_HEAD_BYTES:
        yield make_unread(record.name, f"is longer than {count(settings.max_bytes, 'byte')}; split it, {MORE_BYTES}")
        tape.skip(length)
        return
    body, is_whole = tape.take_body(length)
    tally.meter.taken += 0 if isinstance(stream, Inner) else len(body)
    if not is_whole:
        fault = f"is cut off: {len(body):,} of {length:,} bytes" if len(body) < length else "is longer than stated"
        yield make_unread(record.name, f"{fault}; the next record is read")
        return
    try:
        payload = open_body(body, record, settings.max_bytes, tally.meter)
    except OSError as err:
        yield make_unread(record.name, f"cannot be unpacked: {str(err)[:200]}")
        return
    read = partial(read_document, payload, record, stream, settings, choose, tally)
    yield from read_safely(read, record.name, settings)


def open_body(body: bytes, record: Record, max_bytes: int, meter: Meter) -> Payload | None:
    """The document in a record, None if it is a response without an HTTP head."""
    mime, charset = split_type(record.content_type)
    if record.kind == "response" and (mime in ("application/http", "") or body.startswith(b"HTTP/")):
        return read_payload(body, max_bytes, meter)
    return Payload(body, mime, charset)


def read_document(
    payload: Payload | None, record: Record, stream: Stream, settings: ReadSettings, choose: Choose, tally: Tally
) -> Iterator[Article | Unread]:
    """Yield the article in a document, by its type."""
    if payload is None:
        yield make_unread(record.name, "has no HTTP head that can be read; the next record is read")
    elif payload.status != STATUS_OK:
        tally.left[f"responses with status {payload.status}"] += 1
    elif payload.data is None or len(payload.data) > settings.max_bytes:
        limit = count(settings.max_bytes, "byte")
        yield make_unread(record.name, f"is longer than {limit} when unpacked; split it, {MORE_BYTES}")
    elif is_page(payload, payload.data):
        from sayso.read.html import read_page  # noqa: PLC0415  (lxml is loaded only where it is needed)

        url = record.address or None
        yield read_page(
            payload.data, Source(name=record.name, url=url, charset=payload.charset, origin="WARC"), settings
        )
    elif payload.mime in OTHER_TYPES:
        yield from read_other(payload.data, payload, record, stream, settings, choose, tally)
    else:
        tally.left[clean_name(payload.mime) or "of no type"] += 1


def is_page(payload: Payload, data: bytes) -> bool:
    """Whether a document is a web page, by the stated type or else by its beginning."""
    return payload.mime in PAGE_TYPES or (not payload.mime and data[:1_000].lstrip().startswith(b"<"))


def read_other(
    data: bytes, payload: Payload, record: Record, stream: Stream, settings: ReadSettings, choose: Choose, tally: Tally
) -> Iterator[Article | Unread]:
    """Yield what a text or a document holds; each record gets the document's address."""
    if payload.mime == "text/plain" and payload.charset:
        data = recode(data, payload.charset)
    inner = Inner(record.name, io.BytesIO(data), nest(stream, settings)[0] + 1, tally.meter)
    for found in choose(inner, settings)(inner, settings):
        if isinstance(found, Article) and found.url is None and record.address:
            yield replace(found, url=record.address, origins=(("url", "WARC"), *found.origins))
        else:
            yield found


def recode(data: bytes, charset: str) -> bytes:
    """The bytes as UTF-8; unchanged if the charset is unknown or does not fit."""
    try:
        return data.decode(charset).encode("utf-8")
    except (LookupError, ValueError):
        return data


def report_left_out(name: str, tally: Tally) -> Iterator[Unread]:
    """Yield one `Unread` that counts what was left out, if anything was."""
    if not tally.documents and not +tally.left:
        yield make_unread(name, "is a web archive without a page", article_id=f"{name} (left out)")
    elif +tally.left:
        common = (+tally.left).most_common(SHOWN_TYPES + 1)
        shown = ", ".join(f"{what} {number:,}" for what, number in common[:SHOWN_TYPES])
        more = " and others" if len(common) > SHOWN_TYPES else ""
        left = count(sum(tally.left.values()), "record")
        yield make_unread(name, f"holds {left} that were left out: {shown}{more}", article_id=f"{name} (left out)")
