"""Find the words of an utterance in the texts of articles where they were not read as a statement.

Nothing of this is kept: it is looked for when it is asked for, so that it is as new as the collection. The index of
texts leads to the articles, and the words are then held against each of them.
"""

from __future__ import annotations

import heapq
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from operator import itemgetter

from sayso.cluster import Cluster, Occurrence
from sayso.store.trace_find import find_clusters_of, find_quote, make_condition
from sayso.store.trace_rows import load_occurrences
from sayso.trace.group import find_days
from sayso.trace.judge import ALWAYS, judge
from sayso.trace.lineage import sort_key
from sayso.trace.place import Placed, Text, find_place, list_runs
from sayso.trace.tracer import make_lineage
from sayso.trace.wordings import Wordings

__all__ = ["TextSearch", "find_quote_in_texts", "find_with_texts"]

# Of a cluster so many different passages are looked for, those that say most; and so many articles are looked at.
_MOST_WORDINGS, _MOST_ARTICLES = 5, 200
# Words within so many others are near one another.
_NEAR = 20
# A run of so many words is one of words in a row.
_ROW = 6
_FOUND = """
SELECT articles.id, articles.key FROM articles_fts INNER JOIN articles ON articles.id = articles_fts.rowid
WHERE articles_fts MATCH ? AND articles.is_current ORDER BY articles.published_from IS NULL, articles.published_from,
    articles.key LIMIT ?
"""
_COUNTED = """
SELECT count(*) FROM articles_fts INNER JOIN articles ON articles.id = articles_fts.rowid
WHERE articles_fts MATCH ? AND articles.is_current
"""
_ARTICLE = """
SELECT articles.article, articles.key, articles.text, outlets.shown, articles.published, articles.published_from,
    articles.published_until, articles.fingerprint, articles.title, articles.url
FROM articles LEFT JOIN outlets ON outlets.id = articles.outlet_id WHERE articles.id = ?
"""
_WORDINGS = """
SELECT passages.wording_id FROM articles
INNER JOIN statements ON statements.article_id = articles.id
INNER JOIN passages ON passages.statement_id = statements.id WHERE articles.key = ? AND articles.is_current
"""
_ALONE = """
SELECT min(statements.id) FROM passages
INNER JOIN statements ON statements.id = passages.statement_id
INNER JOIN articles ON articles.id = statements.article_id
LEFT JOIN article_speakers ON article_speakers.id = statements.article_speaker_id
WHERE statements.within_id IS NULL AND passages.id NOT IN (SELECT passage_id FROM occurrences) AND {}
GROUP BY passages.wording_id, statements.article_id
ORDER BY articles.published_from IS NULL, articles.published_from, articles.key, statements.start
"""
_TEXTS_AT_HAND = 1_000


def find_with_texts(
    connection: sqlite3.Connection,
    *,
    article: str | None = None,
    speaker: str | None = None,
    on_left_out: Callable[[int], None] = lambda _count: None,
) -> Iterator[Cluster]:
    """Yield the clusters by date, each with the places of its words in texts.

    Args:
        connection: A connection to a collection.
        article: The id or address of an article: only what stands in it as a statement.
        speaker: A name: only what this speaker says in one of the articles.
        on_left_out: Called with the number of articles that may have some words and were not looked at.
    """
    search = TextSearch(connection, on_left_out)
    clusters = find_clusters_of(connection, article=article, speaker=speaker)
    several = ((_order(cluster), search.add_to(cluster)) for cluster in clusters)
    alone = ((_order(cluster), cluster) for cluster in search.find_alone(article=article, speaker=speaker))
    for _, cluster in heapq.merge(several, alone, key=itemgetter(0)):
        yield cluster


