"""What versions of articles changed, in the terminal: an article a paragraph, a change a line or two.

Words of the earlier version are red and those of the later one green; without colour, signs take that part, as wdiff
has them: [-only before-], {+only after+}.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TextIO

from rich.padding import Padding
from rich.text import Text

from sayso.match import Flag, Op
from sayso.report.harmless import make_harmless_line
from sayso.report.terminal import open_console
from sayso.store import ArticleChange

__all__ = ["write_changes_view"]

_BEFORE, _AFTER = ("bold red", "[-", "-]"), ("bold green", "{+", "+}")


def write_changes_view(changes: Iterable[ArticleChange], stream: TextIO) -> None:
    """Write the changes of each version under its title."""
    console = open_console(stream)
    has_colour = console.color_system is not None and console.is_terminal
    is_empty = True
    for _, rows in groupby(changes, key=lambda it: (it.article, it.url, it.version)):
        is_empty = False
        for number, change in enumerate(rows):
            if number == 0:
                console.print(_head(change))
            console.print(Padding(_title(change), (0, 0, 0, 2), expand=False))
            console.print(Padding(_show(change, has_colour=has_colour), (0, 0, 0, 4), expand=False))
        console.print()
    if is_empty:
        console.print(Text("No version of an article changed a quotation or a headline.", style="dim"))


def _head(change: ArticleChange) -> Text:
    parts = (change.outlet, change.title or change.article, f"version {change.version}", change.url)
    return Text(" · ".join(make_harmless_line(part) for part in parts if part), style="bold")


def _title(change: ArticleChange) -> Text:
    label = "new" if change.before is None else "gone" if change.after is None else change.label
    speakers = list(dict.fromkeys(filter(None, (change.speaker_before, change.speaker_after))))
    if change.label != Flag.OTHER_SPEAKER.value:
        speakers = speakers[-1:]
    names = " → ".join(make_harmless_line(name) for name in speakers)
    return Text.assemble((change.what, "dim"), ": ", (label, "yellow"), f", {names}" if names else "")


def _show(change: ArticleChange, *, has_colour: bool) -> Text:
    words = Text()
    for kind, piece in _list_pieces(change):
        style, opening, closing = kind or ("", "", "")
        shown = make_harmless_line(piece)
        words.append(" " if words else "")
        words.append(shown if has_colour else f"{opening}{shown}{closing}", style=style)
    return words


def _list_pieces(change: ArticleChange) -> Iterator[tuple[tuple[str, str, str] | None, str]]:
    """Yield the words of both versions in order, those of only one with the signs for it."""
    before, after = change.before, change.after
    if before is None or after is None:
        yield (_AFTER, after or "") if before is None else (_BEFORE, before)
    elif not change.difference:
        yield None, after
    for step in change.difference if before is not None and after is not None else ():
        if step.op is Op.EQUAL:
            yield None, step.quote.of(after or "")
            continue
        for kind, piece in ((_BEFORE, step.source.of(before or "")), (_AFTER, step.quote.of(after or ""))):
            if piece.strip():
                yield kind, piece
