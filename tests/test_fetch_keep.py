"""What was got is kept as a web archive, which other programs read."""

from __future__ import annotations

import gzip
from datetime import datetime, timezone
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator  # type: ignore[import-untyped]

from sayso.errors import ReadError
from sayso.fetch import Fetched
from sayso.fetch.growing import Growing
from sayso.fetch.keep import pack_info, pack_response

GOT = Fetched(
    "http://kiosk.example/a",
    "http://kiosk.example/b",
    200,
    (("Content-Type", "text/html"), ("Content-Encoding", "gzip"), ("Content-Length", "5"), ("X-A", "a\r\n b")),
    "“We won.”".encode(),
    datetime(2031, 4, 5, 6, 7, 8, tzinfo=timezone.utc),
    "OK",
)


def test_a_record_agrees_with_itself() -> None:
    """Lengths are those of what stands there; the header of the packing is kept under another name."""
    record = pack_response(GOT, is_gzipped=False)
    fields, _, rest = record.partition(b"\r\n\r\n")
    head, _, body = rest.partition(b"\r\n\r\n")

    assert GOT.body + b"\r\n\r\n" == body
    assert b"WARC-Target-URI: http://kiosk.example/b\r\n" in fields
    assert b"WARC-Date: 2031-04-05T06:07:08Z\r\n" in fields
    assert f"Content-Length: {len(rest) - 4}".encode() in fields
    assert b"X-Archive-Orig-Content-Encoding: gzip\r\n" in head
    assert f"\r\nContent-Length: {len(GOT.body)}".encode() in head
    assert b"X-A: a b\r\n" in head


def test_records_are_packed_one_by_one() -> None:
    """A file of packed records unpacks to the plain records one after the other."""
    packed = pack_info("sayso", is_gzipped=True) + pack_response(GOT, is_gzipped=True)

    assert 2 == packed.count(b"\x1f\x8b\x08\x00\x00\x00\x00\x00")
    assert 2 == gzip.decompress(packed).count(b"WARC/1.1\r\n")


def test_warcio_reads_it(tmp_path: Path) -> None:
    """A reader of archives finds the address, the headers and the body, and no fault in digest or length."""
    path = tmp_path / "raw.warc.gz"
    path.write_bytes(pack_info("sayso", is_gzipped=True) + pack_response(GOT, is_gzipped=True))
    with path.open("rb") as stream:
        found = [
            (record.rec_type, record.rec_headers.get_header("WARC-Target-URI"), record.content_stream().read())
            for record in ArchiveIterator(stream, check_digests="raise")
        ]

    assert ("response", "http://kiosk.example/b", GOT.body) == found[1]


def test_what_was_not_noted_is_cut_off(tmp_path: Path) -> None:
    """Only what begins like one of the file's own pieces; what others wrote there is left, and reported."""
    file = Growing(tmp_path / "out.jsonl", b'{"a')
    assert 8 == file.append(b'{"a": 1\n')
    file.append(b'{"a": 2')
    file.cut(8)
    assert b'{"a": 1\n' == file.path.read_bytes()
    assert 11 == file.append(b"my ")
    with pytest.raises(ReadError, match="changed after byte 8 by another program"):
        file.cut(8)
    with pytest.raises(ReadError, match="has 11 bytes, but 99 were written"):
        file.cut(99)
    file.close()
