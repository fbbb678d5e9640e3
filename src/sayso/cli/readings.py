"""Read stored readings, as written by `sayso read --format jsonl` or `sayso watch`."""

from __future__ import annotations

import hashlib
import io
import re
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, cast

from sayso.article import Unread
from sayso.errors import OffsetError, ReadError
from sayso.jsonl import read_reading
from sayso.read.inputs import open_inputs
from sayso.read.packed import Meter, PackedSource, find_kind
from sayso.read.plain import make_unread
from sayso.read.stream import ByteSource, Stream, split_lines
from sayso.read.unpack import Inner, is_packed, unpack
from sayso.read.unpack_zip import BOUNDED_METHODS, BoundedFile, is_zip, read_zip
from sayso.reading import Reading, Stamp
from sayso.settings import ReadSettings
from sayso.store import is_collection
from sayso.version import __version__

__all__ = ["Repeats", "holds_readings", "is_parquet", "list_parquet", "read_readings"]

# How a line with a reading begins, or a whole array of readings.
_READING = re.compile(rb'\s*(\[?)\s*\{\s*"article"\s*:\s*\{')
_LOOKED_AT_BYTES = 200
# How a file of Parquet begins.
_PARQUET = b"PAR1"
# How an export of Label Studio begins, or what was written for it.
_LABEL_STUDIO = re.compile(rb'\s*\[\s*\{\s*"(?:id|data|annotations)"')
# The article's id in such a line, and its fingerprint, which stands before the text; null where it could not be read.
_ID = re.compile(rb'\s*\{\s*"article"\s*:\s*\{\s*"id"\s*:\s*"((?:[^"\\]|\\.)*)"')
_FINGERPRINT = re.compile(rb'"fingerprint": (?:null|"(\w*)")')
# Ids that name no article: what comes through a pipe each time.
_NAMELESS = (b"stdin", b"stream")
_SPOOLED_BYTES = 16_000_000
_SHOWN = 3
_HASH_BYTES = 16


@dataclass(slots=True)
class Repeats:
    """Readings that stand more than once in the files of one run, so that only one of each is taken.

    Of an article in one file, the last reading is taken that could be read. Of equal readings in several files, or in
    one that is given twice, the first is.
    """

    _earlier: dict[str, list[str]] = field(default_factory=dict)
    _equal_count: int = 0
    _seen: set[bytes] = field(default_factory=set)

    def list_notes(self) -> list[str]:
        """What was left out, a sentence for each file."""
        notes = [_describe_earlier(name, ids) for name, ids in self._earlier.items()]
        if self._equal_count:
            what = "1 reading was" if self._equal_count == 1 else f"{self._equal_count:,} readings were"
            notes.append(f"{what} left out, since an equal one was read before from another of the inputs.")
        return notes

    def leave_out(self, name: str, lines: Iterator[bytes | None], last: Mapping[bytes, int]) -> Iterator[bytes | None]:
        """Yield the lines of a file; None in place of one that is left out, or that is too long.

        Args:
            name: The file's name.
            lines: Its lines.
            last: For each article, the number of the line to take, from `_find_last`.
        """
        own = set()
        for number, line in enumerate(lines, 1):
            key = _find_key(line or b"")[0]
            if line is None or key is None:
                yield line
                continue
            mark = hashlib.blake2b(line.strip(), digest_size=_HASH_BYTES).digest()
            own.add(mark)
            if mark in self._seen:
                self._equal_count += 1
                yield None
            elif last.get(key, number) != number:
                self._earlier.setdefault(name, []).append(_decode(key))
                yield None
            else:
                yield line
        self._seen |= own


def _describe_earlier(name: str, ids: list[str]) -> str:
    names = list(dict.fromkeys(ids))
    shown = ", ".join(names[:_SHOWN]) + (" …" if len(names) > _SHOWN else "")
    what = "1 reading was" if len(ids) == 1 else f"{len(ids):,} readings were"
    return f"{name}: {what} left out, since a later one of the same article is in the file ({shown})."


def _decode(key: bytes) -> str:
    return key.split(b"\0")[0].decode("utf-8", "replace")


def _find_key(line: bytes) -> tuple[bytes | None, bool]:
    """What identifies the article of a line, and whether it could be read; None if sayso does not write such a line."""
    name = _ID.match(line)
    text = _FINGERPRINT.search(line) if name else None
    if name is None or text is None:
        return None, False
    key = name[1]
    return (key + b"\0" + (text[1] or b"") if key in _NAMELESS else key), text[1] is not None


