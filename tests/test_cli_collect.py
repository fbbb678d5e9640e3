"""The commands that write a collection, and those that read one: `collect`, `watch --into`, `export`, `check`."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

import pytest
from click.testing import CliRunner, Result

from sayso.article import Article
from sayso.cli import main
from sayso.cli import watch as cli_watch
from sayso.errors import Notice
from sayso.jsonl import read_reading, write_reading
from sayso.reading import Reading
from sayso.store import Collection, open_collection

from .made_readings import STAMP
from .made_watch import FEED, Web
from .quick import Forked
from .test_cli import SLOW, FakeAnalyser
from .test_watch import RSS

WARNED = "“We warned the harbour board twice before the ferry sailed,” said Vreel."


class CountingAnalyser(FakeAnalyser):
    """Counts the articles that it analyses."""

    seen: ClassVar[list[str]] = []

    def analyse(self, article: Article) -> Reading:
        CountingAnalyser.seen.append(article.id)
        return super().analyse(article)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "news.db"


def run(*args: str | Path, stdin: str = "") -> Result:
    """The command with a fake in place of the model."""
    CountingAnalyser.seen = []
    return CliRunner().invoke(main, [*map(str, args)], input=stdin, obj=CountingAnalyser)


def collect(path: Path, *args: str | Path, stdin: str = "") -> Result:
    return run("collect", *args, "--into", path, stdin=stdin)


def write_articles(path: Path, *texts: str) -> Path:
    lines = [{"id": f"a{at}", "url": f"https://bell.example/{at}", "text": text} for at, text in enumerate(texts)]
    path.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
    return path


def list_texts(path: Path) -> list[str]:
    with open_collection(path, create=False) as collection:
        return [it.article.text for it in collection.readings() if isinstance(it.article, Article)]


def test_the_second_run_analyses_nothing(path: Path, tmp_path: Path) -> None:
    """Articles that are there already are recognised before they are analysed; totals say how many."""
    articles = write_articles(tmp_path / "in.jsonl", WARNED, "It rained.", "It rained.")
    first = collect(path, articles)
    # Several threads analyse: "a2" may have been before "a1", and is left out if that was stored by then.
    assert {"a0", "a1"} == {*CountingAnalyser.seen} - {"a2"}
    second = collect(path, articles)

    assert (0, 0) == (first.exit_code, second.exit_code), first.output
    assert f"sayso: {path}: 2 new articles, 1 there already, 1 statement added\n" == first.stderr
    assert f"sayso: {path}: 0 new articles, 3 there already, 0 statements added\n" == second.stderr
    assert [] == CountingAnalyser.seen
    assert 2 == len(list_texts(path))


def test_other_settings_read_again_only_when_asked(path: Path, tmp_path: Path) -> None:
    """What was read otherwise is named; --again replaces it, and that only once; versions and words stay in order."""
    articles = write_articles(tmp_path / "in.jsonl", WARNED, "It rained.")
    collect(path, articles)
    collect(path, write_articles(tmp_path / "in.jsonl", WARNED.replace("twice", "once"), "It rained."))
    other = collect(path, articles, "--min-score", "0.95")
    assert "1 of those that are there was read by another" in other.stderr or "2 of those" in other.stderr
    again = collect(path, articles, "--min-score", "0.95", "--again")
    assert 2 == len(CountingAnalyser.seen)
    once_more = collect(path, articles, "--min-score", "0.95", "--again")
    assert [] == CountingAnalyser.seen
    with open_collection(path) as collection, collection.query() as connection:
        choices = [
            row[0] for row in connection.execute("SELECT choices FROM articles JOIN stamps ON stamps.id = stamp_id")
        ]
        connection.execute("INSERT INTO statements_fts (statements_fts) VALUES ('integrity-check')")
        connection.execute("INSERT INTO articles_fts (articles_fts) VALUES ('integrity-check')")
        broken = connection.execute("PRAGMA foreign_key_check").fetchall()
        changes = [change.label for change in collection.changes()]

    assert "2 read again" in again.stderr
    assert "2 there already" in once_more.stderr
    assert ["{}", '{"min_score": 0.95}', '{"min_score": 0.95}'] == sorted(choices, reverse=True, key=len)[::-1]
    assert [] == broken
    assert ["altered"] == changes


def test_a_changed_article_is_shown(path: Path, tmp_path: Path) -> None:
    """What this run found changed; without INPUT, all that is known; in each format."""
    collect(path, write_articles(tmp_path / "in.jsonl", WARNED))
    changed = write_articles(tmp_path / "in.jsonl", WARNED.replace("twice", "once"))
    result = collect(path, changed, "--changes")
    later = collect(path, changed, "--changes")
    known = [collect(path, "--changes", "--format", name) for name in ("json", "jsonl", "csv", "table")]

    assert "[-twice-] {+once+}" in result.stdout
    assert "0 new articles, 1 changed, 1 statement added" in result.stderr
    assert "No version of an article changed" in later.stdout
    assert "altered" == json.loads(known[0].stdout)[0]["label"] == json.loads(known[1].stdout)["label"]
    assert "[-twice-] {+once+}" in known[2].stdout
    assert result.stdout == known[3].stdout


@pytest.mark.parametrize("packed", [False, True])
def test_readings_made_elsewhere_are_kept(path: Path, tmp_path: Path, packed: bool) -> None:
    """As JSON Lines, plain or compressed, without analysing anything; and they come out as they were."""
    readings = [Reading(Article(f"r{at}", f"{WARNED} {at}"), (), (Notice("read", "Odd."),), STAMP) for at in range(3)]
    lines = "".join(f"{write_reading(reading)}\n" for reading in readings).encode("utf-8")
    given = tmp_path / "readings.jsonl"
    given.write_bytes(gzip.compress(lines) if packed else lines)
    result = collect(path, given, write_articles(tmp_path / "in.jsonl", "It rained."))
    assert ["a0"] == CountingAnalyser.seen
    exported = run("export", path, "--format", "jsonl")

    assert 3 == result.exit_code, result.output
    found = {read_reading(line) for line in exported.stdout.splitlines()}
    assert {read_reading(line) for line in lines.splitlines()} < found


def test_a_folder_may_hold_readings_and_articles(path: Path, tmp_path: Path) -> None:
    """Each file of a folder is taken for what it holds."""
    folder = tmp_path / "days"
    folder.mkdir()
    write_articles(folder / "articles.jsonl", "It rained.")
    line = write_reading(Reading(Article("r", WARNED), (), (), STAMP)) + "\n"
    (folder / "monday.jsonl.gz").write_bytes(gzip.compress(line.encode("utf-8")))
    (folder / "note.txt").write_text("The lock stays shut until May.", encoding="utf-8")
    result = collect(path, folder)

    assert 0 == result.exit_code, result.output
    assert {"a0", str(folder / "note.txt")} == set(CountingAnalyser.seen)
    assert {"It rained.", WARNED, "The lock stays shut until May."} == set(list_texts(path))


def test_a_collection_is_an_input(path: Path, tmp_path: Path) -> None:
    """Of `collect`, with earlier versions; of `export` and `check`; `read` says what to use."""
    for text in (WARNED, WARNED.replace("twice", "once")):
        collect(path, write_articles(tmp_path / "in.jsonl", text))
    other = tmp_path / "other.db"
    added = collect(other, path)
    summary = run("export", path, "--summary", "--format", "csv")
    (tmp_path / "talk.txt").write_text("VREEL: We warned the harbour board once before the ferry sailed.", "utf-8")
    checked = run("check", path, "--against", tmp_path / "talk.txt", "--format", "jsonl", "--no-index")
    read = run("read", path)

    assert "1 new article, 1 changed, 2 statements added" in added.stderr
    assert list_texts(path) == list_texts(other)
    assert 0 == summary.exit_code, summary.output
    assert "verbatim" == json.loads(checked.stdout)["label"], checked.output
    assert (2, True) == (read.exit_code, "sayso export" in read.stderr)


def test_what_cannot_be_read_is_kept_and_told(path: Path, tmp_path: Path) -> None:
    """The exit code is 3, the notice stands in the collection; it goes when the file can be read."""
    missing = tmp_path / "late.txt"
    good = write_articles(tmp_path / "in.jsonl", "It rained.")
    assert 3 == collect(path, missing, good).exit_code
    with open_collection(path) as collection:
        (unread,) = [it for it in collection.readings() if not isinstance(it.article, Article)]
    missing.write_text("The lock stays shut until May.", encoding="utf-8")

    assert "does not exist" in unread.notices[0].reason
    assert 0 == collect(path, missing, good).exit_code
    assert ["The lock stays shut until May.", "It rained."] == sorted(list_texts(path), reverse=True)
    assert 1 == collect(tmp_path / "none.db", tmp_path / "nothing.txt").exit_code


def test_articles_through_a_pipe_are_read(path: Path) -> None:
    """Without an input, stdin is read; two texts from pipes are two articles."""
    assert 0 == collect(path, stdin="The lock stays shut until May.").exit_code
    assert 0 == collect(path, stdin="The lock stays shut until May, and longer.").exit_code

    assert 2 == len(list_texts(path))


def test_a_file_that_is_no_collection_is_refused(path: Path, tmp_path: Path) -> None:
    """The error says what it is; nothing is read, and nothing touched."""
    path.write_bytes(b"my diary " * 200)
    result = collect(path, write_articles(tmp_path / "in.jsonl", "It rained."))

    assert 1 == result.exit_code
    assert "is a file of another kind, not a collection, and was left as it is" in result.stderr
    assert [] == CountingAnalyser.seen
    assert b"my diary " * 200 == path.read_bytes()
    assert "does not exist; make a collection" in run("collect", "--changes", "--into", tmp_path / "no.db").stderr
    assert "would be read as an input" in collect(path, path).stderr


@pytest.mark.skipif(os.name != "posix", reason="signals as on POSIX")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_stopped_run_keeps_what_was_read(path: Path, tmp_path: Path, number: int, code: int) -> None:
    """Ctrl-C and SIGTERM end it within a moment, with what was analysed stored; the same command goes on."""
    articles = write_articles(tmp_path / "in.jsonl", *(f"The lock stays shut {at} days." for at in range(400)))
    command = [sys.executable, "-c", SLOW, "collect", str(articles), "--into", str(path), "--workers", "1"]
    process = Forked(command, stderr=subprocess.PIPE, text=True)
    while not path.exists():
        time.sleep(0.01)
    time.sleep(0.5)
    process.send_signal(number)
    stderr = process.communicate()[1]
    kept = len(list_texts(path))

    assert code == process.returncode, stderr
    assert f"sayso: stopped; {kept:,} article" in stderr
    assert 0 == collect(path, articles).exit_code
    assert 400 - kept == len(CountingAnalyser.seen)
    assert 400 == len(list_texts(path))


# ---- watch --into


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch, path: Path) -> Callable[..., Result]:
    """The command over a small web, with the fake in place of the model."""
    web = Web({FEED: RSS, "http://kiosk.example/a": WARNED})
    monkeypatch.setattr(cli_watch, "open_fetcher", lambda _settings: web)

    def run(*args: str) -> Result:
        CountingAnalyser.seen = []
        options = [FEED, "--once", "--into", str(path), *args]
        return CliRunner().invoke(cli_watch.watch_command, options, obj=CountingAnalyser)

    return run


def test_watch_keeps_articles_in_a_collection(watch: Callable[..., Result], path: Path) -> None:
    """Each once; what is in the collection already is not analysed again, whoever put it there."""
    first, second = watch(), watch()
    path.with_name("news.db.state").unlink()
    third = watch()

    assert (0, 0, 0) == (first.exit_code, second.exit_code, third.exit_code), first.output
    assert "1 article read" in first.stderr
    assert [] == CountingAnalyser.seen
    assert 1 == len(list_texts(path))


def test_watch_writes_lines_and_a_collection(watch: Callable[..., Result], path: Path, tmp_path: Path) -> None:
    """Both have the article; what only one of them lacks is read for it."""
    lines = tmp_path / "out.jsonl"
    assert 0 == watch("-o", str(lines)).exit_code
    assert 1 == len(lines.read_bytes().splitlines()) == len(list_texts(path))
    path.unlink()
    path.with_name("out.jsonl.state").unlink()

    assert 0 == watch("-o", str(lines)).exit_code
    assert 1 == len(lines.read_bytes().splitlines())


def test_watch_says_if_its_collection_is_gone(watch: Callable[..., Result], path: Path) -> None:
    """Its entries would not be read again: the error says what to do. Without any output, usage is wrong."""
    watch()
    path.unlink()
    result = watch()

    assert 1 == result.exit_code
    assert "remembers articles that were read into it" in result.stderr
    assert 2 == CliRunner().invoke(cli_watch.watch_command, [FEED, "--once"], obj=FakeAnalyser).exit_code


def test_a_stop_between_storing_and_recording_doubles_nothing(
    watch: Callable[..., Result], path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If watch was killed after an article was stored and before its entry was done, the next run finds it there."""
    add = Collection.add

    def add_and_stop(self: Collection, readings: list[Reading]) -> object:
        add(self, readings)
        raise KeyboardInterrupt

    monkeypatch.setattr(Collection, "add", add_and_stop)
    assert 130 == watch().exit_code
    monkeypatch.setattr(Collection, "add", add)

    assert 0 == watch().exit_code
    assert 1 == len(list_texts(path))
