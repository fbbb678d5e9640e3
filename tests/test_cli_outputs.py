"""What becomes of the file that a run writes to: replaced, grown, or left as it was."""

from __future__ import annotations

import fcntl
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sayso.article import Article
from sayso.cli import main
from sayso.cli.formats import list_formats
from sayso.jsonl import read_reading
from sayso.reading import Reading, Stamp
from sayso.settings import AnalyseSettings
from sayso.statement import Kind, Place, Statement
from sayso.text import Span

from .each_case import each_case
from .quick import Forked, run_forked

SAID = "“We float,” she said."
# A program that is the command with a slow fake for the model, which leaves a mark when it has begun.
SLOW = """
import pathlib, sys, time
from sayso.cli import main
from sayso.reading import Reading, Stamp
from sayso.statement import Kind, Place, Statement
from sayso.text import Span
MARK = pathlib.Path(sys.argv.pop(1))
class Slow:
    stamp = Stamp("0.1.0", "slow", "f00d")
    def analyse(self, article):
        MARK.touch()
        time.sleep(0.01)
        said = Statement("s1", Kind.INDIRECT, Place.BODY, (Span(0, 4),), (), (), 0.5)
        return Reading(article, (said,), (), self.stamp)
main(obj=lambda settings: Slow())
"""

# Those that every command can write.
ENDINGS = [ending for known in list_formats("checks") for ending in known.endings]


class FakeAnalyser:
    """Takes what stands in curly marks for a statement."""

    def __init__(self, settings: AnalyseSettings) -> None:
        self.stamp = Stamp("0.1.0", "fake", settings.fingerprint)

    def analyse(self, article: Article) -> Reading:
        start, end = article.text.find("“"), article.text.find("”") + 1
        found = [Statement("s1", Kind.DIRECT, Place.BODY, (Span(start, end),), (), (), 0.9)] if start >= 0 else []
        return Reading(article, tuple(found), (), self.stamp)


def run(verb: str, *args: str | Path) -> Result:
    """The command with a fake in place of the model."""
    return CliRunner().invoke(main, [verb, *map(str, args)], obj=FakeAnalyser)


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.txt"
    path.write_text(SAID, encoding="utf-8")
    return path


@pytest.fixture
def outputs(tmp_path: Path) -> Path:
    """An empty folder for outputs."""
    folder = tmp_path / "outputs"
    folder.mkdir()
    return folder


def list_args(verb: str, given: Path, source: Path) -> list[str | Path]:
    """The inputs of a verb."""
    return [given] if verb == "read" else [given, "--against", source, "--no-index"]


@pytest.mark.parametrize("verb", ["read", "check"])
@pytest.mark.parametrize("ending", ENDINGS)
def test_a_run_that_read_nothing_leaves_the_old_file(verb: str, ending: str, article: Path, outputs: Path) -> None:
    """A mistyped input does not cost the result of an earlier run, and the message says that it is still there."""
    output = outputs / f"keep{ending}"
    output.write_bytes(b"a good result")
    result = run(verb, *list_args(verb, outputs / "typo.txt", article), "--output", output)

    assert result.exit_code == 1
    assert output.read_bytes() == b"a good result"
    assert f"sayso: nothing was read; {output} was not changed" in result.stderr
    assert list(outputs.iterdir()) == [output]


@pytest.mark.parametrize("verb", ["read", "check"])
@pytest.mark.parametrize("ending", ENDINGS)
def test_a_run_that_read_nothing_writes_no_file(verb: str, ending: str, article: Path, outputs: Path) -> None:
    """There is no empty result beside it either, and the message says so."""
    output = outputs / f"new{ending}"
    result = run(verb, *list_args(verb, outputs / "typo.txt", article), "--output", output)

    assert result.exit_code == 1
    assert f"sayso: nothing was read; {output} was not written" in result.stderr
    assert not list(outputs.iterdir())


@pytest.mark.parametrize("verb", ["read", "check"])
@pytest.mark.parametrize("ending", ENDINGS)
def test_a_run_that_read_something_replaces_the_file(verb: str, ending: str, article: Path, outputs: Path) -> None:
    """One input that can be read is enough."""
    output = outputs / f"out{ending}"
    output.write_bytes(b"old")
    result = run(verb, article, *list_args(verb, outputs / "typo.txt", article), "--output", output)

    assert result.exit_code == 3
    assert output.read_bytes() != b"old"
    assert list(outputs.iterdir()) == [output]


def test_words_without_an_article_are_enough_to_write(article: Path, outputs: Path) -> None:
    """`check --quote` reads no article, and its rows are written."""
    output = outputs / "out.csv"
    result = run("check", "--quote", "We float", "--against", article, "--no-index", "--output", output)

    assert result.exit_code == 0
    assert "We float" in output.read_text(encoding="utf-8")


def test_check_without_a_source_leaves_the_old_file(article: Path, outputs: Path) -> None:
    """Where no source can be read, nothing is checked and nothing is written."""
    output = outputs / "keep.csv"
    output.write_text("a good result", encoding="utf-8")
    result = run("check", article, "--against", outputs / "typo.txt", "--no-index", "--output", output)

    assert result.exit_code == 1
    assert output.read_text(encoding="utf-8") == "a good result"