def _find_last(lines: Iterable[bytes | None]) -> dict[bytes, int]:
    """For each article the number of its last line; of the last that could be read, if any could."""
    last: dict[bytes, tuple[bool, int]] = {}
    for number, line in enumerate(lines, 1):
        key, is_read = _find_key(line or b"")
        if key is not None:
            last[key] = max(last.get(key, (False, 0)), (is_read, number))
    return {key: number for key, (_, number) in last.items()}


def holds_readings(name: str) -> bool:
    """Whether an input is a collection, or begins like a file of readings."""
    if is_collection(name) or is_parquet(name):
        return True
    if name == "-":
        peek = getattr(getattr(sys.stdin, "buffer", None), "peek", None)
        return peek is not None and _begins_reading(io.BytesIO(peek(_LOOKED_AT_BYTES)))
    try:
        path = Path(name)
        if not path.is_file():
            return False
        with path.open("rb") as file:
            return _holds_zipped(file) if is_zip(file.read(4)) else _begins_reading(_rewind(file))
    except (OSError, ValueError):
        return False


def _rewind(file: IO[bytes]) -> IO[bytes]:
    file.seek(0)
    return file


def _holds_zipped(file: IO[bytes]) -> bool:
    """Whether the first file in a ZIP archive begins like readings."""
    try:
        with zipfile.ZipFile(cast("IO[bytes]", BoundedFile(file))) as archive:
            members = (info for info in archive.infolist() if not info.is_dir())
            first = next((info for info in members if info.compress_type in BOUNDED_METHODS), None)
            if first is None:
                return False
            with archive.open(first) as member:
                return _begins_reading(member)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, OverflowError, EOFError):
        return False  # Whoever reads it says what is wrong with it.


def _begins_reading(file: ByteSource) -> bool:
    """Whether the file begins like readings, also if it is compressed."""
    stream = Stream("", file)
    kind = find_kind(stream.peek(_LOOKED_AT_BYTES))
    if kind is not None:
        stream = Stream("", PackedSource(stream.chunks(), kind, Meter(_SPOOLED_BYTES)))
    try:
        return _READING.match(stream.peek(_LOOKED_AT_BYTES)) is not None
    except ReadError:
        return False


def read_readings(
    name: str, repeats: Repeats | None = None, *, on_bytes: Callable[[int], None] | None = None
) -> Iterator[Reading]:
    """Yield the readings of a collection, a file, the files of a folder, or stdin ("-"); those that repeat others once.

    An input without readings, and each line that is not one, becomes a reading with a notice and without an article.

    Args:
        name: The input.
        repeats: What was read before in this run; without it, repeated readings are yielded too.
        on_bytes: Called with the number of bytes whenever some of a file are read.
    """
    if is_collection(name):
        from sayso.store import open_collection  # noqa: PLC0415  (only where a collection is read)

        with open_collection(name, create=False, read_only=True) as collection:
            yield from collection.readings()
        return
    if is_parquet(name):
        yield from _read_parquet(name)
        return
    from sayso.export.brat_read import is_brat, read_brat  # noqa: PLC0415  (what it stands on takes time to load)

    if is_brat(name):
        yield from map(_make_reading, read_brat(name))
        return
    for stream in open_inputs([name], on_bytes=on_bytes):
        if isinstance(stream, Unread):
            yield _make_empty_reading(stream)
        else:
            settings = ReadSettings()
            for found in _choose(repeats)(stream, settings)(stream, settings):
                yield _make_reading(found)


def is_parquet(name: str) -> bool:
    """Whether an input is a file of Parquet."""
    try:
        path = Path(name)
        if not path.is_file():
            return False
        with path.open("rb") as file:
            return file.read(len(_PARQUET)) == _PARQUET
    except (OSError, ValueError):
        return False


def list_parquet(name: str) -> list[str]:
    """The files with readings in a folder that `python -m sayso.spark read` wrote, in the order of the articles.

    What begins with a dot or a line was not written to its end.
    """
    folder = Path(name) / "readings"
    found = (path.relative_to(folder) for path in folder.rglob("*.parquet"))
    return [str(folder / path) for path in sorted(found) if not any(part[0] in "._" for part in path.parts)]


