"""`sayso collect`: keep what was read in one file."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from sayso.cli.changes import CHANGE_WRITERS, write_changes
from sayso.cli.collect_known import Waiting
from sayso.cli.collect_verify import verify_collection
from sayso.cli.complete import InputType
from sayso.cli.inputs import (
    Verb,
    find_loader,
    limit,
    limit_options,
    make_fetch,
    min_score_option,
    model_option,
    proxy_option,
    quiet_options,
    refuse_output,
    report_errors,
    scheme_option,
    text_options,
)
from sayso.cli.notices import report_notices
from sayso.cli.output import is_terminal, report
from sayso.cli.progress import Progress, show_way
from sayso.cli.readings import holds_readings, list_parquet, read_readings
from sayso.cli.steps import join_speakers
from sayso.cli.stop import find_stop_code, heed_term
from sayso.cli.totals import count
from sayso.read.folder import walk_folder
from sayso.reading import Reading
from sayso.settings import AnalyseSettings, ReadSettings
from sayso.store import is_collection
from sayso.workflow import Analyses, Totals, count_workers, make_stamp, read_all

if TYPE_CHECKING:
    from sayso.store import Added, Collection

__all__ = ["collect_command"]

_NOTHING_DONE = 1
_DONE_WITH_NOTICES = 3
# The names of files that may hold readings, for looking into them.
_LIKELY = re.compile(r"\.(?:jsonl|ndjson|json|zip)(?:\.\w+)?$", re.IGNORECASE)

_EXAMPLES = """\b
Examples:
  sayso collect articles/ --into news.db    read a folder, and keep what was found
  sayso collect readings.jsonl --into news.db
                                            keep what `sayso read` wrote elsewhere
  sayso collect 2031-*.warc.gz --into news.db
                                            run it again to go on after a stop
  sayso collect news.jsonl --into news.db --changes
                                            what was changed in known articles
  sayso collect spark-out/ --into news.db   keep what a cluster of Spark read
  sayso collect other.db --into news.db     add another collection to it
  sayso collect --into news.db --verify     is the file whole?
  sayso export news.db --output news.xlsx   make tables of what is in it

