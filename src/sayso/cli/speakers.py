"""`sayso speakers`: who speaks in a collection, on what evidence, and what you decide about it by hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sayso.cli.inputs import Verb, quiet_options, report_errors
from sayso.cli.output import report
from sayso.cli.selection import Target, collection_argument, find_target, result_options
from sayso.cli.steps import join_speakers
from sayso.cli.totals import count

if TYPE_CHECKING:
    from sayso.store import Collection

__all__ = ["speakers_command"]

_NOTHING_FOUND = 1
_MOST_SHOWN = 20
_EXAMPLES = """\b
Examples:
  sayso speakers news.db                    who says most
  sayso speakers news.db roth               whoever has that in a name
  sayso speakers news.db roth --evidence    why each article's Roth is that speaker
  sayso speakers news.db --open             names that may be one of several
  sayso speakers news.db --merge "Anna Roth" "A. B. Roth"
                                            they are one, in articles to come too
  sayso speakers news.db --split "John Smith" a17 a22
                                            in these articles it is somebody else
  sayso speakers news.db --people people.csv
                                            link them to a list of your own
  sayso speakers news.db --link "John Smith" Q42
                                            this one has that id in the list
  sayso speakers news.db --undo 3           take an edit back (see --edits)

\b
Exit codes: 0 done, or something was found; 1 nothing was found, or nothing
could be done; 2 wrong usage; 3 --people: some links are left open.
"""
_OPEN_LINKS = 3
# The writers for people, by what is listed.
_VIEWS = {
    "list": {"table": "sayso.report.speakers:write_speakers"},
    "evidence": {"table": "sayso.report.speakers:write_evidence"},
    "is_open": {"table": "sayso.report.speakers:write_open"},
    "edits": {"table": "sayso.report.speakers:write_edits"},
}


@click.command("speakers", cls=Verb, epilog=_EXAMPLES)
@collection_argument
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--evidence", is_flag=True, help="Write a row for each article of each speaker: why it is that speaker.")
@click.option("--open", "is_open", is_flag=True, help="Write the names that may be one of several speakers.")
@click.option("--edits", is_flag=True, help="Write what was merged, split and linked by hand.")
@click.option("--merge", is_flag=True, help="Make the speakers NAME… one, now and in articles that come.")
@click.option(
    "--split",
    is_flag=True,
    help="Take the articles that follow the first NAME out of that speaker: there it is somebody else. Articles are"
    " named by their ids or addresses, as --evidence lists them.",
)
@click.option("--link", is_flag=True, help="Say that the speaker NAME has the id that follows in the list of people.")
@click.option("--unlink", is_flag=True, help="Say that the speaker NAME is not on the list of people.")
@click.option("--undo", type=int, metavar="NUMBER", help="Take back the edit of this number.")
@click.option(
    "--people",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Link speakers to a list of your own, a CSV file with the columns id and name, perhaps aliases (separated by"
    " ;), and any others, such as a Wikidata id, party or gender. Speakers are linked by equal names alone; what fits"
    " several is left open and listed. The list is kept, in the place of the one before.",
)
@result_options("speakers", _VIEWS["list"])
@quiet_options
@click.pass_context
def speakers_command(
    context: click.Context,
    /,
    collection: Path,
    names: tuple[str, ...],
    *,
    quiet: bool,
    no_progress: bool,
    **options: Any,  # noqa: ANN401
) -> None:
    """List who speaks in a COLLECTION: name, type, statements, articles, and the names that articles use.

    The same person or body is one speaker under all names where the evidence allows it: a full name, a surname with the
    same role or the same people around it, initials that only one body has. What may be several speakers is left open.

    With a NAME, a part of a name, only these are listed. In edits, a NAME is a whole name or the id of a speaker.
    """
    mode = _find_mode(context, options, names)
    target = find_target(context, options, _VIEWS.get(mode, _VIEWS["list"]))
    from sayso.store import open_collection  # noqa: PLC0415  what it stands on takes time to load

    with report_errors(context), open_collection(collection, create=False) as opened:
        join_speakers(opened, is_shown=not (quiet or no_progress))
        if mode in _VIEWS:
            code = _list(opened, mode, " ".join(names) or None, target)
        else:
            code = _edit(opened, mode, names, options, is_quiet=quiet)
    context.exit(code)


def _find_mode(context: click.Context, options: dict[str, Any], names: tuple[str, ...]) -> str:
    """What is to be done; "list" if nothing else is said.

    Raises:
        click.UsageError: Several things are to be done at once, or too few names are given.
    """
    modes = "evidence is_open edits merge split link unlink undo people".split()
    chosen = [mode for mode in modes if options[mode] not in (False, None)]
    if len(chosen) > 1:
        shown = " and ".join(f"--{mode.removeprefix('is_')}" for mode in chosen)
        raise click.UsageError(f"{shown} exclude one another; give one", context)
    mode = chosen[0] if chosen else "list"
    least, most, what = {
        "merge": (2, None, "two or more speakers that are one"),
        "split": (2, None, "a speaker, and the articles that are somebody else's"),
        "link": (2, 2, "a speaker, and its id in the list of people"),
        "unlink": (1, 1, "a speaker"),
        "undo": (0, 0, "no name"),
        "people": (0, 0, "no name"),
        "edits": (0, 0, "no name"),
        "is_open": (0, 0, "no name"),
    }.get(mode, (0, None, ""))
    if len(names) < least or (most is not None and len(names) > most):
        raise click.UsageError(f"with --{mode.removeprefix('is_')} give {what}", context)
    return mode


def _list(collection: Collection, mode: str, search: str | None, target: Target) -> int:
    """Write a list; return the exit code."""
    from sayso.export import speakers as rows  # noqa: PLC0415  what it stands on takes time to load

    limit = target.limit
    if mode == "edits":
        found: list[Any] = collection.edits()
        target.write(found, rows.list_edit_results)
        return 0
    if mode == "is_open":
        found = _cut(collection.open_names(), target)
        target.write(found, rows.list_open)
        return 0 if found else _NOTHING_FOUND
    known = collection.speakers(search, limit=None if limit is None else limit + target.offset)[target.offset :]
    if mode == "evidence":
        found = list(_list_mentions(collection, known))
        target.write(found, rows.list_evidence)
    else:
        found = known
        target.write(found, rows.list_summaries)
    return 0 if found else _NOTHING_FOUND


def _cut(found: list[Any], target: Target) -> list[Any]:
    end = None if target.limit is None else target.offset + target.limit
    return found[target.offset : end]


def _list_mentions(collection: Collection, speakers: list[Any]) -> Iterator[Any]:
    for speaker in speakers:
        for mention in collection.speaker(speaker.id)[1]:
            yield speaker, mention


def _edit(collection: Collection, mode: str, names: tuple[str, ...], options: dict[str, Any], *, is_quiet: bool) -> int:
    """Change what the collection knows of its speakers; return the exit code."""
    code = 0
    if mode == "merge":
        number = collection.merge(*names)
        done = f"{count(len(names), 'speaker')} are one now: {_describe(collection, number)}"
    elif mode == "split":
        left, out = collection.split(names[0], names[1:])
        done = f"taken apart: {_describe(collection, left)}, and {_describe(collection, out)}"
    elif mode == "link":
        done = f"{_describe(collection, collection.link(*names))} has the id {names[1]} in the list of people"
    elif mode == "unlink":
        done = f"{_describe(collection, collection.link(names[0], None))} is not on the list of people"
    elif mode == "undo":
        collection.undo(options["undo"])
        done = f"edit {options['undo']} is taken back"
    else:
        code, done = _link_people(collection, options["people"])
    if mode in {"merge", "split", "link", "unlink"}:
        done += f"; to take it back: --undo {collection.edits()[-1].number}"
    if not is_quiet:
        report(f"sayso: {done}")
    return code


def _describe(collection: Collection, number: int) -> str:
    speaker, _ = collection.speaker(number)
    return f"{speaker.name} ({number}, {count(speaker.articles, 'article')})"


def _link_people(collection: Collection, people: Path) -> tuple[int, str]:
    """Link speakers to a list; write what is left open, and return the exit code and what was done."""
    unclear = collection.link_people(people)
    speakers = {it.id: it for it in collection.speakers()}
    linked = sum(it.own is not None for it in speakers.values())
    for number, owns in list(unclear.items())[:_MOST_SHOWN]:
        speaker, may_be = speakers[number], ", ".join(owns)
        report(f"open: {speaker.name} ({number}, {count(speaker.articles, 'article')}) may be {may_be}")
    more = len(unclear) - _MOST_SHOWN
    if more > 0:
        report(f"open: and {more:,} more")
    done = f"{count(linked, 'speaker')} on the list, {len(unclear):,} left open"
    if unclear:
        done += "; say which one it is with --link SPEAKER ID"
    return _OPEN_LINKS if unclear else 0, done
