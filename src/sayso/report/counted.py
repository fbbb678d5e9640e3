"""Counts as a table in the terminal, with what they are shares of, how sure they are, and what was measured."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TextIO

from rich import box
from rich.table import Table
from rich.text import Text

from sayso.report.harmless import make_harmless_line, shorten
from sayso.report.measured import describe_measured
from sayso.report.terminal import open_console
from sayso.store import Count, CountRow, Counts

__all__ = ["describe_counts", "show_numbers", "write_counts"]

# How wide a column of names may be, and how narrow it may become.
_NAME_CHARS, _LEAST_CHARS = 40, 10
# The columns of numbers, from the one that is the last to go where there is no room.
_STATEMENTS, _SHARE, _RIGHT, _SHARE_OF_RIGHT = "statements", "share", "right", "share of right"
_WORDS, _ARTICLES = "words", "articles"
_NUMBERS = (_STATEMENTS, _SHARE, _RIGHT, _SHARE_OF_RIGHT, _WORDS, _ARTICLES)


def write_counts(counts: Counts, stream: TextIO) -> None:
    """Write a row for each count."""
    console = open_console(stream)
    if not len(counts):
        console.print(Text("No statements were found.", style="dim"))
        return
    rows = [(row, show_numbers(row)) for row in counts]
    numbers = _choose_columns(console.width, len(counts.by), [cells for _, cells in rows])
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, show_edge=False)
    for name in counts.by:
        table.add_column(make_harmless_line(name), overflow="fold")
    for name in numbers:
        table.add_column(name, justify="right", no_wrap=True)
    for row, cells in rows:
        style = "" if row.known else "dim"
        names = [Text(shorten(value, max_chars=_NAME_CHARS), style=style) for value in row.values]
        table.add_row(*names, *(cells[name] for name in numbers))
    console.print(table)
    for line in describe_counts(counts):
        console.print(Text(line, style="dim"))


def _choose_columns(width: int, name_count: int, rows: Sequence[dict[str, Text]]) -> tuple[str, ...]:
    """The columns of numbers that leave room for the names."""
    room = width - name_count * (_LEAST_CHARS + 1)
    kept: list[str] = []
    for name in _NUMBERS:
        room -= max(len(name), *(cells[name].cell_len for cells in rows)) + 1
        if room < 0 and kept:
            break
        kept.append(name)
    return tuple(kept)


def show_numbers(row: CountRow) -> dict[str, Text]:
    """The cells of numbers, by the names of their columns."""
    statements = row.statements
    low, high = statements.share_low, statements.share_high
    return {
        _STATEMENTS: Text(f"{statements.count:,}", "bold"),
        _SHARE: Text(_show_percent(statements)),
        _RIGHT: Text(f"{statements.right_low:,}–{statements.right_high:,}"),
        _SHARE_OF_RIGHT: Text("–" if low is None or high is None else f"{100 * low:.1f}–{100 * high:.1f} %"),
        **{
            name: Text(f"{count.count:,}").append(f" ({_show_percent(count)})", "dim")
            for name, count in ((_WORDS, row.words), (_ARTICLES, row.articles))
        },
    }


def _show_percent(count: Count) -> str:
    return "–" if count.share is None else f"{100 * count.share:.1f} %"


def describe_counts(counts: Counts) -> Iterator[str]:
    """Yield what the numbers mean."""
    row = next(iter(counts))
    same = " and ".join(name for name in counts.by if f"{name} is " in row.of)
    base = row.of.partition(" where ")[0]
    whole = f"{base} of the same {same}" if " where " in row.of else base
    yield (
        f"share: of {whole}, as they were found; in brackets that of words and of articles, those without statements"
        " included."
    )
    yield (
        "right: so many of the statements are right, by their scores, 95 %; share of right: that is their share of all"
        " that are right, which may lie beside the share where some statements are surer than others. What was missed"
        " is in no column."
    )
    if row.known_share is not None and row.known_whole < row.statements.whole:
        yield (
            f"Of the {row.statements.whole:,} statements that the first row is a share of, {row.known_whole:,} have all"
            f" values: its share of those is {100 * row.known_share:.1f} %."
        )
    yield describe_measured(counts.measured)
