"""The command: what goes where, in which format, and with which exit code."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import sayso
from sayso.article import Article
from sayso.cli import main
from sayso.errors import ModelError
from sayso.export.rows import SUMMARY, TABLES
from sayso.jsonl import read_reading, write_reading
from sayso.read import read_articles
from sayso.reading import Reading, Stamp
from sayso.settings import AnalyseSettings
from sayso.statement import Kind, Place, Statement
from sayso.text import Span

from .each_case import each_case
from .quick import Forked, run_forked

SAID = "“We float,” she said."
# A program that is the command with a slow fake for the model, so that it can be stopped in the middle.
SLOW = """
import time
from sayso.cli import main
from sayso.reading import Reading, Stamp
from sayso.statement import Kind, Place, Statement
from sayso.text import Span
class Slow:
    stamp = Stamp("0.1.0", "slow", "f00d")
    def analyse(self, article):
        time.sleep(0.01)
        said = Statement("s1", Kind.INDIRECT, Place.BODY, (Span(0, 4),), (), (), 0.5)
        return Reading(article, (said,), (), self.stamp)
main(obj=lambda settings: Slow())
"""


class FakeAnalyser:
    """Takes what stands in curly marks for a statement; fails where an article asks for it."""

    def __init__(self, settings: AnalyseSettings) -> None:
        self.stamp = Stamp("0.1.0", "fake", settings.fingerprint, tuple(sorted(settings.choices.items())))

    def analyse(self, article: Article) -> Reading:
        if "fail" in article.text:
            raise ZeroDivisionError("this article asked for it")
        if "stop" in article.text:
            raise KeyboardInterrupt
        start, end = article.text.find("“"), article.text.find("”") + 1
        found = [Statement("s1", Kind.DIRECT, Place.BODY, (Span(start, end),), (), (), 0.9)] if start >= 0 else []
        return Reading(article, tuple(found), (), self.stamp)


def run(*args: str | Path, stdin: bytes | str = "") -> Result:
    """The command with the fake in place of the model."""
    return CliRunner().invoke(main, ["read", *map(str, args)], input=stdin, obj=FakeAnalyser)


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.txt"
    path.write_text(SAID, encoding="utf-8")
    return path


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """Forty articles in JSON Lines."""
    path = tmp_path / "many.jsonl"
    lines = [json.dumps({"id": f"a{n}", "text": f"“Number {n},” she said."}) for n in range(40)]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


# ---- formats


def test_the_default_is_the_view_for_people(article: Path) -> None:
    """The view goes to stdout, the totals to stderr, and the exit code is 0."""
    result = run(article)

    assert "[s1 “We float,”] she said." in result.stdout
    assert "sayso: 1 article read, 1 statement\n" == result.stderr
    assert 0 == result.exit_code


def test_json_lines_read_back(article: Path) -> None:
    """Each line is a reading."""
    reading = read_reading(run(article, "--format", "jsonl").stdout)

    assert Article(str(article), SAID) == Article(reading.article.id, getattr(reading.article, "text", ""))
    assert ["“We float,”"] == [span.of(SAID) for span in reading.statements[0].content]


def test_json_is_one_array(many: Path) -> None:
    """All readings stand in one array."""
    records = json.loads(run(many, "--format", "json").stdout)

    assert [f"a{n}" for n in range(40)] == [record["article"]["id"] for record in records]


def test_csv_has_a_row_for_each_statement(many: Path) -> None:
    """The rows are in the order of the input."""
    rows = list(csv.DictReader(io.StringIO(run(many, "--format", "csv").stdout, newline="")))

    assert [f"“Number {n},”" for n in range(40)] == [row["content"] for row in rows]


@pytest.mark.parametrize("table", [name for name in TABLES if name != SUMMARY])
def test_csv_can_hold_another_table(article: Path, tmp_path: Path, table: str) -> None:
    """--table says which kind of record the rows are, with --format csv or by the ending of the output."""
    output = tmp_path / "out.csv"
    shown = run(article, "--format", "csv", "--table", table).stdout
    result = run(article, "--output", output, "--table", table)

    assert TABLES[table].header == shown.splitlines()[0].split(",")
    assert 0 == result.exit_code
    assert shown.splitlines() == output.read_text(encoding="utf-8").splitlines()


def test_html_is_one_page(article: Path) -> None:
    """The page goes to stdout."""
    shown = run(article, "--format", "html").stdout

    assert shown.startswith("<!DOCTYPE html>")
    assert shown.endswith("</html>\n")


BEGINNINGS = {"o.html": "<!DOC", "o.csv": "speaker_name", "o.json": "[\n{", "o.jsonl": '{"art', "o.txt": "/"}


@pytest.mark.parametrize(("name", "beginning"), BEGINNINGS.items())
def test_the_ending_of_the_output_tells_the_format(article: Path, tmp_path: Path, name: str, beginning: str) -> None:
    """--output FILE needs no --format, and stdout stays empty."""
    output = tmp_path / "out" / name
    output.parent.mkdir()
    result = run(article, "--output", output)

    assert output.read_text(encoding="utf-8").startswith(beginning)
    assert not result.stdout
    assert [output] == list(output.parent.iterdir())


@pytest.mark.parametrize("format_name", ["table", "json", "jsonl", "csv", "html", "xlsx"])
def test_any_number_of_workers_writes_the_same(many: Path, format_name: str) -> None:
    """The bytes do not depend on the threads."""
    expected = run(many, "--format", format_name, "--workers", "1").stdout_bytes

    assert expected == run(many, "--format", format_name, "--workers", "4").stdout_bytes


def test_min_score_and_scheme_reach_the_analyser(article: Path) -> None:
    """They are in the stamp of the reading."""
    result = run(article, "--format", "jsonl", "--min-score", "0.5", "--scheme", "polnear")

    expected = AnalyseSettings(min_score=0.5, scheme="polnear").fingerprint
    assert expected == read_reading(result.stdout).stamp.settings


def test_no_title_leaves_the_first_paragraph_a_paragraph(tmp_path: Path) -> None:
    """A short first paragraph is the title unless --no-title is given."""
    path = tmp_path / "article.txt"
    path.write_text(f"Boat floats\n\n{SAID} It was late, and the tide was out.\n", encoding="utf-8")
    lines = [run(path, "--format", "jsonl", *more).stdout for more in ([], ["--no-title"])]
    titles = [json.loads(line)["article"]["title"] for line in lines]

    assert ["Boat floats", None] == titles


# ---- inputs and exit codes


def test_stdin_is_read_for_a_dash_and_for_no_input() -> None:
    """`-` is stdin, and so is no input where stdin is not a terminal."""
    assert "[s1 “We float,”]" in run("-", stdin=SAID).stdout
    assert "[s1 “We float,”]" in run(stdin=SAID).stdout


def test_no_input_on_a_terminal_is_the_keyboard(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody who types `sayso read` learns that words are waited for, how to end, and what else to give."""
    monkeypatch.setattr("sayso.cli.read.is_terminal", lambda _stream: True)
    result = run()

    assert (
        "reading from the keyboard; end with Ctrl-D (or stop with Ctrl-C, and give a file or a folder)" in result.stderr
    )


