"""The tables that readings can be written as, with their columns and rows of plain cells.

Tables leave out the running text. Several names in one cell are joined by "; ", those of carriers by arrows in the
order in which the words travelled. A name may hold such a sign itself; the tables of speakers and carriers have one
name a row. `article`, with the id of the record, joins the tables.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from sayso.article import Article, Unread
from sayso.export.columns import Column, ColumnKind, Row, Table
from sayso.export.dates import spread_date
from sayso.reading import Reading
from sayso.statement import Statement
from sayso.summary import Summary, name_outlet
from sayso.text import Span

__all__ = ["READINGS", "SUMMARY", "TABLES", "lay_out"]

ARROW = " → "
SUMMARY = "summary"
_INTEGER, _NUMBER, _BOOLEAN = ColumnKind.INTEGER, ColumnKind.NUMBER, ColumnKind.BOOLEAN
_LOCAL, _UTC = ColumnKind.LOCAL_TIME, ColumnKind.UTC_TIME


def lay_out(readings: Iterable[Reading], tables: Sequence[str]) -> Iterator[tuple[str, Row]]:
    """Yield the rows of the tables as the readings come, each with its table's name; those of a summary at the end."""
    summary = Summary()
    for reading in readings:
        for name in tables:
            list_rows = TABLES[name].list_rows
            if list_rows is not None:
                yield from ((name, row) for row in list_rows(reading))
        if SUMMARY in tables:
            summary.add(reading)
    for it in summary.list_rows():
        types = "; ".join(kind.value for kind in it.types)
        yield SUMMARY, [it.speaker, types, it.named, it.outlet, it.statement_count, it.article_count]


def _list_articles(reading: Reading) -> Iterator[Row]:
    article, stamp = reading.article, reading.stamp
    counts = [len(it) for it in (reading.statements, reading.speakers, reading.carriers, reading.notices)]
    made = [stamp.version, stamp.model, stamp.settings]
    if isinstance(article, Unread):
        if article.passed_over:
            return
        yield [article.id, *[None] * 4, *counts, False, *[None] * 11, *made]
        return
    seen, keys = _describe(article)
    modified = spread_date(article.modified, article.modified_precision)
    yield [
        *(article.id, *seen, "; ".join(article.authors)),
        *(*counts, True, article.language, article.section, len(article.text), *modified),
        *(*keys[1:], article.canonical, article.fingerprint, *made),
    ]


def _list_statements(reading: Reading) -> Iterator[Row]:
    article = reading.article
    if isinstance(article, Unread):
        return
    about = _describe(article)
    maker = _StatementMaker(reading, article.text)
    for statement in reading.statements:
        yield maker.make(statement, *about)


class _StatementMaker:
    """Makes the cells of a statement; it knows the names of the article's speakers and carriers."""

    def __init__(self, reading: Reading, text: str) -> None:
        self._speakers = {speaker.id: speaker for speaker in reading.speakers}
        self._carriers = {carrier.id: carrier for carrier in reading.carriers}
        self._text = text

    def make(self, statement: Statement, seen: Row, keys: Row) -> Row:
        first = statement.content[0] if statement.content else None
        parts = (statement.source, statement.cue, statement.content)
        source, cue, content = (_join_words(spans, self._text) for spans in parts)
        speaker = self._speakers.get(statement.speaker or "")
        known: Row = [None, None, None]
        if speaker is not None:
            known = [speaker.type.value, speaker.named, "; ".join(speaker.roles)]
        candidates = (self._speakers[it].name if it in self._speakers else it for it in statement.candidates)
        reason = None if statement.unresolved is None else statement.unresolved.value
        return [
            *(speaker.name if speaker else None, content, statement.kind.value, cue, source),
            *(*seen, statement.score, statement.speaker_score, *known, *self._list_carriers(statement)),
            *(statement.place.value, statement.turn, reason, "; ".join(candidates)),
            *(*keys, statement.id, statement.speaker, statement.within),
            *((None, None) if first is None else first),
            *(json.dumps(spans) for spans in parts),
            *(spread_date(statement.corrected, None)[2], statement.corrected_by or None),
        ]

    def _list_carriers(self, statement: Statement) -> Row:
        """Names and hows, from the speaker to the reader."""
        known = [self._carriers[name] for name in statement.carriers if name in self._carriers]
        known.sort(key=lambda carrier: carrier.order)
        return [ARROW.join(carrier.name for carrier in known), ARROW.join(carrier.how.value for carrier in known)]


def _list_speakers(reading: Reading) -> Iterator[Row]:
    article = reading.article
    if isinstance(article, Unread):
        return
    (seen, keys), names = _describe(article), {speaker.id: speaker.name for speaker in reading.speakers}
    said = Counter(statement.speaker for statement in reading.statements)
    for speaker in reading.speakers:
        yield [
            *(speaker.name, speaker.type.value, "; ".join(speaker.roles), said[speaker.id], *seen, speaker.named),
            "; ".join(names.get(member, member) for member in speaker.members),
            "; ".join(span.of(article.text) for span in speaker.mentions),
            *(*keys, speaker.id, json.dumps(speaker.mentions)),
        ]


