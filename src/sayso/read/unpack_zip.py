"""Read ZIP archives: each member that may be a text is read by its content; nothing is written to a file of its name.

A ZIP is read from its end, so one that comes as a stream is first copied to an unnamed temporary file.
"""

from __future__ import annotations

import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO

from sayso.article import Article, Unread
from sayso.read.decode import SAMPLE_BYTES, count
from sayso.read.door import read_safely
from sayso.read.packed import Meter
from sayso.read.plain import make_unread
from sayso.read.stream import Stream
from sayso.read.unpack import MAX_DEPTH, Choose, Inner, nest, refuse_too_deep
from sayso.settings import ReadSettings

__all__ = ["BOUNDED_METHODS", "BoundedFile", "is_zip", "read_zip"]

# The largest archive, in articles of the largest size: 1 GB with the default of 50 MB.
MAX_ARCHIVE_ARTICLES = 20
MAX_MEMBERS = 10_000
# The list of members is held in memory: each 46 bytes or more of it take about 600.
MAX_LIST_BYTES = 4_000_000
HELD_BYTES = 8_000_000
MAX_NAME_CHARS = 200
# Within a ZIP, Python unpacks bzip2 and LZMA without a limit: 4 KB may become 4 GB.
BOUNDED_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
ENCRYPTED = 0x1
IS_UTF8 = 0x800
PASSED_OVER = tuple(
    ".jpg .jpeg .png .gif .webp .svg .ico .bmp .tif .tiff .mp3 .mp4 .m4a .mov .avi .webm .ogg .wav "
    ".css .js .map .woff .woff2 .ttf .otf .eot .exe .dll .so .ds_store".split()
)
OTHER_OFFICE = {
    "xl/workbook.xml": "a table (.xlsx)",
    "ppt/presentation.xml": "slides (.pptx)",
    "content.xml": "an OpenDocument table or slides",
    "META-INF/container.xml": "an e-book (.epub)",
}


def is_zip(data: bytes, _text: str = "") -> bool:
    """Whether bytes begin like a ZIP archive; a .docx file is one too."""
    return data.startswith((b"PK\x03\x04", b"PK\x05\x06"))


