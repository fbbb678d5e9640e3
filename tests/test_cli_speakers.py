"""`sayso speakers` and `sayso forget`: what they write, and what they say when something does not fit."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from sayso.report.speakers import write_edits, write_evidence, write_open, write_speakers
from sayso.store import OpenName, SpeakerEdit, SpeakerMention, SpeakerSummary, open_collection

from .each_case import each_case
from .made_collections import run, store_readings
from .made_speakers import READINGS, make_reading


@pytest.fixture
def stored(tmp_path: Path) -> Path:
    """A collection in a file."""
    return store_readings(tmp_path, READINGS)


def test_speakers_lists_names_and_counts(stored: Path) -> None:
    """The list has the name, what it says, in how many articles, and its other names; a part of a name is searched."""
    result = run("speakers", stored, "CHIDI")

    assert 0 == result.exit_code
    assert ["Chidi Wekesa", "person", "2", "2", "Wekesa"] == [
        it.strip() for it in result.stdout.splitlines()[2].split("  ") if it
    ][:5]
    assert "Zuabi" not in result.stdout
    assert run("speakers", stored, "nobody").exit_code == 1


def test_evidence_is_listed(stored: Path) -> None:
    """Each article says why its party is that speaker; the row is CSV and JSON too."""
    shown = run("speakers", stored, "chidi", "--evidence").stdout
    rows = list(csv.DictReader(io.StringIO(run("speakers", stored, "chidi", "--evidence", "--format", "csv").stdout)))
    records = [json.loads(it) for it in run("speakers", stored, "--evidence", "--format", "jsonl").stdout.splitlines()]

    assert "the surname of Chidi Wekesa;" in shown
    assert [("a2", "Chidi Wekesa"), ("a4", "Wekesa")] == [(it["article"], it["name_in_article"]) for it in rows]
    assert {"a1", "a2", "a4", "a5"} == {it["article"] for it in records}


def test_open_names_are_listed(stored: Path) -> None:
    """A name that may be several is listed with these."""
    shown = " ".join(run("speakers", stored, "--open").stdout.split())
    (record,) = json.loads(run("speakers", stored, "--open", "--format", "json").stdout)

    assert "Chidi Wekesa" in shown
    assert ["a3"] == record["articles"]
    assert ["Chidi Wekesa", "Ngozi Wekesa"] == [it["name"] for it in record["candidates"]]


def test_edits_say_how_to_take_them_back(stored: Path) -> None:
    """Merging and splitting write what was done, and the number that takes it back."""
    merged = run("speakers", stored, "--merge", "Ngozi Wekesa", "Chidi Wekesa")
    split = run("speakers", stored, "--split", "Ada Winley", "a5")
    listed = run("speakers", stored, "--edits").stdout
    undone = run("speakers", stored, "--undo", 1)

    assert (merged.exit_code, split.exit_code, undone.exit_code) == (0, 0, 0)
    assert "2 speakers are one now: Ngozi Wekesa" in merged.stderr
    assert "--undo 1" in merged.stderr
    assert "--undo 2" in split.stderr
    assert "merge" in listed
    assert "split" in listed
    assert "merge" not in run("speakers", stored, "--edits").stdout


def test_the_list_of_people_is_linked(stored: Path, tmp_path: Path) -> None:
    """Links are counted; what is open is written, with exit code 3, and closed with --link."""
    people = tmp_path / "people.csv"
    people.write_text("id,name,party\nq1,Ada Winley,Green\nq2,Tariq Zuabi,\nq3,Tariq Zuabi,\n", encoding="utf-8")
    result = run("speakers", stored, "--people", people)
    linked = run("speakers", stored, "--link", "Tariq Zuabi", "q3")
    rows = list(csv.DictReader(io.StringIO(run("speakers", stored, "--format", "csv").stdout)))

    assert 3 == result.exit_code
    assert "open: Tariq Zuabi" in result.stderr
    assert "may be q2, q3" in result.stderr
    assert 0 == linked.exit_code
    assert {"Ada Winley": "q1", "Tariq Zuabi": "q3"} == {it["name"]: it["person"] for it in rows if it["person"]}
    assert '{"party": "Green"}' in {it["attributes"] for it in rows}
    assert 0 == run("speakers", stored, "--unlink", "Tariq Zuabi").exit_code


@each_case(
    ("args", "code", "message"),
    [
        (["--merge", "Ada Winley"], 2, "two or more speakers"),
        (["--split", "Ada Winley"], 2, "the articles that are somebody else's"),
        (["--merge", "--split", "a", "b"], 2, "exclude one another"),
        (["--undo", "1", "x"], 2, "with --undo give no name"),
        (["--undo", "7"], 1, "there is no edit 7"),
        (["--merge", "Ada", "Nobody"], 1, "is it Ada Winley"),
        (["--people", "/nowhere.csv"], 2, "does not exist"),
    ],
)
def test_what_does_not_fit_is_said(stored: Path, args: list[str], code: int, message: str) -> None:
    """A wrong call says what to give, and changes nothing."""
    before = run("speakers", stored, "--format", "json").stdout
    result = run("speakers", stored, *args)

    assert code == result.exit_code
    assert message in result.stderr
    assert before == run("speakers", stored, "--format", "json").stdout


def test_a_file_that_is_none_is_refused(tmp_path: Path) -> None:
    """There is no collection to list or forget from: nothing is made."""
    for command in ("speakers", "forget"):
        result = (
            run(command, tmp_path / "none.db", "--yes") if command == "forget" else run(command, tmp_path / "none.db")
        )

        assert 1 == result.exit_code
        assert "does not exist" in result.stderr
    assert [] == list(tmp_path.iterdir())


def test_forget_asks_unless_told(stored: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without an answer nothing is removed; with --yes it is, and the file has the name no more."""
    assert "add --yes" in run("forget", stored, "Ada Winley").stderr
    monkeypatch.setattr("sayso.cli.forget.is_terminal", lambda _stream: True)
    refused = run("forget", stored, "Ada Winley", answer="n\n")

    assert 1 == refused.exit_code
    assert "Ada Winley: remove 2 statements in 2 articles" in refused.stderr
    assert b"Winley" in stored.read_bytes()

    done = run("forget", stored, "Ada Winley", "--yes")
    assert 0 == done.exit_code
    assert "2 statements in 2 articles were removed" in done.stderr
    assert b"Winley" not in stored.read_bytes()
    assert 0 == run("forget", stored).exit_code


