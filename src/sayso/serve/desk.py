"""Reads and checks what is given, a few at a time, and makes the pages of it."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice
from typing import TypeVar

import anyio
from anyio.to_thread import run_sync
from starlette.exceptions import HTTPException

from sayso.article import Article
from sayso.check import OwnTexts, SourceText, check_readings
from sayso.errors import describe_notice
from sayso.export.checks import write_check
from sayso.jsonl import write_reading
from sayso.read import Input, read_records
from sayso.reading import Reading
from sayso.report.check_html import write_check_page
from sayso.report.check_places import Places
from sayso.report.check_text import CheckedText
from sayso.report.checked_article import make_checked_text
from sayso.report.html import render_page
from sayso.report.site import Site
from sayso.serve.given import Given
from sayso.serve.kept import Shown
from sayso.serve.serve_settings import ServeSettings
from sayso.settings import ReadSettings
from sayso.store import Index
from sayso.workflow import Analyses, Fetch, read_all

__all__ = ["CheckResult", "Desk", "ReadResult", "find_day"]

Result = TypeVar("Result")
# Reading keeps a core busy; more at a time would only make each of them slower.
_AT_A_TIME = 2
_MOST_WAITING = 20
_MOST_REASONS = 3


@dataclass(frozen=True, slots=True)
class ReadResult:
    """The readings of what was given, and what of it was left out."""

    readings: tuple[Reading, ...]
    notes: tuple[str, ...] = ()

    def make_lines(self) -> list[str]:
        """A line of JSON for each reading."""
        return list(map(write_reading, self.readings))

    def show(self, make_site: Callable[[tuple[str, ...]], Site]) -> Shown:
        """The page of it, alone and in the site."""
        date = find_day()
        page = render_page(self.readings, date=date, site=make_site(self.notes))
        return Shown.press(page, render_page(self.readings, date=date), _join(self.make_lines()), is_read=True)


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The checked texts, what they were held against, and what of it was left out."""

    texts: tuple[CheckedText, ...]
    places: Places
    notes: tuple[str, ...] = ()

    def make_lines(self) -> list[str]:
        """A line of JSON for each stretch."""
        return [write_check(row) for text in self.texts for row in text.rows]

    def show(self, make_site: Callable[[tuple[str, ...]], Site]) -> Shown:
        """The page of it, alone and in the site."""
        pages = self._write_page(make_site(self.notes)), self._write_page(None)
        return Shown.press(*pages, _join(self.make_lines()), is_read=False)

    def _write_page(self, site: Site | None) -> str:
        stream = io.StringIO()
        write_check_page(self.texts, self.places, stream, date=find_day(), site=site)
        return stream.getvalue()


@dataclass(slots=True)
class _Shelf:
    """The sources by their ids, and what of them could not be read or was left out."""

    texts: dict[str, SourceText] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


class Desk:
    """Reads and checks what is given.

    Args:
        analyser: Finds the statements.
        settings: The choices of the server.
    """

    def __init__(self, analyser: Analyses, settings: ServeSettings) -> None:
        self._analyser = analyser
        self._settings = settings
        self._reading = replace(ReadSettings(), max_bytes=settings.max_bytes)
        self._limiter = anyio.CapacityLimiter(_AT_A_TIME)

    async def work(self, make: Callable[[], Result]) -> Result:
        """Do what takes time, in a thread; others wait meanwhile.

        Raises:
            HTTPException: Too many are waiting.
        """
        if self._limiter.statistics().tasks_waiting >= _MOST_WAITING:
            raise HTTPException(503, "too much is being read at this moment; try again soon", {"Retry-After": "10"})
        return await run_sync(make, limiter=self._limiter)

    def read(self, given: Given) -> ReadResult:
        """The readings of what is given.

        Raises:
            HTTPException: None of it could be read.
        """
        most = self._settings.max_articles
        readings = list(islice(self._read_all(given.articles), most + 1))
        _refuse_unread(readings)
        notes = (f"Only the first {most:,} articles were read; `sayso read` reads any number.",)
        return ReadResult(tuple(readings[:most]), notes if len(readings) > most else ())

    def check(self, given: Given) -> CheckResult:
        """The quotations of what is given, held against its sources.

        Raises:
            HTTPException: No article, or no source, could be read.
        """
        shelf = self._fill_shelf(given.sources)
        if not shelf.texts:
            reasons = "; ".join(shelf.notes[:_MOST_REASONS])
            raise HTTPException(422, f"no source could be read, so nothing was checked: {reasons}")
        result = self.read(given)
        sources = Index(None).get(shelf.texts.values())
        own_texts = OwnTexts(sources)
        texts = tuple(
            make_checked_text(reading, tuple(rows), sources, own_texts)
            for reading, rows in check_readings(result.readings, sources, workers=1)
        )
        return CheckResult(texts, Places(shelf.texts), (*result.notes, *shelf.notes))

    def _read_all(self, inputs: Sequence[Input]) -> list[Reading]:
        fetch = self._make_fetch() if any(isinstance(it, str) for it in inputs) else None
        return list(
            islice(
                read_all(inputs, analyser=self._analyser, settings=self._reading, fetch=fetch),
                self._settings.max_articles + 1,
            )
        )

    def _make_fetch(self) -> Fetch:
        from sayso.fetch import Fetcher, FetchSettings  # noqa: PLC0415  only where addresses are given
        from sayso.watch import fetch_articles, is_address  # noqa: PLC0415

        fetcher = Fetcher(FetchSettings())
        return lambda given: fetch_articles([given], fetcher, self._reading) if is_address(given) else None

    def _fill_shelf(self, inputs: Sequence[Input]) -> _Shelf:
        shelf, most = _Shelf(), self._settings.max_sources
        for record in read_records(inputs, settings=self._reading):
            if len(shelf.texts) == most:
                shelf.notes.append(f"Only the first {most:,} sources were read; `sayso check` reads any number.")
                break
            shelf.notes += [describe_notice(record.id, notice) for notice in record.notices]
            if isinstance(record, Article):
                shelf.texts[record.id] = SourceText.from_article(record)
        return shelf


def _refuse_unread(readings: Sequence[Reading]) -> None:
    """Raise HTTPException if nothing was read, with the reasons."""
    if any(isinstance(reading.article, Article) for reading in readings):
        return
    reasons = [describe_notice(it.article.id, notice) for it in readings for notice in it.notices]
    raise HTTPException(422, f"nothing could be read: {'; '.join(reasons[:_MOST_REASONS]) or 'nothing is in it'}")


def _join(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def find_day() -> str:
    """Today, as pages state it."""
    return datetime.now().astimezone().date().isoformat()
