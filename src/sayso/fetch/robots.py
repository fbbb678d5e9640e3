"""What a site asks of programs in its robots.txt (RFC 9309), kept for a day. The one door to protego.

As Google and the RFC have it: without such a file (any 4xx but 429) all may be asked; while it cannot be got (5xx,
429, no answer) nothing may, until it can.
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

# The name that robots files know us by.
ROBOTS_NAME = "sayso"
# What Google reads of such a file; the RFC asks for no less.
MAX_ROBOTS_BYTES = 512_000
KEPT_S = 86_400.0
# After a failure the file is asked for again much sooner.
FAILED_KEPT_S = 600.0
MAX_SITES = 1_000


@dataclass(frozen=True, slots=True)
class Rules:
    """What one site asks for. `rules` is None where all may be asked; `refusal` says why nothing may."""

    rules: Protego | None
    until: float
    refusal: str = ""


class RobotsBook:
    """The rules of the sites that were asked, each got once a day.

    Args:
        fetch: Gets a robots file: its bytes; None where the site has none; a `NotFetched` where that is unknown.
    """

    def __init__(self, fetch: Callable[[str], bytes | NotFetched | None]) -> None:
        self._fetch = fetch
        self._sites: OrderedDict[str, _Site] = OrderedDict()
        self._lock = threading.Lock()

    def check(self, root: str, path: str) -> float:
        """The rest between two requests that the site asks for, in seconds; 0 if it names none.

        Raises:
            FetchError: the path may not be asked, or that is unknown for now.
        """
        found = self._find(root)
        if found.refusal:
            # Until then the same answer would come from here.
            raise FetchError(Why.PASSING, found.refusal, wait_s=max(0.0, found.until - time.monotonic()))
        if found.rules is None:
            return 0.0
        if not found.rules.can_fetch(root + path, ROBOTS_NAME):
            raise FetchError(Why.ROBOTS, f"may not be fetched by programs: {root}/robots.txt asks them not to")
        return found.rules.crawl_delay(ROBOTS_NAME) or 0.0

    def _find(self, root: str) -> Rules:
        site = self._find_site(root)
        # Threads that come to a site together wait for the one that gets its file.
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
    """One site, and its rules once they are known."""

    __slots__ = ("lock", "rules")

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.rules: Rules | None = None


def make_rules(got: bytes | NotFetched | None) -> Rules:
    """The rules that a robots file, or its absence, stands for."""
    now = time.monotonic()
    if isinstance(got, NotFetched):
        reason = f"cannot be fetched now: the site's robots.txt {got.reason}, and without it nothing is asked"
        # A connection that broke says nothing of the next one; a server that is ill stays so for a while.
        kept_s = 0.0 if got.status is None else max(FAILED_KEPT_S, got.wait_s or 0.0)
        return Rules(None, now + min(kept_s, KEPT_S), reason)
    return Rules(None if got is None else parse_rules(got), now + KEPT_S)


def parse_rules(data: bytes) -> Protego:
    r"""The rules of a robots file; what is no rule in it is passed over.

    >>> parse_rules(b"User-agent: *\nDisallow: /intern/").can_fetch("http://a.example/intern/x", "sayso")
    False
    """
    from protego import Protego  # noqa: PLC0415  only fetching needs it

    text = data[:MAX_ROBOTS_BYTES].decode("utf-8", "replace").removeprefix("\ufeff")
    return Protego.parse(text)
