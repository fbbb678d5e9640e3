"""Choose the files of a folder that are read, and account for the others."""

from __future__ import annotations

# A path is kept as it was given, and os.path answers "no" where Path raises.
# ruff: noqa: PTH112, PTH113, PTH114, PTH118, PTH119, PTH123, PTH208
import io
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from sayso.article import Unread
from sayso.errors import Notice
from sayso.late import compile_late
from sayso.letters import mend_surrogates
from sayso.read.decode import find_wide_encoding, looks_binary
from sayso.read.kinds import choose_reader
from sayso.read.media import refuse_media
from sayso.read.plain import make_unread, read_plain
from sayso.read.stream import Stream
from sayso.settings import ReadSettings

__all__ = ["FOLDER_SUFFIXES", "describe_fault", "is_passed_over", "walk_folder"]

FOLDER_SUFFIXES = (
    ".txt", ".text", ".jsonl", ".ndjson", ".json", ".html", ".htm", ".xhtml", ".xml", ".rss", ".atom", ".warc", ".docx",
    ".odt", ".rtf", ".doc", ".pdf", ".eml", ".srt", ".vtt", ".gz", ".bz2", ".xz", ".zst", ".zip",
)  # fmt: skip
"""The endings of files that are always read, so that a broken one is reported."""
# Copies that editors and downloads leave beside a file.
BACKUP_SUFFIXES = ("~", ".bak", ".old", ".orig", ".rej", ".swp", ".tmp", ".part", ".partial", ".crdownload")
BACKUP_PREFIXES = (".", "#", "~$")
# What is no article, whatever its content looks like: pictures, sound, film, fonts, styles, programs, tables, settings.
OTHER_SUFFIXES = (
    ".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg", ".ico", ".bmp", ".tif", ".tiff", ".heic", ".psd",
    ".mp3", ".m4a", ".wav", ".ogg", ".flac", ".mp4", ".m4v", ".mov", ".avi", ".mkv", ".webm",
    ".ttf", ".otf", ".woff", ".woff2", ".eot",
    ".css", ".js", ".mjs", ".map", ".py", ".pyc", ".r", ".sh", ".ipynb", ".sql", ".so", ".exe", ".dll",
    ".csv", ".tsv", ".xlsx", ".xls", ".ods", ".ppt", ".pptx", ".parquet", ".sqlite", ".db", ".pkl", ".npy",
    ".ini", ".cfg", ".toml", ".yaml", ".yml", ".lock", ".log", ".tar", ".7z", ".rar", ".jar", ".epub", ".cdx", ".cdxj",
)  # fmt: skip
# What a browser adds to the name of a page that it saves, for the folder of its parts.
PAGE_SUFFIXES = (".html", ".htm", ".xhtml")
PARTS_SUFFIXES = ("_files", "-files", ".files", "_Dateien", "-Dateien", "_fichiers", "_archivos")
# A name that begins like the host of an address.
ADDRESS = compile_late(r"www\.[^\s/]+\.|[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}/", re.IGNORECASE)
# A whole address of any kind.
SCHEME = compile_late(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
SHOWN_NAMES = 5
LOOKED_AT_BYTES = 8_192


@dataclass(slots=True)
class _Found:
    """What a walk through a folder found: how many files are read, and the names of the others."""

    read_count: int = 0
    others: list[str] = field(default_factory=list)


def walk_folder(path: str) -> Iterator[str | Unread]:
    """Yield the paths of the files to read in a folder and its folders: by name, files before folders.

    The content of a file decides, unless its name does: hidden files, backups, and what is no text are passed over. So
    are links to folders, and the folder that a browser saves beside a page. The last record says how many these were;
    so does one of a folder with nothing to read.
    """
    found = _Found()
    folders = [path]
    while folders:
        folder = folders.pop()
        try:
            paths = [os.path.join(folder, name) for name in sorted(os.listdir(folder))]
        except OSError as err:
            yield make_unread(mend_surrogates(folder), describe_fault(err, mend_surrogates(folder)))
            continue
        # A link to a folder may lead back to a folder that holds it.
        inner = [entry for entry in paths if os.path.isdir(entry)]
        pages = {entry.rpartition(".")[0] for entry in paths if entry.lower().endswith(PAGE_SUFFIXES)}
        own = [entry for entry in inner if not os.path.islink(entry) and not _is_hidden(entry)]
        followed = [entry for entry in own if not _is_part(entry, pages)]
        folders.extend(reversed(followed))
        for entry in paths:
            if entry in inner:
                found.others += [] if entry in followed else [os.path.join(entry, "")]
            elif _is_read(entry):
                found.read_count += 1
                yield entry
            else:
                found.others.append(entry)
    if found.others or not found.read_count:
        yield _report_others(path, found)


def is_passed_over(name: str) -> bool:
    """Whether a file of this name is passed over in a folder, whatever it holds.

    >>> [is_passed_over(name) for name in ("a.txt", "story.html?id=3", "index", "a.txt.bak", "b.png?w=200", ".h.txt")]
    [False, False, False, True, True, True]
    """
    usual = name.lower().split("?")[0]
    return usual.startswith(BACKUP_PREFIXES) or usual.endswith((*BACKUP_SUFFIXES, *OTHER_SUFFIXES))


def _is_hidden(path: str) -> bool:
    return os.path.basename(path).startswith(".")


def _is_part(folder: str, pages: set[str]) -> bool:
    """Whether a folder holds the pictures, frames and scripts of a page that a browser saved beside it."""
    return any(folder.endswith(ending) and folder.removesuffix(ending) in pages for ending in PARTS_SUFFIXES)


def _is_read(path: str) -> bool:
    """Whether a file of a folder is read. What is no file is not opened: a pipe would wait for its writer."""
    name = os.path.basename(path)
    if is_passed_over(name) or not os.path.isfile(path):
        return False
    if name.lower().split("?")[0].endswith(FOLDER_SUFFIXES):
        return True
    try:
        with open(path, "rb") as file:
            beginning = file.read(LOOKED_AT_BYTES)
    except OSError:
        # Reading it says why.
        return True
    return _looks_like_article(beginning)


def _looks_like_article(beginning: bytes) -> bool:
    """Whether a file that begins so holds something that is read: a kind that is recognised, or plain text."""
    if not beginning.strip() or beginning.startswith(b"#!"):
        return False
    reader = choose_reader(Stream("", io.BytesIO(beginning)), ReadSettings())
    if reader is refuse_media:
        return False
    if reader is not read_plain:
        return True
    return find_wide_encoding(beginning) is not None or not looks_binary(beginning)


def _report_others(path: str, found: _Found) -> Unread:
    """A record that says which files of a folder are not read, or that there are none that are."""
    name, count = mend_surrogates(path), len(found.others)
    names = [
        mend_surrogates(os.path.relpath(it, path)) + it[len(it.rstrip("/")) :] for it in found.others[:SHOWN_NAMES]
    ]
    shown = ", ".join(names) + (f" and {count - SHOWN_NAMES:,} more" if count > SHOWN_NAMES else "")
    files = f"{count:,} other {'file' if count == 1 else 'files'}"
    if not found.read_count:
        there = f"; there {'is' if count == 1 else 'are'} {files} ({shown})" if count else ""
        return make_unread(name, f"holds no file to read{there}; name a file to read it")
    verb, them = ("was", "it") if count == 1 else ("were", "them")
    reason = f"{files} of {name} {verb} passed over: {shown} (name {them} to read {them})."
    return Unread(name, (Notice("read", reason),), passed_over=count)


def describe_fault(err: OSError | ValueError, name: str) -> str:
    """Why the path of that name cannot be opened and what to do; the words follow the name."""
    if SCHEME.match(name):
        path = "; give the path itself" if name.lower().startswith("file:") else ""
        return f"is an address; only http and https addresses are fetched{path}"
    if isinstance(err, FileNotFoundError):
        address = f"; if it is an address, write https://{name}" if ADDRESS.match(name) else ""
        return f"does not exist; check its name{address}"
    if isinstance(err, PermissionError):
        return "may not be read; give yourself permission to read it"
    return f"cannot be opened: {getattr(err, 'strerror', None) or err}"
