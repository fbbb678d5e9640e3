"""Unpack gzip, bzip2, xz and zstd, piece by piece.

Limits against hostile input (what is possible: David Fifield, "A better zip bomb", WOOT 2019):

- Memory: pieces of 64 KB go in and out; an xz or zstd stream may ask for a window of 128 MB at most.
- Size: beyond `max_bytes`, the output may be at most `MAX_RATIO` times the input. News texts reach 3 to 30 times;
  gzip could give 1,032 times, bzip2 a million. Archives within archives share one count.
"""

from __future__ import annotations

import bz2
import lzma
import sys
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

from sayso.errors import ReadError
from sayso.read.decode import SAMPLE_BYTES, count
from sayso.read.stream import ByteSource

__all__ = ["Inflater", "Kind", "Meter", "PackedSource", "find_kind", "read_bounded", "unpack_bytes"]

MAX_RATIO = 200
# What `xz -9` and `zstd --ultra -22` ask for is 64 and 128 MB.
MAX_WINDOW_BYTES = 1 << 27
# After damage, unpacking starts again at each possible member, so the number of these is limited too.
MAX_BREAKS = 500
# The last bytes of a broken member that are searched for the next member.
SEARCHED_BYTES = 1 << 18
# Pieces are small, since what follows a member in its piece is copied once for each member.
PIECE_BYTES = 16_384


UNPACK_FAULTS = (zlib.error, lzma.LZMAError, OSError, EOFError, ValueError)


class Unpacker(Protocol):
    """The methods that the unpackers of bz2, lzma and zstd have in common."""

    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int = ...) -> bytes: ...


class Inflater:
    """zlib with the methods of an `Unpacker`. Window bits: 31 is gzip, 15 zlib, -15 deflate without a frame."""

    def __init__(self, window_bits: int = 31) -> None:
        self._inner = zlib.decompressobj(window_bits)
        self.needs_input = True

    @property
    def eof(self) -> bool:
        """Whether the member has ended."""
        return self._inner.eof

    @property
    def unused_data(self) -> bytes:
        """What follows the member."""
        return self._inner.unused_data

    def decompress(self, data: bytes, max_length: int = 0) -> bytes:
        """At most so many bytes."""
        given = self._inner.decompress(self._inner.unconsumed_tail + data, max_length)
        self.needs_input = len(given) < max_length and not self._inner.unconsumed_tail
        return given


def start_xz() -> Unpacker:
    """An unpacker of xz that asks for no more than the largest window."""
    return lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=MAX_WINDOW_BYTES)


class ZstdUnpacker:
    """zstd with the methods of an `Unpacker`; it limits the window to 128 MB itself."""

    def __init__(self) -> None:
        # Loaded only where it is needed.
        if sys.version_info >= (3, 14):
            from compression import zstd  # noqa: PLC0415
        else:
            from backports import zstd  # type: ignore[import-untyped,import-not-found,unused-ignore]  # noqa: PLC0415
        self._inner = zstd.ZstdDecompressor()
        self._fault: type[Exception] = zstd.ZstdError

    @property
    def eof(self) -> bool:
        """Whether the frame has ended."""
        return bool(self._inner.eof)

    @property
    def needs_input(self) -> bool:
        """Whether it needs more bytes before it can return any."""
        return bool(self._inner.needs_input)

    @property
    def unused_data(self) -> bytes:
        """What follows the frame."""
        return bytes(self._inner.unused_data)

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        """At most so many bytes."""
        try:
            return bytes(self._inner.decompress(data, max_length))
        except self._fault as err:
            raise OSError(str(err)) from err


@dataclass(frozen=True, slots=True)
class Kind:
    """A packing format: its name, the bytes that a member begins with, and what unpacks one member."""

    name: str
    signature: bytes
    start: Callable[[], Unpacker]


# "BZh" alone might begin a text; in bzip2 the level and the first block (or the end mark) follow it.
BZIP2_BLOCKS = (b"1AY&SY", b"\x17rE8P\x90")
KINDS = (
    Kind("gzip", b"\x1f\x8b\x08", Inflater),
    Kind("bzip2", b"BZh", bz2.BZ2Decompressor),
    Kind("xz", b"\xfd7zXZ\x00", start_xz),
    Kind("zstd", b"\x28\xb5\x2f\xfd", ZstdUnpacker),
)


def find_kind(data: bytes) -> Kind | None:
    """The format in which bytes are packed, None if they are not packed.

    >>> find_kind(b"BZh91AY&SY").name
    'bzip2'
    """
    for kind in KINDS:
        if data.startswith(kind.signature) and (kind.name != "bzip2" or data[4:].startswith(BZIP2_BLOCKS)):
            return kind
    return None


@dataclass(slots=True)
class Meter:
    """Counts what goes into all unpackers of one input and what comes out; raises when that is too much."""

    floor: int
    taken: int = 0
    given: int = 0

    def add(self, given: int) -> None:
        """Count bytes that came out.

        Raises:
            OSError: too many bytes came out for what went in.
        """
        self.given += given
        if self.given > self.floor and self.given > MAX_RATIO * self.taken:
            raise OSError(
                f"{count(self.taken, 'byte')} give more than {self.given:,} when unpacked, over {MAX_RATIO} times as "
                "much, which no text does; unpack it yourself if you trust it"
            )


