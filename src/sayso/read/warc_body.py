"""Parse a record of a web archive: its HTTP head, and its body with chunks joined and unpacked within limits."""

from __future__ import annotations

import io
import re
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sayso.read.decode import SAMPLE_BYTES
from sayso.read.packed import Inflater, Meter, find_kind, unpack_bytes

if TYPE_CHECKING:
    from warcio.statusandheaders import (  # type: ignore[import-untyped,import-not-found,unused-ignore]  # it has none
        StatusAndHeaders,
    )

__all__ = ["Payload", "read_head", "read_payload", "split_type"]

# A server compresses once; twice happens by mistake.
MAX_PACKINGS = 2
MAX_HTTP_HEAD_BYTES = 262_144
HEAD_END = re.compile(rb"\r?\n\r?\n")
CHARSET = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9._:-]{1,40})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Payload:
    """A document of a web archive.

    Attributes:
        data: Its bytes, unpacked; None if there are too many.
        mime: The type that the server stated, in lower case; "" if none.
        charset: The encoding that it stated.
        status: The server's status; 200 if the record holds no response of a server.
    """

    data: bytes | None
    mime: str = ""
    charset: str | None = None
    status: int = 200


def read_head(head: bytes, version: str) -> StatusAndHeaders | None:
    """The first line and the fields of a head; None unless it begins with `version` ("WARC/" or "HTTP/")."""
    from warcio.statusandheaders import (  # noqa: PLC0415  (loaded only where there is an archive; this is its door)
        StatusAndHeadersParser,
        StatusAndHeadersParserException,
    )

    try:
        return StatusAndHeadersParser([version]).parse(io.BytesIO(head))
    except (StatusAndHeadersParserException, EOFError, ValueError):
        return None


def split_type(stated: str | None) -> tuple[str, str | None]:
    """The type and the charset of a Content-Type.

    >>> split_type("text/HTML; charset=ISO-8859-1")
    ('text/html', 'ISO-8859-1')
    """
    stated = stated or ""
    charset = CHARSET.search(stated)
    return stated.split(";")[0].strip().lower()[:100], charset[1] if charset else None


def read_payload(body: bytes, max_bytes: int, meter: Meter) -> Payload | None:
    """The document in a server's response, None if it does not begin with an HTTP head.

    Args:
        body: The response.
        max_bytes: Size of the largest document allowed.
        meter: The meter of the whole archive, which has counted the packed bytes.

    Raises:
        OSError: the packed body is broken.
    """
    end = HEAD_END.search(body, 0, MAX_HTTP_HEAD_BYTES)
    head = read_head(body[: end.end()] if end else body[:MAX_HTTP_HEAD_BYTES], "HTTP/")
    if head is None:
        return None
    sent = body[end.end() :] if end else b""
    if "chunked" in (head.get_header("Transfer-Encoding") or "").lower():
        sent = join_chunks(sent)
    data: bytes | None = sent
    packings = [part.strip().lower() for part in (head.get_header("Content-Encoding") or "").split(",") if part.strip()]
    if len(packings) > MAX_PACKINGS:
        raise OSError(f"it is packed {len(packings)} times")
    for packing in reversed(packings):
        data = unpack_body(data, packing, max_bytes, meter) if data else data
    mime, charset = split_type(head.get_header("Content-Type"))
    return Payload(data, mime, charset, read_status(head.statusline))


def join_chunks(sent: bytes) -> bytes:
    """Join a body that was sent in chunks."""
    from warcio.bufferedreaders import (  # type: ignore[import-untyped,import-not-found,unused-ignore]  # noqa: PLC0415
        ChunkedDataReader,
    )

    return bytes(ChunkedDataReader(io.BytesIO(sent)).read())


def read_status(line: str) -> int:
    """The status code in a status line; 0 if there is none."""
    found = re.match(r"[\d.]*\s*(\d{3})\b", line)
    return int(found[1]) if found else 0


def unpack_body(data: bytes, packing: str, max_bytes: int, meter: Meter) -> bytes | None:
    """The unpacked body, None if it is too large; unchanged if a crawler has unpacked it already."""
    kind = find_kind(data)
    if packing in ("gzip", "x-gzip", "zstd"):
        return unpack_bytes(data, kind, max_bytes, meter) if kind else data
    if packing == "deflate" and not data.lstrip().startswith(b"<"):
        # RFC 9110 says zlib, but some servers leave out its frame.
        has_frame = data[0] & 0x0F == 8 and int.from_bytes(data[:2], "big") % 31 == 0
        return inflate(data, 15 if has_frame else -15, max_bytes, meter)
    if packing == "br" and not data.lstrip().startswith(b"<"):
        return unpack_brotli(data, max_bytes, meter)
    return data


def inflate(data: bytes, window_bits: int, max_bytes: int, meter: Meter) -> bytes | None:
    """The body unpacked from deflate, None if it is too large."""
    try:
        unpacked = Inflater(window_bits).decompress(data, max_bytes + 1)
    except zlib.error as err:
        raise OSError(f"the deflate data is damaged ({str(err)[:80]})") from err
    meter.add(len(unpacked))
    return unpacked if len(unpacked) <= max_bytes else None


def unpack_brotli(data: bytes, max_bytes: int, meter: Meter) -> bytes | None:
    """The body unpacked from Brotli, None if it is too large."""
    import brotli  # type: ignore[import-untyped,import-not-found,unused-ignore]  # noqa: PLC0415  (no types; seldom needed)

    unpacker = brotli.Decompressor()
    pieces: list[bytes] = []
    size = 0
    waiting = data
    try:
        while not unpacker.is_finished():
            piece = unpacker.process(waiting, output_buffer_limit=SAMPLE_BYTES)
            waiting = b""
            pieces.append(piece)
            meter.add(len(piece))
            size += len(piece)
            if size > max_bytes:
                return None
            if not piece and unpacker.can_accept_more_data():
                raise OSError("the br data ends in the middle")
    except brotli.error as err:
        raise OSError(f"the br data is damaged ({str(err)[:80]})") from err
    return b"".join(pieces)
