"""Readings as one page of HTML that opens anywhere: no script, nothing loaded from outside.

Whatever an article holds is text: all of it is escaped, only http and https addresses become links, and the page
forbids itself everything but its own style (Content-Security-Policy). The text of an article in the page is
`Article.text`, character for character, except that control characters are shown as signs (and that a browser
takes every line's end for a line feed); labels such as [s3]
come from the style, so that they are not in what a reader copies.

The page is written as the readings come. The index of several articles is written last and shown first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from typing import TextIO
from urllib.parse import urlsplit

from sayso.article import Article, Unread
from sayso.reading import Reading
from sayso.report.harmless import make_harmless, make_harmless_line, shorten
from sayso.report.page_style import STYLE
from sayso.report.stretches import Role, Stretch, cut_stretches, number_sources, words_of
from sayso.statement import Place, Statement
from sayso.text import Span

__all__ = ["write_page"]

_HEAD = f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; \
base-uri 'none'; form-action 'none'">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Who says what</title>
<style>
{STYLE}
</style>
</head>
<body>
<header class="page">
<h1>Who says what</h1>
<p class="legend"><span class="x c0">what is said</span>, in its source's colour ·
<b class="who c0">source</b> · <i class="cue c0">cue</i> · <span class="x c0 inner">quoted inside another</span></p>
</header>
"""
_TAIL = "</body>\n</html>\n"
# As many hues as page_style has; then they begin again.
_HUES = 9
# An index longer than this is no help; what it leaves out is counted in its last line.
_MAX_INDEX = 1_000


@dataclass(frozen=True, slots=True)
class _Look:
    """What the parts of one article share: its anchor, its text, and for each statement's id its hue and its line."""

    anchor: str
    text: str
    hues: dict[str, str]
    told: dict[str, str]


def _find_look(reading: Reading, text: str, anchor: str) -> _Look:
    numbers = number_sources(reading)
    names = [statement.id for statement in reading.statements]
    hues = {name: f"c{numbers[name] % _HUES}" if name in numbers else "nobody" for name in names}
    return _Look(anchor, text, hues, {statement.id: _tell(statement, text) for statement in reading.statements})


def write_page(readings: Iterable[Reading], stream: TextIO) -> None:
    """Write the page, article by article."""
    stream.write(_HEAD)
    entries: list[str] = []
    count = 0
    for reading in readings:
        count += 1
        if count <= _MAX_INDEX:
            entries.append(_index_entry(reading, f"a{count}"))
        stream.writelines(_write_reading(reading, f"a{count}"))
        stream.flush()
    if count != 1:
        stream.writelines(_write_index(entries, count))
    stream.write(_TAIL)


def _index_entry(reading: Reading, anchor: str) -> str:
    article = reading.article
    if isinstance(article, Unread):
        return f'<li><a href="#{anchor}">{_line(article.id)}</a> · could not be read</li>\n'
    name = shorten(article.title or article.id, max_chars=120)
    return f'<li><a href="#{anchor}" dir="auto">{escape(name)}</a> · {_count(reading)}</li>\n'


def _count(reading: Reading) -> str:
    return "1 statement" if len(reading.statements) == 1 else f"{len(reading.statements):,} statements"


def _write_index(entries: list[str], count: int) -> Iterator[str]:
    yield f'<nav aria-label="Articles">\n<h2>{count:,} articles</h2>\n<ol>\n'
    yield from entries
    if count > len(entries):
        yield f"<li>… and {count - len(entries):,} more below</li>\n"
    yield "</ol>\n</nav>\n"


def _write_reading(reading: Reading, anchor: str) -> Iterator[str]:
    article = reading.article
    yield f'<article id="{anchor}">\n'
    if isinstance(article, Unread):
        yield f'<h2 dir="auto">{_line(article.id)}</h2>\n<p>This article could not be read.</p>\n'
    else:
        yield from _write_about(article)
        look = _find_look(reading, article.text, anchor)
        yield from _write_text(look, reading, article.title_span)
        yield from _write_table(look, reading)
    yield from _write_notices(reading)
    yield "</article>\n"


def _write_about(article: Article) -> Iterator[str]:
    outlet = article.outlet
    name = (outlet.name or outlet.domain) if outlet else None
    known = [_line(part) for part in (name, article.published, ", ".join(article.authors)) if part]
    yield f'<p class="about" dir="auto">{" · ".join([_link(article), *known])}</p>\n'
    if article.title_span is None:
        yield f'<h2 dir="auto">{_line(article.title or article.id)}</h2>\n'


