"""Checked quotations as JSON Lines and CSV: what is written reads back equal."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.errors import ReadError
from sayso.export.cells import undo_harmless_cell
from sayso.export.checks import (
    COLUMNS,
    read_check,
    write_check,
    write_check_array,
    write_check_lines,
    write_check_table,
)
from sayso.match import Alternative, Change, Checked, Detail, Difference, Op
from sayso.text import Span

ROW = Checked(
    article="harbour.txt",
    statement="s1",
    group="q1",
    span=Span(10, 32),
    quote="We [never] float",
    label=Change.ALTERED,
    changes=(Detail.BRACKET, Detail.SILENT_CUT),
    source="talk.srt",
    place=Span(4, 20),
    places=(Span(4, 10), Span(12, 20)),
    speaker_in_source="ANNA ROTH",
    same_speaker=False,
    difference=(Difference(Op.EQUAL, Span(4, 6), Span(11, 13)), Difference(Op.INSERT, Span(6, 6), Span(14, 21))),
    alternatives=(Alternative("other.txt", Span(1, 9), Change.MINOR),),
    note="two places fit",
    time=61.5,
)
KEYS = [
    *("article", "statement", "group", "span", "quote", "label", "changes", "source", "place", "places"),
    *(
        "speaker_in_source",
        "same_speaker",
        "difference",
        "alternatives",
        "note",
        "time",
        "page",
        "flags",
        "line",
        "sentence",
        "source_words",
        "source_line",
        "marked",
    ),
]


def test_keys_are_those_of_the_design() -> None:
    """Every key is always written, in the order of the format, whatever is known."""
    bare = Checked("", None, "q1", Span(0, 4), "Tide", Change.NOT_FOUND)

    assert list(json.loads(write_check(ROW))) == KEYS
    assert list(json.loads(write_check(bare))) == KEYS
    assert json.loads(write_check(ROW))["difference"][1] == {"op": "insert", "source": [6, 6], "quote": [14, 21]}


@given(quote=st.text(), note=st.text(), name=st.one_of(st.none(), st.text()), label=st.sampled_from(Change))
def test_a_line_reads_back_equal(quote: str, note: str, name: str | None, label: Change) -> None:
    """Any words survive the way through a line, which no reader splits."""
    row = Checked("a", None, "q1", Span(0, 1), quote, label, source=name, speaker_in_source=name, note=note)

    line = write_check(row)

    assert read_check(line) == row
    assert len(line.splitlines()) == 1


def test_lines_and_array_hold_the_same() -> None:
    """One stretch a line; the array is the same lines within brackets."""
    lines, array = io.StringIO(), io.StringIO()
    write_check_lines([ROW, ROW], lines)
    write_check_array([ROW, ROW], array)

    assert [read_check(line) for line in lines.getvalue().splitlines()] == [ROW, ROW]
    assert json.loads(array.getvalue()) == [json.loads(write_check(ROW))] * 2


def test_the_documented_line_is_one() -> None:
    """The example of docs/check.md reads back to itself."""
    page = (Path(__file__).parent.parent / "docs" / "check.md").read_text(encoding="utf-8")
    line = page.split("```json\n")[1].split("\n```")[0]

    assert write_check(read_check(line)) == line


def test_what_is_no_check_is_told_with_what_to_give() -> None:
    """Another record's line names the command that writes the right ones."""
    with pytest.raises(ReadError, match="sayso check --format jsonl"):
        read_check('{"article": {"id": "a"}}')


def test_csv_has_a_row_for_each_stretch() -> None:
    """Cells are text that a spreadsheet does not take for a formula."""
    stream = io.StringIO(newline="")
    formula = Checked("a", None, "q1", Span(0, 4), "=1+1", Change.NOT_FOUND)
    write_check_table([ROW, formula], stream)
    first, second = csv.DictReader(io.StringIO(stream.getvalue(), newline=""))

    assert list(first) == list(COLUMNS)
    assert (first["changes"], first["same_speaker"], first["time"]) == ("bracket; silent cut", "false", "61.5")
    assert json.loads(first["places"]) == [[4, 10], [12, 20]]
    assert (second["quote"], second["place_start"]) == ("'=1+1", "")
    assert undo_harmless_cell(second["quote"]) == "=1+1"
