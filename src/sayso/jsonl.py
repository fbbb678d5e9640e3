r"""Write readings as JSON Lines and read them back: one reading is one line, and reads back equal.

The keys are those of docs/data-format.md, always all of them and in the same order. What is unknown is
null or an empty list. Writing and reading are both in this file, so that they stay in step.

A line is plain text for any program: it holds no control character, no bidirectional control and no
character that some readers take for the end of a line; they are written as `\uXXXX`. So are lone
surrogates, which UTF-8 cannot write, and they read back as they were. There is one exception: a high
surrogate and a low one side by side, kept as two characters, would read back as one and shift all offsets
behind them. Each of the two is written as U+FFFD: the offsets hold, and the fingerprint is that of the text written.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from itertools import islice
from typing import Any, TypeVar

from sayso.article import Article, Outlet, Unread
from sayso.carrier import Carrier
from sayso.errors import Notice, OffsetError, ReadError
from sayso.given import check_given
from sayso.late import compile_late
from sayso.marking import OtherMark
from sayso.match import HeadlineFinding
from sayso.reading import Reading, Stamp
from sayso.selectors import Selectors, select_spans, write_quote
from sayso.speaker import Speaker
from sayso.statement import Statement
from sayso.text import Span, fingerprint

__all__ = ["list_notices", "read_reading", "write_reading", "write_record"]

# JSON itself escapes U+0000–001F. The rest: C1 controls, bidirectional controls, separators, surrogates.
_UNSAFE = compile_late("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_SPLIT_PAIR = compile_late("[\ud800-\udbff][\udc00-\udfff]")
Value = TypeVar("Value")


def write_reading(reading: Reading) -> str:
    """The reading as one line of JSON, without a line break.

    >>> from sayso.article import Unread
    >>> unread = Unread("a.txt", (Notice("read", "The file is empty."),))
    >>> line = write_reading(Reading(unread, (), unread.notices, Stamp("0.1.0", "m", "s")))
    >>> json.loads(line)["article"]["text"] is None
    True
    >>> read_reading(line).article == unread
    True
    """
    check_given("this", reading, Reading, "a Reading, as from Analyser.analyse")
    return write_record(_reading_to_json(reading))


def write_record(record: dict[str, Any]) -> str:
    """The record as one line of JSON, safe to print on a terminal and to split into lines."""
    line = json.dumps(record, ensure_ascii=False)
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", _SPLIT_PAIR.sub("\ufffd\ufffd", line))


def read_reading(line: str | bytes) -> Reading:
    """The reading in one line of JSON. Keys that this version does not know are ignored.

    In a line of an older version, `other_marks` and `members` may be missing; they are then empty.

    Raises:
        ReadError: The line is not JSON, or not a reading; the message names the value that does not fit.
        OffsetError: A span does not fit the text.
        TypeError: It is neither str nor bytes.
    """
    if not isinstance(line, str | bytes):
        raise TypeError(f"this is of type {type(line).__name__}; give one line that `sayso read --format jsonl` wrote")
    try:
        return _reading_from_json(json.loads(line))
    except OffsetError:
        raise
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as err:
        remedy = "give a file that `sayso read --format jsonl` wrote"
        raise ReadError(f"not a reading: {line[:40]!r}… ({_describe_fault(err)}); {remedy}") from err


def _describe_fault(err: Exception) -> str:
    """What is wrong with a line, in words."""
    if isinstance(err, json.JSONDecodeError):
        return f"no JSON: {err.msg} at character {err.pos:,}"
    if isinstance(err, UnicodeDecodeError):
        return "not UTF-8"
    if isinstance(err, KeyError):
        return f"the key {err.args[0]!r} is missing"
    if isinstance(err, RecursionError):
        return "nested too deeply"
    if isinstance(err, ValueError):
        return f"a value that no reading has: {err}"
    return "a value is of another kind than in a reading"


def _reading_to_json(reading: Reading) -> dict[str, Any]:
    return {
        "article": _article_to_json(reading.article),
        "statements": _statements_to_json(reading),
        "speakers": [_speaker_to_json(speaker) for speaker in reading.speakers],
        "carriers": [_carrier_to_json(carrier) for carrier in reading.carriers],
        "headline": [_finding_to_json(finding) for finding in reading.headline],
        "scare_quotes": _spans_to_json(reading.scare_quotes),
        "own_voice": _spans_to_json(reading.own_voice),
        "other_marks": [{"span": list(mark.span), "kind": mark.kind.value} for mark in reading.other_marks],
        "notices": [{"step": notice.step, "reason": notice.reason} for notice in list_notices(reading)],
        "sayso": {
            "version": reading.stamp.version,
            "model": reading.stamp.model,
            "settings": reading.stamp.settings,
            "choices": dict(reading.stamp.choices),
        },
    }


def _reading_from_json(record: dict[str, Any]) -> Reading:
    notices = _convert(record, "notices", tuple[Notice, ...])
    reading = Reading(
        article=_article_from_json(record["article"], notices),
        statements=_convert(record, "statements", tuple[Statement, ...]),
        notices=notices,
        stamp=_stamp_from_json(record["sayso"]),
        speakers=_convert(record, "speakers", tuple[Speaker, ...]),
        carriers=_convert(record, "carriers", tuple[Carrier, ...]),
        headline=_convert(record, "headline", tuple[HeadlineFinding, ...]),
        scare_quotes=_convert(record, "scare_quotes", tuple[Span, ...]),
        own_voice=_convert(record, "own_voice", tuple[Span, ...]),
        # Lines of an earlier version do not have it.
        other_marks=_convert({"other_marks": [], **record}, "other_marks", tuple[OtherMark, ...]),
    )
    _check_values(reading)
    return reading


def _convert(record: Mapping[str, Any], key: str, wanted: type[Value]) -> Value:
    """The value of a key, as records.

    Raises:
        KeyError: The key is missing.
        ValueError: The value is of another kind; the message says which, and where.
    """
    import msgspec  # noqa: PLC0415  (only where stored readings are read)

    try:
        return msgspec.convert(record[key], wanted)
    except msgspec.ValidationError as err:
        raise ValueError(f"in {key!r}: {err}") from err


def _check_values(reading: Reading) -> None:
    """Raise ValueError for values that are of the right kind and yet none that a reading has."""
    if isinstance(reading.article, Unread) and any(
        (reading.statements, reading.speakers, reading.carriers, reading.headline)
    ):
        raise ValueError("an article without text has statements, speakers, carriers or findings")
    for statement in reading.statements:
        for score in (statement.score, statement.speaker_score):
            if score is not None and not 0 <= score <= 1:
                raise ValueError(f"a score of statement {statement.id!r:.40} is {score}")
        if not statement.content:
            raise ValueError(f"statement {statement.id!r:.40} has no content")
    for carrier in reading.carriers:
        if not 0 <= carrier.score <= 1:
            raise ValueError(f"the score of carrier {carrier.id!r:.40} is {carrier.score}")


def list_notices(reading: Reading) -> tuple[Notice, ...]:
    """The article's own notices, then those of the other steps, without duplicates."""
    own = reading.article.notices
    return own + tuple(notice for notice in reading.notices if notice not in own)


