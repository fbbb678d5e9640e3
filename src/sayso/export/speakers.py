"""The speakers of a collection as rows and records: the list, the evidence, what is open, and edits by hand."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from sayso.export.columns import Column, ColumnKind, Row
from sayso.export.results import Results
from sayso.store import OpenName, SpeakerEdit, SpeakerMention, SpeakerSummary

__all__ = ["Mentioned", "list_edit_results", "list_evidence", "list_open", "list_summaries"]

Mentioned = tuple[SpeakerSummary, SpeakerMention]
"""A speaker, and one article in which it stands."""

_INTEGER, _BOOLEAN = ColumnKind.INTEGER, ColumnKind.BOOLEAN
_SEPARATOR = "; "
_SPEAKER_COLUMNS = (
    Column("name", "the full name that most articles use"),
    Column("type", "`person`, `organisation` or `document`"),
    Column("statements", "how many statements it makes", _INTEGER),
    Column("articles", "in how many articles it stands", _INTEGER),
    Column("outlets", "in how many outlets", _INTEGER),
    Column("names", "the names that articles use for it, the most usual first"),
    Column("first_day", "the day of the earliest article"),
    Column("last_day", "the day of the latest"),
    Column("person", "its id in the list of people"),
    Column("attributes", "what the list of people says of it, as JSON"),
    Column("speaker", "its number in the collection", _INTEGER),
    Column("former", "numbers that it had before"),
)
_EVIDENCE_COLUMNS = (
    Column("name", "the speaker's name"),
    Column("name_in_article", "the most complete name that the article gives"),
    Column("evidence", "why it is this speaker; empty where it stands in one article alone"),
    Column("by_hand", "whether you decided so", _BOOLEAN),
    Column("statements", "how many statements it has there", _INTEGER),
    Column("outlet", "who published it"),
    Column("day", "when"),
    Column("title", "the article's headline, on one line"),
    Column("article", "the article's id"),
    Column("speaker", "the speaker's number in the collection", _INTEGER),
)
_OPEN_COLUMNS = (
    Column("name", "the name that the articles give"),
    Column("candidates", "whoever it may be"),
    Column("candidate_speakers", "their numbers in the collection"),
    Column("count", "how many articles", _INTEGER),
    Column("articles", "the ids of these"),
)
_EDIT_COLUMNS = (
    Column("number", "its number, for --undo", _INTEGER),
    Column("action", "`merge`, `split` or `link`"),
    Column("names", "the names that it is about; of a split, those taken out and those that stayed"),
    Column("person", "the id in the list of people that a link gives"),
    Column("at", "when, in UTC"),
    Column("is_lost", "whether its parties are not in the collection any more", _BOOLEAN),
)


def list_summaries(speakers: Iterable[SpeakerSummary]) -> Results:
    """The list of speakers, to be written."""
    return Results("speakers", _SPEAKER_COLUMNS, speakers, _make_summary_row, _make_summary)


def list_evidence(mentioned: Iterable[Mentioned]) -> Results:
    """The articles of each speaker with the evidence, to be written."""
    return Results("evidence", _EVIDENCE_COLUMNS, mentioned, _make_evidence_row, _make_evidence)


def list_open(names: Iterable[OpenName]) -> Results:
    """The names that may be one of several speakers, to be written."""
    return Results("open names", _OPEN_COLUMNS, names, _make_open_row, _make_open)


def list_edit_results(edits: Iterable[SpeakerEdit]) -> Results:
    """What was decided by hand, to be written."""
    return Results("edits", _EDIT_COLUMNS, edits, _make_edit_row, _make_edit)


def _make_summary(it: SpeakerSummary) -> dict[str, Any]:
    record = asdict(it)
    record["speaker"], record["person"] = record.pop("id"), record.pop("own")
    names = [{"name": name, "articles": count} for name, count in it.names]
    return {**record, "names": names, "roles": [{"role": role, "articles": count} for role, count in it.roles]}


def _make_summary_row(it: SpeakerSummary) -> Row:
    names = _SEPARATOR.join(name for name, _ in it.names)
    attributes = json.dumps(dict(it.attributes), ensure_ascii=False) if it.attributes else None
    facts: Row = [it.name, it.type, it.statements, it.articles, it.outlets, names, it.first_day, it.last_day]
    return [*facts, it.own, attributes, it.id, _SEPARATOR.join(map(str, it.former)) or None]


def _make_evidence(pair: Mentioned) -> dict[str, Any]:
    speaker, it = pair
    record = asdict(it)
    record["name_in_article"] = record.pop("name")
    return {"name": speaker.name, **record, "speaker": speaker.id}


def _make_evidence_row(pair: Mentioned) -> Row:
    speaker, it = pair
    title = None if it.title is None else " ".join(it.title.split())
    facts: Row = [speaker.name, it.name, it.evidence, it.by_hand, it.statements, it.outlet, it.day, title]
    return [*facts, it.article, speaker.id]


def _make_open(it: OpenName) -> dict[str, Any]:
    candidates = [{"speaker": number, "name": name} for number, name in it.candidates]
    return {"name": it.name, "candidates": candidates, "articles": it.articles}


def _make_open_row(it: OpenName) -> Row:
    names, numbers = _SEPARATOR.join(name for _, name in it.candidates), [str(number) for number, _ in it.candidates]
    return [it.name, names, _SEPARATOR.join(numbers), len(it.articles), _SEPARATOR.join(it.articles)]


def _make_edit(it: SpeakerEdit) -> dict[str, Any]:
    record = asdict(it)
    record["person"] = record.pop("own") or None
    return record


def _make_edit_row(it: SpeakerEdit) -> Row:
    names = " | ".join(_SEPARATOR.join(side) for side in it.names)
    return [it.number, it.action, names, it.own or None, it.at, it.is_lost]
