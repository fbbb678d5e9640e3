from __future__ import annotations

import gzip
import hashlib
import io
import subprocess
import sys
import zlib
from collections.abc import Iterator
from dataclasses import replace

import brotli  # type: ignore[import-untyped]
import pytest

from sayso.article import Article, Unread
from sayso.read import html
from sayso.read.kinds import Beginning, Reader, choose_reader, is_warc
from sayso.read.packed import Meter
from sayso.read.source import Source
from sayso.read.stream import Stream
from sayso.read.unpack import is_packed, unpack
from sayso.read.warc import read_warc
from sayso.read.warc_body import read_payload
from sayso.settings import ReadSettings

from .each_case import each_case

SETTINGS = ReadSettings()
PAGE = b"<html><body><p>It stays shut, said Anna Roth.</p></body></html>"


@pytest.fixture(autouse=True)
def pages(monkeypatch: pytest.MonkeyPatch) -> list[Source]:
    """What is known of each page that was read; the text of a page is its bytes."""
    sources: list[Source] = []

    def read_page(data: bytes, source: Source, settings: ReadSettings) -> Article | Unread:
        sources.append(source)
        return Article(id=source.name, text=data.decode(source.charset or "utf-8"), url=source.url)

    monkeypatch.setattr(html, "read_page", read_page)
    return sources


def choose(stream: Stream, settings: ReadSettings) -> Reader:
    head = stream.peek()
    if is_packed(head):
        return lambda stream, settings: unpack(stream, settings, choose)
    if is_warc(Beginning(head, "")):
        return lambda stream, settings: read_warc(stream, settings, choose)
    return choose_reader(stream, settings)


def read(data: bytes, settings: ReadSettings = SETTINGS) -> list[Article | Unread]:
    stream = Stream("a.warc", io.BytesIO(data))
    return list(choose(stream, settings)(stream, settings))


def join_reasons(record: Article | Unread) -> str:
    return " ".join(notice.reason for notice in record.notices)


def make_noise(size: int, seed: int = 0) -> bytes:
    """Bytes that no packing makes much smaller, the same in each run."""
    return hashlib.shake_128(b"%d" % seed).digest(size)


def make_record(
    body: bytes,
    url: str = "http://news.example/1",
    kind: str = "response",
    *,
    length: int | None = None,
    more: str = "",
) -> bytes:
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2031-04-05T00:00:00Z\r\n{more}"
        f"Content-Length: {len(body) if length is None else length}\r\n\r\n"
    )
    return head.encode() + body + b"\r\n\r\n"


def make_answer(body: bytes = PAGE, *fields: str, status: str = "200 OK", mime: str = "text/html") -> bytes:
    lines = "".join(field + "\r\n" for field in (f"Content-Type: {mime}", *fields))
    return f"HTTP/1.1 {status}\r\n{lines}\r\n".encode() + body


def number(count: int) -> list[bytes]:
    """So many records of a server's answers, each with its number."""
    return [make_record(make_answer(b"<p>Page %d" % n), f"http://news.example/{n}") for n in range(count)]


def test_an_answer_is_an_article_with_its_address(pages: list[Source]) -> None:
    """The address is the id; the charset that the server stated goes to the page's reader."""
    answer = make_answer("<p>Müller".encode("latin-1"), mime="text/html; charset=iso-8859-1")

    [article] = read(make_record(answer))

    assert ("http://news.example/1", "<p>Müller") == (article.id, article.text if isinstance(article, Article) else "")
    assert pages == [
        Source("http://news.example/1", url="http://news.example/1", charset="iso-8859-1", origin="WARC"),
    ]


@each_case("version", [b"WARC/1.0", b"WARC/1.1"])
@each_case("pack", [lambda record: record, gzip.compress])
def test_records_may_be_packed_one_by_one(version: bytes, pack: object) -> None:
    """Plain and gzip, of both versions, give the same."""
    records = [record.replace(b"WARC/1.0", version) for record in number(30)]
    data = b"".join(gzip.compress(record) if pack is gzip.compress else record for record in records)

    assert [f"http://news.example/{n}" for n in range(30)] == [record.id for record in read(data)]