def _article_to_json(article: Article | Unread) -> dict[str, Any]:
    if isinstance(article, Unread):
        article_text, known = None, Article(article.id, "")
    else:
        # The fingerprint of the text as written, in which a split surrogate pair is replaced; see the top of this file.
        article_text, known = _SPLIT_PAIR.sub("\ufffd\ufffd", article.text), article
    record = {
        "id": known.id,
        "url": known.url,
        "outlet": _outlet_to_json(known.outlet),
        "title": known.title,
        "title_span": _span_to_json(known.title_span),
        "given_span": _span_to_json(known.given_span),
        "authors": list(known.authors),
        "published": known.published,
        "published_precision": known.published_precision,
        "modified": known.modified,
        "modified_precision": known.modified_precision,
        "canonical": known.canonical,
        "section": known.section,
        "language": known.language,
        "origins": dict(known.origins),
        "stated": [{"name": s.name, "how": s.how, "where": s.where} for s in known.stated],
        "regions": [{"span": list(region.span), "place": region.place} for region in known.regions],
        "fingerprint": None if article_text is None else fingerprint(article_text),
        "text": article_text,
    }
    passed_over = article.passed_over if isinstance(article, Unread) else 0
    return {**record, "passed_over": passed_over} if passed_over else record


def _stamp_from_json(record: dict[str, Any]) -> Stamp:
    # Lines of an earlier version do not have the choices.
    choices = _convert({"choices": {}, **record}, "choices", dict[str, Any])
    known = tuple((name, value) for name, value in choices.items() if isinstance(value, bool | int | float | str))
    version, model, settings = (_convert(record, key, str) for key in ("version", "model", "settings"))
    return Stamp(version, model, settings, known)


