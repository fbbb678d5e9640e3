"""What is served, and to whom: the choices of a server."""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass

__all__ = ["ServeSettings", "is_own_machine"]

_MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class ServeSettings:
    """The choices.

    Attributes:
        host: The address that is listened at.
        port: The port; 0 for any that is free.
        may_fetch: Whether addresses that are given may be fetched.
        token: What a reader must show; None for nobody needs to.
        max_bytes: The most that may be sent to it at once.
        max_seconds: The longest time in which that must have come.
        max_articles: Of what is given at once, at most so many articles are read.
        max_sources: Of the sources that are given at once, at most so many are read.
        kept_bytes: So much of what was read is kept at most, compressed.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    may_fetch: bool = False
    token: str | None = None
    max_bytes: int = 20 * _MEGABYTE
    max_seconds: float = 60.0
    max_articles: int = 50
    max_sources: int = 1_000
    kept_bytes: int = 32 * _MEGABYTE

    @property
    def is_shared(self) -> bool:
        """Whether other machines may reach it."""
        return not is_own_machine(self.host)

    def knows_host(self, host: str) -> bool:
        """Whether a request's Host, without its port, is a name of this server.

        Else a page of another site could give its own name this machine's address, and read along (DNS rebinding). An
        address in numbers is no such name.
        """
        name = host.strip("[]").rstrip(".").casefold()
        if is_own_machine(name) or name == self.host.strip("[]").casefold():
            return True
        if not self.is_shared:
            return False
        own = socket.gethostname().casefold()
        return _is_address(name) or name in (own, own.partition(".")[0])


def is_own_machine(host: str) -> bool:
    """Whether only this machine can reach that address.

    >>> [is_own_machine(it) for it in ("127.0.0.1", "::1", "localhost", "0.0.0.0", "news.example")]
    [True, True, True, False, False]
    """
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.casefold() == "localhost"


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
