"""One run of `check`: the sources made ready, each article held against them, the results written and counted."""

from __future__ import annotations

import gc
import sys
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from typing import IO, Any

from sayso.article import Article, Unread
from sayso.check import OwnTexts, Sources, check_quotes, check_readings
from sayso.cli.check_inputs import Shelf, fill_shelf, read_inputs
from sayso.cli.check_options import CheckRun, is_wanted
from sayso.cli.formats import load_writer
from sayso.cli.inputs import limit, make_fetch
from sayso.cli.output import (
    BOM,
    describe_kept,
    find_date,
    is_terminal,
    make_terminal_safe,
    open_output,
    report,
    show_progress,
)
from sayso.cli.stop import find_stop_code, heed_term
from sayso.errors import Notice, describe_notice
from sayso.match import Checked
from sayso.reading import Reading
from sayso.report.check_places import Places
from sayso.report.check_text import CheckedText, count_rows, describe_changes, describe_counts, describe_line
from sayso.report.checked_article import make_checked_text
from sayso.report.harmless import shorten
from sayso.settings import ReadSettings
from sayso.store import Index, open_index
from sayso.workflow import Analyses, Totals, count_workers

__all__ = ["run_check"]

_NOTHING_DONE = 1
_DONE_WITH_NOTICES = 3
_FAILED = 4
# So many stretches that meet --fail-on are listed, with so much of each.
_MOST_FAILED, _QUOTE_CHARS = 20, 60
# So many speakers are named where the one that was asked for says nothing.
_NAMED = 5


@dataclass(slots=True)
class _Found:
    """The counts of a run, which grow as it goes on: articles, stretches, who says them, failures, notices, texts."""

    totals: Totals = field(default_factory=Totals)
    counts: Counter[str] = field(default_factory=Counter)
    names: Counter[str] = field(default_factory=Counter)
    failed_count: int = 0
    unchecked_count: int = 0
    failed: list[str] = field(default_factory=list)
    notice_count: int = 0
    text_count: int = 0


def run_check(run: CheckRun, make_analyser: Callable[[], Analyses]) -> int:
    """Check, write and report; the exit code."""
    found = _Found()
    try:
        with heed_term():
            return _run(run, make_analyser, found)
    except KeyboardInterrupt as stop:
        kept = "" if run.output is None else f"; {describe_kept(run.output)}"
        report(f"sayso: stopped after {_number(found.totals.read, 'article')}{kept}")
        return find_stop_code(stop)


def _run(run: CheckRun, make_analyser: Callable[[], Analyses], found: _Found) -> int:
    with _show_sources(run) as show:
        settings = limit(ReadSettings(), run.max_seconds, run.max_memory)
        fetch = make_fetch(run.against, settings, use_proxy=run.use_proxy)
        shelf = fill_shelf(run.against, settings, fetch, lambda count: show(f"reading sources: {count:,}"))
        _report_notices(run, found, shelf.notices)
        _report_passed_over(run, shelf.passed_over)
        if not shelf.texts:
            kept = "" if run.output is None else f"; {describe_kept(run.output)}"
            report(f"sayso: no SOURCE could be read; nothing was checked{kept}")
            return _NOTHING_DONE
        sources = _index(run, found, shelf, show)
    with (
        show_progress(is_shown=_may_show_progress(run)) as update,
        closing(_check_all(run, make_analyser, sources, found, update)) as texts,
        open_output(run.output, keep=lambda: _is_done(run, found), is_binary=run.format.is_binary) as stream,
    ):
        if run.has_bom:
            stream.write(BOM)
        _write(texts, Places(shelf.texts), stream, run, found)
        stream.flush()
    if run.speaker and found.totals.read and not found.counts.total():
        _report_notices(run, found, [(run.speaker, _describe_nobody(found.names))])
    return _report_totals(run, found, len(shelf.texts))


def _describe_nobody(names: Counter[str]) -> Notice:
    """That nothing was checked, since nobody of the name that was asked for says anything in quotation marks."""
    most = [name for name, _ in names.most_common(_NAMED)]
    others = f" Most is said by {', '.join(most)}." if most else ""
    return Notice("check", f"no quotation is given to this speaker.{others}")


def _index(run: CheckRun, found: _Found, shelf: Shelf, show: Callable[[str], None]) -> Sources:
    whole = len(shelf.texts)
    with Index(None) if run.no_index else open_index(run.index) as index:
        sources = index.get(
            shelf.texts.values(), progress=lambda count: show(f"indexing sources: {count:,} of {whole:,}")
        )
    # They stay until the end; to look through them for garbage again and again takes time.
    gc.freeze()
    # Notices name the file themselves.
    _report_notices(run, found, [("", notice) for notice in index.notices])
    return sources


def _check_all(
    run: CheckRun,
    make_analyser: Callable[[], Analyses],
    sources: Sources,
    found: _Found,
    progress: Callable[[Totals], None],
) -> Generator[CheckedText, None, None]:
    """Yield the given words, each a text of its own, and the articles with their checked stretches, counted."""
    for row in check_quotes(run.quotes, sources) if run.quotes else ():
        yield _count(run, found, CheckedText("", None, row.quote, (row,)))
    settings = ReadSettings(find_title=not run.no_title, skip_boilerplate=not run.every_line)
    settings = limit(settings, run.max_seconds, run.max_memory)
    readings = read_inputs(
        run.inputs,
        make_analyser,
        totals=found.totals,
        fetch=make_fetch(run.inputs, settings, use_proxy=run.use_proxy),
        workers=run.workers,
        settings=settings,
        progress=progress,
    )
    workers, own_texts = run.workers or count_workers(), OwnTexts(sources)
    dated = (_add_date(reading, run.date) for reading in _leave_out_folders(run, readings))
    for reading, rows in check_readings(dated, sources, speaker=run.speaker, workers=workers):
        yield _count(run, found, make_checked_text(reading, rows, sources, own_texts, speaker=run.speaker))