def _article_from_json(record: dict[str, Any], notices: tuple[Notice, ...]) -> Article | Unread:
    if record["text"] is None:
        return Unread(_convert(record, "id", str), notices, _convert({"passed_over": 0, **record}, "passed_over", int))
    # Keys that came later may be missing; the origins are an object, and the notices stand beside the article.
    article = _convert({"article": {**record, "notices": [], "origins": []}}, "article", Article)
    outlet = article.outlet
    return replace(
        article,
        outlet=None if outlet is None else Outlet(outlet.name or None, outlet.domain),
        notices=tuple(notice for notice in notices if notice.step == "read"),
        origins=tuple(_convert({"origins": {}, **record}, "origins", dict[str, str]).items()),
    )


def _outlet_to_json(outlet: Outlet | None) -> dict[str, Any] | None:
    """The outlet as JSON; its name is never null, but "" if only the domain is known."""
    return None if outlet is None else {"name": outlet.name or "", "domain": outlet.domain}


def _statements_to_json(reading: Reading) -> list[dict[str, Any]]:
    """The statements as JSON, each with selectors, which are computed from the text and the spans."""
    if isinstance(reading.article, Unread):
        return []
    spans = tuple(span for statement in reading.statements for span in statement.content)
    selected = iter(select_spans(reading.article, spans))
    return [
        _statement_to_json(statement, list(islice(selected, len(statement.content))))
        for statement in reading.statements
    ]


def _selectors_to_json(selectors: Selectors) -> dict[str, Any]:
    return {**write_quote(selectors.quote), "link": selectors.link}


def _statement_to_json(statement: Statement, selected: list[Selectors]) -> dict[str, Any]:
    record: dict[str, Any] = {
        "id": statement.id,
        "kind": statement.kind.value,
        "place": statement.place.value,
        "content": _spans_to_json(statement.content),
        "cue": _spans_to_json(statement.cue),
        "source": _spans_to_json(statement.source),
        "speaker": statement.speaker,
        "unresolved": None if statement.unresolved is None else statement.unresolved.value,
        "candidates": list(statement.candidates),
        "within": statement.within,
        "carriers": list(statement.carriers),
        "score": statement.score,
        "speaker_score": statement.speaker_score,
        "selectors": [_selectors_to_json(selectors) for selectors in selected],
    }
    if statement.turn:
        record["turn"] = True
    if statement.corrected is not None:
        record |= {"corrected": statement.corrected, "corrected_by": statement.corrected_by}
    return record


def _speaker_to_json(speaker: Speaker) -> dict[str, Any]:
    record: dict[str, Any] = {
        "id": speaker.id,
        "name": speaker.name,
        "type": speaker.type.value,
        "named": speaker.named,
        "roles": list(speaker.roles),
        "mentions": _spans_to_json(speaker.mentions),
    }
    return {**record, "members": list(speaker.members)} if speaker.members else record


def _carrier_to_json(carrier: Carrier) -> dict[str, Any]:
    return {
        "id": carrier.id,
        "name": carrier.name,
        "how": carrier.how.value,
        "evidence": _spans_to_json(carrier.evidence),
        "statements": list(carrier.statements),
        "order": carrier.order,
        "score": carrier.score,
    }


def _finding_to_json(finding: HeadlineFinding) -> dict[str, Any]:
    return {
        "span": list(finding.span),
        "finding": finding.finding.value,
        "statement": finding.statement,
        "headline_statement": finding.headline_statement,
        "body": _spans_to_json(finding.body),
        "flags": [flag.value for flag in finding.flags],
        "note": finding.note,
    }


def _span_to_json(span: Span | None) -> list[int] | None:
    return None if span is None else [span.start, span.end]


def _spans_to_json(spans: tuple[Span, ...]) -> list[list[int]]:
    return [list(span) for span in spans]
