"""The pages about words that several articles of a collection have: one for each utterance, and those of an article."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from sayso.report.cluster_html import Entry, render_quotation_page, render_quotations_page
from sayso.report.cluster_view import find_speaker_key
from sayso.report.facts import show_date
from sayso.report.harmless import shorten
from sayso.report.site import QuotationLink
from sayso.serve.frame import Frame
from sayso.serve.stored import Stored
from sayso.store import Collection, Quotation, StatementQuotation

__all__ = ["Quotations", "find_quotation", "link_quotations"]

_NOBODY_ELSE = "no other article is known to carry these words; `sayso trace` looks for them"
_MOST_NUMBER = 2**63
_HEADING_CHARS = 120


class Quotations:
    """Answers the requests for these pages."""

    def __init__(self, stored: Stored, frame: Frame) -> None:
        self._stored = stored
        self._frame = frame

    async def quotation(self, request: Request) -> Response:
        """The page of an utterance: who carries it, and what became of the words."""
        return HTMLResponse(await self._stored.ask(partial(self._show, request.path_params["name"])))

    def _show(self, name: str, collection: Collection) -> str:
        quotation = find_quotation(name, collection)
        passages, numbers = quotation.cluster.passages, quotation.numbers
        homes = [
            f"/articles/{number.article}/{it.spans[0].start}-{it.spans[-1].end}"
            for it, number in zip(passages, numbers, strict=True)
        ]
        speaker_pages = {
            find_speaker_key(it): f"/speakers/{number.speaker}"
            for it, number in zip(passages, numbers, strict=True)
            if number.speaker
        }
        site = self._frame.make_site(permanent_address=f"{homes[0]}/words")
        return render_quotation_page(quotation.cluster, site=site, speaker_pages=speaker_pages, homes=homes)

    async def article(self, request: Request) -> Response:
        """What others carry of an article's words: a list, or the page of the only utterance."""
        number = request.path_params["number"]
        found = await self._stored.ask(partial(_list_statements, number))
        names = list(dict.fromkeys(it.name for it in found))
        if len(names) == 1:
            return _lead_to(names[0])
        site = self._frame.make_site(article=f"/articles/{number}")
        return HTMLResponse(render_quotations_page(_list_entries(found), site))

    async def statement(self, request: Request) -> Response:
        """Lead to the page of the utterance that stands at a place of an article.

        The place stays the same; the utterance's id may change when other articles come.
        """
        number, start, end = (request.path_params[name] for name in ("number", "start", "end"))
        found = await self._stored.ask(partial(_list_statements, number))
        shared = {min(end, it.end) - max(start, it.start): it for it in reversed(found)}
        if max(shared) <= 0:
            raise HTTPException(404, _NOBODY_ELSE)
        return _lead_to(shared[max(shared)].name)


def find_quotation(name: str, collection: Collection) -> Quotation:
    """An utterance that several articles have.

    Raises:
        HTTPException: There is none with this id.
    """
    found = collection.quotation(name)
    if found is None:
        raise HTTPException(
            404, "no words with this id are known to stand in several articles; `sayso trace` looks for them"
        )
    return found


def link_quotations(collection: Collection, articles: Iterable[int]) -> dict[str, QuotationLink]:
    """The pages of the words of these articles that others have too, by the addresses of the statements."""
    return {
        f"/articles/{it.article}/{it.start}-{it.end}": QuotationLink(f"/quotations/{it.name}", it.articles)
        for it in collection.quotations(articles)
    }


def _list_statements(number: int, collection: Collection) -> list[StatementQuotation]:
    """The statements of an article that others have too.

    Raises:
        HTTPException: There are none.
    """
    found = collection.quotations([number]) if number < _MOST_NUMBER else []
    if not found:
        raise HTTPException(404, _NOBODY_ELSE)
    return found


def _list_entries(found: Iterable[StatementQuotation]) -> list[Entry]:
    """A line for each utterance, in the order of the text."""
    return [
        Entry(
            f"/quotations/{it.name}",
            shorten(it.text, max_chars=_HEADING_CHARS),
            it.articles,
            it.witnesses,
            show_date(it.published) if it.published else "no date",
            it.outlet or "",
        )
        for it in {it.name: it for it in found}.values()
    ]


def _lead_to(name: str) -> Response:
    return RedirectResponse(f"/quotations/{name}", 303)