def test_records_about_records_are_passed_over() -> None:
    """Requests and metadata hold no article; they are not reported."""
    kinds = ("warcinfo", "request", "metadata")
    data = b"".join(make_record(b"GET / HTTP/1.1\r\n\r\n", kind=kind) for kind in kinds) + make_record(make_answer())

    assert [Article] == [type(record) for record in read(data)]


def test_what_is_left_out_is_counted_in_one_notice() -> None:
    """However much of an archive is no article, one record reports it."""
    picture = make_record(make_answer(b"\x89PNG", mime="image/png"))
    missing = make_record(make_answer(status="404 Not Found"))
    data = make_record(make_answer()) + 3 * picture + 2 * missing + make_record(b"", kind="revisit")

    article, left = read(data)

    assert isinstance(article, Article)
    assert "6 records that were left out: image/png 3, responses with status 404 2, revisit records 1" in join_reasons(
        left
    )


def test_an_archive_without_a_page_says_so() -> None:
    """An archive from which nothing is read is reported."""
    assert "is a web archive without a page" in join_reasons(read(make_record(b"a: b", kind="warcinfo"))[0])


def test_plain_texts_and_resources_are_read() -> None:
    """A text is read as a text by its stated charset; a resource is a document without a head of HTTP."""
    data = make_record(make_answer("Größe, sagte er.".encode("utf-16-le"), mime="text/plain; charset=utf-16le"))
    data += make_record(PAGE, "http://news.example/2", "resource", more="Content-Type: text/html\r\n")

    first, second = read(data)

    assert isinstance(first, Article)
    assert isinstance(second, Article)
    assert ("Größe, sagte er.", "http://news.example/1", (("url", "WARC"),)) == (first.text, first.url, first.origins)
    assert PAGE.decode() == second.text


def deflate_raw(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


@each_case(
    ("packing", "data"),
    [("gzip", gzip.compress(PAGE)), ("deflate", zlib.compress(PAGE)), ("deflate", deflate_raw(PAGE)), ("gzip", PAGE)],
)
def test_bodies_are_unpacked(packing: str, data: bytes) -> None:
    """By what the server stated, unless the crawler unpacked them before."""
    [article] = read(make_record(make_answer(data, f"Content-Encoding: {packing}")))

    assert isinstance(article, Article)
    assert PAGE.decode() == article.text


def test_a_brotli_body_is_unpacked_in_bounds() -> None:
    """Brotli gives a page, and no more than the bound."""
    answer = make_answer(brotli.compress(PAGE), "Content-Encoding: br")
    bomb = make_answer(brotli.compress(b"a" * 10_000_000), "Content-Encoding: br")

    page = read_payload(answer, 1_000, Meter(1_000))

    assert page is not None
    assert PAGE == page.data
    with pytest.raises(OSError, match="when unpacked"):
        read_payload(bomb, 1_000, Meter(1_000))
    with pytest.raises(OSError, match=r"ends in the middle|damaged"):
        read_payload(answer[:-5], 1_000, Meter(1_000))


def test_chunks_are_put_together() -> None:
    """A body may have been sent in chunks."""
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (PAGE[:20], PAGE[20:])) + b"0\r\n\r\n"

    [article] = read(make_record(make_answer(chunks, "Transfer-Encoding: chunked")))

    assert isinstance(article, Article)
    assert PAGE.decode() == article.text


def read_ids(data: bytes) -> tuple[list[str], list[str]]:
    """The last part of the address of each article, and the notices of what was not read."""
    records = read(data)
    read_records = [record.id.rpartition("/")[2] for record in records if isinstance(record, Article)]
    return read_records, [join_reasons(record) for record in records if isinstance(record, Unread)]


def test_a_record_that_is_cut_off_is_reported_and_the_next_one_read() -> None:
    """The next record is found inside of what the length of the broken one covers."""
    first, second, third, fourth = number(4)

    read_records, notices = read_ids(first + second[:-30] + third + fourth)

    assert ["0", "2", "3"] == read_records
    assert 1 == len(notices)
    assert "http://news.example/1 is cut off" in notices[0]


def test_the_last_record_may_be_cut_off() -> None:
    """As after a stop in writing."""
    first, second = number(2)

    read_records, [notice] = read_ids(first + second[:-12])

    assert ["0"] == read_records
    assert "is cut off" in notice


