"""The app: its routes, and what goes around all of them."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Scope

from sayso.errors import SaysoError
from sayso.report.site import FILES
from sayso.serve.api import Api
from sayso.serve.corrections import Corrections
from sayso.serve.desk import Desk
from sayso.serve.frame import Frame
from sayso.serve.guard import Guard
from sayso.serve.pages import Pages
from sayso.serve.parties import Parties
from sayso.serve.problem import explain_to_people, explain_to_programs, is_for_programs, translate
from sayso.serve.quotations import Quotations
from sayso.serve.serve_settings import ServeSettings
from sayso.serve.shelves import Shelves
from sayso.serve.stored import Stored
from sayso.workflow import Analyses

__all__ = ["make_app"]

# Smaller answers gain nothing.
_LEAST_PACKED = 1_000


def make_app(analyser: Analyses, settings: ServeSettings | None = None, stored: Stored | None = None) -> Guard:
    """The app (ASGI) that shows what the analyser finds in what is given, and the collection if there is one."""
    settings, frame = settings or ServeSettings(), Frame(has_collection=stored is not None)
    desk = Desk(analyser, settings)
    pages = Pages(desk, settings, frame)

    def explain(scope: Scope, err: Exception) -> Response:
        fault = translate(err)
        return explain_to_programs(fault) if is_for_programs(scope) else explain_to_people(fault, frame.make_site())

    async def explain_fault(request: Request, err: Exception) -> Response:
        return explain(request.scope, err)

    routes = [
        *(
            [Route("/", pages.start)]
            if stored is None
            else _list_stored(Shelves(stored, frame), Parties(stored, frame), Quotations(stored, frame))
        ),
        *([] if stored is None else _list_corrections(Corrections(stored, frame))),
        Route("/read", pages.start),
        Route("/read", pages.read, methods=["POST"]),
        Route("/example", pages.example),
        Route("/readings/{key}", pages.reading),
        Route("/readings/{key}/page.html", pages.file),
        Route("/readings/{key}/data.jsonl", pages.lines),
        Route("/files/{name}", _give_file),
        *Api(desk, settings, stored).list_routes(),
    ]
    app = Starlette(
        routes=routes,
        middleware=[Middleware(GZipMiddleware, minimum_size=_LEAST_PACKED, compresslevel=4)],
        exception_handlers=dict.fromkeys((HTTPException, SaysoError, Exception), explain_fault),
    )
    # Around all of it, so that answers to faults have its headers too.
    return Guard(app, settings, explain)


def _list_stored(shelves: Shelves, parties: Parties, quotations: Quotations) -> list[Route]:
    """The routes of a collection."""
    return [
        Route("/", shelves.articles),
        Route("/search", shelves.search),
        Route("/articles/{number:int}", shelves.article),
        Route("/articles/{number:int}/words", quotations.article),
        Route("/articles/{number:int}/page.html", shelves.file),
        Route("/articles/{number:int}/data.jsonl", shelves.lines),
        Route("/speakers/{number:int}", parties.speaker),
        Route("/outlet", parties.outlet),
        Route("/articles/{number:int}/{start:int}-{end:int}", shelves.statement),
        Route("/articles/{number:int}/{start:int}-{end:int}/words", quotations.statement),
        Route("/quotations/{name}", quotations.quotation),
    ]


def _list_corrections(corrections: Corrections) -> list[Route]:
    """The routes on which articles of a collection are corrected."""
    return [
        Route("/articles/{number:int}/corrections", corrections.list),
        Route("/articles/{number:int}/corrections", corrections.save, methods=["POST"]),
        Route("/articles/{number:int}/corrections/{correction:int}/undo", corrections.undo, methods=["POST"]),
        Route("/articles/{number:int}/correct", corrections.form),
        Route("/articles/{number:int}/{start:int}-{end:int}/correct", corrections.form),
    ]


async def _give_file(request: Request) -> Response:
    """A style sheet, the script or the icon; its address changes with it, so it may be kept for good."""
    asset = next((it for it in FILES.values() if it.address == request.url.path), None)
    if asset is None:
        raise HTTPException(404)
    headers = {"Cache-Control": "public, max-age=31536000, immutable"}
    return Response(asset.content, headers=headers, media_type=asset.type)
