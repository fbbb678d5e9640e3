"""Corrections as records of JSON, and back; what comes back may have been written by anybody."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from sayso.correct.correction import Correction, NamedSpeaker, QuotedSpan, QuotedStatement
from sayso.errors import ReadError
from sayso.speaker import SpeakerType
from sayso.statement import Unresolved
from sayso.text import Span

__all__ = ["parse_correction", "parse_statement", "record_correction", "record_statement"]


def record_correction(correction: Correction) -> dict[str, Any]:
    """A correction as a record."""
    return {
        "action": correction.action.value,
        "changed": list(correction.changed),
        "before": record_statement(correction.before),
        "after": record_statement(correction.after),
        "corrected": correction.at,
        "corrected_by": correction.by,
        "model": correction.model,
    }


def record_statement(statement: QuotedStatement | None) -> dict[str, Any] | None:
    """A statement of a correction as a record."""
    if statement is None:
        return None
    record = asdict(statement)
    record["unresolved"] = None if statement.unresolved is None else statement.unresolved.value
    if statement.speaker is not None:
        record["speaker"]["type"] = statement.speaker.type.value
    return record


def parse_correction(record: Any) -> Correction:  # noqa: ANN401  (whatever JSON holds)
    """The correction in a record with `before`, `after`, `corrected`, `corrected_by` and `model`.

    Raises:
        ReadError: It is none.
    """
    try:
        before, after = (parse_statement(record[name]) for name in ("before", "after"))
        at, by, model = (str(record.get(name) or "") for name in ("corrected", "corrected_by", "model"))
    except (KeyError, TypeError, ValueError, AttributeError) as err:
        raise ReadError(f"not a correction: {type(err).__name__}: {err}") from err
    if before is None and after is None:
        raise ReadError("not a correction: it says nothing of any statement")
    return Correction(before, after, at, by, model)


def parse_statement(record: Any) -> QuotedStatement | None:  # noqa: ANN401  (as above)
    """The statement in a record; None for null.

    Raises:
        KeyError, TypeError or ValueError: It is none.
    """
    if record is None:
        return None
    speaker, unresolved = record["speaker"], record["unresolved"]
    return QuotedStatement(
        content=tuple(map(_parse_span, record["content"])),
        source=tuple(map(_parse_span, record["source"])),
        cue=tuple(map(_parse_span, record["cue"])),
        speaker=None if speaker is None else _parse_speaker(speaker),
        unresolved=None if unresolved is None else Unresolved(unresolved),
    )


def _parse_speaker(record: dict[str, Any]) -> NamedSpeaker:
    name, mention = record["name"], record["mention"]
    if not isinstance(name, str) or not name.strip():
        raise ValueError("a speaker has no name")
    return NamedSpeaker(name, SpeakerType(record["type"]), None if mention is None else _parse_span(mention))


def _parse_span(record: dict[str, Any]) -> QuotedSpan:
    (start, end), texts = record["span"], [record[name] for name in ("exact", "prefix", "suffix")]
    if type(start) is not int or type(end) is not int or not all(isinstance(it, str) for it in texts):
        raise TypeError("a span is no pair of whole numbers with its words")
    if not 0 <= start < end or not texts[0]:
        raise ValueError("a span is empty or reversed")
    return QuotedSpan(Span(start, end), *texts)
