"""Found statements as rows and records."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from sayso.export.columns import Column, ColumnKind, Row
from sayso.export.dates import spread_date
from sayso.export.results import Results
from sayso.export.rows import ARROW
from sayso.store import Found, Search

__all__ = ["FOUND_COLUMNS", "list_found"]

_INTEGER, _NUMBER = ColumnKind.INTEGER, ColumnKind.NUMBER
FOUND_COLUMNS = (
    Column("speaker_name", "the speaker's name, as the collection has it"),
    Column("content", "the words that are said"),
    Column("sentence", "the sentences that they stand in"),
    Column("kind", "`direct`, `indirect` or `mixed`"),
    Column("cue", "the words that signal the attribution"),
    Column("source", "the words that name who is speaking"),
    Column("outlet", "who published it: the name, else the domain"),
    Column("published", "when it was published, on the outlet's clock", ColumnKind.LOCAL_TIME),
    Column("title", "the article's headline, on one line"),
    Column("score", "probability that it is right", _NUMBER),
    Column("speaker_score", "probability that the speaker is right; empty where there is none", _NUMBER),
    Column("carriers", "names of those that the words came through, from the speaker to the reader"),
    Column("carriers_how", "how each of them passed the words on, in the same order"),
    Column("place", "`headline`, `body`, `caption` or `pull-quote`"),
    Column("unresolved", "why there is no speaker"),
    Column("name_in_article", "the speaker's name as the article has it"),
    Column("person", "the speaker's id in the list of people"),
    Column("article", "the article's id"),
    Column("url", "its address"),
    Column("published_precision", "how much of the date was given"),
    Column("published_utc", "the same moment in UTC; unknown without a time or a zone", ColumnKind.UTC_TIME),
    Column("version", "which version of the article it is, from 1", _INTEGER),
    Column("statement", "the statement's id within the article"),
    Column("speaker", "the speaker's number in the collection", _INTEGER),
    Column("content_start", "where the first part of the content begins in the text", _INTEGER),
    Column("content_end", "where that part ends", _INTEGER),
    Column("sentence_start", "where the sentences begin", _INTEGER),
    Column("sentence_end", "where they end", _INTEGER),
    Column("content_spans", "all spans of the content, as a JSON list"),
    Column("corrected", "when a reader corrected it, in UTC; empty if nobody did", ColumnKind.UTC_TIME),
    Column("corrected_by", "the reader's name or initials, if given"),
)


def list_found(search: Search) -> Results:
    """The results of a search, to be written."""
    return Results("statements", FOUND_COLUMNS, search, _make_row, _make_record)


def _make_row(found: Found) -> Row:
    published, precision, utc = spread_date(found.published, found.published_precision)
    title = None if found.title is None else " ".join(found.title.split())
    return [
        *(found.speaker, found.text, found.sentence, found.kind, found.cue, found.source),
        *(found.outlet, published, title, found.score, found.speaker_score),
        ARROW.join(carrier.name for carrier in found.carriers),
        ARROW.join(carrier.how for carrier in found.carriers),
        *(found.place, found.unresolved, found.name_in_article, found.person),
        *(found.article, found.url, precision, utc, found.version, found.statement, found.speaker_id),
        *(*found.content[0], *found.sentence_span, json.dumps(found.content)),
        *(spread_date(found.corrected, None)[2], found.corrected_by or None),
    ]


def _make_record(found: Found) -> dict[str, Any]:
    return asdict(found)