@each_case("length", ["10", "-5", "x", "", "9" * 18, "9" * 5_000])
def test_a_wrong_length_costs_one_record(length: str) -> None:
    """Too short, negative, no number, far too long: the records behind it are read."""
    records = number(4)
    stated = records[1].split(b"Content-Length: ")[1].split(b"\r\n")[0]
    records[1] = records[1].replace(b"Content-Length: " + stated, b"Content-Length: " + length.encode(), 1)

    read_records, notices = read_ids(b"".join(records))

    assert ["0", "2", "3"] == read_records
    assert notices


@each_case("place", [0, 1, 2])
def test_a_damaged_member_costs_its_record(place: int) -> None:
    """In gzip by record, the members behind a damaged one are read."""
    records = [replace_page(record, make_noise(3_000, n).hex().encode()) for n, record in enumerate(number(4))]
    members = [bytearray(gzip.compress(record)) for record in records]
    del members[place][len(members[place]) // 2 :][:40]
    members[place][len(members[place]) // 2 :] = b""

    read_records, notices = read_ids(b"".join(map(bytes, members)))

    assert [str(n) for n in range(4) if n != place] == read_records
    assert any("is damaged in 1 place" in notice for notice in notices)


def replace_page(record: bytes, page: bytes) -> bytes:
    url = record.split(b"WARC-Target-URI: ")[1].split(b"\r\n")[0].decode()
    return make_record(make_answer(page), url)


@pytest.mark.cpu_limit(30)
def test_lengths_that_lie_cost_no_time() -> None:
    """Each of many records claims all that follows it; none of that is gone through again for each."""
    records = [make_record(make_answer(), length=40_000_000) for _ in range(5_000)]

    assert 5_000 == len(read(b"".join(records)))


def test_a_record_that_is_too_long_is_reported_and_skipped() -> None:
    """Its body is not held."""
    first, second, third = number(3)
    long = make_record(make_answer(b"x" * 300_000), "http://news.example/long")
    settings = ReadSettings(max_bytes=100_000)

    records = read(first + long + second + third, settings)

    assert ["0", "long", "1", "2"] == [record.id.rpartition("/")[2] for record in records]
    assert "is longer than 100,000 bytes" in join_reasons(records[1])


def test_a_body_that_unpacks_to_too_much_is_reported() -> None:
    """A page is bounded after unpacking as well."""
    bomb = make_record(make_answer(gzip.compress(b"a" * 5_000_000), "Content-Encoding: gzip"))

    record, article = read(bomb + number(1)[0], ReadSettings(max_bytes=100_000))

    assert isinstance(record, Unread)
    assert isinstance(article, Article)


def test_an_address_is_made_harmless() -> None:
    """Control characters in an address are shown as U+FFFD; without one, the place names the article."""
    first = make_record(make_answer(), "http://news.example/\x1b[31m\x07")
    second = make_record(make_answer(), "")

    assert ["http://news.example/\ufffd[31m\ufffd", "a.warc, record 2"] == [
        record.id for record in read(first + second)
    ]


class Counted:
    """A long archive, made record by record."""

    def __init__(self, records: Iterator[bytes]) -> None:
        self._records = records
        self.given = 0

    def read(self, size: int = -1, /) -> bytes:
        piece = next(self._records, b"")
        self.given += len(piece)
        return piece


def test_an_archive_is_streamed() -> None:
    """The first article comes before more than the beginning was read."""
    source = Counted(record for n in range(10_000) for record in number(1))
    stream = Stream("a.warc", source)

    first = next(read_warc(stream, SETTINGS, choose))

    assert isinstance(replace(first, notices=()), Article)
    assert source.given < 1_000_000


def test_libraries_are_loaded_when_they_are_needed() -> None:
    """To import the readers of archives and documents loads none of theirs."""
    code = (
        "import sys, sayso.read.warc, sayso.read.unpack_zip, sayso.read.documents\n"
        "print(sorted({'warcio', 'pypdf', 'brotli', 'backports.zstd', 'lxml'} & set(sys.modules)))"
    )
    found = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)

    assert "[]" == found.stdout.strip()
