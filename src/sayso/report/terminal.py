"""Readings as a view in the terminal: the running text in which each voice has its colour, and below it who says what,
who the speakers are, what of the headline the body bears out, and how the words came. The carriers that all statements
came through stand only at the end.

With colour: what is said wears the colour of its speaker, the source is bold and underlined in the same colour,
the cue is italic, and what is quoted inside another statement is underlined. The outlet's own voice is dim, scare
quotes are italic behind a label, and the words that name a carrier are underlined in the text's own colour, and
dim where its score is low. Text that is none of these is as the terminal writes it.

Without colour (NO_COLOR, a pipe) signs take that part:

    [s1 “We won,”] *she* _said_     what is said, its source, its cue
    {The lock was shut in May.}     the outlet's own voice
    ~“upgrade”~                     scare quotes
    <in an interview with Mir>      the words that name a carrier

Each view begins with a legend of those that it has.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TextIO

from rich.console import Console, Group, RenderableType
from rich.rule import Rule
from rich.text import Text

from sayso.article import Article, Unread
from sayso.reading import Reading
from sayso.report.facts import show_date, show_outlet
from sayso.report.harmless import make_harmless_line
from sayso.report.score import PALE
from sayso.report.stretches import Layer, Role, Stretch, Tone, Toned, cut_stretches, find_tones, number_sources
from sayso.report.terminal_tables import Below, show_below
from sayso.text import Span

__all__ = ["open_console", "print_readings", "write_view"]

# The terminal's own colours, so that its theme keeps them readable on light and on dark.
_PALETTE = ("cyan", "magenta", "green", "yellow", "blue", "red", "bright_cyan", "bright_magenta", "bright_green")
# A statement whose source is not named has no colour of its own.
_NOBODY = "bright_black"
_CLOSING = {Role.CONTENT: "]", Role.CUE: "_", Role.SOURCE: "*"}
# Tones in the order in which they cover one another in the view, with their style, their signs and their names.
_STYLES = {Tone.SCARE: "italic", Tone.CARRIER: "underline", Tone.OWN_VOICE: "dim", Tone.BOILERPLATE: "dim"}
_SIGNS = {Tone.OWN_VOICE: ("{", "}"), Tone.SCARE: ("~", "~"), Tone.CARRIER: ("<", ">")}
_LEGEND = (
    ("what is said", "[s1 what is said]", ""),
    ("source", "*source*", "bold underline"),
    ("cue", "_cue_", "italic"),
)
_NAMES = {Tone.OWN_VOICE: "the outlet's own voice", Tone.SCARE: "scare quotes", Tone.CARRIER: "names a carrier"}
# Longer lines are laid out in pieces: wrapping costs more than in proportion to the length of a line.
_LINE_CHARS = 10_000
# So many parts of a view are printed together: each print asks the terminal for its size, a fifth of the time.
_AT_ONCE = 50
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
        no_color=None if has_colour is None else not has_colour,
        markup=False,
        highlight=False,
        emoji=False,
    )


def write_view(readings: Iterable[Reading], stream: TextIO) -> None:
    """Write the view of each reading as it comes, in the width and colours of the stream's terminal."""
    print_readings(readings, open_console(stream))


def print_readings(readings: Iterable[Reading], console: Console) -> None:
    """Print each reading as it comes. An article that could not be read has no view, only its notices."""
    for reading in readings:
        if not isinstance(reading.article, Unread):
            parts = _view(reading, reading.article, console)
            while some := tuple(islice(parts, _AT_ONCE)):
                console.print(Group(*some))


def _view(reading: Reading, article: Article, console: Console) -> Iterator[RenderableType]:
    has_colour = console.color_system is not None and not console.no_color
    colours = _colours(reading)
    yield _heading(article)
    for notice in sorted(reading.notices, key=lambda it: not it.is_of_analysis):
        yield Text(f"Note: {make_harmless_line(notice.reason)}", "bold" if notice.is_of_analysis else "")
    yield from _legend(reading, has_colour=has_colour)
    yield ""
    fragments = _coloured(reading, article, colours) if has_colour else _plain(reading, article)
    yield from _lines(fragments)
    yield ""
    yield from show_below(Below(reading, article, colours, has_colour, console.width))
    yield ""


