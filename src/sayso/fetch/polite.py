"""Be polite to servers: one request at a time, a pause between two, and longer waits when a server asks for them."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime

from sayso.fetch.records import FetchError, Why

__all__ = ["Pace", "parse_retry_after"]

MAX_HOSTS = 10_000


class Pace:
    """Knows when the next request to each host may be sent. Shared by all threads of a fetcher."""

    def __init__(self) -> None:
        self._turns: dict[str, _Turn] = {}
        self._lock = threading.Lock()
        self._stopped = threading.Event()

    @contextmanager
    def turn(self, host: str, rest_s: float) -> Iterator[None]:
        """Wait for the host's turn, `rest_s` after the last one ended, and hold it while inside."""
        turn = self._find(host)
        with turn.lock:
            self.wait(turn.ended_at + rest_s - time.monotonic())
            try:
                yield
            finally:
                turn.ended_at = time.monotonic()

    def wait(self, seconds: float) -> None:
        """Wait; raise FetchError if the run is stopped."""
        if self._stopped.wait(max(0.0, seconds)):
            raise FetchError(Why.PASSING, "was not fetched: the run was stopped")

    def stop(self) -> None:
        """End all waits, now and later."""
        self._stopped.set()

    def _find(self, host: str) -> _Turn:
        with self._lock:
            if len(self._turns) >= MAX_HOSTS:
                self._turns = {name: turn for name, turn in self._turns.items() if turn.lock.locked()}
            return self._turns.setdefault(host, _Turn())


class _Turn:
    """The turn at one host, and when the last one ended."""

    __slots__ = ("ended_at", "lock")

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.ended_at = float("-inf")


def parse_retry_after(value: str | None) -> float | None:
    """The seconds that a Retry-After header asks for, as a number or as a date; None for anything else.

    >>> parse_retry_after("120"), parse_retry_after("soon"), parse_retry_after("Fri, 01 Jan 1999 00:00:00 GMT")
    (120.0, None, 0.0)
    """
    value = (value or "").strip()
    if value.isascii() and value.isdigit():
        return float(value[:9])
    try:
        asked = parsedate_to_datetime(value)
    except (TypeError, ValueError, IndexError):
        return None
    if asked.tzinfo is None:
        asked = asked.replace(tzinfo=timezone.utc)
    return max(0.0, (asked - datetime.now(timezone.utc)).total_seconds())