def _link(article: Article) -> str:
    """The article's id, as a link where its address is one of the web."""
    name = _line(article.id)
    if article.url is None:
        return name
    try:
        scheme = urlsplit(article.url).scheme
    except ValueError:
        return name
    if scheme not in ("http", "https"):
        return name
    return f'<a href="{escape(make_harmless(article.url))}" rel="noopener noreferrer nofollow">{name}</a>'


def _write_text(look: _Look, reading: Reading, title: Span | None) -> Iterator[str]:
    yield '<div class="text">'
    for stretch in cut_stretches(look.text, reading.statements, edges=title or ()):
        for layer in stretch.begins:
            yield _label(look, layer.statement, is_first=layer.is_first)
        styled = _styled(look, stretch)
        yield f'<span class="title">{styled}</span>' if title and title.holds(stretch.span) else styled
    yield "</div>\n"


def _label(look: _Look, statement: Statement, *, is_first: bool) -> str:
    """An empty link to the statement's row, which the style fills with its id."""
    name, key = _line(statement.id), _key(statement)
    place = f' id="{look.anchor}-{key}"' if is_first else ""
    sign = name if is_first else f"{name}…"
    return (
        f'<a class="label {look.hues[statement.id]}" data-id="{sign}" aria-label="{name}"'
        f' title="{look.told[statement.id]}" href="#{look.anchor}-row-{key}"{place}></a>'
    )


def _styled(look: _Look, stretch: Stretch) -> str:
    """The words of a stretch wrapped by what covers them: content outside, cue and source inside it."""
    words = escape(stretch.show(look.text))
    content, cue, source = (stretch.innermost(role) for role in Role)
    if source:
        words = f'<b class="who {look.hues[source.statement.id]}">{words}</b>'
    if cue:
        words = f'<i class="cue {look.hues[cue.statement.id]}">{words}</i>'
    if content:
        inner = " inner" if stretch.depth > 1 else ""
        name = content.statement.id
        words = f'<span class="x {look.hues[name]}{inner}" title="{look.told[name]}">{words}</span>'
    return words


def _tell(statement: Statement, text: str) -> str:
    """Who said it, in one line: what the page shows when a reader points at the words."""
    who = shorten(words_of(statement.source, text), max_chars=80) or "source not named"
    cue = shorten(words_of(statement.cue, text), max_chars=40)
    parts = (make_harmless_line(statement.id), who, cue, _kind(statement), f"score {statement.score:.2f}")
    return escape(" · ".join(part for part in parts if part))


def _write_table(look: _Look, reading: Reading) -> Iterator[str]:
    if not reading.statements:
        yield '<p class="none">No statements were found.</p>\n'
        return
    yield f"<table>\n<caption>{_count(reading)}</caption>\n<thead><tr><th></th><th>who</th><th>cue</th>"
    yield "<th>what</th><th>kind</th><th>score</th></tr></thead>\n<tbody>\n"
    for statement in reading.statements:
        yield _row(look, statement)
    yield "</tbody>\n</table>\n"


def _row(look: _Look, statement: Statement) -> str:
    key, hue = _key(statement), look.hues[statement.id]
    within = f"<br><small>in {_line(statement.within)}</small>" if statement.within else ""
    who, cue, what = (
        _line(words_of(spans, look.text)) or "—" for spans in (statement.source, statement.cue, statement.content)
    )
    return (
        f'<tr id="{look.anchor}-row-{key}"><td><a href="#{look.anchor}-{key}">{_line(statement.id)}</a>{within}</td>'
        f'<td dir="auto"><b class="who {hue}">{who}</b></td><td dir="auto"><i>{cue}</i></td>'
        f'<td dir="auto"><span class="x {hue}">{what}</span></td>'
        f"<td>{_kind(statement)}</td><td>{statement.score:.2f}</td></tr>\n"
    )


def _write_notices(reading: Reading) -> Iterator[str]:
    if reading.notices:
        yield '<ul class="notices">\n'
        for notice in reading.notices:
            yield f'<li dir="auto">{_line(notice.step)}: {_line(notice.reason)}</li>\n'
        yield "</ul>\n"


def _kind(statement: Statement) -> str:
    kind = "turn" if statement.turn else statement.kind.value
    return kind if statement.place is Place.BODY else f"{kind}, {statement.place.value}"


def _key(statement: Statement) -> str:
    """The statement's id as a part of an address within the page."""
    return "".join(char if char.isascii() and char.isalnum() else f"_{ord(char):x}" for char in statement.id)


def _line(text: str) -> str:
    """The text on one line, harmless and escaped."""
    return escape(make_harmless_line(text))
