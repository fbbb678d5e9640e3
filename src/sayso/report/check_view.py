"""What the page of checked quotations shows of an article: the values that its template prints."""

from __future__ import annotations

from dataclasses import dataclass

from sayso.errors import Notice
from sayso.match import Change, Checked
from sayso.report.check_facts import describe_names, list_facts
from sayso.report.check_places import Places
from sayso.report.check_sides import Sides, show_sides
from sayso.report.check_text import (
    CheckedText,
    are_names_different,
    describe_changes,
    describe_line,
    list_to_look_at,
    number_parts,
)
from sayso.report.harmless import shorten

__all__ = ["ArticleView", "Entry", "RowView", "SourceView", "view_article"]

_NAME_CHARS, _START_CHARS = 120, 70
# A list that is longer is no help. With fewer stretches all is in view, and a list of them only doubles it.
_MOST_TO_LOOK_AT, _FEWEST = 200, 6


@dataclass(frozen=True, slots=True)
class Entry:
    """An article in the index of several: where it stands on the page, its name, and its counts in words."""

    anchor: str
    name: str
    counts: str


@dataclass(frozen=True, slots=True)
class SourceView:
    """A source that all was held against: its name, and its address where it is on the web."""

    name: str
    address: str | None


@dataclass(frozen=True, slots=True)
class RowView:
    """A checked stretch.

    Attributes:
        anchor: Where it stands on the page.
        number: Its number in its article, from 1.
        label: What became of the words.
        style: The same as a class of the style sheet.
        changes: What differs, in words; may be empty.
        line: The line of the article in which it stands, in words; may be empty.
        part: Which part of its quotation it is; empty if it is all of it.
        where: The source and the place in it; may be empty.
        address: What opens the source at the place; None where it is not on the web.
        sides: The words on both sides.
        speaker: Whom the article gives the words to, if known.
        side_name: What the other side is: the source, or only the nearest place in it.
        speaker_there: Who says them on the other side, if known.
        facts: What else there is to say, each in a line.
        sentence: The article's sentence with the quotation; empty where that is all of it.
        start: The first words of the quotation.
        summary: The label and what differs, in words.
    """

    anchor: str
    number: int
    label: str
    style: str
    changes: str
    line: str
    part: str
    where: str
    address: str | None
    sides: Sides
    speaker: str | None
    side_name: str
    speaker_there: str | None
    facts: tuple[str, ...]
    sentence: str
    start: str
    summary: str


@dataclass(frozen=True, slots=True)
class ArticleView:
    """An article with its checked stretches.

    Attributes:
        anchor: Where it stands on the page.
        name: Its title, else its id.
        id: Which draft it is, by its id; empty for words that were given.
        totals: Its counts in words.
        dated: Its day in words; may be empty.
        language: What it is written in, if known.
        notices: What went wrong with it.
        rows: Its checked stretches.
        to_look_at: Those of them to look at first; empty where all is in view.
        unchecked: What of it was not checked, a line each.
        unchecked_count: How many those are, in words; empty if there are none.
        most_to_look_at: So many of them are listed, and the rest counted.
    """

    anchor: str
    name: str
    id: str
    totals: str
    dated: str
    language: str | None
    notices: tuple[Notice, ...]
    rows: tuple[RowView, ...]
    to_look_at: tuple[RowView, ...]
    unchecked: tuple[str, ...] = ()
    unchecked_count: str = ""
    most_to_look_at: int = _MOST_TO_LOOK_AT


def view_article(text: CheckedText, places: Places, anchor: str) -> ArticleView:
    """The article as the page shows it, at that place of the page."""
    parts = number_parts(text.rows)
    rows = tuple(
        _view_row(row, text, places, anchor=f"{anchor}-{number}", number=number, part=part)
        for number, (row, part) in enumerate(zip(text.rows, parts, strict=True), start=1)
    )
    first = list_to_look_at(text.rows) if len(rows) >= _FEWEST else []
    return ArticleView(
        anchor=anchor,
        name=shorten(text.title or text.id or "given words", max_chars=_NAME_CHARS),
        id=f"draft: {text.id}" if text.id else "",
        totals=text.totals,
        dated=text.dated,
        unchecked=text.unchecked,
        unchecked_count=text.unchecked_count,
        language=text.language,
        notices=text.notices,
        rows=rows,
        to_look_at=tuple(rows[number] for number in first),
    )


def _is_whole(row: Checked) -> bool:
    """Whether the sentence has no words but those of the quotation."""
    return len(row.sentence.split()) <= len(row.quote.split())


def _view_row(row: Checked, text: CheckedText, places: Places, *, anchor: str, number: int, part: str) -> RowView:
    is_found = row.label is not Change.NOT_FOUND
    speaker, changes = text.find_speaker(row), describe_changes(row)
    # The names stand over the sides, so only that they differ is said again.
    names = (describe_names(row, speaker),) if are_names_different(row) else ()
    return RowView(
        anchor=anchor,
        number=number,
        label=row.label.value,
        style=row.label.value.replace(" ", "-"),
        changes=changes,
        line=describe_line(row),
        part=part,
        where=places.describe_place(row),
        address=places.link(row),
        sides=show_sides(row, text.text, places.find_source(row)),
        speaker=speaker,
        side_name="source" if is_found else "nearest place",
        speaker_there=row.speaker_in_source if is_found else None,
        facts=(*names, *list_facts(row, places)),
        sentence="" if _is_whole(row) else row.sentence,
        start=shorten(row.quote, max_chars=_START_CHARS),
        summary=" · ".join(filter(None, (row.label.value, changes))),
    )
