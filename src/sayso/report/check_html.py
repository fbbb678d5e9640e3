"""Checked quotations as one page of HTML that can be printed or sent: no script, nothing loaded from outside.

Whatever an article or a source holds is text: all of it is escaped, and the page forbids itself everything but its own
style (Content-Security-Policy). Words that only the article has are underlined (`ins`), words that only the source has
have a broken line below them (`del`; struck through, they would be hard to read), so that no colour is needed.

The page begins with its counts and the list of its articles, each article with those of its quotations that are not
verbatim, the farthest from it first; what the labels say, and what all was held against, stand at
the end. The articles are written aside as
they come, so that all stands in the file in the order in which it is read, aloud too.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import TextIO

from sayso.match import Change, Checked
from sayso.report.check_facts import tell_facts, tell_names
from sayso.report.check_legend import write_legend
from sayso.report.check_lists import Entry, link_to, write_index, write_sources, write_to_look_at
from sayso.report.check_places import Places
from sayso.report.check_sides import Piece, Sort, show_sides, tidy_words
from sayso.report.check_style import CHECK_STYLE
from sayso.report.check_text import CheckedText, are_names_different, count_rows, tell_changes, tell_counts, tell_parts
from sayso.report.harmless import make_harmless_line, shorten
from sayso.report.page_style import write_head

__all__ = ["write_check_page"]

_LEGEND = """\
<ins>only in the article</ins> · <del>only in the source</del> ·
<span class="around">what stands around it in the source</span>. <a href="#labels">Labels</a> say what became of the
words, told from the words alone; they judge nobody."""
_HEAD = write_head("Quotations and their sources", CHECK_STYLE, _LEGEND)
_TAIL = "</body>\n</html>\n"
# Articles up to so many characters wait in memory.
_MOST_HELD = 32_000_000
_TAGS = {
    Sort.SAME: ("", ""),
    Sort.AROUND: ('<span class="around">', "</span>"),
    Sort.GAP: ('<span class="around">', "</span>"),
}


def write_check_page(texts: Iterable[CheckedText], places: Places, stream: TextIO) -> None:
    """Write the page once all articles have come."""
    entries: list[Entry] = []
    with tempfile.SpooledTemporaryFile(_MOST_HELD, "w+", encoding="utf-8", newline="") as aside:
        for number, text in enumerate(texts, start=1):
            aside.writelines(_write_text(text, places, f"a{number}"))
            entries.append(Entry(_name(text), count_rows(text.rows)))
        stream.write(_HEAD)
        stream.writelines(write_index(entries))
        aside.seek(0)
        shutil.copyfileobj(aside, stream)
    stream.writelines(write_legend())
    stream.writelines(write_sources(places))
    stream.write(_TAIL)


def _name(text: CheckedText) -> str:
    return escape(shorten(text.title or text.id or "given words", max_chars=120))


def _write_text(text: CheckedText, places: Places, anchor: str) -> Iterator[str]:
    yield f'<article id="{anchor}">\n'
    if text.title and text.id:
        yield f'<p class="about" dir="auto">{_line(text.id)}</p>\n'
    yield f'<h2 dir="auto">{_name(text)}</h2>\n'
    yield f'<p class="totals">{tell_counts(count_rows(text.rows))}</p>\n'
    if text.notices:
        notices = "".join(f'<li dir="auto">{_line(it.step)}: {_line(it.reason)}</li>\n' for it in text.notices)
        yield f'<ul class="notices">\n{notices}</ul>\n'
    yield from write_to_look_at(text, anchor)
    for number, (row, part) in enumerate(zip(text.rows, tell_parts(text.rows), strict=True), start=1):
        style = row.label.value.replace(" ", "-")
        yield f'<section class="row {style}" id="{anchor}-{number}">\n{_title(row, number, part, places)}'
        yield from _write_sides(row, text, places)
        yield from _write_facts(row, text, places)
        yield "</section>\n"
    yield "</article>\n"


def _title(row: Checked, number: int, part: str, places: Places) -> str:
    """The number, the label, what differs, and where, which leads there if that is on the web."""
    where = link_to(_line(places.tell(row)), places.link(row))
    facts = " · ".join(fact for fact in (tell_changes(row), part, where) if fact)
    label = f'<span class="label-name">{row.label.value}</span>'
    return f'<h3><span class="number">{number:,}</span> {label} <span dir="auto">{facts}</span></h3>\n'


def _write_sides(row: Checked, text: CheckedText, places: Places) -> Iterator[str]:
    sides = show_sides(row, text.text, places.find_source(row))
    language = f' lang="{_line(text.language)}"' if text.language else ""
    yield f'<div class="sides"{language}>' + _write_side("article", text.find_speaker(row), _mark(sides.quote, "ins"))
    if sides.source:
        is_found = row.label is not Change.NOT_FOUND
        there = row.speaker_in_source if is_found else None
        yield _write_side("source" if is_found else "nearest place", there, _mark(sides.source, "del"))
    yield "</div>\n"


def _write_side(name: str, speaker: str | None, words: str) -> str:
    head = f'{name}: <b dir="auto">{_line(speaker)}</b>' if speaker else name
    return f'<div><h4 lang="en">{head}</h4><p dir="auto">{words}</p></div>\n'


def _write_facts(row: Checked, text: CheckedText, places: Places) -> Iterator[str]:
    """Yield what else is to be told; the names stand over the sides, so only that they differ."""
    names = [tell_names(row, text.find_speaker(row))] if are_names_different(row) else []
    told = [*names, *tell_facts(row, places)]
    if told:
        items = "".join(f'<li dir="auto">{_line(fact)}</li>' for fact in told)
        yield f'<ul class="facts">{items}</ul>\n'


def _mark(pieces: Sequence[Piece], tag: str) -> str:
    marked = []
    for piece in pieces:
        opening, closing = _TAGS.get(piece.sort, (f"<{tag}>", f"</{tag}>"))
        marked.append(f"{opening}{escape(tidy_words(piece.words))}{closing}")
    return "".join(marked)


def _line(text: str) -> str:
    return escape(make_harmless_line(text))
