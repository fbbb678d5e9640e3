"""Limit the time and memory that one step may take on one input, and stop it when it takes more.

Libraries have no time limit of their own when they read a hostile page. So a second thread watches the clock and the
memory of the process, and raises an exception in the working thread, which CPython does at its next step. A single call
into C is not interrupted; its input is limited in size instead. Reasons and measurements: decisions/0011.
"""

from __future__ import annotations

import os
import resource
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from queue import SimpleQueue
from typing import TypeVar

from sayso.errors import LimitError

__all__ = ["measure_time", "restart_clock", "run_bounded"]

Result = TypeVar("Result")

# In that time memory can pass its limit by some 0.1 GB, since a process fills about 1 GB a second.
INTERVAL_S = 0.1
# Linux reports memory in pages and its peak in kilobytes; macOS only the peak, in bytes.
STATM = "/proc/self/statm"
HAS_STATM = os.path.exists(STATM)  # noqa: PTH110  (pathlib is not loaded otherwise)
# Linux measures the time that a thread works, so a busy machine changes nothing; other systems only have the clock.
find_clock = getattr(time, "pthread_getcpuclockid", lambda _thread: time.CLOCK_MONOTONIC)
PEAK_UNIT = 1 if sys.platform == "darwin" else 1_024


class _StopError(BaseException):
    """Raised from outside in the working thread; `except Exception` in a library does not catch it."""


class _Watch:
    """One watched call: its thread, its start, and why it was stopped."""

    __slots__ = ("begun", "ceiling", "clock", "max_memory", "max_seconds", "reason", "thread")

    def __init__(self, max_seconds: float, max_memory: int) -> None:
        self.thread = threading.get_ident()
        self.max_seconds, self.max_memory = max_seconds, max_memory
        self.clock: int = find_clock(self.thread)
        self.begun = time.clock_gettime(self.clock)
        self.ceiling = measure_memory() + max_memory
        self.reason = ""

    def check(self, memory: int) -> str:
        """Why the call must stop, "" if it may go on."""
        if time.clock_gettime(self.clock) - self.begun > self.max_seconds:
            return "it took more time than it may"
        if memory > self.ceiling:
            return "it took more memory than it may"
        return ""


# Both are written in C: in those that are written in Python, a stop can arrive when they are half taken.
_lock = threading.RLock()
_wake: SimpleQueue[None] = SimpleQueue()
# The watched calls of each thread, outer ones first.
_watches: dict[int, list[_Watch]] = {}
_watcher: threading.Thread | None = None


def run_bounded(function: Callable[[], Result], *, max_seconds: float, max_memory: int) -> Result:
    """Call the function and return its result. Calls may be nested; the innermost one that reaches a limit is stopped.

    Args:
        function: What to call.
        max_seconds: Longest time that its thread may work on it; `restart_clock` starts it anew.
        max_memory: The most bytes by which the memory of the process may grow meanwhile.

    Raises:
        LimitError: it took too much time or memory; the message says which.

    >>> run_bounded(lambda: sum(range(10)), max_seconds=60, max_memory=10**9)
    45
    """
    watch = _Watch(max_seconds, max_memory)
    try:
        try:
            _begin(watch)
            return function()
        finally:
            _end(watch)
    except _StopError:
        _end_surely(watch)
        if not watch.reason:
            raise  # Meant for an outer call.
        raise LimitError(watch.reason) from None


def restart_clock() -> None:
    """Restart the time of all watched calls of this thread, since more of the input has come."""
    for watch in _watches.get(threading.get_ident(), ()):
        watch.begun = time.clock_gettime(watch.clock)


def measure_time() -> float:
    """The clock that the limits of this thread use, in seconds from some fixed moment."""
    return time.clock_gettime(find_clock(threading.get_ident()))


def measure_memory() -> int:
    """The memory that the process holds now, in bytes; its peak if the system does not report that, or not just now."""
    if HAS_STATM:
        # No file can be opened where the process has opened all that it may; who watches must go on watching.
        with suppress(OSError), open(STATM, "rb") as file:  # noqa: PTH123  (a tenth of the time of pathlib)
            return int(file.read().split()[1]) * resource.getpagesize()
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * PEAK_UNIT


def _begin(watch: _Watch) -> None:
    """Start watching a call."""
    global _watcher  # noqa: PLW0603  (one thread watches for the whole process)
    with _lock:
        _watches.setdefault(watch.thread, []).append(watch)
        if _watcher is None or not _watcher.is_alive():
            _watcher = threading.Thread(target=_look, name="sayso-limits", daemon=True)
            _watcher.start()
    if _wake.empty():
        _wake.put(None)


def _end(watch: _Watch) -> None:
    """Stop watching a call; an exception that was raised for it but has not arrived is caught."""
    _let_go()
    with _lock:
        watches = _watches.get(watch.thread, [])
        if watch in watches:
            watches.remove(watch)
        if not watches:
            _watches.pop(watch.thread, None)
    if watch.reason:
        _take_stop(watch.thread)
        # Only the inner call was stopped; the outer one goes on.
        restart_clock()


def _end_surely(watch: _Watch) -> None:
    """Stop watching a call, also where it is stopped once more meanwhile, as on a machine that does too much."""
    while True:
        try:
            _end(watch)
        except _StopError:
            continue
        return


def _let_go() -> None:
    """Release the lock if this thread has it: a stop that arrives in the very moment in which it is taken leaves it so.

    From Python 3.14 on there is such a moment between the call that takes a lock and the block that releases it.
    """
    with suppress(RuntimeError):
        while True:
            _lock.release()


def _look() -> None:
    """Run in the second thread: stop the innermost call of each thread that has reached a limit."""
    while True:
        _wake.get()
        while _stop_late():
            time.sleep(INTERVAL_S)


def _stop_late() -> bool:
    """Stop what has reached a limit, and return whether any call is watched."""
    with _lock:
        memory = measure_memory()
        for thread, watches in _watches.items():
            # An exception that arrives in a destructor is lost, so it is raised again until the call has ended.
            found = next((watch for watch in reversed(watches) if watch.check(memory)), None)
            if found is not None:
                found.reason = found.reason or found.check(memory)
                _raise_in(thread)
        return bool(_watches)


def _raise_in(thread: int) -> None:
    """Raise _StopError in a thread at its next step."""
    import ctypes  # noqa: PLC0415  (seldom needed)

    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(_StopError))


def _take_stop(thread: int) -> None:
    """Catch, in this thread, an exception that may not have arrived yet, so that none arrives later.

    It is raised once more for that, since one that is withdrawn leaves a mark in CPython 3.11, after which any program
    that is traced, by a debugger or by coverage, hangs for ever.
    """
    with suppress(_StopError):
        while True:
            _raise_in(thread)


def _begin_anew() -> None:
    """Reset in a forked process: no call is watched, and no second thread runs."""
    global _lock, _wake, _watcher
    _lock, _wake, _watcher = threading.RLock(), SimpleQueue(), None
    _watches.clear()


os.register_at_fork(after_in_child=_begin_anew)
