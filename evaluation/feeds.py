"""How feeds are read, over feedparser's own test feeds and those of trafilatura: `python evaluation/feeds.py FOLDER…`.

A folder holds feeds, and may hold an `index.jsonl` of {"file", "expect"}: what a feed should give, as a Python
expression over `feed` and `entries`. It is parsed, never run: comparisons of a path with a constant are understood,
and those about a title, an address, an id, a date, an author, a language, a source or a text are looked up here.
"""

from __future__ import annotations

import ast
import collections
import io
import json
import sys
import time
from collections.abc import Iterator
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from sayso.address import find_host
from sayso.article import Article, Outlet
from sayso.errors import ReadError
from sayso.read.feeds import list_addresses, read_feed
from sayso.read.feeds_entry import Entry, Feed, keep_date
from sayso.read.feeds_lists import parse_any_feed
from sayso.read.feeds_text import strip_markup, strip_title
from sayso.read.stream import Stream
from sayso.settings import ReadSettings

FIELDS = {
    "title": "title", "link": "url", "id": "id", "guid": "id", "language": "language",
    "published": "published", "issued": "published", "created": "published", "updated": "modified",
    "modified": "modified", "date": "modified", "published_parsed": "published", "issued_parsed": "published",
    "created_parsed": "published", "updated_parsed": "modified", "modified_parsed": "modified",
    "date_parsed": "modified", "author": "author", "author_detail.name": "author", "authors[0].name": "author",
    "source.title": "source name", "source.href": "source host", "source.link": "source host",
    "source.id": "source host", "publisher": "dc:publisher", "summary": "text", "description": "text",
    "content[0].value": "text",
}  # fmt: skip


def find_pairs(node: ast.expr) -> Iterator[tuple[str, Any]]:
    """Yield each path that the expression wants to equal a constant, and the constant.

    Raises:
        ValueError: a part of it is of another form.
    """
    if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.And):
        for value in node.values:
            yield from find_pairs(value)
    elif isinstance(node, ast.Compare) and len(node.ops) == 1 and isinstance(node.ops[0], ast.Eq | ast.Is):
        yield spell_path(node.left), ast.literal_eval(node.comparators[0])
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield spell_path(node.operand), False
    elif isinstance(node, ast.Name):
        yield node.id, True
    elif not isinstance(node, ast.Constant):
        raise ValueError(ast.dump(node)[:60])


def spell_path(node: ast.expr) -> str:
    """A chain of attributes and subscripts as a path: "entries[0].source.title".

    Raises:
        ValueError: it is no such chain.
    """
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{spell_path(node.value)}.{node.attr}"
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
        key = node.slice.value
        return f"{spell_path(node.value)}[{key}]" if isinstance(key, int) else f"{spell_path(node.value)}.{key!s}"
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "len":
        return f"len {spell_path(node.args[0])}"
    raise ValueError(ast.dump(node)[:60])


def look_up(path: str, wanted: Any, feed: Feed) -> tuple[str, Any, Any] | None:  # noqa: ANN401
    """The field that a path names, what is wanted of it and what was read, both in the same form; None for others."""
    if path == "feed.title":
        return "feed title", strip_title(str(wanted)), feed.title
    if path == "feed.link":
        return "feed url", wanted, feed.url
    if path == "len entries":
        return "entries", wanted, len(feed.entries)
    head, _, rest = path.partition(".")
    if not head.startswith("entries[") or rest not in FIELDS:
        return None
    number = int(head[8:-1])
    return compare_field(FIELDS[rest], wanted, feed.entries[number] if number < len(feed.entries) else Entry())


def compare_field(field: str, wanted: Any, entry: Entry) -> tuple[str, Any, Any]:  # noqa: ANN401
    """The field of an entry, what is wanted of it and what was read, in the same form."""
    source = entry.source or Outlet()
    if field in ("published", "modified"):
        return "date", to_moment(wanted), to_moment(getattr(entry, field))
    if field == "author":
        return field, str(wanted).partition(" (")[0], entry.authors[0] if entry.authors else ""
    if field == "text":
        return field, " ".join(strip_markup(str(wanted)).split()), " ".join(strip_markup(entry.body).split())
    if field == "dc:publisher":
        names = [stated.name for stated in entry.stated]
        return field, str(wanted), names[0] if names else None
    if field == "source host":
        return field, find_host(str(wanted)), source.domain
    read = {"title": entry.title, "url": entry.url, "id": entry.id, "language": entry.language,
            "source name": source.name}[field]  # fmt: skip
    # A title may hold tags, which are not kept.
    return field, strip_title(str(wanted)) if field in ("title", "source name") and wanted != read else wanted, read