def test_a_missing_file_among_others_is_a_notice(article: Path, tmp_path: Path) -> None:
    """The others are read, the notice is written to stderr and stands in JSON, and the exit code is 3."""
    result = run(tmp_path / "missing.txt", article, "--format", "jsonl")

    assert 3 == result.exit_code
    assert f"notice: {tmp_path / 'missing.txt'}: read: " in result.stderr
    assert "sayso: 1 article read, 1 statement, 1 could not be read" in result.stderr
    assert [None, SAID] == [json.loads(line)["article"]["text"] for line in result.stdout.splitlines()]


def test_nothing_read_is_exit_code_1(tmp_path: Path) -> None:
    """If no article could be read, nothing was done."""
    assert 1 == run(tmp_path / "missing.txt").exit_code
    assert 1 == run(tmp_path).exit_code


def test_a_fault_in_the_analysis_is_a_notice(article: Path) -> None:
    """The run goes on and ends with exit code 3."""
    result = run("-", article, stdin="Please fail.")

    assert 3 == result.exit_code
    assert "notice: stdin: analyse: " in result.stderr
    assert "[s1 “We float,”]" in result.stdout


def test_quiet_leaves_stderr_empty(article: Path, tmp_path: Path) -> None:
    """Neither notices nor totals are written; the exit code is the same."""
    result = run(tmp_path / "missing.txt", article, "--quiet")

    assert not result.stderr
    assert 3 == result.exit_code