@each_case("verb", ["read", "check"])
@each_case("name", ["out.xyz", "out", "out.jsonl.gz", "csv"])
def test_an_unknown_ending_names_the_known_ones(verb: str, name: str, article: Path, outputs: Path) -> None:
    """It is wrong usage: nothing is guessed, and nothing is written."""
    result = run(verb, *list_args(verb, article, article), "--output", outputs / name)

    assert result.exit_code == 2
    assert all(ending in result.stderr for ending in ENDINGS)
    assert "--format" in result.stderr
    assert not list(outputs.iterdir())


@pytest.mark.parametrize("verb", ["read", "check"])
def test_format_decides_whatever_the_ending(verb: str, article: Path, outputs: Path) -> None:
    """With --format, a file may have any name."""
    output = outputs / "out.xyz"
    result = run(verb, *list_args(verb, article, article), "--output", output, "--format", "json")

    assert result.exit_code in {0, 3}
    assert json.loads(output.read_text(encoding="utf-8"))


def test_a_resumed_run_that_read_nothing_leaves_what_stands(article: Path, outputs: Path) -> None:
    """With --resume the file keeps its readings; only what was not there before is added."""
    output = outputs / "out.jsonl"
    run("read", article, "--output", output)
    before = output.read_bytes()
    result = run("read", outputs / "typo.txt", "--output", output, "--resume")

    assert result.exit_code == 1
    assert output.read_bytes().startswith(before)


