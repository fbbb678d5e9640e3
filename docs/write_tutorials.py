"""Run the tutorials, and write into them what their commands print.

python docs/write_tutorials.py            runs them, and writes
python docs/write_tutorials.py --check    exits with 1 if a command prints something else

Each tutorial runs in a folder of its own, without network:

- a block with a title is a file of that name; where the title is an address, it is what `sayso watch` gets there,
- a console block has commands, `$ sayso …`, each with what it prints; `; echo $?` prints its exit code too,
- a python block has lines of Python, `>>> …`, each with what it prints.
"""

from __future__ import annotations

import doctest
import os
import re
import shlex
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timezone
from functools import cache
from pathlib import Path
from typing import Any
from unittest import mock

from click.testing import CliRunner

from sayso import Analyser
from sayso.cli import main as sayso_command
from sayso.cli import watch
from sayso.fetch import Fetched, NotFetched, Why
from sayso.settings import AnalyseSettings

FOLDER = Path(__file__).resolve().parent / "tutorials"
BLOCK = re.compile(r'^```(?P<language>\w+)(?: title="(?P<title>[^"]+)")?\n(?P<text>.*?)^```$', re.MULTILINE | re.DOTALL)
ENVIRONMENT = {"COLUMNS": "80", "NO_COLOR": "1"}
NOW = datetime(2031, 3, 14, 12, tzinfo=timezone.utc)
SHOW_CODE = "; echo $?"
# Its last digits may differ between processors; such a difference makes no tutorial stale.
SCORE = re.compile(r"\b\d+\.\d+\b")
load_analyser = cache(Analyser)


class Pages:
    """The web of a tutorial: its titled blocks, by address."""

    def __init__(self) -> None:
        self.pages: dict[str, str] = {}

    def get(self, url: str, **_known: object) -> Fetched | NotFetched:
        """The page of an address, new each time."""
        page = self.pages.get(url)
        if page is None:
            return NotFetched(url, Why.STATUS, "answers 404 Not Found", 404)
        return Fetched(url, url, 200, (), page.encode(), NOW, "OK")

    def close(self) -> None:
        """Nothing is open."""


def run_tutorial(text: str) -> str:
    """The text of a tutorial, with what its commands print now."""
    pages = Pages()
    names: dict[str, object] = {}

    def run_block(block: re.Match[str]) -> str:
        title, body = block["title"], block["text"]
        if title and "://" in title:
            pages.pages[title] = body
        elif title:
            Path(title).parent.mkdir(parents=True, exist_ok=True)
            Path(title).write_text(body, encoding="utf-8")
        elif block["language"] == "console":
            return f"```console\n{''.join(run_commands(body))}```"
        elif block["language"] == "python":
            return f"```python\n{run_python(body, names)}```"
        return block[0]

    with open_folder(), mock.patch.object(watch, "open_fetcher", return_value=pages):
        return BLOCK.sub(run_block, text)


def run_commands(block: str) -> Iterator[str]:
    """Yield each command of a console block with what it prints."""
    for line in block.splitlines():
        if not line.startswith("$ "):
            continue
        words = shlex.split(line.removeprefix("$ ").removesuffix(SHOW_CODE))
        if words[0] != "sayso":
            raise ValueError(f"only sayso can be run in a tutorial: {line}")
        make_analyser: Callable[[AnalyseSettings], Analyser] = load_analyser
        done = CliRunner(env=ENVIRONMENT).invoke(sayso_command, words[1:], obj=make_analyser, prog_name="sayso")
        shows_code = line.endswith(SHOW_CODE)
        if done.exit_code and not shows_code:
            raise RuntimeError(f"{line}\nended with {done.exit_code}: {done.output}") from done.exception
        printed = [part.rstrip() for part in done.output.rstrip().splitlines()] + [str(done.exit_code)] * shows_code
        yield "".join(f"{part}\n" for part in (line, *printed))


class Writer(doctest.DocTestRunner):
    """Runs lines of Python, and keeps them with what they print."""

    def __init__(self) -> None:
        super().__init__(verbose=False)
        self.written: list[str] = []

    def keep(self, example: doctest.Example, got: str) -> None:
        """Keep an example with what it printed."""
        first, *others = example.source.splitlines()
        self.written += [f">>> {first}\n", *(f"... {line}\n" for line in others), got]

    def report_success(self, _out: Any, _test: doctest.DocTest, example: doctest.Example, got: str) -> None:  # noqa: ANN401
        """It printed what stands there."""
        self.keep(example, got)

    def report_failure(self, _out: Any, _test: doctest.DocTest, example: doctest.Example, got: str) -> None:  # noqa: ANN401
        """It printed something else."""
        self.keep(example, got)

    def report_unexpected_exception(
        self,
        _out: Any,  # noqa: ANN401
        _test: doctest.DocTest,
        example: doctest.Example,
        exc_info: Any,  # noqa: ANN401
    ) -> None:
        """It failed."""
        raise RuntimeError(f"{example.source} failed") from exc_info[1]


def run_python(block: str, names: dict[str, object]) -> str:
    """The lines of Python of a block with what they print. They see the names of the blocks before."""
    test = doctest.DocTestParser().get_doctest(block, names, "tutorial", None, 0)
    writer = Writer()
    writer.run(test, clear_globs=False)
    names.update(test.globs)
    return "".join(writer.written)


@contextmanager
def open_folder() -> Iterator[None]:
    """Work in a new folder, and take it away at the end."""
    before = Path.cwd()
    with tempfile.TemporaryDirectory(prefix="sayso-tutorial-") as folder:
        os.chdir(folder)
        try:
            yield
        finally:
            os.chdir(before)


def main(arguments: list[str]) -> int:
    """Run and write all tutorials, or with --check only report which are stale; the exit code."""
    code = 0
    for page in sorted(FOLDER.glob("*.md")):
        before = page.read_text("utf-8")
        after = run_tutorial(before)
        if arguments != ["--check"]:
            page.write_text(after, "utf-8")
        elif SCORE.sub("#", before) != SCORE.sub("#", after):
            print(f"docs/tutorials/{page.name} is stale; run: python docs/write_tutorials.py", file=sys.stderr)  # noqa: T201
            code = 1
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
