"""The command `sayso`: one file a verb. Results go to stdout, everything else to stderr."""

from __future__ import annotations

import click

from sayso.cli.check import check_command
from sayso.cli.export import export_command
from sayso.cli.read import read_command
from sayso.cli.watch import watch_command
from sayso.version import __version__

__all__ = ["main"]


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="sayso")
def main() -> None:
    """Who said what in a news text, through whom, and where it stands.

    Everything runs on this machine. Nothing is sent anywhere, unless you give addresses: then those are fetched.
    """


main.add_command(check_command)
main.add_command(export_command)
main.add_command(read_command)
main.add_command(watch_command)