def test_names_are_harmless_on_stderr(tmp_path: Path) -> None:
    """A file name with an escape sequence or a bidirectional control does not reach the terminal as one."""
    result = run(tmp_path / "\x1b[31m\u202egone[bold].txt")

    assert "␛[31m⟨U+202E⟩gone[bold].txt" in result.stderr
    assert not {"\x1b", "\u202e"} & set(result.stdout + result.stderr)


@each_case(
    "args",
    [
        ["--format", "pdf"],
        ["--min-score", "2"],
        ["--scheme", "mine"],
        ["--workers", "0"],
        ["--resume"],
        ["--resume", "--output", "out.csv"],
        ["--output", "."],
        ["--table", "speakers"],
        ["--table", "speakers", "--format", "jsonl"],
        ["--table", "rumours", "--format", "csv"],
    ],
)
def test_wrong_options_are_exit_code_2(article: Path, args: list[str]) -> None:
    """Usage errors have an exit code of their own and write nothing to stdout."""
    result = run(article, *args)

    assert 2 == result.exit_code
    assert not result.stdout


def test_the_input_is_never_overwritten(article: Path) -> None:
    """The output may not be an input, nor a file that would be read in an input folder."""
    assert 2 == run(article, "--output", article).exit_code
    assert 2 == run(article.parent, "--output", article.parent / "out.jsonl").exit_code
    assert 2 == run(article.parent, "--output", article.parent / "out.html").exit_code
    assert 0 == run(article.parent, "--output", article.parent / "out.csv").exit_code
    assert SAID == article.read_text(encoding="utf-8")


def test_an_output_that_cannot_be_written_is_reported(article: Path, tmp_path: Path) -> None:
    """The message names the file; there is no traceback."""
    result = run(article, "--output", tmp_path / "no" / "out.csv")

    assert 1 == result.exit_code
    assert "Error: cannot write: " in result.stderr
    assert "out.csv" in result.stderr


def test_a_model_that_cannot_be_loaded_is_reported(article: Path) -> None:
    """It is an error of the whole run, with its message."""

    def fail(_settings: AnalyseSettings) -> FakeAnalyser:
        raise ModelError("the model is gone; reinstall sayso")

    result = CliRunner().invoke(main, ["read", str(article)], obj=fail)

    assert 1 == result.exit_code
    assert "Error: the model is gone; reinstall sayso\n" == result.stderr


def test_the_totals_account_for_each_file_of_a_folder(tmp_path: Path) -> None:
    """What is passed over is no fault: the exit code is 0; the line stands in the notices, not among articles."""
    folder, output = tmp_path / "s2", tmp_path / "out.jsonl"
    folder.mkdir()
    for name in ("a.txt", "index", "b.png", "c.txt.bak", ".d"):
        (folder / name).write_text(SAID, encoding="utf-8")
    result = run(folder, "--output", output)
    again = run(folder, "--output", output, "--resume")
    tables = [
        CliRunner().invoke(main, ["export", str(output), "--table", name, "--format", "csv"])
        for name in ("notices", "articles")
    ]

    assert (0, 0) == (result.exit_code, again.exit_code)
    assert f"3 other files of {folder} were passed over: .d, b.png, c.txt.bak (name them to read them)" in result.stderr
    assert "2 articles read, 2 statements, 3 other files passed over" in result.stderr
    assert "0 articles read, 0 statements, 2 stood already, 3 other files passed over" in again.stderr
    assert [0, 0] == [table.exit_code for table in tables]
    assert [1, 2] == [len(table.stdout.splitlines()) - 1 for table in tables]
    assert "passed over" in tables[0].stdout


# ---- files that are replaced, resumed, stopped


def test_a_failed_run_leaves_the_old_file(article: Path, tmp_path: Path) -> None:
    """A file that stands is replaced only when all is written."""
    output = tmp_path / "out.csv"
    output.write_text("old", encoding="utf-8")
    stop = tmp_path / "stop.txt"
    stop.write_text("stop", encoding="utf-8")
    result = run(article, stop, "--output", output)

    assert 130 == result.exit_code
    assert "stopped after 1 article" in result.stderr
    assert "old" == output.read_text(encoding="utf-8")
    assert not list(tmp_path.glob(".*"))


def test_json_lines_in_a_new_file_are_kept_when_stopped(article: Path, tmp_path: Path) -> None:
    """What was read stands in the file, and the message says how to go on."""
    output, stop = tmp_path / "out.jsonl", tmp_path / "stop.txt"
    stop.write_text("stop", encoding="utf-8")
    result = run(article, stop, "--output", output, "--workers", "1")

    assert 130 == result.exit_code
    assert "--resume" in result.stderr
    assert str(article) == read_reading(output.read_text(encoding="utf-8")).article.id