def _list_carriers(reading: Reading) -> Iterator[Row]:
    article = reading.article
    if isinstance(article, Unread):
        return
    seen, keys = _describe(article)
    for carrier in reading.carriers:
        yield [
            *(carrier.name, carrier.how.value, carrier.order, len(carrier.statements), carrier.score),
            *(_join_words(carrier.evidence, article.text), *seen),
            *(*keys, carrier.id, " ".join(carrier.statements), json.dumps(carrier.evidence)),
        ]


def _list_findings(reading: Reading) -> Iterator[Row]:
    article = reading.article
    if isinstance(article, Unread):
        return
    seen, keys = _describe(article)
    for finding in reading.headline:
        yield [
            *(finding.span.of(article.text), finding.finding.value, _join_words(finding.body, article.text)),
            *(finding.note, "; ".join(flag.value for flag in finding.flags), *seen),
            *(*keys, finding.statement, finding.headline_statement, *finding.span, json.dumps(finding.body)),
        ]


def _list_voice(reading: Reading) -> Iterator[Row]:
    article = reading.article
    if isinstance(article, Unread):
        return
    seen, keys = _describe(article)
    spans = [(span, "own voice") for span in reading.own_voice]
    spans += [(span, "scare quotes") for span in reading.scare_quotes]
    spans += [(mark.span, mark.kind.value) for mark in reading.other_marks]
    for span, kind in sorted(spans):
        yield [span.of(article.text), kind, *seen, *keys, *span]


def _list_notices(reading: Reading) -> Iterator[Row]:
    seen, keys = _describe(reading.article)
    for notice in reading.notices:
        yield [reading.article.id, notice.reason, notice.step, *seen, *keys[1:]]


def _describe(article: Article | Unread) -> tuple[Row, Row]:
    """What a reader looks for in an article, and what joins tables: the cells of `_SEEN` and of `_KEYS`."""
    if isinstance(article, Unread):
        return [None] * len(_SEEN), [article.id, *[None] * (len(_KEYS) - 1)]
    published, *precision = spread_date(article.published, article.published_precision)
    title = None if article.title is None else " ".join(article.title.split())
    return [name_outlet(article), published, title], [article.id, article.url, *precision]


def _join_words(spans: Sequence[Span], text: str) -> str:
    return " … ".join(span.of(text) for span in spans)