@dataclass(slots=True)
class PackedSource:
    """A file to read the unpacked bytes from, all members one after the other.

    Attributes:
        chunks: The packed bytes.
        kind: Their format.
        meter: Counts packed and unpacked bytes.
        is_outermost: Whether the packed bytes are counted (inside an archive, another unpacker has counted them).
        breaks: Places in the unpacked bytes where something is missing.
        rest: The number of bytes at the end that are neither a member nor padding.
    """

    chunks: Iterator[bytes]
    kind: Kind
    meter: Meter
    is_outermost: bool = True
    breaks: list[int] = field(default_factory=list)
    rest: int = 0
    _unpacker: Unpacker | None = None
    _waiting: bytes = b""
    _member: bytearray = field(default_factory=bytearray)
    _given: int = 0
    _head: bytes = b""

    @property
    def skips_damage(self) -> bool:
        """Whether to go on with the next member after a broken one.

        Records of a web archive can be read one by one; in any other text, what follows a gap would not fit.
        """
        return self._head in (b"", b"WARC/")

    def read(self, size: int = SAMPLE_BYTES, /) -> bytes:
        """Return at most `size` bytes; none at the end.

        Raises:
            OSError: the packed bytes are broken, cut off, or too large when unpacked.
        """
        while (unpacker := self._unpacker or self._start()) is not None:
            data = self._feed() if unpacker.needs_input else b""
            if data is None:
                self._break_off(f"the {self.kind.name} data ends in the middle", None)
                continue
            try:
                piece = unpacker.decompress(data, size)
            except UNPACK_FAULTS as err:
                self._break_off(f"the {self.kind.name} data is damaged ({str(err)[:80]})", err)
                continue
            if unpacker.eof:
                self._waiting = (unpacker.unused_data + self._waiting).lstrip(b"\0")
                self._unpacker = None
                self._member.clear()
            if piece:
                self._head = self._head or piece[:5]
                self._given += len(piece)
                self.meter.add(len(piece))
                return piece
        return b""

    def _start(self) -> Unpacker | None:
        """The unpacker for the next member, None if there is no member left."""
        while len(self._waiting) < len(self.kind.signature):
            piece = self._take()
            if not piece:
                break
            self._waiting = (self._waiting + piece).lstrip(b"\0")  # Tapes and xz pad with zeros.
        if self._waiting and self._head and self.skips_damage and not self._waiting.startswith(self.kind.signature):
            self._break_off(f"the {self.kind.name} data is damaged between two members", None)
        if not self._waiting.startswith(self.kind.signature):
            self.rest += len(self._waiting)
            self._waiting = b""
            return None
        self._unpacker = self.kind.start()
        return self._unpacker

    def _feed(self) -> bytes | None:
        """The next packed bytes; None if there are none."""
        data, self._waiting = self._waiting[:PIECE_BYTES], self._waiting[PIECE_BYTES:]
        data = data or self._take()
        self._member += data
        if len(self._member) > 2 * SEARCHED_BYTES:
            del self._member[:-SEARCHED_BYTES]
        return data or None

    def _take(self) -> bytes:
        try:
            piece = next(self.chunks, b"")
        except ReadError as err:
            raise OSError(str(err)) from err
        if self.is_outermost:
            self.meter.taken += len(piece)
        return piece

    def _break_off(self, reason: str, err: Exception | None) -> None:
        """Note that a member is broken and go to where the next one may begin; raise if damage is not skipped."""
        if not self.skips_damage or len(self.breaks) >= MAX_BREAKS:
            raise OSError(reason) from err
        self.breaks.append(self._given)
        self._unpacker = None
        held = bytes(self._member) + self._waiting
        self._member.clear()
        while (place := held.find(self.kind.signature, 1)) < 0:
            piece = self._take()
            if not piece and not self._given:
                raise OSError(reason) from err
            if not piece:
                self._waiting = b""
                return
            held = held[-len(self.kind.signature) :] + piece
        self._waiting = held[place:]


def read_bounded(source: ByteSource, max_bytes: int) -> bytes | None:
    """All bytes of a source, None if there are more than `max_bytes`."""
    pieces: list[bytes] = []
    size = 0
    while piece := source.read(SAMPLE_BYTES):
        pieces.append(piece)
        size += len(piece)
        if size > max_bytes:
            return None
    return b"".join(pieces)


def unpack_bytes(data: bytes, kind: Kind, max_bytes: int, meter: Meter) -> bytes | None:
    """The unpacked bytes, None if they are more than `max_bytes`. The meter must have counted the packed bytes before.

    Raises:
        OSError: they are broken, cut off, or too large when unpacked.
    """
    return read_bounded(PackedSource(iter([data]), kind, meter, is_outermost=False), max_bytes)
