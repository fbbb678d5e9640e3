"""Read JSON Lines of articles, one object a line; a file may be larger than the memory."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial

from sayso.article import Article, Unread
from sayso.errors import Notice
from sayso.read.decode import count, decode_bytes, find_wide_encoding
from sayso.read.door import read_safely
from sayso.read.plain import make_unread
from sayso.read.record import read_record
from sayso.read.record_facts import describe_passed_over
from sayso.read.stream import Stream, split_lines
from sayso.settings import MORE_BYTES, ReadSettings

__all__ = ["is_json_object", "read_lines"]

# If so many lines at the beginning have no text, the rest of the file is not read.
MAX_WAITING = 1_000
# An empty list takes three bytes in the line and 80 in memory.
MAX_PARTS = 1_000_000
MAX_KEYS = 10
MAX_KEY_CHARS = 40
FILE_KEYS = frozenset({"file", "files", "filename", "file_name", "path"})


def read_lines(stream: Stream, settings: ReadSettings) -> Iterator[Article | Unread]:
    """Yield what each line holds, in order; blank lines are skipped but counted.

    A file in which no line has a text, such as a list of files, becomes one `Unread`.
    """
    # Lines without a text are held back until it is clear whether the file has articles at all.
    waiting: list[Unread] = []
    keys: dict[str, None] = {}
    has_article = False
    for record, line_keys in read_records(stream, settings):
        if line_keys is None and not has_article:
            has_article = True
            yield from waiting
            waiting = []
        if has_article or line_keys is None:
            yield record
        elif isinstance(record, Unread):
            waiting.append(record)
            keys.update(dict.fromkeys(line_keys[:MAX_KEYS]))
            if len(waiting) > MAX_WAITING:
                break
    if len(waiting) > 1:
        yield describe_list(stream.name, len(waiting), list(keys))
    else:
        yield from waiting


def describe_list(name: str, number: int, keys: list[str]) -> Unread:
    """An `Unread` that says that a file holds no articles, and what its lines hold instead."""
    lines = f"none of its {number:,} lines" if number <= MAX_WAITING else f"none of its first {MAX_WAITING:,} lines"
    shown = ", ".join(f'"{key[:MAX_KEY_CHARS]}"' for key in keys[:MAX_KEYS])
    what = "it seems to list files" if FILE_KEYS & set(keys) else "it seems to be a table of something else"
    reason = f'holds no articles: {lines} has a "text" ({what}; it has {shown or "no keys"})'
    return make_unread(name, f'{reason}; leave it out, or write each article as {{"id": …, "text": …}}')


def read_records(stream: Stream, settings: ReadSettings) -> Iterator[tuple[Article | Unread, tuple[str, ...] | None]]:
    """Yield what each line holds, and the keys of a line that has no key for a text (None for other lines)."""
    wide = find_wide_encoding(stream.peek())
    # The beginning of the file shows an older encoding better than one short line does. None: UTF-8 so far.
    known = None if wide else find_other_encoding(stream.peek())
    passed_over: set[str] = set()
    chunks = recode(stream.chunks(), wide) if wide else stream.chunks()
    for number, line in enumerate(split_lines(chunks, settings.max_bytes), start=1):
        where = f"{stream.name}, line {number:,}"
        fallback_id = f"{stream.name}:{number}"
        if line is None:
            limit = count(settings.max_bytes, "byte")
            fault = f"is longer than {limit}; split it, {MORE_BYTES}"
            yield make_unread(where, fault, article_id=fallback_id), None
            continue
        decoded = decode_bytes(line, known=known)
        if decoded.encoding != "utf-8":
            known = decoded.encoding
        if decoded.text.strip():
            yield read_line(decoded.text, where, fallback_id, decoded.notice, settings, passed_over)


def read_line(
    line: str, where: str, fallback_id: str, odd: str, settings: ReadSettings, passed_over: set[str]
) -> tuple[Article | Unread, tuple[str, ...] | None]:
    """The article of one line, or why there is none; also the line's keys if none of them is for a text.

    `passed_over` holds the keys that were reported as not read before.
    """
    try:
        values = parse_json(line)
    except json.JSONDecodeError as err:
        fault = f"is not JSON: {err.msg} at character {err.pos + 1:,}; write one whole object on each line"
    except RecursionError:
        fault = "is nested too deeply, or too often, to be read; write an article as one flat object"
    except ValueError as err:
        fault = f"holds a value that cannot be read: {str(err)[:80]}"
    else:
        if isinstance(values, dict):
            keys = None if "text" in values or "article" in values else tuple(values)
            read = partial(map, partial(read_record, where=where, fallback_id=fallback_id, settings=settings), [values])
            odd = "; ".join(filter(None, (odd, describe_passed_over(values, passed_over) if "text" in values else "")))
            record = next(read_safely(read, where, settings, article_id=fallback_id))
            return add_notice(record, where, odd), keys
        fault = 'is JSON but not an object; write each article as {"id": …, "text": …}'
    return make_unread(where, fault, article_id=fallback_id), None


def parse_json(line: str) -> object:
    """The value that a line holds.

    Raises:
        RecursionError: it is nested too deeply, or holds too many lists and objects.
        ValueError: it is not JSON, or holds a number that is too long.
    """
    if line.count("[") + line.count("{") > MAX_PARTS:
        raise RecursionError
    return json.loads(line)


def add_notice(record: Article | Unread, where: str, odd: str) -> Article | Unread:
    """The record; if its line was oddly encoded, with a notice of that."""
    if not odd:
        return record
    return replace(record, notices=(Notice("read", f"{where}: {odd}."), *record.notices))


def find_other_encoding(data: bytes) -> str | None:
    """The encoding of bytes that are not UTF-8, None if they are."""
    encoding = decode_bytes(data).encoding
    return None if encoding == "utf-8" else encoding


def recode(chunks: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    """Yield the bytes of UTF-16 or UTF-32 as UTF-8; what does not fit becomes U+FFFD."""
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    is_first = True
    for chunk in chunks:
        text = decoder.decode(chunk)
        yield (text.removeprefix("\ufeff") if is_first else text).encode("utf-8")
        is_first = False
    yield decoder.decode(b"", final=True).encode("utf-8")


def is_json_object(line: str) -> bool:
    """Whether a line is a whole JSON object; one that is nested too deeply to be read counts too."""
    if not line.lstrip().startswith("{"):
        return False
    try:
        return isinstance(parse_json(line), dict)
    except RecursionError:
        return True
    except ValueError:
        return False
