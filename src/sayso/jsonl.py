r"""Readings and their file format: one reading is one line of JSON, and reads back equal.

The keys are those of docs/data-format.md, always all of them and always in the same order. What is unknown
is null or an empty list. Both directions stand in this file, so that the round trip is in view.

A line is plain text for any program: it holds no control character, no bidirectional control and no
character that some readers take for the end of a line; they are written as `\uXXXX`. So are lone
surrogates, which UTF-8 cannot write, and they read back as they were. There is one exception: a high
surrogate and a low one side by side, kept as two characters, would read back as one and shift all offsets
behind them. Each of the two is written as U+FFFD: the offsets hold, and the fingerprint is that of the text written.
"""

from __future__ import annotations

import json
import re
from typing import Any

from sayso.article import Article, Outlet, Unread
from sayso.errors import Notice, ReadError
from sayso.statement import Kind, Place, Reading, Stamp, Statement, Unresolved
from sayso.text import Span, fingerprint

__all__ = ["read_reading", "write_reading"]

# JSON itself escapes U+0000–001F. The rest: C1 controls, bidirectional controls, separators, surrogates.
_UNSAFE = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_SPLIT_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")


def write_reading(reading: Reading) -> str:
    """The reading as one line of JSON, without the line's end.

    >>> from sayso.article import Unread
    >>> unread = Unread("a.txt", (Notice("read", "The file is empty."),))
    >>> line = write_reading(Reading(unread, (), unread.notices, Stamp("0.1.0", "m", "s")))
    >>> json.loads(line)["article"]["text"] is None
    True
    >>> read_reading(line).article == unread
    True
    """
    line = json.dumps(_reading_to_json(reading), ensure_ascii=False)
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", _SPLIT_PAIR.sub("\ufffd\ufffd", line))


def read_reading(line: str | bytes) -> Reading:
    """The reading that one line of JSON holds. Keys that this version does not know are passed over.

    Raises:
        ReadError: the line is no JSON, or no reading.
    """
    try:
        return _reading_from_json(json.loads(line))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as err:
        reason = f"not a reading: {line[:40]!r}… ({type(err).__name__}: {err})"
        raise ReadError(f"{reason}; give a file that `sayso read --format jsonl` wrote") from err


def _reading_to_json(reading: Reading) -> dict[str, Any]:
    return {
        "article": _article_to_json(reading.article),
        "statements": [_statement_to_json(statement) for statement in reading.statements],
        "speakers": [],
        "carriers": [],
        "headline": [],
        "scare_quotes": [],
        "own_voice": [],
        "notices": [{"step": notice.step, "reason": notice.reason} for notice in _all_notices(reading)],
        "sayso": {
            "version": reading.stamp.version,
            "model": reading.stamp.model,
            "settings": reading.stamp.settings,
        },
    }


def _reading_from_json(record: dict[str, Any]) -> Reading:
    notices = tuple(Notice(notice["step"], notice["reason"]) for notice in record["notices"])
    stamp = record["sayso"]
    return Reading(
        article=_article_from_json(record["article"], notices),
        statements=tuple(_statement_from_json(statement) for statement in record["statements"]),
        notices=notices,
        stamp=Stamp(stamp["version"], stamp["model"], stamp["settings"]),
    )


def _all_notices(reading: Reading) -> tuple[Notice, ...]:
    """The article's own notices first, then the other steps', none of them twice."""
    own = reading.article.notices
    return own + tuple(notice for notice in reading.notices if notice not in own)


def _article_to_json(article: Article | Unread) -> dict[str, Any]:
    if isinstance(article, Unread):
        article_text, known = None, Article(article.id, "")
    else:
        # What is written decides: a split pair of surrogates is replaced, see the top of this file.
        article_text, known = _SPLIT_PAIR.sub("\ufffd\ufffd", article.text), article
    return {
        "id": known.id,
        "url": known.url,
        "outlet": _outlet_to_json(known.outlet),
        "title": known.title,
        "title_span": _span_to_json(known.title_span),
        "given_span": _span_to_json(known.given_span),
        "authors": list(known.authors),
        "published": known.published,
        "published_precision": known.published_precision,
        "language": known.language,
        "fingerprint": None if article_text is None else fingerprint(article_text),
        "text": article_text,
    }


def _article_from_json(record: dict[str, Any], notices: tuple[Notice, ...]) -> Article | Unread:
    if record["text"] is None:
        return Unread(record["id"], notices)
    outlet = record["outlet"]
    return Article(
        id=record["id"],
        text=record["text"],
        url=record["url"],
        outlet=None if outlet is None else Outlet(outlet["name"] or None, outlet["domain"]),
        title=record["title"],
        title_span=_span_from_json(record["title_span"]),
        given_span=_span_from_json(record["given_span"]),
        authors=tuple(record["authors"]),
        published=record["published"],
        published_precision=record["published_precision"],
        language=record["language"],
        notices=tuple(notice for notice in notices if notice.step == "read"),
    )


def _outlet_to_json(outlet: Outlet | None) -> dict[str, Any] | None:
    """The outlet; its name is never null, so that it is "" where only the domain is known."""
    return None if outlet is None else {"name": outlet.name or "", "domain": outlet.domain}


def _statement_to_json(statement: Statement) -> dict[str, Any]:
    record: dict[str, Any] = {
        "id": statement.id,
        "kind": statement.kind.value,
        "place": statement.place.value,
        "content": [list(span) for span in statement.content],
        "cue": [list(span) for span in statement.cue],
        "source": [list(span) for span in statement.source],
        "speaker": statement.speaker,
        "unresolved": None if statement.unresolved is None else statement.unresolved.value,
        "candidates": list(statement.candidates),
        "within": statement.within,
        "carriers": list(statement.carriers),
        "score": statement.score,
    }
    return {**record, "turn": True} if statement.turn else record


def _statement_from_json(record: dict[str, Any]) -> Statement:
    unresolved = record["unresolved"]
    return Statement(
        id=record["id"],
        kind=Kind(record["kind"]),
        place=Place(record["place"]),
        content=_spans_from_json(record["content"]),
        cue=_spans_from_json(record["cue"]),
        source=_spans_from_json(record["source"]),
        score=record["score"],
        within=record["within"],
        turn=record.get("turn", False),
        speaker=record["speaker"],
        unresolved=None if unresolved is None else Unresolved(unresolved),
        candidates=tuple(record["candidates"]),
        carriers=tuple(record["carriers"]),
    )


def _span_to_json(span: Span | None) -> list[int] | None:
    return None if span is None else [span.start, span.end]


def _span_from_json(pair: list[int] | None) -> Span | None:
    return None if pair is None else Span(*pair)


def _spans_from_json(pairs: list[list[int]]) -> tuple[Span, ...]:
    return tuple(Span(*pair) for pair in pairs)