class BoundedFile:
    """A file that returns no more bytes at once than the largest list of members has."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.seek = file.seek
        self.tell = file.tell

    def seekable(self) -> bool:
        """Yes: in Python 3.10 a temporary file does not say so itself."""
        return True

    def read(self, size: int = -1, /) -> bytes:
        """Return at most `size` bytes."""
        data = self._file.read(MAX_LIST_BYTES + 1 if size < 0 else min(size, MAX_LIST_BYTES + 1))
        if len(data) > MAX_LIST_BYTES:
            raise zipfile.BadZipFile(f"its list of members is longer than {count(MAX_LIST_BYTES, 'byte')}")
        return data


def read_zip(stream: Stream, settings: ReadSettings, choose: Choose) -> Iterator[Article | Unread]:
    """Yield what the members of a ZIP archive hold, in their order, or the text of a .docx.

    Args:
        stream: A stream that `is_zip`.
        settings: How to read.
        choose: Returns the reader of a member.
    """
    depth, meter = nest(stream, settings)
    if depth >= MAX_DEPTH:
        yield refuse_too_deep(stream.name)
        return
    with tempfile.SpooledTemporaryFile(HELD_BYTES) as file:
        max_bytes = MAX_ARCHIVE_ARTICLES * settings.max_bytes
        size = keep(stream, file, max_bytes)
        if size > max_bytes:
            yield make_unread(stream.name, f"is an archive of more than {count(max_bytes, 'byte')}; unpack it first")
            return
        if depth == 0:
            meter.taken += size
        try:
            with zipfile.ZipFile(BoundedFile(file)) as archive:
                yield from read_members(archive, stream.name, settings, choose, depth + 1, meter)
        except (zipfile.BadZipFile, NotImplementedError, OSError, OverflowError, ValueError, EOFError) as err:
            yield make_unread(stream.name, f"is a broken ZIP archive: {str(err)[:120]}")


def keep(stream: Stream, file: tempfile.SpooledTemporaryFile[bytes], max_bytes: int) -> int:
    """Copy a stream to a file, but little more than `max_bytes`; return the number of bytes written."""
    size = 0
    for piece in stream.chunks():
        file.write(piece)
        size += len(piece)
        if size > max_bytes:
            break
    file.seek(0)
    return size


def read_members(
    archive: zipfile.ZipFile, name: str, settings: ReadSettings, choose: Choose, depth: int, meter: Meter
) -> Iterator[Article | Unread]:
    """Yield what the members hold."""
    members = archive.infolist()
    names = {member.filename for member in members}
    other = next((what for part, what in OTHER_OFFICE.items() if part in names), None)
    if "word/document.xml" in names:
        from sayso.read.documents import read_docx_file  # noqa: PLC0415  (lxml is loaded only where it is needed)

        yield from read_docx_file(archive, name, settings, meter)
        return
    if "content.xml" in names:
        from sayso.read.documents import read_odt_file  # noqa: PLC0415  (as above)
        from sayso.read.documents_odt import is_odt  # noqa: PLC0415  (as above)

        if is_odt(archive):
            yield from read_odt_file(archive, name, settings, meter)
            return
    if other is not None:
        yield make_unread(name, f"is {other}, which is not read; save its text as .docx or .txt")
        return
    listed = [member for member in members if is_wanted(member)]
    # Python takes the last of those that share their bytes for sound, and warns of the others, or refuses them.
    last = {member.header_offset: member for member in members}
    chosen = [member for member in listed if last[member.header_offset] is member]
    for member in chosen[:MAX_MEMBERS]:
        yield from read_member(archive, member, name, settings, choose, depth, meter)
    if len(chosen) < len(listed):
        left_out = count(len(listed) - len(chosen), "file")
        yield make_unread(name, f"is a damaged archive: {left_out} of its list share their bytes with a later one")
    if not listed:
        yield make_unread(name, "is an archive without a text in it")
    elif len(chosen) > MAX_MEMBERS:
        yield make_unread(name, f"holds {count(len(chosen), 'file')}; only the first {MAX_MEMBERS:,} were read")


def decode_name(member: zipfile.ZipInfo) -> str:
    """The name of a member, in UTF-8 if its bytes are that: Info-ZIP does not always say so.

    >>> decode_name(zipfile.ZipInfo("Br\u251c\u255dcke.txt"))
    'Brücke.txt'
    """
    if member.flag_bits & IS_UTF8:
        return member.filename
    try:
        return member.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return member.filename


def is_wanted(member: zipfile.ZipInfo) -> bool:
    """Whether a member may be a text: not a folder, hidden file, picture, sound or part of a page."""
    name = decode_name(member)
    parts = name.split("/")
    is_hidden = any(part == "__MACOSX" or (part.startswith(".") and part.strip(".")) for part in parts)
    return not (member.is_dir() or is_hidden or name.lower().endswith(PASSED_OVER))


def read_member(
    archive: zipfile.ZipFile,
    member: zipfile.ZipInfo,
    name: str,
    settings: ReadSettings,
    choose: Choose,
    depth: int,
    meter: Meter,
) -> Iterator[Article | Unread]:
    """Yield what one member holds, or why it cannot be read."""
    inner_name = f"{name}/{clean_name(decode_name(member))}"
    if member.flag_bits & ENCRYPTED:
        yield make_unread(inner_name, "is encrypted; unpack it with its password first")
        return
    if member.compress_type not in BOUNDED_METHODS:
        yield make_unread(inner_name, "is compressed in a way that is not supported; unpack it first")
        return

    def read() -> Iterator[Article | Unread]:
        with archive.open(member) as file:
            inner = Inner(inner_name, MemberSource(file, meter), depth, meter)
            yield from choose(inner, settings)(inner, settings)

    yield from read_safely(read, inner_name, settings)


class MemberSource:
    """The bytes of a member, counted."""

    def __init__(self, file: IO[bytes], meter: Meter) -> None:
        self._file = file
        self._meter = meter

    def read(self, size: int = SAMPLE_BYTES, /) -> bytes:
        """At most `size` bytes."""
        try:
            piece = self._file.read(size)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as err:
            raise OSError(f"the archive is damaged ({str(err)[:80]})") from err
        self._meter.add(len(piece))
        return piece


def clean_name(name: str, max_chars: int = MAX_NAME_CHARS) -> str:
    r"""A name from outside, cut to `max_chars`, with U+FFFD for characters that cannot be shown.

    >>> clean_name("a\x1b[31m.txt")
    'a�[31m.txt'
    """
    return "".join(char if char.isprintable() else "\ufffd" for char in name[:max_chars])
