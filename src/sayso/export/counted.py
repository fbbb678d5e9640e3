"""Counts as rows and records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sayso.counting import Measured
from sayso.export.columns import Column, ColumnKind, Row
from sayso.export.results import Results
from sayso.store import Count, CountRow, Counts

__all__ = ["list_counts", "make_count_columns", "make_count_row"]

_INTEGER, _NUMBER = ColumnKind.INTEGER, ColumnKind.NUMBER
_UNITS = {"statements": "statements", "words": "words of their contents", "articles": "articles that they stand in"}


def list_counts(counts: Counts) -> Results:
    """The counts, to be written."""
    return Results(
        "counts",
        make_count_columns(counts.by),
        counts,
        lambda row: make_count_row(row, counts.by, counts.measured),
        lambda row: _make_record(row, counts.by, counts.measured),
    )


def make_count_columns(by: Sequence[str]) -> tuple[Column, ...]:
    """The columns of counts by these dimensions."""
    ids = [Column("speaker_id", "the speaker's number in the collection", _INTEGER)] if "speaker" in by else []
    return (
        *(Column(name, "its value; in brackets where it is not known, such as `(no speaker)`") for name in by),
        *ids,
        Column("known", "whether all of these are known", ColumnKind.BOOLEAN),
        Column("of", "what the shares are of, in words"),
        *(column for unit in _UNITS for column in _list_columns(unit)),
        Column("known_whole", "of `statements_whole`, those of which all is known, as those with a speaker", _INTEGER),
        Column("known_share", "the share of the statements among these; empty in rows that are not known", _NUMBER),
        Column("precision", "measured on other articles: of the statements found, the share that is labelled", _NUMBER),
        Column("precision_low", "the lower end of its 95 % interval", _NUMBER),
        Column("precision_high", "the upper end", _NUMBER),
        Column("recall", "measured on other articles: of the labelled statements, the share that is found", _NUMBER),
        Column("recall_low", "the lower end of its 95 % interval", _NUMBER),
        Column("recall_high", "the upper end", _NUMBER),
        Column("measured_model", "the model that was measured"),
        Column("measured_on", "the articles that it was measured on"),
    )


def _list_columns(unit: str) -> tuple[Column, ...]:
    return (
        Column(unit, _UNITS[unit], _INTEGER),
        Column(f"{unit}_whole", "what they are a share of", _INTEGER),
        Column(f"{unit}_share", "the share", _NUMBER),
        Column(f"{unit}_right", "how many of them are right, as expected from the scores", _NUMBER),
        Column(f"{unit}_right_low", "the lower end of the 95 % interval of that", _INTEGER),
        Column(f"{unit}_right_high", "the upper end", _INTEGER),
        Column(f"{unit}_share_low", "the lower end of the 95 % interval of the share of what is right", _NUMBER),
        Column(f"{unit}_share_high", "the upper end", _NUMBER),
    )


def make_count_row(row: CountRow, by: Sequence[str], measured: Measured) -> Row:
    """The cells of a row of counts."""
    measure = row.measure
    return [
        *row.values,
        *([row.speaker_id] if "speaker" in by else []),
        *(row.known, row.of),
        *(cell for count in (row.statements, row.words, row.articles) for cell in _list_cells(count)),
        *(row.known_whole, row.known_share),
        *(measure.precision, *measure.precision_interval, measure.recall, *measure.recall_interval),
        *(measured.model, measured.about),
    ]


def _list_cells(count: Count) -> Row:
    return [
        *(count.count, count.whole, count.share, count.right, count.right_low, count.right_high),
        *(count.share_low, count.share_high),
    ]


def _make_record(row: CountRow, by: Sequence[str], measured: Measured) -> dict[str, Any]:
    record = asdict(row)
    values, measure = record.pop("values"), record.pop("measure")
    figures = {**measure, "model": measured.model, "date": measured.date, "set": measured.set_name}
    return {"by": dict(zip(by, values, strict=True)), **record, "measured": {**figures, "about": measured.about}}
