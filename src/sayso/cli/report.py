"""`sayso report`: one page to send or print, with what was looked at and what the figures mean."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sayso.cli.complete import InputType
from sayso.cli.formats import FORMATS
from sayso.cli.inputs import (
    Verb,
    find_loader,
    limit,
    limit_options,
    model_option,
    proxy_option,
    quiet_options,
    refuse_output,
    report_errors,
    text_options,
)
from sayso.cli.output import is_terminal
from sayso.report.harmless import make_harmless_line
from sayso.settings import AnalyseSettings

if TYPE_CHECKING:
    from sayso.cli.report_run import ReportRun

__all__ = ["report_command"]

_EXAMPLES = """\b
Examples:
  sayso report draft.docx -o report.html    who says what in an article
  sayso report draft.docx --against transcripts/ -o report.html
                                            its quotations beside their sources
  sayso report news.db --article 12 -o report.html
                                            an article of a collection
  sayso report news.db --speaker "Anna Roth" -o report.html
                                            what she says, when, where, through whom
  sayso report news.db --quote 12/120-180 -o report.html
                                            who else carries the words at this place
  sayso report news.db --quote "we never slept" -o report.html
                                            the same, by the words

\b
Exit codes: 0 done; 1 nothing could be done; 2 wrong usage;
3 done, with notices, which are written to stderr;
130 stopped by Ctrl-C; 143 stopped by SIGTERM.
"""


def _find_output(context: click.Context, _option: click.Parameter, given: Path | None) -> Path | None:
    """The file, which is a page; None for stdout.

    Raises:
        click.UsageError: It has the ending of something else, or there is no file and stdout is a terminal.
    """
    if given is None or given == Path("-"):
        if given is None and is_terminal(sys.stdout) and not context.resilient_parsing:
            raise click.UsageError("a report is a page for a browser; add --output report.html", context)
        return None
    if not given.name.lower().endswith(FORMATS["html"].endings):
        message = (
            f"--output {given.name} is no name of a page; end it in .html. For a PDF, open the page in a browser and"
            " print it"
        )
        raise click.UsageError(make_harmless_line(message), context)
    return given


@click.command("report", cls=Verb, epilog=_EXAMPLES)
@click.argument("inputs", nargs=-1, type=InputType(), metavar="[INPUT]...")
@click.option(
    "--article",
    metavar="ARTICLE",
    help="Of a collection: this article. Its number, as in the addresses of `sayso serve`, its id, address or title.",
)
@click.option(
    "--speaker",
    metavar="NAME",
    help="Of a collection: this speaker. A name that nobody else has, or the number in the collection.",
)
@click.option(
    "--quote",
    metavar="PLACE|TEXT",
    help="Of a collection: the way of these words, who had them first, and what was changed at each step. The place of"
    " a statement, as in the links of `sayso serve` (12/120-180: article, characters), or the words. What was not"
    " traced before is traced first.",
)
@click.option(
    "--against",
    multiple=True,
    type=InputType(),
    metavar="SOURCE",
    help="Hold each quotation against this: a transcript, subtitles, a statement, a folder of such files. May be given"
    " several times; see `sayso check`.",
)
@click.option("--title", metavar="TEXT", help="The title of the report. [default: that of what it is about]")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, allow_dash=True, path_type=Path),
    callback=_find_output,
    help="Write to this file, such as report.html (- is stdout). An older file is replaced when all is written.",
)
@model_option
@text_options
@limit_options
@proxy_option
@quiet_options
@click.pass_context
def report_command(context: click.Context, /, **options: Any) -> None:  # noqa: ANN401
    """Make a page to send to somebody, and to print: one file that loads nothing and explains itself.

    It is about an article, with who says what in it, or, with --against, about its quotations beside their sources; or
    about a speaker or a quotation of a collection. It says what was looked at, when, by which version, model and
    settings, what its figures mean, and how sure they are.

    An INPUT is whatever `sayso read` takes, the JSON Lines that it wrote, or a COLLECTION that `sayso collect` made.
    """
    from sayso.cli.report_run import ReportRun, run_report  # noqa: PLC0415  what it stands on takes time to load

    run = _check_usage(ReportRun(**options), context)
    make_analyser = find_loader(context)
    with report_errors(context):
        code = run_report(run, lambda: make_analyser(limit(AnalyseSettings(), run.max_seconds, run.max_memory)))
    context.exit(code)


def _check_usage(run: ReportRun, context: click.Context) -> ReportRun:
    """The run with stdin for no input, if all fits together."""
    if not run.inputs:
        if is_terminal(sys.stdin):
            raise click.UsageError("no INPUT; give an article or a collection, such as news.db", context)
        run = replace(run, inputs=("-",))
    if "-" in run.inputs and "-" in run.against:
        raise click.UsageError("stdin cannot be both INPUT and SOURCE; give one of them as a file", context)
    subjects = {"--article": run.article, "--speaker": run.speaker, "--quote": run.quote}
    given = [name for name, value in subjects.items() if value is not None]
    if run.collection is None:
        if given:
            message = f"{given[0]} is for a collection, which `sayso collect` makes; give one, or leave it out"
            raise click.UsageError(message, context)
    elif len(run.inputs) > 1:
        raise click.UsageError(make_harmless_line(f"{run.collection} is a collection; give it alone"), context)
    elif len(given) != 1:
        message = f"a report is about one thing; give one of {', '.join(subjects)} with {run.collection}"
        raise click.UsageError(make_harmless_line(message), context)
    if run.against and run.article is None and given:
        raise click.UsageError(f"--against checks an article, and not {given[0]}; leave one out", context)
    if run.quote is not None and not run.quote.strip():
        raise click.UsageError("--quote is empty; give some words, or a place such as 12/120-180", context)
    refuse_output(context, (*run.inputs, *run.against), run.output)
    return run
