from __future__ import annotations

import bz2
import gzip
import hashlib
import io
import json
import lzma
import sys
import zipfile
from collections.abc import Callable, Iterator

import pytest

from sayso.article import Article, Unread
from sayso.read.kinds import Reader, choose_reader
from sayso.read.packed import Inflater, Meter
from sayso.read.stream import Stream
from sayso.read.unpack import is_packed, unpack
from sayso.read.unpack_zip import clean_name, is_zip, read_zip
from sayso.settings import ReadSettings

from .each_case import each_case

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

TEXT = "Bridge stays shut\n\n“It stays shut,” said Anna Roth. Nobody knows for how long, the mayor added.\n"
SETTINGS = ReadSettings()
PACKERS: list[Callable[[bytes], bytes]] = [gzip.compress, bz2.compress, lzma.compress, zstd.compress]


def choose(stream: Stream, settings: ReadSettings) -> Reader:
    """The reader of archives and of what was read before them, whatever else is wired."""
    head = stream.peek()
    if is_packed(head):
        return lambda stream, settings: unpack(stream, settings, choose)
    if is_zip(head):
        return lambda stream, settings: read_zip(stream, settings, choose)
    return choose_reader(stream, settings)


def read(data: bytes, settings: ReadSettings = SETTINGS, name: str = "a") -> list[Article | Unread]:
    stream = Stream(name, io.BytesIO(data))
    return list(choose(stream, settings)(stream, settings))


def read_texts(data: bytes) -> list[str]:
    records = read(data)
    assert all(isinstance(record, Article) for record in records), records
    return [record.text for record in records if isinstance(record, Article)]


def join_reasons(record: Article | Unread) -> str:
    return " ".join(notice.reason for notice in record.notices)


def make_noise(size: int, seed: int = 0) -> bytes:
    """Bytes that no packing makes much smaller, the same in each run."""
    return hashlib.shake_128(b"%d" % seed).digest(size)


