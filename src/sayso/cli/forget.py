"""`sayso forget`: take a speaker out of a collection for good."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sayso.cli.inputs import Verb, quiet_options, report_errors
from sayso.cli.output import is_terminal, report
from sayso.cli.selection import collection_argument
from sayso.cli.totals import count
from sayso.report.harmless import make_harmless_line

if TYPE_CHECKING:
    from sayso.store import Collection

__all__ = ["forget_command"]

_NOTHING_DONE = 1
_EXAMPLES = """\b
Examples:
  sayso forget news.db "Anna Roth"          asks first
  sayso forget news.db "Anna Roth" --yes    does not ask
  sayso forget news.db                      only write the file anew, if another
                                            program stood in the way before

\b
Exit codes: 0 done; 1 nothing was done, or the file could not be written anew;
2 wrong usage.
"""


@click.command("forget", cls=Verb, epilog=_EXAMPLES)
@collection_argument
@click.argument("speakers", nargs=-1, metavar="[SPEAKER]...")
@click.option("--yes", "is_sure", is_flag=True, help="Do not ask.")
@quiet_options
@click.pass_context
def forget_command(
    context: click.Context,
    /,
    collection: Path,
    speakers: tuple[str, ...],
    *,
    is_sure: bool,
    quiet: bool,
    no_progress: bool,
) -> None:
    """Take what each SPEAKER says out of a COLLECTION, and keep it out. This cannot be undone.

    A SPEAKER is a whole name, or an id that `sayso speakers` lists. Statements, names and mentions are removed; in the
    texts of the articles these words become █. The file is written anew, so that the words are not in it any more: not
    in copies of it, which are yours to remove. An address (url) of an article stays as it is.

    When the articles come again, or new ones that give the same full name, whoever is forgotten is left out of them.
    For that the file keeps a digest of the name: nobody can read it there, though whoever knows a name can test it.
    """
    del no_progress
    from sayso.store import open_collection  # noqa: PLC0415  what it stands on takes time to load

    if speakers and not is_sure and not is_terminal(sys.stdin):
        raise click.UsageError("nobody is there to ask; add --yes to forget without asking", context)
    with report_errors(context), open_collection(collection, create=False) as opened:
        code = 0
        for name in speakers:
            code = max(code, _forget(opened, name, is_sure=is_sure, is_quiet=quiet))
        if not speakers:
            opened.clean()
            if not quiet:
                report(f"sayso: {collection} was written anew")
    context.exit(code)


def _forget(collection: Collection, name: str, *, is_sure: bool, is_quiet: bool) -> int:
    """Forget one speaker, after asking; return the exit code."""
    speaker, _ = collection.speaker(name)
    shown = make_harmless_line(speaker.name)
    what = f"{count(speaker.statements, 'statement')} in {count(speaker.articles, 'article')}"
    if not is_sure and not click.confirm(f"{shown}: remove {what} from {collection.path} for good?", err=True):
        report(f"sayso: {shown} stays")
        return _NOTHING_DONE
    done = collection.forget(speaker.id)
    if not is_quiet:
        report(f"sayso: {count(done.statements, 'statement')} in {count(done.articles, 'article')} were removed")
        if done.named_elsewhere:
            report(
                f"notice: the name stands in {count(done.named_elsewhere, 'other article')}, in words that are not the"
                " speaker's; they were left as they are"
            )
        if done.is_name_shared:
            report(
                "notice: somebody else in the collection has the same name, so that new articles with it are kept;"
                " only the articles that were in the collection are left without the speaker when they come again"
            )
    return 0
