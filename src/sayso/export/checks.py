r"""Checked quotations as JSON Lines, one JSON array, and CSV; JSON Lines read back equal.

The keys are those of docs/data-format.md, always all of them and always in the same order. One marked stretch is one
line. As in a reading's line, no control character stands in it as it is: it is written as `\uXXXX`.

A table, as CSV or a workbook, has one row a stretch. Of the difference it has the words
(`marked`), not the places, which are in JSON; several places and
alternatives stand in one cell each, as in JSON.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from typing import Any, BinaryIO, TextIO

from sayso.errors import ReadError
from sayso.export.cells import show_cell
from sayso.export.columns import Column, ColumnKind, Row
from sayso.export.lines import write_all, write_each
from sayso.jsonl import write_record
from sayso.match import Alternative, Caution, Change, Checked, Detail, Difference, Op
from sayso.text import Span

__all__ = [
    "COLUMNS",
    "read_check",
    "write_check",
    "write_check_array",
    "write_check_lines",
    "write_check_parquet",
    "write_check_table",
    "write_check_workbook",
]

COLUMNS = (
    *(
        "article",
        "statement",
        "group",
        "start",
        "end",
        "quote",
        "label",
        "changes",
        "source",
        "place_start",
        "place_end",
    ),
    *(
        "places",
        "speaker_in_source",
        "same_speaker",
        "time",
        "alternatives",
        "note",
        "page",
        "flags",
        "line",
        "sentence",
        "source_words",
        "source_line",
        "marked",
        "sign_off",
    ),
)
"""The header of the CSV; `places` and `alternatives` are JSON, `changes` and `flags` are parted by "; ", and
`sign_off` is empty, for whoever checks the row."""
_KINDS = {
    **dict.fromkeys(("start", "end", "place_start", "place_end", "page", "line", "source_line"), ColumnKind.INTEGER),
    "same_speaker": ColumnKind.BOOLEAN,
    "time": ColumnKind.NUMBER,
}


def write_check(checked: Checked) -> str:
    """The checked stretch as one line of JSON, without the line's end.

    >>> row = Checked("a", "s1", "q1", Span(0, 9), "We won,", Change.NOT_FOUND)
    >>> write_check(row)[:53]
    '{"article": "a", "statement": "s1", "group": "q1", "s'
    >>> read_check(write_check(row)) == row
    True
    """
    return write_record(_to_json(checked))


def read_check(line: str | bytes) -> Checked:
    """The checked stretch that one line of JSON holds. Keys that this version does not know are passed over.

    Raises:
        ReadError: the line is no JSON, or no checked stretch.
    """
    try:
        return _from_json(json.loads(line))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as err:
        reason = f"not a checked quotation: {line[:40]!r}… ({type(err).__name__}: {err})"
        raise ReadError(f"{reason}; give a file that `sayso check --format jsonl` wrote") from err


def write_check_lines(rows: Iterable[Checked], stream: TextIO) -> None:
    """Write one stretch a line, and hand each line on at once."""
    write_each(map(write_check, rows), stream)


def write_check_array(rows: Iterable[Checked], stream: TextIO) -> None:
    r"""Write one JSON array with one stretch a line.

    >>> import io
    >>> stream = io.StringIO()
    >>> write_check_array([], stream)
    >>> stream.getvalue()
    '[]\n'
    """
    write_all(map(write_check, rows), stream)


def write_check_table(rows: Iterable[Checked], stream: TextIO) -> None:
    """Write the header, then a row for each stretch. Open the stream with newline=""."""
    writer = csv.writer(stream)
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow(map(show_cell, _to_cells(row)))
        stream.flush()


def write_check_workbook(rows: Iterable[Checked], stream: BinaryIO) -> list[str]:
    """Write one sheet with the same rows; returns what was cut or did not fit, a sentence each."""
    from sayso.export.workbook import write_sheets  # noqa: PLC0415  only where a workbook is asked for

    return write_sheets({"quotations": COLUMNS}, (("quotations", _to_cells(row)) for row in rows), stream)


def write_check_parquet(rows: Iterable[Checked], stream: BinaryIO) -> None:
    """Write one table with the same rows, and with the types of their cells."""
    from sayso.export.parquet import write_parquet_rows  # noqa: PLC0415  only where Parquet is asked for

    columns = [Column(name, "", _KINDS.get(name, ColumnKind.TEXT)) for name in COLUMNS]
    write_parquet_rows(columns, map(_to_cells, rows), stream)


def _to_json(checked: Checked) -> dict[str, Any]:
    return {
        "article": checked.article,
        "statement": checked.statement,
        "group": checked.group,
        "span": list(checked.span),
        "quote": checked.quote,
        "label": checked.label.value,
        "changes": [change.value for change in checked.changes],
        "source": checked.source,
        "place": None if checked.place is None else list(checked.place),
        "places": [list(place) for place in checked.places],
        "speaker_in_source": checked.speaker_in_source,
        "same_speaker": checked.same_speaker,
        "difference": [
            {"op": step.op.value, "source": list(step.source), "quote": list(step.quote)} for step in checked.difference
        ],
        "alternatives": [_alternative_to_json(other) for other in checked.alternatives],
        "note": checked.note,
        "time": checked.time,
        "page": checked.page,
        "flags": [flag.value for flag in checked.flags],
        "line": checked.line,
        "sentence": checked.sentence,
        "source_words": checked.source_words,
        "source_line": checked.source_line,
        "marked": checked.marked,
    }


def _alternative_to_json(other: Alternative) -> dict[str, Any]:
    return {"source": other.source, "place": list(other.place), "label": other.label.value}


def _from_json(record: dict[str, Any]) -> Checked:
    place = record["place"]
    return Checked(
        article=record["article"],
        statement=record["statement"],
        group=record["group"],
        span=Span(*record["span"]),
        quote=record["quote"],
        label=Change(record["label"]),
        changes=tuple(Detail(change) for change in record["changes"]),
        source=record["source"],
        place=None if place is None else Span(*place),
        places=tuple(Span(*pair) for pair in record["places"]),
        speaker_in_source=record["speaker_in_source"],
        same_speaker=record["same_speaker"],
        difference=tuple(
            Difference(Op(step["op"]), Span(*step["source"]), Span(*step["quote"])) for step in record["difference"]
        ),
        alternatives=tuple(
            Alternative(other["source"], Span(*other["place"]), Change(other["label"]))
            for other in record["alternatives"]
        ),
        note=record["note"],
        time=record.get("time"),
        page=record.get("page"),
        flags=tuple(map(Caution, record.get("flags", ()))),
        line=record.get("line"),
        sentence=record.get("sentence", ""),
        source_words=record.get("source_words", ""),
        source_line=record.get("source_line"),
        marked=record.get("marked", ""),
    )


def _to_cells(row: Checked) -> Row:
    others = [_alternative_to_json(other) for other in row.alternatives]
    return [
        *(row.article, row.statement, row.group, *row.span, row.quote),
        *(row.label.value, "; ".join(change.value for change in row.changes), row.source, *(row.place or (None, None))),
        *(json.dumps([list(span) for span in row.places]), row.speaker_in_source, row.same_speaker),
        *(row.time, json.dumps(others, ensure_ascii=False), row.note),
        row.page,
        "; ".join(flag.value for flag in row.flags),
        *(row.line, row.sentence, row.source_words, row.source_line, row.marked, None),
    ]
