"""The process that reads for a worker of Spark; `Guard` starts it by `COMMAND`.

It loads the model when the first article comes, and keeps it. A file becomes its articles, an article its reading: a
line of JSON, and the rows of the tables.
"""

from __future__ import annotations

import os
import queue
import sys
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import IO, Any

from sayso.article import Article, Unread
from sayso.export.rows import SUMMARY, TABLES, lay_out
from sayso.jsonl import write_reading
from sayso.read import read_records
from sayso.read.door import watch_inputs
from sayso.reading import Reading
from sayso.settings import AnalyseSettings, ReadSettings
from sayso.spark.guard import read_frame, write_frame
from sayso.workflow import Analyses, analyse_all, make_stamp, refuse_long

__all__ = ["COMMAND", "READ_TABLES", "Laid", "Setup", "lay_out_reading", "main"]

# Not as `-m`: what it sends must not be of a module called `__main__`.
COMMAND = (sys.executable, "-c", "import sys; from sayso.spark.child import main; sys.exit(main())")
READ_TABLES = tuple(name for name in TABLES if name != SUMMARY)
"""The tables of an article; the summary is over all of them."""


@dataclass(frozen=True, slots=True)
class Setup:
    """How to read: the settings, and the model, None for the shipped one."""

    read: ReadSettings
    analyse: AnalyseSettings
    model: str | None


@dataclass(frozen=True, slots=True)
class Laid:
    """A reading as it is written: the article's id, the line of JSON, and the rows with their tables."""

    article: str
    line: str
    rows: Sequence[tuple[str, Sequence[Any]]]


def lay_out_reading(reading: Reading) -> Laid:
    """The reading as it is written."""
    return Laid(reading.article.id, write_reading(reading), list(lay_out([reading], READ_TABLES)))


class _Child:
    """Does the tasks one after the other."""

    def __init__(self, setup: Setup, output: IO[bytes]) -> None:
        self._setup, self._output = setup, output
        self._analyser: Analyses | None = None
        self._left_out: Sequence[str] = ()

    def do(self, given: tuple[str, Any], left_out: Sequence[str]) -> None:
        kind, value = given
        self._left_out = left_out
        for answer in self._read_file(value) if kind == "path" else self._read_article(value):
            write_frame(self._output, ("found", answer))
        write_frame(self._output, ("done", None))

    # ---- The witness of what is read

    def begin(self, name: str) -> bool:
        if name in self._left_out:
            return False
        write_frame(self._output, ("begin", name))
        return True

    def end(self) -> None:
        write_frame(self._output, ("end", None))

    # ---- The tasks

    def _read_file(self, path: str) -> Iterator[Article | Unread]:
        watch_inputs(self)
        try:
            yield from read_records([path], settings=self._setup.read)
        finally:
            watch_inputs(None)

    def _read_article(self, article: Article | Unread) -> Iterator[Laid]:
        if self._analyser is None:
            # Not before: whoever turns files into articles needs no model.
            from sayso.analyse import Analyser  # noqa: PLC0415

            self._analyser = Analyser(self._setup.analyse, model=self._setup.model)
        if self.begin(article.id):
            try:
                (reading,) = analyse_all(refuse_long([article], self._setup.read.max_chars), analyser=self._analyser)
                yield lay_out_reading(replace(reading, stamp=make_stamp(self._analyser, self._setup.read)))
            finally:
                self.end()


def _listen(tasks: queue.SimpleQueue[Any]) -> None:
    """Take frames as they come, so that the parent never waits with a task while this process waits with an answer."""
    try:
        while True:
            tasks.put(read_frame(sys.stdin.buffer))
    except (EOFError, OSError):
        tasks.put(None)


def main() -> int:
    """Do what the parent asks until it closes the pipe."""
    # Whatever a library prints must not stand among the answers.
    output = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)
    tasks: queue.SimpleQueue[Any] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(tasks,), daemon=True).start()
    setup = tasks.get()
    if setup is None:
        return 0
    child = _Child(setup, output)
    try:
        while (task := tasks.get()) is not None:
            child.do(*task)
    except BrokenPipeError:
        return 1
    return 0
