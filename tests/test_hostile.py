"""Input that means harm: each case with the bound that holds, read as a user would."""

from __future__ import annotations

import gzip
import hashlib
import io
import tracemalloc
import zipfile
from collections.abc import Iterator

import pytest

from sayso.article import Article, Unread
from sayso.read import read_records
from sayso.settings import ReadSettings

from .each_case import each_case

SMALL = ReadSettings(max_bytes=1_000_000)
MEGABYTE = 1_000_000
# What a case may take; all of them together take about three seconds on a fast machine.
pytestmark = pytest.mark.cpu_limit(30)
PAGE = b"<html><head><title>Bridge stays shut</title></head><body><article><p>%s</p></article></body></html>"
SENTENCE = b"The bridge over the river stays shut for the whole summer, said Anna Roth, the mayor, on Monday morning. "


class Pieces:
    """A source that gives pieces as they are made."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces

    def read(self, size: int = -1, /) -> bytes:
        return next(self._pieces, b"")


def read(data: bytes | Pieces, settings: ReadSettings = SMALL) -> list[Article | Unread]:
    """What an input holds."""
    return list(read_records([io.BytesIO(data) if isinstance(data, bytes) else data], settings=settings))


def join_reasons(record: Article | Unread) -> str:
    return " ".join(notice.reason for notice in record.notices)


def make_noise(size: int, seed: int = 0) -> bytes:
    """Bytes that no packing makes much smaller, the same in each run."""
    return hashlib.shake_128(b"%d" % seed).digest(size)


def make_zip(members: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()


def make_record(body: bytes, fields: bytes = b"", url: bytes = b"http://news.example/1") -> bytes:
    answer = b"HTTP/1.1 200 OK\r\n" + (fields or b"Content-Type: text/html\r\n") + b"\r\n" + body
    head = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: %s\r\nContent-Length: %d\r\n\r\n"
    return head % (url, len(answer)) + answer + b"\r\n\r\n"


def test_a_gzip_bomb_is_not_held() -> None:
    """100 MB of one line in 100 KB, and that packed once more: less than 12 MB are held at once."""
    bomb = gzip.compress(b"a" * (100 * MEGABYTE), 1)
    for data in (bomb, gzip.compress(bomb)):
        tracemalloc.start()

        [record] = read(data)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()

        assert isinstance(record, Unread)
        assert peak < 12 * MEGABYTE


def test_a_bomb_in_many_lines_is_stopped() -> None:
    """A ratio of 200 is the most, whatever the lines hold."""
    data = gzip.compress(b'{"text": "%s"}\n' % (b"a" * 20_000) * 500, 9)

    *lines, last = read(data)

    assert len(lines) * 20_000 < 200 * len(data)
    assert "over 200 times as much" in join_reasons(last)


def test_a_zip_bomb_is_stopped() -> None:
    """The members of an archive, and of the archives in it, share one bound."""
    bomb = make_zip({f"{n}.txt": b"a" * (2 * MEGABYTE) for n in range(20)})

    for data in (bomb, make_zip({f"{n}.zip": bomb for n in range(5)})):
        records = read(data)

        assert all(isinstance(record, Unread) for record in records)
        assert any("over 200 times as much" in join_reasons(record) for record in records)


def test_members_that_share_all_their_bytes_are_read_once() -> None:
    """An archive may list the same bytes again and again (Fifield 2019), of which some versions of Python warn."""
    data = make_zip({"a.txt": b"a" * MEGABYTE})
    start, end = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    entries, times = data[start:end] * 300, 300

    article, left_out = read(data[:start] + entries + end_list(data[end:], len(entries), times))

    assert isinstance(article, Article)
    assert "299 files of its list share their bytes with a later one" in join_reasons(left_out)


def test_members_that_share_most_of_their_bytes_are_bounded() -> None:
    """The same with another beginning each: 200 times its size at most is given."""
    data = make_zip({"000.txt": b"a" * MEGABYTE})
    start, end = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    header, entry, times = data[: 30 + len("000.txt")], data[start:end], 300
    heads, entries = b"", b""
    for number in range(times):
        name = b"%03d.txt" % number
        # All headers that follow are passed off as an extra field, so that each member has the same body.
        rest = (len(header) * (times - 1 - number)).to_bytes(2, "little")
        heads += header[:28] + rest + name
        entries += entry[:42] + (len(header) * number).to_bytes(4, "little") + name
    body = data[len(header) : start]
    tail = bytearray(end_list(data[end:], len(entries), times))
    tail[16:20] = len(heads + body).to_bytes(4, "little")
    whole = heads + body + entries + bytes(tail)

    records = read(whole)

    assert sum(len(record.text) for record in records if isinstance(record, Article)) <= 200 * len(whole)
    assert all(
        any(why in join_reasons(record) for why in ("over 200 times as much", "Overlapped entries"))
        for record in records
        if isinstance(record, Unread)
    )
    assert len(records) == times


def end_list(end: bytes, size: int, times: int) -> bytes:
    """The end of an archive, for a list of another size."""
    return end[:8] + times.to_bytes(2, "little") * 2 + size.to_bytes(4, "little") + end[16:]


def test_a_list_of_too_many_members_is_not_held() -> None:
    """The list of an archive may take 4 MB."""
    data = make_zip({"a.txt": b"a"})
    start, end = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    entry, times = data[start:end], 90_000
    tail = bytearray(data[end:])
    tail[8:10] = tail[10:12] = b"\xff\xff"
    tail[12:16] = (len(entry) * times).to_bytes(4, "little")

    [record] = read(data[:start] + entry * times + bytes(tail))

    assert "its list of members is longer than 4,000,000 bytes" in join_reasons(record)


def test_a_page_nested_100_000_deep_is_read_or_reported() -> None:
    """No parser runs out of its stack."""
    data = PAGE % (b"<div>" * 100_000 + SENTENCE * 5 + b"</div>" * 100_000)

    [record] = read(data, ReadSettings())

    assert isinstance(record, Unread) or "Anna Roth" in record.text


LAUGHS = b"<!DOCTYPE lolz [<!ENTITY a0 'ha'>" + b"".join(
    b"<!ENTITY a%d '%s'>" % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 12)
)


@each_case("root", [b"rss", b"feed", b"urlset", b"opml"])
def test_a_billion_laughs_are_not_expanded(root: bytes) -> None:
    """Entities are not followed, in feeds of any kind."""
    item = b"<channel><title>&a11;</title><item><title>&a11;</title><description>&a11;</description></item></channel>"
    data = b"<?xml version='1.0'?>" + LAUGHS + b"]><" + root + b">" + item + b"</" + root + b">"

    records = read(data)

    assert all(isinstance(record, Unread) or len(record.text) < 10_000 for record in records)


def test_an_entity_opens_no_file(tmp_path: object) -> None:
    """A feed that names a file of ours does not get what is in it."""
    secret = f"{tmp_path}/secret.txt"
    with open(secret, "w", encoding="utf-8") as file:  # noqa: PTH123  (the path is wanted as a string)
        file.write("swordfish")
    item = b"<rss version='2.0'><channel><item><title>T</title><description>It was &x; he said.</description></item>"
    head = b"<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY x SYSTEM 'file://%s'>]>" % secret.encode()

    assert "swordfish" not in repr(read(head + item + b"</channel></rss>"))


@each_case("head", [b"", b'{"text": "', b"<html><body><p>", b"<rss><channel><title>", b"WARC/1.0\r\nA: "])
def test_200_mb_of_one_line_are_not_held(head: bytes) -> None:
    """Of any kind: it is reported, and no more is held than the bound asks for."""
    piece = b"a" * MEGABYTE
    source = Pieces(iter([head, *([piece] * 200)]))
    tracemalloc.start()

    records = read(source)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert records
    assert all(isinstance(record, Unread) for record in records)
    assert peak < 20 * MEGABYTE


def test_records_that_are_cut_off_cost_only_themselves() -> None:
    """A web archive of which every third record is cut off gives the others."""
    whole = [make_record(PAGE % (SENTENCE * 5), url=b"http://news.example/%d" % n) for n in range(12)]
    data = b"".join(record[:-200] if n % 3 == 0 else record for n, record in enumerate(whole))

    records = read(data)

    read_records = {record.id for record in records if isinstance(record, Article)}
    assert {f"http://news.example/{n}" for n in range(12) if n % 3} == read_records
    assert 4 == sum("is cut off" in join_reasons(record) for record in records)


@each_case("charset", [b"utf-16", b"rot13", b"zlib", b"x" * 300, b"utf-7", b"idna", b"\xff\x00", b"unicode_escape"])
def test_a_wrong_charset_is_survived(charset: bytes) -> None:
    """A page of plain ASCII is read whatever a server or the page itself states of it."""
    page = PAGE % (b'<meta charset="' + charset + b'">' + SENTENCE * 5)

    [record] = read(make_record(page, b"Content-Type: text/html; charset=" + charset + b"\r\n"))

    assert "http://news.example/1" == record.id
    assert isinstance(record, Unread) or record.text


def test_control_characters_in_names_are_shown_as_such() -> None:
    """Neither a member's name nor an address can move the cursor of a terminal."""
    text = b"Some text."
    data = [
        make_zip({"a\x1b]0;x\x07.txt": text}),
        make_record(text, b"Content-Type: text/plain\r\n", b"http://a/\x1b[2J"),
    ]

    for record in (record for each in data for record in read(each)):
        assert "\x1b" not in record.id + join_reasons(record)


def test_code_in_a_title_is_text() -> None:
    """A script stays out of the text, and angle brackets that are written out are characters."""
    page = PAGE.replace(b"Bridge", b"&lt;script&gt;alert(1)&lt;/script&gt; Bridge")

    [record] = read(page % (b"<script>alert(2)</script><b onclick='alert(3)'>" + SENTENCE * 5 + b"</b>"))

    assert isinstance(record, Article)
    assert "alert(2)" not in record.text
    assert "alert(3)" not in record.text


def test_noise_is_reported() -> None:
    """Random bytes behind every signature give notices, and nothing is raised."""
    for signature in (b"\x1f\x8b\x08", b"BZh9", b"\xfd7zXZ\x00", b"\x28\xb5\x2f\xfd", b"PK\x03\x04", b"%PDF-1.7\n"):
        records = read(signature + make_noise(20_000))

        assert records
        assert all(isinstance(record, Unread) for record in records)
