"""Fetch many addresses at the same time, but never two of one host."""

from __future__ import annotations

import queue
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable
from typing import Generic, TypeVar

__all__ = ["fetch_spread"]

Job = TypeVar("Job")
Got = TypeVar("Got")


def fetch_spread(
    jobs: Iterable[Job], get: Callable[[Job], Got], *, host: Callable[[Job], str], workers: int
) -> Generator[tuple[Job, Got], None, None]:
    """Yield each job with its result as soon as it is done; the jobs of one host are done in order.

    At most `workers` results are held at once.

    >>> sorted(fetch_spread([3, 1, 2], lambda job: job * 10, host=str, workers=2))
    [(1, 10), (2, 20), (3, 30)]
    """
    line = _Line(jobs, host)
    tasks: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
    results: queue.SimpleQueue[tuple[Job, Got | BaseException]] = queue.SimpleQueue()
    running = 0
    # Daemon threads, so that a stopped run does not wait for a slow server.
    for _ in range(workers):
        threading.Thread(target=_work, args=(tasks, results, get), daemon=True).start()
    try:
        while line.has_ready or running:
            while line.has_ready and running < workers:
                tasks.put(line.take())
                running += 1
            job, got = results.get()
            running -= 1
            line.release(job)
            if isinstance(got, BaseException):
                raise got
            yield job, got
    finally:
        for _ in range(workers):
            tasks.put(None)


def _work(
    tasks: queue.SimpleQueue[Job | None],
    results: queue.SimpleQueue[tuple[Job, Got | BaseException]],
    get: Callable[[Job], Got],
) -> None:
    while (job := tasks.get()) is not None:
        results.put((job, _get_or_catch(get, job)))


def _get_or_catch(get: Callable[[Job], Got], job: Job) -> Got | BaseException:
    try:
        return get(job)
    except BaseException as fault:  # noqa: BLE001  raised again in the thread that waits
        return fault


class _Line(Generic[Job]):
    """The waiting jobs by host; a host is not ready while one of its jobs is being done."""

    def __init__(self, jobs: Iterable[Job], host: Callable[[Job], str]) -> None:
        self._host = host
        self._waiting: dict[str, deque[Job]] = {}
        for job in jobs:
            self._waiting.setdefault(host(job), deque()).append(job)
        self._ready = deque(self._waiting)

    @property
    def has_ready(self) -> bool:
        """Whether a job can be taken now."""
        return bool(self._ready)

    def take(self) -> Job:
        """Take the next job of the host that has waited longest."""
        return self._waiting[self._ready.popleft()].popleft()

    def release(self, job: Job) -> None:
        """Make the job's host ready again, if it has more."""
        host = self._host(job)
        if self._waiting[host]:
            self._ready.append(host)
