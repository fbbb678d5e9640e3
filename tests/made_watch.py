"""Watching with fakes: a web of made pages, a list of a line for each, and a desk that watches it.

A process of its own that is killed loads this too, so nothing is here that tests alone need.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timezone
from pathlib import Path

from sayso.article import Article, Unread
from sayso.errors import ReadError
from sayso.fetch import Conditional, Fetched, NotFetched, Why
from sayso.jsonl import read_reading
from sayso.read.feeds import Listed
from sayso.read.source import Source
from sayso.reading import Reading, Stamp
from sayso.watch import Steps, Watcher, WatchTotals, open_files

STAMP = Stamp("0.1.0", "fake", "f00d")
FEED = "http://kiosk.example/feed"
NOON = datetime(2031, 4, 5, 12, tzinfo=timezone.utc)


def give(url: str, body: str, *headers: tuple[str, str]) -> Fetched:
    return Fetched(url, url, 200, headers, body.encode(), NOON, "OK")


def busy(url: str, wait_s: float | None = None) -> NotFetched:
    return NotFetched(url, Why.PASSING, "answers 503 Busy; try again later", 503, wait_s)


class Web:
    """Pages by address; an address without one is 404. It answers "unchanged" to who knows the page's ETag."""

    def __init__(self, pages: dict[str, str] | None = None) -> None:
        self.pages: dict[str, str | NotFetched] = dict(pages or {})
        self.asked: list[str] = []

    def get(self, url: str, *, conditional: Conditional | None = None) -> Fetched | NotFetched:
        self.asked.append(url)
        page = self.pages.get(url)
        if page is None:
            return NotFetched(url, Why.STATUS, "answers 404 Not Found", 404)
        if isinstance(page, NotFetched):
            return page
        etag = f'"{abs(hash(page))}"'
        if conditional is not None and conditional.etag == etag:
            return NotFetched(url, Why.UNCHANGED, "has not changed since it was read", 304)
        return give(url, page, ("ETag", etag))

    def close(self) -> None:
        """Nothing is open."""


@dataclass(frozen=True, slots=True)
class FakeListed:
    """One line of a fake list: "kind address guid"."""

    kind: str
    url: str
    guid: str | None = None
    title: str | None = None
    published: str | None = None
    outlet: str | None = "The Kiosk"


def list_lines(data: bytes, _name: str) -> list[FakeListed]:
    text = data.decode()
    if text.startswith("broken"):
        raise ReadError("is no feed")
    return [FakeListed(*line.split()) for line in text.splitlines()]


def read_text(got: Fetched, source: Source) -> Iterator[Article | Unread]:
    yield Article(source.name, got.body.decode(), url=source.url, outlet=source.outlet)


def analyse(articles: Iterable[Article | Unread]) -> Iterator[Reading]:
    for article in articles:
        yield Reading(article, (), article.notices, STAMP)


@dataclass
class Clock:
    """A time that a test moves on."""

    at: float = 1_000_000.0

    def now(self) -> float:
        return self.at


@dataclass
class Desk:
    """A watch with fakes, which can be closed and opened again."""

    folder: Path
    web: Web = field(default_factory=Web)
    reported: list[str] = field(default_factory=list)
    clock: Clock = field(default_factory=Clock)
    list_addresses: Callable[[bytes, str], Sequence[FakeListed | Listed]] = list_lines
    read_page: Callable[[Fetched, Source], Iterable[Article | Unread]] = read_text

    @property
    def output(self) -> Path:
        return self.folder / "out.jsonl"

    @property
    def keep(self) -> Path:
        return self.folder / "raw.warc.gz"

    def watch(self, *feeds: str, rounds: int = 1) -> WatchTotals:
        """Rounds of a run that is closed after them."""
        totals = WatchTotals()
        with closing(open_files(self.output, self.keep)) as files:
            steps = Steps(self.list_addresses, self.read_page, analyse, report=self.reported.append, now=self.clock.now)
            watcher = Watcher(self.web, files, steps, totals)
            for _ in range(rounds):
                watcher.run_round(feeds or (FEED,))
        return totals

    def read(self) -> list[str]:
        """The ids that stand in the output, in order."""
        return [read_reading(line).article.id for line in self.output.read_bytes().splitlines()]

    def kept(self) -> list[str]:
        """The addresses that stand in the archive, in order."""
        archive = gzip.decompress(self.keep.read_bytes()) if self.keep.exists() else b""
        return [found.decode() for found in re.findall(rb"WARC-Target-URI: (\S+)", archive)]


def page(number: int) -> str:
    return f"http://kiosk{number % 3}.example/{number}"


def list_ids(*numbers: int) -> list[str]:
    """The addresses of pages, sorted as text."""
    return sorted(map(page, numbers))


def list_pages(*numbers: int) -> str:
    return "\n".join(f"page {page(number)}" for number in numbers)
