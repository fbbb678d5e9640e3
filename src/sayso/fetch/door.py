"""The door to the network: a name is looked up once, every answer is checked, and a checked address is connected to.

There is no second look-up between check and connection, so that a name whose answers change (DNS rebinding) wins
nothing. A look-up and a connection end in bounded time.
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

# Of a host with more addresses, this many are tried.
MAX_ADDRESSES = 4


class Door:
    """What looks up names and connects. Tests put one of their own in its place."""

    def resolve(self, host: str, port: int) -> list[str]:
        """The addresses of a host, in the order in which to try them."""
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        return list(dict.fromkeys(str(entry[4][0]) for entry in found))

    def dial(self, address: str, port: int, timeout_s: float) -> socket.socket:
        """A connection to an address (never a name)."""
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
    """The end of a request's time: its connection is cut then, whatever it is waiting for.

    A time limit of a socket begins anew with each byte; a server that sends one now and then would never end.
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
        """Whether the time is over, or the connection was cut before."""
        return self._cut.is_set() or self.left_s <= 0

    def watch(self, sock: socket.socket) -> None:
        """Cut this connection when the time is over. TLS may take the socket over: a twin keeps hold of it."""
        self._twin = sock.dup()
        if self._cut.is_set():
            self.cut()
        self._timer = threading.Timer(self.left_s, self.cut)
        self._timer.daemon = True
        self._timer.start()

    def cut(self) -> None:
        """Cut the connection now."""
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
    """A connection to a checked address of the target's host.

    Raises:
        FetchError: it has none, one may not be reached, or none answers.
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
    """Raise FetchError if one of the addresses may not be reached: an honest name has none such among others."""
    for address in addresses:
        refusal = find_refusal(address)
        if refusal is not None:
            reason = f"leads to {address}, a {refusal} address; only public ones are fetched"
            raise FetchError(Why.REFUSED, f"names the host {host}, which {reason}")


def look_up(target: Target, door: Door, ends: float) -> list[str]:
    """The addresses of the host. The system's own look-up knows no time limit, so it is made aside."""
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
