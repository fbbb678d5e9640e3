"""`sayso check`: are these quotations in that source, word for word?"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import click

from sayso.cli.check_options import (
    CHANGE_NAMES,
    KIND_NAMES,
    LABEL_NAMES,
    CheckRun,
    FailOn,
    parse_changes,
    parse_day,
    parse_kinds,
    parse_labels,
)
from sayso.cli.complete import InputType, NamesType
from sayso.cli.formats import find_format
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
from sayso.cli.output import bom_option, format_option, is_terminal, output_option
from sayso.match import Detail
from sayso.settings import AnalyseSettings

__all__ = ["check_command"]

_EXAMPLES = """\b
Examples:
  sayso check draft.docx --against transcripts/
                                            each quotation beside its source
  sayso check draft.txt --against speech.srt --output checked.html
                                            as a page to print or send
  sayso check --quote "we never slept" --against speech.txt
                                            words without an article
  sayso check news.jsonl --against talks.jsonl --speaker "Anna Roth"
                                            only what she is said to have said
  sayso check draft.txt --against talks/ --fail-on altered,not-found --allow bracket
                                            before publication, in a script

\b
Exit codes: 0 all was checked; 1 nothing could be done; 2 wrong usage;
3 done, with notices, which are written to stderr; 4 what --fail-on names was found;
130 stopped by Ctrl-C; 143 stopped by SIGTERM.
"""


@click.command("check", cls=Verb, epilog=_EXAMPLES)
@click.argument("inputs", nargs=-1, type=InputType(), metavar="[ARTICLE]...")
@click.option(
    "--against",
    multiple=True,
    required=True,
    type=InputType(),
    metavar="SOURCE",
    help="Where the words should stand: a transcript, subtitles (.srt, .vtt), a statement, another article, a folder of"
    " such files, JSON Lines. May be given several times.",
)
@click.option(
    "--quote", "quotes", multiple=True, metavar="TEXT", help="Look for these words. May be given several times."
)
@click.option("--speaker", metavar="NAME", help="Check only what the article gives to this speaker, pronouns resolved.")
@click.option(
    "--fail-on",
    "labels",
    type=NamesType(LABEL_NAMES),
    metavar="LABELS",
    callback=parse_labels,
    help="Exit with 4 if one of these is found: minor, altered, elided, not-found, other-speaker (the words stand in"
    " somebody else's turn), or a flag: clipped, too-short, may-be-chance, second-hand, later, unknown-speaker,"
    " several-speakers; with commas.",
)
@click.option(
    "--allow",
    "allowed",
    type=NamesType(CHANGE_NAMES),
    metavar="CHANGES",
    callback=parse_changes,
    help="With --fail-on: changes that editors make knowingly and that do not count, such as bracket,ellipsis,person;"
    " flags too.",
)
@click.option(
    "--only",
    type=NamesType(KIND_NAMES),
    metavar="KINDS",
    callback=parse_kinds,
    help="Show only these: look (what is not verbatim, has another name in the source, or a flag other than too-short),"
    " a label such as altered or not-found, other-speaker, or a flag such as clipped; with commas. All are counted.",
)
@click.option(
    "--date",
    metavar="DATE",
    callback=parse_day,
    help="The day of each ARTICLE, whatever else it says, as 2031-05-04: talks of that day or before are preferred.",
)
@click.option(
    "--index",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Keep the sources' words in this file, so that the next run need not read them again. [default: in the user's"
    " cache]",
)
@click.option("--no-index", is_flag=True, help="Keep nothing for the next run.")
@format_option("checks")
@output_option("checks")
@bom_option
@text_options
@model_option
@limit_options
@proxy_option
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    help="Threads that read articles, and processes that check many. [default: as many as usable cores, at most 4]",
)
@quiet_options
@click.pass_context
def check_command(
    context: click.Context,
    /,
    *,
    labels: frozenset[str],
    allowed: tuple[frozenset[Detail], frozenset[str]],
    format_name: str | None,
    **options: object,
) -> None:
    """Hold each quotation of each ARTICLE against the SOURCEs: where its words stand, and what was changed.

    An ARTICLE is whatever `sayso read` takes, or the JSON Lines that it wrote. What became of the words comes from
    the words alone: verbatim, minor, altered, elided, or not found. The labels judge nobody.
    """
    known = find_format(context, format_name, cast("Path | None", options["output"]), "checks")
    run = CheckRun(format=known, fail_on=FailOn(labels, *allowed), **cast("Any", options))
    run = _check_usage(run, context)
    make_analyser = find_loader(context)
    from sayso.cli.check_run import run_check  # noqa: PLC0415  what it stands on takes time to load

    with report_errors(context):
        code = run_check(run, lambda: make_analyser(limit(AnalyseSettings(), run.max_seconds, run.max_memory)))
    context.exit(code)


def _check_usage(run: CheckRun, context: click.Context) -> CheckRun:
    """The run with stdin for no article and no words, if all fits together."""
    if not run.inputs and not run.quotes:
        if is_terminal(sys.stdin):
            raise click.UsageError("no ARTICLE; give a file, a folder, or words with --quote", context)
        run = replace(run, inputs=("-",))
    if "-" in run.inputs and "-" in run.against:
        raise click.UsageError("stdin cannot be both ARTICLE and SOURCE; give one of them as a file", context)
    if (run.fail_on.allowed or run.fail_on.passed) and not run.fail_on.labels:
        raise click.UsageError("--allow goes with --fail-on; add --fail-on altered,not-found", context)
    if run.index is not None and run.no_index:
        raise click.UsageError("--index and --no-index exclude one another; give one", context)
    if run.has_bom and run.format.name != "csv":
        raise click.UsageError("--bom is for CSV; add --format csv", context)
    if run.quotes and run.speaker is not None:
        message = (
            "--speaker is about what an ARTICLE gives to somebody, and --quote gives words of nobody; leave one out"
        )
        raise click.UsageError(message, context)
    if any(not quote.strip() for quote in run.quotes):
        raise click.UsageError("--quote is empty; give some words", context)
    refuse_output(context, (*run.inputs, *run.against), run.output)
    return run
