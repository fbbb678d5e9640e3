"""The pages on which a reader corrects an article of a collection."""

from __future__ import annotations

from functools import partial

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from sayso.article import Article
from sayso.correct.correction import Correction
from sayso.reading import Reading
from sayso.report.correct_html import render_correct_page, render_corrections_page
from sayso.serve.correction_form import Entered, Filled, fill_form, parse_entered, view_form
from sayso.serve.frame import Frame
from sayso.serve.shelves import find_article, find_statement, link_statement
from sayso.serve.stored import Stored
from sayso.statement import Statement
from sayso.store import Collection

__all__ = ["Corrections", "check_correction", "check_writable"]

_MOST_FIELDS = 100
_READ_ONLY = "the file of the collection cannot be written, so nothing can be corrected"
_GONE = "the statement is not there any more, since the article was corrected or read again; open the article again"


class Corrections:
    """Answers the requests for these pages."""

    def __init__(self, stored: Stored, frame: Frame) -> None:
        self._stored = stored
        self._frame = frame

    async def list(self, request: Request) -> Response:
        """What was corrected in an article."""
        return HTMLResponse(await self._stored.ask(partial(self._list, request.path_params["number"])))

    def _list(self, number: int, collection: Collection) -> str:
        reading, corrections = find_article(number, collection), collection.corrections(number)
        address, site = f"/articles/{number}", self._frame.make_site()
        return render_corrections_page(reading, corrections, address, site, may_correct=collection.is_writable)

    async def form(self, request: Request) -> Response:
        """The form for the statement at a place of an article; without a place, for one that was missed."""
        given = request.path_params
        place = (given["start"], given["end"]) if "start" in given else None
        return HTMLResponse(await self._stored.ask(partial(self._show_form, given["number"], place)))

    def _show_form(self, number: int, place: tuple[int, int] | None, collection: Collection) -> str:
        check_writable(collection)
        reading = find_article(number, collection)
        statement = None if place is None else find_statement(reading.statements, *place)
        if place is not None and statement is None:
            raise HTTPException(404, "no statement stands at this place of the article")
        return self._render(number, reading, statement, Entered(), None)

    def _render(
        self, number: int, reading: Reading, statement: Statement | None, entered: Entered, filled: Filled | None
    ) -> str:
        text = _find_text(reading)
        view = view_form(reading, text, statement, f"/articles/{number}", entered, filled)
        return render_correct_page(view, reading, self._frame.make_site())

    async def save(self, request: Request) -> Response:
        """Keep what the form gives, and lead to the statement; or show the form again, with what is not clear."""
        async with request.form(max_files=1, max_fields=_MOST_FIELDS) as form:
            entered = parse_entered(form)
        return await self._stored.ask(partial(self._save, request.path_params["number"], entered))

    def _save(self, number: int, entered: Entered, collection: Collection) -> Response:
        check_writable(collection)
        reading = find_article(number, collection)
        statement = _find_seen(reading, entered)
        if entered.seen and statement is None:
            raise HTTPException(409, _GONE)
        filled = fill_form(reading, _find_text(reading), statement, entered)
        if filled.correction is None:
            return HTMLResponse(self._render(number, reading, statement, entered, filled), 422)
        collection.correct(number, filled.correction)
        return RedirectResponse(_find_address(number, filled.correction, collection), 303)

    async def undo(self, request: Request) -> Response:
        """Take back a correction of an article, and lead to the list."""
        number, which = (request.path_params[name] for name in ("number", "correction"))
        await self._stored.ask(partial(_undo, number, which))
        return RedirectResponse(f"/articles/{number}/corrections", 303)


def _undo(number: int, which: int, collection: Collection) -> None:
    check_correction(number, which, collection)
    collection.undo_correction(which)


def check_correction(number: int, which: int, collection: Collection) -> None:
    """Raise HTTPException unless the correction is one of that article, and can be taken back."""
    check_writable(collection)
    find_article(number, collection)
    if all(it.number != which for it in collection.corrections(number)):
        raise HTTPException(404, "the article has no correction of this number; it may have been taken back already")


def check_writable(collection: Collection) -> None:
    """Raise HTTPException if nothing can be corrected."""
    if not collection.is_writable:
        raise HTTPException(403, _READ_ONLY)


def _find_text(reading: Reading) -> str:
    if not isinstance(reading.article, Article):
        raise HTTPException(422, "this article could not be read, so nothing in it can be corrected")
    return reading.article.text


def _find_seen(reading: Reading, entered: Entered) -> Statement | None:
    """The statement that the reader saw: of that id, and at that place."""
    known = {f"{it.content[0].start}-{it.content[-1].end}": it for it in reversed(reading.statements) if it.content}
    own = (it for it in reading.statements if it.id == entered.statement and known.get(entered.seen) is not None)
    same = next((it for it in own if f"{it.content[0].start}-{it.content[-1].end}" == entered.seen), None)
    return same or known.get(entered.seen)


def _find_address(number: int, correction: Correction, collection: Collection) -> str:
    """Where the corrected statement stands; the list of corrections, for one that is none."""
    if correction.after is not None:
        spans = [it.span for it in correction.after.content]
        statement = find_statement(find_article(number, collection).statements, spans[0].start, spans[-1].end)
        if statement is not None:
            return link_statement(number, statement)
    return f"/articles/{number}/corrections"
