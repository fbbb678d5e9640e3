"""What tests share: articles with marks in place, read into texts and spans; and the model, loaded once.

    [S Anna Roth] [C said]: [Q “we won”].            one statement: source, cue, content
    [Q1 “We won,”] [S1 she] [C1 said], and [S2 …     several, numbered
    [Q1 “My aunt [C2 told] me [Q2 to swim],”] …      one within another

A span may be marked for two statements by marks in marks. Other square brackets are part of the text.
"""

from __future__ import annotations

import gc
import os
import re
import shutil
import signal
import sqlite3
import sys
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from _pytest.doctest import DoctestModule
from hypothesis import settings
from hypothesis.internal.conjecture import providers

from sayso.text import Span

from .processes import fork_instead

if TYPE_CHECKING:
    # Tests alone load it: of several processes, the one that gathers what they report needs none of it.
    from sayso.analyse import Analyser

    from .browser import Browser

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib  # type: ignore[import-not-found,unused-ignore]

# Tests start Python some hundred times: what it compiles is kept, also where the environment switches that off.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# Where there is room, files of tests lie in memory: a collection that is made waits for the disk some thirty times.
MEMORY, ROOM = Path("/dev/shm"), 2_000_000_000  # noqa: S108  (pytest makes a folder there that is its user's alone)
if os.access(MEMORY, os.W_OK | os.X_OK) and shutil.disk_usage(MEMORY).free > ROOM:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))

# A busy machine is no fault of the code. For a longer run, at night: pytest --hypothesis-profile night
settings.register_profile("sayso", deadline=None, max_examples=25)
settings.register_profile("night", deadline=None, max_examples=2_000)
settings.load_profile("sayso")

# A shell starts what runs in the background with Ctrl-C ignored, and what is started from there would ignore it too.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

MAX_CPU_SECONDS = 120
CASES = Path(__file__).parent / "cases"
_BRACKET = re.compile(r"\[(?:([SCQ])(\d*) )?|\]")


def pytest_xdist_auto_num_workers() -> int:
    """Return how many processes `-n auto` starts: two more than there are cores, since many tests wait for one."""
    return (os.cpu_count() or 1) + 2


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    """Fork the processes of `-n`."""
    fork_instead(config)


@dataclass(slots=True)
class Marks:
    """The spans of one statement, as they are marked in an article."""

    source: list[Span] = field(default_factory=list)
    cue: list[Span] = field(default_factory=list)
    content: list[Span] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class MarkedArticle:
    """An article that was written with marks in place: its text without them, and its statements in reading order."""

    text: str
    statements: tuple[Marks, ...]

    @property
    def within(self) -> list[int | None]:
        """Return for each statement the number, from 0, of the smallest one whose content holds its own."""
        return [self._find_holder(n) for n in range(len(self.statements))]

    def _find_holder(self, n: int) -> int | None:
        own = self.statements[n].content[0]
        sizes = {
            span.end - span.start: m
            for m, other in enumerate(self.statements)
            for span in other.content
            if m != n and span.holds(own)
        }
        return sizes[min(sizes)] if sizes else None


@pytest.fixture(autouse=True)
def limit_cpu(request: pytest.FixtureRequest) -> Iterator[None]:
    """End a test that takes too much processor time, by default two minutes; how busy the machine is does not matter.

    Tests of what must not grow with the square of a text take so much of it that such growth would take minutes, and
    have a limit of their own that is ten times what they need: `@pytest.mark.cpu_limit(seconds)`.
    """
    mark = request.node.get_closest_marker("cpu_limit")
    seconds = mark.args[0] if mark else MAX_CPU_SECONDS
    if not hasattr(signal, "setitimer"):
        yield
        return

    def stop(*_: object) -> None:
        pytest.fail(f"took more than {seconds} seconds of processor time")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    yield
    signal.setitimer(signal.ITIMER_PROF, 0)
    signal.signal(signal.SIGPROF, before)


ReadMarks = Callable[[str], MarkedArticle]


