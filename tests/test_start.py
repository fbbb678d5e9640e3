"""What is loaded when: starting costs no more than it must."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

import sayso
from sayso import Article, read_reading

EXAMPLE = Path(sayso.__file__).parent / "examples" / "article.txt"


def _list_loaded(program: str) -> set[str]:
    """The names of the modules that a program has loaded when it ends."""
    command = [sys.executable, "-c", f"{program}\nimport sys; print(*sys.modules)"]
    return set(subprocess.run(command, check=True, capture_output=True, text=True).stdout.split())


def test_importing_sayso_loads_no_part_of_it() -> None:
    """`import sayso` alone loads only its version; each name brings its own module when it is asked for."""
    assert {"sayso", "sayso.version"} == {
        name for name in _list_loaded("import sayso") if name.split(".")[0] == "sayso"
    }
    assert "sayso.analyse" not in _list_loaded("from sayso import Article, read_articles, read_reading")


def test_every_public_name_is_there() -> None:
    """Each public name can be had and is listed; others raise as they should."""
    assert all(getattr(sayso, name).__name__ == name for name in sayso.__all__ if name != "Input")  # a union
    assert set(sayso.__all__) <= set(dir(sayso))
    assert not hasattr(sayso, "analyze")


def test_the_commands_help_loads_no_library_of_the_readers() -> None:
    """Neither the model's libraries, nor those of pages, feeds and documents, nor rich are loaded for --help."""
    heavy = {
        "numpy",
        "onnxruntime",
        "tokenizers",
        "lxml",
        "trafilatura",
        "feedparser",
        "pypdf",
        "rich",
        "xlsxwriter",
        "jinja2",
        "email",
        "sqlite3",
    }

    commands = "check", "export", "read", "watch"
    loaded = _list_loaded(
        "from sayso.cli import main; [main.get_command(None, name) for name in main.list_commands(None)]"
    )

    assert not heavy & loaded
    assert {f"sayso.cli.{name}" for name in commands} <= loaded


@dataclass(frozen=True)
class ExampleRun:
    """What `sayso read` did with the example article, in a home with nothing in it."""

    stdout: str
    stderr: str
    loaded: frozenset[str]
    asked: list[str]
    home: Path


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> ExampleRun:
    """The command as a user starts it, with the shipped model; it is watched from within."""
    home, report = tmp_path_factory.mktemp("home"), tmp_path_factory.mktemp("report") / "report.json"
    program = f"""
import json, runpy, sys
asked = []
sys.addaudithook(lambda event, args: asked.append(event) if event.startswith("socket.") else None)
sys.argv = ["sayso", "read", {str(EXAMPLE)!r}, "--format", "jsonl"]
try:
    runpy.run_module("sayso", run_name="__main__", alter_sys=True)
finally:
    with open({str(report)!r}, "w") as file:
        json.dump([asked, [*sys.modules]], file)
"""
    environment = {**os.environ, "HOME": str(home), "XDG_CACHE_HOME": str(home / "cache")}
    environment.pop("ORT_DISABLE_TELEMETRY", None)
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment, check=True, capture_output=True, encoding="utf-8", timeout=300
    )
    asked, loaded = json.loads(report.read_text(encoding="utf-8"))
    return ExampleRun(done.stdout, done.stderr, frozenset(loaded), asked, home)


def test_the_example_is_read_with_the_shipped_model(example: ExampleRun) -> None:
    """The harbour chief's words are hers, to the character."""
    reading = read_reading(example.stdout)
    assert isinstance(reading.article, Article)
    text = reading.article.text
    who_by_content = {
        statement.content[0].of(text): " ".join(span.of(text) for span in statement.source)
        for statement in reading.statements
    }

    assert "Ilse Marrowby" in who_by_content["“We were warned twice, and twice we wrote it down,”"]


def test_reading_a_text_loads_no_other_command_and_no_reader_of_feeds(example: ExampleRun) -> None:
    """For `sayso read` of a text, nothing of the other commands, feeds, web archives and pages is loaded."""
    others = (
        "sayso.cli.check",
        "sayso.cli.watch",
        "sayso.read.feeds",
        "sayso.read.warc",
        "sayso.read.html",
        "sayso.check",
    )

    assert "sayso.analyse" in example.loaded
    assert not example.loaded.intersection(others)


def test_reading_leaves_nothing_at_home_and_asks_for_no_address(example: ExampleRun) -> None:
    """No library that sayso loads keeps an id of the machine, a cache or a queue of what it would send."""
    assert [] == example.asked
    assert "sayso: 1 article read, 23 statements\n" == example.stderr
    assert [] == list(example.home.rglob("*"))
