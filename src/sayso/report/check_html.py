"""Checked quotations as one page of HTML that can be printed or sent: no script, nothing loaded from outside.

Whatever an article or a source holds is text: all of it is escaped, and the page forbids itself everything but its own
style (Content-Security-Policy). Words that only the article has are underlined (`ins`), words that only the source has
have a broken line below them (`del`; struck through, they would be hard to read), so that no colour is needed.

The page is written as the articles come; the index of several is written last and shown first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from typing import TextIO

from sayso.check import SourceText
from sayso.match import Change, Checked
from sayso.report.check_sides import (
    CheckedText,
    Piece,
    Sort,
    count_labels,
    show_sides,
    tell_facts,
    tell_parts,
    tell_where,
)
from sayso.report.check_style import CHECK_STYLE
from sayso.report.harmless import make_harmless, make_harmless_line, shorten
from sayso.report.page_style import write_head

__all__ = ["write_check_page"]

_LEGEND = """\
<ins>only in the article</ins> · <del>only in the source</del> ·
<span class="around">what stands around it in the source</span>. Labels say what became of the words, told from the
words alone; they judge nobody."""
_HEAD = write_head("Quotations and their sources", CHECK_STYLE, _LEGEND)
_TAIL = "</body>\n</html>\n"
_SPACE = re.compile(r"\s+")
# An index longer than this is no help; what it leaves out is counted in its last line.
_MAX_INDEX = 1_000
_TAGS = {
    Sort.SAME: ("", ""),
    Sort.AROUND: ('<span class="around">', "</span>"),
    Sort.GAP: ('<span class="around">', "</span>"),
}


def write_check_page(texts: Iterable[CheckedText], sources: Mapping[str, SourceText], stream: TextIO) -> None:
    """Write the page, article by article."""
    stream.write(_HEAD)
    entries: list[str] = []
    count = 0
    for text in texts:
        count += 1
        if count <= _MAX_INDEX:
            told = escape(count_labels(text.rows))
            entries.append(f'<li><a href="#a{count}" dir="auto">{_name(text)}</a> · {told}</li>\n')
        stream.writelines(_write_text(text, sources, f"a{count}"))
        stream.flush()
    if count != 1:
        stream.writelines(_write_index(entries, count))
    stream.write(_TAIL)


def _write_index(entries: Sequence[str], count: int) -> Iterator[str]:
    yield f'<nav aria-label="Articles">\n<h2>{count:,} articles</h2>\n<ol>\n'
    yield from entries
    if count > len(entries):
        yield f"<li>… and {count - len(entries):,} more below</li>\n"
    yield "</ol>\n</nav>\n"


def _name(text: CheckedText) -> str:
    return escape(shorten(text.title or text.id or "given words", max_chars=120))


def _write_text(text: CheckedText, sources: Mapping[str, SourceText], anchor: str) -> Iterator[str]:
    yield f'<article id="{anchor}">\n'
    if text.title and text.id:
        yield f'<p class="about" dir="auto">{_line(text.id)}</p>\n'
    yield f'<h2 dir="auto">{_name(text)}</h2>\n'
    for row, part in zip(text.rows, tell_parts(text.rows), strict=True):
        yield from _write_row(row, part, text.text, sources.get(row.source or ""))
    yield f'<p class="totals">{escape(count_labels(text.rows))}</p>\n'
    if text.notices:
        notices = "".join(f'<li dir="auto">{_line(it.step)}: {_line(it.reason)}</li>\n' for it in text.notices)
        yield f'<ul class="notices">\n{notices}</ul>\n'
    yield "</article>\n"


def _write_row(row: Checked, part: str, text: str, source: SourceText | None) -> Iterator[str]:
    style = row.label.value.replace(" ", "-")
    changes = f"{escape(', '.join(change.value for change in row.changes))}" if row.changes else ""
    facts = " · ".join(fact for fact in (changes, part, _line(tell_where(row, source))) if fact)
    yield f'<section class="row {style}">\n'
    yield f'<h3 dir="auto"><span class="label-name">{escape(row.label.value)}</span> {facts}</h3>\n'
    yield from _write_sides(row, text, source)
    told = tell_facts(row)
    if told:
        items = "".join(f'<li dir="auto">{_line(fact)}</li>' for fact in told)
        yield f'<ul class="facts">{items}</ul>\n'
    yield "</section>\n"


def _write_sides(row: Checked, text: str, source: SourceText | None) -> Iterator[str]:
    sides = show_sides(row, text, source)
    quote = _mark(sides.quote, "ins")
    if not sides.source or row.label is Change.VERBATIM:
        yield f'<div class="sides one"><p dir="auto">{quote}</p></div>\n'
        return
    yield f'<div class="sides"><div><h4>article</h4><p dir="auto">{quote}</p></div>\n'
    yield f'<div><h4>source</h4><p dir="auto">{_mark(sides.source, "del")}</p></div></div>\n'


def _mark(pieces: Sequence[Piece], tag: str) -> str:
    marked = []
    for piece in pieces:
        opening, closing = _TAGS.get(piece.sort, (f"<{tag}>", f"</{tag}>"))
        marked.append(f"{opening}{escape(make_harmless(_SPACE.sub(' ', piece.words)))}{closing}")
    return "".join(marked)


def _line(text: str) -> str:
    return escape(make_harmless_line(text))
