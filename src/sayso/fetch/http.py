"""Send one request and read its answer, within limits. The only module that uses urllib3; loaded when needed."""

from __future__ import annotations

import http.client
import socket
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timezone
from functools import cache
from urllib.request import getproxies, proxy_bypass

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError, SSLError
from urllib3.response import BaseHTTPResponse, HTTPResponse
from urllib3.util import make_headers

from sayso.fetch.address import Target, hide_password, parse_address
from sayso.fetch.door import Deadline, Door, connect
from sayso.fetch.records import FetchError, Why
from sayso.fetch.settings import FetchSettings

__all__ = ["ENCODINGS", "Answer", "ask"]

PIECE_BYTES = 65_536
# How http.client says that a proxy does not connect it to a host.
REFUSED_TUNNEL = "Tunnel connection failed: "
# Encodings that urllib3 can decompress piece by piece: gzip and deflate; br and zstd if their libraries are installed.
ENCODINGS = make_headers(accept_encoding=True)["accept-encoding"]
# The body of an answer with another status is not needed, and not read.
BODILESS = frozenset({204, 301, 302, 303, 304, 307, 308})


@dataclass(frozen=True, slots=True)
class Answer:
    """A server's answer: `body` is decompressed, `headers` are as received."""

    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    begun_at: datetime

    def header(self, name: str) -> str | None:
        """The first value of a header, whatever the case of its name."""
        return next((value for key, value in self.headers if key.lower() == name), None)


class _Http(HTTPConnection):
    """A connection whose IP address sayso chooses and checks."""

    open_socket: Callable[[], socket.socket]

    def _new_conn(self) -> socket.socket:
        return self.open_socket()


class _Https(HTTPSConnection):
    """The same with TLS: the certificate is checked against the host's name."""

    open_socket: Callable[[], socket.socket]

    def _new_conn(self) -> socket.socket:
        return self.open_socket()


def ask(
    target: Target, headers: Mapping[str, str], settings: FetchSettings, *, door: Door, deadline: Deadline
) -> Answer:
    """Send a GET request and return the answer. No cookie is sent or kept, no redirect followed.

    Raises:
        FetchError: there is no answer within the limits.
    """
    with translate_faults(deadline, settings), open_connection(target, settings, door, deadline) as (connection, path):
        sent = {"Host": target.netloc, "Accept-Encoding": ENCODINGS, "Connection": "close", **headers}
        connection.request("GET", path, headers=sent, preload_content=False)
        response = connection.getresponse()
        begun_at = datetime.now(timezone.utc)
        found = tuple(response.headers.iteritems())
        check_headers(found, settings)
        body = b"" if response.status in BODILESS else read_body(response, settings, deadline)
        return Answer(response.status, response.reason or "", found, body, begun_at)


@contextmanager
def open_connection(
    target: Target, settings: FetchSettings, door: Door, deadline: Deadline
) -> Iterator[tuple[HTTPConnection, str]]:
    """Yield a connection, which is closed at the end, and the path to request."""
    proxy = find_proxy(target, settings)

    def open_socket() -> socket.socket:
        # The proxy is the user's own choice, so it may be in a private network.
        sock = connect_proxy(proxy, door, deadline) if proxy else connect_directly(target, settings, door, deadline)
        sock.settimeout(settings.first_byte_s)
        deadline.watch(sock)
        return sock

    path = target.path
    connection: _Http | _Https
    if target.scheme == "https":
        connection = _Https(target.host, target.port, timeout=settings.first_byte_s, ssl_context=load_trust())
        if proxy:
            connection = _Https(proxy.host, proxy.port, timeout=settings.first_byte_s, ssl_context=load_trust())
            connection.set_tunnel(target.host, target.port)
    else:
        connection = _Http(target.host, target.port, timeout=settings.first_byte_s)
        path = target.url if proxy else path
    connection.open_socket = open_socket
    try:
        yield connection, path
    finally:
        connection.close()
        deadline.end()


def find_proxy(target: Target, settings: FetchSettings) -> Target | None:
    """The proxy that the environment names for a target; None if there is none or proxies are not to be used."""
    if not settings.use_proxy or proxy_bypass(target.host):
        return None
    given = getproxies().get(target.scheme)
    if not given:
        return None
    try:
        any_port = FetchSettings(allow_private=True, ports=tuple(range(1, 65_536)))
        proxy = parse_address(given if "://" in given else f"http://{given}", any_port)
    except FetchError as err:
        raise FetchError(
            Why.REFUSED, f"would go through the proxy {hide_password(given)!r:.80}, which {err.reason}"
        ) from err
    if proxy.scheme != "http":
        raise FetchError(
            Why.REFUSED, f"would go through the proxy {hide_password(given)!r:.80}; give one that begins with http://"
        )
    return proxy


