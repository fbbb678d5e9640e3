"""Connect to hosts: a name is looked up once, all its IP addresses are checked, and one of them is connected to.

There is no second look-up between check and connection, so that a name whose answers change (DNS rebinding) cannot get
around the check. Look-up and connection have time limits.
"""

from __future__ import annotations

import queue
import socket
import threading
import time
from contextlib import suppress

from sayso.fetch.address import Target
from sayso.fetch.guard import find_refusal
from sayso.fetch.records import FetchError, Why
from sayso.fetch.settings import FetchSettings

__all__ = ["Deadline", "Door", "connect"]

# The most IP addresses of a host that are tried.
MAX_ADDRESSES = 4


class Door:
    """Looks up names and opens connections. Tests use one of their own."""

    def resolve(self, host: str, port: int) -> list[str]:
        """The IP addresses of a host, in the order in which to try them."""
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        return list(dict.fromkeys(str(entry[4][0]) for entry in found))

    def dial(self, address: str, port: int, timeout_s: float) -> socket.socket:
        """Open a connection to an IP address (never a name)."""
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        sock = socket.socket(family, socket.SOCK_STREAM)
        try:
            sock.settimeout(timeout_s)
            sock.connect((address, port))
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            check_peer(sock, address)
        except BaseException:
            sock.close()
            raise
        return sock


def check_peer(sock: socket.socket, address: str) -> None:
    """Raise OSError if the other end is not the address that was checked."""
    peer = str(sock.getpeername()[0])
    if socket.inet_pton(sock.family, peer) != socket.inet_pton(sock.family, address):
        raise OSError(f"connected to {peer} instead of {address}")


class Deadline:
    """The end of a request's time. At that moment its connection is closed, whatever it is waiting for.

    The timeout of a socket starts anew with each byte: without a deadline, a slow server could go on for ever.
    """

    def __init__(self, total_s: float) -> None:
        self._ends = time.monotonic() + total_s
        self._cut = threading.Event()
        self._timer: threading.Timer | None = None
        self._twin: socket.socket | None = None

    @property
    def left_s(self) -> float:
        """The time left, in seconds."""
        return max(0.0, self._ends - time.monotonic())

    @property
    def is_over(self) -> bool:
        """Whether the time is over or the connection was closed early."""
        return self._cut.is_set() or self.left_s <= 0

    def watch(self, sock: socket.socket) -> None:
        """Close this connection when the time is over. A duplicate of the socket is kept: TLS may take it over."""
        self._twin = sock.dup()
        if self._cut.is_set():
            self.cut()
        self._timer = threading.Timer(self.left_s, self.cut)
        self._timer.daemon = True
        self._timer.start()

    def cut(self) -> None:
        """Close the connection now."""
        self._cut.set()
        twin = self._twin
        if twin is not None:
            with suppress(OSError):
                twin.shutdown(socket.SHUT_RDWR)

    def end(self) -> None:
        """Stop watching."""
        if self._timer is not None:
            self._timer.cancel()
        if self._twin is not None:
            self._twin.close()


def connect(target: Target, settings: FetchSettings, door: Door, deadline: Deadline) -> socket.socket:
    """Open a connection to a checked IP address of the target's host.

    Raises:
        FetchError: the host has no IP address, has one that is not allowed, or none of them answers.
    """
    ends = time.monotonic() + min(settings.connect_s, deadline.left_s)
    addresses = [target.host] if target.is_numeric else look_up(target, door, ends)
    if not settings.allow_private:
        check_all(target.host, addresses)
    fault: OSError | None = None
    for address in addresses[:MAX_ADDRESSES]:
        left_s = ends - time.monotonic()
        if left_s <= 0 or deadline.is_over:
            break
        try:
            return door.dial(address, target.port, left_s)
        except OSError as err:
            fault = err
    reason = "no address answered in time" if fault is None or isinstance(fault, TimeoutError) else str(fault)
    raise FetchError(Why.PASSING, f"could not be reached: {reason}")


def check_all(host: str, addresses: list[str]) -> None:
    """Raise FetchError if any of the IP addresses is not allowed: an honest name has no such address."""
    for address in addresses:
        refusal = find_refusal(address)
        if refusal is not None:
            reason = f"leads to {address}, a {refusal} address; only public ones are fetched"
            raise FetchError(Why.REFUSED, f"names the host {host}, which {reason}")


def look_up(target: Target, door: Door, ends: float) -> list[str]:
    """The IP addresses of the host. The system's look-up has no time limit, so it runs in a thread of its own."""
    answers: queue.SimpleQueue[list[str] | Exception] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answers.put(door.resolve(target.host, target.port))
        except (OSError, ValueError) as err:
            answers.put(err)

    threading.Thread(target=ask, daemon=True).start()
    try:
        found = answers.get(timeout=max(0.0, ends - time.monotonic()))
    except queue.Empty:
        raise FetchError(Why.PASSING, f"names the host {target.host}, which was not found in time") from None
    if isinstance(found, Exception) or not found:
        raise FetchError(Why.PASSING, f"names the host {target.host}, which was not found; check its name")
    return found
