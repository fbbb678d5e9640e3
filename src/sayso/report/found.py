"""Found statements as a view in the terminal: who says what, in the sentence where it stands, and where that is.

The words that are said are bold, and the sentence around them dim. Without colour they stand in brackets: [“We won,”].
"""

from __future__ import annotations

from typing import TextIO

from rich import box
from rich.table import Table
from rich.text import Text

from sayso.carrier import How
from sayso.report.chains import ARROW, show_how
from sayso.report.facts import show_day
from sayso.report.harmless import make_harmless_line, shorten
from sayso.report.score import CORRECTED_MEANING, SCORE_MEANING
from sayso.report.terminal import open_console
from sayso.report.who import NOT_CLEAR, NOT_NAMED
from sayso.store import Found, Search
from sayso.text import Span

__all__ = ["write_found"]

_NAME_CHARS, _TITLE_CHARS = 60, 80
# So much of a sentence is shown before and behind what is said, and of that.
_AROUND_CHARS, _CONTENT_CHARS = 120, 400
# Below this width what and where stand under who.
_WIDE = 72
_WHO_SHARE, _WHERE_SHARE = 0.2, 0.28


def write_found(search: Search, stream: TextIO) -> None:
    """Write the statements that were found, and how many there are in all."""
    console = open_console(stream)
    if not len(search):
        console.print(Text("No statements were found.", style="dim"))
        return
    has_colour = console.color_system is not None and not console.no_color
    is_wide = console.width >= _WIDE
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, show_edge=False, expand=True)
    if is_wide:
        table.add_column("who", width=int(console.width * _WHO_SHARE), overflow="fold")
        table.add_column("what", ratio=1, overflow="fold")
        table.add_column("where", width=int(console.width * _WHERE_SHARE), overflow="fold")
        table.add_column("score", width=5, justify="right")
    else:
        table.add_column("what", ratio=1, overflow="fold")
    by_hand = False
    for found in search:
        by_hand = by_hand or bool(found.corrected)
        who, what, where = _show_who(found), _show_sentence(found, has_colour=has_colour), _show_where(found)
        if is_wide:
            table.add_row(who, what, where, _show_scores(found))
        else:
            table.add_row(Text("\n").join([who, what, where, Text("")]))
    console.print(table)
    console.print(Text(f"{SCORE_MEANING}; {CORRECTED_MEANING}" if by_hand else SCORE_MEANING, style="dim"))


def _show_who(found: Found) -> Text:
    if found.speaker is None:
        shown = Text(NOT_NAMED if found.unresolved == "no-source" else NOT_CLEAR, "dim")
    else:
        shown = Text(shorten(found.speaker, max_chars=_NAME_CHARS), "bold")
    words = make_harmless_line(found.source)
    if words and found.speaker is not None and words.casefold() not in found.speaker.casefold():
        shown.append(f" ({shorten(words, max_chars=_NAME_CHARS)})", "not bold dim")
    if found.carriers:
        ways = ARROW.join(
            f"{shorten(it.name, max_chars=_NAME_CHARS)} ({show_how(How(it.how))})" for it in found.carriers
        )
        shown.append(f"\n→ {ways}", "not bold dim")
    return shown


def _show_sentence(found: Found, *, has_colour: bool) -> Text:
    """The sentence with what is said marked; far from it, it is cut."""
    shown = Text()
    at, last = found.sentence_span.start, found.content[-1].end
    for number, span in enumerate(sorted(found.content)):
        before = _cut_out(found, at, span.start)
        shown.append(_shorten_left(before) if not number else _shorten_space(before), "dim")
        words = _shorten_space(_cut_out(found, span.start, span.end), _CONTENT_CHARS)
        shown.append(words if has_colour else f"[{words}]", "bold")
        at = max(at, span.end)
    shown.append(_shorten_space(_cut_out(found, max(at, last), found.sentence_span.end)), "dim")
    return shown


def _cut_out(found: Found, start: int, end: int) -> str:
    """The words of a stretch of the article that lies in the sentence."""
    first = found.sentence_span.start
    return Span(max(0, start - first), max(0, start - first, end - first)).of(found.sentence)


def _shorten_left(words: str) -> str:
    """The end of what stands before, on one line."""
    line = make_harmless_line(words)
    tail = " " if words[-1:].isspace() else ""
    return (line if len(line) <= _AROUND_CHARS else f"… {line[-_AROUND_CHARS:].partition(' ')[2]}") + tail


def _shorten_space(words: str, max_chars: int = _AROUND_CHARS) -> str:
    """The words on one line, cut if they are long, with a blank at each end where there is one."""
    if not words.strip():
        return " " if words else ""
    head, tail = (" " if it.isspace() else "" for it in (words[:1], words[-1:]))
    return head + shorten(words, max_chars=max_chars) + tail


def _show_where(found: Found) -> Text:
    parts = [found.outlet, found.published and show_day(found.published)]
    place = "" if found.place == "body" else f", {found.place}"
    at = f"{found.article} {found.statement}, {found.content[0].start:,}–{found.content[-1].end:,}{place}"
    lines = [Text(make_harmless_line(" · ".join(part for part in parts if part)))]
    lines.append(Text(shorten(found.title or "", max_chars=_TITLE_CHARS), "italic"))
    lines.append(Text(f"{make_harmless_line(at)} · {found.kind}", "dim"))
    return Text("\n").join(line for line in lines if line)


def _show_scores(found: Found) -> Text:
    scores = [found.score, *([] if found.speaker_score is None else [found.speaker_score])]
    by_hand = ["✓"] if found.corrected else []
    return Text("\n".join([*(f"{score:.2f}" for score in scores), *by_hand]), "dim")
