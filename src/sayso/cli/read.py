"""`sayso read`: find who says what in articles."""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass, replace
from typing import Any, cast

import click

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
from sayso.cli.output import is_terminal, report, show_progress
from sayso.cli.readings import holds_readings
from sayso.cli.replace import refuse_in_use
from sayso.cli.stop import find_stop_code, heed_term
from sayso.cli.target import Target, find_target, target_options
from sayso.cli.totals import conclude, count
from sayso.finished import Finished, count_lines, find_finished
from sayso.reading import Reading
from sayso.report.harmless import make_harmless_line
from sayso.settings import AnalyseSettings, ReadSettings
from sayso.workflow import Analyses, Totals, count_workers, make_stamp, read_all

__all__ = ["read_command"]

_EXAMPLES = """\b
Examples:
  sayso read article.txt                    look at one article
  sayso read articles/ --output out.html    a folder, as one page
  sayso read news.jsonl --format jsonl      one reading a line, to stdout
  sayso read articles/ --output out.xlsx    all tables, one sheet each
  sayso read articles/ --summary            who speaks how often, and where
  cat article.txt | sayso read -            from another program
  sayso read https://news.example/story     fetch one page and look at it
  sayso read news.jsonl --output out.jsonl --resume
                                            go on where a run was stopped

\b
Exit codes: 0 all was read; 1 nothing could be done; 2 wrong usage;
3 done, with notices, which are written to stderr and stand in JSON;
130 stopped by Ctrl-C; 143 stopped by SIGTERM.
"""


@dataclass(frozen=True, slots=True)
class _Run:
    """The options of one call of the command."""

    inputs: tuple[str, ...]
    target: Target
    max_seconds: float
    max_memory: float
    workers: int | None
    no_title: bool
    every_line: bool
    resume: bool
    use_proxy: bool
    quiet: bool
    no_progress: bool


@click.command("read", cls=Verb, epilog=_EXAMPLES)
@click.argument("inputs", nargs=-1, type=InputType(), metavar="[INPUT]...")
@target_options
@click.option(
    "--resume",
    is_flag=True,
    help="Append to --output (JSON Lines) only articles that are not there yet, or whose text has changed. The settings"
    " must be those of the earlier run. A new file of JSON Lines grows during the run: a stopped run can go on.",
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
def read_command(context: click.Context, /, *, min_score: float, scheme: str, **options: object) -> None:
    """Show who says what in each INPUT, through whom, and what the outlet itself says.

    An INPUT is a text, a web page, a feed, JSON Lines with one article a line, a web archive (WARC), a .docx, .odt,
    RTF or PDF file, an e-mail, subtitles, any of these compressed, a folder of such files, an address (which is then
    fetched), or - for stdin.

    Of a folder and its folders, every file that holds such content is read. Hidden files, backups (a.txt.bak),
    pictures, tables, styles and the like are passed over, counted and named at the end. Name one to read it.
    """
    target = find_target(context, options)
    run = _check_usage(_Run(target=target, **cast("Any", options)), context)
    make_analyser = find_loader(context)
    with report_errors(context):
        settings = limit(AnalyseSettings(min_score=min_score, scheme=scheme), run.max_seconds, run.max_memory)
        code = _read(run, lambda: make_analyser(settings))
    context.exit(code)


def _check_usage(run: _Run, context: click.Context) -> _Run:
    """Check that the options fit together; without an input, stdin is read."""
    if not run.inputs:
        run = replace(run, inputs=("-",))
    if "-" in run.inputs and is_terminal(sys.stdin):
        report("sayso: reading from the keyboard; end with Ctrl-D (or stop with Ctrl-C, and give a file or a folder)")
    if run.resume and (run.target.output is None or not run.target.format.can_resume):
        raise click.UsageError("--resume needs --output FILE and JSON Lines, such as --output out.jsonl", context)
    refuse_output(context, run.inputs, run.target.place)
    for name in filter(holds_readings, run.inputs):
        message = f"{name} holds readings already; `sayso export` makes tables and pages of them"
        raise click.UsageError(make_harmless_line(message), context)
    return run


def _read(run: _Run, make_analyser: Callable[[], Analyses]) -> int:
    """Read, write and count; return the exit code."""
    target, output = run.target, run.target.output
    if run.resume and output is not None:
        refuse_in_use(output)
    finished = find_finished(output) if run.resume and output is not None else None
    analyser, totals = make_analyser(), Totals()
    if finished is not None:
        finished.refuse_other(make_stamp(analyser, _find_settings(run)), output)
    in_place = target.format.can_resume and output is not None and (run.resume or not output.exists())
    try:
        with (
            heed_term(),
            show_progress(is_shown=_may_show_progress(run)) as progress,
            closing(_start(run, analyser, finished, totals, progress)) as readings,
        ):
            shown = readings if run.quiet else report_notices(readings, report)
            notes = target.write(shown, keep=lambda: totals.read > 0, in_place=in_place)
    except KeyboardInterrupt as stop:
        _report_stopped(run, totals, in_place=in_place)
        return find_stop_code(stop)
    return conclude(totals, target, notes, is_kept=totals.read > 0 or run.resume, is_quiet=run.quiet)


def _start(
    run: _Run,
    analyser: Analyses,
    finished: Finished | None,
    totals: Totals,
    progress: Callable[[Totals], None],
) -> Generator[Reading, None, None]:
    settings = _find_settings(run)
    return read_all(
        run.inputs,
        analyser=analyser,
        settings=settings,
        workers=run.workers or count_workers(),
        finished=finished,
        totals=totals,
        progress=progress,
        fetch=make_fetch(run.inputs, settings, use_proxy=run.use_proxy),
    )


def _find_settings(run: _Run) -> ReadSettings:
    settings = ReadSettings(find_title=not run.no_title, skip_boilerplate=not run.every_line)
    return limit(settings, run.max_seconds, run.max_memory)


def _may_show_progress(run: _Run) -> bool:
    """Whether progress is wanted and would not mix with results on the same terminal."""
    return not (run.no_progress or run.quiet) and (run.target.place is not None or not is_terminal(sys.stdout))


def _report_stopped(run: _Run, totals: Totals, *, in_place: bool) -> None:
    output = run.target.output
    if output is not None and in_place and output.is_file():
        stand = f"{count(count_lines(output), 'article')} stand in {output}"
        report(f"sayso: stopped; {stand}: run it again with --resume to go on")
        return
    kept = run.target.describe_kept()
    report(f"sayso: stopped after {count(totals.read, 'article')}{kept and f'; {kept}'}")