def test_forget_says_what_it_left(stored: Path) -> None:
    """Where the name stands in other people's words, or somebody else has it, that is said."""
    with open_collection(stored) as opened:
        opened.add(make_reading(8, ("Tariq Zuabi", "I saw Ada Winley there")))
    result = run("forget", stored, "Ada Winley", "--yes")

    assert "the name stands in 1 other article" in result.stderr


HOSTILE = "Ada \x1b[31m\u202e Winley"


@pytest.mark.parametrize("width", [20, 40, 71, 72, 200])
def test_views_are_harmless_at_any_width(width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Names from articles are no commands to the terminal, and no line is longer than it."""
    monkeypatch.setenv("COLUMNS", str(width))
    stream = io.StringIO()
    summary = SpeakerSummary(7, HOSTILE, "person", 1, 1, 1, ((HOSTILE + "x", 1),), None, None, HOSTILE, {"a": HOSTILE})
    write_speakers([summary], stream)
    write_evidence([(summary, SpeakerMention(HOSTILE, HOSTILE, HOSTILE, None, HOSTILE, HOSTILE, True, 1))], stream)  # noqa: FBT003
    write_open([OpenName(HOSTILE, (HOSTILE,), ((1, HOSTILE), (2, HOSTILE)))], stream)
    write_edits([SpeakerEdit(1, "merge", ((HOSTILE,), (HOSTILE,)), "2031-01-01T00:00:00Z")], stream)

    assert not {"\x1b", "\u202e"} & set(stream.getvalue())
    assert max(map(len, stream.getvalue().splitlines())) <= max(width, 40)


@pytest.mark.parametrize("width", [72, 80])
def test_a_number_can_be_copied(width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """It stands on one line, and so does the type, however many names a speaker has; an empty column is left out."""
    monkeypatch.setenv("COLUMNS", str(width))
    stream = io.StringIO()
    names = tuple((f"Ada Winley-Thackray {number}", 1) for number in range(9))
    write_speakers(
        [SpeakerSummary(230270358529783, "Ada Winley", "organisation", 1_234, 237, 9, names, None, None, None, {})],
        stream,
    )

    assert all(word in stream.getvalue() for word in ("230270358529783", "organisation", "1,234", "237"))
    assert "list" not in stream.getvalue()
