"""Where in its source a stretch stands, as reports describe it: the source, and the time or line in it."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Mapping

from sayso.article import find_page, find_time
from sayso.check import SourceText
from sayso.match import Alternative, Change, Checked
from sayso.report.harmless import shorten
from sayso.selectors import clear_address, fold_text, write_link
from sayso.text import Span

__all__ = ["Places", "format_time"]

_MOST_ID, _MOST_TITLE = 80, 48
# Looking for a place in its page costs the text before it: beyond so many characters a link leads to the page alone.
_MOST_SEARCHED = 500_000_000


class Places:
    """Describes where stretches stand. Of each source that it comes to, it keeps where the lines begin.

    Args:
        sources: The sources by their ids.
    """

    def __init__(self, sources: Mapping[str, SourceText]) -> None:
        self.sources = sources
        self._lines: dict[str, array[int]] = {}
        self._folded: tuple[str, str] = ("", "")
        self._searched = 0

    def find_source(self, row: Checked) -> SourceText | None:
        """The source that a stretch stands in, or is nearest to."""
        return self.sources.get(row.source or "")

    def describe_place(self, row: Checked) -> str:
        """The source and the place in it; of what was not found, the nearest one; empty where there is none."""
        if row.source is None:
            return ""
        where = self._describe_spot(row.source, row.place, row.time)
        return f"{'nearest: ' if row.label is Change.NOT_FOUND else ''}{self.describe_source(row.source)}{where}"

    def describe_other(self, other: Alternative) -> str:
        """The source and the place in it, and what became of the words there."""
        where = self._describe_spot(other.source, other.place, None)
        return f"{self.describe_source(other.source)}{where} ({other.label.value})"

    def describe_source(self, ident: str) -> str:
        """The source's id, with its title and date where these say more."""
        source = self.sources.get(ident)
        title = source.title if source and source.title != ident else None
        date = source.date[:10] if source and source.date else None
        parts = [shorten(title, max_chars=_MOST_TITLE)] if title else []
        parts += [shorten(date, max_chars=10)] if date and date not in f"{ident} {title}" else []
        return shorten(ident, max_chars=_MOST_ID) + (f" ({', '.join(parts)})" if parts else "")

    def find_address(self, ident: str) -> str | None:
        """The address of a source that is on the web."""
        source = self.sources.get(ident)
        return clear_address(source.url or "") if source else None

    def link(self, row: Checked) -> str | None:
        """The address that opens the source at the place, of places that were joined at the first; None without."""
        source, base = self.find_source(row), self.find_address(row.source or "")
        if base is None or source is None or row.place is None:
            return base
        is_new = self._folded[0] != source.id
        self._searched += row.place.end + len(source.text) * is_new
        if self._searched > _MOST_SEARCHED:
            return base
        if is_new:
            self._folded = (source.id, fold_text(source.text))
        return write_link(source.text, self._folded[1], row.place, base) or base

    def _describe_spot(self, ident: str, place: Span | None, time: float | None) -> str:
        if place is None:
            return ""
        source = self.sources.get(ident)
        if time is None:
            time = find_time(source.times, place.start) if source else None
        if time is not None:
            return f", {format_time(time)}"
        page = find_page(source.pages, place.start) if source else None
        if page is not None:
            return f", page {page:,}"
        line = self._find_line(ident, place.start)
        return "" if line is None else f", line {line:,}"

    def _find_line(self, ident: str, place: int) -> int | None:
        """The number of the line that a place stands in, from 1; None where there is but one."""
        if ident not in self._lines:
            source = self.sources.get(ident)
            self._lines[ident] = array("q", (end.start() for end in re.finditer("\n", source.text if source else "")))
        ends = self._lines[ident]
        return bisect_left(ends, place) + 1 if ends else None


def format_time(seconds: float) -> str:
    """Seconds as a clock shows them.

    >>> format_time(3725.4)
    '1:02:05'
    """
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}"
