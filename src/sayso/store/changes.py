"""What a later version of an article changed in its quotations and its headline, with the labels of `compare`."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sayso.compare import Folded, compare_passage, fold, index_source
from sayso.match import Change, Difference, Flag, Op
from sayso.text import Span

__all__ = ["ArticleChange", "list_changes", "record_changes"]

_QUOTATION, _HEADLINE = "quotation", "headline"
# Two quotations are compared if so many of the words of the shorter one are in the other.
_LEAST_SHARED = 0.4
# The most pairs that are compared for two versions, the likeliest first.
_MOST_PAIRS = 2_000
_QUOTATIONS = """
SELECT statements.id, statements.text, article_speakers.name FROM statements
LEFT JOIN article_speakers ON article_speakers.id = statements.article_speaker_id
WHERE statements.article_id = ? AND statements.kind IN ('direct', 'mixed') AND statements.place <> 'headline'
ORDER BY statements.id
"""
_CHANGES = """
SELECT changes.id, articles.article, articles.url, outlets.shown, articles.title, articles.version, changes.what,
    changes.label, changes.before, changes.after, changes.speaker_before, changes.speaker_after, changes.difference
FROM changes INNER JOIN articles ON articles.id = changes.article_id
LEFT JOIN outlets ON outlets.id = articles.outlet_id
WHERE changes.id > ? ORDER BY articles.key, articles.version, changes.id
"""
_INSERT = """
INSERT INTO changes (
    article_id, previous_id, what, label, before, after, speaker_before, speaker_after, before_id, after_id, difference
) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""


@dataclass(frozen=True, slots=True)
class ArticleChange:
    """What a version of an article changed in one quotation, or in the headline, of the version before.

    Attributes:
        article: The article's id.
        url: Its address, if known.
        outlet: Who published it, if known.
        title: Its headline, in the later version.
        version: The number of the later version.
        what: "quotation" or "headline".
        label: What became of the words: a value of `Change`; or "other speaker", where they are the same.
        before: The words of the earlier version; None for a quotation that is new.
        after: The words of the later version; None for a quotation that is gone.
        speaker_before: Whom the earlier version gives the quotation to.
        speaker_after: Whom the later version gives it to.
        difference: Word by word: `source` counts in `before`, `quote` in `after`.
    """

    article: str
    url: str | None
    outlet: str | None
    title: str | None
    version: int
    what: str
    label: str
    before: str | None
    after: str | None
    speaker_before: str | None = None
    speaker_after: str | None = None
    difference: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class _Quotation:
    """A quotation of one version, or its headline."""

    id: int | None
    text: str
    speaker: str | None
    folded: Folded


@dataclass(frozen=True, slots=True)
class _Pair:
    """A quotation of the earlier version and what became of it in the later one; one of them may be missing."""

    label: str
    before: _Quotation | None
    after: _Quotation | None
    difference: tuple[Difference, ...] = ()


def list_changes(connection: sqlite3.Connection, *, after: int = 0) -> Iterator[ArticleChange]:
    """Yield what versions changed, article by article; only changes that were recorded after the one with this id."""
    for row in connection.execute(_CHANGES, (after,)):
        facts = row[1:-1]
        yield replace(ArticleChange(*facts), difference=_read_difference(row[-1]))


def record_changes(connection: sqlite3.Connection, key: str, new: Iterable[int] | None) -> None:
    """Record what each version of an article changed in the one before.

    Args:
        connection: The collection, in a transaction.
        key: The article's key.
        new: Ids of the versions that were added; what others changed is known already. None if nothing is known.
    """
    versions = [
        number for (number,) in connection.execute("SELECT id FROM articles WHERE key = ? ORDER BY version", (key,))
    ]
    fresh = set(versions) if new is None else set(new)
    for previous, article in zip((None, *versions), versions, strict=False):
        if not fresh.isdisjoint((previous, article)):
            # What it changed was recorded against another version, if a new one has come between.
            connection.execute("DELETE FROM changes WHERE article_id = ?", (article,))
            if previous is not None:
                connection.executemany(_INSERT, _make_rows(connection, previous, article))


def _make_rows(connection: sqlite3.Connection, previous: int, article: int) -> Iterator[tuple[Any, ...]]:
    titles = [_read_title(connection, number) for number in (previous, article)]
    quotations = [_read_quotations(connection, number) for number in (previous, article)]
    found = [(_HEADLINE, pair) for pair in _compare_headlines(*titles)]
    found += [(_QUOTATION, pair) for pair in _compare_quotations(*quotations)]
    for what, pair in found:
        before, after = pair.before, pair.after
        yield (
            *(article, previous, what, pair.label, before and before.text, after and after.text),
            *(before and before.speaker, after and after.speaker, before and before.id, after and after.id),
            _write_difference(pair.difference),
        )


def _read_title(connection: sqlite3.Connection, article: int) -> _Quotation | None:
    title = connection.execute("SELECT title FROM articles WHERE id = ?", (article,)).fetchone()[0]
    return _Quotation(None, title, None, fold(title)) if title else None


def _read_quotations(connection: sqlite3.Connection, article: int) -> list[_Quotation]:
    rows = connection.execute(_QUOTATIONS, (article,))
    return [_Quotation(number, text, speaker, fold(text)) for number, text, speaker in rows]


