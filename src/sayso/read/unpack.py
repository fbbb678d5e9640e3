"""Read packed streams (gzip, bzip2, xz, zstd); what is inside is again recognised by its content.

An archive within an archive is read, one within that is not. For the other limits see packed.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sayso.article import Article, Unread
from sayso.errors import ReadError
from sayso.read.decode import count
from sayso.read.packed import Meter, PackedSource, find_kind
from sayso.read.plain import make_unread
from sayso.read.stream import ByteSource, Stream
from sayso.settings import ReadSettings

__all__ = ["MAX_DEPTH", "Choose", "Inner", "is_packed", "nest", "refuse_too_deep", "unpack"]

Reader = Callable[[Stream, ReadSettings], Iterator[Article | Unread]]
Choose = Callable[[Stream, ReadSettings], Reader]

MAX_DEPTH = 2


def is_packed(data: bytes, _text: str = "") -> bool:
    """Whether bytes begin like gzip, bzip2, xz or zstd."""
    return find_kind(data) is not None


class Inner(Stream):
    """A stream inside another one.

    Attributes:
        depth: In how many streams it stands.
        meter: The meter of the outermost input.
        breaks: Places in its bytes where something is missing, since the packed bytes are damaged; grows while reading.
    """

    def __init__(self, name: str, source: ByteSource, depth: int, meter: Meter) -> None:
        super().__init__(name, source)
        self.depth = depth
        self.meter = meter
        self.breaks: list[int] = source.breaks if isinstance(source, PackedSource) else []


def nest(stream: Stream, settings: ReadSettings) -> tuple[int, Meter]:
    """How many streams a stream stands in, and the meter for its content."""
    if isinstance(stream, Inner):
        return stream.depth, stream.meter
    return 0, Meter(settings.max_bytes)


def refuse_too_deep(name: str) -> Unread:
    """An `Unread` for an archive that stands in too many others to be opened."""
    return make_unread(name, f"is an archive within {MAX_DEPTH} others, too deep to be opened; unpack it first")


def unpack(stream: Stream, settings: ReadSettings, choose: Choose) -> Iterator[Article | Unread]:
    r"""Yield what a packed stream holds, by the reader that its content calls for.

    Args:
        stream: A stream that `is_packed`.
        settings: How to read.
        choose: Returns the reader of what is inside.

    >>> import gzip, io
    >>> from sayso.read.plain import read_plain
    >>> packed = Stream("a.gz", io.BytesIO(gzip.compress(b"We won, she said.")))
    >>> [article.text for article in unpack(packed, ReadSettings(), lambda stream, settings: read_plain)]
    ['We won, she said.']
    """
    kind = find_kind(stream.peek())
    depth, meter = nest(stream, settings)
    if kind is None or depth >= MAX_DEPTH:
        yield refuse_too_deep(stream.name) if kind else make_unread(stream.name, "is not packed in a known way")
        return
    source = PackedSource(stream.chunks(), kind, meter, is_outermost=depth == 0)
    inner = Inner(stream.name, source, depth + 1, meter)
    try:
        yield from choose(inner, settings)(inner, settings)
    except ReadError as err:
        yield make_unread(stream.name, f"could not be read to its end: {err}")
        return
    if source.breaks:
        reason = f"is damaged in {count(len(source.breaks), 'place')}; what stood there is lost"
        yield make_unread(stream.name, reason, article_id=f"{stream.name} (damaged)")
    if source.rest:
        reason = f"ends with {count(source.rest, 'byte')} or more that are not {kind.name}; they were left out"
        yield make_unread(stream.name, reason, article_id=f"{stream.name} (end)")