\b
Exit codes: 0 all was read; 1 nothing could be done; 2 wrong usage;
3 done, with notices, which are written to stderr and kept; or something
is wrong in the file (--verify, --repair);
130 stopped by Ctrl-C; 143 stopped by SIGTERM: the same command goes on.
"""


@dataclass(frozen=True, slots=True)
class _Run:
    """The options of one call of the command."""

    inputs: tuple[str, ...]
    into: Path
    max_seconds: float
    max_memory: float
    workers: int | None
    no_title: bool
    every_line: bool
    use_proxy: bool
    again: bool
    changes: bool
    format_name: str
    verify: bool
    repair: bool
    quiet: bool
    no_progress: bool


@click.command("collect", cls=Verb, epilog=_EXAMPLES)
@click.argument("inputs", nargs=-1, type=InputType(), metavar="[INPUT]...")
@click.option(
    "--into",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="The collection, a SQLite file such as news.db; it is made if there is none.",
)
@click.option(
    "--again",
    is_flag=True,
    help="Replace the readings of these articles that another version, model or settings of sayso made.",
)
@click.option(
    "--changes",
    is_flag=True,
    help="Write to stdout what this run found changed in quotations and headlines; without INPUT, all that is known.",
)
@click.option(
    "--verify",
    is_flag=True,
    help="Take no INPUT, and write what is wrong in the file: damage, rows whose article is gone, words that are not"
    " found, counts that disagree.",
)
@click.option(
    "--repair",
    is_flag=True,
    help="Take no INPUT, and mend what --verify finds as far as it can be made again; write what is left.",
)
@click.option(
    "--format",
    "format_name",
    type=click.Choice(list(CHANGE_WRITERS)),
    default="table",
    show_default=True,
    help="How --changes are written.",
)
@min_score_option
@scheme_option
@model_option
@limit_options
@proxy_option
@text_options
@click.option("--workers", type=click.IntRange(1, 64), help="Threads. [default: as many as usable cores, at most 4]")
@quiet_options
@click.pass_context
def collect_command(context: click.Context, /, *, min_score: float, scheme: str, **options: object) -> None:
    """Keep each INPUT, and who says what in it, in one file that can be searched.

    An INPUT is whatever `sayso read` takes; or readings that were made elsewhere, as JSON Lines, also compressed; or
    the folder that `python -m sayso.spark read` wrote; or another collection.

    An article that is in the collection already, by its address or its text, is not read again. If its text has
    changed, the new one is kept as a version. The command may be stopped at any moment and run again.
    """
    run = _check_usage(_Run(**cast("Any", options)), context)
    make_analyser = find_loader(context)
    with report_errors(context):
        if run.verify or run.repair:
            is_shown = not (run.quiet or run.no_progress)
            context.exit(verify_collection(run.into, repair=run.repair, is_quiet=run.quiet, has_progress=is_shown))
        settings = limit(AnalyseSettings(min_score=min_score, scheme=scheme), run.max_seconds, run.max_memory)
        code = _collect(run, lambda: make_analyser(settings))
    context.exit(code)


def _check_usage(run: _Run, context: click.Context) -> _Run:
    """Check that the options fit together; without an input, stdin is read."""
    if run.verify or run.repair:
        name = "--repair" if run.repair else "--verify"
        if run.inputs or run.changes or run.again:
            raise click.UsageError(f"{name} takes no INPUT, and neither --changes nor --again; call it alone", context)
        return run
    if not run.inputs and not run.changes:
        if is_terminal(sys.stdin):
            raise click.UsageError("no INPUT; give a file or a folder, or pipe a text into the command", context)
        run = replace(run, inputs=("-",))
    refuse_output(context, run.inputs, run.into)
    return run


def _collect(run: _Run, make_analyser: Callable[[], Analyses]) -> int:
    """Read, store and count; return the exit code."""
    from sayso.store import Added, open_collection  # noqa: PLC0415  SQLite takes time to load

    totals, added, waiting = Totals(), Added(), Waiting(again=run.again)
    if not run.inputs:
        with open_collection(run.into, create=False) as collection:
            write_changes(collection, run.format_name)
        return 0
    try:
        with (
            heed_term(),
            open_collection(run.into) as collection,
            show_way(run.inputs, is_shown=not (run.quiet or run.no_progress)) as progress,
            closing(_read_all(run, collection, waiting, make_analyser, totals, progress)) as readings,
        ):
            moment = collection.find_moment()
            shown = readings if run.quiet else report_notices(readings, report)
            collection.add(shown, replace=run.again, added=added)
            progress.stop()
            join_speakers(collection, is_shown=not (run.quiet or run.no_progress))
            collection.prepare()
            if run.changes:
                write_changes(collection, run.format_name, after=moment)
    except KeyboardInterrupt as stop:
        kept = count(added.new + added.changed, "article")
        report(f"sayso: stopped; {kept} were added to {run.into}: the same command goes on from there")
        return find_stop_code(stop)
    return _conclude(run, added, totals, waiting.others)


def _read_all(
    run: _Run,
    collection: Collection,
    waiting: Waiting,
    make_analyser: Callable[[], Analyses],
    totals: Totals,
    progress: Progress,
) -> Generator[Reading, None, None]:
    """Yield the readings of all inputs; of articles, by analysing those that are not in the collection."""
    analyser: Analyses | None = None
    read_settings = ReadSettings(find_title=not run.no_title, skip_boilerplate=not run.every_line)
    settings = limit(read_settings, run.max_seconds, run.max_memory)
    for is_made, names in groupby(_list_inputs(run.inputs), holds_readings):
        if is_made:
            for reading in _read_made(names, progress):
                totals.count(reading)
                yield reading
                progress.on_article(totals)
            continue
        analyser = analyser or make_analyser()
        waiting.begin(collection, make_stamp(analyser, settings))
        inputs = tuple(names)
        yield from read_all(
            inputs,
            analyser=analyser,
            settings=settings,
            workers=run.workers or count_workers(),
            finished=waiting,
            totals=totals,
            progress=progress.on_article,
            on_bytes=progress.on_bytes,
            fetch=make_fetch(inputs, settings, use_proxy=run.use_proxy),
        )


def _list_inputs(inputs: tuple[str, ...]) -> Iterator[str]:
    """Yield the inputs; in place of a folder with readings, its files, each of which is taken for what it holds."""
    for name in inputs:
        files = [name]
        if Path(name).is_dir() and list_parquet(name):
            files = list_parquet(name)
        elif Path(name).is_dir():
            found = [path for path in walk_folder(name) if isinstance(path, str)]
            is_likely = [_LIKELY.search(path) is not None and holds_readings(path) for path in found]
            files = found if any(is_likely) else files
        yield from files


def _read_made(names: Iterator[str], progress: Progress) -> Iterator[Reading]:
    """Yield the readings of inputs that hold some; of a collection, those of earlier versions too."""
    from sayso.store import open_collection  # noqa: PLC0415  (as above)

    for name in names:
        if is_collection(name):
            with open_collection(name, create=False, read_only=True) as other:
                yield from other.readings(all_versions=True)
        else:
            yield from read_readings(name, on_bytes=progress.on_bytes)


def _conclude(run: _Run, added: Added, totals: Totals, others: int) -> int:
    """Write the totals to stderr; return the exit code."""
    same = added.same + totals.skipped
    if not run.quiet:
        parts = [f"{run.into}: {added.new:,} new {'article' if added.new == 1 else 'articles'}"]
        parts += [f"{added.changed:,} changed"] if added.changed else []
        parts += [f"{added.replaced:,} read again"] if added.replaced else []
        parts += [f"{same:,} there already"] if same else []
        parts += [count(added.statements, "statement") + " added"]
        parts += [f"{added.unread:,} could not be read"] if added.unread else []
        noticed = added.noticed - added.unread
        parts += [f"{noticed:,} with notices"] if noticed else []
        parts += [f"{count(totals.passed_over, 'other file')} passed over"] if totals.passed_over else []
        report(f"sayso: {', '.join(parts)}")
        if others and not run.again:
            verb = "was" if others == 1 else "were"
            report(
                f"sayso: {others:,} of those that are there {verb} read by another version, model or settings; to read"
                " them anew, add --again"
            )
    if added.new + added.changed + added.replaced + same == 0:
        return _NOTHING_DONE
    return _DONE_WITH_NOTICES if added.noticed else 0