def _read_marks(marked: str) -> MarkedArticle:
    """Return the article without its marks, and the spans that they marked."""
    text = ""
    open_marks: list[tuple[str, str, int] | None] = []
    statements: dict[str, Marks] = {}
    last = 0
    for found in _BRACKET.finditer(marked):
        text += marked[last : found.start()]
        last = found.end()
        if found.group().startswith("["):
            open_marks.append((found[1], found[2], len(text)) if found[1] else None)
            text += "" if found[1] else found.group()
            continue
        opened = open_marks.pop()
        if opened is None:
            text += "]"
            continue
        role, number, start = opened
        statement = statements.setdefault(number, Marks())
        {"S": statement.source, "C": statement.cue, "Q": statement.content}[role].append(Span(start, len(text)))
    text += marked[last:]
    for statement in statements.values():
        statement.content.sort()
    return MarkedArticle(
        text, tuple(sorted(statements.values(), key=lambda s: (s.content[0].start, -s.content[0].end)))
    )


@pytest.fixture(scope="session")
def read_marks() -> ReadMarks:
    """The reader of articles with marks in place."""
    return _read_marks


@pytest.fixture(scope="session", autouse=True)
def load_model_once() -> Iterator[None]:
    """Give each analyser of a test the model that was loaded for the first one, since loading takes its time."""
    from sayso.analyse.tagger import Tagger

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sayso.analyse.Tagger", cache(Tagger))
        yield


@cache
def _make_empty_tables() -> sqlite3.Connection:
    """A database in memory with the tables of an empty collection."""
    from sayso.store.migrations import create_tables

    made = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    create_tables(made)
    return made


def _copy_tables(connection: sqlite3.Connection) -> None:
    """Give an empty file the tables of a collection."""
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    _make_empty_tables().backup(connection)
    connection.execute(f"PRAGMA application_id = {application}")


@pytest.fixture(scope="session", autouse=True)
def make_tables_once() -> Iterator[None]:
    """Copy the tables that were made for the first collection into each other one, since making them takes its time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sayso.store.connect.create_tables", _copy_tables)
        yield


@pytest.fixture(scope="session")
def analyser() -> Analyser:
    """The shipped model."""
    from sayso.analyse import Analyser

    return Analyser()


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Chromium, opened once; where there is none, the report says so."""
    from .browser import find_browser, open_browser

    path = find_browser()
    if path is None:
        pytest.skip("no Chromium was found, so no page was loaded; install it, or name it in the variable CHROMIUM")
    with open_browser(path, tmp_path_factory.mktemp("profile")) as opened:
        yield opened


def load_cases() -> list[dict[str, Any]]:
    """Return the articles of cases/articles.toml."""
    cases: list[dict[str, Any]] = tomllib.loads((CASES / "articles.toml").read_text(encoding="utf-8"))["case"]
    return cases


@pytest.fixture(scope="session")
def articles() -> list[dict[str, Any]]:
    """All articles of the table."""
    return load_cases()


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Do two things less, which took a fifth of the time.

    What is loaded by now is left out of every later garbage collection. And Hypothesis parses no module of the project
    for constants to draw, which takes each process 4 seconds in a new clone; at night it does.
    """
    if settings.get_current_profile_name() == "sayso" and hasattr(providers, "_get_local_constants"):
        providers._get_local_constants = lambda: providers._local_constants
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.set_threshold(50_000, 20, 20)
        gc.enable()


@pytest.hookimpl(wrapper=True)
def pytest_collect_file(file_path: Path) -> Generator[None, list[pytest.Collector], list[pytest.Collector]]:
    """Look for examples in docstrings in the package alone: tests have none, and each docstring takes its time."""
    return [it for it in (yield) if not isinstance(it, DoctestModule)]


# The files whose tests take longest, which begin first: at the end one process would wait for the other. One process
# runs those of a row, and it alone starts a server of quick runs (tests/quick.py), or the browser.
LONG = (
    ("cli", "kills", "watch", "cli_outputs", "cli_collect", "collection", "store", "messages"),
    ("page_attacks", "serve_browser"),
    *(("analyse",), ("stored_readings",), ("fetch",), ("limits",), ("report",), ("store_trace",), ("fuzz_read",)),
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put long tests first, and together those that one process runs."""
    rows = {f"test_{name}.py": number for number, names in enumerate(LONG) for name in names}
    items.sort(key=lambda item: rows.get(item.path.name, len(LONG)))
    for item in items:
        if item.path.name in rows:
            item.add_marker(pytest.mark.xdist_group(LONG[rows[item.path.name]][0]))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give a test that asks for `article_case` or `easy_case` each article, or each easy one, in turn."""
    for name in ("article_case", "easy_case"):
        if name in metafunc.fixturenames:
            cases = [case for case in load_cases() if name == "article_case" or case.get("easy")]
            metafunc.parametrize(name, cases, ids=[case["fact"] for case in cases])
