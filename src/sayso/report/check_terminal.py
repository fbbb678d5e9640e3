"""Checked quotations in the terminal: what became of each, and both sides beside one another.

With colour, words that only one side has are bold and coloured: those of the article green, those of the source red.
Without (NO_COLOR, a pipe), signs take that part, as wdiff has them: {+only in the article+}, [-only in the source-].
In a narrow window the sides stand one below the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TextIO

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from sayso.match import Change, Checked
from sayso.report.check_facts import describe_names, list_facts
from sayso.report.check_places import Places
from sayso.report.check_sides import Piece, Sort, show_sides, tidy_words
from sayso.report.check_text import CheckedText, are_names_different, describe_changes, describe_line, number_parts
from sayso.report.harmless import make_harmless_line, shorten
from sayso.report.terminal import open_console

__all__ = ["print_checks", "write_check_view"]

# No colour of alarm for any label: they say what happened to words, and blame nobody.
_LABELS = {
    Change.VERBATIM: "green",
    Change.MINOR: "green",
    Change.ALTERED: "yellow",
    Change.ELIDED: "cyan",
    Change.NOT_FOUND: "magenta",
}
_ONLY_QUOTE = ("bold green", "{+", "+}")
_ONLY_SOURCE = ("bold red", "[-", "-]")
# From this width on both sides stand beside one another.
_WIDE = 100
# So many of the stretches that were not checked are listed.
_MOST_UNCHECKED = 10
_Only = tuple[str, str, str]


def write_check_view(texts: Iterable[CheckedText], places: Places, stream: TextIO) -> None:
    """Write the view of each article as it comes, in the width and colours of the stream's terminal."""
    print_checks(texts, places, open_console(stream))


def print_checks(texts: Iterable[CheckedText], places: Places, console: Console) -> None:
    """Print each article's checked stretches as they come."""
    for text in texts:
        console.print(_head(text))
        console.print()
        for row, part in zip(text.rows, number_parts(text.rows), strict=True):
            console.print(_title(row, part, places))
            for piece in _show(row, text, places, console):
                console.print(Padding(piece, (0, 0, 0, 2)))
            console.print()
        if text.id or len(text.rows) > 1:
            console.print(Text(text.totals, style="bold"))
            if text.unchecked:
                console.print(Text(f"{text.unchecked_count}:", style="dim"))
                for line in text.unchecked[:_MOST_UNCHECKED]:
                    console.print(Padding(Text(make_harmless_line(line), style="dim"), (0, 0, 0, 2)))
                if len(text.unchecked) > _MOST_UNCHECKED:
                    console.print(Text(f"  and {len(text.unchecked) - _MOST_UNCHECKED:,} more", style="dim"))
            console.print()


def _head(text: CheckedText) -> RenderableType:
    name = " · ".join(make_harmless_line(part) for part in (text.id, text.title, text.dated) if part) or "given words"
    return Rule(Text(shorten(name, max_chars=200), style="bold", overflow="fold"), align="left", style="dim")


def _title(row: Checked, part: str, places: Places) -> Text:
    """The label, what differs, and where."""
    line = Text().append(row.label.value, f"bold {_LABELS.get(row.label, '')}".strip())
    if changes := describe_changes(row):
        line.append(f" ({changes})")
    for fact in (part, describe_line(row), places.describe_place(row)):
        if fact:
            line.append(f" · {make_harmless_line(fact)}", "dim")
    return line


def _show(row: Checked, text: CheckedText, places: Places, console: Console) -> Iterator[RenderableType]:
    has_colour = console.color_system is not None and not console.no_color
    sides = show_sides(row, text.text, places.find_source(row))
    quote = _style(sides.quote, _ONLY_QUOTE, has_colour=has_colour)
    if sides.source:
        held = _style(sides.source, _ONLY_SOURCE, has_colour=has_colour)
        name = "nearest" if row.label is Change.NOT_FOUND else "source"
        yield _lay_out(quote, name, held, is_wide=console.width >= _WIDE)
    else:
        yield quote
    if names := describe_names(row, text.find_speaker(row)):
        yield Text(make_harmless_line(names), style="bold italic" if are_names_different(row) else "italic")
    for fact in list_facts(row, places):
        yield Text(make_harmless_line(fact), style="italic")


def _lay_out(quote: Text, name: str, held: Text, *, is_wide: bool) -> RenderableType:
    """Both sides, beside one another or one below the other, each with its name."""
    grid = Table.grid(padding=(0, 2), expand=True)
    names = [Text(name, style="dim") for name in ("article", name)]
    if is_wide:
        grid.add_column(ratio=1)
        grid.add_column(ratio=1)
        grid.add_row(*names)
        grid.add_row(quote, held)
        return grid
    grid.add_column(width=7)
    grid.add_column(ratio=1)
    grid.add_row(names[0], quote)
    grid.add_row(names[1], held)
    return grid


def _style(pieces: Sequence[Piece], only: _Only, *, has_colour: bool) -> Text:
    line = Text()
    for piece in pieces:
        words = tidy_words(piece.words)
        if piece.sort is Sort.OTHER and not has_colour:
            words = f"{only[1]}{words}{only[2]}"
        style = only[0] if piece.sort is Sort.OTHER else "" if piece.sort is Sort.SAME else "dim"
        line.append(words, style)
    return line
