"""`sayso corrections`: listing, gold, taking back, and taking in what was corrected elsewhere."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from importlib import import_module
from pathlib import Path

import pytest

from sayso.article import Article
from sayso.correct.compare_readings import compare_readings
from sayso.export.brat import write_brat
from sayso.jsonl import read_reading
from sayso.store import open_collection

from .made_collections import run, store_readings
from .made_report import REPORT
from .test_corrections import ALL, MISSED, OTHER, find, replace_text


@pytest.fixture
def stored(tmp_path: Path) -> Path:
    """A collection of one article."""
    return store_readings(tmp_path, [REPORT])


def correct(path: Path) -> None:
    """Make all of the corrections."""
    with open_collection(path) as collection:
        for it in ALL:
            collection.correct(1, it)


def test_corrections_are_listed(stored: Path) -> None:
    """For people, as CSV and as JSON; one that no longer fits says so."""
    nothing = run("corrections", stored)
    correct(stored)
    shown = run("corrections", stored)
    rows = list(csv.DictReader(io.StringIO(run("corrections", stored, "--format", "csv").stdout)))
    records = [json.loads(it) for it in run("corrections", stored, "--format", "jsonl").stdout.splitlines()]

    assert (1, "Nothing was corrected.\n") == (nothing.exit_code, nothing.stdout)
    assert 0 == shown.exit_code
    assert "who: Ada Moss → Tor Hale" in shown.stdout
    assert "nobody says this" in shown.stdout
    assert ["change", "remove", "add", "change"] == [it["action"] for it in rows]
    assert [("Tor Hale", "Ada Moss"), ("", ""), ("Lena Orr", "")] == [
        (it["speaker_name"], it["speaker_before"]) for it in rows[:3]
    ]
    assert [1, 2, 3, 4] == [it["number"] for it in records]
    assert "no longer fits" not in shown.stdout


def test_one_is_taken_back(stored: Path) -> None:
    """By its number; a number that none has is named."""
    correct(stored)
    done, again = run("corrections", stored, "--undo", "1"), run("corrections", stored, "--undo", "1")

    assert (0, "sayso: correction 1 is taken back\n") == (done.exit_code, done.stderr)
    assert (1, True) == (again.exit_code, "there is no correction 1" in again.stderr)


def test_gold_is_whole_corrected_readings(stored: Path, tmp_path: Path) -> None:
    """What training reads: all scores are 1, and what made it is said; of articles that were corrected alone."""
    nothing = run("corrections", stored, "--gold")
    correct(stored)
    run("corrections", stored, "--gold", "-o", tmp_path / "gold.jsonl")
    (line,) = (tmp_path / "gold.jsonl").read_text("utf-8").splitlines()
    gold, record = read_reading(line), json.loads(line)

    assert (1, "") == (nothing.exit_code, nothing.stdout)
    assert {1.0} == {it.score for it in gold.statements} | {it.score for it in gold.carriers}
    assert ("corrected_in", "sayso") in gold.stamp.choices
    assert "Lena Orr" in {it.speaker_name for it in gold.statements}
    # They carry no types.
    labels, corpora = import_module("label_store"), import_module("corpora")
    packed = labels.pack_reading(record, "mine")
    assert record["statements"] == labels.unpack_reading(packed, record["article"])["statements"]
    (example,) = corpora.read_guide([record])
    assert len(gold.statements) == len(example.attributions)


def test_what_was_corrected_in_brat_is_taken_in(stored: Path, tmp_path: Path) -> None:
    """As corrections of single statements; and once only."""
    stream = io.BytesIO()
    write_brat([REPORT], stream)
    with zipfile.ZipFile(stream) as archive:
        archive.extractall(tmp_path / "brat")
    (ann,) = (tmp_path / "brat").glob("*.ann")
    lines = ann.read_text("utf-8").splitlines()
    ann.write_text("\n".join(it for it in lines if not it.startswith(("E3\t", "T3\t"))), "utf-8")
    first, second = (run("corrections", stored, "--from", tmp_path / "brat", "--by", "AR") for _ in range(2))
    with open_collection(stored) as collection:
        (kept,) = collection.corrections()
        (reading,) = collection.readings()

    assert (0, "sayso: 1 correction in 1 article kept\n") == (first.exit_code, first.stderr)
    assert (0, "sayso: 0 corrections in 0 articles kept\n") == (second.exit_code, second.stderr)
    assert ("remove", "AR") == (kept.correction.action.value, kept.correction.by)
    assert {"s1", "s2"} == {it.id for it in reading.statements}


def test_corrections_go_to_another_collection(stored: Path, tmp_path: Path) -> None:
    """With who made them, and when; what is there already, damaged, or of another text is left out, and said."""
    correct(stored)
    run("corrections", stored, "-o", tmp_path / "list.jsonl")
    run("corrections", stored, "-o", tmp_path / "list.json")
    run("corrections", stored, "--gold", "-o", tmp_path / "gold.jsonl")
    (tmp_path / "other").mkdir()
    other = store_readings(tmp_path / "other", [REPORT])
    taken = run("corrections", other, "--from", tmp_path / "list.jsonl")
    again = run("corrections", other, "--from", tmp_path / "list.json", "--from", tmp_path / "gold.jsonl")
    with open_collection(stored) as one, open_collection(other) as two:
        assert [it.correction for it in one.corrections()] == [it.correction for it in two.corrections()]
        assert next(one.readings()) == next(two.readings())
    (tmp_path / "odd.jsonl").write_text('{"number": 1, "before": 5}\n{"number": 2}\n', "utf-8")
    odd = run("corrections", other, "--from", tmp_path / "odd.jsonl")
    (tmp_path / "empty").mkdir()
    lost = run("corrections", store_readings(tmp_path / "empty", []), "--from", tmp_path / "gold.jsonl")

    assert (0, "sayso: 4 corrections in 1 article kept\n") == (taken.exit_code, taken.stderr)
    assert (0, "sayso: 0 corrections in 0 articles kept, 4 known already\n") == (again.exit_code, again.stderr)
    assert (1, 2) == (odd.exit_code, odd.stderr.count("was left out: not a correction"))
    assert (1, True) == (lost.exit_code, "does not have the texts of 1 article (tide.txt)" in lost.stderr)


def test_options_that_do_not_fit(stored: Path) -> None:
    """Each is named, with what to do."""
    for words, message in (
        (("--gold", "--undo", "1"), "--gold and --undo exclude one another"),
        (("--by", "AR"), "add --from FILE"),
        (("--gold", "--format", "csv"), "--gold is JSON Lines"),
        (("--undo", "1", "-o", "x.csv"), "leave out --output"),
    ):
        result = run("corrections", stored, *words)
        assert (2, True) == (result.exit_code, message in result.stderr), words


def test_comparing_finds_what_was_corrected() -> None:
    """Applied to the reading, the corrections give the gold one's statements; equal readings need none."""
    from sayso.correct.apply_corrections import apply_corrections
    from sayso.correct.correct_reading import make_gold

    gold = make_gold(apply_corrections(REPORT, [OTHER, MISSED]).reading, "brat")
    found = list(compare_readings(REPORT, gold, by="AR"))
    again = apply_corrections(REPORT, found).reading

    assert [(OTHER.action, "AR"), (MISSED.action, "AR")] == [(it.action, it.by) for it in found]
    assert "Tor Hale" == find(again, "s2").speaker_name
    assert [] == list(compare_readings(REPORT, make_gold(REPORT, "brat")))
    assert [] == list(compare_readings(again, gold))
    assert isinstance(REPORT.article, Article)
    assert 3 == len(list(compare_readings(REPORT, replace_text(REPORT.article))))
