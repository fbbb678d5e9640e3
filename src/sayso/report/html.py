"""Readings as one page of HTML that opens anywhere: no script, nothing loaded from outside.

Whatever an article holds is text: all of it is escaped, only http and https addresses become links, and the page
forbids itself everything but its own style (Content-Security-Policy). The text of an article in the page is
`Article.text`, character for character, except that control characters are shown as signs (and that a browser
takes every line's end for a line feed); labels such as [s3] come from the style, so that they are not in what a
reader copies.

What is said stands on its speaker's colour. The outlet's own voice stands on grey, scare quotes in a dotted frame, and
the words that name a carrier over a double line; titles, names and words as words tell what they are when a reader
points at them. Text that is none of these stands on the page's own paper: nobody said so, and the reading does not say
that the outlet did.

The page is written as the readings come. The index of several articles is written last and shown first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from typing import TextIO
from urllib.parse import urlsplit

from sayso.article import Article, Unread
from sayso.reading import Reading
from sayso.report.harmless import make_harmless, shorten
from sayso.report.page_look import Look, find_look, show_key, show_line
from sayso.report.page_parts import write_carriers, write_chains, write_headline, write_speakers, write_statements
from sayso.report.page_style import STYLE, write_head
from sayso.report.stretches import Role, Stretch, Tone, Toned, cut_stretches, find_tones
from sayso.statement import Statement

__all__ = ["write_page"]

_LEGEND = """\
<span class="x c0">what is said</span>, in its speaker's colour ·
<b class="who c0">source</b> · <i class="cue c0">cue</i> · <span class="x c0 inner">quoted inside another</span> ·
<span class="own">the outlet's own voice</span> · <span class="scare">scare quotes</span> ·
<span class="via">names a carrier</span>"""
_HEAD = write_head("Who says what", STYLE, _LEGEND)
_TAIL = "</body>\n</html>\n"
# An index longer than this is no help; what it leaves out is counted in its last line.
_MAX_INDEX = 1_000


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
        return f'<li><a href="#{anchor}">{show_line(article.id)}</a> · could not be read</li>\n'
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
        yield f'<h2 dir="auto">{show_line(article.id)}</h2>\n<p>This article could not be read.</p>\n'
    else:
        yield from _write_about(article)
        look = find_look(reading, article, anchor)
        for write_part in (write_chains, _write_text, write_headline, write_speakers, write_carriers, write_statements):
            yield from write_part(look)
    yield from _write_notices(reading)
    yield "</article>\n"


def _write_about(article: Article) -> Iterator[str]:
    outlet = article.outlet
    name = (outlet.name or outlet.domain) if outlet else None
    known = [show_line(part) for part in (name, article.published, ", ".join(article.authors)) if part]
    yield f'<p class="about" dir="auto">{" · ".join([_link(article), *known])}</p>\n'
    if article.title_span is None:
        yield f'<h2 dir="auto">{show_line(article.title or article.id)}</h2>\n'


def _link(article: Article) -> str:
    """The article's id, as a link where its address is one of the web."""
    name = show_line(article.id)
    if article.url is None:
        return name
    try:
        scheme = urlsplit(article.url).scheme
    except ValueError:
        return name
    if scheme not in ("http", "https"):
        return name
    return f'<a href="{escape(make_harmless(article.url))}" rel="noopener noreferrer nofollow">{name}</a>'


def _write_text(look: Look) -> Iterator[str]:
    title, tones = look.article.title_span, list(find_tones(look.reading))
    yield '<div class="text">'
    for stretch in cut_stretches(look.article.text, look.reading.statements, edges=title or (), tones=tones):
        for layer in stretch.begins:
            yield _label(look, layer.statement, is_first=layer.is_first)
        styled = _styled(look, stretch)
        yield f'<span class="title">{styled}</span>' if title and title.holds(stretch.span) else styled
    yield "</div>\n"


def _label(look: Look, statement: Statement, *, is_first: bool) -> str:
    """An empty link to the statement's row, which the style fills with its id."""
    name, key = show_line(statement.id), show_key(statement.id)
    place = f' id="{look.anchor}-{key}"' if is_first else ""
    sign = name if is_first else f"{name}…"
    return (
        f'<a class="label {look.hues[statement.id]}" data-id="{sign}" aria-label="{name}"'
        f' title="{look.told[statement.id]}" href="#{look.anchor}-row-{key}"{place}></a>'
    )


def _styled(look: Look, stretch: Stretch) -> str:
    """The words of a stretch wrapped by what covers them: content outside, then tones, cue and source inside them."""
    words = escape(stretch.show(look.article.text))
    content, cue, source = (stretch.innermost(role) for role in Role)
    if source:
        words = f'<b class="who {look.hues[source.statement.id]}">{words}</b>'
    if cue:
        words = f'<i class="cue {look.hues[cue.statement.id]}">{words}</i>'
    for tone in reversed(Tone):  # the outlet's own voice outside, since the others lie in it
        toned = stretch.toned(tone)
        words = _wrap(look, toned, words) if toned else words
    if content:
        inner = " inner" if stretch.depth > 1 else ""
        name = content.statement.id
        words = f'<span class="x {look.hues[name]}{inner}" title="{look.told[name]}">{words}</span>'
    return words


def _wrap(look: Look, toned: Toned, words: str) -> str:
    """The words in their tone, with what the page shows when a reader points at them."""
    if toned.carrier is not None:
        how = look.hows[toned.carrier.id]
        return f'<span class="via" title="came through {show_line(toned.carrier.name)} ({how})">{words}</span>'
    if toned.tone is Tone.MARK:
        return f'<span class="mark" title="in marks as a {escape(toned.kind)}">{words}</span>'
    if toned.tone is Tone.SCARE:
        return f'<span class="scare" title="scare quotes: nobody is said to speak here">{words}</span>'
    return f'<span class="own" title="the outlet&#x27;s own voice">{words}</span>'


def _write_notices(reading: Reading) -> Iterator[str]:
    if reading.notices:
        yield '<ul class="notices">\n'
        for notice in reading.notices:
            yield f'<li dir="auto">{show_line(notice.step)}: {show_line(notice.reason)}</li>\n'
        yield "</ul>\n"
