"""Open the inputs as streams: files, the files of a folder, stdin, and streams that are open already."""

from __future__ import annotations

# A path is kept as it was given, and os.path answers "no" where Path raises.
# ruff: noqa: PTH112, PTH113, PTH114, PTH118, PTH123, PTH208
import io
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from typing import Union, cast

from sayso.article import Unread
from sayso.letters import mend_surrogates
from sayso.read.plain import make_unread
from sayso.read.stream import ByteSource, Stream

__all__ = ["FOLDER_SUFFIXES", "Input", "open_inputs"]

Input = Union[str, "os.PathLike[str]", ByteSource]

# Only such files of a folder are read; others in it (pictures, notes, tables) are seldom meant.
FOLDER_SUFFIXES = (
    ".txt", ".text", ".jsonl", ".ndjson", ".json", ".html", ".htm", ".xhtml", ".xml", ".rss", ".atom", ".warc", ".docx",
    ".odt", ".rtf", ".doc", ".pdf", ".srt", ".vtt", ".gz", ".bz2", ".xz", ".zst", ".zip",
)  # fmt: skip
SHOWN_NAMES = 3


def open_inputs(inputs: Iterable[Input]) -> Iterator[Stream | Unread]:
    """Yield a stream for each input in order, or why there is none. Asking for the next one closes the stream."""
    if isinstance(inputs, str | os.PathLike) or hasattr(inputs, "read"):
        inputs = [cast("Input", inputs)]  # A single path would otherwise be taken for a list of its letters.
    for given in inputs:
        if isinstance(given, str | os.PathLike):
            yield from open_path(os.fsdecode(given))
        elif hasattr(given, "read"):
            source: object = getattr(given, "buffer", given)
            if isinstance(source, io.TextIOBase):
                raise TypeError(f"{name_stream(given)} gives text, not bytes; open it in binary mode")
            yield Stream(name_stream(given), cast("ByteSource", source))
        else:
            raise TypeError(f"{given!r:.80} is no input; give a path, '-' or a file opened in binary mode")


def open_path(path: str) -> Iterator[Stream | Unread]:
    """Yield the streams that a path stands for; "-" is stdin."""
    if path == "-":
        yield open_stdin()
    elif os.path.isdir(path):
        yield from open_folder(path)
    else:
        yield from open_file(path)


def open_stdin() -> Stream | Unread:
    """The stream of stdin, or why there is none (a program started without a console has no stdin)."""
    source = getattr(sys.stdin, "buffer", None)
    return make_unread("stdin", "is not there; give a file") if source is None else Stream("stdin", source)


def open_file(path: str) -> Iterator[Stream | Unread]:
    """Yield the stream of a file, or why it cannot be opened; asking for the next one closes it."""
    name = mend_surrogates(path)
    try:
        file: AbstractContextManager[ByteSource] = open(path, "rb")  # noqa: SIM115
    except (OSError, ValueError) as err:
        yield make_unread(name, describe_fault(err))
        return
    with file as source:
        yield Stream(name, source)


def open_folder(path: str) -> Iterator[Stream | Unread]:
    """Yield the streams of the files in a folder and its folders: by name, each folder's files before its folders.

    Hidden files, links to folders and files with other suffixes are skipped; a notice says so if no others are there.
    """
    opened = 0
    skipped: list[str] = []
    folders = [path]
    while folders:
        folder = folders.pop()
        try:
            paths = [os.path.join(folder, name) for name in sorted(os.listdir(folder)) if not name.startswith(".")]
        except OSError as err:
            yield make_unread(mend_surrogates(folder), describe_fault(err))
            continue
        files = [entry for entry in paths if not os.path.isdir(entry)]
        # A link to a folder may lead back to a folder that holds it.
        folders.extend(entry for entry in reversed(paths) if os.path.isdir(entry) and not os.path.islink(entry))
        # What is not a folder need not be a file: opening a pipe would wait for its writer.
        wanted = [entry for entry in files if entry.lower().endswith(FOLDER_SUFFIXES) and os.path.isfile(entry)]
        chosen = set(wanted)
        skipped.extend(entry for entry in files if entry not in chosen)
        opened += len(wanted)
        for entry in wanted:
            yield from open_file(entry)
    if not opened:
        yield report_empty(path, skipped)


def report_empty(path: str, skipped: list[str]) -> Unread:
    """An `Unread` that says that a folder holds nothing to read, and what it holds instead."""
    suffixes = ", ".join(FOLDER_SUFFIXES)
    shown = ", ".join(mend_surrogates(name) for name in skipped[:SHOWN_NAMES])
    more = f" and {len(skipped) - SHOWN_NAMES:,} more" if len(skipped) > SHOWN_NAMES else ""
    files = f"{len(skipped):,} other {'file' if len(skipped) == 1 else 'files'} ({shown}{more})"
    found = f"; there {'is' if len(skipped) == 1 else 'are'} {files}" if skipped else ""
    return make_unread(mend_surrogates(path), f"holds no file that ends in {suffixes}{found}")


def describe_fault(err: OSError | ValueError) -> str:
    """Why a path cannot be opened and what to do; the words follow the path's name."""
    if isinstance(err, FileNotFoundError):
        return "does not exist; check its name"
    if isinstance(err, PermissionError):
        return "may not be read; give yourself permission to read it"
    return f"cannot be opened: {getattr(err, 'strerror', None) or err}"


def name_stream(source: object) -> str:
    """The name of an open stream: that of its file, or "stream" if it has none."""
    name = getattr(source, "name", None)
    return mend_surrogates(name) if isinstance(name, str) and name else "stream"
