"""Open the inputs as streams: files, the files of a folder, stdin, and streams that are open already."""

from __future__ import annotations

# A path is kept as it was given, and os.path answers "no" where Path raises.
# ruff: noqa: PTH112, PTH123
import io
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from typing import Union, cast

from sayso.article import Unread
from sayso.letters import mend_surrogates
from sayso.read.folder import describe_fault, walk_folder
from sayso.read.plain import make_unread
from sayso.read.stream import ByteSource, Stream

__all__ = ["Input", "open_inputs"]

Input = Union[str, "os.PathLike[str]", ByteSource]


def open_inputs(inputs: Iterable[Input], *, on_bytes: Callable[[int], None] | None = None) -> Iterator[Stream | Unread]:
    """Yield a stream for each input in order, or why there is none. Asking for the next one closes the stream.

    Args:
        inputs: Paths, "-", and streams opened in binary mode.
        on_bytes: Called with the number of bytes whenever some of a file are read.
    """
    if isinstance(inputs, str | os.PathLike) or hasattr(inputs, "read"):
        inputs = [cast("Input", inputs)]  # A single path would otherwise be taken for a list of its letters.
    listed: object = inputs
    if isinstance(listed, bytes) or not isinstance(listed, Iterable):
        raise TypeError(f"{inputs!r:.80} is no list of inputs; give paths, '-' or files opened in binary mode")
    for given in inputs:
        if isinstance(given, str | os.PathLike):
            yield from open_path(os.fsdecode(given), on_bytes)
        elif hasattr(given, "read"):
            source: object = getattr(given, "buffer", given)
            if isinstance(source, io.TextIOBase):
                raise TypeError(f"{name_stream(given)} gives text, not bytes; open it in binary mode")
            yield Stream(name_stream(given), cast("ByteSource", source))
        else:
            raise TypeError(f"{given!r:.80} is no input; give a path, '-' or a file opened in binary mode")


def open_path(path: str, on_bytes: Callable[[int], None] | None) -> Iterator[Stream | Unread]:
    """Yield the streams that a path stands for; "-" is stdin."""
    if path == "-":
        yield open_stdin()
    elif os.path.isdir(path):
        yield from open_folder(path, on_bytes)
    else:
        yield from open_file(path, on_bytes)


def open_stdin() -> Stream | Unread:
    """The stream of stdin, or why there is none (a program started without a console has no stdin)."""
    source = getattr(sys.stdin, "buffer", None)
    if source is None:
        return make_unread("stdin", "is not there; give a file")
    return Stream("stdin", _Keyboard(source) if source.isatty() else source)


class _Keyboard:
    """What is typed in a terminal, up to the first Ctrl-D: reading on would wait for a second one."""

    def __init__(self, source: ByteSource) -> None:
        self._source = source
        self._ended = False

    def read(self, size: int = -1, /) -> bytes:
        """At most `size` bytes; none after the end."""
        data = b"" if self._ended else self._source.read(size)
        self._ended = len(data) < size
        return data


def open_file(path: str, on_bytes: Callable[[int], None] | None) -> Iterator[Stream | Unread]:
    """Yield the stream of a file, or why it cannot be opened; asking for the next one closes it."""
    name = mend_surrogates(path)
    try:
        file: AbstractContextManager[ByteSource] = open(path, "rb")  # noqa: SIM115
    except (OSError, ValueError) as err:
        yield make_unread(name, describe_fault(err, name))
        return
    with file as source:
        yield Stream(name, source, on_bytes)


def open_folder(path: str, on_bytes: Callable[[int], None] | None) -> Iterator[Stream | Unread]:
    """Yield the streams of the files in a folder and its folders; the last record says which files are not read."""
    for found in walk_folder(path):
        if isinstance(found, Unread):
            yield found
        else:
            yield from open_file(found, on_bytes)


def name_stream(source: object) -> str:
    """The name of an open stream: that of its file, or "stream" if it has none."""
    name = getattr(source, "name", None)
    return mend_surrogates(name) if isinstance(name, str) and name else "stream"
