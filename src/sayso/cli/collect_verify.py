"""`sayso collect --verify` and `--repair`: what is wrong in the file of a collection, and what to do about it."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sayso.cli.output import is_terminal, report
from sayso.cli.totals import count
from sayso.report.harmless import make_harmless_line

if TYPE_CHECKING:
    from sayso.store import Fault

__all__ = ["verify_collection"]

_FAULTS_LEFT = 3


def verify_collection(path: Path, *, repair: bool, is_quiet: bool, has_progress: bool) -> int:
    """Write what is wrong to stdout, a line for each fault; with `repair`, what is left of it. Return the exit code."""
    from sayso.store import open_collection  # noqa: PLC0415  SQLite takes time to load

    with open_collection(path, create=False) as collection, _show(has_progress=has_progress) as progress:
        faults = collection.repair(progress) if repair else collection.verify(progress)
        is_whole = f"{path}: {count(len(collection), 'article')}, nothing is wrong" if not faults else ""
    for fault in faults:
        examples = f" ({', '.join(fault.examples)}{' …' if fault.count > len(fault.examples) else ''})"
        click.echo(make_harmless_line(f"{path}: {fault.what}{examples if fault.examples else ''}"))
    if not is_quiet:
        report(f"sayso: {is_whole or _advise(path, faults)}")
    return _FAULTS_LEFT if faults else 0


def _advise(path: Path, faults: list[Fault]) -> str:
    """What to do."""
    name = shlex.quote(str(path))
    if any(fault.part == "file" for fault in faults):
        return f"restore a copy of the file; or save what can be read: sqlite3 {name} .recover | sqlite3 new.db"
    parts = []
    if any(fault.can_be_repaired for fault in faults):
        parts.append(f"to mend what can be made again from what is whole: sayso collect --into {name} --repair")
    if not all(fault.can_be_repaired for fault in faults):
        parts.append(
            "articles that were changed cannot be mended: restore a copy of the file; or delete them from the table"
            " articles, mend the rest, and collect them again"
        )
    return "; ".join(parts)


@contextmanager
def _show(*, has_progress: bool) -> Iterator[Callable[[int, int], None]]:
    """A function to call with how many articles were looked at; on a terminal it updates a line on stderr."""
    if not (has_progress and is_terminal(sys.stderr)):
        yield lambda _done, _all: None
        return
    from rich.console import Console  # noqa: PLC0415  rich takes time to load

    with Console(stderr=True).status("looking at the file") as status:
        yield lambda done, all_: status.update(f"looking at the articles: {done:,} of {all_:,}")
