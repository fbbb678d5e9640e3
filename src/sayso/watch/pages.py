"""Read articles from what was fetched."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Protocol

from sayso.article import Article, Unread
from sayso.errors import Notice
from sayso.fetch import Conditional, Fetched, NotFetched
from sayso.read import read_stream
from sayso.read.door import read_safely
from sayso.read.kinds import choose_reader, is_html, look_at
from sayso.read.plain import read_plain
from sayso.read.source import Source
from sayso.read.stream import Stream
from sayso.settings import ReadSettings

__all__ = ["Fetches", "fetch_articles", "fetch_stream", "is_address", "read_fetched", "record_not_fetched"]


class Fetches(Protocol):
    """Fetches addresses: `sayso.fetch.Fetcher`, or anything like it."""

    def get(self, url: str, *, conditional: Conditional | None = None) -> Fetched | NotFetched:
        """What was fetched from an address, or why nothing was."""
        ...


def is_address(given: str) -> bool:
    """Whether an input is an address on the web, not a path.

    >>> is_address("HTTPS://kiosk.example/a"), is_address("news/a.html")
    (True, False)
    """
    return given.lower().startswith(("http://", "https://"))


def fetch_stream(url: str, fetcher: Fetches) -> tuple[bytes, Source] | NotFetched:
    """The bytes at an address and the facts that its server states, or why nothing was fetched."""
    got = fetcher.get(url)
    if isinstance(got, NotFetched):
        return got
    return got.body, Source(name=url, url=got.final_url, charset=got.charset, origin="HTTP")


def fetch_articles(urls: Iterable[str], fetcher: Fetches, settings: ReadSettings) -> Iterator[Article | Unread]:
    """Yield the articles at each address, in order; an `Unread` if nothing could be fetched."""
    for url in urls:
        got = fetcher.get(url)
        if isinstance(got, NotFetched):
            yield record_not_fetched(got)
        else:
            source = Source(name=url, url=got.final_url, charset=got.charset, origin="HTTP")
            yield from read_fetched(got, source, settings)


def read_fetched(got: Fetched, source: Source, settings: ReadSettings) -> Iterator[Article | Unread]:
    """Yield the articles in what was fetched. The content decides its kind; the stated type counts only for pages."""
    stream = Stream(source.name, io.BytesIO(got.body))
    is_page = is_html(look_at(stream, settings))
    is_called_page = "html" in (got.header("Content-Type") or "").lower()
    if is_page or (is_called_page and choose_reader(stream, settings) is read_plain):
        from sayso.read.html import read_page  # noqa: PLC0415  the extraction takes time to load

        yield from read_safely(lambda: iter([read_page(got.body, source, settings)]), source.name, settings)
        return
    for record in read_stream(stream, settings):
        yield replace(record, url=record.url or source.url) if isinstance(record, Article) else record


def record_not_fetched(got: NotFetched) -> Unread:
    """An `Unread` for an address from which nothing was fetched."""
    return Unread(got.url, (Notice("fetch", f"{got.url} {got.reason}."),))
