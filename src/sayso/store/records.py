"""Make readings out of the rows of a collection's tables, equal to those that were added."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from typing import Any

from sayso.article import Article, Outlet, Region, Stated, Unread
from sayso.carrier import Carrier, How
from sayso.correct.apply_corrections import apply_corrections
from sayso.errors import Notice, OffsetError, ReadError
from sayso.jsonl import read_reading
from sayso.marking import MarkUse, OtherMark
from sayso.match import Change, Flag, HeadlineFinding
from sayso.reading import Reading, Stamp
from sayso.speaker import Speaker, SpeakerType
from sayso.statement import Kind, Place, Statement, Unresolved
from sayso.store.correction_rows import list_corrections
from sayso.store.rows import SCARE_QUOTES
from sayso.text import Span
from sayso.version import __version__

__all__ = ["is_stamped", "list_stamps", "read_article", "read_found", "read_unread"]

_ARTICLE = """
SELECT
    articles.article, articles.url, articles.outlet_id, outlets.name, outlets.domain, articles.title,
    articles.title_start, articles.title_end, articles.published, articles.published_precision, articles.language,
    articles.authors, articles.section, articles.text, articles.own_voice, articles.facts, articles.exact,
    stamps.version, stamps.model, stamps.settings, stamps.choices
FROM articles
INNER JOIN stamps ON stamps.id = articles.stamp_id
LEFT JOIN outlets ON outlets.id = articles.outlet_id
WHERE articles.id = ?
"""
_UNREAD = """
SELECT unread.name, unread.passed_over, stamps.version, stamps.model, stamps.settings, stamps.choices
FROM unread INNER JOIN stamps ON stamps.id = unread.stamp_id WHERE unread.id = ?
"""
_STAMP = "SELECT stamps.version, stamps.model, stamps.settings, stamps.choices FROM stamps"
_NOTICES = "SELECT step, reason FROM notices WHERE {} = ? ORDER BY id"
_SPEAKERS = """
SELECT id, local, name, type, named, roles, mentions, members FROM article_speakers WHERE article_id = ? ORDER BY id
"""
_STATEMENTS = """
SELECT id, local, kind, place, content, cue, source, score, within_id, turn, article_speaker_id, unresolved, candidates,
    speaker_score, corrected, corrected_by
