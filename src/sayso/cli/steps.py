"""Show how far the steps of a long run over a collection have come: how many, how fast, and how long it will take."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sayso.cli.output import is_terminal

if TYPE_CHECKING:
    from sayso.store import Collection, TraceCounts

__all__ = ["Steps", "join_speakers", "show_steps", "trace_passages"]

Steps = Callable[[str, int, int], None]
"""Takes the name of a step, how many things it has done, and how many there are."""
# A step over fewer things ends before a line could be read.
_MANY = 2_000
_TRACING = {
    "read": "passages read",
    "keys": "wordings indexed",
    "alike": "pairs compared",
    "clusters": "passages put together",
}
_JOINING = {
    "read": "speakers that came, and all that may be one with them",
    "join": "speakers compared",
    "write": "speakers kept",
}


@contextmanager
def show_steps(names: Mapping[str, str], *, is_shown: bool) -> Iterator[Steps]:
    """A function to call while steps go on; on a terminal it updates a line on stderr, with the rate and the time left.

    Args:
        names: What each step counts, in words.
        is_shown: Whether anything is shown.
    """
    if not (is_shown and is_terminal(sys.stderr)):
        yield lambda _step, _done, _whole: None
        return
    from rich import progress as bars  # noqa: PLC0415  rich takes time to load
    from rich.console import Console  # noqa: PLC0415

    counts = "{task.completed:,.0f} of {task.total:,.0f} {task.description}{task.fields[rate]}"
    columns = [bars.SpinnerColumn(), bars.TextColumn(counts, markup=False), bars.TaskProgressColumn()]
    columns += [bars.TimeElapsedColumn(), bars.TextColumn("left", markup=False), bars.TimeRemainingColumn()]
    bar = bars.Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False)
    line = bar.add_task("", rate="")
    shown = ""

    def show(step: str, done: int, whole: int) -> None:
        nonlocal shown
        if step != shown:
            shown = step
            bar.reset(line, total=max(whole, 1), description=names.get(step, step), rate="")
        seconds = bar.tasks[0].elapsed or 0.0
        rate = f" · {done / seconds:,.0f} a second" if seconds >= 1 else ""
        bar.update(line, completed=done, total=max(whole, 1), rate=rate)
        if whole >= _MANY and not bar.live.is_started:
            bar.start()

    try:
        yield show
    finally:
        bar.stop()


def join_speakers(collection: Collection, *, is_shown: bool) -> None:
    """Find out which speakers are one among those that came since the last time, with progress."""
    with show_steps(_JOINING, is_shown=is_shown) as steps:
        collection.join_if_free(steps)


def trace_passages(collection: Collection, *, is_shown: bool) -> TraceCounts:
    """Find who else carries the words of articles that came since the last time, with progress."""
    with show_steps(_TRACING, is_shown=is_shown) as steps:
        return collection.trace(steps)
