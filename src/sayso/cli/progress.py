"""Show how far a long run over files has come: how many articles, how fast, and how long it will take."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sayso.cli.output import is_terminal
from sayso.store import is_collection
from sayso.workflow import Totals

__all__ = ["Progress", "show_way"]

# A run of fewer articles ends before a progress line could be read.
_MANY = 5


@dataclass(frozen=True, slots=True)
class Progress:
    """What a run calls while it goes on.

    Attributes:
        on_article: Takes the totals, after each article.
        on_bytes: Takes the number of bytes whenever some of a file are read.
        stop: Ends the line.
    """

    on_article: Callable[[Totals], None]
    on_bytes: Callable[[int], None]
    stop: Callable[[], None]


@contextmanager
def show_way(inputs: Iterable[str], *, is_shown: bool) -> Iterator[Progress]:
    """What to call while inputs are read; on a terminal it updates a line on stderr.

    The time left is estimated from the bytes of the files that were read; it is not shown if their size is unknown.
    """
    if not (is_shown and is_terminal(sys.stderr)):
        yield Progress(lambda _totals: None, lambda _count: None, lambda: None)
        return
    from rich import progress as bars  # noqa: PLC0415  rich takes time to load
    from rich.console import Console  # noqa: PLC0415

    whole = measure_files(inputs)
    counts = "{task.fields[articles]:,} articles · {task.fields[statements]:,} statements · {task.fields[rate]}"
    columns: list[bars.ProgressColumn] = [bars.SpinnerColumn(), bars.TextColumn(counts, markup=False)]
    columns += [bars.TaskProgressColumn(), bars.TimeElapsedColumn()]
    columns += [bars.TextColumn("left", markup=False), bars.TimeRemainingColumn()] if whole else []
    bar = bars.Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False)
    line = bar.add_task("", total=whole, articles=0, statements=0, rate="")
    seen = 0

    def on_article(totals: Totals) -> None:
        done = totals.read + totals.unread + totals.skipped
        seconds = bar.tasks[0].elapsed or 0.0
        rate = f"{done / seconds:,.1f} a second" if seconds >= 1 else ""
        bar.update(line, completed=min(seen, whole or 0), articles=done, statements=totals.statements, rate=rate)
        if done >= _MANY and not bar.live.is_started:
            bar.start()

    def on_bytes(count: int) -> None:
        nonlocal seen
        seen += count

    try:
        yield Progress(on_article, on_bytes, bar.stop)
    finally:
        bar.stop()


def measure_files(inputs: Iterable[str]) -> int | None:
    """The bytes of all files, those of folders included; None if an input is something else."""
    try:
        return sum(map(_measure, inputs))
    except (OSError, ValueError):
        return None


def _measure(name: str) -> int:
    if is_collection(name):
        raise ValueError("rows are read, not bytes")
    if os.path.isdir(name):  # noqa: PTH112  (answers "no" where Path raises)
        return sum(path.stat().st_size for path in Path(name).rglob("*") if path.is_file())
    return Path(name).stat().st_size
