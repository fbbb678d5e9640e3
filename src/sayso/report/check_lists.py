"""The lists of the page: its articles, what to look at first in each of them, and what all was held against."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import islice

from sayso.report.check_places import Places
from sayso.report.check_text import CheckedText, list_to_look_at, tell_changes, tell_counts
from sayso.report.harmless import make_harmless_line, shorten

__all__ = ["Entry", "link_to", "write_index", "write_sources", "write_to_look_at"]

# Lists that are longer are no help; what they leave out is counted in their last line.
_MOST_ARTICLES, _MOST_TO_LOOK_AT, _MOST_SOURCES = 1_000, 200, 1_000
# With fewer stretches all is in view, and a list of them only doubles it.
_FEWEST = 6


@dataclass(frozen=True, slots=True)
class Entry:
    """An article in the index: its name, escaped, and its counts."""

    name: str
    counts: Counter[str]


def write_index(entries: Sequence[Entry]) -> Iterator[str]:
    """Yield the index of several articles; nothing for one."""
    if len(entries) == 1:
        return
    counts = sum((entry.counts for entry in entries), Counter[str]())
    yield f'<nav aria-label="Articles">\n<h2>{len(entries):,} articles · {tell_counts(counts)}</h2>\n<ol>\n'
    for number, entry in enumerate(entries[:_MOST_ARTICLES], start=1):
        yield f'<li><a href="#a{number}" dir="auto">{entry.name}</a> · {tell_counts(entry.counts)}</li>\n'
    yield f"{_tell_more(len(entries) - _MOST_ARTICLES)}</ol>\n</nav>\n"


def write_to_look_at(text: CheckedText, anchor: str) -> Iterator[str]:
    """Yield links to the stretches that are not verbatim or whose names differ; nothing where all is in view."""
    numbers = list_to_look_at(text.rows)
    if not numbers or len(text.rows) < _FEWEST:
        return
    yield '<nav class="first" aria-label="To look at first">\n<h3>To look at first</h3>\n<ul>\n'
    for number in numbers[:_MOST_TO_LOOK_AT]:
        row = text.rows[number]
        told = " · ".join(filter(None, (row.label.value, tell_changes(row))))
        words = escape(shorten(row.quote, max_chars=70))
        link = f'<a href="#{anchor}-{number + 1}">{number + 1:,} · {told}</a>'
        yield f"<li>{link}: <bdi>“{words}”</bdi></li>\n"
    yield f"{_tell_more(len(numbers) - _MOST_TO_LOOK_AT)}</ul>\n</nav>\n"


def write_sources(places: Places) -> Iterator[str]:
    """Yield what was looked at: a reader of the page should know where words were not found."""
    count = len(places.sources)
    if not count:
        return
    noun = "1 source" if count == 1 else f"{count:,} sources"
    yield f'<section class="sources">\n<h2>Held against {noun}</h2>\n<ul>\n'
    for ident in islice(places.sources, _MOST_SOURCES):
        name = escape(make_harmless_line(places.tell_source(ident)))
        yield f'<li dir="auto">{link_to(name, places.find_address(ident))}</li>\n'
    yield f"{_tell_more(count - _MOST_SOURCES)}</ul>\n</section>\n"


def link_to(name: str, address: str | None) -> str:
    """The name, escaped, as a link where there is an address."""
    return f'<a href="{escape(address)}" rel="noreferrer">{name}</a>' if address else name


def _tell_more(count: int) -> str:
    return f"<li>… and {count:,} more</li>\n" if count > 0 else ""
