"""The bytes of a web archive in order: where a record begins, its head, its body; the next record behind a gap."""

from __future__ import annotations

import re

from sayso.read.stream import Stream

__all__ = ["MAX_HEAD_BYTES", "Tape"]

MAX_HEAD_BYTES = 65_536
BLANK_LINE = re.compile(rb"\r?\n\r?\n")
# Where a record begins: at the place itself, or wherever bytes are missing or a length is wrong (then a field follows).
RECORD_LINE = re.compile(rb"WARC/[01]\.\d{1,3}\r?\n")
RECORD_WITHIN = re.compile(RECORD_LINE.pattern + rb"(?=(?i:WARC-|Content-))")
LONGEST_LINE = 64


class Tape:
    r"""The bytes of a stream, taken in order, of which few are held.

    >>> import io
    >>> tape = Tape(Stream("a.warc", io.BytesIO(b"..\nWARC/1.0\r\nContent-Length: 4\r\n\r\nbody")))
    >>> tape.find_record(), tape.take_head(), tape.take_body(4)
    (2, b'WARC/1.0\r\nContent-Length: 4\r\n\r\n', (b'body', True))
    """

    def __init__(self, stream: Stream) -> None:
        self._chunks = stream.chunks()
        self._held = bytearray()
        self._place = 0
        # Where packed bytes are damaged something is missing: no record goes on beyond such a place.
        self._breaks: list[int] = getattr(stream, "breaks", [])

    def _fill(self, size: int) -> None:
        """Hold so many bytes, fewer only at the end."""
        while len(self._held) < size:
            chunk = next(self._chunks, b"")
            if not chunk:
                return
            self._held += chunk

    def _drop(self, size: int) -> bytes:
        """Take bytes that are held."""
        taken = bytes(self._held[:size])
        del self._held[:size]
        self._place += len(taken)
        return taken

    def find_record(self) -> int | None:
        """Go to the beginning of the next record; how many bytes that are not blank were passed over. None: no more."""
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
        """What stands up to the next blank line, with it. If that is too far: None, and one line less."""
        self._fill(MAX_HEAD_BYTES)
        found = BLANK_LINE.search(self._held, 0, MAX_HEAD_BYTES)
        if found and self._cut(found.end(), 1) == found.end():
            return self._drop(found.end())
        # Not beyond a gap: what follows it may be a record.
        self._drop(self._cut(self._held.find(b"\n") + 1 or 1, 1))
        return None

    def take_body(self, size: int) -> tuple[bytes, bool]:
        """A record's body of so many bytes, and whether it is whole.

        It is not if bytes are missing, or if no record may end behind it. Then it reaches to where the next record
        begins in it, if one does. What is held is not copied for that: lengths that lie cost no more than true ones.
        """
        self._fill(size + LONGEST_LINE)
        end = self._cut(min(size, len(self._held)))
        if end == size and ends_record(bytes(self._held[size : size + LONGEST_LINE])):
            return self._drop(size), True
        found = RECORD_WITHIN.search(self._held, 0, end)
        return self._drop(found.start() if found else end), False

    def skip(self, size: int) -> None:
        """Pass over so many bytes; fewer at the end, where bytes are missing, or where another record begins."""
        while size > 0:
            self._fill(min(size, MAX_HEAD_BYTES))
            piece = min(size, len(self._held))
            allowed = self._cut(piece)
            found = RECORD_WITHIN.search(self._held, 0, allowed)
            size -= len(self._drop(found.start() if found else allowed))
            if found or allowed < piece or not piece:
                return

    def _cut(self, size: int, beyond: int = 0) -> int:
        """The size, less if bytes are missing before; only gaps so many bytes ahead or more count."""
        ahead = (place - self._place for place in self._breaks)
        return next((distance for distance in ahead if beyond <= distance < size), size)


def ends_record(following: bytes) -> bool:
    """Whether a record may end before such bytes: two line breaks, another record, or nothing."""
    return not following.strip() or BLANK_LINE.match(following) is not None or following.startswith(b"WARC/")
