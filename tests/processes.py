"""Several processes for one run of the tests, forked when all tests are collected: `pytest -n auto` on Linux.

pytest-xdist starts Python in each process, where all modules are loaded and all tests collected again, and sends
each result in pieces through a protocol of its own: a fifth of the processor time of a run, and a third in a new clone.
Here its option `-n` stays, and what it would do is done by processes that begin with all that is loaded. Elsewhere than
on Linux, where a process that has loaded such libraries can't be trusted to fork, xdist does it.
"""

from __future__ import annotations

import io
import multiprocessing
import os
import struct
import sys
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from mmap import mmap
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any

import pytest
from _pytest.config import create_terminal_writer

__all__ = ["fork_instead"]

TICKET = struct.Struct("H")


def fork_instead(config: pytest.Config) -> None:
    """Put the processes of this file in the place of those of pytest-xdist, if it is to start any."""
    if sys.platform == "linux" and config.pluginmanager.has_plugin("dsession"):
        config.pluginmanager.unregister(name="dsession")
        config.pluginmanager.register(ForkedRun(config.getoption("numprocesses") or 1), "forked run")


class ForkedRun:
    """Runs the collected tests, a file at a time, in so many processes."""

    def __init__(self, count: int) -> None:
        self._count = count

    def pytest_report_collectionfinish(self) -> str:
        """How many processes there are."""
        return f"{self._count} processes"

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool | None:
        """Run all tests, and report what the processes report."""
        if session.testsfailed or session.config.option.collectonly:
            return None  # pytest says what is wrong, or that there is nothing to do
        units = [[*items] for _, items in groupby(session.items, key=_find_unit)]
        queue = Queue(len(units))
        # Made here, so that one folder has those of all processes.
        session.config._tmp_path_factory.getbasetemp()  # type: ignore[attr-defined]
        workers = [self._start(session, units, queue, number) for number in range(self._count)]
        try:
            _gather(session, workers, queue)
        finally:
            queue.stop()
            for worker in workers:
                worker.process.join()
        if session.shouldfail:
            raise session.Failed(session.shouldfail)
        if session.shouldstop:
            raise session.Interrupted(session.shouldstop)
        return True

    def _start(self, session: pytest.Session, units: list[list[pytest.Item]], queue: Queue, number: int) -> Worker:
        ours, its = multiprocessing.Pipe(duplex=False)
        context = multiprocessing.get_context("fork")
        process = context.Process(target=_work, args=(session, units, queue, its, number))
        with warnings.catch_warnings():
            # Libraries that have threads by now, such as numpy, are prepared for a fork.
            warnings.simplefilter("ignore", DeprecationWarning)
            process.start()
        its.close()
        return Worker(process, ours)


@dataclass
class Worker:
    """A process, what it reports, and the test that it runs."""

    process: BaseProcess
    reports: Connection
    running: tuple[str, Any] | None = field(default=None)


class Queue:
    """Numbers from 0, each of which one of several processes gets, in order; none any more when they are to stop."""

    def __init__(self, count: int) -> None:
        self._tickets, its = os.pipe()
        os.write(its, b"".join(map(TICKET.pack, range(count))))
        os.close(its)
        self._stopped = mmap(-1, 1)

    def take(self) -> int | None:
        """The next number."""
        ticket = b"" if self.is_stopped else os.read(self._tickets, TICKET.size)
        return TICKET.unpack(ticket)[0] if ticket else None

    @property
    def is_stopped(self) -> bool:
        """Whether nothing more is to begin."""
        return self._stopped[0] == 1

    def stop(self) -> None:
        """Let nothing more begin."""
        self._stopped[0] = 1


# ---- in the first process


def _find_unit(item: pytest.Item) -> object:
    """What runs in one process: the tests of a file, or of all files with one `pytest.mark.xdist_group`."""
    mark = item.get_closest_marker("xdist_group")
    return mark.args[0] if mark else item.path


def _gather(session: pytest.Session, workers: list[Worker], queue: Queue) -> None:
    """Hand on what the processes report, until all have ended."""
    reporting = {worker.reports: worker for worker in workers}
    while reporting:
        for ready in wait([*reporting]):
            worker = reporting[ready]  # type: ignore[index]
            try:
                _hand_on(session, worker, worker.reports.recv())
            except EOFError:
                del reporting[worker.reports]
                worker.process.join()
                if worker.process.exitcode or worker.running:
                    _hand_on(session, worker, [_describe_end(session, worker)])
        if session.shouldfail or session.shouldstop:
            queue.stop()


