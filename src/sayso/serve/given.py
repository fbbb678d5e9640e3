"""What a request gives to be read: a text, files, an address; and the sources to check it against."""

from __future__ import annotations

import io
import json
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request

from sayso.read import Input
from sayso.read.stream import ByteSource
from sayso.serve.serve_settings import ServeSettings

__all__ = ["Given", "NamedStream", "open_form", "parse_json"]

_MOST_FILES, _MOST_FIELDS = 1_000, 20
_PASTED, _PASTED_SOURCE = "pasted text", "pasted source"
_FILES = ("article", "sources")
_NAME_CHARS = 200


@dataclass(frozen=True, slots=True)
class Given:
    """What is to be read.

    Attributes:
        articles: Streams of articles, and addresses of some.
        sources: Streams of sources.
        text: The article's text as it was typed; empty if it came otherwise.
        source_text: The source's text as it was typed.
        address: The article's address as it was typed.
    """

    articles: tuple[Input, ...]
    sources: tuple[Input, ...]
    text: str = ""
    source_text: str = ""
    address: str = ""

    def check(self, settings: ServeSettings) -> None:
        """Raise HTTPException if there is nothing to read, or an address that may not be fetched."""
        if self.address and not settings.may_fetch:
            reason = "addresses are not fetched; start `sayso serve` with --allow-fetch, or paste the text"
            raise HTTPException(403, reason)
        if self.address and not self.address.casefold().startswith(("http://", "https://")):
            raise HTTPException(422, "the address does not begin with http:// or https://; give the whole address")
        if not self.articles:
            beside = "beside the sources, " if self.sources else ""
            raise HTTPException(422, f"there is no article; {beside}give a text or a file")


class NamedStream:
    """A stream with the name of its file."""

    def __init__(self, name: str, source: ByteSource) -> None:
        self.name = name
        self._source = source

    def read(self, size: int = -1, /) -> bytes:
        """At most `size` bytes; none at the end."""
        return self._source.read(size)


@asynccontextmanager
async def open_form(request: Request, settings: ServeSettings) -> AsyncIterator[Given]:
    """What a form gives; its files are closed in the end.

    Raises:
        HTTPException: It is a damaged form.
    """
    limits = {"max_files": _MOST_FILES, "max_fields": _MOST_FIELDS, "max_part_size": settings.max_bytes}
    async with request.form(**limits) as form:
        texts = {name: _find_text(form.get(name)) for name in ("text", "source_text", "address")}
        articles, sources = ([it for it in form.getlist(name) if isinstance(it, UploadFile)] for name in _FILES)
        yield _make_given(texts, _name_uploads(articles), _name_uploads(sources))


async def parse_json(request: Request) -> Given:
    """What an object of JSON gives: `text` or `address`, and `sources`, a list of texts or of objects with `text`.

    Raises:
        HTTPException: It is no such object.
    """
    try:
        record = json.loads(await request.body())
    except (ValueError, RecursionError) as err:
        raise HTTPException(400, f"the body is no JSON: {err}") from err
    if not isinstance(record, dict):
        raise HTTPException(422, 'the body is no object; send {"text": "…"}')
    texts = {name: record.get(name, "") for name in ("text", "address")}
    sources = record.get("sources", [])
    odd = next((name for name, value in texts.items() if not isinstance(value, str)), None)
    if odd is not None or not isinstance(sources, list):
        raise HTTPException(422, f"{odd or 'sources'} has another type than the description says: /api/openapi.json")
    named = [_name_source(it, number) for number, it in enumerate(sources, start=1)]
    return _make_given({**texts, "source_text": ""}, [], named)


def _name_source(source: Any, number: int) -> NamedStream:  # noqa: ANN401  (whatever JSON holds)
    """A source of JSON as a stream: a text, or an object with a text and a name."""
    record = {"text": source} if isinstance(source, str) else source
    text = record.get("text") if isinstance(record, dict) else None
    name = record.get("name", f"source {number}") if isinstance(record, dict) else None
    if not isinstance(text, str) or not isinstance(name, str):
        raise HTTPException(422, f"source {number} has no text; give a text, or an object with text and name")
    return NamedStream(name[:_NAME_CHARS], io.BytesIO(text.encode("utf-8", "replace")))


def _find_text(value: object) -> str:
    """What was typed. Forms are sent with the line ends of DOS."""
    return value.replace("\r\n", "\n").strip("\n") if isinstance(value, str) else ""


def _name_uploads(uploads: Iterable[UploadFile]) -> list[NamedStream]:
    """The files that were chosen, each with its name; a field without one comes as a file without a name."""
    return [NamedStream(_find_name(it.filename), it.file) for it in uploads if it.filename]


def _find_name(path: str) -> str:
    return PureWindowsPath(PurePosixPath(path).name).name[-_NAME_CHARS:] or "file"


def _make_given(texts: dict[str, str], articles: list[NamedStream], sources: list[NamedStream]) -> Given:
    given: list[Input] = [*articles]
    others: list[Input] = [*sources]
    if texts["text"].strip():
        given.insert(0, NamedStream(_PASTED, io.BytesIO(texts["text"].encode("utf-8", "replace"))))
    if texts["source_text"].strip():
        others.insert(0, NamedStream(_PASTED_SOURCE, io.BytesIO(texts["source_text"].encode("utf-8", "replace"))))
    address = texts["address"].strip()
    if address:
        given.append(address)
    return Given(tuple(given), tuple(others), texts["text"], texts["source_text"], address)
