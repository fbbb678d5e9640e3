"""The JSON interface: the readings, checks and rows that the pages show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import partial
from typing import Any
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sayso.export.clusters import write_cluster
from sayso.export.found import list_found
from sayso.jsonl import write_reading, write_record
from sayso.serve.asked import Asked, parse_asked
from sayso.serve.corrections_api import CorrectionsApi
from sayso.serve.desk import CheckResult, Desk
from sayso.serve.given import Given, open_form, parse_json
from sayso.serve.openapi import describe_api
from sayso.serve.parties import find_outlet, find_speaker
from sayso.serve.quotations import find_quotation
from sayso.serve.serve_settings import ServeSettings
from sayso.serve.shelves import find_article
from sayso.serve.stored import Stored
from sayso.store import Collection

__all__ = ["Api"]

_FORM = "multipart/form-data"


class Api:
    """Answers the requests of programs; without a collection, those about what is given alone."""

    def __init__(self, desk: Desk, settings: ServeSettings, stored: Stored | None) -> None:
        self._desk = desk
        self._settings = settings
        self._stored = stored

    def list_routes(self) -> list[Route]:
        """The routes."""
        routes = [
            Route("/api/openapi.json", self.describe),
            Route("/api/readings", self.read, methods=["POST"]),
            Route("/api/checks", self.check, methods=["POST"]),
        ]
        if self._stored is not None:
            routes += [
                Route("/api/articles", partial(self.list, self._stored, _list_articles)),
                Route("/api/articles/{number:int}", partial(self.article, self._stored)),
                Route("/api/articles/{number:int}/words", partial(self.words, self._stored)),
                Route("/api/outlet", partial(self.outlet, self._stored)),
                *CorrectionsApi(self._stored).list_routes(),
                Route("/api/quotations/{name}", partial(self.quotation, self._stored)),
                Route("/api/speakers/{number:int}", partial(self.speaker, self._stored)),
                Route("/api/statements", partial(self.list, self._stored, _list_statements)),
            ]
        return routes

    async def describe(self, _request: Request) -> Response:
        """The description of this interface."""
        return _answer(write_record(describe_api(self._settings, has_collection=self._stored is not None)))

    async def read(self, request: Request) -> Response:
        """The readings of what is given."""
        return await self._work(request, self._read)

    async def check(self, request: Request) -> Response:
        """The checked quotations of what is given."""
        return await self._work(request, self._check)

    async def _work(self, request: Request, make: Any) -> Response:  # noqa: ANN401
        kind = request.headers.get("content-type", "").partition(";")[0].strip().casefold()
        if kind == "application/json":
            given = await parse_json(request)
            given.check(self._settings)
            return _answer(await self._desk.work(partial(make, given)))
        if kind == _FORM:
            async with open_form(request, self._settings) as given:
                given.check(self._settings)
                return _answer(await self._desk.work(partial(make, given)))
        raise HTTPException(415, f"the body is {kind or 'of no type'!r:.60}; send application/json or {_FORM}")

    def _read(self, given: Given) -> str:
        result = self._desk.read(given)
        return _list_results(result.make_lines(), "readings", result.notes)

    def _check(self, given: Given) -> str:
        if not given.sources:
            raise HTTPException(422, "there are no sources; give some to check against")
        result: CheckResult = self._desk.check(given)
        return _list_results(result.make_lines(), "checks", result.notes)

    async def list(self, stored: Stored, make: Any, request: Request) -> Response:  # noqa: ANN401
        """A part of a list."""
        return _answer(await stored.ask(partial(make, parse_asked(request.query_params))))

    async def article(self, stored: Stored, request: Request) -> Response:
        """The reading of an article."""
        return _answer(write_reading(await stored.ask(partial(find_article, request.path_params["number"]))))

    async def words(self, stored: Stored, request: Request) -> Response:
        """Who else carries the words of an article."""
        return _answer(await stored.ask(partial(_list_clusters, request.path_params["number"])))

    async def outlet(self, stored: Stored, request: Request) -> Response:
        """Whose words an outlet's articles have, and what became of words that it took over."""
        known = await stored.ask(partial(find_outlet, request.query_params.get("name", "")))
        link = f"/outlet?{urlencode({'name': known.name})}"
        return _answer(write_record(asdict(known) | {"own_words": known.own_words, "link": link}))

    async def quotation(self, stored: Stored, request: Request) -> Response:
        """Words that several articles have."""
        found = await stored.ask(partial(find_quotation, request.path_params["name"]))
        return _answer(write_cluster(found.cluster))

    async def speaker(self, stored: Stored, request: Request) -> Response:
        """What the collection knows of a speaker."""
        known = await stored.ask(partial(find_speaker, request.path_params["number"]))
        return _answer(write_record(asdict(known) | {"link": f"/speakers/{known.id}"}))


def _list_clusters(number: int, collection: Collection) -> str:
    find_article(number, collection)
    return _list_results(list(map(write_cluster, collection.article_clusters(number))), "clusters", ())


def _list_articles(asked: Asked, collection: Collection) -> str:
    items = [
        asdict(it) | {"link": f"/articles/{it.number}"}
        for it in collection.articles(limit=asked.limit, offset=asked.offset)
    ]
    return _list_rows("/api/articles", asked, len(collection), items, ())


def _list_statements(asked: Asked, collection: Collection) -> str:
    search = collection.search(asked.select(), limit=asked.limit, offset=asked.offset, oldest_first=asked.oldest_first)
    results = list_found(search)
    items = [_link(results.make_record(it)) for it in results.items]
    return _list_rows("/api/statements", asked, search.count, items, search.notes)


def _link(record: dict[str, Any]) -> dict[str, Any]:
    """The record of a found statement, with the address of the page that shows it."""
    spans = record["content"]
    return record | {"link": f"/articles/{record['article_number']}/{spans[0][0]}-{spans[-1][1]}"}


def _list_rows(path: str, asked: Asked, count: int, items: Sequence[Mapping[str, Any]], notes: Sequence[str]) -> str:
    pager = asked.turn_pages(path, count, len(items))
    facts = {"count": count, "limit": asked.limit, "offset": asked.offset, "next": pager.after or None}
    return write_record({**facts, "notes": list(notes), "items": list(items)})


def _list_results(lines: Sequence[str], name: str, notes: Sequence[str]) -> str:
    """An object of records that are JSON already."""
    return f'{{"{name}": [{", ".join(lines)}], "notes": {write_record(list(notes))}}}'  # type: ignore[arg-type]


def _answer(content: str) -> Response:
    return Response(content, media_type="application/json")
