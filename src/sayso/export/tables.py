"""Statements as CSV: one statement a row.

UTF-8, quoted as RFC 4180 says, always with its header. A table leaves out what does not fit a row: the running
text, articles without statements, articles that could not be read, authors, candidates and carriers, and the
notices, which the command tells on stderr; all of that is in JSON.

A spreadsheet takes a cell that begins with = + - @ (or their full-width forms), a tab or a line end for a formula.
Such a cell gets an apostrophe in front, as does one that has such an apostrophe already; `undo_harmless_cell` takes it
away again. The offsets count in the article's text, without the apostrophe. Lone surrogates, which UTF-8 cannot
write, stand as U+FFFD.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Sequence
from typing import TextIO

from sayso.article import Article, Unread
from sayso.reading import Reading
from sayso.statement import Statement
from sayso.text import Span

__all__ = ["COLUMNS", "make_harmless_cell", "undo_harmless_cell", "write_table"]

COLUMNS = (
    "article",
    "title",
    "url",
    "outlet",
    "published",
    "fingerprint",
    "statement",
    "kind",
    "place",
    "turn",
    "within",
    "score",
    "speaker",
    "unresolved",
    "source",
    "cue",
    "content",
    "content_start",
    "content_end",
    "source_spans",
    "cue_spans",
    "content_spans",
)
"""The header: names as in JSON; `content_start` and `content_end` are those of the first content span."""

_FORMULA = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def write_table(readings: Iterable[Reading], stream: TextIO) -> None:
    """Write the header, then a row for each statement. Open the stream with newline=""."""
    writer = csv.writer(stream)
    writer.writerow(COLUMNS)
    for reading in readings:
        if not isinstance(reading.article, Unread):
            about = _article_cells(reading.article)
            writer.writerows(about + _statement_cells(one, reading.article.text) for one in reading.statements)
            stream.flush()


def make_harmless_cell(cell: str) -> str:
    """The cell with an apostrophe in front if a spreadsheet would take it for a formula.

    >>> make_harmless_cell("=1+1"), make_harmless_cell("“We won,”")
    ("'=1+1", '“We won,”')
    """
    return f"'{cell}" if _FORMULA.match(cell) else cell


def undo_harmless_cell(cell: str) -> str:
    """The cell as it was before `make_harmless_cell`.

    >>> undo_harmless_cell("'=1+1")
    '=1+1'
    """
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def _article_cells(article: Article) -> list[str]:
    outlet = article.outlet
    name = (outlet.name or outlet.domain) if outlet else None
    known = (article.id, article.title, article.url, name, article.published, article.fingerprint)
    return [_cell(value) for value in known]


def _statement_cells(statement: Statement, text: str) -> list[str]:
    first = statement.content[0] if statement.content else None
    return [
        _cell(statement.id),
        statement.kind.value,
        statement.place.value,
        "true" if statement.turn else "false",
        _cell(statement.within),
        repr(statement.score),
        _cell(statement.speaker),
        "" if statement.unresolved is None else statement.unresolved.value,
        *(_cell(_words(spans, text)) for spans in (statement.source, statement.cue, statement.content)),
        "" if first is None else str(first.start),
        "" if first is None else str(first.end),
        *(json.dumps(spans) for spans in (statement.source, statement.cue, statement.content)),
    ]


def _words(spans: Sequence[Span], text: str) -> str:
    return " … ".join(span.of(text) for span in spans)


def _cell(value: str | None) -> str:
    return make_harmless_cell(_SURROGATE.sub("\ufffd", value or ""))
