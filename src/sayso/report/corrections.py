"""The corrections of a collection in the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TextIO

from rich.text import Text

from sayso.correct.correction import Action, Correction
from sayso.report.correct_html import ChangeLine, list_changes
from sayso.report.facts import show_day
from sayso.report.harmless import make_harmless_line, shorten
from sayso.report.speakers import write_rows
from sayso.report.terminal import open_console
from sayso.store import StoredCorrection

__all__ = ["write_corrections"]

_WORDS_CHARS, _PART_CHARS, _ARTICLE_CHARS = 80, 60, 60


def write_corrections(corrections: Iterable[StoredCorrection], stream: TextIO) -> None:
    """Write a row for each correction, the latest last."""
    rows = [
        (
            Text(str(it.number)),
            Text("\n").join(_describe(it)),
            Text(make_harmless_line(it.correction.by) or "a reader"),
            Text(show_day(it.correction.at), style="dim"),
            Text(shorten(it.title or it.article, max_chars=_ARTICLE_CHARS), style="dim"),
        )
        for it in corrections
    ]
    write_rows(open_console(stream), "#no.|what|by|when|article", rows, "Nothing was corrected.")


def _describe(stored: StoredCorrection) -> Iterator[Text]:
    """Yield the words, and what is set right, a line each."""
    it = stored.correction
    yield Text(shorten(it.words, max_chars=_WORDS_CHARS), style="bold")
    if it.action is Action.REMOVE:
        yield Text("nobody says this")
    for change in _list_shown(it):
        before, after = (shorten(words, max_chars=_PART_CHARS) for words in (change.before, change.after))
        yield Text(f"{change.what}: {f'{before} → ' if before else ''}{after}")
    if not stored.fits:
        yield Text("no longer fits: its words are not in the article", style="yellow")


def _list_shown(correction: Correction) -> Iterator[ChangeLine]:
    if correction.action is not Action.REMOVE:
        yield from list_changes(correction)
