"""A stream of bytes with a look ahead at its beginning; and splitting it into lines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

from sayso.errors import ReadError
from sayso.limits import restart_clock
from sayso.read.decode import SAMPLE_BYTES

__all__ = ["ByteSource", "Stream", "split_lines"]


class ByteSource(Protocol):
    """Anything with a `read` that returns bytes: an open file, a socket's file, `io.BytesIO`."""

    def read(self, size: int = ..., /) -> bytes:
        """At most `size` bytes; none at the end."""
        ...


class Stream:
    """Bytes that are read once and in order; `peek` returns the beginning without consuming it.

    Args:
        name: The name of the input.
        source: What the bytes are read from.
        on_bytes: Called with the number of bytes whenever some are read.

    >>> import io
    >>> stream = Stream("a.txt", io.BytesIO(b"We won."))
    >>> stream.peek(2), b"".join(stream.chunks())
    (b'We', b'We won.')
    """

    def __init__(self, name: str, source: ByteSource, on_bytes: Callable[[int], None] | None = None) -> None:
        self.name = name
        self._source = source
        self._on_bytes = on_bytes
        self._held = bytearray()
        self._ended = False

    def peek(self, size: int = SAMPLE_BYTES) -> bytes:
        """The first `size` bytes, fewer only if the stream is shorter."""
        while len(self._held) < size and not self._ended:
            self._held += self._take()
        return bytes(self._held[:size])

    def chunks(self) -> Iterator[bytes]:
        """Yield all bytes, in pieces as they come."""
        held, self._held = bytes(self._held), bytearray()
        if held:
            yield held
        while not self._ended:
            piece = self._take()
            if piece:
                yield piece

    def _take(self) -> bytes:
        try:
            piece: bytes | str | None = self._source.read(SAMPLE_BYTES)
        except (OSError, ValueError) as err:
            raise ReadError(f"reading stopped: {err}") from err
        if isinstance(piece, str):
            raise TypeError(f"{self.name} gives text, not bytes; open it in binary mode")
        restart_clock()
        if piece and self._on_bytes is not None:
            self._on_bytes(len(piece))
        self._ended = not piece
        return piece or b""


def split_lines(chunks: Iterable[bytes], max_bytes: int) -> Iterator[bytes | None]:
    r"""Yield each line without its line break; None for a line of more than `max_bytes`, which is skipped.

    >>> list(split_lines([b"a\nbc", b"d\nlonger than", b" six"], 6))
    [b'a', b'bcd', None]
    """
    parts: list[bytes] = []
    size = 0
    for chunk in chunks:
        *ended, open_end = chunk.split(b"\n")
        for piece in ended:
            size += len(piece)
            yield b"".join((*parts, piece)) if size <= max_bytes else None
            parts, size = [], 0
        size += len(open_end)
        if size <= max_bytes:
            parts.append(open_end)
        else:
            parts.clear()
    if size:
        yield b"".join(parts) if size <= max_bytes else None