def find_quote_in_texts(
    connection: sqlite3.Connection, quote: str, on_left_out: Callable[[int], None] = lambda _count: None
) -> list[Cluster] | None:
    """Who has these words as statements, and in which other texts they stand; None if they are too few to look for."""
    found = find_quote(connection, quote)
    if found is None:
        return None
    search = TextSearch(connection, on_left_out)
    clusters = [search.add_to(cluster) for cluster in found]
    rest = search.find_asked(quote, {it.own_article for cluster in clusters for it in cluster.passages})
    return [*clusters, rest] if rest is not None else clusters


def _order(cluster: Cluster) -> tuple[bool, str, str]:
    """By the date of the first passage that is a statement."""
    first = next((it.first for it in cluster.passages if it.statement), None)
    return first is None, first or "", cluster.id


@dataclass(slots=True)
class TextSearch:
    """Searches the texts of a collection.

    Attributes:
        connection: A connection to it.
        on_left_out: Called with the number of articles that may have some words and were not looked at.
    """

    connection: sqlite3.Connection
    on_left_out: Callable[[int], None] = lambda _count: None
    _texts: dict[int, tuple[Occurrence, Text]] = field(default_factory=dict)

    def add_to(self, cluster: Cluster) -> Cluster:
        """The cluster, with the places of its words in articles that have no passage of it yet."""
        wordings = Wordings()
        numbers = [wordings.add(it.pieces, it.kind) for it in cluster.passages]
        best = sorted(set(numbers), key=lambda n: (-wordings.wordings[n].weight, wordings.wordings[n].digest))
        known = {it.own_article for it in cluster.passages}
        found: dict[str, Occurrence] = {}
        for number in best[:_MOST_WORDINGS]:
            passage = cluster.passages[numbers.index(number)]
            near = [it for it, own in zip(cluster.passages, numbers, strict=True) if own == number]
            for occurrence in self._find(passage, near, known):
                found.setdefault(occurrence.own_article, occurrence)
        if not found:
            return cluster
        chosen = sorted((*cluster.passages, *found.values()), key=sort_key)
        own = [wordings.add(it.pieces, it.kind) for it in chosen]
        return make_lineage(cluster.id, chosen, own, wordings.wordings, self._list_wordings(chosen))

    def _list_wordings(self, occurrences: Iterable[Occurrence]) -> dict[str, frozenset[int]]:
        """For each article, by key, the wordings of its statements: copies have most of them in common."""
        found = {}
        for key in sorted({it.own_article for it in occurrences}):
            found[key] = frozenset(number for (number,) in self.connection.execute(_WORDINGS, (key,)))
        return found

    def find_asked(self, quote: str, known: set[str]) -> Cluster | None:
        """The words that somebody asks for, where they stand in texts of articles that are not known yet."""
        asked = Occurrence("", "", (), (quote,), "direct")
        chosen = sorted(self._find(asked, None, known), key=sort_key)
        wordings = Wordings()
        name = f"k{wordings.wordings[wordings.add(asked.pieces, asked.kind)].digest.hex()[:14]}-texts"
        own = [wordings.add(it.pieces, it.kind) for it in chosen]
        return make_lineage(name, chosen, own, wordings.wordings, self._list_wordings(chosen)) if chosen else None

    def _find(self, passage: Occurrence, near: Sequence[Occurrence] | None, known: set[str]) -> Iterator[Occurrence]:
        """Yield the places of a passage's words in other articles.

        Args:
            passage: The passage.
            near: Where it was printed, since few words are the same only about that time; None if that is no matter.
            known: The articles that are not looked at.
        """
        runs = list_runs(passage.pieces)
        if not runs:
            return
        query = " OR ".join(_write_run(run) for run in runs)
        rows = self.connection.execute(_FOUND, (f"text : ({query})", _MOST_ARTICLES + 1)).fetchall()
        if len(rows) > _MOST_ARTICLES:
            (count,) = self.connection.execute(_COUNTED, (f"text : ({query})",)).fetchone()
            self.on_left_out(count - _MOST_ARTICLES)
        for number, key in rows[:_MOST_ARTICLES]:
            if key in known:
                continue
            article, text = self._load(number)
            place = find_place(passage.pieces, passage.kind, text, is_asked=near is None)
            if place is None or (near is not None and not any(_are_near(article, it, place.days) for it in near)):
                continue
            if not self._is_read(number, place):
                yield _place(article, place, text)

    def _load(self, number: int) -> tuple[Occurrence, Text]:
        """An article, and its text made ready."""
        held = self._texts.pop(number, None)
        if held is None:
            row = self.connection.execute(_ARTICLE, (number,)).fetchone()
            article, key, text, outlet, published, first, last, mark, title, url = row
            facts = {"outlet": outlet or None, "published": published, "first": first, "last": last}
            copy = {"copy": mark, "article_key": key, "title": title, "url": url}
            held = Occurrence(article, "", (), (), "indirect", **facts, **copy), Text(text)
        self._texts[number] = held
        if len(self._texts) > _TEXTS_AT_HAND:
            del self._texts[next(iter(self._texts))]
        return held

    def _is_read(self, number: int, place: Placed) -> bool:
        """Whether half of the place belongs to statements: these were traced as they are."""
        query = "SELECT content FROM statements WHERE article_id = ?"
        contents = [json.loads(content) for (content,) in self.connection.execute(query, (number,))]
        covered = sum(
            max(0, min(end, place.span.end) - max(start, place.span.start))
            for start, end in _join(it for content in contents for it in content)
        )
        return 2 * covered >= place.span.end - place.span.start

    def find_alone(self, *, article: str | None = None, speaker: str | None = None) -> Iterator[Cluster]:
        """Yield the utterances that one article has as a statement, and others in their texts alone.

        Args:
            article: The id or address of an article: only its statements.
            speaker: A name: only what this speaker says.
        """
        condition, asked = make_condition(self.connection, article=article, speaker=speaker)
        for (number,) in self.connection.execute(_ALONE.format(condition or "TRUE"), asked).fetchall():
            occurrences, _ = load_occurrences(self.connection, [number])
            wordings = Wordings()
            passage = occurrences[number]
            wording = wordings.wordings[wordings.add(passage.pieces, passage.kind)]
            if judge(wording, wording).is_same:
                mark = blake2b(passage.own_article.encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()
                name = f"k{wording.digest.hex()[:14]}-{mark}"
                cluster = self.add_to(make_lineage(name, [passage], [0], wordings.wordings, {}))
                if len(cluster.passages) > 1:
                    yield cluster


def _write_run(run: Sequence[str]) -> str:
    """A run of words as the index of texts is asked for it; words cannot hold a quotation mark."""
    if len(run) >= _ROW:
        return f'"{" ".join(run)}"'
    words = " ".join(f'"{word}"' for word in run)
    return f"NEAR({words}, {_NEAR})"


def _are_near(one: Occurrence, other: Occurrence, days: int) -> bool:
    """Whether both were printed within so many days, as far as dates are known."""
    if days >= ALWAYS:
        return True
    here, there = find_days(one.first, one.last), find_days(other.first, other.last)
    if here is None or there is None:
        return here is there
    return max(here[0], there[0]) - min(here[1], there[1]) <= days


def _place(article: Occurrence, place: Placed, text: Text) -> Occurrence:
    return replace(article, spans=(place.span,), pieces=(place.span.of(text.text),), kind=place.kind)


def _join(spans: Iterable[Sequence[int]]) -> Iterator[tuple[int, int]]:
    """Yield the spans; those that overlap are one."""
    begun: tuple[int, int] | None = None
    for start, end in sorted((it[0], it[1]) for it in spans):
        if begun is not None and start <= begun[1]:
            begun = begun[0], max(begun[1], end)
            continue
        if begun is not None:
            yield begun
        begun = start, end
    if begun is not None:
        yield begun
