"""One run of `report`: what it is about is found, and its page written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TextIO, cast

from sayso.article import Unread
from sayso.check import OwnTexts, SourceText, check_readings
from sayso.cli.check_inputs import fill_shelf, read_inputs
from sayso.cli.formats import FORMATS
from sayso.cli.inputs import limit, make_fetch
from sayso.cli.notices import report_notices
from sayso.cli.output import describe_kept, find_date, open_output, report, show_progress
from sayso.cli.report_stored import find_stored, write_quotation, write_speaker
from sayso.cli.stop import find_stop_code, heed_term
from sayso.cli.totals import count
from sayso.errors import ReadError, describe_notice
from sayso.reading import Reading
from sayso.report.check_html import write_check_page
from sayso.report.check_places import Places
from sayso.report.checked_article import make_checked_text
from sayso.report.html import write_report
from sayso.report.report_page import Report
from sayso.settings import ReadSettings
from sayso.store import is_collection, open_index
from sayso.workflow import Analyses, Totals

__all__ = ["ReportRun", "run_report"]

# A path from the root of a machine; what stands before the name is not for whoever reads the report.
_FOLDERS = re.compile(r"(?:/|~|[A-Za-z]:\\).*[/\\](?=[^/\\])", re.DOTALL)
_NOTHING_DONE = 1
_DONE_WITH_NOTICES = 3


@dataclass(frozen=True, slots=True)
class ReportRun:
    """The options of one call of the command."""

    inputs: tuple[str, ...]
    article: str | None
    speaker: str | None
    quote: str | None
    against: tuple[str, ...]
    title: str | None
    output: Path | None
    no_title: bool
    every_line: bool
    use_proxy: bool
    max_seconds: float
    max_memory: float
    quiet: bool
    no_progress: bool

    @property
    def collection(self) -> str | None:
        """The collection among the inputs; None if there is none."""
        return next(filter(is_collection, self.inputs), None)

    @property
    def settings(self) -> ReadSettings:
        """How inputs are read."""
        settings = ReadSettings(find_title=not self.no_title, skip_boilerplate=not self.every_line)
        return limit(settings, self.max_seconds, self.max_memory)


@dataclass(slots=True)
class _Made:
    """The report, and what was read for it; `what` is what it has, in words."""

    report: Report
    what: str = ""
    totals: Totals = field(default_factory=Totals)
    notice_count: int = 0


def run_report(run: ReportRun, make_analyser: Callable[[], Analyses]) -> int:
    """Make the report; the exit code."""
    made = _Made(Report(run.title or ""))
    try:
        with (
            heed_term(),
            show_progress(is_shown=run.output is not None and not (run.quiet or run.no_progress)) as progress,
            open_output(run.output, keep=lambda: bool(made.what)) as stream,
        ):
            _write(run, make_analyser, made, progress, cast("TextIO", stream))
            stream.flush()
    except KeyboardInterrupt as stop:
        report(f"sayso: stopped{'' if run.output is None else f'; {describe_kept(run.output)}'}")
        return find_stop_code(stop)
    return _conclude(run, made)


def _write(
    run: ReportRun,
    make_analyser: Callable[[], Analyses],
    made: _Made,
    progress: Callable[[Totals], None],
    stream: TextIO,
) -> None:
    """Write the report about what was asked for."""
    date, is_shown, path = _find_date(), not (run.quiet or run.no_progress), run.collection
    if path is not None and run.speaker is not None:
        number = write_speaker(path, run.speaker, made.report, stream, date=date, is_shown=is_shown)
        made.what = count(number, "statement")
        return
    if path is not None and run.quote is not None:
        number = write_quotation(path, run.quote, made.report, stream, date=date, is_shown=is_shown)
        made.what = count(number, "utterance")
        return
    readings = _note(_find_readings(run, make_analyser, made, progress), made, run)
    if run.against:
        _write_check(run, readings, made, stream)
    else:
        write_report(readings, stream, report=made.report, date=date)
    if made.totals.read:
        made.what = f"{count(made.totals.read, 'article')}, {count(made.totals.statements, 'statement')}"


def _find_readings(
    run: ReportRun, make_analyser: Callable[[], Analyses], made: _Made, progress: Callable[[Totals], None]
) -> Iterator[Reading]:
    """Yield the readings that the report is about."""
    if run.collection is not None:
        reading = find_stored(run.collection, run.article or "", made.report)
        made.totals.count(reading)
        yield reading
        return
    yield from read_inputs(
        run.inputs,
        make_analyser,
        totals=made.totals,
        fetch=make_fetch(run.inputs, run.settings, use_proxy=run.use_proxy),
        workers=None,
        settings=run.settings,
        progress=progress,
    )


def _note(readings: Iterable[Reading], made: _Made, run: ReportRun) -> Iterator[Reading]:
    """Yield the readings, after their stamps and notices are noted."""
    for reading in readings if run.quiet else report_notices(readings, report):
        made.notice_count += len(reading.notices)
        if not isinstance(reading.article, Unread):
            made.report.add_stamp(reading.stamp)
        yield replace(reading, article=replace(reading.article, id=_hide_folders(reading.article.id)))


def _write_check(run: ReportRun, readings: Iterable[Reading], made: _Made, stream: TextIO) -> None:
    """Write the page of quotations beside their sources.

    Raises:
        ReadError: No source could be read.
    """
    fetch = make_fetch(run.against, run.settings, use_proxy=run.use_proxy)
    shelf = fill_shelf(run.against, run.settings, fetch, lambda _count: None)
    made.notice_count += len(shelf.notices)
    for name, notice in () if run.quiet else (*shelf.notices, *shelf.passed_over):
        report(f"notice: {describe_notice(name, notice)}")
    if not shelf.texts:
        raise ReadError("no SOURCE could be read, so nothing was checked")
    texts = _hide_all_folders(shelf.texts.values())
    with open_index(None) as index:
        sources = index.get(texts.values())
    own_texts = OwnTexts(sources)
    checked = (
        make_checked_text(reading, tuple(rows), sources, own_texts)
        for reading, rows in check_readings(readings, sources, workers=1)
    )
    write_check_page(checked, Places(texts), stream, date=_find_date(), report=made.report)


def _find_date() -> str:
    return find_date(FORMATS["html"])["date"]


def _hide_folders(name: str) -> str:
    """The name of a file on this machine without its folders.

    >>> [_hide_folders(it) for it in ("/home/ada/draft.txt", "talks/speech.srt", "https://bell.example/12")]
    ['draft.txt', 'talks/speech.srt', 'https://bell.example/12']
    """
    return _FOLDERS.sub("", name, count=1) if _FOLDERS.match(name) else name


def _hide_all_folders(sources: Iterable[SourceText]) -> dict[str, SourceText]:
    """The sources by their names without folders, as far as these are different."""
    found: dict[str, SourceText] = {}
    for source in sources:
        name = _hide_folders(source.id)
        name = source.id if name in found else name
        found[name] = replace(source, id=name)
    return found


def _conclude(run: ReportRun, made: _Made) -> int:
    """Write the totals to stderr; the exit code."""
    if not made.what:
        if not run.quiet:
            report(f"sayso: nothing was read{'' if run.output is None else f'; {describe_kept(run.output)}'}")
        return _NOTHING_DONE
    if not run.quiet:
        report(f"sayso: {made.what}{'' if run.output is None else f'; the report is in {run.output}'}")
    return _DONE_WITH_NOTICES if made.notice_count else 0
