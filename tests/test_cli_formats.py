"""`sayso export` in the formats of other programs: from stored readings and collections, and back from corrections."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sayso.cli import main
from sayso.cli.formats import FORMATS
from sayso.jsonl import read_reading, write_reading
from sayso.store import open_collection

from .made_report import REPORT

# Those that hold readings alone.
NAMES = [name for name, known in FORMATS.items() if not known.checks]


def run(*args: str | Path) -> Result:
    return CliRunner().invoke(main, ["export", *map(str, args)])


@pytest.fixture
def stored(tmp_path: Path) -> Path:
    path = tmp_path / "readings.jsonl"
    path.write_text(write_reading(REPORT) + "\n", encoding="utf-8")
    return path


def test_a_collection_gives_what_readings_give(stored: Path, tmp_path: Path) -> None:
    """In every format, byte for byte, and the same again."""
    with open_collection(tmp_path / "news.db") as collection:
        collection.add(REPORT)

    assert NAMES
    for name in NAMES:
        first, second = (run(it, "--format", name) for it in (stored, tmp_path / "news.db"))
        assert first.exit_code == second.exit_code == 0, first.stderr
        assert first.stdout_bytes == second.stdout_bytes == run(stored, "--format", name).stdout_bytes
        assert first.stdout_bytes


@pytest.mark.parametrize("name", ["brat", "label-studio"])
def test_what_was_corrected_is_exported_in_any_format(name: str, stored: Path, tmp_path: Path) -> None:
    """From an archive, a folder, or an export of tasks."""
    sent = tmp_path / "sent.zip"
    run(stored, "--format", name, "--output", sent)
    places = [sent]
    if name == "brat":
        with zipfile.ZipFile(sent) as archive:
            archive.extractall(tmp_path / "data")
        places.append(tmp_path / "data")
    else:
        tasks = json.loads(sent.read_bytes())
        sent.write_text(json.dumps([{"id": 1, "annotations": it["predictions"], **it} for it in tasks]), "utf-8")

    for place in places:
        result = run(place, "--format", "jsonl")
        gold = read_reading(result.stdout)
        assert result.exit_code == 0, result.stderr
        assert [it.text for it in gold.statements] == [it.text for it in REPORT.statements]
        assert {it.score for it in gold.statements} == {1.0}
        assert "Ada Moss" in run(place, "--format", "html").stdout


def test_tasks_that_nobody_has_corrected_are_reported(stored: Path, tmp_path: Path) -> None:
    """Predictions are no gold, and nothing is written."""
    run(stored, "--format", "label-studio", "--output", tmp_path / "tasks.json")

    result = run(tmp_path / "tasks.json", "--output", tmp_path / "gold.jsonl")

    assert result.exit_code == 1
    assert "nobody has submitted" in result.stderr
    assert not (tmp_path / "gold.jsonl").exists()


@pytest.mark.parametrize("verb", ["check", "trace", "search"])
def test_other_commands_do_not_offer_them(verb: str, tmp_path: Path) -> None:
    """Their results are no readings; an ending of one is wrong usage."""
    shown = CliRunner().invoke(main, [verb, "--help"]).stdout
    result = CliRunner().invoke(main, [verb, "x.db", "words", "--output", str(tmp_path / "out.jsonld")])

    assert not any(name in shown for name in NAMES)
    assert result.exit_code == 2
