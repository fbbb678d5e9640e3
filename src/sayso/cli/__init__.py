"""The command `sayso`: one file for each verb. Results go to stdout, everything else to stderr."""

from __future__ import annotations

import re
import shlex
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from sayso.cli.stop import leave_workers
from sayso.report.harmless import make_harmless_line

__all__ = ["main"]

# A file or an address, and no command that was written wrongly.
_INPUT = re.compile(r"\w[./]\w")
# Each has a module of its own, with a command of that name; only the one that is called is loaded.
_COMMANDS = tuple(
    "check collect corrections counts export forget read report search serve speakers trace watch".split()
)


class _Program(click.Group):
    """The command, which also ends well while a worker is still busy."""

    def list_commands(self, _context: click.Context) -> list[str]:
        """The names of the commands."""
        return list(_COMMANDS)

    def get_command(self, _context: click.Context, name: str) -> click.Command | None:
        """The command of that name; None if there is none."""
        if name not in _COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"sayso.cli.{name}"), f"{name}_command")
        return command

    def resolve_command(self, context: click.Context, args: list[str]) -> Any:  # noqa: ANN401  (as click has it)
        """The command that is called; of an input without one, a fault of usage that says how to read it."""
        name = args[0]
        is_input = _INPUT.search(name) is not None or Path(name).exists()
        if self.get_command(context, name) is None and is_input:
            message = f"there is no command {name!r}; to read it: sayso read {shlex.quote(name)}"
            raise click.UsageError(make_harmless_line(message), context)
        return super().resolve_command(context, args)

    def main(self, *args: Any, **options: Any) -> Any:  # noqa: ANN401  (as click has it)
        """Run the command; see `click.Command.main`."""
        code = 1
        try:
            return super().main(*args, **options)
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
            raise
        finally:
            leave_workers(code)


def _print_version(context: click.Context, _option: click.Parameter, wanted: str | None) -> None:
    """Print the versions, if these are wanted; what finds them is loaded only then."""
    if wanted is not None and not context.resilient_parsing:
        import_module("sayso.cli.version").print_version(context, wanted)


@click.group(cls=_Program, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version",
    type=click.Choice(["text", "json"]),
    is_flag=False,
    flag_value="text",
    is_eager=True,
    expose_value=False,
    callback=_print_version,
    help="Show the versions of program, models, data and settings, and exit.",
)
def main() -> None:
    """Who said what in a news text, through whom, and where it stands.

    Everything runs on this machine. Nothing is sent anywhere, unless you give addresses: then those are fetched.
    """