def test_resume_goes_on_where_a_run_was_cut(many: Path, tmp_path: Path) -> None:
    """Wherever the file was cut, the resumed run ends with the same bytes as a run in one go."""
    output = tmp_path / "out.jsonl"
    run(many, "--output", output)
    whole = output.read_bytes()
    for kept in (0, 1, 500, len(whole) // 2, len(whole) - 1, len(whole)):
        output.write_bytes(whole[:kept])
        result = run(many, "--output", output, "--resume")

        assert whole == output.read_bytes()
        assert 0 == result.exit_code
    assert "0 articles read, 0 statements, 40 stood already" in result.stderr


@pytest.mark.parametrize(
    ("options", "difference"),
    [
        (("--min-score", "0.5"), "min_score is its default there and 0.5 here"),
        (("--no-title",), "find_title is its default there and False here"),
        (("--max-seconds", "20"), "max_seconds is its default there"),
    ],
)
def test_resume_refuses_other_settings(
    article: Path, tmp_path: Path, options: tuple[str, ...], difference: str
) -> None:
    """One output has readings of one kind; the message names what differs, and the file stays as it is."""
    output = tmp_path / "out.jsonl"
    run(article, "--output", output)
    before = output.read_bytes()
    result = run(article, "--output", output, "--resume", *options)

    assert result.exit_code == 2
    assert difference in result.stderr
    assert "another --output" in result.stderr
    assert output.read_bytes() == before


def test_resume_knows_an_article_however_its_path_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`s2`, `./s2/` and the whole path are one folder."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "s2"
    folder.mkdir()
    for name in ("a.txt", "b.txt"):
        (folder / name).write_text(SAID, encoding="utf-8")
    (tmp_path / "link").symlink_to(folder)
    for given in ("s2", "./s2/", folder, "link", "s2/../s2"):
        result = run(given, "--output", "out.jsonl", "--resume")

        assert 0 == result.exit_code
        assert 2 == len((tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines())


def test_resume_appends_an_edited_file_and_says_so(article: Path, tmp_path: Path) -> None:
    """The line names it; edited back, it is read once more, since the last reading holds."""
    output = tmp_path / "out.jsonl"
    run(article, "--output", output)
    for count, text in ((2, "“We sink,” she said."), (3, SAID)):
        article.write_text(text, encoding="utf-8")
        result = run(article, "--output", output, "--resume")
        again = run(article, "--output", output, "--resume")

        assert f"the text of 1 article has changed since the last run ({article})" in result.stderr
        assert "changed" not in again.stderr
        assert count == len(output.read_text(encoding="utf-8").splitlines())


def test_resume_does_not_touch_another_file(article: Path, tmp_path: Path) -> None:
    """A file that is no output of this command is refused."""
    output = tmp_path / "diary.jsonl"
    output.write_text("my diary", encoding="utf-8")

    assert 1 == run(article, "--output", output, "--resume").exit_code
    assert "my diary" == output.read_text(encoding="utf-8")


@pytest.mark.skipif(os.name != "posix", reason="signals as on POSIX")
@pytest.mark.parametrize("kill", [signal.SIGKILL, signal.SIGINT])
def test_a_killed_run_loses_and_repeats_nothing(tmp_path: Path, kill: signal.Signals) -> None:
    """Stopped in the middle and run again with --resume, each article stands in the file once, in order."""
    inputs, output = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    inputs.write_text(
        "".join(json.dumps({"id": f"a{n}", "text": "Text."}) + "\n" for n in range(600)), encoding="utf-8"
    )
    command = [sys.executable, "-c", SLOW, "read", str(inputs), "--output", str(output), "--resume", "--workers", "2"]
    process = Forked(command, stderr=subprocess.PIPE)
    deadline = time.monotonic() + 300
    while (not output.exists() or output.stat().st_size < 2_000) and time.monotonic() < deadline:
        time.sleep(0.005)
    process.send_signal(kill)
    process.communicate(timeout=300)
    stopped = output.read_text(encoding="utf-8").count("\n")
    command[2] = SLOW.replace("time.sleep(0.01)", "time.sleep(0)")
    assert 0 == run_forked(command)[0]

    assert 0 < stopped < 600
    lines = output.read_text(encoding="utf-8").splitlines()
    assert [f"a{n}" for n in range(600)] == [read_reading(line).article.id for line in lines]


@pytest.mark.skipif(os.name != "posix", reason="signals as on POSIX")
@pytest.mark.parametrize(("stop", "exit_code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_stop_does_not_abort_in_the_model(tmp_path: Path, stop: signal.Signals, exit_code: int) -> None:
    """With workers busy in the model's library for longer than a stop waits, the program ends with its exit code."""
    said = "“We left the door open,” said Anna Roth, the minister. She denied that talks had failed. " * 1_000
    for number in range(3):
        (tmp_path / f"{number}.txt").write_text(f"Number {number}. {said}", encoding="utf-8")
    # It waits for less than it would, since the workers take all processors meanwhile.
    code = "import sayso.workflow, sayso.cli; sayso.workflow._STOP_S = 0.1; sayso.cli.main()"
    command = [sys.executable, "-c", code, "read", str(tmp_path), "--workers", "3"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 300
    status = Path(f"/proc/{process.pid}/status")
    while time.monotonic() < deadline and not _has_threads(status, 4):
        time.sleep(0.01)
    time.sleep(0.2)
    process.send_signal(stop)
    shown = process.communicate(timeout=300)[1]

    assert (exit_code, True) == (process.returncode, "sayso: stopped after 0 articles" in shown)


def _has_threads(status: Path, count: int) -> bool:
    """Whether the program has started so many threads; True where the system does not say."""
    found = re.search(r"Threads:\s*(\d+)", status.read_text(encoding="utf-8")) if status.exists() else None
    return found is None or int(found[1]) >= count


@pytest.mark.skipif(os.name != "posix", reason="pipes as on POSIX")
@pytest.mark.parametrize("format_name", ["table", "json", "jsonl", "csv", "html", "xlsx"])
def test_a_closed_pipe_ends_the_run_quietly(many: Path, format_name: str) -> None:
    """`| head` gets its lines; there is no traceback and no complaint."""
    command = [sys.executable, "-c", SLOW, "read", *[str(many)] * 4, "--format", format_name, "--quiet"]
    process = Forked(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stderr is not None
    if format_name != "xlsx":  # A workbook comes all at once, at the end.
        process.stdout.readline()
    process.stdout.close()

    assert b"" == process.stderr.read()
    process.stderr.close()
    assert 0 == process.wait(timeout=300)


# ---- the command itself


def test_version_and_help() -> None:
    """--version names the program; the help of read has examples and the exit codes."""
    assert "sayso" in CliRunner().invoke(main, ["--version"]).stdout
    shown = run("--help").stdout

    assert "sayso read article.txt" in shown
    assert "Exit codes: 0" in shown


def test_heavy_packages_are_not_loaded_before_they_are_needed() -> None:
    """Starting the command loads neither the model's packages nor rich."""
    heavy = {"onnxruntime", "tokenizers", "numpy", "rich", "charset_normalizer"}
    code = f"import sayso, sayso.cli, sayso.workflow, sys\nprint(sorted({heavy} & set(sys.modules)))"
    shown = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout

    assert "[]\n" == shown


def test_the_written_line_is_the_library_s_line(article: Path) -> None:
    """Nothing is added to what write_reading gives."""
    (record,) = read_articles([str(article)])
    assert isinstance(record, Article)
    expected = write_reading(FakeAnalyser(AnalyseSettings()).analyse(record))

    assert expected + "\n" == run(article, "--format", "jsonl").stdout


# ---- with the shipped model


EXAMPLE = str(Path(sayso.__file__).with_name("examples") / "article.txt")


def test_the_model_gives_the_same_at_any_number_of_workers(tmp_path: Path) -> None:
    """Threads change nothing in any format, down to the last digit of a score."""
    paths = [str(tmp_path / f"{n}.txt") for n in range(4)]
    text = Path(EXAMPLE).read_text(encoding="utf-8")
    for n, path in enumerate(paths):
        Path(path).write_text(text[n * 500 : n * 500 + 1_000], encoding="utf-8")
    outputs = {
        CliRunner().invoke(main, ["read", *paths, "--format", "jsonl", "--workers", str(workers)]).stdout_bytes
        for workers in (1, 3)
    }

    assert 1 == len(outputs)
    assert 4 == outputs.pop().count(b"\n")
