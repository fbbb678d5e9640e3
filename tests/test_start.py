"""What is loaded when: starting costs no more than it must."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import sayso

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


def test_reading_a_text_loads_no_other_command_and_no_reader_of_feeds() -> None:
    """For `sayso read` of a text, nothing of the other commands, feeds, web archives and pages is loaded."""
    program = f"""
import io, sys
from sayso.cli import main
sys.stdout, standard = io.StringIO(), sys.stdout
main(["read", {str(EXAMPLE)!r}], standalone_mode=False)
sys.stdout = standard
"""
    others = (
        "sayso.cli.check",
        "sayso.cli.watch",
        "sayso.read.feeds",
        "sayso.read.warc",
        "sayso.read.html",
        "sayso.check",
    )

    loaded = _list_loaded(program)

    assert "sayso.analyse" in loaded
    assert not loaded.intersection(others)


def test_reading_leaves_nothing_at_home_and_asks_for_no_address(tmp_path: Path) -> None:
    """No library that sayso loads keeps an id of the machine, a cache or a queue of what it would send."""
    program = """
import socket, sys
asked = []
sys.addaudithook(lambda event, args: asked.append(event) if event.startswith("socket.") else None)
from sayso import Analyser
from sayso.report.html import write_page
reading = Analyser().analyse("The lock is safe, Orla Vint said.")
print(len(reading.statements), asked)
"""
    home = {**os.environ, "HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    home.pop("ORT_DISABLE_TELEMETRY", None)

    done = subprocess.run(
        [sys.executable, "-c", program], env=home, check=True, capture_output=True, text=True, timeout=300
    )

    assert done.stdout == "1 []\n"
    assert done.stderr == ""
    assert list(tmp_path.rglob("*")) == []