def connect_proxy(proxy: Target, door: Door, deadline: Deadline) -> socket.socket:
    """Open a connection to a proxy, which may be in a private network."""
    try:
        return connect(proxy, FetchSettings(allow_private=True), door, deadline)
    except FetchError as err:
        raise FetchError(err.why, f"would go through the proxy {proxy.root}, which {err.reason}") from err


def connect_directly(target: Target, settings: FetchSettings, door: Door, deadline: Deadline) -> socket.socket:
    """Open a connection to a host; if it cannot be reached, say so of a proxy that is not used."""
    try:
        return connect(target, settings, door, deadline)
    except FetchError as err:
        if err.why is not Why.PASSING or not getproxies().get(target.scheme):
            raise
        raise FetchError(err.why, f"{err.reason}; to go through the proxy of the environment, add --use-proxy") from err


@cache
def load_trust() -> ssl.SSLContext:
    """The TLS context with the certificates that this system trusts."""
    return ssl.create_default_context()


def check_headers(headers: tuple[tuple[str, str], ...], settings: FetchSettings) -> None:
    """Raise FetchError if the headers are too large, or name a compression that was not asked for."""
    size = sum(len(name) + len(value) + 4 for name, value in headers)
    if size > settings.max_header_bytes:
        raise FetchError(Why.LIMIT, f"answers with {size:,} bytes of headers; {settings.max_header_bytes:,} are read")
    packings = ",".join(value for name, value in headers if name.lower() == "content-encoding").lower()
    # Compressed twice, a few bytes can become a million times as many; no honest server does this.
    if packings.strip() not in {"", "identity", "x-gzip", *(name.strip() for name in ENCODINGS.split(","))}:
        raise FetchError(Why.REFUSED, f"is compressed as {packings!r:.80}, which was not asked for")


def read_body(response: BaseHTTPResponse, settings: FetchSettings, deadline: Deadline) -> bytes:
    """Read the whole body, decompressing it piece by piece."""
    pieces: list[bytes] = []
    size = 0
    while piece := response.read(PIECE_BYTES, decode_content=True):
        pieces.append(piece)
        size += len(piece)
        if max(size, count_wire_bytes(response)) > settings.max_bytes:
            raise FetchError(Why.LIMIT, f"is longer than {settings.max_bytes:,} bytes; save it to a file first")
        check_time(deadline, settings)
    # If no length is stated, a connection that was closed early looks like the end of the body.
    check_time(deadline, settings)
    return b"".join(pieces)


def count_wire_bytes(response: BaseHTTPResponse) -> int:
    """The number of bytes of the body received so far."""
    return response.tell() if isinstance(response, HTTPResponse) else 0


def check_time(deadline: Deadline, settings: FetchSettings) -> None:
    """Raise FetchError if the time is over."""
    if deadline.is_over:
        raise FetchError(Why.PASSING, f"did not end within {settings.total_s:g} seconds")


@contextmanager
def translate_faults(deadline: Deadline, settings: FetchSettings) -> Iterator[None]:
    """Turn whatever goes wrong inside into a FetchError."""
    try:
        yield
    except FetchError:
        raise
    except (OSError, HTTPError, http.client.HTTPException, ValueError) as err:
        check_time(deadline, settings)
        if str(err).startswith(REFUSED_TUNNEL):
            words = " ".join(str(err)[len(REFUSED_TUNNEL) :].split())[:100]
            raise FetchError(Why.PASSING, f"was refused by the proxy: it answers {words}") from err
        raise FetchError(Why.PASSING, f"did not answer completely: {describe(err)}") from err


def describe(err: BaseException) -> str:
    """What went wrong, in one line of at most 200 characters."""
    if isinstance(err, TimeoutError | urllib3.exceptions.TimeoutError):
        return "it sent nothing for too long"
    if isinstance(err, SSLError | ssl.SSLError):
        return f"its certificate or its TLS is not valid ({str(err)[:150]})"
    return " ".join(f"{type(err).__name__}: {err}".split())[:200]