def _leave_out_folders(run: CheckRun, readings: Iterable[Reading]) -> Iterator[Reading]:
    """Yield the readings of articles; which files of folders are not read is only reported."""
    for reading in readings:
        article = reading.article
        if isinstance(article, Unread) and article.passed_over:
            _report_passed_over(run, [(article.id, notice) for notice in reading.notices])
        else:
            yield reading


def _add_date(reading: Reading, day: str | None) -> Reading:
    """The reading with the day that was given for its article."""
    article = reading.article
    if day is None or not isinstance(article, Article):
        return reading
    origins = tuple(pair for pair in article.origins if pair[0] != "published")
    return replace(reading, article=replace(article, published=day, published_precision="day", origins=origins))


def _count(run: CheckRun, found: _Found, text: CheckedText) -> CheckedText:
    found.counts += count_rows(text.rows)
    found.names.update(text.speakers.values() if run.speaker else ())
    failed = [row for row in text.rows if run.fail_on.is_met(row)]
    found.failed_count += len(failed)
    found.failed += [_describe_row(row) for row in failed[: _MOST_FAILED - len(found.failed)]]
    found.text_count += 1
    found.unchecked_count += len(text.unchecked)
    _report_notices(run, found, [(text.id, notice) for notice in text.notices])
    return replace(text, rows=tuple(row for row in text.rows if is_wanted(run.only, row)), counts=count_rows(text.rows))


def _describe_row(row: Checked) -> str:
    """Where a stretch stands in its article, its first words, its label and what stands beside it."""
    where = ", ".join(filter(None, (row.article, describe_line(row))))
    changes = describe_changes(row)
    result = row.label.value + (f" ({changes})" if changes else "")
    return ": ".join(filter(None, (where, f"“{shorten(row.quote, max_chars=_QUOTE_CHARS)}” {result}")))


def _write(texts: Iterable[CheckedText], places: Places, stream: IO[Any], run: CheckRun, found: _Found) -> None:
    """Write what was checked as it comes."""
    write = load_writer(run.format.checks)
    if run.format.is_for_people:
        write(texts, places, stream, **find_date(run.format))
        return
    rows = (row for text in texts for row in text.rows)
    notes = write(rows, make_terminal_safe(stream, run.format)) or ()
    _report_notices(run, found, [("", Notice("check", note)) for note in notes])


def _may_show_progress(run: CheckRun) -> bool:
    """Whether progress is wanted, and would not stand between results on the same terminal."""
    return not (run.no_progress or run.quiet) and (run.output is not None or not is_terminal(sys.stdout))


@contextmanager
def _show_sources(run: CheckRun) -> Iterator[Callable[[str], None]]:
    """What to call with what is being done to the sources: on a terminal, it keeps a line on stderr up to date."""
    if run.no_progress or run.quiet or not is_terminal(sys.stderr):
        yield lambda _text: None
        return
    from rich.console import Console  # noqa: PLC0415  rich takes time to load

    with Console(stderr=True).status("reading the sources") as status:
        yield status.update


def _report_passed_over(run: CheckRun, notices: Iterable[tuple[str, Notice]]) -> None:
    """Report which files of folders are not read; as nothing is wrong with that, the exit code does not show it."""
    if not run.quiet:
        for name, notice in notices:
            report(f"notice: {describe_notice(name, notice)}")


def _report_notices(run: CheckRun, found: _Found, notices: Iterable[tuple[str, Notice]]) -> None:
    for name, notice in notices:
        found.notice_count += 1
        if not run.quiet:
            report(f"notice: {describe_notice(name, notice)}")


def _is_done(run: CheckRun, found: _Found) -> bool:
    """Whether anything was checked."""
    return bool(run.quotes or found.totals.read)


def _report_totals(run: CheckRun, found: _Found, source_count: int) -> int:
    """Report the totals and return the exit code."""
    if not run.quiet:
        articles = f"{_number(found.totals.read, 'article')} and " if run.inputs else ""
        # The counts of one text stand right above, in the terminal.
        is_shown = run.format.name == "table" and run.output is None and found.text_count == 1 and run.inputs
        counts = "" if is_shown else f"; {describe_counts(found.counts)}"
        unchecked = f"; {found.unchecked_count:,} not checked" if found.unchecked_count and counts else ""
        report(f"sayso: {articles}{_number(source_count, 'source')}{counts}{unchecked}")
        if found.failed_count:
            report(f"sayso: {found.failed_count:,} of them meet --fail-on {','.join(sorted(run.fail_on.labels))}")
            for row in found.failed:
                report(row)
            if found.failed_count > len(found.failed):
                report(f"and {found.failed_count - len(found.failed):,} more")
    if found.failed_count:
        return _FAILED
    if not _is_done(run, found):
        if run.output is not None and not run.quiet:
            report(f"sayso: nothing was read; {describe_kept(run.output)}")
        return _NOTHING_DONE
    return _DONE_WITH_NOTICES if found.notice_count else 0


def _number(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