FROM statements WHERE article_id = ? ORDER BY id
"""
_CARRIERS = (
    "SELECT id, local, name, how, evidence, place_in_chain, score FROM carriers WHERE article_id = ? ORDER BY id"
)
_CARRIED = """
SELECT statement_carriers.carrier_id, statement_carriers.statement_id
FROM carriers INNER JOIN statement_carriers ON statement_carriers.carrier_id = carriers.id
WHERE carriers.article_id = ? ORDER BY 1, 2
"""
_FINDINGS = """
SELECT start, "end", finding, statement_id, headline_statement_id, body, flags, note
FROM headline_findings WHERE article_id = ? ORDER BY id
"""
_MARKS = 'SELECT kind, start, "end" FROM marks WHERE article_id = ? ORDER BY id'


def read_article(connection: sqlite3.Connection, article_id: int) -> Reading:
    """The reading of one version of an article, as readers have corrected it.

    There is a notice in its place if its rows do not hold one.
    """
    return _read_safely(lambda: _read_article(connection, article_id), "articles", article_id)


def read_found(connection: sqlite3.Connection, article_id: int) -> Reading:
    """The same as it was found, without corrections."""
    return _read_safely(lambda: _read_article(connection, article_id, is_found=True), "articles", article_id)


def read_unread(connection: sqlite3.Connection, unread_id: int) -> Reading:
    """The reading, which has notices alone, of an article that could not be read."""
    return _read_safely(lambda: _read_unread(connection, unread_id), "unread", unread_id)


def list_stamps(connection: sqlite3.Connection) -> list[Stamp]:
    """What made the readings of the current articles, the latest last."""
    asked = f"{_STAMP} WHERE id IN (SELECT stamp_id FROM articles WHERE is_current) ORDER BY id"  # noqa: S608  (ours)
    return [_make_stamp(row) for row in connection.execute(asked)]


def is_stamped(connection: sqlite3.Connection, article_id: int, stamp: Stamp) -> bool:
    """Whether this version, model and settings read an article."""
    asked = f"{_STAMP} INNER JOIN articles ON articles.stamp_id = stamps.id WHERE articles.id = ?"
    return _make_stamp(connection.execute(asked, (article_id,)).fetchone()) == stamp


def _read_safely(read: Callable[[], Reading], table: str, number: int) -> Reading:
    """What is read; a notice where another program has changed the rows so that they hold no reading."""
    try:
        return read()
    except (ReadError, OffsetError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as err:
        reason = (
            f"was changed in the collection and holds no reading: {type(err).__name__}: {err}; add the article again"
        )
        notice = Notice("read", f"The row {number} of {table} {reason}.")
        return Reading(Unread(f"{table}/{number}", (notice,)), (), (notice,), Stamp(__version__, "", ""))


def _read_article(connection: sqlite3.Connection, article_id: int, *, is_found: bool = False) -> Reading:
    row = connection.execute(_ARTICLE, (article_id,)).fetchone()
    exact = row[16]
    if exact is not None:
        found = read_reading(exact)
        corrections = () if is_found else list_corrections(connection, article_id)
        return apply_corrections(found, [it.correction for it in corrections]).reading
    notices = _read_notices(connection, "article_id", article_id)
    speakers, speaker_names = _read_speakers(connection, article_id)
    carried = connection.execute(_CARRIED, (article_id,)).fetchall()
    carrier_rows = connection.execute(_CARRIERS, (article_id,)).fetchall()
    carrier_names = {number: local for number, local, *_ in carrier_rows}
    carriers_of: dict[int, list[str]] = {}
    for carrier, statement in carried:
        carriers_of.setdefault(statement, []).append(carrier_names[carrier])
    statements, names = _read_statements(connection, article_id, speaker_names, carriers_of)
    statements_of: dict[int, list[str]] = {}
    for carrier, statement in carried:
        statements_of.setdefault(carrier, []).append(names[statement])
    marks = connection.execute(_MARKS, (article_id,)).fetchall()
    return Reading(
        article=_make_article(row, notices),
        statements=statements,
        notices=notices,
        stamp=_make_stamp(row[17:]),
        speakers=speakers,
        carriers=tuple(
            Carrier(local, name, How(how), _spans(evidence), tuple(statements_of.get(number, ())), order, score)
            for number, local, name, how, evidence, order, score in carrier_rows
        ),
        headline=_read_findings(connection, article_id, names),
        scare_quotes=tuple(Span(start, end) for kind, start, end in marks if kind == SCARE_QUOTES),
        own_voice=_spans(row[14]),
        other_marks=tuple(
            OtherMark(Span(start, end), MarkUse(kind)) for kind, start, end in marks if kind != SCARE_QUOTES
        ),
    )


def _read_unread(connection: sqlite3.Connection, unread_id: int) -> Reading:
    name, passed_over, *stamp = connection.execute(_UNREAD, (unread_id,)).fetchone()
    notices = _read_notices(connection, "unread_id", unread_id)
    return Reading(Unread(name, notices, passed_over), (), notices, _make_stamp(stamp))


def _make_article(row: tuple[Any, ...], notices: tuple[Notice, ...]) -> Article:
    name, url, outlet_id, outlet, domain, title, title_start, title_end, published, precision = row[:10]
    language, authors, section, text, _, kept = row[10:16]
    facts = json.loads(kept) if kept else {}
    given = facts.get("given_span")
    return Article(
        id=name,
        text=text,
        url=url,
        outlet=None if outlet_id is None else Outlet(outlet, domain),
        title=title,
        title_span=None if title_start is None else Span(title_start, title_end),
        given_span=None if given is None else Span(*given),
        authors=_names(authors),
        published=published,
        published_precision=precision,
        language=language,
        # As in JSON Lines, where the notices of all steps stand together.
        notices=tuple(notice for notice in notices if notice.step == "read"),
        modified=facts.get("modified"),
        modified_precision=facts.get("modified_precision"),
        canonical=facts.get("canonical"),
        section=section,
        origins=tuple(facts.get("origins", {}).items()),
        stated=tuple(Stated(*each) for each in facts.get("stated", ())),
        regions=tuple(Region(Span(start, end), place) for start, end, place in facts.get("regions", ())),
    )


def _make_stamp(row: tuple[Any, ...] | list[Any]) -> Stamp:
    version, model, settings, choices = row
    return Stamp(version, model, settings, tuple(json.loads(choices).items()))


def _read_notices(connection: sqlite3.Connection, column: str, number: int) -> tuple[Notice, ...]:
    return tuple(Notice(*row) for row in connection.execute(_NOTICES.format(column), (number,)))


def _read_speakers(connection: sqlite3.Connection, article_id: int) -> tuple[tuple[Speaker, ...], dict[int, str]]:
    """The speakers, and their ids in the article by those of their rows."""
    speakers, names = [], {}
    for number, local, name, kind, named, roles, mentions, members in connection.execute(_SPEAKERS, (article_id,)):
        names[number] = local
        facts = (SpeakerType(kind), bool(named), _names(roles), _spans(mentions), _names(members))
        speakers.append(Speaker(local, name, *facts))
    return tuple(speakers), names


def _read_statements(
    connection: sqlite3.Connection, article_id: int, speakers: dict[int, str], carriers: dict[int, list[str]]
) -> tuple[tuple[Statement, ...], dict[int, str]]:
    """The statements, and their ids in the article by those of their rows."""
    rows = connection.execute(_STATEMENTS, (article_id,)).fetchall()
    names = {row[0]: row[1] for row in rows}
    statements = tuple(
        Statement(
            *(local, Kind(kind), Place(place), _spans(content), _spans(cue), _spans(source), score),
            within=None if within is None else names[within],
            turn=bool(turn),
            speaker=None if speaker is None else speakers[speaker],
            unresolved=None if unresolved is None else Unresolved(unresolved),
            candidates=_names(candidates),
            carriers=tuple(carriers.get(number, ())),
            speaker_score=speaker_score,
            corrected=corrected,
            corrected_by=by or "",
        )
        for number, local, kind, place, content, cue, source, score, within, turn, speaker, unresolved, candidates,
        speaker_score, corrected, by in rows
    )  # fmt: skip
    return statements, names


def _read_findings(
    connection: sqlite3.Connection, article_id: int, names: dict[int, str]
) -> tuple[HeadlineFinding, ...]:
    return tuple(
        HeadlineFinding(
            Span(start, end),
            Change(finding),
            None if statement is None else names[statement],
            None if own is None else names[own],
            _spans(body),
            tuple(Flag(flag) for flag in _names(flags)),
            note,
        )
        for start, end, finding, statement, own, body, flags, note in connection.execute(_FINDINGS, (article_id,))
    )


def _spans(kept: str) -> tuple[Span, ...]:
    return () if kept == "[]" else tuple([Span(start, end) for start, end in json.loads(kept)])


def _names(kept: str) -> tuple[str, ...]:
    return () if kept == "[]" else tuple(json.loads(kept))
