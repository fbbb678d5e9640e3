"""What comes back from fetching: what was got, or why nothing was."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from sayso.errors import SaysoError

__all__ = ["Conditional", "FetchError", "Fetched", "NotFetched", "Why"]


class Why(str, Enum):
    """Why nothing was got."""

    REFUSED = "refused"
    """This address is never asked: its form, its port, or what it stands for."""
    ROBOTS = "robots"
    """The site asks programs to stay away from it."""
    UNCHANGED = "unchanged"
    """It is what it was when it was got before."""
    STATUS = "status"
    """The server says that there is nothing, or nothing for us."""
    LIMIT = "limit"
    """A bound was reached: size, redirects, headers."""
    PASSING = "passing"
    """It may go well another time: a server that is busy, a name that is not found, a connection that broke."""


@dataclass(frozen=True, slots=True)
class Conditional:
    """What a server said of a version, so that it can be asked whether there is a newer one."""

    etag: str | None = None
    modified: str | None = None


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a server gave for an address.

    Attributes:
        url: The address that was asked for.
        final_url: The address that answered, after redirects.
        status: The status of the answer, such as 200.
        headers: Names and values as they came, in their order.
        body: The body, decompressed.
        fetched_at: When the answer began, in UTC.
        reason: The words beside the status.

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
        """What to ask with the next time."""
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
    """Why nothing was got for an address.

    Attributes:
        url: The address that was asked for.
        why: The kind of reason.
        reason: What happened and what to do, in words that follow the address.
        status: The status of the last answer, if there was one.
        wait_s: How long the server asks to be left alone, in seconds.
    """

    url: str
    why: Why
    reason: str
    status: int | None = None
    wait_s: float | None = None


class FetchError(SaysoError):
    """Inside of fetching: why a request ends here. The fetcher makes a `NotFetched` of it."""

    def __init__(self, why: Why, reason: str, *, status: int | None = None, wait_s: float | None = None) -> None:
        super().__init__(reason)
        self.why = why
        self.reason = reason
        self.status = status
        self.wait_s = wait_s
