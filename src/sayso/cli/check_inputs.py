"""What `check` is given: sources made into texts with dates, and articles or readings made into readings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import groupby

from sayso.article import Article, Unread
from sayso.check import SourceText
from sayso.cli.readings import holds_readings, read_readings
from sayso.errors import Notice
from sayso.read import make_unique
from sayso.read.door import read_safely
from sayso.read.inputs import open_inputs
from sayso.read.kinds import read_any
from sayso.reading import Reading
from sayso.settings import ReadSettings
from sayso.workflow import Analyses, Fetch, Totals, count_workers, read_all

__all__ = ["Shelf", "fill_shelf", "read_inputs"]


@dataclass(slots=True)
class Shelf:
    """The sources of a run.

    Attributes:
        texts: The sources by their ids, in the order in which they were given.
        notices: What could not be read, or was odd; each with the id that it is about.
        passed_over: Which files of folders are no sources; each with the folder.
    """

    texts: dict[str, SourceText] = field(default_factory=dict)
    notices: list[tuple[str, Notice]] = field(default_factory=list)
    passed_over: list[tuple[str, Notice]] = field(default_factory=list)

    def put(self, record: Article | Unread) -> None:
        """Add what was read."""
        notices = [(record.id, notice) for notice in record.notices]
        if isinstance(record, Unread) and record.passed_over:
            self.passed_over += notices
            return
        self.notices += notices
        if isinstance(record, Article):
            self.texts[record.id] = SourceText.from_article(record)


def fill_shelf(
    given: Sequence[str], settings: ReadSettings, fetch: Fetch | None, progress: Callable[[int], None]
) -> Shelf:
    """The sources that files, folders and addresses hold; `progress` is called with their number."""
    shelf, seen = Shelf(), dict[str, int]()
    for name in given:
        fetched = fetch(name) if fetch else None
        for record in _read_source(name, settings) if fetched is None else fetched:
            shelf.put(make_unique(record, seen))
            progress(len(shelf.texts))
    return shelf


def _read_source(name: str, settings: ReadSettings) -> Iterator[Article | Unread]:
    """Yield what `read_records` does, without finding the language: that took most of the time, and nothing asks."""
    for stream in open_inputs([name]):
        if isinstance(stream, Unread):
            yield stream
            continue
        yield from read_safely(partial(read_any, stream, settings), stream.name, settings)


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
    for are_readings, names in groupby(inputs, key=holds_readings):
        if are_readings:
            for name in names:
                for reading in read_readings(name):
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
