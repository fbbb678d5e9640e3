"""Readings as a view in the terminal: the running text with the statements told apart, and who says what below.

With colour: what is said wears the colour of its source, the source is bold and underlined in the same colour,
the cue is italic, and what is quoted inside another statement is underlined. Without colour (NO_COLOR, a pipe)
signs take that part: `[s1 “We won,”] *she* _said_`.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator
from typing import Literal, TextIO

from rich import box
from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from sayso.article import Article, Unread
from sayso.reading import Reading
from sayso.report.harmless import make_harmless_line, shorten
from sayso.report.stretches import Layer, Role, Stretch, cut_stretches, number_sources, words_of
from sayso.statement import Place, Statement
from sayso.text import Span

__all__ = ["open_console", "print_readings"]

# The terminal's own colours, so that its theme keeps them readable on light and on dark.
_PALETTE = ("cyan", "magenta", "green", "yellow", "blue", "red", "bright_cyan", "bright_magenta", "bright_green")
# A statement whose source is not named has no colour of its own.
_NOBODY = "bright_black"
_CLOSING = {Role.CONTENT: "]", Role.CUE: "_", Role.SOURCE: "*"}
# Longer lines are laid out in pieces: wrapping costs more than in proportion to the length of a line.
_LINE_CHARS = 10_000
# From this width on, in columns, the table has all its columns.
_WIDE = 72
_COLUMNS = ("", "who", "cue", "kind", "what", "score")
_FEW_COLUMNS = ("", "who", "what")
# How wide a column may be, in columns of the terminal; "who" may take a fifth, "what" gets the rest.
_MOST_COLUMNS = {"": 12, "cue": 14, "kind": 11, "score": 5}
_WHO_CHARS = 60
_WHAT_CHARS = 160

# Some words, harmless, and their style, which may be empty.
Fragment = tuple[str, str]


class _Console(Console):
    """A console that leaves a closed pipe to its caller; rich itself would end the program."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError(errno.EPIPE, os.strerror(errno.EPIPE))


def open_console(stream: TextIO, *, width: int | None = None, has_colour: bool | None = None) -> Console:
    """A console on the stream, in the width and colours given; by default as the terminal and NO_COLOR ask for."""
    return _Console(
        file=stream,
        width=width,
        force_terminal=has_colour,
        color_system="standard" if has_colour else "auto",
        markup=False,
        highlight=False,
        emoji=False,
    )


def print_readings(readings: Iterable[Reading], console: Console) -> None:
    """Print each reading as it comes. An article that could not be read has no view, only its notices."""
    for reading in readings:
        if not isinstance(reading.article, Unread):
            for part in _view(reading, reading.article, console):
                console.print(part)


def _view(reading: Reading, article: Article, console: Console) -> Iterator[RenderableType]:
    has_colour = console.color_system is not None and not console.no_color
    colours = _colours(reading)
    yield _heading(article)
    yield ""
    fragments = _coloured(reading, article, colours) if has_colour else _plain(reading, article)
    yield from _lines(fragments)
    yield ""
    yield _table(reading, article, colours, has_colour=has_colour, width=console.width)
    yield ""


def _heading(article: Article) -> RenderableType:
    outlet = article.outlet
    known = (article.id, outlet and (outlet.name or outlet.domain), article.published)
    words = " · ".join(make_harmless_line(part) for part in known if part)
    return Rule(Text(words, style="bold", overflow="fold"), align="left", style="dim", characters="─")


def _lines(fragments: Iterable[Fragment]) -> Iterator[Text]:
    """Yield the fragments line by line; very long lines come in pieces."""
    line = Text()
    for words, style in fragments:
        for index, piece in enumerate(words.split("\n")):
            if index:
                yield line
                line = Text()
            for part in _cut_long(piece):
                if line and len(line) + len(part) > _LINE_CHARS:
                    yield line
                    line = Text()
                line.append(part, style)
    yield line


def _cut_long(piece: str) -> Iterator[str]:
    """Yield a piece of a line in parts of at most _LINE_CHARS, cut behind a space where there is one."""
    start = 0
    while len(piece) - start > _LINE_CHARS:
        end = piece.rfind(" ", start, start + _LINE_CHARS) + 1 or start + _LINE_CHARS
        yield piece[start:end]
        start = end
    yield piece[start:]


