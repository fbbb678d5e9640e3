"""Answers that say what went wrong: a page, or problem+json (RFC 9457) for programs."""

from __future__ import annotations

from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import Scope

from sayso.errors import BusyError, SaysoError
from sayso.report.harmless import make_harmless_line
from sayso.report.site import Site, render_message_page

__all__ = ["explain_to_people", "explain_to_programs", "is_for_programs", "translate"]

_OWN = {
    404: "there is nothing at this address",
    405: "this address is not asked in that way",
}
# Titles of the pages, in the words of readers.
_TITLES = {
    400: "That cannot be read",
    401: "A token is asked for",
    403: "That is not allowed",
    404: "Nothing is here",
    409: "It has changed meanwhile",
    413: "That is too much",
    422: "That cannot be done",
    500: "Something went wrong",
    503: "Try again soon",
}


def is_for_programs(scope: Scope) -> bool:
    """Whether a request is for the JSON interface."""
    return str(scope["path"]).startswith("/api/")


def translate(err: Exception) -> HTTPException:
    """What a fault of ours is on the web; what is not foreseen shows no more than that it happened."""
    if isinstance(err, HTTPException):
        return err
    if isinstance(err, BusyError):
        reason = "another program is writing into the collection; nothing was changed; try again in a moment"
        return HTTPException(503, reason, {"Retry-After": "5"})
    if isinstance(err, SaysoError):
        return HTTPException(422 if isinstance(err, ValueError) else 500, str(err))
    return HTTPException(500, "a fault of sayso; please report it, with what was given")


def explain_to_programs(err: HTTPException) -> Response:
    """The fault as problem+json."""
    body = {"type": "about:blank", "title": _find_title(err), "status": err.status_code, "detail": _find_detail(err)}
    return JSONResponse(body, err.status_code, err.headers, "application/problem+json")


def explain_to_people(err: HTTPException, site: Site) -> Response:
    """The fault as a page."""
    detail = _find_detail(err)
    page = render_message_page(
        _TITLES.get(err.status_code, _find_title(err)), f"{detail[:1].upper()}{detail[1:]}.", site
    )
    return HTMLResponse(page, err.status_code, err.headers)


def _find_title(err: HTTPException) -> str:
    return HTTPStatus(err.status_code).phrase


def _find_detail(err: HTTPException) -> str:
    usual = err.detail == _find_title(err)
    return make_harmless_line(_OWN.get(err.status_code, err.detail) if usual else err.detail).rstrip(".")
