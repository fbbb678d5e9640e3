"""Read inputs of any kind as a stream of articles.

An input that cannot be read becomes an `Unread` with a notice; nothing is raised, and the next one is read.
`read_articles` yields the articles alone; `read_records` yields both in the order of the inputs.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from sayso.article import Article, Unread, blank_boilerplate
from sayso.errors import Notice, UnreadWarning
from sayso.language import settle_language
from sayso.read.door import read_safely
from sayso.read.folder import is_passed_over
from sayso.read.inputs import Input, open_inputs
from sayso.read.kinds import read_any
from sayso.read.stream import Stream
from sayso.settings import ReadSettings

__all__ = ["Input", "is_passed_over", "make_unique", "read_articles", "read_records", "read_stream"]


def read_articles(
    inputs: Iterable[Input],
    *,
    settings: ReadSettings = ReadSettings(),  # noqa: B008  (frozen)
    on_unread: Callable[[Unread], object] | None = None,
) -> Iterator[Article]:
    r"""Yield the articles of the inputs in their order; what cannot be read is left out, with a warning.

    An article is read when it is asked for, so that an input may be larger than the memory.

    Args:
        inputs: Paths of files and folders, "-" for stdin, and streams opened in binary mode. Each may hold a text, a
            web page, a feed, JSON Lines of articles, a web archive, a .docx or PDF file, or any of these compressed:
            the content decides. From a folder and the folders in it, the files that hold such content are read,
            sorted by name; others are passed over (hidden files, backups, pictures …), and a record says which.
        settings: How to read.
        on_unread: Called with each `Unread`: its id, and the notices that say why. Without it, each is an
            `UnreadWarning`, which `warnings.simplefilter("error", UnreadWarning)` makes an error.

    >>> import io
    >>> article = next(read_articles([io.BytesIO(b"Bridge stays shut\n\nIt stays shut, Roth said.")]))
    >>> article.title
    'Bridge stays shut'
    """
    if on_unread is not None and not callable(on_unread):
        raise TypeError(f"on_unread is {on_unread!r:.60}; give a function that takes an Unread")
    for record in read_records(inputs, settings=settings):
        if isinstance(record, Article):
            yield record
        elif on_unread is not None:
            on_unread(record)
        else:
            reasons = " ".join(notice.reason for notice in record.notices)
            what = "" if record.passed_over else f"{record.id} was left out: "
            warnings.warn(f"{what}{reasons}", UnreadWarning, stacklevel=2)


def read_records(
    inputs: Iterable[Input],
    *,
    settings: ReadSettings = ReadSettings(),  # noqa: B008  (frozen)
    on_bytes: Callable[[int], None] | None = None,
) -> Iterator[Article | Unread]:
    """Yield the articles of the inputs in their order, and an `Unread` for each that cannot be read.

    For the arguments see `read_articles` and `open_inputs`.
    """
    if not isinstance(settings, ReadSettings):
        raise TypeError(f"settings is of type {type(settings).__name__}; give a ReadSettings")
    seen: dict[str, int] = {}
    for stream in open_inputs(inputs, on_bytes=on_bytes):
        for record in [stream] if isinstance(stream, Unread) else read_stream(stream, settings):
            yield make_unique(record, seen)


def read_stream(stream: Stream, settings: ReadSettings) -> Iterator[Article | Unread]:
    """Yield what a stream holds, up to where it can be read."""
    yield from read_safely(lambda: map(fill_language, read_any(stream, settings)), stream.name, settings)


def fill_language(record: Article | Unread) -> Article | Unread:
    """The record with its language filled in from the text, if none is stated or a page or feed states another one.

    A language given in JSON Lines is kept: whoever wrote it may know better, and no publishing system put it there.
    """
    if isinstance(record, Unread):
        return record
    origins = dict(record.origins)
    if record.language is not None and "language" not in origins:
        return record
    language = settle_language(blank_boilerplate(record), record.language)
    if language == record.language:
        return record
    origins["language"] = "text"
    known = tuple(it for it in origins.items() if it[0] != "language" or language is not None)
    return replace(record, language=language, origins=known)


def make_unique(record: Article | Unread, seen: dict[str, int]) -> Article | Unread:
    """The record, with "#2" (or the next free number) added to its id if an earlier record of this run has the same.

    Args:
        record: The record.
        seen: The ids of the run so far, each with the last number tried for it; the record's id is added.
    """
    number = seen.get(record.id)
    if number is None:
        seen[record.id] = 1
        return record
    unique = record.id
    while unique in seen:
        number += 1
        unique = f"{record.id}#{number}"
    seen[record.id] = number
    seen[unique] = 1
    reason = f"the id {record.id[:80]!r} was used before in this run; this article is called {unique[:90]!r}."
    return replace(record, id=unique, notices=(*record.notices, Notice("read", reason)))
