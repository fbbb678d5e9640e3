"""`sayso counts`: who is quoted, how much, by whom."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sayso.cli.complete import NamesType
from sayso.cli.inputs import Verb, quiet_options, report_errors
from sayso.cli.output import report
from sayso.cli.selection import (
    Target,
    collection_argument,
    find_selection,
    find_target,
    result_options,
    selection_options,
)
from sayso.cli.steps import join_speakers
from sayso.cli.totals import count

if TYPE_CHECKING:
    from sayso.store import Counts, Selection

__all__ = ["counts_command"]

_NOTHING_FOUND = 1
_VIEWS = {"table": "sayso.report.counted:write_counts"}
_NAMES = "speaker type named kind place outlet carrier how year month day language".split()
_EXAMPLES = """\b
Examples:
  sayso counts news.db --by speaker         who says how much
  sayso counts news.db --by outlet people.gender
                                            by an attribute of the list of people
  sayso counts news.db --by speaker outlet month -o counts.csv
                                            each share is of its outlet and month
  sayso counts news.db --by speaker --words '"high water"' --from 2031
                                            of the statements on something
  sayso counts news.db --by kind outlet --of kind
                                            shares within each kind

\b
Exit codes: 0 something was counted; 1 nothing was found, or nothing could be
done; 2 wrong usage.
"""


@click.command("counts", cls=Verb, epilog=_EXAMPLES)
@collection_argument
@click.option(
    "--by",
    "by",
    multiple=True,
    required=True,
    type=NamesType(_NAMES),
    metavar="WHAT...",
    help=f"What to count by, one or several: {', '.join(_NAMES)}; or people.ATTRIBUTE, a column of the list of people"
    " (sayso speakers --people), such as people.gender.",
)
@click.argument("more", nargs=-1, metavar="")
@click.option(
    "--of",
    "of",
    multiple=True,
    type=NamesType(_NAMES),
    metavar="WHAT",
    help="Within which of these shares are taken, with commas; 'all' for none. [default: outlet, dates and language,"
    " so that a share is one of all statements of that outlet in that month]",
)
@click.option("--words", metavar="WORDS", help="Only statements with these words, as in `sayso search`.")
@selection_options
@result_options("rows", _VIEWS)
@quiet_options
@click.pass_context
def counts_command(
    context: click.Context,
    /,
    collection: Path,
    by: tuple[str, ...],
    more: tuple[str, ...],
    of: tuple[str, ...],
    words: str | None,
    *,
    quiet: bool,
    no_progress: bool,
    **options: object,
) -> None:
    """Count the statements of a COLLECTION, their words, and the articles that they stand in.

    Each count comes with what it is a share of, and with an interval for what was misread, from the scores of the
    statements. What was missed is in no interval: what share of statements is found on other articles stands beside.

    Nothing about a person is guessed: who is not on the list of people is counted as “(not on the list)”. Nobody is
    rated.
    """
    target = find_target(context, options, _VIEWS)
    dimensions = _split((*by, *more))
    within = None if not of else tuple(name for name in _split(of) if name != "all")
    with report_errors(context):
        selection = find_selection(words, options)
        is_shown = not (quiet or no_progress)
        counts = _count(collection, dimensions, within, selection, target, is_shown=is_shown)
    if not quiet:
        for note in counts.notes:
            report(f"notice: {note}")
        report(_summarise(counts, target))
    context.exit(0 if counts.row_count else _NOTHING_FOUND)


def _split(given: tuple[str, ...]) -> tuple[str, ...]:
    """The names, which may be parted by commas."""
    return tuple(name.strip() for part in given for name in part.split(",") if name.strip())


def _count(
    path: Path,
    by: tuple[str, ...],
    of: tuple[str, ...] | None,
    selection: Selection,
    target: Target,
    *,
    is_shown: bool,
) -> Counts:
    """Count and write."""
    from sayso.store import open_collection  # noqa: PLC0415  what it stands on takes time to load

    with open_collection(path, create=False) as collection:
        join_speakers(collection, is_shown=is_shown)
        counts = collection.counts(by, selection, of=of, limit=target.limit, offset=target.offset)
        target.write(counts, _make_results)
    return counts


def _make_results(counts: Counts) -> Any:  # noqa: ANN401  (Results, which takes time to load)
    from sayso.export.counted import list_counts  # noqa: PLC0415

    return list_counts(counts)


def _summarise(counts: Counts, target: Target) -> str:
    if len(counts) == counts.row_count:
        return f"sayso: {count(counts.row_count, 'row')}"
    first, last = target.offset + 1, target.offset + len(counts)
    return f"sayso: {first:,} to {last:,} of {count(counts.row_count, 'row')}; --limit and --offset show others"
