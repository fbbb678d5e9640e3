"""The pages for what is given: the start page, what was read or checked, and its files."""

from __future__ import annotations

import zlib
from functools import partial
from importlib.resources import files
from io import BytesIO

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from sayso.jsonl import read_reading
from sayso.report.html import render_page
from sayso.report.page_view import Choice
from sayso.report.site import Link, StartView, render_start_page
from sayso.serve.asked import parse_choice
from sayso.serve.desk import Desk, ReadResult, find_day
from sayso.serve.frame import Frame
from sayso.serve.given import Given, NamedStream, open_form
from sayso.serve.kept import Kept, Shown, make_key
from sayso.serve.saved import save_lines, save_page
from sayso.serve.serve_settings import ServeSettings

__all__ = ["Pages"]

_EXAMPLE = "article.txt"
_GONE = (
    "what was read is kept only until the program ends, or until much else was read; give it again on the start page"
)


class Pages:
    """Answers the requests for these pages."""

    def __init__(self, desk: Desk, settings: ServeSettings, frame: Frame) -> None:
        self._desk = desk
        self._frame = frame
        self._settings = settings
        self._kept = Kept(settings.kept_bytes)
        self._example = ""

    async def start(self, _request: Request) -> Response:
        """The page where an article is given."""
        return self._show_start()

    def _show_start(self, given: Given | None = None, err: HTTPException | None = None) -> Response:
        view = StartView(
            may_fetch=self._settings.may_fetch,
            is_shared=self._settings.is_shared,
            most=f"{self._settings.max_bytes / 1_000_000:g} MB",
            fault="" if err is None else f"{err.detail[:1].upper()}{err.detail[1:].rstrip('.')}.",
            text=given.text if given else "",
            source_text=given.source_text if given else "",
            address=given.address if given else "",
        )
        page = render_start_page(view, self._frame.make_site("/read"))
        return HTMLResponse(page, 200 if err is None else err.status_code, None if err is None else err.headers)

    async def read(self, request: Request) -> Response:
        """Read or check what the form gives, and lead to its page, which can be opened again."""
        async with open_form(request, self._settings) as given:
            try:
                given.check(self._settings)
                key = await self._make(given)
            except HTTPException as err:
                return self._show_start(given, err)
        return RedirectResponse(f"/readings/{key}", 303)

    async def example(self, _request: Request) -> Response:
        """Lead to the page of the article that ships with sayso."""
        if self._kept.get(self._example) is None:
            text = (files("sayso") / "examples" / _EXAMPLE).read_bytes()
            self._example = await self._make(Given((NamedStream(_EXAMPLE, BytesIO(text)),), ()))
        return RedirectResponse(f"/readings/{self._example}", 303)

    async def _make(self, given: Given) -> str:
        """Read or check what is given; the key of its page."""
        key = make_key()
        self._kept.put(key, await self._desk.work(partial(self._show, given, key)))
        return key

    def _show(self, given: Given, key: str) -> Shown:
        result = self._desk.check(given) if given.sources else self._desk.read(given)
        is_one = isinstance(result, ReadResult) and len(result.readings) == 1
        make_site = partial(
            self._frame.make_site, saves=_list_saves(key), choice_address=f"/readings/{key}" if is_one else ""
        )
        return result.show(lambda notes: make_site(notes=notes))

    async def reading(self, request: Request) -> Response:
        """The page of what was read."""
        shown, choice = self._find(request), parse_choice(request.query_params)
        if choice is None:
            return HTMLResponse(zlib.decompress(shown.page))
        return HTMLResponse(await self._desk.work(partial(self._choose, shown, request.path_params["key"], choice)))

    def _choose(self, shown: Shown, key: str, choice: Choice) -> str:
        """The page with some of the statements alone."""
        lines = zlib.decompress(shown.lines).splitlines()
        if len(lines) != 1 or not shown.is_read:
            raise HTTPException(422, "only on the page of one article can statements be chosen")
        site = self._frame.make_site(saves=_list_saves(key), choice_address=f"/readings/{key}")
        return render_page([read_reading(lines[0])], date=find_day(), site=site, choice=choice)

    async def file(self, request: Request) -> Response:
        """The same as one file, to be saved or sent."""
        return save_page(zlib.decompress(self._find(request).file))

    async def lines(self, request: Request) -> Response:
        """The same as JSON Lines."""
        return save_lines(zlib.decompress(self._find(request).lines))

    def _find(self, request: Request) -> Shown:
        shown = self._kept.get(request.path_params["key"])
        if shown is None:
            raise HTTPException(404, _GONE)
        return shown


def _list_saves(key: str) -> tuple[Link, ...]:
    """The ways to save what was read."""
    base = f"/readings/{key}"
    return Link("Save as one file", f"{base}/page.html"), Link("as JSON Lines", f"{base}/data.jsonl")
