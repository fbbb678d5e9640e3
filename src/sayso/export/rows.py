"""Readings as rows of plain cells: the tables that a reading can be laid out in, each with its columns."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone

from sayso.article import Article
from sayso.reading import Reading
from sayso.statement import Statement
from sayso.text import Span

__all__ = ["ABOUT", "TABLES", "Table", "spread_date"]

Row = list[str]
ARROW = " → "
_DATE = re.compile(
    r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d:\d\d)(?::(\d\d)(?:\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?)?)?", re.ASCII
)


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its columns, and how a reading's rows are made. What is unknown is an empty cell."""

    columns: tuple[str, ...]
    make_rows: Callable[[Reading, Article], Iterator[Row]]


def _statements(reading: Reading, article: Article) -> Iterator[Row]:
    about = _about(article)
    maker = _StatementMaker(reading, article.text)
    for statement in reading.statements:
        yield [*about, *maker.make(statement)]


class _StatementMaker:
    """Makes a statement's cells, with the names of its speaker and carriers in place of their ids."""

    def __init__(self, reading: Reading, text: str) -> None:
        self._speakers = {speaker.id: speaker for speaker in reading.speakers}
        self._carriers = {carrier.id: carrier for carrier in reading.carriers}
        self._text = text

    def make(self, statement: Statement) -> Row:
        first = statement.content[0] if statement.content else None
        return [
            statement.id,
            statement.kind.value,
            statement.place.value,
            _yes(is_so=statement.turn),
            statement.within or "",
            repr(statement.score),
            *self._tell_speaker(statement),
            *self._tell_carriers(statement),
            *(_words(spans, self._text) for spans in (statement.source, statement.cue, statement.content)),
            "" if first is None else str(first.start),
            "" if first is None else str(first.end),
            *(json.dumps(spans) for spans in (statement.source, statement.cue, statement.content)),
        ]

    def _tell_speaker(self, statement: Statement) -> Row:
        speaker = self._speakers.get(statement.speaker or "")
        known = ["", "", "", ""]
        if speaker is not None:
            known = [speaker.name, speaker.type.value, _yes(is_so=speaker.named), "; ".join(speaker.roles)]
        candidates = (self._speakers[it].name if it in self._speakers else it for it in statement.candidates)
        reason = "" if statement.unresolved is None else statement.unresolved.value
        return [statement.speaker or "", *known, reason, "; ".join(candidates)]

    def _tell_carriers(self, statement: Statement) -> Row:
        """Names and hows, from the speaker to the reader."""
        known = [self._carriers[name] for name in statement.carriers if name in self._carriers]
        known.sort(key=lambda carrier: carrier.order)
        return [ARROW.join(carrier.name for carrier in known), ARROW.join(carrier.how.value for carrier in known)]


def _speakers(reading: Reading, article: Article) -> Iterator[Row]:
    about, names = _about(article), {speaker.id: speaker.name for speaker in reading.speakers}
    said = Counter(statement.speaker for statement in reading.statements)
    for speaker in reading.speakers:
        yield [
            *about,
            speaker.id,
            speaker.name,
            speaker.type.value,
            _yes(is_so=speaker.named),
            "; ".join(speaker.roles),
            "; ".join(names.get(member, member) for member in speaker.members),
            str(said[speaker.id]),
            "; ".join(span.of(article.text) for span in speaker.mentions),
            json.dumps(speaker.mentions),
        ]


def _carriers(reading: Reading, article: Article) -> Iterator[Row]:
    about = _about(article)
    for carrier in reading.carriers:
        yield [
            *about,
            carrier.id,
            carrier.name,
            carrier.how.value,
            str(carrier.order),
            str(len(carrier.statements)),
            " ".join(carrier.statements),
            _words(carrier.evidence, article.text),
            json.dumps(carrier.evidence),
        ]


