"""Fetch and follow the robots.txt of sites (RFC 9309), kept for a day. The only module that uses protego.

As in the RFC and at Google: if there is no such file (any 4xx but 429), everything may be fetched; while it cannot be
fetched (5xx, 429, no answer), nothing may.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sayso.fetch.records import FetchError, NotFetched, Why

if TYPE_CHECKING:
    from protego import Protego

__all__ = ["MAX_ROBOTS_BYTES", "ROBOTS_NAME", "RobotsBook", "parse_rules"]

# The name of sayso in robots.txt.
ROBOTS_NAME = "sayso"
# How much of the file is read, as at Google; the RFC asks for at least as much.
MAX_ROBOTS_BYTES = 512_000
KEPT_S = 86_400.0
# After a failure the file is requested again much sooner.
FAILED_KEPT_S = 600.0
MAX_SITES = 1_000


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of one site. `rules` is None if everything may be fetched; `refusal` says why nothing may be."""

    rules: Protego | None
    until: float
    refusal: str = ""


class RobotsBook:
    """The rules of all sites, each fetched once a day.

    Args:
        fetch: Returns the bytes of a robots.txt; None if the site has none; a `NotFetched` if that is unknown.
    """

    def __init__(self, fetch: Callable[[str], bytes | NotFetched | None]) -> None:
        self._fetch = fetch
        self._sites: OrderedDict[str, _Site] = OrderedDict()
        self._lock = threading.Lock()

    def check(self, root: str, path: str) -> float:
        """The pause between two requests that the site asks for, in seconds; 0 if it asks for none.

        Raises:
            FetchError: the path may not be fetched, or this is unknown for now.
        """
        found = self._find(root)
        if found.refusal:
            # Until then this would give the same answer.
            raise FetchError(Why.PASSING, found.refusal, wait_s=max(0.0, found.until - time.monotonic()))
        if found.rules is None:
            return 0.0
        if not found.rules.can_fetch(root + path, ROBOTS_NAME):
            reason = f"is not fetched, since the site asks programs not to ({root}/robots.txt). Save it with a browser"
            raise FetchError(Why.ROBOTS, f"{reason} and give the file")
        return found.rules.crawl_delay(ROBOTS_NAME) or 0.0

    def _find(self, root: str) -> Rules:
        site = self._find_site(root)
        # Threads that need the same site wait for the one that fetches its file.
        with site.lock:
            if site.rules is None or site.rules.until <= time.monotonic():
                site.rules = make_rules(self._fetch(f"{root}/robots.txt"))
            return site.rules

    def _find_site(self, root: str) -> _Site:
        with self._lock:
            site = self._sites.setdefault(root, _Site())
            self._sites.move_to_end(root)
            if len(self._sites) > MAX_SITES:
                self._sites.popitem(last=False)
            return site


class _Site:
    """One site, with its rules once they are known."""

    __slots__ = ("lock", "rules")

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.rules: Rules | None = None


def make_rules(got: bytes | NotFetched | None) -> Rules:
    """The rules given by a robots.txt, or by its absence."""
    now = time.monotonic()
    if isinstance(got, NotFetched):
        reason = f"cannot be fetched now. What its site lets programs fetch is asked first, and robots.txt {got.reason}"
        if got.why is Why.PASSING and got.status is None:  # The site itself is not there, or is out of reach.
            reason = got.reason
        # After a broken connection the next may work; a server with a fault keeps it for a while.
        kept_s = 0.0 if got.status is None else max(FAILED_KEPT_S, got.wait_s or 0.0)
        return Rules(None, now + min(kept_s, KEPT_S), reason)
    return Rules(None if got is None else parse_rules(got), now + KEPT_S)


def parse_rules(data: bytes) -> Protego:
    r"""The rules of a robots.txt; lines that are not rules are skipped.

    >>> parse_rules(b"User-agent: *\nDisallow: /intern/").can_fetch("http://a.example/intern/x", "sayso")
    False
    """
    from protego import Protego  # noqa: PLC0415  only fetching needs it

    text = data[:MAX_ROBOTS_BYTES].decode("utf-8", "replace").removeprefix("\ufeff")
    return Protego.parse(text)
