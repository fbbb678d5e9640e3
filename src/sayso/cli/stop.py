"""End a run early: on Ctrl-C, and on the signal that cron and `timeout` send."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from sayso.workflow import WORKER

__all__ = ["find_stop_code", "heed_term", "leave_workers"]

_STOPPED = 130
_TERMINATED = 143
_SECOND_TERM_S = 0.1


class _Terminated(KeyboardInterrupt):
    """The run was stopped by SIGTERM."""


def find_stop_code(stop: KeyboardInterrupt) -> int:
    """The exit code of a run that was stopped: 130 for Ctrl-C, 143 for SIGTERM."""
    return _TERMINATED if isinstance(stop, _Terminated) else _STOPPED


@contextmanager
def heed_term() -> Iterator[None]:
    """Inside this, SIGTERM (cron, `timeout`) stops as cleanly as Ctrl-C, unless the program handles it already."""
    is_free = signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
    if not is_free or threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(_number: int, _frame: object) -> None:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        raise _Terminated

    signal.signal(signal.SIGTERM, stop)
    try:
        yield
    except _Terminated:
        # `timeout` sends it twice; the second must not disturb the clean-up.
        time.sleep(_SECOND_TERM_S)
        raise
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)


def leave_workers(code: int) -> None:
    """End the program at once, with all output written, if a worker is still busy with an article.

    To wait for it could take a minute, and to end in the usual way under its feet would abort within the model's
    library, which is not made for that.
    """
    if not any(thread.name == WORKER for thread in threading.enumerate()):
        return
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError, AttributeError):
            stream.flush()
    os._exit(code)
