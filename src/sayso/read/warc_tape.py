"""Go through the bytes of a web archive: find each record, also after a gap, and take its head and its body."""

from __future__ import annotations

import re

from sayso.read.stream import Stream

__all__ = ["MAX_HEAD_BYTES", "Tape"]

MAX_HEAD_BYTES = 65_536
BLANK_LINE = re.compile(rb"\r?\n\r?\n")
# Where a record begins. If bytes are missing or a length is wrong, a field must follow too.
RECORD_LINE = re.compile(rb"WARC/[01]\.\d{1,3}\r?\n")
RECORD_WITHIN = re.compile(RECORD_LINE.pattern + rb"(?=(?i:WARC-|Content-))")
LONGEST_LINE = 64


class Tape:
    r"""The bytes of a stream, taken in order; only few are held in memory.

    >>> import io
    >>> tape = Tape(Stream("a.warc", io.BytesIO(b"..\nWARC/1.0\r\nContent-Length: 4\r\n\r\nbody")))
    >>> tape.find_record(), tape.take_head(), tape.take_body(4)
    (2, b'WARC/1.0\r\nContent-Length: 4\r\n\r\n', (b'body', True))
    """

    def __init__(self, stream: Stream) -> None:
        self._chunks = stream.chunks()
        self._held = bytearray()
        self._place = 0
        # Places where damaged packed bytes leave a gap; no record goes on beyond one.
        self._breaks: list[int] = getattr(stream, "breaks", [])

    def _fill(self, size: int) -> None:
        """Hold at least `size` bytes, fewer only at the end."""
        while len(self._held) < size:
            chunk = next(self._chunks, b"")
            if not chunk:
                return
            self._held += chunk

    def _drop(self, size: int) -> bytes:
        """Remove and return the first `size` of the held bytes."""
        taken = bytes(self._held[:size])
        del self._held[:size]
        self._place += len(taken)
        return taken

    def find_record(self) -> int | None:
        """Go to the next record and return how many bytes, blanks apart, were skipped; None if there is no record."""
        passed = 0
        while True:
            self._fill(MAX_HEAD_BYTES)
            found = RECORD_LINE.match(self._held) or RECORD_WITHIN.search(self._held)
            if found:
                return passed + len(self._drop(found.start()).strip())
            if len(self._held) < MAX_HEAD_BYTES:
                self._drop(len(self._held))
                return None
            passed += len(self._drop(len(self._held) - LONGEST_LINE).strip())

    def take_head(self) -> bytes | None:
        """Take the bytes up to and with the next blank line. If that is too far, drop one line and return None."""
        self._fill(MAX_HEAD_BYTES)
        found = BLANK_LINE.search(self._held, 0, MAX_HEAD_BYTES)
        if found and self._cut(found.end(), 1) == found.end():
            return self._drop(found.end())
        # Not beyond a gap, since a record may follow it.
        self._drop(self._cut(self._held.find(b"\n") + 1 or 1, 1))
        return None

    def take_body(self, size: int) -> tuple[bytes, bool]:
        """Take a record's body of `size` bytes; return it and whether it is whole.

        It is not whole if bytes are missing, or if no record may end there. It is then cut where another record begins
        in it, if one does. The held bytes are not copied for that, so that wrong lengths take no more time.
        """
        self._fill(size + LONGEST_LINE)
        end = self._cut(min(size, len(self._held)))
        if end == size and ends_record(bytes(self._held[size : size + LONGEST_LINE])):
            return self._drop(size), True
        found = RECORD_WITHIN.search(self._held, 0, end)
        return self._drop(found.start() if found else end), False

    def skip(self, size: int) -> None:
        """Skip `size` bytes, or fewer at the end, at a gap, or where another record begins."""
        while size > 0:
            self._fill(min(size, MAX_HEAD_BYTES))
            piece = min(size, len(self._held))
            allowed = self._cut(piece)
            found = RECORD_WITHIN.search(self._held, 0, allowed)
            size -= len(self._drop(found.start() if found else allowed))
            if found or allowed < piece or not piece:
                return

    def _cut(self, size: int, beyond: int = 0) -> int:
        """The size, or less if a gap comes before; only gaps at least `beyond` bytes ahead count."""
        ahead = (place - self._place for place in self._breaks)
        return next((distance for distance in ahead if beyond <= distance < size), size)


def ends_record(following: bytes) -> bool:
    """Whether a record may end before these bytes: two line breaks, another record, or nothing."""
    return not following.strip() or BLANK_LINE.match(following) is not None or following.startswith(b"WARC/")
