"""`sayso watch`: follow feeds, and find who says what in new articles."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, closing, nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from sayso.article import Article, Unread
from sayso.cli.complete import InputType
from sayso.cli.formats import find_format
from sayso.cli.inputs import (
    Verb,
    find_loader,
    limit,
    limit_options,
    min_score_option,
    model_option,
    proxy_option,
    quiet_options,
    scheme_option,
)
from sayso.cli.output import report, show_progress
from sayso.cli.stop import find_stop_code, heed_term
from sayso.errors import ReadError, SaysoError, SettingsError
from sayso.finished import list_finished
from sayso.reading import Reading
from sayso.report.harmless import make_harmless_line
from sayso.settings import AnalyseSettings, ReadSettings
from sayso.workflow import Analyses, Totals, analyse_all

if TYPE_CHECKING:
    from sayso.fetch import Fetcher, FetchSettings
    from sayso.store import Collection
    from sayso.watch import Files, Watcher, WatchTotals

__all__ = ["watch_command"]

_NOTHING_DONE = 1
_DONE_WITH_NOTICES = 3
_UNITS = {"": 1, "s": 1, "m": 60, "h": 3_600, "d": 86_400}
# A feed is not fetched more often than this, whatever the user asks for.
_SHORTEST_S = 60

_EXAMPLES = """\b
Examples:
  sayso watch https://kiosk.example/feed --output news.jsonl
                                            look now, and every 15 minutes
  sayso watch feeds.opml --output news.jsonl --every 1h
                                            all feeds of a list
  sayso watch feeds.opml --output news.jsonl --once
                                            look once and end, as for cron
  sayso watch feeds.opml --into news.db     keep articles in a collection
  sayso watch feeds.opml --output news.jsonl --keep raw.warc.gz
                                            keep the pages as they came

