"""The speakers of a collection in the terminal: the list, the evidence for one, what is open, and edits by hand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Literal, TextIO

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from sayso.report.harmless import make_harmless_line, shorten
from sayso.report.terminal import open_console
from sayso.store import OpenName, SpeakerEdit, SpeakerMention, SpeakerSummary

__all__ = ["write_edits", "write_evidence", "write_open", "write_rows", "write_speakers"]

_NAME_CHARS, _ALSO_CHARS, _LIST_CHARS, _EVIDENCE_CHARS = 60, 60, 120, 300
_MOST_CANDIDATES = 5
# Below this width the columns of a list stand under one another.
_NARROW = 72


def write_speakers(speakers: Iterable[SpeakerSummary], stream: TextIO) -> None:
    """Write a row for each speaker, with the other names that articles use for it."""
    speakers = list(speakers)
    has_list = any(it.own is not None for it in speakers)
    rows = [
        (
            Text(shorten(it.name, max_chars=_NAME_CHARS), style="bold"),
            Text(it.type, style="dim"),
            Text(f"{it.statements:,}"),
            Text(f"{it.articles:,}"),
            Text(_list_names(it), style="dim"),
            *([Text(make_harmless_line(it.own or ""))] if has_list else []),
            Text(str(it.id), style="dim"),
        )
        for it in speakers
    ]
    header = f"speaker|!type|#statements|#articles|also|{'list|' if has_list else ''}!id"
    write_rows(open_console(stream), header, rows, "No speakers were found.")


def _list_names(it: SpeakerSummary) -> str:
    return shorten(", ".join(name for name, _ in it.names if name != it.name), max_chars=_ALSO_CHARS)


def write_evidence(mentioned: Iterable[tuple[SpeakerSummary, SpeakerMention]], stream: TextIO) -> None:
    """Write each speaker with the articles that it stands in, and why it is that speaker there."""
    console = open_console(stream)
    is_empty = True
    for speaker, pairs in groupby(mentioned, key=lambda pair: pair[0]):
        is_empty = False
        line = Text(shorten(speaker.name, max_chars=_NAME_CHARS), style="bold")
        line.append(
            f"  {speaker.type}, {_count(speaker.statements, 'statement')}, id {speaker.id}", style="not bold dim"
        )
        console.print(line)
        if speaker.own is not None:
            listed = "".join(f"; {name}: {value}" for name, value in (speaker.attributes or {}).items())
            console.print(Text(f"on the list: {shorten(speaker.own + listed, max_chars=_EVIDENCE_CHARS)}", style="dim"))
        rows = [
            (
                Text(it.day or "—", style="dim"),
                Text(shorten(" · ".join(filter(None, (it.outlet, it.title or it.article))), max_chars=_LIST_CHARS)),
                Text(shorten(it.name, max_chars=_NAME_CHARS)),
                Text(
                    shorten(it.evidence, max_chars=_EVIDENCE_CHARS) or "no other article",
                    style="" if it.by_hand else "dim",
                ),
                Text(make_harmless_line(it.article), style="dim"),
            )
            for _, it in pairs
        ]
        write_rows(console, "day|article|named|why it is the same|id", rows, "")
    if is_empty:
        console.print(Text("No speakers were found.", style="dim"))


def write_open(names: Iterable[OpenName], stream: TextIO) -> None:
    """Write the names that may be one of several speakers, and whoever that is."""
    rows = []
    for it in names:
        shown = [f"{shorten(name, max_chars=_NAME_CHARS)} ({number})" for number, name in it.candidates]
        more = len(shown) - _MOST_CANDIDATES
        shown = [*shown[:_MOST_CANDIDATES], *([f"and {more} more"] if more > 0 else [])]
        articles = shorten(", ".join(it.articles), max_chars=_LIST_CHARS)
        name = Text(shorten(it.name, max_chars=_NAME_CHARS), style="bold")
        rows.append((name, Text(f"{len(it.articles):,}"), Text("\n".join(shown)), Text(articles, style="dim")))
    write_rows(open_console(stream), "name|#articles|may be|in", rows, "No name is open.")


def write_edits(edits: Iterable[SpeakerEdit], stream: TextIO) -> None:
    """Write what was decided by hand, the latest last."""
    rows = []
    for it in edits:
        sides = [shorten(", ".join(side), max_chars=_NAME_CHARS) for side in it.names]
        what = {"merge": " = ", "split": " ≠ "}.get(it.action, "").join(sides) or "—"
        what += f" → {make_harmless_line(it.own) or 'not on the list'}" if it.action == "link" else ""
        note = " (its articles are gone)" if it.is_lost else ""
        rows.append((Text(str(it.number)), Text(it.action), Text(what + note), Text(it.at, style="dim")))
    write_rows(open_console(stream), "#edit|action|what|when", rows, "Nothing was decided by hand.")


def write_rows(console: Console, header: str, rows: Sequence[Sequence[Text]], nothing: str) -> None:
    """Write a table; # begins the name of a column of numbers, ! of one whose cells stay on one line.

    In a narrow terminal, the cells of a row are joined.
    """
    if not rows:
        console.print(Text(nothing, style="dim"))
        return
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, show_edge=False)
    if console.width < _NARROW:
        table.show_header = False
        table.add_column(overflow="fold")
        for row in rows:
            table.add_row(Text(" · ").join([cell for cell in row if cell.plain]))
    else:
        for name in header.split("|"):
            is_number, is_line = name.startswith("#"), name.startswith(("#", "!"))
            justify: Literal["left", "right"] = "right" if is_number else "left"
            table.add_column(name.lstrip("#!"), justify=justify, no_wrap=is_line, overflow="fold")
        for row in rows:
            table.add_row(*row)
    console.print(table)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
