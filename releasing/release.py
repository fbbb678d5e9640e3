"""The steps of a release, in their order. `./release` calls this; docs/release.md describes it."""

from __future__ import annotations

import tempfile
from pathlib import Path

import click
from docs_site import build_site
from environments import (
    find_pythons,
    install_everything,
    resolve_next,
    run_suite,
    try_accurate,
    try_by_name,
    try_everywhere,
)
from licences import write_licences
from materials import check_citation, write_bill
from packages import build_packages
from tools import DIST, report

from constraints import write_constraints


@click.group(invoke_without_command=True)
@click.option("--tests", is_flag=True, help="Run the suite against the oldest and the newest dependencies too.")
@click.pass_context
def main(context: click.Context, tests: bool) -> None:
    """Build what is published, and try it as a stranger would. Publishes nothing."""
    if context.invoked_subcommand:
        return
    build_packages()
    check_citation()
    pythons = find_pythons()
    with tempfile.TemporaryDirectory(prefix="sayso-release-") as made:
        folder = Path(made)
        environments = try_everywhere(pythons, folder)
        oldest, newest = (pythons[0].name, "lowest"), (pythons[-1].name, "newest")
        write_bill(environments[newest])
        write_licences(environments[newest], install_everything(pythons[-1], folder))
        resolve_next(pythons, folder)
        try_accurate(pythons[-1], folder)
        try_by_name(pythons[-1], folder)
        if tests:
            for key in (oldest, newest):
                run_suite(environments[key], key[1])
    build_site(DIST / "site")
    report("all that is to be published is in dist/; nothing was published")


@main.command("constraints")
def constraints_command() -> None:
    """Resolve the oldest and the newest allowed versions again."""
    write_constraints()


@main.command("site")
def site_command() -> None:
    """Build only the site of the docs."""
    build_site(DIST / "site")


if __name__ == "__main__":
    main()