\b
Exit codes: 0 all was read; 1 nothing could be done; 2 wrong usage;
3 done, with notices, which are printed on stderr and stand in the output;
130 or 143 stopped (Ctrl-C, SIGTERM): the same command goes on where it was.
"""


def _parse_time(_context: click.Context, _option: click.Parameter, given: str) -> float:
    """The seconds of a time such as 15m: a number with s, m, h or d."""
    match = re.fullmatch(r"([0-9]{1,6})([smhd]?)", given.strip().lower())
    if match is None:
        raise click.BadParameter(f"{given!r:.40} is not a time; give one such as 15m, 2h or 1d")
    seconds = float(match[1]) * _UNITS[match[2]]
    if seconds < _SHORTEST_S:
        raise click.BadParameter(f"{given!r} is too short for the sites' sake; give {_SHORTEST_S}s or more")
    return seconds


def _check_archive(_context: click.Context, _option: click.Parameter, given: Path | None) -> Path | None:
    """The archive, whose ending says what it is to other programs."""
    if given is not None and not given.name.lower().endswith((".warc", ".warc.gz")):
        raise click.BadParameter(f"{given.name!r:.80} is no name of a web archive; end it in .warc or .warc.gz")
    return given


@dataclass(frozen=True, slots=True)
class _Run:
    """The options of one call of the command."""

    feeds: tuple[str, ...]
    output: Path | None
    into: Path | None
    keep: Path | None
    every: float
    once: bool
    max_seconds: float
    max_memory: float
    use_proxy: bool
    quiet: bool
    no_progress: bool


@click.command("watch", cls=Verb, epilog=_EXAMPLES)
@click.argument("feeds", nargs=-1, required=True, type=InputType(), metavar="FEED...")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Append the readings to this file, as JSON Lines. What was read is remembered beside it, in FILE.state.",
)
@click.option(
    "--into",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Keep the readings in this collection, as `sayso collect` does; instead of --output, or as well.",
)
@click.option(
    "--every",
    metavar="TIME",
    callback=_parse_time,
    default="15m",
    show_default=True,
    help="Look again after this time: 15m, 2h, 1d.",
)
@click.option("--once", is_flag=True, help="Look once, and end.")
@click.option(
    "--keep",
    type=click.Path(dir_okay=False, path_type=Path),
    callback=_check_archive,
    help="Keep the pages as they came in this web archive (.warc or .warc.gz), so that they can be read again.",
)
@min_score_option
@scheme_option
@model_option
@limit_options
@proxy_option
@quiet_options
@click.pass_context
def watch_command(context: click.Context, /, *, min_score: float, scheme: str, **options: object) -> None:
    """Follow each FEED, and find who says what in new articles.

    A FEED is the address of a feed (RSS, Atom, JSON), of a sitemap or of an OPML list, or a file that holds one.
    Every article is read once, also after a stop; robots.txt is obeyed.
    """
    run = _Run(**cast("Any", options))
    if run.output is None and run.into is None:
        raise click.UsageError("give --output FILE.jsonl, or --into FILE.db, or both", context)
    if run.output is not None and not find_format(context, None, run.output, "readings").can_resume:
        raise click.UsageError(f"--output {run.output.name}: watch writes JSON Lines; end it in .jsonl", context)
    try:
        make_analyser = find_loader(context)
        settings = AnalyseSettings(min_score=min_score, scheme=scheme)
        code = _watch(run, lambda: make_analyser(limit(settings, run.max_seconds, run.max_memory)))
    except SettingsError as err:
        raise click.UsageError(make_harmless_line(str(err)), context) from err
    except SaysoError as err:
        raise click.ClickException(make_harmless_line(str(err))) from err
    except OSError as err:
        raise click.ClickException(make_harmless_line(f"cannot write: {err}")) from err
    context.exit(code)


def open_fetcher(settings: FetchSettings) -> Fetcher:
    """The fetcher of a watch; tests replace this function."""
    from sayso.fetch import Fetcher  # noqa: PLC0415  only what fetches loads it

    return Fetcher(settings)


def _watch(run: _Run, make_analyser: Callable[[], Analyses]) -> int:
    """Watch until stopped, or once; return the exit code."""
    from sayso.fetch import FetchSettings  # noqa: PLC0415  only what fetches loads it
    from sayso.watch import WatchTotals, open_files  # noqa: PLC0415

    totals = WatchTotals()
    try:
        with (
            heed_term(),
            _open_collection(run.into) as collection,
            closing(open_files(run.output, run.keep, run.into)) as files,
            closing(open_fetcher(FetchSettings(use_proxy=run.use_proxy))) as fetcher,
            show_progress(is_shown=not (run.quiet or run.no_progress)) as progress,
        ):
            _adopt(run, files)
            _refuse_lost(run, files, collection)
            watcher = _make_watcher(run, make_analyser(), files, collection, fetcher, totals, progress)
            try:
                _run_rounds(run, watcher, collection)
            except KeyboardInterrupt:
                # The next run would do this too; until then, no half article is left in the file.
                files.cut()
                raise
    except KeyboardInterrupt as stop:
        report(f"sayso: stopped after {_count(totals.read, 'article')}; the same command goes on from there")
        return find_stop_code(stop)
    return _find_exit_code(totals)


def _adopt(run: _Run, files: Files) -> None:
    """Treat the articles in an output without a state as read: it is of `sayso read`, or the state was lost."""
    from sayso.watch import OUTPUT  # noqa: PLC0415

    if run.output is None or files.output is None:
        return
    if files.state.find_length(OUTPUT) is None and files.output.size:
        articles = [reading.article for reading in list_finished(run.output)]
        marks = [(it.id, it.fingerprint if isinstance(it, Article) else None) for it in articles]
        files.state.adopt(marks, {OUTPUT: files.output.size})


def _open_collection(path: Path | None) -> AbstractContextManager[Collection | None]:
    """The collection to keep readings in, if one is wanted."""
    from sayso.store import open_collection  # noqa: PLC0415  only where a collection is wanted

    return nullcontext() if path is None else open_collection(path)


def _refuse_lost(run: _Run, files: Files, collection: Collection | None) -> None:
    """Raise ReadError if entries were read into a collection that is gone: they would not be read again."""
    if run.output is None and collection is not None and files.state.has_done() and not collection.has_any():
        raise ReadError(
            f"{run.into} is empty, but {files.state.path} remembers articles that were read into it; restore"
            f" {run.into}, or move {files.state.path} away to read them again"
        )


def _make_watcher(
    run: _Run,
    analyser: Analyses,
    files: Files,
    collection: Collection | None,
    fetcher: Fetcher,
    totals: WatchTotals,
    progress: Callable[[Totals], None],
) -> Watcher:
    from sayso.read.feeds import list_addresses  # noqa: PLC0415  the readers of feeds take time to load
    from sayso.watch import Steps, Watcher, read_fetched  # noqa: PLC0415

    def analyse(articles: Iterable[Article | Unread]) -> Iterable[Reading]:
        return analyse_all(articles, analyser=analyser)

    kept = {} if collection is None else {"is_known": collection.recognise, "store": collection.add}
    steps = Steps(
        list_addresses=list_addresses,
        read=partial(read_fetched, settings=limit(ReadSettings(), run.max_seconds, run.max_memory)),
        analyse=analyse,
        report=(lambda _line: None) if run.quiet else lambda line: report(f"notice: {line}"),
        progress=lambda now: progress(Totals(read=now.read, unread=now.unread, statements=now.statements)),
        **cast("Any", kept),
    )
    return Watcher(fetcher, files, steps, totals)


def _run_rounds(run: _Run, watcher: Watcher, collection: Collection | None) -> None:
    is_first = True
    while True:
        begun_at = time.monotonic()
        watcher.run_round(run.feeds)
        if collection is not None:
            collection.join_if_free()
        if not run.quiet:
            report(_summarise(watcher.totals, watcher.count_waiting()))
        # An address or a file that is not there at the first look was written wrongly; later, it may come back.
        if run.once or (is_first and watcher.totals.sources == watcher.totals.hopeless):
            return
        is_first = False
        time.sleep(max(0.0, begun_at + run.every - time.monotonic()))


def _summarise(totals: WatchTotals, waiting: int) -> str:
    parts = [
        f"{_count(totals.new, 'new entry', 'new entries')} in {_count(totals.feeds, 'feed')}",
        f"{_count(totals.read, 'article')} read",
        _count(totals.statements, "statement"),
    ]
    if totals.same:
        parts.append(f"{totals.same:,} with a text read before")
    if totals.unread:
        parts.append(f"{totals.unread:,} could not be read")
    if waiting:
        parts.append(_count(waiting, "entry waits", "entries wait") + " to be tried again")
    if totals.silent:
        parts.append(_count(totals.silent, "feed") + " gave nothing")
    return f"sayso: {', '.join(parts)}"


def _count(number: int, noun: str, nouns: str | None = None) -> str:
    return f"{number:,} {noun if number == 1 else nouns or noun + 's'}"


def _find_exit_code(totals: WatchTotals) -> int:
    if totals.failed and totals.failed == totals.sources and not totals.read:
        return _NOTHING_DONE
    return _DONE_WITH_NOTICES if totals.failed or totals.noticed or totals.postponed else 0
