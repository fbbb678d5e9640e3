"""The results of fetching: what was fetched, or why nothing was."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from sayso.errors import SaysoError

__all__ = ["Conditional", "FetchError", "Fetched", "NotFetched", "Why"]


class Why(str, Enum):
    """Why nothing was fetched."""

    REFUSED = "refused"
    """The address is never fetched, because of its form, its port or its IP address."""
    ROBOTS = "robots"
    """The site's robots.txt asks programs not to fetch it."""
    UNCHANGED = "unchanged"
    """It has not changed since it was last fetched."""
    STATUS = "status"
    """The server says that nothing is there, or that access is not allowed."""
    LIMIT = "limit"
    """A limit was reached: size, redirects or headers."""
    PASSING = "passing"
    """It may work later: the server is busy, the name was not found, or the connection broke."""


@dataclass(frozen=True, slots=True)
class Conditional:
    """What a server said about a version, for asking whether there is a newer one."""

    etag: str | None = None
    modified: str | None = None


@dataclass(frozen=True, slots=True)
class Fetched:
    """What was fetched from an address.

    Attributes:
        url: The address that was requested.
        final_url: The address that answered, after redirects.
        status: The status of the answer, such as 200.
        headers: Names and values as received, in their order.
        body: The body, decompressed.
        fetched_at: When the answer began, in UTC.
        reason: The words after the status code.

    >>> got = Fetched("http://a.example/", "http://a.example/", 200, (("ETag", '"1"'),), b"", datetime(2031, 4, 5))
    >>> got.conditional
    Conditional(etag='"1"', modified=None)
    """

    url: str
    final_url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    fetched_at: datetime
    reason: str = ""

    def header(self, name: str) -> str | None:
        """The first value of a header, whatever the case of its name."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)

    @property
    def conditional(self) -> Conditional:
        """The conditions for the next request for this address."""
        return Conditional(self.header("ETag"), self.header("Last-Modified"))

    @property
    def charset(self) -> str | None:
        """The encoding that the server states for the body.

        >>> headers = (("Content-Type", 'text/html; charset="ISO-8859-1"'),)
        >>> Fetched("http://a.example/", "http://a.example/", 200, headers, b"", datetime(2031, 4, 5)).charset
        'ISO-8859-1'
        """
        for part in (self.header("Content-Type") or "").split(";")[1:]:
            name, _, value = part.partition("=")
            if name.strip().lower() == "charset":
                return value.strip(" \t\"'") or None
        return None


@dataclass(frozen=True, slots=True)
class NotFetched:
    """Why nothing was fetched from an address.

    Attributes:
        url: The address that was requested.
        why: The kind of reason.
        reason: What happened and what to do, in words that follow the address.
        status: The status of the last answer, if there was one.
        wait_s: How long the server asks us to wait, in seconds.
    """

    url: str
    why: Why
    reason: str
    status: int | None = None
    wait_s: float | None = None


class FetchError(SaysoError):
    """Used inside `fetch`: why a request ended. The fetcher turns it into a `NotFetched`."""

    def __init__(self, why: Why, reason: str, *, status: int | None = None, wait_s: float | None = None) -> None:
        super().__init__(reason)
        self.why = why
        self.reason = reason
        self.status = status
        self.wait_s = wait_s
