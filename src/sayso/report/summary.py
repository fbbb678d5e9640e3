"""Who speaks how often in which outlet, as a table in the terminal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

from rich import box
from rich.table import Table
from rich.text import Text

from sayso.reading import Reading
from sayso.report.harmless import make_harmless_line, shorten
from sayso.report.terminal import open_console
from sayso.summary import SummaryRow, summarise

__all__ = ["write_summary"]

_NAME_CHARS = 60
# Below this, a line has no room for name, type and outlet side by side.
_NARROW_COLUMNS = 60
_NO_OUTLET = "—"
_NOBODY = "(nobody is known)"


def write_summary(readings: Iterable[Reading], stream: TextIO) -> None:
    """Write a row for each speaker and outlet, once all readings have come; who says most comes first."""
    rows = summarise(readings)
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, show_edge=False)
    console = open_console(stream)
    is_narrow = console.width < _NARROW_COLUMNS
    for name in ("speaker",) if is_narrow else ("speaker", "type", "outlet"):
        table.add_column(name, overflow="fold")
    for name in ("statements", "articles"):
        table.add_column(name, justify="right", no_wrap=True)
    before: SummaryRow | None = None
    for row in rows:
        *names, statements, articles = _show(row, is_first=before is None or row.speaker != before.speaker)
        if is_narrow:
            names = [
                Text("\n").join(
                    [
                        *filter(None, names[:1]),
                        Text(" · ").join(it for it in names[1:] if it.plain not in ("", _NO_OUTLET)),
                    ]
                )
            ]
        table.add_row(*names, statements, articles)
        before = row
    console.print(table if rows else Text("No statements were found.", style="dim"))


def _show(row: SummaryRow, *, is_first: bool) -> list[Text]:
    """The cells of a row; the speaker stands in the first one only."""
    name = _NOBODY if row.speaker is None else shorten(row.speaker, max_chars=_NAME_CHARS)
    kinds = ", ".join(kind.value for kind in row.types)
    return [
        Text(name if is_first else "", style="bold" if row.named else ""),
        Text(kinds, style="dim"),
        Text(make_harmless_line(row.outlet or "") or _NO_OUTLET),
        Text(f"{row.statement_count:,}"),
        Text(f"{row.article_count:,}", style="dim"),
    ]
