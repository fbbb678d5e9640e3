"""`sayso search`: find statements of a collection."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

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
    from sayso.store import Search, Selection

__all__ = ["search_command"]

_NOTHING_FOUND = 1
_VIEWS = {"table": "sayso.report.found:write_found", "html": "sayso.report.found_html:write_found_page"}
_EXAMPLES = """\b
Examples:
  sayso search news.db flood                who says something with this word
  sayso search news.db '"high water" OR tide*'
                                            a phrase, or words that begin so
  sayso search news.db --speaker "Anna Roth" --from 2031-04
                                            all that one speaker says since April
  sayso search news.db flood --how wire -o flood.csv
                                            what came through an agency, as a table
  sayso search news.db --speaker "Anna Roth" -o roth.html
                                            a page with all that a speaker says

\b
Exit codes: 0 something was found; 1 nothing was found, or nothing could be
done; 2 wrong usage.
"""


@click.command("search", cls=Verb, epilog=_EXAMPLES)
@collection_argument
@click.argument("words", nargs=-1, metavar="[WORDS]...")
@selection_options
@click.option("--oldest-first", is_flag=True, help="The oldest articles first. [default: the newest first]")
@result_options("statements", _VIEWS)
@quiet_options
@click.pass_context
def search_command(
    context: click.Context,
    /,
    collection: Path,
    words: tuple[str, ...],
    *,
    oldest_first: bool,
    quiet: bool,
    no_progress: bool,
    **options: object,
) -> None:
    """Find statements in a COLLECTION that `sayso collect` made, with the sentence and the place where they stand.

    WORDS must all be in what is said. Quotation marks make a phrase; OR, NOT and brackets mean what they say, in
    capitals; flood* finds all words that begin so. Capitals and accents make no difference.

    Without WORDS, all statements that the options choose are found.
    """
    target = find_target(context, options, _VIEWS)
    with report_errors(context):
        selection = find_selection(" ".join(words) if words else None, options)
        found = _search(
            collection,
            selection,
            target,
            oldest_first=oldest_first,
            is_quiet=quiet,
            is_shown=not (quiet or no_progress),
        )
    context.exit(0 if found else _NOTHING_FOUND)


def _search(
    path: Path, selection: Selection, target: Target, *, oldest_first: bool, is_quiet: bool, is_shown: bool
) -> bool:
    """Search and write; return whether anything was found."""
    from sayso.store import open_collection  # noqa: PLC0415  what it stands on takes time to load

    with open_collection(path, create=False) as collection:
        join_speakers(collection, is_shown=is_shown)
        search = collection.search(selection, limit=target.limit, offset=target.offset, oldest_first=oldest_first)
        target.write(search, _make_results, title=_describe(selection))
    if not is_quiet:
        for note in search.notes:
            report(f"notice: {note}")
        report(_summarise(search))
    return search.count > 0


def _make_results(search: Search) -> Any:  # noqa: ANN401  (Results, which takes time to load)
    from sayso.export.found import list_found  # noqa: PLC0415

    return list_found(search)


def _describe(selection: Selection) -> str:
    """What is searched for, as the title of a page."""
    who = " or ".join(selection.speakers)
    what = f"Statements with {selection.words}" if selection.words else "Statements"
    return f"{what} by {who}" if who else what


def _summarise(search: Search) -> str:
    whole = f"{count(search.count, 'statement')} in {count(search.article_count, 'article')}"
    if len(search) == search.count:
        return f"sayso: {whole}"
    if not len(search):
        return f"sayso: {whole}; --offset {search.offset} is behind the last one"
    first = search.offset + 1
    return f"sayso: {first:,} to {search.offset + len(search):,} of {whole}; --limit and --offset show others"