def stop_when(is_ready: Path, command: list[str], number: signal.Signals, *, at_bytes: int) -> tuple[int, str]:
    """Start the command, send the signal once the file has so many bytes; its exit code and what it wrote to stderr."""
    process = Forked(command, stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 300
    while time.monotonic() < deadline and (not is_ready.exists() or is_ready.stat().st_size < at_bytes):
        time.sleep(0.002)
    process.send_signal(number)
    _, reported = process.communicate(timeout=300)
    return process.wait(), reported


@pytest.fixture
def slow(tmp_path: Path) -> list[str]:
    """The slow command on 600 articles, to which an output is to be added."""
    path = tmp_path / "in.jsonl"
    lines = (json.dumps({"id": f"a{n}", "text": "Text."}) + "\n" for n in range(600))
    path.write_text("".join(lines), encoding="utf-8")
    return [sys.executable, "-c", SLOW, str(tmp_path / "mark"), "read", str(path), "--output"]


@pytest.mark.skipif(os.name != "posix", reason="signals as on POSIX")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
@pytest.mark.parametrize("workers", ["1", "4"])
def test_a_stop_counts_the_lines_that_stand(
    number: signal.Signals, code: int, workers: str, slow: list[str], outputs: Path
) -> None:
    """The message has the number of whole lines in the file, those of an earlier run among them, and no half line."""
    output = outputs / "out.jsonl"
    command = [*slow, str(output), "--resume"]
    for more in (2_000, 20_000):
        # On a busy machine the first run may have written much before it stopped.
        at_bytes = more + (output.stat().st_size if output.exists() else 0)
        returned, reported = stop_when(output, [*command, "--workers", workers], number, at_bytes=at_bytes)
        lines = output.read_text(encoding="utf-8").splitlines(keepends=True)

        assert returned == code, reported
        assert f"sayso: stopped; {len(lines)} articles stand in {output}" in reported
        assert [f"a{n}" for n in range(len(lines))] == [read_reading(line).article.id for line in lines]
        assert lines[-1].endswith("\n")


@pytest.mark.skipif(os.name != "posix", reason="signals as on POSIX")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_stopped_run_leaves_no_partial_file(number: signal.Signals, slow: list[str], outputs: Path) -> None:
    """What was being written beside the old file goes away, and the old file stays."""
    output = outputs / "out.csv"
    output.write_text("old", encoding="utf-8")
    _, reported = stop_when(outputs.parent / "mark", [*slow, str(output)], number, at_bytes=0)

    assert f"{output} was not changed" in reported
    assert output.read_text(encoding="utf-8") == "old"
    assert list(outputs.iterdir()) == [output]


@pytest.mark.skipif(os.name != "posix", reason="signals as on POSIX")
def test_a_stopped_run_leaves_no_tables(slow: list[str], outputs: Path) -> None:
    """Neither a new folder nor anything in it."""
    folder = outputs / "tables"
    command = [*slow[:-1], "--tables", str(folder)]
    _, reported = stop_when(outputs.parent / "mark", command, signal.SIGINT, at_bytes=0)

    assert f"{folder} was not written" in reported
    assert not list(outputs.iterdir())


@pytest.mark.skipif(os.name != "posix", reason="signals as on POSIX")
def test_the_next_run_removes_what_a_killed_run_left(slow: list[str], outputs: Path) -> None:
    """Kill -9 leaves what was being written; the next run to the same file clears it away."""
    output = outputs / "out.csv"
    stop_when(outputs.parent / "mark", [*slow, str(output)], signal.SIGKILL, at_bytes=0)

    assert len(list(outputs.iterdir())) == 1
    assert not output.exists()
    article = outputs.parent / "a.txt"
    article.write_text("Text.", encoding="utf-8")
    assert run_forked([*slow[:-2], str(article), "--output", str(output)])[0] == 0
    assert list(outputs.iterdir()) == [output]


def test_watch_writes_json_lines_only(outputs: Path) -> None:
    """Another ending would be a lie, and is wrong usage."""
    result = run("watch", "https://kiosk.example/feed", "--once", "--output", outputs / "out.csv")

    assert result.exit_code == 2
    assert ".jsonl" in result.stderr
    assert not list(outputs.iterdir())


def test_check_writes_csv_for_excel_on_request(article: Path, outputs: Path) -> None:
    """With a byte order mark in front of the header."""
    output = outputs / "out.csv"
    run("check", "--quote", "We float", "--against", article, "--no-index", "--output", output, "--bom")
    refused = run("check", "--quote", "We float", "--against", article, "--bom")

    assert output.read_bytes().startswith(b"\xef\xbb\xbfarticle,")
    assert refused.exit_code == 2


def test_help_names_every_format_and_ending() -> None:
    """What --format and --output say comes from the list of formats."""
    for verb, what in (("read", "readings"), ("check", "checks")):
        shown = " ".join(run(verb, "--help").stdout.split())
        known = list_formats(what)

        assert known
        assert all(it.name in shown for it in known)
        assert all(ending in shown for it in known for ending in it.endings)


@pytest.mark.parametrize("verb", ["read", "check"])
def test_a_page_states_the_date_that_it_is_given(verb: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """SOURCE_DATE_EPOCH is the date of the run; so the same input makes the same page on any day."""
    article = tmp_path / "article.txt"
    article.write_text(SAID, encoding="utf-8")
    against = ["--against", str(article), "--no-index"] if verb == "check" else []
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1773014400")

    pages = [run(verb, article, *against, "--format", "html").stdout for _ in range(2)]

    assert pages[0] == pages[1]
    assert '<time datetime="2026-03-09">9 March 2026</time>' in pages[0]


def test_a_date_that_is_no_number_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message says what to give."""
    article = tmp_path / "article.txt"
    article.write_text(SAID, encoding="utf-8")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")

    result = run("read", article, "--format", "html")

    assert (2, True) == (result.exit_code, "give seconds since 1970" in result.stderr)


@pytest.mark.parametrize("name", ["nope/out.csv", "nope/out.jsonl", "nope/out.xlsx"])
def test_a_missing_folder_is_named(outputs: Path, article: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """The message names what was given, and no file that nobody has heard of."""
    monkeypatch.chdir(outputs)
    result = run("read", article, "--output", name)

    assert result.exit_code == 1
    assert "the folder nope does not exist" in result.stderr
    assert "partial" not in result.stderr


@pytest.mark.parametrize("name", ["out.jsonl", "out.csv"])
def test_an_output_that_another_run_writes_is_refused(article: Path, outputs: Path, name: str) -> None:
    """Two runs at once would double the lines, or one would replace the file under the other."""
    output = outputs / name
    output.write_text("", encoding="utf-8")
    with output.open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        for args in [(), ("--resume",)] if name.endswith("jsonl") else [()]:
            result = run("read", article, "-o", output, *args)
            assert (result.exit_code, output.read_text(encoding="utf-8")) == (1, "")
            assert "in use: another run writes there" in result.stderr
    assert run("read", article, "-o", output).exit_code == 0


def test_a_new_output_that_another_run_prepares_is_refused(article: Path, outputs: Path) -> None:
    """A table stands aside until it is complete."""
    aside = outputs / ".out.csv.1.partial"
    aside.touch()
    with aside.open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        result = run("read", article, "-o", outputs / "out.csv")
    assert (result.exit_code, list(outputs.iterdir())) == (1, [aside])
    assert "out.csv is in use" in result.stderr


def test_two_runs_at_once_do_not_double_the_lines(article: Path, outputs: Path) -> None:
    """Whichever begins first writes; the other one is refused."""
    many = outputs.parent / "many.jsonl"
    many.write_text("".join(json.dumps({"id": f"a{n}", "text": SAID}) + "\n" for n in range(100)), encoding="utf-8")
    mark, output = outputs.parent / "mark", outputs / "out.jsonl"
    command = [sys.executable, "-c", SLOW, str(mark), "read", str(many), "-o", str(output), "-q"]
    first = Forked(command)
    while not mark.exists():
        time.sleep(0.01)
    first.send_signal(signal.SIGSTOP)
    code, reported = run_forked(command)
    first.send_signal(signal.SIGCONT)
    assert (first.wait(), code) == (0, 1)
    assert "in use" in reported
    assert len(output.read_text(encoding="utf-8").splitlines()) == 100


def test_a_dash_is_stdout(article: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As with other commands."""
    monkeypatch.chdir(tmp_path)
    result = run("read", article, "-o", "-", "--format", "jsonl")
    assert (result.exit_code, (tmp_path / "-").exists()) == (0, False)
    assert read_reading(result.stdout.encode()).article.id == str(article)
