"""The command `sayso`: one file for each verb. Results go to stdout, everything else to stderr."""

from __future__ import annotations

from typing import Any

import click

from sayso.cli.check import check_command
from sayso.cli.export import export_command
from sayso.cli.read import read_command
from sayso.cli.stop import leave_workers
from sayso.cli.watch import watch_command
from sayso.version import __version__

__all__ = ["main"]


class _Program(click.Group):
    """The command, which also ends well while a worker is still busy."""

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


@click.group(cls=_Program, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="sayso")
def main() -> None:
    """Who said what in a news text, through whom, and where it stands.

    Everything runs on this machine. Nothing is sent anywhere, unless you give addresses: then those are fetched.
    """


main.add_command(check_command)
main.add_command(export_command)
main.add_command(read_command)
main.add_command(watch_command)
