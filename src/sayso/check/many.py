"""Many articles held against the same sources, on several processors."""

from __future__ import annotations

import gc
import os
import signal
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from itertools import chain, islice
from multiprocessing import get_context, parent_process
from threading import Thread

from sayso.check.asked import Asked, ask_reading
from sayso.check.checker import Checker, answer
from sayso.check.sources import Sources
from sayso.given import check_given, list_given
from sayso.match import Checked
from sayso.reading import Reading

__all__ = ["check_readings"]

# So many articles are done before another process has started.
_FEWEST = 24
# So many are sent at once.
_BATCH = 8
# So many batches are sent ahead to each process, and so many more may wait for one that takes long.
_AHEAD, _MOST_WAITING = 2, 16
_Batch = list[list[Asked]]
_Rows = list[list[Checked]]


def check_readings(
    readings: Iterable[Reading] | Reading, sources: Sources, *, speaker: str | None = None, workers: int = 1
) -> Iterator[tuple[Reading, list[Checked]]]:
    """Yield each article with its quotations held against the sources, in the order given.

    Args:
        readings: The articles as they were read.
        sources: Where the words should come from.
        speaker: Check only what the articles give to this speaker.
        workers: Processes, this one among them. Others are started after 24 articles, each with its own copy of the
            sources. A script that asks for them must have its calls under `if __name__ == "__main__"`, as
            multiprocessing has it.
    """
    check_given("workers", workers, int, "a whole number of processes")
    checker = Checker(sources)
    left = list_given("a reading", readings, Reading, "Readings, as from Analyser.analyse")
    for reading in left if workers < 2 else islice(left, _FEWEST):
        yield reading, list(checker.check_reading(reading, speaker=speaker))
    for following in left:
        yield from _check_at_once(chain([following], left), checker, speaker, workers)


def _check_at_once(
    readings: Iterator[Reading], checker: Checker, speaker: str | None, workers: int
) -> Iterator[tuple[Reading, list[Checked]]]:
    """Yield the same, with the other processes kept busy, and this one at work when they are."""
    pool = _open_pool(checker.sources, workers - 1)
    waiting: deque[tuple[list[Reading], _Batch, Future[_Rows]]] = deque()
    try:
        while batch := list(islice(readings, _BATCH)):
            asked = [list(ask_reading(reading, speaker, checker.own_texts)) for reading in batch]
            busy = sum(not future.done() for _, _, future in waiting)
            future = _send(pool, asked) if busy < _AHEAD * (workers - 1) else None
            waiting.append((batch, asked, future or _answer_here(asked, checker)))
            while waiting and (waiting[0][2].done() or len(waiting) > _MOST_WAITING * workers):
                yield from _collect(*waiting.popleft(), checker)
        while waiting:
            yield from _collect(*waiting.popleft(), checker)
    finally:
        if pool is not None:
            pool.shutdown(cancel_futures=True)


def _collect(
    batch: Sequence[Reading], asked: _Batch, future: Future[_Rows], checker: Checker
) -> Iterator[tuple[Reading, list[Checked]]]:
    try:
        rows = future.result()
    except (BrokenExecutor, OSError):
        # A process was ended from outside, mostly for want of memory: the answer is the same here.
        rows = _answer(asked, checker)
    yield from zip(batch, rows, strict=True)


def _answer_here(asked: _Batch, checker: Checker) -> Future[_Rows]:
    future: Future[_Rows] = Future()
    future.set_result(_answer(asked, checker))
    return future


def _open_pool(sources: Sources, workers: int) -> Executor | None:
    """Processes that hold the sources; None where the system has none to give."""
    try:
        # Not forked: the model's threads may run already.
        return ProcessPoolExecutor(workers, get_context("spawn"), _take_sources, (sources,))
    except (ImportError, NotImplementedError, OSError):
        return None


def _send(pool: Executor | None, asked: _Batch) -> Future[_Rows] | None:
    try:
        return pool.submit(_answer_there, asked) if pool else None
    except (BrokenExecutor, OSError):
        return None


_OWN: list[Checker] = []


def _take_sources(sources: Sources) -> None:
    """Make a process ready."""
    # A stop from the keyboard reaches all processes; the first one ends the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()
    _OWN[:] = [Checker(sources)]
    # The sources stay until the end; to look through them for garbage again and again takes time.
    gc.freeze()


def _end_with_parent() -> None:
    """End this process when the one that started it has ended, by whatever: nobody would ask it anything more."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _answer_there(asked: _Batch) -> _Rows:
    return _answer(asked, _OWN[0])


def _answer(asked: _Batch, checker: Checker) -> _Rows:
    return [answer(checker, one) for one in asked]