def to_moment(value: Any) -> str | None:  # noqa: ANN401
    """A date in any form as the same moment in UTC, to the second, missing parts as their first."""
    if isinstance(value, tuple):
        return datetime(*value[:6]).replace(tzinfo=timezone.utc).isoformat()  # noqa: DTZ001  (feedparser's are in UTC)
    parts = keep_date(str(value)) or str(value or "")
    parts += {4: "-01-01", 7: "-01"}.get(len(parts), "")
    try:
        moment = datetime.fromisoformat(parts)
    except ValueError:
        return str(value)
    return (moment.astimezone(timezone.utc) if moment.tzinfo else moment.replace(tzinfo=timezone.utc)).isoformat()


def read_expected(folder: Path) -> dict[str, str]:
    """The expressions by file, as far as the folder has an index."""
    index = folder / "index.jsonl"
    lines = index.read_text(encoding="utf-8").splitlines() if index.exists() else []
    return {row["file"]: row["expect"] for row in map(json.loads, lines) if row["expect"]}


def measure_folder(folder: Path, *, show: bool) -> None:
    """Print what became of each feed of a folder, and how many expectations hold."""
    expected = read_expected(folder)
    counts: collections.Counter[str] = collections.Counter()
    fields: dict[str, list[bool]] = collections.defaultdict(list)
    started = time.perf_counter()
    for path in sorted(folder.rglob("*")):
        if path.suffix not in (".xml", ".json", ".rss", ".atom"):
            continue
        counts["files"] += 1
        name, data = str(path.relative_to(folder)), path.read_bytes()
        count_records(counts, name, data)
        for field, wanted, read in compare_expected(counts, name, data, expected.get(name)):
            fields[field].append(wanted == read)
            if show and wanted != read:
                print(f"  {name}: {field}: wanted {wanted!r:.90}, read {read!r:.90}")
    print(f"\n{folder.name} ({time.perf_counter() - started:.1f} s): {dict(counts)}")
    for field, held in sorted(fields.items()):
        print(f"  {field:14} {sum(held):4} of {len(held):4}")


def count_records(counts: collections.Counter[str], name: str, data: bytes) -> None:
    """Read a feed both ways, and count what comes of it."""
    records = list(read_feed(Stream(name, io.BytesIO(data)), ReadSettings()))
    counts["articles"] += sum(isinstance(record, Article) for record in records)
    counts["unread entries"] += sum(not isinstance(record, Article) for record in records)
    counts["silent"] += not records
    try:
        counts["addresses"] += len(list_addresses(data, name))
    except ReadError:
        counts["refused lists"] += 1


def compare_expected(
    counts: collections.Counter[str], name: str, data: bytes, expression: str | None
) -> Iterator[tuple[str, Any, Any]]:
    """Yield what an expression wants of the fields that we keep, and what was read."""
    if expression is None:
        return
    counts["expressions"] += 1
    try:
        pairs = list(find_pairs(ast.parse(expression, mode="eval").body))
    except (ValueError, SyntaxError):
        counts["expressions of other forms"] += 1
        return
    try:
        feed = parse_any_feed(data, name, data[:100].decode("utf-8", "replace"))
    except ReadError:
        counts["refused feeds with expressions"] += 1
        feed = Feed(None, None, ())
    found = [look_up(path, wanted, feed) for path, wanted in pairs]
    counts["expressions compared"] += any(one is not None for one in found)
    yield from (one for one in found if one is not None)


if __name__ == "__main__":
    for argument in sys.argv[1:]:
        if not argument.startswith("-"):
            measure_folder(Path(argument), show="--show" in sys.argv)
