"""The pages about one speaker and one outlet of a collection."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from sayso.errors import SpeakerError
from sayso.report.about_html import AboutView, CountTable, make_table, render_about_page
from sayso.report.facts import show_day
from sayso.serve.frame import Frame
from sayso.serve.stored import Stored
from sayso.store import Collection, CountRow, Selection, SpeakerSummary

__all__ = ["Parties", "find_speaker"]

_NEWEST = 10
_MOST_LINES, _MOST_NAMES = 12, 8
# A time that is longer is shown by the year.
_MOST_MONTHS = 24
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
        chosen = Selection(speakers=(str(known.id),))
        tables = _list_tables(collection, chosen, {"outlet": "outlet", "carrier": "carrier", "kind": "kind"})
        address = f"/search?{urlencode({'speaker': known.id})}"
        about = AboutView(known.name, tuple(_list_facts(known)), tuple(tables), address)
        return render_about_page(about, collection.search(chosen, limit=_NEWEST), self._frame.make_site())

    async def outlet(self, request: Request) -> Response:
        """The page about an outlet."""
        return HTMLResponse(await self._stored.ask(partial(self._show_outlet, request.query_params.get("name", ""))))

    def _show_outlet(self, name: str, collection: Collection) -> str:
        chosen = Selection(outlets=(name,))
        newest = collection.search(chosen, limit=_NEWEST)
        if not name.strip() or not newest.count:
            raise HTTPException(404, "no statement of the collection was published by an outlet of this name")
        kinds = {"speaker": "speaker", "carrier": "carrier", "named": "named or not", "kind": "kind"}
        tables = tuple(_list_tables(collection, chosen, kinds))
        facts = (f"{_count(newest.count, 'statement')} in {_count(newest.article_count, 'article')}",)
        about = AboutView(name, facts, tables, f"/search?{urlencode({'outlet': name})}")
        return render_about_page(about, newest, self._frame.make_site())


def find_speaker(number: int, collection: Collection) -> SpeakerSummary:
    """A speaker of a collection.

    Raises:
        HTTPException: There is none with this number.
    """
    try:
        return collection.speaker_summary(number if number < _MOST_NUMBER else 0)
    except SpeakerError as err:
        raise HTTPException(404, "the collection has no speaker with this number") from err


def _list_facts(known: SpeakerSummary) -> Iterator[str]:
    """Yield what the collection knows of a speaker, a line each."""
    days = dict.fromkeys(show_day(day) for day in (known.first_day, known.last_day) if day)
    where = f"{_count(known.articles, 'article')} of {_count(known.outlets, 'outlet')}"
    yield " · ".join([known.type, f"{_count(known.statements, 'statement')} in {where}", " to ".join(days)]).rstrip(
        " ·"
    )
    names = [f"{name} ({count:,})" for name, count in known.names[:_MOST_NAMES]]
    if len(known.names) > 1:
        more = len(known.names) - len(names)
        yield f"named, in so many articles: {', '.join(names)}{f' and {more:,} more' if more else ''}"
    for name, value in (known.attributes or {}).items():
        if value:
            yield f"{name}: {value}"


def _list_tables(collection: Collection, chosen: Selection, kinds: dict[str, str]) -> Iterator[CountTable]:
    """Yield the counts of what was chosen: over time first, then by each of these; none where all is the same."""
    for name, title in {"month": "month", **kinds}.items():
        is_time = name == "month"
        counts = collection.counts([name], chosen, limit=_MOST_MONTHS if is_time else _MOST_LINES)
        if is_time and counts.row_count > _MOST_MONTHS:
            title, counts = "year", collection.counts(["year"], chosen, limit=_MOST_MONTHS)  # noqa: PLW2901
        rows: Iterable[CountRow] = sorted(counts, key=lambda row: row.values) if is_time else counts
        if counts.row_count > 1 or name in ("speaker", "outlet"):
            yield make_table(title, ((row, _find_address(name, row)) for row in rows), counts.row_count - len(counts))


def _find_address(name: str, row: CountRow) -> str:
    """The page about a speaker or an outlet; empty for others."""
    if not row.known:
        return ""
    if name == "speaker":
        return f"/speakers/{row.speaker_id}" if row.speaker_id and row.speaker_id > 0 else ""
    return f"/outlet?{urlencode({'name': row.values[0]})}" if name == "outlet" else ""


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
