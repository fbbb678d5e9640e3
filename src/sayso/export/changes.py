"""What versions of articles changed, as JSON Lines, one JSON array, and CSV; docs/collection.md has the keys."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from typing import Any, TextIO

from sayso.export.cells import show_cell
from sayso.export.lines import write_all, write_each
from sayso.jsonl import write_record
from sayso.match import Op
from sayso.store import ArticleChange

__all__ = ["CHANGE_COLUMNS", "mark_difference", "write_change_array", "write_change_lines", "write_change_table"]

_FACTS = (
    "article url outlet title version what label before after speaker_before speaker_after".split()
)  # fmt: skip
CHANGE_COLUMNS = (*_FACTS, "marked")
"""The header of the CSV; JSON has `difference` in place of `marked`."""


def mark_difference(change: ArticleChange) -> str:
    """Both wordings as one text: `[-only before-]`, `{+only after+}`."""
    if change.before is None or change.after is None:
        return f"{{+{change.after}+}}" if change.before is None else f"[-{change.before}-]"
    if not change.difference:
        return change.after
    pieces = []
    for step in change.difference:
        old, new = (
            " ".join(span.of(text).split()) for span, text in ((step.source, change.before), (step.quote, change.after))
        )
        if step.op is Op.EQUAL:
            pieces.append(new)
        else:
            pieces += ([f"[-{old}-]"] if old else []) + ([f"{{+{new}+}}"] if new else [])
    return " ".join(pieces)


def write_change_lines(changes: Iterable[ArticleChange], stream: TextIO) -> None:
    """Write one change a line."""
    write_each((write_record(_to_json(change)) for change in changes), stream)


def write_change_array(changes: Iterable[ArticleChange], stream: TextIO) -> None:
    """Write one JSON array with one change a line."""
    write_all((write_record(_to_json(change)) for change in changes), stream)


def write_change_table(changes: Iterable[ArticleChange], stream: TextIO) -> None:
    """Write the header, then a row for each change. Open the stream with newline=""."""
    table = csv.writer(stream, lineterminator="\r\n")
    table.writerow(CHANGE_COLUMNS)
    for change in changes:
        cells = [getattr(change, name) for name in _FACTS]
        table.writerow([show_cell(cell) for cell in (*cells, mark_difference(change))])


def _to_json(change: ArticleChange) -> dict[str, Any]:
    steps = [{"op": it.op.value, "source": list(it.source), "quote": list(it.quote)} for it in change.difference]
    return {**{name: getattr(change, name) for name in _FACTS}, "difference": steps}
