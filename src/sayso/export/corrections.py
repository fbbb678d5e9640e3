"""The corrections of a collection as rows and records."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sayso.correct.correction import QuotedStatement
from sayso.correct.correction_json import record_correction
from sayso.export.columns import Column, ColumnKind, Row
from sayso.export.dates import spread_date
from sayso.export.results import Results
from sayso.store import StoredCorrection

__all__ = ["list_correction_results", "record_stored"]

_COLUMNS = (
    Column("number", "its number, for --undo", ColumnKind.INTEGER),
    Column("action", "`change`, `remove` (it is no statement) or `add` (it was missed)"),
    Column("content", "what is said, as it should be"),
    Column("speaker_name", "who says it, as it should be; empty if nobody is known"),
    Column("source", "the words that name who is speaking, as they should be"),
    Column("cue", "the words that signal it, as they should be"),
    Column("changed", "what was set right: `content`, `source`, `cue`, `speaker`"),
    Column("content_before", "what was said as it was read"),
    Column("speaker_before", "who said it as it was read"),
    Column("corrected", "when, in UTC", ColumnKind.UTC_TIME),
    Column("corrected_by", "the reader's name or initials, if given"),
    Column("fits", "whether its words are in the article; else it changes nothing", ColumnKind.BOOLEAN),
    Column("title", "the article's headline, on one line"),
    Column("article", "the article's id"),
    Column("url", "its address"),
    Column("article_number", "its number in the collection", ColumnKind.INTEGER),
    Column("model", "the model whose reading was corrected"),
    Column("fingerprint", "SHA-256 of the text that it was made in"),
)


def list_correction_results(corrections: Iterable[StoredCorrection]) -> Results:
    """The corrections, to be written."""
    return Results("corrections", _COLUMNS, corrections, _make_row, record_stored)


def record_stored(stored: StoredCorrection) -> dict[str, Any]:
    """A correction with what it is about, as a record."""
    return {
        "number": stored.number,
        "article": stored.article,
        "url": stored.url,
        "title": stored.title,
        "article_number": stored.article_number,
        "fingerprint": stored.fingerprint,
        "fits": stored.fits,
        **record_correction(stored.correction),
    }


def _make_row(stored: StoredCorrection) -> Row:
    it = stored.correction
    after, before = it.after, it.before
    title = None if stored.title is None else " ".join(stored.title.split())
    return [
        *(stored.number, it.action.value, _say(after), _name(after), _join(after, "source"), _join(after, "cue")),
        *("; ".join(it.changed) or None, _say(before), _name(before)),
        *(spread_date(it.at, None)[2], it.by or None, stored.fits, title, stored.article, stored.url),
        *(stored.article_number, it.model, stored.fingerprint),
    ]


def _say(statement: QuotedStatement | None) -> str | None:
    return None if statement is None else statement.words


def _name(statement: QuotedStatement | None) -> str | None:
    return None if statement is None or statement.speaker is None else statement.speaker.name


def _join(statement: QuotedStatement | None, name: str) -> str | None:
    return None if statement is None else " … ".join(it.exact for it in getattr(statement, name))
