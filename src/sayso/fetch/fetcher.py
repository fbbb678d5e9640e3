"""Fetch what stands at an address, politely and within limits."""

from __future__ import annotations

import random
import threading
from dataclasses import replace
from typing import TYPE_CHECKING

from sayso.fetch.address import Target, hide_password, join_address, parse_address
from sayso.fetch.door import Deadline, Door
from sayso.fetch.polite import Pace, parse_retry_after
from sayso.fetch.records import Conditional, Fetched, FetchError, NotFetched, Why
from sayso.fetch.robots import MAX_ROBOTS_BYTES, RobotsBook
from sayso.fetch.settings import FetchSettings

if TYPE_CHECKING:
    from sayso.fetch.http import Answer

__all__ = ["USER_AGENT", "Fetcher"]

USER_AGENT = "sayso/0.1 (reads news for who said what; obeys robots.txt for sayso)"
ACCEPTED = "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,application/xml;q=0.9,*/*;q=0.8"
REDIRECTS = frozenset({301, 302, 303, 307, 308})
PROXY_REFUSES = 407
# Statuses that say something about the server (busy, broken), not about the address.
PASSING_STATUSES = frozenset({408, 425, 429, 500, 502, 503, 504})


class Fetcher:
    """Fetches addresses. Several threads may use it; only one at a time sends requests to a host.

    Args:
        settings: The limits.
        door: Looks up names and connects; tests give one of their own.

    Nothing is sent before `get` is called.

    >>> Fetcher().get("ftp://a.example/").why.value
    'refused'
    """

    def __init__(self, settings: FetchSettings | None = None, *, door: Door | None = None) -> None:
        self.settings = settings or FetchSettings()
        self._door = door or Door()
        self._pace = Pace()
        self._robots = RobotsBook(self._fetch_robots)
        self._running: set[Deadline] = set()
        self._lock = threading.Lock()

    def get(self, url: str, *, conditional: Conditional | None = None) -> Fetched | NotFetched:
        """Fetch an address; return what was fetched, or why nothing was. Never raises, whatever the server does.

        Args:
            url: The address.
            conditional: What the server said about the version that is known already. If that is still the newest,
                a `NotFetched` with the reason "unchanged" is returned.
        """
        tried = self._try(url, conditional or Conditional())
        for number in range(1, self.settings.tries):
            if isinstance(tried, Fetched) or tried.why is not Why.PASSING:
                return tried
            # A random part, so that runs that failed together do not all try again together.
            backoff_s = self.settings.backoff_s * 2 ** (number - 1) * random.uniform(1.0, 1.25)  # noqa: S311
            wait_s = max(backoff_s, tried.wait_s or 0.0)
            if wait_s > self.settings.max_wait_s:
                return tried
            try:
                self._pace.wait(wait_s)
            except FetchError:
                return tried
            tried = self._try(url, conditional or Conditional())
        return tried

    def close(self) -> None:
        """Stop: end all waits and close open connections."""
        self._pace.stop()
        with self._lock:
            running = list(self._running)
        for deadline in running:
            deadline.cut()

    def _try(self, url: str, conditional: Conditional) -> Fetched | NotFetched:
        """Try once, following redirects."""
        try:
            target = parse_address(url, self.settings)
            for _ in range(self.settings.max_redirects + 1):
                rest_s = self._robots.check(target.root, target.path)
                answer = self._ask(target, make_headers(conditional), self.settings, rest_s)
                location = answer.header("location")
                if answer.status not in REDIRECTS or location is None:
                    return take(url, target, answer)
                target = parse_address(join_address(target.url, location), self.settings)
        except FetchError as fault:
            return NotFetched(hide_password(url), fault.why, fault.reason, fault.status, fault.wait_s)
        return NotFetched(url, Why.LIMIT, f"redirects more than {self.settings.max_redirects} times")

    def _ask(self, target: Target, headers: dict[str, str], settings: FetchSettings, rest_s: float) -> Answer:
        """Send one request when it is the host's turn."""
        from sayso.fetch.http import ask  # noqa: PLC0415  urllib3 is loaded when it is needed

        rest_s = max(settings.delay_s, min(rest_s, settings.max_delay_s))
        with self._pace.turn(target.host, rest_s):
            deadline = Deadline(settings.total_s)
            with self._lock:
                self._running.add(deadline)
            try:
                return ask(target, headers, settings, door=self._door, deadline=deadline)
            finally:
                with self._lock:
                    self._running.discard(deadline)

    def _fetch_robots(self, url: str) -> bytes | NotFetched | None:
        """The robots.txt of a site, None if it has none. The file itself may always be fetched."""
        settings = replace(self.settings, max_bytes=max(MAX_ROBOTS_BYTES, self.settings.max_bytes))
        try:
            target = parse_address(url, settings)
            for _ in range(settings.max_redirects + 1):
                answer = self._ask(target, make_headers(Conditional()), settings, 0.0)
                location = answer.header("location")
                if answer.status in REDIRECTS and location is not None:
                    target = parse_address(join_address(target.url, location), settings)
                    continue
                return take_robots(url, answer)
        except FetchError as fault:
            # A redirect to an address that is not allowed counts as having no file (RFC 9309, 2.3.1.2 and 2.3.1.3).
            return None if fault.why is Why.REFUSED else NotFetched(url, fault.why, fault.reason)
        return None


def make_headers(conditional: Conditional) -> dict[str, str]:
    """The headers of a request, including those about the version that is known already."""
    known = {"If-None-Match": conditional.etag, "If-Modified-Since": conditional.modified}
    # A value from the server is sent back to it only if it fits on one line of a header.
    fit = {name: value for name, value in known.items() if value and value.isascii() and value.isprintable()}
    return {"User-Agent": USER_AGENT, "Accept": ACCEPTED, **fit}


def take(url: str, target: Target, answer: Answer) -> Fetched | NotFetched:
    """Turn an answer into what was fetched, or why nothing was."""
    status = answer.status
    if status == 304:
        return NotFetched(url, Why.UNCHANGED, "has not changed since it was read", status)
    if status in PASSING_STATUSES:
        wait_s = parse_retry_after(answer.header("retry-after"))
        return NotFetched(url, Why.PASSING, f"answers {describe_status(answer)}; try again later", status, wait_s)
    if status == PROXY_REFUSES:
        return NotFetched(url, Why.STATUS, f"was refused by the proxy: it answers {describe_status(answer)}", status)
    if not 200 <= status < 300:
        return NotFetched(url, Why.STATUS, f"answers {describe_status(answer)}", status)
    return Fetched(url, target.url, status, answer.headers, answer.body, answer.begun_at, answer.reason)


def take_robots(url: str, answer: Answer) -> bytes | NotFetched | None:
    """The robots.txt in an answer, None if the site has none, or why it is unknown."""
    if answer.status in PASSING_STATUSES or answer.status >= 500:
        wait_s = parse_retry_after(answer.header("retry-after"))
        return NotFetched(url, Why.PASSING, f"answers {describe_status(answer)}", answer.status, wait_s)
    return answer.body if 200 <= answer.status < 300 else None


def describe_status(answer: Answer) -> str:
    """The status code and its words, as far as they can be printed."""
    words = "".join(char for char in answer.reason[:60] if char.isprintable())
    return f"{answer.status} {words}".strip()
