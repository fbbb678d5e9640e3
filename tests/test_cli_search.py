"""`sayso search` and `sayso counts`: what they write, where, and what they say when something does not fit."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

from sayso import Selection, open_collection
from sayso.carrier import How
from sayso.export.counted import make_count_columns
from sayso.export.found import FOUND_COLUMNS
from sayso.report.counted import write_counts
from sayso.report.found import write_found
from sayso.statement import Kind

from .each_case import each_case
from .made_collections import Said, make_reading, run, store_readings

FLOOD = Said("“The flood came at night,”", ["Anna Roth"], through=[("Mir", How.WIRE, 0.9)])
READINGS = (
    make_reading("a1", [FLOOD, Said("“We float,”", ["Anna Roth", "Orla Vint"])], title="Rain"),
    make_reading("a2", [Said("that it rains", kind=Kind.INDIRECT, score=0.5)], outlet=None, published=None),
)


def read_lines(text: str) -> list[dict[str, Any]]:
    """The records of JSON Lines."""
    return [json.loads(line) for line in text.splitlines()]


FORMATS: dict[str, Callable[[str], list[dict[str, Any]]]] = {"json": json.loads, "jsonl": read_lines}


@pytest.fixture
def stored(tmp_path: Path) -> Path:
    """A collection in a file."""
    return store_readings(tmp_path, READINGS)


def test_search_shows_sentences_and_places(stored: Path) -> None:
    """In the view for people the words that are said stand in brackets where there is no colour."""
    result = run("search", stored, "flood")

    assert 0 == result.exit_code
    shown = " ".join(result.stdout.split())
    for words in ("[“The flood came at night,”]", "Anna Roth", "Mir (wire)", "The Float · 5 April", "a1 s1, 6–32"):
        assert words in shown
    assert "1 statement in 1 article" in result.stderr


@pytest.mark.parametrize("width", [20, 40, 71, 72, 200])
def test_views_fit_any_width(stored: Path, width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """No line is longer than the terminal."""
    monkeypatch.setenv("COLUMNS", str(width))
    for args in (("search", stored), ("counts", stored, "--by", "speaker", "outlet", "month")):
        lines = run(*args).stdout.splitlines()
        assert max(map(len, lines)) <= max(width, 30)


def test_nothing_found_is_exit_code_1(stored: Path) -> None:
    """So that a script sees it."""
    assert [1, 1, 0] == [run("search", stored, words).exit_code for words in ("drought", "a OR drought", "fl*")]
    assert 1 == run("counts", stored, "--by", "kind", "--words", "drought").exit_code


@pytest.mark.parametrize("name", FORMATS)
def test_found_as_json(stored: Path, name: str) -> None:
    """Every key is there, and the spans are those of the article."""
    found = FORMATS[name](run("search", stored, "--oldest-first", "--format", name).stdout)

    assert [("a1", "s1"), ("a1", "s2"), ("a2", "s1")] == [(it["article"], it["statement"]) for it in found]
    assert [[6, 32]] == found[0]["content"]
    assert [{"name": "Mir", "how": "wire", "score": 0.9}] == found[0]["carriers"]
    assert {tuple(found[0])} == {tuple(it) for it in found}


def test_tables_open_in_pandas_and_in_a_spreadsheet(stored: Path, tmp_path: Path) -> None:
    """CSV, Parquet and a workbook have the same rows; shares and counts are numbers."""
    frames = []
    for ending, read in (("csv", pd.read_csv), ("parquet", pd.read_parquet), ("xlsx", pd.read_excel)):
        path = tmp_path / f"out.{ending}"
        assert 0 == run("counts", stored, "--by", "kind", "outlet", "-o", path).exit_code
        frames.append(read(path))

    assert ["direct", "indirect"] == frames[0]["kind"].tolist()
    for frame in frames:
        assert [it.name for it in make_count_columns(["kind", "outlet"])] == list(frame.columns)
        assert [2, 1] == frame["statements"].tolist()
        assert [1.0, 1.0] == frame["statements_share"].tolist()
        pd.testing.assert_frame_equal(frames[0], frame, check_dtype=False)


def test_found_as_a_table(stored: Path, tmp_path: Path) -> None:
    """One row a statement, with the columns that docs list."""
    rows = list(csv.DictReader(io.StringIO(run("search", stored, "--format", "csv").stdout)))

    assert [it.name for it in FOUND_COLUMNS] == list(rows[0])
    assert ("“The flood came at night,”", "6", "2031-04-05 00:00:00") == (
        *(rows[0]["content"], rows[0]["content_start"], rows[0]["published"]),
    )
    path = tmp_path / "found.xlsx"
    assert 0 == run("search", stored, "-o", path).exit_code
    assert len(rows) + 1 == openpyxl.load_workbook(path)["statements"].max_row


def test_counts_as_json(stored: Path) -> None:
    """Each row with its values, its counts, and what was measured."""
    rows = FORMATS["jsonl"](run("counts", stored, "--by", "speaker", "--format", "jsonl").stdout)

    assert [2, 1, 1] == [row["statements"]["count"] for row in rows]
    assert {"speaker": "Anna Roth"} == rows[0]["by"]
    assert {"precision", "recall", "recall_interval", "model", "about"} <= set(rows[0]["measured"])
    assert rows[0]["statements"]["whole"] == 3


def test_counts_show_what_they_are_shares_of(stored: Path) -> None:
    """In the view for people, with what was measured, and the notes on stderr."""
    result = run("counts", stored, "--by", "outlet", "speaker", "day")

    assert 0 == result.exit_code
    shown = " ".join(result.stdout.split())
    assert "of all statements of the same outlet and day" in shown
    assert "Measured on other articles (web pages" in shown
    assert "notice: 1 statement of several speakers" in result.stderr
    assert "notice: 1 article without a date" in result.stderr


@pytest.mark.parametrize("by", ["--by kind outlet", "--by kind,outlet", "--by kind --by outlet"])
def test_what_to_count_by_may_be_written_in_three_ways(stored: Path, by: str) -> None:
    """One after the other, with commas, or one by one."""
    assert run("counts", stored, "--by", "kind,outlet").stdout == run("counts", stored, *by.split()).stdout


def test_limits(stored: Path) -> None:
    """The last line says which are shown of how many."""
    assert "2 to 2 of 3 statements in 2 articles" in run("search", stored, "--limit", "1", "--offset", "1").stderr
    assert "2 to 3 of 3 rows" in run("counts", stored, "--by", "speaker", "--limit", "2", "--offset", "1").stderr
    assert "--offset 9 is behind the last one" in run("search", stored, "--offset", "9").stderr


@each_case(
    ("args", "message"),
    [
        (["search", "{db}", "()"], "holds no word"),
        (["search", "{db}", "--from", "May"], "is no date"),
        (["counts", "{db}", "--by", "kind", "-o", "out.html"], "cannot be html"),
        (["search", "{db}", "--bom"], "--bom is for CSV"),
        (["counts", "{db}"], "--by"),
        (["counts", "{db}", "--by", "mood"], "nothing can be counted by 'mood'"),
        (["counts", "{db}", "--by", "kind", "--of", "outlet"], "count by it too"),
        (["counts", "{db}", "--by", "people.gender"], "no list of people"),
    ],
)
def test_wrong_usage(stored: Path, args: list[str], message: str) -> None:
    """Exit code 2, and what to do."""
    result = run(*(it.format(db=stored) for it in args))

    assert 2 == result.exit_code
    assert message in result.stderr


def test_what_is_no_collection_is_left_alone(tmp_path: Path) -> None:
    """A missing file, and one of another kind."""
    other = tmp_path / "notes.txt"
    other.write_text("Not a collection.", "utf-8")
    results = [run("search", tmp_path / "none.db", "flood"), run("counts", other, "--by", "kind")]

    assert [1, 1] == [result.exit_code for result in results]
    assert "make a collection with `sayso collect" in results[0].stderr
    assert "is a file of another kind" in results[1].stderr
    assert "Not a collection." == other.read_text("utf-8")


def test_whatever_an_article_holds_is_harmless(tmp_path: Path) -> None:
    """Control characters are shown as signs in a terminal, and formulas are no formulas in a table."""
    attack = "=1+1\x1b[31m\u202e"
    said = Said(f"“{attack}”", [attack], through=[(attack, How.WIRE, 0.9)])
    with open_collection(tmp_path / "news.db") as opened:
        opened.add(make_reading("a1", [said], outlet=attack, title=attack, language=attack))
        views: list[Callable[[io.StringIO], None]] = [
            lambda stream: write_found(opened.search(Selection()), stream),
            lambda stream: write_counts(opened.counts(["speaker", "outlet", "language", "carrier"]), stream),
        ]
        for view in views:
            stream = io.StringIO()
            view(stream)
            assert "␛" in stream.getvalue()
            assert not {"\x1b", "\u202e"}.intersection(stream.getvalue())
    rows = list(csv.reader(io.StringIO(run("search", tmp_path / "news.db", "--format", "csv").stdout)))
    assert rows[1][0].startswith("'=1+1")
