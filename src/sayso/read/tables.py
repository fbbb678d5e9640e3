"""Read CSV and TSV tables of articles: one article a row, the names of its facts in the first row.

A row is read as one object of JSON Lines with the same keys would be; "body" is another name of the column "text".
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from sayso.article import Article, Unread
from sayso.read.decode import count, decode_bytes
from sayso.read.lines import add_notice
from sayso.read.plain import make_unread, read_all
from sayso.read.record import read_record
from sayso.read.record_facts import describe_passed_over
from sayso.read.stream import Stream
from sayso.settings import ReadSettings

__all__ = ["is_table", "read_table"]

DELIMITERS = ",\t;"
TEXT_COLUMNS = ("text", "body")
# A table that `sayso` wrote has this column too, and holds no articles.
OWN_COLUMN = "headline_statement"
# A column's name is a word or a few, never a sentence: so the first line of a text is not taken for names.
COLUMN = re.compile(r"[^\W\d][\w .-]{0,39}")
MAX_COLUMNS = 1_000
LOOKED_AT_ROWS = 3
LONG_CHARS = 10_000


def is_table(_data: bytes, text: str) -> bool:
    r"""Whether a text begins like a table with a column "text" or "body", and rows of as many cells.

    >>> is_table(b"", "id,text\n1,It floats.\n"), is_table(b"", "Text, we say, is a body.\n\nIt floats.")
    (True, False)
    """
    columns, delimiter = find_columns(text.partition("\n")[0])
    if not columns:
        return False
    rows = csv.reader(io.StringIO(text.partition("\n")[2], newline=""), delimiter=delimiter)
    try:
        found = [row for row, _ in zip(rows, range(LOOKED_AT_ROWS), strict=False) if row]
    except csv.Error:
        return False
    # Of a long text the last of them may be cut where the sample ends.
    whole = found[:-1] if len(text) >= LONG_CHARS else found
    return all(len(row) == len(columns) for row in whole)


def find_columns(line: str) -> tuple[list[str], str]:
    """The names of the columns in a line, in small letters, and what stands between them; no names if it is none."""
    for delimiter in DELIMITERS:
        try:
            cells = next(csv.reader([line.strip()], delimiter=delimiter), [])
        except csv.Error:
            return [], ""
        names = [cell.strip().lower() for cell in cells]
        is_header = (
            1 < len(names) <= MAX_COLUMNS and len(set(names)) == len(names) and all(map(COLUMN.fullmatch, names))
        )
        if is_header and not set(TEXT_COLUMNS).isdisjoint(names) and OWN_COLUMN not in names:
            return names, delimiter
    return [], ""


def read_table(stream: Stream, settings: ReadSettings) -> Iterator[Article | Unread]:
    """Yield the article of each row, in order; a row without a text becomes an `Unread`."""
    data = read_all(stream, settings.max_bytes)
    if data is None:
        limit = count(settings.max_bytes, "byte")
        yield make_unread(stream.name, f"is a table of more than {limit}; split it, or give JSON Lines")
        return
    decoded = decode_bytes(data)
    text = decoded.text.lstrip()
    columns, delimiter = find_columns(text.partition("\n")[0])
    # The limit of a cell holds for the whole process; the whole table is no longer than this.
    csv.field_size_limit(max(csv.field_size_limit(), settings.max_bytes))
    rows = csv.reader(io.StringIO(text.partition("\n")[2], newline=""), delimiter=delimiter)
    reasons = [decoded.notice]
    passed_over: set[str] = set()
    number = 0
    for number, row in enumerate(filter(any, rows), 1):
        values = {name: cell for name, cell in zip(columns, row, strict=False) if cell.strip()}
        values.setdefault("text", values.get("body", ""))
        where = f"{stream.name}, row {number:,}"
        record = read_record(values, where, f"{stream.name}:{number}", settings)
        reasons.append(describe_passed_over(values, passed_over))
        yield add_notice(record, where, "; ".join(filter(None, reasons)))
        reasons.clear()
    if not number:
        yield make_unread(stream.name, "is a table without rows")
