"""Tables as a workbook: read back by another library, every cell is what it was, and none is a formula."""

from __future__ import annotations

import datetime as dt
import io
import re
import tempfile
import zipfile
from collections.abc import Iterable
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.article import Article, Outlet, Unread
from sayso.errors import Notice
from sayso.export import workbook
from sayso.export.checks import COLUMNS, write_check_workbook
from sayso.export.rows import TABLES
from sayso.export.workbook import write_sheets, write_workbook
from sayso.match import Change, Checked
from sayso.reading import Reading, Stamp
from sayso.speaker import Speaker, SpeakerType
from sayso.statement import Kind, Place, Statement
from sayso.text import Span

TEXT = "=1+1, she said. “Most of us.”"
SAID = Statement("s1", Kind.DIRECT, Place.BODY, (Span(0, 4),), (Span(10, 14),), (Span(6, 9),), 0.93, speaker="p1")
ARTICLE = Article(
    "a.txt", TEXT, outlet=Outlet("@float"), title="On water", published="2031-04-05T09:30+02:00", language="en"
)
READING = Reading(
    ARTICLE,
    (SAID,),
    (Notice("read", "odd"),),
    Stamp("0.1.0", "tiny", "f00d"),
    speakers=(Speaker("p1", "@politifact", SpeakerType.ORGANISATION, named=True),),
)
UNREAD = Reading(Unread("gone.txt", (Notice("read", "It is empty."),)), (), (), READING.stamp)
Rows = dict[str, list[dict[str, object]]]


def read_back(data: bytes) -> Rows:
    """The rows of each sheet, by the names of the columns."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    found: Rows = {}
    for sheet in book.worksheets:
        header, *rows = sheet.iter_rows(values_only=True)
        found[sheet.title] = [dict(zip(map(str, header), row, strict=True)) for row in rows]
    return found


def write(readings: Iterable[Reading]) -> bytes:
    stream = io.BytesIO()
    assert write_workbook(readings, stream) == []
    return stream.getvalue()


def test_each_table_is_a_sheet() -> None:
    """All of them are there with their columns, also where they have no rows."""
    sheets = read_back(write([UNREAD]))

    assert list(sheets) == list(TABLES)
    assert sheets["articles"][0]["article"] == "gone.txt"
    for name, table in TABLES.items():
        sheet = openpyxl.load_workbook(io.BytesIO(write([])))[name]
        assert [cell.value for cell in sheet[1]] == table.header


def test_cells_are_of_their_kind() -> None:
    """Numbers are numbers, dates dates, yes and no true and false; what is unknown is empty."""
    (row,) = read_back(write([READING]))["statements"]

    assert (row["score"], row["content_start"], row["turn"], row["within"]) == (0.93, 0, False, None)
    assert row["published"] == dt.datetime(2031, 4, 5, 9, 30)  # noqa: DTZ001  a spreadsheet knows no zone
    assert row["published_utc"] == dt.datetime(2031, 4, 5, 7, 30)  # noqa: DTZ001
    assert (row["speaker_name"], row["outlet"]) == ("@politifact", "@float")


def test_no_cell_is_a_formula() -> None:
    """What begins like one is text, without an apostrophe in it, and stays text when it is edited."""
    data = write([READING])
    cell = openpyxl.load_workbook(io.BytesIO(data))["statements"].cell(
        2, TABLES["statements"].header.index("content") + 1
    )

    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=1+1", "s", True)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        sheets = [package.read(name) for name in package.namelist() if name.startswith("xl/worksheets/")]
    assert not [sheet for sheet in sheets if re.search(rb"<f[ >]", sheet)]


@settings(max_examples=30)
@given(text=st.text(min_size=1, max_size=60))
def test_any_text_survives(text: str) -> None:
    """Whatever a text holds, the workbook opens, and what XML can hold reads back as it was."""
    stream = io.BytesIO()
    write_sheets({"a": ["words"]}, [("a", [text])], stream)
    ((cell,),) = openpyxl.load_workbook(stream)["a"].iter_rows(min_row=2, values_only=True)

    if text.isprintable() and "_x" not in text:
        assert cell == text


def test_long_cells_are_cut_and_reported() -> None:
    """A cell holds 32,767 UTF-16 units; what is cut ends in an ellipsis."""
    stream = io.BytesIO()
    long, wide = "x" * 40_000, "🛶" * 17_000
    notes = write_sheets({"a": ["words"]}, [("a", ["x" * 32_767]), ("a", [long]), ("a", [wide])], stream)
    whole, cut, cut_wide = [str(row[0].value) for row in openpyxl.load_workbook(stream)["a"].iter_rows(min_row=2)]

    assert whole == "x" * 32_767
    assert cut == "x" * 32_766 + "…"
    assert cut_wide == "🛶" * 16_383 + "…"
    assert notes == [
        "a: 2 cells were cut, since a cell has room for 32,767 characters; CSV and JSON Lines have them whole."
    ]


def test_more_rows_than_a_sheet_holds_go_on_in_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each sheet has the header; none of the rows is lost."""
    monkeypatch.setattr(workbook, "MOST_ROWS", 4)
    stream = io.BytesIO()
    notes = write_sheets({"a": ["n"], "b": ["n"]}, [("a", [n]) for n in range(7)], stream)
    sheets = {name: [row["n"] for row in rows] for name, rows in read_back(stream.getvalue()).items()}

    assert sheets == {"a": [0, 1, 2], "b": [], "a 2": [3, 4, 5], "a 3": [6]}
    assert notes == ["a: 7 rows stand on 3 sheets, since one has room for 4."]


def test_rows_are_not_held_in_memory(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """They go to files of their own as they come, which are gone at the end, also after a stop."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    seen: list[int] = []

    def list_rows() -> Iterable[tuple[str, list[str]]]:
        for _ in range(2_000):
            yield "a", ["We float. " * 10]
        seen.append(sum(path.stat().st_size for path in tmp_path.rglob("*") if path.is_file()))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_sheets({"a": ["words"]}, list_rows(), io.BytesIO())  # type: ignore[arg-type]

    assert seen[0] > 100_000
    assert not list(tmp_path.iterdir())


def test_the_same_readings_give_the_same_bytes() -> None:
    """No date of writing stands in the file."""
    assert write([READING]) == write([READING])


def test_a_date_before_excel_s_first_is_text() -> None:
    """Excel begins in 1900."""
    old = Reading(Article("old", "x", published="1866-03-02"), (), (), READING.stamp)

    assert read_back(write([old]))["articles"][0]["published"] == "1866-03-02 00:00:00"


def test_checked_quotations_are_one_sheet() -> None:
    """With the columns of their CSV."""
    stream = io.BytesIO()
    write_check_workbook([Checked("a", None, "q1", Span(0, 4), "=1+1", Change.NOT_FOUND)], stream)
    sheets = read_back(stream.getvalue())

    assert list(sheets["quotations"][0]) == list(COLUMNS)
    assert (sheets["quotations"][0]["quote"], sheets["quotations"][0]["end"]) == ("=1+1", 4)
