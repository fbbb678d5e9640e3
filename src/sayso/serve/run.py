"""Run the app: listen, and say where."""

from __future__ import annotations

import asyncio
import gc
import socket
from collections.abc import Callable
from contextlib import ExitStack
from urllib.parse import quote

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

from sayso.errors import SaysoError
from sayso.serve.serve_settings import ServeSettings

__all__ = ["HastyProtocol", "listen", "run_app"]

# Who asks nothing for so long is let go.
_IDLE_S = 15
_MOST_CONNECTIONS = 200
_END_S = 5
# The head of a request, which is sent at once by everybody who means well.
_HEAD_S = 15.0


class HastyProtocol(H11Protocol):
    """Lets go of who connects and does not send the head of a request soon.

    Otherwise a few hundred connections on which nothing ever comes would keep all readers out.
    """

    _limit: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait."""
        super().connection_made(transport)
        self._wait_for_head()

    def data_received(self, data: bytes) -> None:
        """Wait on, unless a request has begun."""
        super().data_received(data)
        self._wait_for_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no longer."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _wait_for_head(self) -> None:
        is_answering = bool(self.cycle) and not self.cycle.response_complete
        if is_answering or self.transport.is_closing():
            self._stop_waiting()
        elif self._limit is None:
            self._limit = self.loop.call_later(_HEAD_S, self.transport.close)

    def _stop_waiting(self) -> None:
        if self._limit is not None:
            self._limit.cancel()
            self._limit = None


def listen(settings: ServeSettings) -> socket.socket:
    """The socket, on which nothing is answered yet.

    Raises:
        SaysoError: The address or port cannot be used.
    """
    where = f"port {settings.port} of {settings.host}"
    try:
        with ExitStack() as stack:
            family = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)[0][0]
            # Where the protocol is not named, asyncio leaves TCP_NODELAY off, and each answer waits 40 ms for nothing.
            heard = stack.enter_context(socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP))
            heard.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            heard.bind((settings.host, settings.port))
            # From here on it is the caller's to close.
            stack.pop_all()
            return heard
    except (OSError, OverflowError) as err:
        raise SaysoError(f"{where} cannot be used ({err}); give another one: --port 8001, or --port 0 for any") from err


def run_app(app: ASGIApp, heard: socket.socket, settings: ServeSettings, say: Callable[[str], None]) -> None:
    """Answer until Ctrl-C; `say` is called with the address once there are answers."""
    host, port = heard.getsockname()[:2]
    name = "127.0.0.1" if host in ("0.0.0.0", "::") else f"[{host}]" if ":" in host else host  # noqa: S104  (compared)
    token = "" if settings.token is None else f"?token={quote(settings.token, safe='')}"
    config = uvicorn.Config(
        app,
        http=HastyProtocol,
        # Nothing of what is asked stands in a log.
        access_log=False,
        log_level="error",
        lifespan="off",
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=_IDLE_S,
        timeout_graceful_shutdown=_END_S,
        limit_concurrency=_MOST_CONNECTIONS,
        h11_max_incomplete_event_size=64_000,
    )
    # What is loaded by now stays; looking through it for what could be freed would make some answers wait.
    gc.collect()
    gc.freeze()
    # From here on who comes waits, and is not turned away.
    heard.listen(_MOST_CONNECTIONS)
    say(f"http://{name}:{port}/{token}")
    uvicorn.Server(config).run([heard])
