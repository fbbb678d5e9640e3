"""The time and memory that one step may take on one input; what goes beyond them is stopped.

A library that reads a hostile page has no clock of its own. So a second thread looks at the clock and at the memory of
the process, and raises an exception in the thread that works, which CPython does at its next step. A single call into C
is not interrupted; those are bounded by the size of what they get. Why so, and what was measured: decisions/0011.
"""

from __future__ import annotations

import os
import resource
import sys
import threading
import time
from collections.abc import Callable
from typing import TypeVar

from sayso.errors import LimitError

__all__ = ["measure_time", "restart_clock", "run_bounded"]

Result = TypeVar("Result")

# What is held beyond the limit in that time is at most some 0.1 GB: a process fills about 1 GB of memory a second.
INTERVAL_S = 0.1
# Linux counts pages, and kilobytes at the peak; macOS knows only the peak, in bytes.
STATM = "/proc/self/statm"
HAS_STATM = os.path.exists(STATM)  # noqa: PTH110  (pathlib is not loaded otherwise)
# Linux counts the time that one thread works, so that a busy machine changes nothing; elsewhere the clock has to do.
find_clock = getattr(time, "pthread_getcpuclockid", lambda _thread: time.CLOCK_MONOTONIC)
PEAK_UNIT = 1 if sys.platform == "darwin" else 1_024


class _StopError(BaseException):
    """Raised in the thread that works, from outside; no `except Exception` of a library holds it up."""


class _Watch:
    """One call that is watched: in which thread, since when, and why it was stopped."""

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
            return f"it took more than {self.max_seconds:g} seconds"
        if memory > self.ceiling:
            return f"it took more than {self.max_memory / 1e9:g} GB of memory"
        return ""


_lock = threading.Lock()
_wake = threading.Event()
# Of each thread the calls that are watched, outer ones first.
_watches: dict[int, list[_Watch]] = {}
_watcher: threading.Thread | None = None


def run_bounded(function: Callable[[], Result], *, max_seconds: float, max_memory: int) -> Result:
    """What the function returns. Calls may be nested; the innermost that reaches a limit is stopped.

    Args:
        function: What to call.
        max_seconds: Longest time that its thread may work on it; it begins anew whenever `restart_clock` is called.
        max_memory: Most bytes by which the memory of the process may grow meanwhile.

    Raises:
        LimitError: it took more; the message says of what.

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
        _end(watch)
        if not watch.reason:
            raise  # It was meant for an outer call.
        raise LimitError(watch.reason) from None


def restart_clock() -> None:
    """Let the time of all watched calls of this thread begin anew: more of the input came."""
    for watch in _watches.get(threading.get_ident(), ()):
        watch.begun = time.clock_gettime(watch.clock)


def measure_time() -> float:
    """The seconds by which the limits of this thread count, from some moment on."""
    return time.clock_gettime(find_clock(threading.get_ident()))


def measure_memory() -> int:
    """The bytes of memory that the process holds now; where the system does not say, the most that it ever held."""
    if HAS_STATM:
        with open(STATM, "rb") as file:  # noqa: PTH123  (a tenth of the time of pathlib)
            return int(file.read().split()[1]) * resource.getpagesize()
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * PEAK_UNIT


def _begin(watch: _Watch) -> None:
    """Watch a call from now on."""
    global _watcher  # noqa: PLW0603  (one thread watches for the whole process)
    with _lock:
        _watches.setdefault(watch.thread, []).append(watch)
        if _watcher is None or not _watcher.is_alive():
            _watcher = threading.Thread(target=_look, name="sayso-limits", daemon=True)
            _watcher.start()
    _wake.set()


def _end(watch: _Watch) -> None:
    """Watch a call no more; what was raised for it and has not come yet is taken back."""
    with _lock:
        watches = _watches.get(watch.thread, [])
        if watch in watches:
            watches.remove(watch)
        if not watches:
            _watches.pop(watch.thread, None)
        if watch.reason:
            _raise_in(watch.thread, None)
    if watch.reason:
        # To stop the inner call was to go on with the outer one.
        restart_clock()


def _look() -> None:
    """Stop, again and again, the innermost call of each thread that has reached a limit."""
    while True:
        _wake.wait()
        with _lock:
            if not _watches:
                _wake.clear()
            memory = measure_memory()
            for thread, watches in _watches.items():
                # An exception that comes in a destructor is lost, so that it is raised until the call has ended.
                found = next((watch for watch in reversed(watches) if watch.check(memory)), None)
                if found is not None:
                    found.reason = found.reason or found.check(memory)
                    _raise_in(thread, _StopError)
        time.sleep(INTERVAL_S)


def _raise_in(thread: int, what: type[BaseException] | None) -> None:
    """Raise an exception in a thread at its next step; None takes back one that has not come yet."""
    import ctypes  # noqa: PLC0415  (seldom needed)

    given = None if what is None else ctypes.py_object(what)
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), given)


def _begin_anew() -> None:
    """In a forked process no call is watched yet, and nobody watches."""
    global _lock, _wake, _watcher
    _lock, _wake, _watcher = threading.Lock(), threading.Event(), None
    _watches.clear()


os.register_at_fork(after_in_child=_begin_anew)
