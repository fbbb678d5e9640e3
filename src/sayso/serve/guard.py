"""What every request passes: who asks, from where, with how much; and what every answer forbids the browser.

- Host: a name that is not this server's is refused, against DNS rebinding.
- Origin: what changes something comes from the server's own pages, or from no browser.
- Token: if there is one, it is shown once in an address, then by a cookie; or by a program in its Authorization.
- Size and time: a body that is too large, or that comes too slowly, is cut off.
"""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable
from urllib.parse import urlencode, urlsplit

import anyio
from starlette.datastructures import Headers, MutableHeaders, QueryParams
from starlette.exceptions import HTTPException
from starlette.requests import cookie_parser
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sayso.serve.serve_settings import ServeSettings

__all__ = ["Guard"]

Explain = Callable[[Scope, HTTPException], Response]
_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none';"
    " frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    # Not no-referrer: with that, a browser does not say which page a form was sent from.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_COOKIE = "sayso_token"


class Guard:
    """Lets requests through to the app, or answers them by itself.

    Args:
        app: The app.
        settings: The choices of the server.
        explain: Makes the answer to a request that is refused.
    """

    def __init__(self, app: ASGIApp, settings: ServeSettings, explain: Explain) -> None:
        self._app = app
        self._settings = settings
        self._explain = explain

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request; a websocket is refused."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return
        sending = _make_sender(send)
        try:
            answer = self._find_answer(scope, Headers(scope=scope))
        except HTTPException as refusal:
            answer = self._explain(scope, refusal)
        if answer is not None:
            await answer(scope, receive, sending)
            return
        await self._app(scope, self._limit(receive), sending)

    def _find_answer(self, scope: Scope, headers: Headers) -> Response | None:
        """The answer where the app is not asked; None where it is.

        Raises:
            HTTPException: The request is refused.
        """
        host = headers.get("host", "")
        if not self._settings.knows_host(_strip_port(host)):
            raise HTTPException(421, "this server has another name; open the address that sayso printed")
        if scope["method"] not in _SAFE and not _is_own_page(headers, host):
            raise HTTPException(
                403, "the request comes from a page of another site; send it from a page of this server"
            )
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > self._settings.max_bytes:
            raise self._refuse_size()
        return None if self._settings.token is None else self._ask_token(scope, headers, self._settings.token)

    def _ask_token(self, scope: Scope, headers: Headers, token: str) -> Response | None:
        query = QueryParams(scope["query_string"])
        kind, _, given = headers.get("authorization", "").partition(" ")
        cookie = cookie_parser(headers.get("cookie", "")).get(_COOKIE, "")
        if _is_same(cookie, token) or (kind.casefold() == "bearer" and _is_same(given.strip(), token)):
            return None
        if scope["method"] in _SAFE and _is_same(query.get("token", ""), token):
            rest = [(name, value) for name, value in query.multi_items() if name != "token"]
            # One slash: with two, what follows them would be the name of another site.
            path = f"/{scope['path'].lstrip('/')}"
            answer = RedirectResponse(path + (f"?{urlencode(rest)}" if rest else ""), 303)
            # Not Strict: then the cookie would be left out where the address is opened from a mail.
            answer.set_cookie(_COOKIE, token, httponly=True, samesite="lax", path="/")
            return answer
        raise HTTPException(
            401,
            "a token is asked for; open the whole address that sayso printed, or send `Authorization: Bearer TOKEN`",
            {"WWW-Authenticate": "Bearer"},
        )

    def _limit(self, receive: Receive) -> Receive:
        """What gives the body, up to the size and the time that it may have."""
        left, is_whole = self._settings.max_bytes, False
        deadline = anyio.current_time() + self._settings.max_seconds

        async def receive_some() -> Message:
            nonlocal left, is_whole
            if is_whole:
                return await receive()
            try:
                with anyio.fail_after(max(0.0, deadline - anyio.current_time())):
                    message = await receive()
            except TimeoutError:
                raise HTTPException(408, "what was sent came too slowly; send it again") from None
            left -= len(message.get("body", b""))
            if left < 0:
                raise self._refuse_size()
            is_whole = not message.get("more_body", False)
            return message

        return receive_some

    def _refuse_size(self) -> HTTPException:
        most = f"{self._settings.max_bytes / 1_000_000:g} MB"
        return HTTPException(413, f"at most {most} may be sent at once; send less, or use `sayso read` on the file")


def _make_sender(send: Send) -> Callable[[Message], Awaitable[None]]:
    async def send_guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
            headers.setdefault("Cache-Control", "private, no-cache")
        await send(message)

    return send_guarded


def _strip_port(host: str) -> str:
    """The name without its port.

    >>> [_strip_port(it) for it in ("localhost:8000", "[::1]:8000", "[::1]", "127.0.0.1")]
    ['localhost', '[::1]', '[::1]', '127.0.0.1']
    """
    name, colon, port = host.rpartition(":")
    return name if colon and port.isdecimal() else host


def _is_own_page(headers: Headers, host: str) -> bool:
    """Whether a request comes from a page of this server, or from no browser."""
    origin = headers.get("origin")
    if origin is None:
        return headers.get("sec-fetch-site", "none") in ("none", "same-origin")
    try:
        return urlsplit(origin).netloc.casefold() == host.casefold()
    except ValueError:
        return False


def _is_same(given: str, token: str) -> bool:
    """Whether they are the same; how long that takes says nothing about the token."""
    return hmac.compare_digest(given.encode(), token.encode())