def _read_parquet(name: str) -> Iterator[Reading]:
    """Yield the readings of a file of Parquet."""
    from sayso.export.parquet import read_parquet_readings  # noqa: PLC0415  (only where there is such a file)

    try:
        for number, line in enumerate(read_parquet_readings(name), 1):
            yield _read_row(line, f"{name}, row {number:,}", f"{name}:{number}")
    except (ImportError, OSError, ValueError) as err:
        reason = f"holds no readings written by `python -m sayso.spark read`: {str(err)[:200]}"
        yield _make_empty_reading(make_unread(name, reason))


def _read_row(line: str, name: str, article_id: str) -> Reading:
    try:
        return read_reading(line)
    except (OffsetError, ReadError, TypeError) as err:
        return _make_empty_reading(make_unread(name, f"is {err}", article_id=article_id))


def _choose(repeats: Repeats | None) -> Callable[..., Any]:
    """A function that chooses the reader of a stream: of an archive, of compressed bytes, or of readings."""

    # The readers of what is packed pass on what the chosen one yields, whatever that is.
    def choose(stream: Stream, _settings: ReadSettings) -> Any:  # noqa: ANN401  (they are made for articles)
        beginning = stream.peek(_LOOKED_AT_BYTES)
        if is_packed(beginning):
            return lambda stream, settings: unpack(stream, settings, choose)
        if is_zip(beginning):
            return lambda stream, settings: read_zip(stream, settings, choose)
        return lambda stream, _settings: _read_stream(stream, repeats)

    return choose


def _read_stream(stream: Stream, repeats: Repeats | None) -> Iterator[Reading | Unread]:
    beginning = stream.peek(_LOOKED_AT_BYTES)
    if _LABEL_STUDIO.match(beginning) is not None:
        from sayso.export.label_studio import read_label_studio  # noqa: PLC0415  (only where there is such a file)

        yield from read_label_studio(b"".join(stream.chunks()), stream.name)
        return
    if _READING.match(beginning) is None:
        reason = "holds no readings written by `sayso read -o readings.jsonl`; to read articles, use `sayso read`"
        yield make_unread(stream.name, reason)
        return
    is_file = not isinstance(stream, Inner) and stream.name != "stdin" and Path(stream.name).is_file()
    yield from _read_lines(stream, repeats, is_file=is_file)


def _read_lines(stream: Stream, repeats: Repeats | None, *, is_file: bool) -> Iterator[Reading]:
    try:
        lines = _split(stream) if repeats is None else _read_twice(stream, repeats, is_file=is_file)
        for number, line in enumerate(lines, 1):
            if not line or not line.strip():
                continue
            try:
                yield read_reading(line)
            except (OffsetError, ReadError) as err:
                name = f"{stream.name}, line {number:,}"
                yield _make_empty_reading(make_unread(name, f"is {err}", article_id=f"{stream.name}:{number}"))
    except ReadError as err:
        yield _make_empty_reading(make_unread(stream.name, f"could not be read to its end: {err}"))


def _split(stream: Stream) -> Iterator[bytes | None]:
    """Yield the lines; of an array, the readings, each of which stands on a line."""
    is_array = stream.peek(_LOOKED_AT_BYTES).lstrip().startswith(b"[")
    for line in split_lines(stream.chunks(), sys.maxsize):
        yield _strip(line) if is_array and line is not None else line


def _strip(line: bytes) -> bytes:
    """The reading in a line of an array, without what stands between two of them."""
    kept = line.strip().removesuffix(b",")
    return b"" if kept in (b"[", b"]") else kept


def _read_twice(stream: Stream, repeats: Repeats, *, is_file: bool) -> Iterator[bytes | None]:
    """Yield the lines of a stream that are no repeats; what can be read only once is put aside on its first way."""
    if is_file:
        with Path(stream.name).open("rb") as file:
            last = _find_last(_split(Stream(stream.name, file)))
        yield from repeats.leave_out(stream.name, _split(stream), last)
        return
    with tempfile.SpooledTemporaryFile(_SPOOLED_BYTES) as aside:
        for chunk in stream.chunks():
            aside.write(chunk)
        aside.seek(0)
        last = _find_last(_split(Stream(stream.name, aside)))
        aside.seek(0)
        yield from repeats.leave_out(stream.name, _split(Stream(stream.name, aside)), last)


def _make_reading(found: Reading | Unread) -> Reading:
    return _make_empty_reading(found) if isinstance(found, Unread) else found


def _make_empty_reading(unread: Unread) -> Reading:
    return Reading(unread, (), unread.notices, Stamp(__version__, "", ""))
