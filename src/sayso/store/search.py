"""Find statements of a collection, each with the sentence around it and where it stands."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sayso.errors import StoreError
from sayso.segment import split_lines, split_sentences
from sayso.store.columns import ColumnKeeper
from sayso.store.selection import Selection, choose
from sayso.text import Span

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Carried", "Found", "Search", "find_statements"]

Array = NDArray[Any]
Query = Callable[[], AbstractContextManager[sqlite3.Connection]]
"""Gives a connection for as long as something is asked."""
# The sentences of a content are looked for so far around it, in code points; a longer one is cut.
_AROUND = 1_000
# Statements that are read together.
_STEP = 500


@dataclass(frozen=True, slots=True)
class Carried:
    """One of those whom the words came through: the name, in which way, and the score."""

    name: str
    how: str
    score: float


@dataclass(frozen=True, slots=True)
class Found:
    """A statement that was found, and where it stands.

    Attributes:
        article_number: The article's number in the collection, which depends on when it was added.
        article: The article's id as given.
        version: Which version of the article it is, from 1.
        statement: The statement's id within it.
        title: The article's title.
        outlet: Who published it: the name, else the domain.
        published: When, as ISO 8601 at its precision, on the outlet's clock.
        published_precision: "year", "month", "day", "minute" or "second".
        url: Its address.
        speaker: The speaker's name, as the collection has it; None where nobody is known.
        speaker_id: The speaker's number in the collection.
        name_in_article: The speaker's name as the article has it.
        person: The speaker's own id in the list of people.
        unresolved: Why there is no speaker.
        source: The words that name who is speaking.
        cue: The words that signal it.
        text: What is said.
        kind: "direct", "indirect" or "mixed".
        place: "headline", "body", "caption" or "pull-quote".
        content: Where what is said stands in the article's text.
        sentence: The sentences that it stands in.
        sentence_span: Where they stand.
        carriers: Those whom the words came through, from the speaker to the reader.
        score: The statement's score.
        speaker_score: The score of its speaker.
        corrected: When a reader corrected it, in UTC; None if nobody did.
        corrected_by: The reader's name or initials, if given.
    """

    article_number: int = field(compare=False)
    article: str
    version: int
    statement: str
    title: str | None
    outlet: str | None
    published: str | None
    published_precision: str | None
    url: str | None
    speaker: str | None
    speaker_id: int | None
    name_in_article: str | None
    person: str | None
    unresolved: str | None
    source: str
    cue: str
    text: str
    kind: str
    place: str
    content: tuple[Span, ...]
    sentence: str
    sentence_span: Span
    carriers: tuple[Carried, ...]
    score: float
    speaker_score: float | None
    corrected: str | None = None
    corrected_by: str | None = None


class Search:
    """What a search has found: iterate over it for the statements, in order; `len()` is how many come.

    Attributes:
        count: How many statements there are in all, before `limit` and `offset`.
        article_count: In how many articles they stand.
        offset: How many of them were passed over.
        notes: What was left out and why, a sentence each.
    """

    def __init__(
        self, _query: Query, _ids: Array, counts: tuple[int, int], offset: int, notes: tuple[str, ...]
    ) -> None:
        self.count, self.article_count = counts
        self.offset = offset
        self.notes = notes
        self._query = _query
        self._ids = _ids
        self._few: list[Found] | None = None

    def __len__(self) -> int:
        return len(self._ids)

    def __iter__(self) -> Iterator[Found]:
        if len(self._ids) > _STEP:
            for first in range(0, len(self._ids), _STEP):
                yield from self._read(first)
            return
        if self._few is None:
            self._few = self._read(0)
        yield from self._few

    def _read(self, first: int) -> list[Found]:
        """The statements from one of them on, as many as are read together."""
        with self._query() as connection:
            return _read(connection, self._ids[first : first + _STEP].tolist())

    def __repr__(self) -> str:
        return f"<Search: {self.count:,} statements in {self.article_count:,} articles>"

    def to_frame(self) -> pd.DataFrame:
        """The statements as a pandas frame, with the columns of docs/tables.md.

        Raises:
            ImportError: pandas is not installed.
        """
        from sayso.export.found import list_found  # noqa: PLC0415  only where a frame is asked for
        from sayso.export.frames import make_result_frame  # noqa: PLC0415

        return make_result_frame(list_found(self))

    def _repr_html_(self) -> str:
        """What a notebook shows of the statements: the first ones."""
        from sayso.report.found_html import render_found_fragment  # noqa: PLC0415  only in a notebook

        return render_found_fragment(self)


def find_statements(
    query: Query,
    keeper: ColumnKeeper,
    selection: Selection,
    *,
    limit: int | None = None,
    offset: int = 0,
    oldest_first: bool = False,
) -> Search:
    """Find the statements of a selection: the newest articles first, those without a date last.

    The order depends on nothing but the articles; statements of one come in the order of its text.
    """
    end = None if limit is None else offset + limit
    with query() as connection, keeper.read(connection) as columns:
        chosen = choose(connection, columns, selection)
        found = chosen.statements
        articles = columns["article"][found].astype(np.int64)
        article_count = int((np.diff(articles) > 0).sum()) + bool(len(articles))
        if not oldest_first:
            is_dated = columns["article_day"][articles] > 0
            found = found[np.lexsort((found, np.where(is_dated, -articles, articles), ~is_dated))]
        return Search(query, columns["id"][found[offset:end]], (len(found), article_count), offset, chosen.notes)


_QUESTION = """
SELECT statements.id AS number, articles.id AS article_number, articles.article, articles.version,
    statements.local AS statement, articles.title,
    outlets.shown AS outlet, articles.published, articles.published_precision, articles.url,
    coalesce(speakers.name, article_speakers.name) AS speaker, statements.speaker_id,
    article_speakers.name AS name_in_article, people.own AS person, statements.unresolved,
    statements.source_text AS source, statements.cue_text AS cue, statements.text, statements.kind, statements.place,
    statements.content, statements.start, statements."end", statements.score, statements.speaker_score,
    statements.corrected, statements.corrected_by, articles.text AS whole
