"""JSON Lines of articles: one object a line, read line by line, so that a file may be larger than the memory."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterable, Iterator
from dataclasses import replace

from sayso.article import Article, Unread
from sayso.errors import Notice
from sayso.read.decode import count, decode_bytes, find_wide_encoding
from sayso.read.plain import tell_unread
from sayso.read.record import read_record
from sayso.read.stream import Stream, split_lines
from sayso.settings import ReadSettings

__all__ = ["is_json_object", "read_lines"]


def read_lines(stream: Stream, settings: ReadSettings) -> Iterator[Article | Unread]:
    """Yield what each line holds, in order; blank lines are passed over but counted."""
    wide = find_wide_encoding(stream.peek())
    # The beginning tells an older encoding better than one short line does. None: UTF-8 so far.
    known = None if wide else find_other_encoding(stream.peek())
    chunks = recode(stream.chunks(), wide) if wide else stream.chunks()
    for number, line in enumerate(split_lines(chunks, settings.max_bytes), start=1):
        where = f"{stream.name}, line {number:,}"
        fallback_id = f"{stream.name}:{number}"
        if line is None:
            limit = count(settings.max_bytes, "byte")
            yield tell_unread(where, f"is longer than {limit}; split it, or raise max_bytes", article_id=fallback_id)
            continue
        decoded = decode_bytes(line, known=known)
        if decoded.encoding != "utf-8":
            known = decoded.encoding
        if decoded.text.strip():
            yield read_line(decoded.text, where, fallback_id, decoded.notice, settings)


def read_line(line: str, where: str, fallback_id: str, odd: str, settings: ReadSettings) -> Article | Unread:
    """The article that one line holds, or why it holds none."""
    try:
        values = json.loads(line)
    except json.JSONDecodeError as err:
        fault = f"is not JSON: {err.msg} at character {err.pos + 1:,}; write one whole object on each line"
    except RecursionError:
        fault = "is nested too deeply to be read; write an article as one flat object"
    except ValueError as err:
        fault = f"holds a value that cannot be read: {str(err)[:80]}"
    else:
        if isinstance(values, dict):
            return add_notice(read_record(values, where, fallback_id, settings), where, odd)
        fault = 'is JSON but not an object; write each article as {"id": …, "text": …}'
    return tell_unread(where, fault, article_id=fallback_id)


def add_notice(record: Article | Unread, where: str, odd: str) -> Article | Unread:
    """The record with a notice of what was odd in decoding its line, if anything was."""
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
    """Whether a line is one whole JSON object (one that is nested too deeply to be read counts)."""
    if not line.lstrip().startswith("{"):
        return False
    try:
        return isinstance(json.loads(line), dict)
    except RecursionError:
        return True
    except ValueError:
        return False