_ARTICLE = Column("article", "the article's id")
_SEEN = (
    Column("outlet", "who published it: the name, else the domain"),
    Column("published", "when it was published, on the outlet's clock", _LOCAL),
    Column("title", "its headline, on one line"),
)
_FOUND_AT = (
    Column("url", "its address"),
    Column("published_precision", "how much of the date was given: `year`, `month`, `day`, `minute` or `second`"),
    Column("published_utc", "the same moment in UTC; unknown where no time, or no zone, was given", _UTC),
)
_KEYS = (_ARTICLE, *_FOUND_AT)
TABLES = {
    "statements": Table(
        "statement",
        (
            Column("speaker_name", "the speaker's name"),
            Column("content", "the words that are said; an interrupted content's parts are joined by ` … `"),
            Column("kind", "`direct`, `indirect` or `mixed`"),
            Column("cue", "the words that signal the attribution, such as “said”"),
            Column("source", "the words that name who is speaking"),
            *_SEEN,
            Column("score", "probability that it is right", _NUMBER),
            Column("speaker_score", "probability that the speaker is right; empty where there is none", _NUMBER),
            Column("speaker_type", "`person`, `organisation`, `group`, `document`, `unnamed` or `author`"),
            Column("speaker_named", "whether the article gives a proper name", _BOOLEAN),
            Column("speaker_roles", "titles and descriptions"),
            Column("carriers", "names of those that the words came through, from the speaker to the reader"),
            Column("carriers_how", "how each of them passed the words on, in the same order"),
            Column("place", "`headline`, `body`, `caption` or `pull-quote`"),
            Column("turn", "whether it is a turn of an interview, whose words have no marks", _BOOLEAN),
            Column("unresolved", "why there is no speaker: `no-source`, `ambiguous` or `not-yet`"),
            Column("candidates", "names of the possible speakers, if it is not clear who speaks"),
            *_KEYS,
            Column("statement", "its id within the article"),
            Column("speaker", "id of the speaker"),
            Column("within", "id of the statement that it is quoted inside of"),
            Column("content_start", "where the first part of the content begins in the text", _INTEGER),
            Column("content_end", "where that part ends", _INTEGER),
            Column("source_spans", "all spans of the source, as a JSON list"),
            Column("cue_spans", "all spans of the cue, as a JSON list"),
            Column("content_spans", "all spans of the content, as a JSON list"),
            Column("corrected", "when a reader corrected it in a collection, in UTC; empty if nobody did", _UTC),
            Column("corrected_by", "the reader's name or initials, if given"),
        ),
        _list_statements,
    ),
    "speakers": Table(
        "speaker of an article",
        (
            Column("name", "the most complete name that the article gives"),
            Column("type", "as `speaker_type` of statements"),
            Column("roles", "titles and descriptions"),
            Column("statement_count", "statements of this speaker", _INTEGER),
            *_SEEN,
            Column("named", "whether the article gives a proper name", _BOOLEAN),
            Column("members", "names of the speakers that a joint speaker stands for"),
            Column("mentions", "the words of all mentions"),
            *_KEYS,
            Column("speaker", "its id within the article"),
            Column("mention_spans", "where they stand, as a JSON list"),
        ),
        _list_speakers,
    ),
    "carriers": Table(
        "carrier of an article",
        (
            Column("name", "its name"),
            Column("how", "how it passed the words on: `interview`, `report`, `wire` …"),
            Column("order", "its place in the longest chain; 1 is next to the speaker", _INTEGER),
            Column("statement_count", "statements that came through it", _INTEGER),
            Column("score", "how sure it is that this is a carrier", _NUMBER),
            Column("evidence", "the words by which the article says so"),
            *_SEEN,
            *_KEYS,
            Column("carrier", "its id within the article"),
            Column("statements", "ids of the statements that came through it, with blanks between them"),
            Column("evidence_spans", "where they stand, as a JSON list"),
        ),
        _list_carriers,
    ),
    "headline": Table(
        "quotation or reported claim of a headline",
        (
            Column("stretch", "its words"),
            Column("finding", "whether the body has the words: `verbatim`, `altered`, `not found` …"),
            Column("body", "the body's words that it corresponds to"),
            Column("note", "the change in words"),
            Column("flags", "`continues in own words`, `other speaker`, `no attribution`"),
            *_SEEN,
            *_KEYS,
            Column("statement", "id of the body's statement that it stands for"),
            Column("headline_statement", "id of the headline's own statement"),
            Column("start", "where the stretch begins in the text", _INTEGER),
            Column("end", "where it ends", _INTEGER),
            Column("body_spans", "where the body's words stand, as a JSON list"),
        ),
        _list_findings,
    ),
    "voice": Table(
        "stretch of own voice, scare quotes or other marks",
        (
            Column("words", "its words"),
            Column("kind", "`own voice`, `scare quotes`, `title`, `name`, `nickname` or `word`"),
            *_SEEN,
            *_KEYS,
            Column("start", "where it begins in the text", _INTEGER),
            Column("end", "where it ends", _INTEGER),
        ),
        _list_voice,
    ),
    "articles": Table(
        "article, also one that could not be read",
        (
            _ARTICLE,
            *_SEEN,
            Column("authors", "bylines"),
            Column("statement_count", "statements in it", _INTEGER),
            Column("speaker_count", "speakers in it", _INTEGER),
            Column("carrier_count", "carriers in it", _INTEGER),
            Column("notice_count", "notices about it", _INTEGER),
            Column("read", "whether it could be read", _BOOLEAN),
            Column("language", "a two-letter code"),
            Column("section", "the part of the outlet that it stands in"),
            Column("char_count", "length of the text, in code points", _INTEGER),
            Column("modified", "when it was last changed", _LOCAL),
            Column("modified_precision", "how much of that was given"),
            Column("modified_utc", "the same moment in UTC", _UTC),
            *_FOUND_AT,
            Column("canonical", "the address that the page gives as its own"),
            Column("fingerprint", "SHA-256 of its text: whether spans and text belong together"),
            Column("sayso_version", "the version that read it"),
            Column("model", "the model that read it"),
            Column("settings", "fingerprint of the settings"),
        ),
        _list_articles,
    ),
    "notices": Table(
        "notice: what went wrong or was cut with an article",
        (
            _ARTICLE,
            Column("reason", "what happened, and what to do"),
            Column("step", "the step that found it"),
            *_SEEN,
            *_FOUND_AT,
        ),
        _list_notices,
    ),
    SUMMARY: Table(
        "speaker and outlet, over all articles; people are joined by equal name alone",
        (
            Column("speaker", "the name; of one without a name, the description; empty where nobody is known"),
            Column("type", "as `speaker_type` of statements; several where articles differ, the most frequent first"),
            Column("named", "whether it is a proper name", _BOOLEAN),
            Column("outlet", "who published the articles"),
            Column("statement_count", "statements of that speaker in that outlet", _INTEGER),
            Column("article_count", "articles that they stand in", _INTEGER),
        ),
        None,
    ),
}
"""The tables by name, in order; columns that JSON has too have the same name there."""
READINGS = Table(
    "reading: the article with all that was found in it, as other commands take it in",
    (
        Column("position", "its place among all articles of the input, which grows", _INTEGER),
        Column("article", "the article's id"),
        Column("reading", "the line of JSON that `sayso read --format jsonl` writes of it"),
    ),
    None,
)
"""What a cluster writes beside the tables, in Parquet alone."""
