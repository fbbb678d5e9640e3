"""End a run of `read` or `export`: the totals on stderr, and the exit code."""

from __future__ import annotations

from collections.abc import Sequence

from sayso.cli.output import report
from sayso.cli.target import Target
from sayso.workflow import Totals

__all__ = ["conclude", "count"]

_NOTHING_DONE = 1
_DONE_WITH_NOTICES = 3
_SHOWN = 3


def conclude(totals: Totals, target: Target, notes: tuple[str, ...], *, is_kept: bool, is_quiet: bool) -> int:
    """Write the totals, and what did not fit or was not written, to stderr; return the exit code."""
    if not is_quiet:
        for note in notes:
            report(f"notice: {note}")
        report(_summarise(totals))
        if totals.changed:
            report(_describe_changed(totals.changed))
        if target.place is not None and not is_kept:
            report(f"sayso: nothing was read; {target.describe_kept()}")
    if totals.read + totals.skipped == 0:
        return _NOTHING_DONE
    return _DONE_WITH_NOTICES if totals.noticed or notes else 0


def count(number: int, noun: str) -> str:
    """A number with its noun."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _summarise(totals: Totals) -> str:
    parts = [count(totals.read, "article") + " read", count(totals.statements, "statement")]
    if totals.skipped:
        parts.append(f"{totals.skipped:,} stood already")
    if totals.unread:
        parts.append(f"{totals.unread:,} could not be read")
    if totals.noticed > totals.unread:
        parts.append(f"{totals.noticed - totals.unread:,} with notices")
    if totals.passed_over:
        parts.append(f"{count(totals.passed_over, 'other file')} passed over")
    return f"sayso: {', '.join(parts)}"


def _describe_changed(ids: Sequence[str]) -> str:
    """Which articles were read again, and what that means."""
    shown = ", ".join(ids[:_SHOWN]) + (f" and {len(ids) - _SHOWN:,} more" if len(ids) > _SHOWN else "")
    verb = "has" if len(ids) == 1 else "have"
    return (
        f"sayso: the text of {count(len(ids), 'article')} {verb} changed since the last run ({shown}): the new reading"
        " stands after the old one, and `sayso export` takes the last"
    )