def _legend(reading: Reading, *, has_colour: bool) -> Iterator[Text]:
    """Yield one line on the tones that the text has; none where it has statements alone."""
    tones = dict.fromkeys(toned.tone for toned in find_tones(reading) if toned.tone in _NAMES)
    if not tones:
        return
    line = Text()
    for words, signs, style in _LEGEND:
        line.append(words if has_colour else signs, f"{style} {_PALETTE[0]}" if has_colour else "").append(" · ", "dim")
    if any(len(statement.content) > 1 for statement in reading.statements):
        line.append("[s1…]" if has_colour else "[s1… the same statement continues]", "dim" if has_colour else "")
        line.append(" the same statement continues · " if has_colour else " · ", "dim")
    for number, tone in enumerate(tones):
        label = "[scare]" if tone is Tone.SCARE else ""
        opening, closing = (label, "") if has_colour else _SIGNS[tone]
        line.append(" · " if number else "", "dim")
        line.append(f"{opening}{_NAMES[tone]}{closing}", _STYLES[tone] if has_colour else "")
    yield line


def _heading(article: Article) -> RenderableType:
    known = (article.id, show_outlet(article), show_date(article.published or ""))
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
    for stretch in cut_stretches(text, reading.statements, edges=title or (), tones=find_tones(reading)):
        for layer in stretch.begins:
            label = layer.statement.id if layer.is_first else f"{layer.statement.id}…"
            yield f"[{make_harmless_line(label)}]", f"dim {colours[layer.statement.id]}"
        if any(it.tone is Tone.SCARE and it.span.start == stretch.span.start for it in stretch.tones):
            yield "[scare]", "dim"
        style = f"{_style(stretch, colours)} {_style_of_tone(stretch)}".strip()
        yield _show(stretch, text), f"bold {style}" if title and title.holds(stretch.span) else style


def _show(stretch: Stretch, text: str) -> str:
    """The words of a stretch; of several lines of boilerplate only how many they are."""
    words = stretch.show(text)
    toned = stretch.toned(Tone.BOILERPLATE)
    lines = sum(1 for line in words.split("\n") if line.strip())
    return f"[… {lines:,} lines of the site …]" if toned and toned.span == stretch.span and lines > 1 else words


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


def _style_of_tone(stretch: Stretch) -> str:
    if any(it.carrier is not None and it.carrier.score < PALE for it in stretch.tones):
        return "dim underline"
    return next((style for tone, style in _STYLES.items() if stretch.toned(tone)), "")


def _colours(reading: Reading) -> dict[str, str]:
    """The colour of each statement's id, which is that of its source."""
    numbers = number_sources(reading)
    names = [statement.id for statement in reading.statements]
    return {name: _PALETTE[numbers[name] % len(_PALETTE)] if name in numbers else _NOBODY for name in names}


def _plain(reading: Reading, article: Article) -> Iterator[Fragment]:
    """Yield the text with signs, which are closed in the reverse order of their opening.

    Where two spans cross, the inner one is closed before the end of the outer one, and opened again behind it.
    """
    text = article.text
    open_signs: list[Layer | Toned] = []
    begun: set[Layer | Toned] = set()
    for stretch in cut_stretches(text, reading.statements, tones=find_tones(reading)):
        signed: list[Layer | Toned] = [*_without_double_tones(stretch.tones), *_without_doubles(stretch.layers)]
        kept = next((n for n, it in enumerate(open_signs) if it not in signed), len(open_signs))
        yield "".join(_closing(it) for it in reversed(open_signs[kept:])), ""
        del open_signs[kept:]
        opened = sorted((it for it in signed if it not in open_signs), key=lambda it: -it.span.end)
        yield "".join(_opening(it, is_first=it not in begun) for it in opened), ""
        open_signs += opened
        begun.update(opened)
        yield _show(stretch, text), ""
    yield "".join(_closing(it) for it in reversed(open_signs)), ""


def _without_double_tones(tones: Iterable[Toned]) -> list[Toned]:
    """The tones that have signs, with words that name several carriers only once."""
    kept: dict[tuple[Tone, Span], Toned] = {}
    for toned in tones:
        if toned.tone in _SIGNS:
            kept.setdefault((toned.tone, toned.span), toned)
    return list(kept.values())


def _without_doubles(layers: Iterable[Layer]) -> list[Layer]:
    """The layers, with a cue or source that several statements share only once."""
    kept: dict[tuple[str, Span, str], Layer] = {}
    for layer in layers:
        kept.setdefault((layer.role, layer.span, layer.statement.id if layer.role is Role.CONTENT else ""), layer)
    return list(kept.values())


def _opening(it: Layer | Toned, *, is_first: bool) -> str:
    if isinstance(it, Toned):
        return _SIGNS[it.tone][0]
    if it.role is not Role.CONTENT:
        return _CLOSING[it.role]
    name = make_harmless_line(it.statement.id)
    return f"[{name} " if it.is_first and is_first else f"[{name}… "


def _closing(it: Layer | Toned) -> str:
    return _SIGNS[it.tone][1] if isinstance(it, Toned) else _CLOSING[it.role]