def _headline(reading: Reading, article: Article) -> Iterator[Row]:
    about = _about(article)
    for finding in reading.headline:
        yield [
            *about,
            finding.span.of(article.text),
            finding.finding.value,
            finding.statement or "",
            finding.headline_statement or "",
            _words(finding.body, article.text),
            "; ".join(flag.value for flag in finding.flags),
            finding.note,
            str(finding.span.start),
            str(finding.span.end),
            json.dumps(finding.body),
        ]


def _voice(reading: Reading, article: Article) -> Iterator[Row]:
    about = _about(article)
    spans = [(span, "own voice") for span in reading.own_voice]
    spans += [(span, "scare quotes") for span in reading.scare_quotes]
    spans += [(mark.span, mark.kind.value) for mark in reading.other_marks]
    for span, kind in sorted(spans):
        yield [*about, kind, span.of(article.text), str(span.start), str(span.end)]


ABOUT = ("article", "title", "url", "outlet", "published", "published_precision", "published_utc", "fingerprint")
TABLES = {
    "statements": Table(
        (
            *ABOUT,
            *("statement", "kind", "place", "turn", "within", "score"),
            *("speaker", "speaker_name", "speaker_type", "speaker_named", "speaker_roles", "unresolved", "candidates"),
            *("carriers", "carriers_how", "source", "cue", "content", "content_start", "content_end"),
            *("source_spans", "cue_spans", "content_spans"),
        ),
        _statements,
    ),
    "speakers": Table(
        (
            *ABOUT,
            *("speaker", "name", "type", "named", "roles", "members", "statement_count", "mentions", "mention_spans"),
        ),
        _speakers,
    ),
    "carriers": Table(
        (
            *ABOUT,
            *("carrier", "name", "how", "order", "statement_count", "statements", "evidence", "evidence_spans"),
        ),
        _carriers,
    ),
    "headline": Table(
        (
            *ABOUT,
            *("stretch", "finding", "statement", "headline_statement", "body", "flags", "note", "start", "end"),
            "body_spans",
        ),
        _headline,
    ),
    "voice": Table((*ABOUT, "kind", "words", "start", "end"), _voice),
}
"""The tables by name; names of columns are as in JSON where JSON has them."""


def _about(article: Article) -> Row:
    outlet = article.outlet
    name = (outlet.name or outlet.domain) if outlet else None
    known = (article.id, article.title, article.url, name)
    return [*(value or "" for value in known), *spread_date(article), article.fingerprint]


def spread_date(article: Article) -> tuple[str, str, str]:
    """When an article was published: date and time as given, the precision, and the same in UTC; each has one form.

    What the precision leaves open is the first of its kind: January, the first, midnight. Without a zone, or without a
    time, UTC is not known. A date that is not in ISO 8601 is left out.

    >>> spread_date(Article("a", "", published="2031-04-05T09:30+02:00", published_precision="minute"))
    ('2031-04-05 09:30:00', 'minute', '2031-04-05 07:30:00')
    >>> spread_date(Article("a", "", published="2031-04", published_precision="month"))
    ('2031-04-01 00:00:00', 'month', '')
    """
    found = _DATE.fullmatch(article.published or "")
    if found is None:
        return "", "", ""
    year, month, day, minute, second, zone = found.groups()
    local = f"{year}-{month or '01'}-{day or '01'} {minute or '00:00'}:{second or '00'}"
    precision = "second" if second else "minute" if minute else "day" if day else "month" if month else "year"
    try:
        moment = datetime.fromisoformat(local + (zone or "").replace("Z", "+00:00"))
        utc = f"{moment.astimezone(timezone.utc):%Y-%m-%d %H:%M:%S}" if zone else ""
    except (ValueError, OverflowError):
        return "", "", ""
    return local, article.published_precision or precision, utc


def _words(spans: Sequence[Span], text: str) -> str:
    return " … ".join(span.of(text) for span in spans)


def _yes(*, is_so: bool) -> str:
    return "true" if is_so else "false"