def _coloured(reading: Reading, article: Article, colours: dict[str, str]) -> Iterator[Fragment]:
    """Yield the text with styles: each stretch by what covers it, a label where a content begins."""
    text, title = article.text, article.title_span
    for stretch in cut_stretches(text, reading.statements, edges=title or ()):
        for layer in stretch.begins:
            label = layer.statement.id if layer.is_first else f"{layer.statement.id}…"
            yield f"[{make_harmless_line(label)}]", f"dim {colours[layer.statement.id]}"
        style = _style(stretch, colours)
        yield stretch.show(text), f"bold {style}" if title and title.holds(stretch.span) else style


def _style(stretch: Stretch, colours: dict[str, str]) -> str:
    content, cue, source = (stretch.innermost(role) for role in Role)
    # A source or cue inside a quotation belongs to the statement that is nested there.
    inner = source or cue or content
    if inner is None:
        return ""
    style = colours[inner.statement.id]
    if source:
        return f"bold underline {style}"
    if cue:
        return f"italic {style}"
    return f"underline {style}" if stretch.depth > 1 else style


def _colours(reading: Reading) -> dict[str, str]:
    """The colour of each statement's id, which is that of its source."""
    numbers = number_sources(reading)
    names = [statement.id for statement in reading.statements]
    return {name: _PALETTE[numbers[name] % len(_PALETTE)] if name in numbers else _NOBODY for name in names}


def _plain(reading: Reading, article: Article) -> Iterator[Fragment]:
    """Yield the text with signs: `[s1 …]` round a content, `*…*` round a source, `_…_` round a cue."""
    text = article.text
    covering: list[Layer] = []
    for stretch in cut_stretches(text, reading.statements):
        signed = _without_doubles(stretch.layers)
        yield "".join(_CLOSING[layer.role] for layer in reversed(covering) if layer not in signed), ""
        yield "".join(_opening(layer) for layer in signed if layer not in covering), ""
        covering = signed
        yield stretch.show(text), ""
    yield "".join(_CLOSING[layer.role] for layer in reversed(covering)), ""


def _without_doubles(layers: Iterable[Layer]) -> list[Layer]:
    """The layers, with a cue or source that several statements share only once."""
    kept: dict[tuple[str, Span, str], Layer] = {}
    for layer in layers:
        kept.setdefault((layer.role, layer.span, layer.statement.id if layer.role is Role.CONTENT else ""), layer)
    return list(kept.values())


def _opening(layer: Layer) -> str:
    if layer.role is not Role.CONTENT:
        return _CLOSING[layer.role]
    name = make_harmless_line(layer.statement.id)
    return f"[{name} " if layer.is_first else f"[{name}… "


def _table(
    reading: Reading, article: Article, colours: dict[str, str], *, has_colour: bool, width: int
) -> RenderableType:
    """The table of who says what; narrow terminals get only who and what."""
    if not reading.statements:
        return Text("No statements were found.", style="dim")
    rows = [_cells(statement, article.text) for statement in reading.statements]
    names = _COLUMNS if width >= _WIDE else _FEW_COLUMNS
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, show_edge=False, expand=True)
    for name in names:
        longest = max(cell_len(row[name]) for row in rows)
        fixed = min(max(longest, len(name)), _MOST_COLUMNS.get(name, max(12, width // 5)))
        justify: Literal["left", "right"] = "right" if name == "score" else "left"
        rest = name == "what"
        table.add_column(
            name, width=None if rest else fixed, ratio=1 if rest else None, overflow="fold", justify=justify
        )
    for row, statement in zip(rows, reading.statements, strict=True):
        colour = colours[statement.id] if has_colour else ""
        styles = {"": "dim", "who": f"bold {colour}", "cue": "italic", "what": colour, "score": "dim"}
        table.add_row(*(Text(row[name], style=styles.get(name, "")) for name in names))
    return table


def _cells(statement: Statement, text: str) -> dict[str, str]:
    """What the table shows of a statement, by the names of the columns."""
    name = statement.id if statement.within is None else f"{statement.id} in {statement.within}"
    kind = "turn" if statement.turn else statement.kind.value
    return {
        "": make_harmless_line(name),
        "who": shorten(words_of(statement.source, text), max_chars=_WHO_CHARS) or "—",
        "cue": shorten(words_of(statement.cue, text), max_chars=_WHO_CHARS) or "—",
        "kind": kind if statement.place is Place.BODY else f"{kind}, {statement.place.value}",
        "what": shorten(words_of(statement.content, text), max_chars=_WHAT_CHARS),
        "score": f"{statement.score:.2f}",
    }
