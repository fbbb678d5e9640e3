"""The calls that command and library share: read, analyse, count, and go on after a fault or a stop.

Only this module and `read/door.py` catch every exception; a fault in one article becomes a notice.
"""

from __future__ import annotations

import os
import queue
import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice
from typing import Protocol

from sayso.article import Article, Unread
from sayso.errors import ModelError, Notice
from sayso.read import Input, make_unique, read_records
from sayso.reading import Reading, Stamp
from sayso.settings import ReadSettings

__all__ = [
    "WORKER",
    "Analyses",
    "Fetch",
    "Known",
    "Totals",
    "analyse_all",
    "count_workers",
    "make_stamp",
    "read_all",
    "refuse_long",
]

# More threads than this gain little, since reading the input and writing the output share one thread.
_MAX_WORKERS = 4
WORKER = "sayso worker"
"""The name of the threads that analyse."""
# A stopped run waits at most this long for the articles that are being analysed.
_STOP_S = 1.0

Fetch = Callable[[str], "Iterator[Article | Unread] | None"]


class Analyses(Protocol):
    """Analyses articles: `sayso.analyse.Analyser`, or anything like it. It is called from several threads."""

    @property
    def stamp(self) -> Stamp:
        """The stamp that the readings get."""
        ...

    def analyse(self, article: Article) -> Reading:
        """The article's reading."""
        ...


class Known(Protocol):
    """The articles that were read before: `sayso.finished.Finished`, or those of a collection."""

    def add(self, article: Article | Unread) -> None:
        """Note that the article is being read."""
        ...

    def holds(self, article: Article | Unread) -> bool:
        """Whether the article, with this text, was read before."""
        ...

    def holds_other_text(self, article: Article | Unread) -> bool:
        """Whether the article was read with another text."""
        ...


@dataclass(slots=True)
class Totals:
    """The counts of a run; they grow during the run.

    Attributes:
        read: Articles that were read and analysed in this run.
        unread: Articles that could not be read.
        noticed: Articles with notices, the unread among them.
        skipped: Articles that were not analysed again, since the output already holds their reading.
        statements: Statements found.
        passed_over: Files of folders that were passed over, since their names or contents are not those of articles.
        changed: Ids of articles whose earlier reading is of another text; they were read again.
    """

    read: int = 0
    unread: int = 0
    noticed: int = 0
    skipped: int = 0
    statements: int = 0
    passed_over: int = 0
    changed: list[str] = field(default_factory=list)

    def count(self, reading: Reading) -> None:
        """Count one more reading."""
        is_unread = isinstance(reading.article, Unread)
        if isinstance(reading.article, Unread) and reading.article.passed_over:
            self.passed_over += reading.article.passed_over
            return
        self.unread += is_unread
        self.read += not is_unread
        self.noticed += bool(reading.notices)
        self.statements += len(reading.statements)

    def skip(self, article: Article | Unread) -> None:
        """Count one more article whose reading exists already; one that cannot be read is counted as such."""
        is_unread = isinstance(article, Unread)
        if isinstance(article, Unread) and article.passed_over:
            self.passed_over += article.passed_over
            return
        self.unread += is_unread
        self.skipped += not is_unread
        self.noticed += is_unread


def read_all(
    inputs: Iterable[Input],
    *,
    analyser: Analyses,
    settings: ReadSettings | None = None,
    workers: int = 1,
    finished: Known | None = None,
    totals: Totals | None = None,
    progress: Callable[[Totals], None] | None = None,
    fetch: Fetch | None = None,
    on_bytes: Callable[[int], None] | None = None,
) -> Generator[Reading, None, None]:
    """Yield the reading of each article of the inputs, in order, as soon as it is ready.

    At most a few articles for each worker are held at once. A fault in one article becomes a notice.

    Args:
        inputs: Files, folders, "-" for stdin, and streams opened in binary mode.
        analyser: Finds the statements; see `sayso.analyse.Analyser`.
        settings: How inputs become articles.
        workers: The number of threads that analyse; it does not change the readings.
        finished: The articles that were read before, as from `find_finished`; they are counted but not yielded.
        totals: Counts to continue; they are up to date whenever a reading is yielded.
        progress: Called with the totals after each article.
        fetch: Returns the articles of an input that is an address, None for others; without it nothing is fetched.
        on_bytes: Called with the number of bytes whenever some of a file are read.
    """
    totals = Totals() if totals is None else totals
    settings = settings or ReadSettings()
    read = partial(read_records, settings=settings, on_bytes=on_bytes)
    articles = read(inputs) if fetch is None else _read_or_fetch(inputs, read, fetch)
    short = refuse_long(articles, settings.max_chars)
    stamp = make_stamp(analyser, settings)
    waiting = _leave_out_finished(short, finished, totals)
    for analysed in analyse_all(waiting, analyser=analyser, workers=workers):
        reading = analysed if stamp == analysed.stamp else replace(analysed, stamp=stamp)
        totals.count(reading)
        yield reading
        if progress is not None:
            progress(totals)


def make_stamp(analyser: Analyses, settings: ReadSettings) -> Stamp:
    """What makes the readings of a run: that of the analyser, with the choices of how inputs are read."""
    choices = {**settings.choices, **dict(analyser.stamp.choices)}
    return replace(analyser.stamp, choices=tuple(sorted(choices.items())))


