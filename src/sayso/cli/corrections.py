"""`sayso corrections`: what readers set right in a collection: listed, as gold, taken back, or taken in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO, cast

import click

from sayso.cli.complete import InputType
from sayso.cli.inputs import Verb, quiet_options, report_errors
from sayso.cli.output import open_output, report
from sayso.cli.selection import Target, collection_argument, find_target, result_options
from sayso.cli.totals import count

if TYPE_CHECKING:
    from sayso.store import Collection

__all__ = ["corrections_command"]

_NOTHING_FOUND, _WITH_NOTICES = 1, 3
_EXAMPLES = """\b
Examples:
  sayso corrections news.db                 what readers corrected
  sayso corrections news.db --gold -o gold.jsonl
                                            the corrected readings as gold
  sayso corrections news.db --undo 4        take one back
  sayso corrections news.db --from brat/data/news/ --by AR
                                            take in what was corrected in brat
  sayso corrections news.db -o mine.jsonl   to give them to somebody else
  sayso corrections other.db --from mine.jsonl
                                            who takes them in

\b
Exit codes: 0 done, or something was found; 1 nothing was found, or nothing
could be done; 2 wrong usage; 3 --from: something was left out, which is
said on stderr.
"""
_VIEWS = {"table": "sayso.report.corrections:write_corrections"}


@click.command("corrections", cls=Verb, epilog=_EXAMPLES)
@collection_argument
@click.option(
    "--gold",
    is_flag=True,
    help="Write the whole reading of each corrected article as it is now, one a line of JSON, with all scores 1: gold,"
    " in the format of every reading. Look an article through before you take it for gold: what nobody corrected is"
    " as it was read.",
)
@click.option(
    "--from",
    "sources",
    multiple=True,
    type=InputType(),
    metavar="FILE",
    help="Take in corrections: what this command wrote as JSON or JSON Lines from another collection; or corrected"
    " readings, such as gold, a folder or archive of brat, or an export of Label Studio, which are compared with the"
    " collection's readings of the same texts, statement by statement. May be given several times.",
)
@click.option("--by", default="", metavar="NAME", help="With --from: who corrected the readings; a name or initials.")
@click.option("--undo", type=int, metavar="NUMBER", help="Take back the correction of this number.")
@result_options("corrections", _VIEWS)
@quiet_options
@click.pass_context
def corrections_command(
    context: click.Context,
    /,
    collection: Path,
    *,
    sources: tuple[str, ...],
    gold: bool,
    by: str,
    undo: int | None,
    quiet: bool,
    no_progress: bool,
    **options: Any,  # noqa: ANN401
) -> None:
    """List what readers corrected in the articles of a COLLECTION.

    Statements are corrected in the browser (`sayso serve COLLECTION`), or with --from. A correction is kept beside the
    reading, also when another model reads the article again; one whose words are no longer in the article is listed as
    such.
    """
    del no_progress
    target = find_target(context, options, _VIEWS)
    _check_usage(context, target, gold=gold, sources=sources, by=by, undo=undo)
    from sayso.store import open_collection  # noqa: PLC0415  what it stands on takes time to load

    is_read = not sources and undo is None
    with report_errors(context), open_collection(collection, create=False, read_only=is_read) as opened:
        if sources:
            code = _take_in(opened, sources, by, is_quiet=quiet)
        elif undo is not None:
            opened.undo_correction(undo)
            code = 0
            if not quiet:
                report(f"sayso: correction {undo} is taken back")
        else:
            code = _write_gold(opened, target) if gold else _list(opened, target)
    context.exit(code)


def _check_usage(
    context: click.Context, target: Target, *, gold: bool, sources: tuple[str, ...], by: str, undo: int | None
) -> None:
    """Raise click.UsageError if the options do not fit together."""
    chosen = [name for name, value in (("--gold", gold), ("--from", sources), ("--undo", undo is not None)) if value]
    if len(chosen) > 1:
        raise click.UsageError(f"{' and '.join(chosen)} exclude one another; give one", context)
    if by and not sources:
        raise click.UsageError("--by is for corrections that are taken in; add --from FILE", context)
    if gold and target.format.name not in ("table", "jsonl"):
        raise click.UsageError("--gold is JSON Lines; end --output in .jsonl, and leave out --format", context)
    if chosen and chosen != ["--gold"] and target.output is not None:
        raise click.UsageError(f"{chosen[0]} writes no list; leave out --output", context)


def _list(collection: Collection, target: Target) -> int:
    from sayso.export.corrections import list_correction_results  # noqa: PLC0415  as above

    end = None if target.limit is None else target.offset + target.limit
    found = collection.corrections()[target.offset : end]
    target.write(found, list_correction_results)
    return 0 if found else _NOTHING_FOUND


def _write_gold(collection: Collection, target: Target) -> int:
    from sayso.correct.correct_reading import make_gold  # noqa: PLC0415  as above
    from sayso.export.lines import write_lines  # noqa: PLC0415

    end = None if target.limit is None or target.format.name == "table" else target.offset + target.limit
    readings = list(collection.corrected_readings())[target.offset : end]
    with open_output(target.output, keep=lambda: bool(readings)) as stream:
        write_lines((make_gold(it, "sayso") for it in readings), cast("TextIO", stream))
    return 0 if readings else _NOTHING_FOUND


def _take_in(collection: Collection, sources: tuple[str, ...], by: str, *, is_quiet: bool) -> int:
    """Take in corrections; return the exit code."""
    from sayso.cli.corrections_from import read_corrections  # noqa: PLC0415  as above

    found = read_corrections(collection, sources, by)
    taken = collection.correct_all(found.corrections)
    for note in (*found.notes, *_list_notes(taken.unfit)):
        report(f"notice: {note}")
    if not is_quiet:
        kept = f"{count(taken.kept, 'correction')} in {count(taken.articles, 'article')} kept"
        report(f"sayso: {kept}{f', {taken.known:,} known already' if taken.known else ''}")
    if found.notes or taken.unfit:
        return _WITH_NOTICES if taken.kept or taken.known else _NOTHING_FOUND
    return 0


def _list_notes(unfit: int) -> Iterator[str]:
    if unfit:
        yield f"{count(unfit, 'correction')} left out, since the article does not have the words."