def _hand_on(session: pytest.Session, worker: Worker, message: tuple[str, Any] | list[dict[str, Any]]) -> None:
    """A test begins: its name and place; or it has ended: its reports."""
    hook = session.config.hook
    if isinstance(message, tuple):
        worker.running = message
        return
    nodeid, location = worker.running or ("a process of the tests", ("", None, ""))
    hook.pytest_runtest_logstart(nodeid=nodeid, location=location)
    for data in message:
        report = hook.pytest_report_from_serializable(config=session.config, data=data)
        hook.pytest_runtest_logreport(report=report)
    hook.pytest_runtest_logfinish(nodeid=nodeid, location=location)
    worker.running = None


def _describe_end(session: pytest.Session, worker: Worker) -> dict[str, Any]:
    """The report of a process that has ended otherwise than it should."""
    nodeid, location = worker.running or ("a process of the tests", ("", None, ""))
    reason = f"the process ended with exit code {worker.process.exitcode}; tests that it was to run next were not run"
    report = pytest.TestReport(nodeid, location, {}, "failed", reason, "call")
    data: dict[str, Any] = session.config.hook.pytest_report_to_serializable(config=session.config, report=report)
    return data


# ---- in each of the others


class Sender:
    """Sends what is reported of each test, together, when it has ended."""

    def __init__(self, config: pytest.Config, reports: Connection) -> None:
        self._config = config
        self._to = reports
        self._gathered: list[dict[str, Any]] = []

    def pytest_runtest_logstart(self, nodeid: str, location: tuple[str, int | None, str]) -> None:
        """A test begins."""
        self._to.send((nodeid, location))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """A part of it is done."""
        self._gathered.append(self._config.hook.pytest_report_to_serializable(config=self._config, report=report))

    def pytest_runtest_logfinish(self) -> None:
        """All of it is done."""
        self._to.send(self._gathered)
        self._gathered = []


class Silent:
    """Stands where the terminal's reporter stood, and writes nothing."""

    def __init__(self, config: pytest.Config) -> None:
        self._tw = create_terminal_writer(config, io.StringIO())


def _work(
    session: pytest.Session, units: list[list[pytest.Item]], queue: Queue, reports: Connection, number: int
) -> None:
    """Run units of the queue until it is empty."""
    config = session.config
    _make_own(config, number)
    config.pluginmanager.register(Sender(config, reports))
    try:
        for item, following in _pair(_list_items(units, queue)):
            config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if session.shouldfail or session.shouldstop:
                queue.stop()
        config.hook.pytest_sessionfinish(session=session, exitstatus=int(session.testsfailed > 0))
        config._ensure_unconfigure()
    except KeyboardInterrupt:
        queue.stop()


def _make_own(config: pytest.Config, number: int) -> None:
    """Give this process what it must not share: the folder for files, the streams that are caught, the terminal."""
    # By this, pytest's plugins know that another process writes what is written once.
    config.workerinput = {"workerid": f"gw{number}"}  # type: ignore[attr-defined]
    factory = config._tmp_path_factory  # type: ignore[attr-defined]
    factory._basetemp = factory.getbasetemp() / f"process{number}"
    factory._basetemp.mkdir()
    capture = config.pluginmanager.get_plugin("capturemanager")
    if capture:
        capture.stop_global_capturing()
        capture.start_global_capturing()
        capture.suspend_global_capture()
    config.pluginmanager.unregister(name="terminalreporter")
    config.pluginmanager.register(Silent(config), "terminalreporter")


def _list_items(units: list[list[pytest.Item]], queue: Queue) -> Iterator[pytest.Item]:
    """The tests of each unit that this process gets, which it takes when the one before has but one test left."""
    while (number := queue.take()) is not None:
        yield from units[number]


def _pair(items: Iterator[pytest.Item]) -> Iterator[tuple[pytest.Item, pytest.Item | None]]:
    """Each test, and the one that comes after it."""
    item = next(items, None)
    while item is not None:
        following = next(items, None)
        yield item, following
        item = following
