"""The pages about one speaker and one outlet of a collection."""

from __future__ import annotations

from functools import partial

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from sayso.errors import SpeakerError
from sayso.report.about_html import AboutView, render_about_page
from sayso.report.about_view import choose_outlet, choose_speaker, view_outlet, view_speaker
from sayso.serve.frame import Frame
from sayso.serve.quotations import link_quotations
from sayso.serve.stored import Stored
from sayso.store import Collection, OutletSummary, Selection, SpeakerSummary

__all__ = ["Parties", "find_outlet", "find_speaker"]

_NEWEST = 10
_MOST_NUMBER = 2**63


class Parties:
    """Answers the requests for these pages."""

    def __init__(self, stored: Stored, frame: Frame) -> None:
        self._stored = stored
        self._frame = frame

    async def speaker(self, request: Request) -> Response:
        """The page about a speaker."""
        return HTMLResponse(await self._stored.ask(partial(self._show_speaker, request.path_params["number"])))

    def _show_speaker(self, number: int, collection: Collection) -> str:
        known = find_speaker(number, collection)
        about = view_speaker(known, collection, has_pages=True)
        return self._show(about, choose_speaker(known), collection)

    async def outlet(self, request: Request) -> Response:
        """The page about an outlet."""
        return HTMLResponse(await self._stored.ask(partial(self._show_outlet, request.query_params.get("name", ""))))

    def _show_outlet(self, name: str, collection: Collection) -> str:
        known = find_outlet(name, collection)
        return self._show(view_outlet(known, collection, has_pages=True), choose_outlet(name), collection)

    def _show(self, about: AboutView, chosen: Selection, collection: Collection) -> str:
        """The page, with the newest statements."""
        newest = collection.search(chosen, limit=_NEWEST)
        found = list(newest)
        quotations = link_quotations(collection, (it.article_number for it in found))
        return render_about_page(about, newest, self._frame.make_site(quotations=quotations), found=found)


def find_outlet(name: str, collection: Collection) -> OutletSummary:
    """An outlet of a collection.

    Raises:
        HTTPException: It has no article of one of this name.
    """
    known = collection.outlet(name) if name.strip() else None
    if known is None:
        raise HTTPException(404, "no article of the collection was published by an outlet of this name")
    return known


def find_speaker(number: int, collection: Collection) -> SpeakerSummary:
    """A speaker of a collection.

    Raises:
        HTTPException: There is none with this number.
    """
    try:
        return collection.speaker_summary(number if number < _MOST_NUMBER else 0)
    except SpeakerError as err:
        raise HTTPException(404, "the collection has no speaker with this number") from err
