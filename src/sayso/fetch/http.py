"""One request and its answer, within bounds. The one door to urllib3; loaded when the first request is made."""

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

from sayso.fetch.address import Target, parse_address
from sayso.fetch.door import Deadline, Door, connect
from sayso.fetch.records import FetchError, Why
from sayso.fetch.settings import FetchSettings

__all__ = ["ENCODINGS", "Answer", "ask"]

PIECE_BYTES = 65_536
# What urllib3 can unpack piece by piece here: gzip and deflate, and br and zstd where their libraries are.
ENCODINGS = make_headers(accept_encoding=True)["accept-encoding"]
# A body beside these says nothing that is needed: it is left where it is.
BODILESS = frozenset({204, 301, 302, 303, 304, 307, 308})


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of a server: `body` is decompressed, `headers` are as they came."""

    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    begun_at: datetime

    def header(self, name: str) -> str | None:
        """The first value of a header, whatever the case of its name."""
        return next((value for key, value in self.headers if key.lower() == name), None)


class _Http(HTTPConnection):
    """A connection whose other end is chosen, and checked, by us."""

    open_socket: Callable[[], socket.socket]

    def _new_conn(self) -> socket.socket:
        return self.open_socket()


class _Https(HTTPSConnection):
    """The same under TLS: certificate and server name are those of the host's name."""

    open_socket: Callable[[], socket.socket]

    def _new_conn(self) -> socket.socket:
        return self.open_socket()


def ask(
    target: Target, headers: Mapping[str, str], settings: FetchSettings, *, door: Door, deadline: Deadline
) -> Answer:
    """The answer to a GET request. No cookie is sent or kept, no redirect followed.

    Raises:
        FetchError: there is none within the bounds.
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
    """A connection that is not yet open, closed at the end, and the path to ask it for."""
    proxy = find_proxy(target, settings)

    def open_socket() -> socket.socket:
        # The proxy is the user's own choice, so it may stand in a private network.
        sock = connect_proxy(proxy, door, deadline) if proxy else connect(target, settings, door, deadline)
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
    """The proxy that the environment names for a target, if proxies are asked for."""
    if not settings.use_proxy or proxy_bypass(target.host):
        return None
    given = getproxies().get(target.scheme)
    if not given:
        return None
    try:
        any_port = FetchSettings(allow_private=True, ports=tuple(range(1, 65_536)))
        proxy = parse_address(given if "://" in given else f"http://{given}", any_port)
    except FetchError as err:
        raise FetchError(Why.REFUSED, f"would go through the proxy {given!r:.80}, which {err.reason}") from err
    if proxy.scheme != "http":
        raise FetchError(Why.REFUSED, f"would go through the proxy {given!r:.80}; give one that begins with http://")
    return proxy


def connect_proxy(proxy: Target, door: Door, deadline: Deadline) -> socket.socket:
    """A connection to a proxy, wherever it stands."""
    return connect(proxy, FetchSettings(allow_private=True), door, deadline)


@cache
def load_trust() -> ssl.SSLContext:
    """What certificates are checked by: those that this system trusts."""
    return ssl.create_default_context()


def check_headers(headers: tuple[tuple[str, str], ...], settings: FetchSettings) -> None:
    """Raise FetchError if the headers are too large, or name a packing that was not asked for."""
    size = sum(len(name) + len(value) + 4 for name, value in headers)
    if size > settings.max_header_bytes:
        raise FetchError(Why.LIMIT, f"answers with {size:,} bytes of headers; {settings.max_header_bytes:,} are read")
    packings = ",".join(value for name, value in headers if name.lower() == "content-encoding").lower()
    # Packed twice, a few bytes unpack to a million times as many: no honest server does so.
    if packings.strip() not in {"", "identity", "x-gzip", *(name.strip() for name in ENCODINGS.split(","))}:
        raise FetchError(Why.REFUSED, f"is packed as {packings!r:.80}, which was not asked for")


def read_body(response: BaseHTTPResponse, settings: FetchSettings, deadline: Deadline) -> bytes:
    """The whole body, decompressed piece by piece."""
    pieces: list[bytes] = []
    size = 0
    while piece := response.read(PIECE_BYTES, decode_content=True):
        pieces.append(piece)
        size += len(piece)
        if max(size, count_wire_bytes(response)) > settings.max_bytes:
            raise FetchError(Why.LIMIT, f"is longer than {settings.max_bytes:,} bytes; raise max_bytes to read it")
        check_time(deadline, settings)
    # A connection that was cut looks like the end of a body without a length.
    check_time(deadline, settings)
    return b"".join(pieces)


def count_wire_bytes(response: BaseHTTPResponse) -> int:
    """How many bytes of the body have come over the wire."""
    return response.tell() if isinstance(response, HTTPResponse) else 0


def check_time(deadline: Deadline, settings: FetchSettings) -> None:
    """Raise FetchError if the time is over."""
    if deadline.is_over:
        raise FetchError(Why.PASSING, f"did not end within {settings.total_s:g} seconds")


@contextmanager
def translate_faults(deadline: Deadline, settings: FetchSettings) -> Iterator[None]:
    """Make a FetchError of whatever goes wrong on the way."""
    try:
        yield
    except FetchError:
        raise
    except (OSError, HTTPError, http.client.HTTPException, ValueError) as err:
        check_time(deadline, settings)
        raise FetchError(Why.PASSING, f"gave no whole answer: {describe(err)}") from err


def describe(err: BaseException) -> str:
    """What went wrong, in one line of at most 200 characters."""
    if isinstance(err, TimeoutError | urllib3.exceptions.TimeoutError):
        return "it kept silent for too long"
    if isinstance(err, SSLError | ssl.SSLError):
        return f"its certificate or its TLS is not in order ({str(err)[:150]})"
    return " ".join(f"{type(err).__name__}: {err}".split())[:200]
