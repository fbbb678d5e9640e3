"""The pages of a collection: its articles, each of them, and search."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from functools import partial
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from sayso.jsonl import write_reading
from sayso.reading import Reading
from sayso.report.found_html import write_found_page
from sayso.report.html import render_page
from sayso.report.page_view import Choice
from sayso.report.site import Facet, Link, Narrower, render_articles_page
from sayso.serve.asked import Asked, parse_asked, parse_choice, view_search
from sayso.serve.frame import Frame
from sayso.serve.quotations import link_quotations
from sayso.serve.saved import save_lines, save_page
from sayso.serve.stored import Stored
from sayso.statement import Statement
from sayso.store import Collection
from sayso.text import Span

__all__ = ["Shelves", "find_article", "find_statement", "link_statement"]

_NONE = "the collection has no article with this number; see the list of articles"
_MOST_NUMBER = 2**63
# Statements on a page of search: each stands in its sentence, and takes its time.
_SHOWN = 20
_MOST_VALUES = 8


class Shelves:
    """Answers the requests for these pages."""

    def __init__(self, stored: Stored, frame: Frame) -> None:
        self._stored = stored
        self._frame = frame

    async def articles(self, request: Request) -> Response:
        """The list of articles."""
        return HTMLResponse(await self._stored.ask(partial(self._list, parse_asked(request.query_params))))

    def _list(self, asked: Asked, collection: Collection) -> str:
        count = len(collection)
        articles = collection.articles(limit=asked.limit, offset=asked.offset)
        pager = asked.turn_pages("/", count, len(articles))
        return render_articles_page(articles, count, self._frame.make_site("/", search=view_search({}), pager=pager))

    async def search(self, request: Request) -> Response:
        """What was searched for."""
        asked = parse_asked(request.query_params, usually=_SHOWN)
        return HTMLResponse(await self._stored.ask(partial(self._search, asked)))

    def _search(self, asked: Asked, collection: Collection) -> str:
        found = collection.search(
            asked.select(), limit=asked.limit, offset=asked.offset, oldest_first=asked.oldest_first
        )
        pager = asked.turn_pages("/search", found.count, len(found))
        facets = list_facets(asked, collection) if asked.is_narrow and found.count else ()
        shown = list(found)
        quotations = link_quotations(collection, (it.article_number for it in shown))
        search = view_search(asked.query, facets)
        site = self._frame.make_site("/search", quotations=quotations, search=search, pager=pager)
        stream = io.StringIO()
        write_found_page(found, stream, title="Search", site=site, found=shown)
        return stream.getvalue()

    async def article(self, request: Request) -> Response:
        """The page of an article."""
        number = request.path_params["number"]
        choice = parse_choice(request.query_params)
        return HTMLResponse(await self._stored.ask(partial(self._show, number, choice)))

    def _show(self, number: int, choice: Choice | None, collection: Collection) -> str:
        address = f"/articles/{number}"
        saves = (Link("Save as one file", f"{address}/page.html"), Link("as JSON Lines", f"{address}/data.jsonl"))
        reading, speakers = find_article(number, collection), collection.speaker_numbers(number)
        quotations = link_quotations(collection, [number])
        site = self._frame.make_site(
            saves=saves,
            article=address,
            choice_address=address,
            speakers=speakers,
            words_address=f"{address}/words" if quotations else "",
            quotations=quotations,
            may_correct=collection.is_writable,
            correction_count=len(collection.corrections(number)),
        )
        return render_page([reading], site=site, choice=choice)

    async def file(self, request: Request) -> Response:
        """The same as one file, to be saved or sent."""
        reading = await self._stored.ask(partial(find_article, request.path_params["number"]))
        return save_page(render_page([reading]))

    async def lines(self, request: Request) -> Response:
        """The same as a line of JSON."""
        reading = await self._stored.ask(partial(find_article, request.path_params["number"]))
        return save_lines(f"{write_reading(reading)}\n")

    async def statement(self, request: Request) -> Response:
        """Lead to the statement whose words stand at a place of the article, or most of whose do.

        The place stays the same when another model reads the article; the statement's id may not.
        """
        number, start, end = (request.path_params[name] for name in ("number", "start", "end"))
        reading = await self._stored.ask(partial(find_article, number))
        statement = find_statement(reading.statements, start, end)
        if statement is None:
            raise HTTPException(404, "no statement stands at this place of the article; see all on the article's page")
        return RedirectResponse(link_statement(number, statement), 303)


def list_facets(asked: Asked, collection: Collection) -> Iterator[Facet]:
    """Yield in what the found statements differ: who says them, where, and in which year."""
    for name in ("speaker", "outlet", "year"):
        counts = collection.counts([name], asked.select(), limit=_MOST_VALUES)
        values = tuple(
            Narrower(value, row.statements.count, asked.narrow("/search", **_find_values(name, value)))
            for row in counts
            for value in row.values
            if row.known
        )
        if counts.row_count > 1:
            yield Facet(name, values, counts.row_count - len(counts))


def _find_values(name: str, value: str) -> dict[str, str]:
    """The parameters that choose a value."""
    return {"from": value, "to": value} if name == "year" else {name: value}


def find_article(number: int, collection: Collection) -> Reading:
    """The reading of an article.

    Raises:
        HTTPException: There is none with this number.
    """
    reading = collection.reading(number) if number < _MOST_NUMBER else None
    if reading is None:
        raise HTTPException(404, _NONE)
    return reading


def link_statement(number: int, statement: Statement) -> str:
    """Where a statement stands on the page of its article; a lone surrogate in its id, which no address has, is “?”."""
    place = quote(statement.id, errors="replace")
    return f"/articles/{number}#a1-{place}"


def find_statement(statements: Iterable[Statement], start: int, end: int) -> Statement | None:
    """The statement that has the most of these places, and the fewest others; None if none has any."""

    def fit(statement: Statement) -> tuple[int, int]:
        whole = Span(statement.content[0].start, statement.content[-1].end)
        return min(end, whole.end) - max(start, whole.start), -abs(whole.start - start) - abs(whole.end - end)

    best = max((it for it in statements if it.content), key=fit, default=None)
    return best if best is not None and fit(best)[0] > 0 else None