FROM statements
INNER JOIN articles ON articles.id = statements.article_id
LEFT JOIN outlets ON outlets.id = articles.outlet_id
LEFT JOIN article_speakers ON article_speakers.id = statements.article_speaker_id
LEFT JOIN speakers ON speakers.id = statements.speaker_id
LEFT JOIN people ON people.id = speakers.person_id
WHERE statements.id IN (SELECT value FROM json_each(?))
"""
_CARRIERS = """
SELECT statement_id, name, how, score FROM statement_carriers
INNER JOIN carriers ON carriers.id = carrier_id
WHERE statement_id IN (SELECT value FROM json_each(?))
ORDER BY statement_id, place_in_chain, carriers.id
"""


def _read(connection: sqlite3.Connection, ids: Sequence[int]) -> list[Found]:
    """The statements with these ids, in their order; without those that were taken out by now."""
    given = (json.dumps(ids),)
    carriers: dict[int, list[Carried]] = {}
    for number, *carried in connection.execute(_CARRIERS, given):
        carriers.setdefault(number, []).append(Carried(*carried))
    cursor = connection.execute(_QUESTION, given)
    names = [name for name, *_ in cursor.description]
    rows = {row[0]: dict(zip(names, row, strict=True)) for row in cursor}
    try:
        return [_make(rows[number], tuple(carriers.get(number, ()))) for number in ids if number in rows]
    except (ValueError, TypeError, AttributeError) as err:
        reason = f"the collection holds a statement that no collection has ({err}); restore a copy of the file"
        raise StoreError(reason) from err


def _make(row: dict[str, Any], carriers: tuple[Carried, ...]) -> Found:
    text, around = row.pop("whole"), Span(row.pop("start"), row.pop("end"))
    del row["number"]
    sentence = find_sentences(text, around)
    row["content"] = tuple(Span(*pair) for pair in json.loads(row["content"]))
    return Found(**row, sentence=sentence.of(text), sentence_span=sentence, carriers=carriers)


def find_sentences(text: str, span: Span) -> Span:
    """Where the sentences stand that a span has a part in; in the span's own lines, and not far from it.

    >>> text = "It rained. “We won,” she said. He left."
    >>> find_sentences(text, Span(11, 20)).of(text)
    '“We won,” she said.'
    """
    first, last = max(0, span.start - _AROUND), min(len(text), span.end + _AROUND)
    window = Span(first, last)
    around = text[first:last]

    def meets(part: Span) -> bool:
        return part.start + first < span.end and part.end + first > span.start

    lines = filter(meets, split_lines(around))
    found = [sentence for line in lines for sentence in split_sentences(around, line) if meets(sentence)]
    if not found:
        return window if span.start >= span.end else span
    return Span(min(span.start, found[0].start + first), max(span.end, found[-1].end + first))
