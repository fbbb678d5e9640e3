"""What `check` is given: sources made into texts with dates, and articles or readings made into readings."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from sayso.article import Article, Unread
from sayso.check import SourceText
from sayso.errors import Notice, ReadError
from sayso.jsonl import read_reading
from sayso.read import make_unique
from sayso.read.inputs import open_inputs
from sayso.read.kinds import choose_reader
from sayso.read.plain import tell_unread
from sayso.reading import Reading, Stamp
from sayso.settings import ReadSettings
from sayso.version import __version__
from sayso.workflow import Analyses, Fetch, Totals, count_workers, read_all

__all__ = ["Shelf", "fill_shelf", "read_inputs"]

# How a line begins that `sayso read --format jsonl` wrote.
_READING = re.compile(rb'\s*\{\s*"article"\s*:\s*\{')
_LOOKED_AT_BYTES = 200


@dataclass(slots=True)
class Shelf:
    """The sources of a run.

    Attributes:
        texts: The sources by their ids, in the order in which they were given.
        notices: What could not be read, or was odd; each with the id that it is about.
    """

    texts: dict[str, SourceText] = field(default_factory=dict)
    notices: list[tuple[str, Notice]] = field(default_factory=list)
    _own: set[int] = field(default_factory=set)

    def put(self, record: Article | Unread) -> None:
        """Add what was read."""
        self.notices += [(record.id, notice) for notice in record.notices]
        if isinstance(record, Article):
            self.texts[record.id] = SourceText.from_article(record)

    def holds(self, article: Article) -> bool:
        """Whether a source has the text of the article."""
        if not self._own:
            self._own.update(hash(text.text) for text in self.texts.values())
        return hash(SourceText.from_article(article).text) in self._own


def fill_shelf(given: Sequence[str], fetch: Fetch | None, progress: Callable[[int], None]) -> Shelf:
    """The sources that files, folders and addresses hold; `progress` is called with their number."""
    shelf, seen = Shelf(), dict[str, int]()
    for name in given:
        fetched = fetch(name) if fetch else None
        for record in _read_source(name) if fetched is None else fetched:
            shelf.put(make_unique(record, seen))
            progress(len(shelf.texts))
    return shelf


def _read_source(name: str) -> Iterator[Article | Unread]:
    """Yield what `read_records` does, without finding the language: that took most of the time, and nothing asks."""
    settings = ReadSettings()
    for stream in open_inputs([name]):
        if isinstance(stream, Unread):
            yield stream
            continue
        try:
            yield from choose_reader(stream, settings)(stream, settings)
        except ReadError as err:
            yield tell_unread(stream.name, f"could not be read to its end: {err}")


def read_inputs(
    inputs: Sequence[str],
    make_analyser: Callable[[], Analyses],
    *,
    totals: Totals,
    fetch: Fetch | None,
    workers: int | None,
    settings: ReadSettings,
    progress: Callable[[Totals], None],
) -> Iterator[Reading]:
    """Yield the readings of the inputs: those that stand in them already, and those of their articles."""
    for are_readings, names in groupby(inputs, key=_holds_readings):
        if are_readings:
            for name in names:
                for reading in _read_lines(name):
                    totals.count(reading)
                    yield reading
                    progress(totals)
            continue
        yield from read_all(
            list(names),
            analyser=make_analyser(),
            settings=settings,
            workers=workers or count_workers(),
            totals=totals,
            progress=progress,
            fetch=fetch,
        )


def _holds_readings(name: str) -> bool:
    """Whether an input begins like a file that `sayso read --format jsonl` wrote."""
    if name == "-":
        peek = getattr(getattr(sys.stdin, "buffer", None), "peek", None)
        return peek is not None and _READING.match(peek(_LOOKED_AT_BYTES)) is not None
    try:
        path = Path(name)
        if not path.is_file():
            return False
        with path.open("rb") as file:
            return _READING.match(file.read(_LOOKED_AT_BYTES)) is not None
    except (OSError, ValueError):
        return False


def _read_lines(name: str) -> Iterator[Reading]:
    """Yield the readings of a file, or of stdin; a line that is none is told in a reading without article."""
    with sys.stdin.buffer if name == "-" else Path(name).open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                yield read_reading(line)
            except ReadError as err:
                unread = tell_unread(f"{name}, line {number:,}", f"is {err}", article_id=f"{name}:{number}")
                yield Reading(unread, (), unread.notices, Stamp(__version__, "", ""))
