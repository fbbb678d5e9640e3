"""What `search` and `counts` share: the options that choose statements of a collection, and the writing of results."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from sayso.carrier import How
from sayso.cli.complete import FiniteRange
from sayso.cli.formats import Format, find_format, load_writer
from sayso.cli.output import (
    BOM,
    bom_option,
    find_date,
    make_terminal_safe,
    open_output,
    output_option,
    report,
    result_format_option,
)
from sayso.statement import Kind

if TYPE_CHECKING:
    from sayso.export.results import Results
    from sayso.store import Selection

__all__ = ["Target", "collection_argument", "find_selection", "find_target", "result_options", "selection_options"]

_Command = TypeVar("_Command", bound=Callable[..., Any])
# The rows that a terminal shows if nobody says how many.
_SHOWN_ROWS = 50


def collection_argument(command: _Command) -> _Command:
    """The command with the collection as its first argument."""
    return click.argument("collection", type=click.Path(dir_okay=False, path_type=Path), metavar="COLLECTION")(command)


def selection_options(command: _Command) -> _Command:
    """The command with the options that choose statements."""
    options = (
        click.option(
            "--speaker",
            "speakers",
            multiple=True,
            metavar="NAME",
            help="Only what this speaker says, alone or with others; a name, its number in the collection, or an id of"
            " the list of people. May be given several times.",
        ),
        click.option(
            "--outlet",
            "outlets",
            multiple=True,
            metavar="NAME",
            help="Only what this outlet published; a name or a domain. May be given several times.",
        ),
        click.option(
            "--from",
            "start",
            metavar="DATE",
            help="Only articles of this day, month or year (2031-04) or later. An article whose date is too coarse to"
            " tell is left out, with a notice.",
        ),
        click.option("--to", "end", metavar="DATE", help="Only articles of this day, month or year, or earlier."),
        click.option(
            "--kind",
            "kinds",
            multiple=True,
            type=click.Choice([kind.value for kind in Kind]),
            help="Only statements of this kind. May be given several times.",
        ),
        click.option(
            "--carrier",
            "carriers",
            multiple=True,
            metavar="NAME",
            help="Only what came through this carrier. May be given several times.",
        ),
        click.option(
            "--how",
            "hows",
            multiple=True,
            type=click.Choice([how.value for how in How]),
            help="Only what came through a carrier in this way. May be given several times.",
        ),
        click.option(
            "--min-score", type=FiniteRange(0, 1), help="Only statements with this score, or with a higher one."
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


def find_selection(words: str | None, options: dict[str, object]) -> Selection:
    """The selection; the options of `selection_options` are removed from `options`."""
    from sayso.store import Selection  # noqa: PLC0415  what it stands on takes time to load

    names = "speakers outlets start end kinds carriers hows min_score".split()
    # Their types are those declared above.
    chosen: dict[str, Any] = {name: options.pop(name) for name in names}
    return Selection(words=words, **chosen)


def result_options(noun: str, views: Mapping[str, str]) -> Callable[[_Command], _Command]:
    """The options that say how results are written, and how many.

    Args:
        noun: What is written.
        views: The writers of the formats for people, by the names of these.
    """

    def decorate(command: _Command) -> _Command:
        options = (
            click.option(
                "--limit",
                type=click.IntRange(min=1),
                help=f"Write at most so many {noun}. [default: {_SHOWN_ROWS} in the terminal's view, else all]",
            ),
            click.option("--offset", type=click.IntRange(min=0), default=0, help=f"Leave out so many {noun} before."),
            result_format_option(views),
            output_option("checks"),
            bom_option,
        )
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


@dataclass(frozen=True, slots=True)
class Target:
    """Where results are written, how, and how many.

    Attributes:
        format: The format.
        view: The writer for people, if the format is for people.
        output: The file; None for stdout.
        limit: At most so many; None for all.
        offset: So many are left out before.
        has_bom: Whether CSV begins with a byte order mark.
    """

    format: Format
    view: str
    output: Path | None
    limit: int | None
    offset: int
    has_bom: bool

    def write(self, found: object, make_results: Callable[[Any], Results], **about: str) -> None:
        """Write what was found: for people by the view of the format, else as results; `about` is for a dated view."""
        with open_output(self.output, keep=lambda: True, is_binary=self.format.is_binary) as stream:
            if self.has_bom:
                stream.write(BOM)
            safe = make_terminal_safe(stream, self.format)
            notes: Sequence[str] | None
            if self.format.results is None:
                more = {**about, **find_date(self.format)} if self.format.is_dated else {}
                notes = load_writer(self.view)(found, safe, **more)
            else:
                notes = load_writer(self.format.results)(make_results(found), safe)
            stream.flush()
        for note in notes or ():
            report(f"notice: {note}")


def find_target(context: click.Context, options: dict[str, object], views: Mapping[str, str]) -> Target:
    """The target; the options of `result_options` are removed from `options`.

    Raises:
        click.UsageError: The options do not fit together.
    """
    # Their types are those declared above.
    own: Any = {it: options.pop(it) for it in ("output", "format_name", "limit", "offset", "has_bom")}
    output, name, limit, offset, has_bom = own.values()
    known = find_format(context, name, output, "checks")
    if known.results is None and known.name not in views:
        message = f"results of this command cannot be {known.name}; end --output in .csv, or add --format csv"
        raise click.UsageError(message, context)
    if has_bom and known.name != "csv":
        raise click.UsageError("--bom is for CSV; add --format csv", context)
    if limit is None and known.name == "table":
        limit = _SHOWN_ROWS
    return Target(known, views.get(known.name, ""), output, limit, offset, has_bom)
