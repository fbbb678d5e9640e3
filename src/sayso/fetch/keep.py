r"""Keep what was fetched as records of a web archive (WARC 1.1, ISO 28500), so that it can be read again.

The body is stored decompressed. Headers about its compression are renamed (X-Archive-Orig-…, as the Internet Archive
does), so that headers and body agree for every reader of archives.
"""

from __future__ import annotations

import gzip
import uuid
from base64 import b32encode
from datetime import datetime, timezone
from hashlib import sha1

from sayso.fetch.records import Fetched

__all__ = ["pack_info", "pack_response"]

# Headers that are true only for the bytes as they were sent.
OF_THE_WIRE = frozenset({"content-encoding", "content-length", "transfer-encoding"})
LEVEL = 6


def pack_info(software: str, *, is_gzipped: bool) -> bytes:
    """The first record of an archive, which says what wrote it."""
    block = write_fields([("software", software), ("format", "WARC File Format 1.1")]).encode("utf-8")
    fields = [
        ("WARC-Type", "warcinfo"),
        ("WARC-Date", write_date(datetime.now(timezone.utc))),
        ("Content-Type", "application/warc-fields"),
    ]
    return pack(block, fields, is_gzipped=is_gzipped)


def pack_response(fetched: Fetched, *, is_gzipped: bool) -> bytes:
    r"""The record of what was fetched, ready to be appended to an archive.

    >>> got = Fetched("http://a.example/", "http://a.example/", 200, (), b"We won.", datetime(2031, 4, 5), "OK")
    >>> pack_response(got, is_gzipped=False).partition(b"\r\n\r\n")[2]
    b'HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\nWe won.\r\n\r\n'
    """
    kept = [
        (f"X-Archive-Orig-{name}" if name.lower() in OF_THE_WIRE else name, value) for name, value in fetched.headers
    ]
    status = " ".join(f"HTTP/1.1 {fetched.status} {fetched.reason}".split())
    head = f"{status}\r\n{write_fields([*kept, ('Content-Length', str(len(fetched.body)))])}\r\n"
    fields = [
        ("WARC-Type", "response"),
        ("WARC-Target-URI", fetched.final_url),
        ("WARC-Date", write_date(fetched.fetched_at)),
        ("WARC-Payload-Digest", compute_digest(fetched.body)),
        ("Content-Type", "application/http; msgtype=response"),
    ]
    return pack(head.encode("latin-1", "replace") + fetched.body, fields, is_gzipped=is_gzipped)


def pack(block: bytes, fields: list[tuple[str, str]], *, is_gzipped: bool) -> bytes:
    """A record, compressed by itself, so that the last one can be cut off and each can be read alone."""
    named = [*fields, ("WARC-Record-ID", f"<urn:uuid:{uuid.uuid4()}>"), ("Content-Length", str(len(block)))]
    record = b"WARC/1.1\r\n" + write_fields(named).encode("utf-8") + b"\r\n" + block + b"\r\n\r\n"
    return gzip.compress(record, LEVEL, mtime=0) if is_gzipped else record


def compute_digest(body: bytes) -> str:
    """The digest of a body in the form that archives use."""
    return "sha1:" + b32encode(sha1(body, usedforsecurity=False).digest()).decode("ascii")


def write_fields(fields: list[tuple[str, str]]) -> str:
    """The fields, one a line; a value never holds a line break."""
    return "".join(f"{' '.join(name.split())}: {' '.join(value.split())}\r\n" for name, value in fields)


def write_date(moment: datetime) -> str:
    """The moment as archives write it, in UTC."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