def _compare_headlines(before: _Quotation | None, after: _Quotation | None) -> Iterator[_Pair]:
    if before is None and after is None:
        return
    if before is None or after is None:
        yield _Pair(Change.NOT_FOUND.value, before, after)
    elif before.folded.forms != after.folded.forms:
        yield _compare(before, after)[0]


def _compare_quotations(before: Sequence[_Quotation], after: Sequence[_Quotation]) -> Iterator[_Pair]:
    """Yield what became of the quotations: of those that stayed, were changed, are gone, and are new."""
    gone, added = [], defaultdict(list)
    for other in after:
        added[other.folded.forms].append(other)
    for one in before:
        same = added[one.folded.forms]
        if not same:
            gone.append(one)
            continue
        other = next((it for it in same if it.speaker == one.speaker), same[0])
        same.remove(other)
        if _are_different(one.speaker, other.speaker):
            yield _Pair(Flag.OTHER_SPEAKER.value, one, other)
    new = sorted((other for others in added.values() for other in others), key=lambda it: it.id or 0)
    taken: set[int | None] = set()
    for pair in _find_changed(gone, new):
        taken |= {it.id for it in (pair.before, pair.after) if it is not None}
        yield pair
    yield from (_Pair(Change.NOT_FOUND.value, one, None) for one in gone if one.id not in taken)
    yield from (_Pair(Change.NOT_FOUND.value, None, other) for other in new if other.id not in taken)


def _find_changed(gone: Sequence[_Quotation], new: Sequence[_Quotation]) -> Iterator[_Pair]:
    """Yield pairs of a quotation that is gone and a new one with much of its words, each in one pair only."""
    likely = sorted(
        (-shared, at, other_at)
        for at, one in enumerate(gone)
        for other_at, other in enumerate(new)
        if (shared := _share(one.folded, other.folded)) >= _LEAST_SHARED
    )[:_MOST_PAIRS]
    compared = [(at, other_at, *_compare(gone[at], new[other_at])) for _, at, other_at in likely]
    taken: set[int] = set()
    taken_new: set[int] = set()
    for at, other_at, pair, _ in sorted(compared, key=lambda it: (-it[3], it[0], it[1])):
        if pair.label != Change.NOT_FOUND.value and at not in taken and other_at not in taken_new:
            taken.add(at)
            taken_new.add(other_at)
            yield pair


def _share(one: Folded, other: Folded) -> float:
    """How many of the words of the shorter passage are in the other one too."""
    words, others = set(one.forms), set(other.forms)
    return len(words & others) / (min(len(words), len(others)) or 1)


def _compare(before: _Quotation, after: _Quotation) -> tuple[_Pair, float]:
    """What became of the words, and how many of them stayed, from 0 to 1."""
    found = compare_passage(after.folded, index_source(before.folded), is_retold=True)
    if found.label in (Change.NOT_FOUND, Change.ALTERED):
        # The later version may go on where the earlier one stopped.
        other = compare_passage(before.folded, index_source(after.folded), is_retold=True)
        if other.label in (Change.VERBATIM, Change.MINOR, Change.TRUNCATED):
            difference = _complete(list(map(_turn_round, other.difference)), before.text, after.text)
            return _Pair(Change.TRUNCATED.value, before, after, difference), other.share
    label = found.label
    if label is Change.VERBATIM and len(after.folded) < len(before.folded):
        label = Change.TRUNCATED
    return _Pair(label.value, before, after, _complete(list(found.difference), before.text, after.text)), found.share


def _complete(steps: list[Difference], before: str, after: str) -> tuple[Difference, ...]:
    """The steps, with the words of either side that stand before the first and behind the last of them."""
    if not steps:
        return ()
    old, new = ([getattr(step, side) for step in steps] for side in ("source", "quote"))
    starts = min(span.start for span in old), min(span.start for span in new)
    ends = max(span.end for span in old), max(span.end for span in new)
    head = _list_only(Span(0, starts[0]), Span(0, starts[1]), before, after)
    tail = _list_only(Span(ends[0], len(before)), Span(ends[1], len(after)), before, after)
    return (*head, *steps, *tail)


def _list_only(gone: Span, come: Span, before: str, after: str) -> Iterator[Difference]:
    """Yield the steps for words that only one side has at one place."""
    if _has_word(gone.of(before)):
        yield Difference(Op.DELETE, gone, Span(come.start, come.start))
    if _has_word(come.of(after)):
        yield Difference(Op.INSERT, Span(gone.end, gone.end), come)


def _has_word(text: str) -> bool:
    return any(letter.isalnum() for letter in text)


def _turn_round(step: Difference) -> Difference:
    """A step of a difference with its sides exchanged."""
    ops = {Op.INSERT: Op.DELETE, Op.DELETE: Op.INSERT}
    return Difference(ops.get(step.op, step.op), step.quote, step.source)


def _are_different(one: str | None, other: str | None) -> bool:
    """Whether two names are of two speakers, as far as names show: "Roth" may be Anna Roth."""
    words, others = (set((name or "").casefold().split()) for name in (one, other))
    return not (words <= others or others <= words)


def _write_difference(difference: Iterable[Difference]) -> str:
    """A difference as JSON, in the form that checked quotations have."""
    return json.dumps([{"op": it.op.value, "source": it.source, "quote": it.quote} for it in difference])


def _read_difference(kept: str) -> tuple[Difference, ...]:
    return tuple(Difference(Op(it["op"]), Span(*it["source"]), Span(*it["quote"])) for it in json.loads(kept))