def _read_or_fetch(
    inputs: Iterable[Input], read: Callable[[list[Input]], Iterator[Article | Unread]], fetch: Fetch
) -> Iterator[Article | Unread]:
    """Yield the articles of each input, with ids that are unique in the run; addresses are fetched."""
    seen: dict[str, int] = {}
    for given in inputs:
        fetched = fetch(given) if isinstance(given, str) else None
        records = read([given]) if fetched is None else fetched
        for record in records:
            yield make_unique(record, seen)


def refuse_long(articles: Iterable[Article | Unread], max_chars: int) -> Iterator[Article | Unread]:
    """Yield the articles, with an `Unread` for each whose text is too long to be analysed."""
    for article in articles:
        if isinstance(article, Unread) or len(article.text) <= max_chars:
            yield article
        else:
            reason = (
                f"{article.id} has {len(article.text):,} characters, and at most {max_chars:,} are read as one article"
            )
            remedy = "split it, or read it in Python with a higher max_chars"
            yield Unread(article.id, (*article.notices, Notice("read", f"{reason}; {remedy}.")))


def analyse_all(
    articles: Iterable[Article | Unread], *, analyser: Analyses, workers: int = 1
) -> Generator[Reading, None, None]:
    """Yield the reading of each article, in order; at most two articles for each worker are held at once."""
    if workers <= 1:
        for article in articles:
            yield _analyse_one(article, analyser)
        return
    tasks: queue.SimpleQueue[_Task | None] = queue.SimpleQueue()
    # Daemon threads, so that a stopped run does not wait for a long article.
    threads = [threading.Thread(target=_work, args=(tasks, analyser), name=WORKER, daemon=True) for _ in range(workers)]
    for thread in threads:
        thread.start()
    try:
        yield from _in_order(iter(articles), tasks, held=2 * workers)
    finally:
        _stop(threads, tasks)


def count_workers() -> int:
    """The default number of threads: the cores that the process may use, at most 4."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(cores, _MAX_WORKERS)


def _leave_out_finished(
    articles: Iterable[Article | Unread], finished: Known | None, totals: Totals
) -> Iterator[Article | Unread]:
    for article in articles:
        # Skipped if there are none, since a fingerprint costs as much as reading the text once more.
        if finished is None:
            yield article
        elif finished.holds(article):
            totals.skip(article)
        else:
            if finished.holds_other_text(article):
                totals.changed.append(article.id)
            finished.add(article)
            yield article


def _analyse_one(article: Article | Unread, analyser: Analyses) -> Reading:
    """Analyse one article; the notices of reading it come before those of analysing it."""
    if isinstance(article, Unread):
        return Reading(article, (), article.notices, analyser.stamp)
    try:
        reading = analyser.analyse(article)
    except ModelError:
        # If the model does not work, this article is not the cause.
        raise
    except Exception as err:  # noqa: BLE001  any fault in one article must not end the run
        reason = f"there are no statements: {type(err).__name__}: {err}; please report it with the article"
        return Reading(article, (), (*article.notices, Notice("analyse", reason)), analyser.stamp)
    added = tuple(notice for notice in reading.notices if notice not in article.notices)
    return replace(reading, notices=article.notices + added)


class _Task:
    """One article that a worker analyses."""

    __slots__ = ("article", "done", "fault", "reading")

    def __init__(self, article: Article | Unread) -> None:
        self.article = article
        self.done = threading.Event()
        self.reading: Reading | None = None
        self.fault: BaseException | None = None

    def wait(self) -> Reading:
        """Wait for the reading and return it; raises what the worker could not handle."""
        self.done.wait()
        if self.reading is None:
            raise self.fault or RuntimeError("a worker ended without a reading")
        return self.reading


def _work(tasks: queue.SimpleQueue[_Task | None], analyser: Analyses) -> None:
    while (task := tasks.get()) is not None:
        try:
            task.reading = _analyse_one(task.article, analyser)
        except BaseException as fault:  # noqa: BLE001  raised again in the thread that waits
            task.fault = fault
        task.done.set()


def _stop(threads: list[threading.Thread], tasks: queue.SimpleQueue[_Task | None]) -> None:
    """Remove the tasks that no worker has begun, and give the workers a moment to end."""
    with suppress(queue.Empty):
        while True:
            tasks.get_nowait()
    for _ in threads:
        tasks.put(None)
    deadline = time.monotonic() + _STOP_S
    for thread in threads:
        thread.join(max(0.0, deadline - time.monotonic()))


def _in_order(
    articles: Iterator[Article | Unread], tasks: queue.SimpleQueue[_Task | None], *, held: int
) -> Iterator[Reading]:
    """Yield readings in the articles' order; a further article is taken only when an earlier reading was yielded."""
    waiting: deque[_Task] = deque()
    for article in islice(articles, held):
        waiting.append(_Task(article))
        tasks.put(waiting[-1])
    while waiting:
        reading = waiting.popleft().wait()
        for article in islice(articles, 1):
            waiting.append(_Task(article))
            tasks.put(waiting[-1])
        yield reading