def make_zip(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()


@each_case("pack", PACKERS)
def test_a_packed_text_reads_like_the_text_itself(pack: Callable[[bytes], bytes]) -> None:
    """What is inside is read by its content, and its id is the name of the file."""
    assert read(TEXT.encode()) == read(pack(TEXT.encode()))


@each_case("pack", PACKERS)
def test_members_one_after_the_other_are_one_text(pack: Callable[[bytes], bytes]) -> None:
    """A text may be packed in parts, with zeros between them."""
    data = TEXT.encode()

    assert [TEXT] == read_texts(pack(data[:40]) + pack(data[40:60]) + b"\0" * 8 + pack(data[60:]) + b"\0" * 1024)


def test_packed_lines_are_read_line_by_line() -> None:
    """JSON Lines stay JSON Lines inside of an archive."""
    lines = "".join(json.dumps({"id": str(n), "text": f"Text {n}."}) + "\n" for n in range(3))

    assert ["0", "1", "2"] == [record.id for record in read(zstd.compress(lines.encode()))]


@each_case("pack", PACKERS)
def test_a_text_that_is_cut_off_is_reported(pack: Callable[[bytes], bytes]) -> None:
    """Half a text is no article."""
    [record] = read(pack(make_noise(5_000).hex().encode())[:-400])

    assert isinstance(record, Unread)
    assert "could not be read to its end" in join_reasons(record)


def test_lines_before_the_damage_are_kept() -> None:
    """Articles that were whole before an archive broke off are read, and the end is reported."""
    lines = b"".join(json.dumps({"id": str(n), "text": make_noise(400, n).hex()}).encode() + b"\n" for n in range(900))

    records = read(gzip.compress(lines)[:-2_000])

    assert len(records) > 100
    assert all(isinstance(record, Article) for record in records[:-1])
    assert "in the middle" in join_reasons(records[-1])


def test_what_follows_the_last_member_is_left_out_and_reported() -> None:
    """Bytes behind a gzip stream that are no member do not spoil the text."""
    article, notice = read(gzip.compress(TEXT.encode()) + b"signature")

    assert isinstance(article, Article)
    assert "ends with 9 bytes or more that are not gzip" in join_reasons(notice)


def test_inflating_gives_no_more_than_asked_for() -> None:
    """No piece is larger than its bound, and nothing is lost for it."""
    inflater, pieces, data = Inflater(), [], gzip.compress(b"abc" * 100_000)
    while not inflater.eof:
        pieces.append(inflater.decompress(data, 1_000))
        data = b""

    assert max(map(len, pieces)) <= 1_000
    assert b"abc" * 100_000 == b"".join(pieces)


def test_a_meter_lets_texts_through() -> None:
    """Under the floor any ratio is allowed; over it 200 to 1."""
    meter = Meter(floor=1_000, taken=10)
    meter.add(1_000)
    meter.add(1_000)

    with pytest.raises(OSError, match="unpack it yourself"):
        meter.add(1)


def test_each_member_of_a_zip_is_an_article() -> None:
    """Members are named after the archive and themselves; pictures, hidden files and folders are skipped."""
    members = {
        "b/one.txt": b"One came.",
        "two.txt.gz": gzip.compress(b"Two came."),
        "b/": b"",
        "p.PNG": b"\x89PNG",
        "__MACOSX/one.txt": b"",
        ".hidden": b"x",
    }

    assert [("a/b/one.txt", "One came."), ("a/two.txt.gz", "Two came.")] == [
        (record.id, record.text) for record in read(make_zip(members)) if isinstance(record, Article)
    ]
    assert len(read(make_zip(members))) == 2


def test_a_broken_member_does_not_end_the_archive() -> None:
    """What is wrong with one member is reported, and the next one is read."""
    data = bytearray(make_zip({"one.txt": b"One came." * 50, "two.txt": b"Two came."}, zipfile.ZIP_STORED))
    data[data.index(b"came")] ^= 1

    first, second = read(bytes(data))

    assert isinstance(first, Unread)
    assert "could not be read to its end" in join_reasons(first)
    assert isinstance(second, Article)


def test_a_zip_without_a_text_says_so() -> None:
    """An archive of pictures, and one of nothing, each give one notice."""
    for data in (make_zip({"a.jpg": b"x"}), make_zip({})):
        [record] = read(data)

        assert "is an archive without a text" in join_reasons(record)


def test_tables_and_slides_are_refused_by_name() -> None:
    """For office documents other than .docx, the notice says what to do."""
    [record] = read(make_zip({"[Content_Types].xml": b"<a/>", "xl/workbook.xml": b"<a/>"}))

    assert "is a table (.xlsx), which is not read" in join_reasons(record)


def test_a_member_that_is_encrypted_is_reported() -> None:
    """No password is guessed."""
    data = bytearray(make_zip({"one.txt": b"One came."}))
    data[data.index(b"PK\x01\x02") + 8] |= 1

    assert "is encrypted" in join_reasons(read(bytes(data))[0])


def test_archives_are_opened_two_deep() -> None:
    """A third archive within two others is reported and not opened."""
    inner = gzip.compress(TEXT.encode())

    assert [TEXT] == read_texts(gzip.compress(inner))
    assert "is an archive within 2 others" in join_reasons(read(gzip.compress(gzip.compress(inner)))[0])
    assert "is an archive within 2 others" in join_reasons(
        read(make_zip({"a": make_zip({"b": make_zip({"c": b"x"})})}))[0]
    )


def test_names_of_members_are_harmless() -> None:
    """Control characters and marks of direction are shown as U+FFFD; a path that climbs is only a name."""
    [record] = read(make_zip({"../../etc/\x1b[31m\u202etxt": b"Some text."}))

    assert "a/../../etc/\ufffd[31m\ufffdtxt" == record.id
    assert 200 == len(clean_name("x" * 70_000))


class Endless:
    """A source that gives the same piece for ever, and counts."""

    def __init__(self, head: bytes, piece: bytes) -> None:
        self.taken = 0
        self._pieces = self._give(head, piece)

    def _give(self, head: bytes, piece: bytes) -> Iterator[bytes]:
        yield head
        while True:
            yield piece

    def read(self, size: int = -1, /) -> bytes:
        piece = next(self._pieces)
        self.taken += len(piece)
        return piece


def test_an_endless_packed_line_is_not_held() -> None:
    """A packed stream is read no further than its reader asks for."""
    noise = make_noise(30_000).hex().encode()
    source = Endless(gzip.compress(b"Words. "), gzip.compress(noise))
    stream = Stream("a", source)
    settings = ReadSettings(max_bytes=1_000_000)

    [record] = list(choose(stream, settings)(stream, settings))

    assert "is longer than 1,000,000 bytes" in join_reasons(record)
    assert source.taken < 1_000_000
