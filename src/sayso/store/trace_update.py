"""Trace what is new in a collection: find the wordings that are like others, and make the clusters that they change.

Whatever the order in which articles come, and in however many runs, the collection ends up with the same clusters: a
pair of wordings is decided by these two alone, but for keys that too many wordings hold, and the pairs of a key that
passes that limit are looked at again. Clusters are made anew wherever a passage, a link or a speaker changed.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sayso.store.trace_find import count_untraced
from sayso.store.trace_keys import Entries, add_entries, find_entries, remove_wordings
from sayso.store.trace_rows import (
    ClusterRows,
    ask_in_parts,
    cut_pieces,
    load_article_wordings,
    load_occurrences,
)
from sayso.trace.candidates import MOST_HOLDERS, count_holders, is_candidate, pair_holders
from sayso.trace.group import Link
from sayso.trace.judge import judge
from sayso.trace.keys import list_keys
from sayso.trace.lineage import is_said_by_many, sort_key
from sayso.trace.tracer import METHOD, gather, make_cluster, make_link
from sayso.trace.wordings import Wording, Wordings

__all__ = ["TraceCounts", "count_if_traced", "update_clusters"]

_NEW = """
SELECT statements.id, statements.text, statements.content, statements.kind, statements.start, statements."end"
FROM statements INNER JOIN articles ON articles.id = statements.article_id
WHERE articles.is_current AND statements.id NOT IN (SELECT statement_id FROM passages)
"""
_TABLES = "edges matches occurrences clusters links passages wording_keys wordings touched_wordings tracing".split()
# Passages whose clusters are made at once.
_PASSAGES_AT_ONCE = 50_000
Progress = Callable[[str, int, int], None]
# So many passages are read, or pairs compared, before progress is reported.
_REPORTED_AT_ONCE = 10_000
_Pairs = Iterable[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class TraceCounts:
    """What a collection holds after it was traced.

    Attributes:
        new_passages: Passages that were not traced before.
        passages: All passages.
        wordings: The different wordings of these.
        clusters: Utterances that stand in several articles.
        phrases: Phrases that so many speakers use that they are no utterance, of the wordings that were looked at.
        dropped_keys: Word runs that lead nowhere, since too many wordings have them.
        dropped_pairs: Pairs of wordings that share one of these; most of them share another one too.
    """

    new_passages: int
    passages: int
    wordings: int
    clusters: int
    phrases: int
    dropped_keys: int
    dropped_pairs: int


def update_clusters(
    connection: sqlite3.Connection, progress: Progress = lambda _step, _done, _whole: None
) -> TraceCounts:
    """Trace what is not traced yet; the caller holds the transaction.

    Args:
        connection: A connection to a collection.
        progress: Called with the name of a step, how many things it has done, and how many there are.
    """
    return _Update(connection, progress).run()


def count_if_traced(connection: sqlite3.Connection) -> TraceCounts | None:
    """What the collection holds, if there is nothing to trace; else None."""
    row = connection.execute("SELECT (SELECT method FROM tracing), EXISTS (SELECT 1 FROM touched_wordings)").fetchone()
    is_done = row[0] == METHOD and not row[1] and not count_untraced(connection)
    return _count(connection, 0, 0) if is_done else None


def _count(connection: sqlite3.Connection, new: int, phrases: int) -> TraceCounts:
    ask = connection.execute
    counts = [int(ask(f"SELECT count(*) FROM {t}").fetchone()[0]) for t in ("passages", "wordings", "clusters")]  # noqa: S608
    dropped = ask("SELECT ifnull(sum(dropped_keys), 0), ifnull(sum(dropped_pairs), 0) FROM wording_keys").fetchone()
    return TraceCounts(new, counts[0], counts[1], counts[2], phrases, int(dropped[0]), int(dropped[1]))


class _Update:
    """One run."""

    def __init__(self, connection: sqlite3.Connection, progress: Progress) -> None:
        self._connection = connection
        self._progress = progress
        # The wordings that were folded in this run, by their number in the collection.
        self._known: dict[int, Wording] = {}
        self._touched: set[int] = set()

    def run(self) -> TraceCounts:
        self._check_method()
        suspects = self._remove_gone()
        new = self._add_passages()
        if suspects:
            self._decide_again(suspects)
        phrases = self._make_clusters()
        self._connection.execute("DELETE FROM touched_wordings")
        return _count(self._connection, new, phrases)

    def _check_method(self) -> None:
        """Remove what another version of sayso traced."""
        row = self._connection.execute("SELECT method FROM tracing").fetchone()
        if row is None or row[0] != METHOD:
            for table in _TABLES:
                self._connection.execute(f"DELETE FROM {table}")  # noqa: S608
            self._connection.execute("INSERT INTO tracing VALUES (1, ?, 0)", (METHOD,))

    # ---- what is gone

    def _remove_gone(self) -> set[tuple[int, int]]:
        """Remove wordings that no passage has any more; return pairs that may be alike as a key leads somewhere now."""
        ask = self._connection.execute
        self._touched.update(number for (number,) in ask("SELECT wording_id FROM touched_wordings"))
        gone = {
            number
            for (number,) in ask(
                "SELECT wording_id FROM touched_wordings WHERE wording_id NOT IN (SELECT wording_id FROM passages)"
            )
        }
        if not gone:
            return set()
        for number in sorted(gone):
            rows = ask(
                "SELECT a_wording_id, b_wording_id FROM links WHERE a_wording_id = ? OR b_wording_id = ?", (number,) * 2
            ).fetchall()
            self._touched.update(other for row in rows for other in row)
        numbers = [(number,) for number in sorted(gone)]
        twice = [(number, number) for number in sorted(gone)]
        self._connection.executemany("DELETE FROM links WHERE a_wording_id = ? OR b_wording_id = ?", twice)
        self._connection.executemany("DELETE FROM wordings WHERE id = ?", numbers)
        self._touched -= gone
        opened = find_entries(self._connection, remove_wordings(self._connection, gone))
        pairs: set[tuple[int, int]] = set()
        for holders in _split_holders(opened):
            pairs.update((one, other) for place, one in enumerate(holders) for other in holders[place + 1 :])
        return pairs

    # ---- what is new

    def _add_passages(self) -> int:
        """Store new passages, wordings, keys and links; return the number of passages."""
        found = Wordings()
        statements, own, places = array("q"), array("q"), array("q")
        whole = count_untraced(self._connection)
        for number, text, content, kind, start, end in self._connection.execute(_NEW):
            statements.append(number)
            own.append(found.add(cut_pieces(text, content), kind))
            places.extend((start, end))
            if not len(own) % _REPORTED_AT_ONCE:
                self._progress("read", len(own), whole)
        ids, is_new = self._store_wordings(found)
        numbers = ids.tolist()
        rows = (
            (statement, statement, numbers[wording], places[2 * place], places[2 * place + 1])
            for place, (statement, wording) in enumerate(zip(statements, own, strict=True))
        )
        self._connection.executemany("INSERT INTO passages VALUES (?, ?, ?, ?, ?)", rows)
        self._known.update(zip(numbers, found.wordings, strict=True))
        self._touched.update(numbers)
        if len(found):
            self._add_links(found, ids, is_new)
        return len(own)

    def _store_wordings(self, found: Wordings) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
        """The number of each wording in the collection, and whether it is new there."""
        ask = self._connection.execute
        digests = [wording.digest for wording in found.wordings]
        free = int(ask("SELECT ifnull(max(id), 0) + 1 FROM wordings").fetchone()[0])
        ids = np.full(len(digests), -1, dtype=np.int64)
        if free > 1:
            for place, digest in enumerate(digests):
                row = ask("SELECT id FROM wordings WHERE digest = ?", (digest,)).fetchone()
                if row:
                    ids[place] = row[0]
        is_new = ids < 0
        order = sorted(np.flatnonzero(is_new).tolist(), key=digests.__getitem__)
        ids[order] = np.arange(free, free + len(order))
        self._connection.executemany(
            "INSERT INTO wordings VALUES (?, ?, 0)", ((int(ids[place]), digests[place]) for place in order)
        )
        return ids, is_new

    def _add_links(self, found: Wordings, ids: npt.NDArray[np.int64], is_new: npt.NDArray[np.bool_]) -> None:
        self._progress("keys", 0, len(found))
        keys, holders = list_keys(found)
        kept = is_new[holders]
        new = Entries.join([Entries(keys[kept], ids[holders[kept]])])
        self._progress("keys", len(found), len(found))
        own, counts = np.unique(new.holders, return_counts=True)
        rows = zip(counts.tolist(), own.tolist(), strict=True)
        self._connection.executemany("UPDATE wordings SET key_count = ? WHERE id = ?", rows)
        old = add_entries(self._connection, new)
        self._link_pairs(old, new)
        self._drop_links(old, new)

    def _link_pairs(self, old: Entries, new: Entries) -> None:
        """Link new wordings to those that are like them."""
        entries = Entries.join((old, new))
        numbers, holders = np.unique(entries.holders, return_inverse=True)
        totals = self._count_keys(numbers)
        asked = np.isin(numbers, np.unique(new.holders))
        pairs = pair_holders(entries.keys, holders, totals, asked=asked)
        self._fold(np.unique(np.concatenate((numbers[pairs.first], numbers[pairs.second]))).tolist())
        found = zip(numbers[pairs.first].tolist(), numbers[pairs.second].tolist(), strict=True)
        self._store_links(self._judge(found, len(pairs.first)))

    def _judge(self, pairs: _Pairs, whole: int) -> list[tuple[int, int, float, int]]:
        """The pairs that are alike, of so many."""
        rows = []
        for done, (one, other) in enumerate(pairs):
            if not done % _REPORTED_AT_ONCE:
                self._progress("alike", done, whole)
            link = make_link(judge(self._known[one], self._known[other]))
            if link is not None:
                rows.append((min(one, other), max(one, other), link.strength, link.days))
        return rows

    def _store_links(self, rows: Sequence[tuple[int, int, float, int]]) -> None:
        self._connection.executemany("INSERT OR REPLACE INTO links VALUES (?, ?, ?, ?)", sorted(rows))
        self._touched.update(number for row in rows for number in row[:2])

    def _count_keys(self, numbers: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """How many keys each of these wordings has."""
        if len(numbers) > 50_000:
            rows = self._connection.execute("SELECT id, key_count FROM wordings").fetchall()
        else:
            rows = list(
                ask_in_parts(self._connection, "SELECT id, key_count FROM wordings WHERE id IN ({})", numbers.tolist())
            )
        counts = dict(rows)
        return np.array([counts[number] for number in numbers.tolist()], dtype=np.int64)

    def _drop_links(self, old: Entries, new: Entries) -> None:
        """Look again at the links between wordings that share a key which too many hold only now."""
        closed = []
        entries = Entries.join((old, new))
        begins, counts = count_holders(entries.keys)
        crowded = entries.keys[begins[counts > MOST_HOLDERS]]
        if len(crowded):
            begins, counts = count_holders(old.keys)
            closed = list(_split_holders(old.keep(np.isin(old.keys, crowded))))
        pairs: set[tuple[int, int]] = set()
        for holders in closed:
            if len(holders) <= MOST_HOLDERS:
                query = "SELECT a_wording_id, b_wording_id FROM links WHERE a_wording_id IN ({})"
                held = set(holders)
                pairs.update(pair for pair in ask_in_parts(self._connection, query, holders) if pair[1] in held)
        if pairs:
            self._decide_again(pairs)

    def _decide_again(self, pairs: set[tuple[int, int]]) -> None:
        """Link these pairs, or remove their links, by the keys that lead somewhere now."""
        numbers = sorted({number for pair in pairs for number in pair})
        self._fold(numbers)
        keys = self._list_open_keys(numbers)
        totals = dict(zip(numbers, self._count_keys(np.array(numbers, dtype=np.int64)).tolist(), strict=True))
        kept = [
            (one, other)
            for one, other in sorted(pairs)
            if is_candidate(len(keys[one] & keys[other]), totals[one], totals[other])
        ]
        rows = self._judge(kept, len(kept))
        alike = {row[:2] for row in rows}
        gone = [pair for pair in sorted(pairs) if pair not in alike]
        self._connection.executemany("DELETE FROM links WHERE a_wording_id = ? AND b_wording_id = ?", gone)
        self._touched.update(numbers)
        self._store_links(rows)

    def _list_open_keys(self, numbers: Sequence[int]) -> dict[int, set[int]]:
        """For each of these wordings its keys that lead somewhere."""
        keys: dict[int, set[int]] = {number: set() for number in numbers}
        again = Wordings()
        own = {again.add(pieces, kind): number for number, pieces, kind in self._load_texts(numbers)}
        found, holders = list_keys(again)
        entries = find_entries(self._connection, found)
        begins, counts = count_holders(entries.keys)
        is_open = np.isin(found, entries.keys[begins[counts <= MOST_HOLDERS]])
        for key, holder in zip(found[is_open].tolist(), holders[is_open].tolist(), strict=True):
            keys[own[holder]].add(key)
        return keys

    # ---- wordings and clusters

    def _fold(self, numbers: Sequence[int]) -> None:
        """Fold the wordings that are not known in this run yet."""
        missing = [number for number in numbers if number not in self._known]
        again = Wordings()
        for number, pieces, kind in self._load_texts(missing):
            self._known[number] = again.wordings[again.add(pieces, kind)]

    def _load_texts(self, wordings: Sequence[int]) -> Iterator[tuple[int, tuple[str, ...], str]]:
        """Yield each wording with the pieces and the kind of a passage that has it."""
        query = (
            "SELECT passages.wording_id, min(passages.id), statements.text, statements.content, statements.kind"
            " FROM passages INNER JOIN statements ON statements.id = passages.statement_id"
            " WHERE passages.wording_id IN ({}) GROUP BY passages.wording_id"
        )
        for number, _, text, content, kind in ask_in_parts(self._connection, query, wordings):
            yield number, cut_pieces(text, content), kind

    def _make_clusters(self) -> int:
        """Make the clusters anew that something changed in; return the number of phrases."""
        links = {
            (one, other): Link(strength, days)
            for one, other, strength, days in self._connection.execute("SELECT * FROM links")
        }
        groups = _find_components(links, self._touched)
        affected = [number for group in groups for number in group]
        self._drop_clusters(affected)
        members = self._load_members(affected, {number for group in groups if len(group) > 1 for number in group})
        rows = ClusterRows(self._connection)
        phrases = done = waiting = 0
        whole = sum(map(len, members.values()))
        batch: list[list[int]] = []
        for group in [*groups, None]:
            if group is not None and any(number in members for number in group):
                batch.append(group)
                waiting += sum(len(members.get(number, ())) for number in group)
            if batch and (group is None or waiting >= _PASSAGES_AT_ONCE):
                phrases += self._make_batch(batch, members, links, rows)
                done += waiting
                self._progress("clusters", done, whole)
                batch, waiting = [], 0
        return phrases

    def _drop_clusters(self, wordings: Sequence[int]) -> None:
        if self._connection.execute("SELECT count(*) FROM clusters").fetchone()[0]:
            query = (
                "SELECT DISTINCT occurrences.cluster_id FROM passages INNER JOIN occurrences"
                " ON occurrences.passage_id = passages.id WHERE passages.wording_id IN ({})"
            )
            found = {row[0] for row in ask_in_parts(self._connection, query, wordings)}
            self._connection.executemany("DELETE FROM clusters WHERE id = ?", [(number,) for number in sorted(found)])
        # Those that lost all passages, or all but those of wordings that are alone now.
        self._connection.execute(
            "DELETE FROM clusters WHERE passages <> (SELECT count(*) FROM occurrences WHERE cluster_id = clusters.id)"
        )

    def _load_members(self, wordings: Sequence[int], linked: set[int]) -> dict[int, list[int]]:
        """The passages of the wordings that are like others, or have several."""
        members: defaultdict[int, list[int]] = defaultdict(list)
        rows: Iterable[tuple[int, int]]
        if len(wordings) > 50_000:
            rows = self._connection.execute("SELECT wording_id, id FROM passages ORDER BY wording_id, id")
            chosen = set(wordings)
            rows = (row for row in rows if row[0] in chosen)
        else:
            rows = ask_in_parts(
                self._connection, "SELECT wording_id, id FROM passages WHERE wording_id IN ({})", wordings
            )
        for wording, passage in rows:
            members[wording].append(passage)
        return {number: held for number, held in members.items() if number in linked or len(held) > 1}

    def _make_batch(
        self,
        groups: Sequence[Sequence[int]],
        members: Mapping[int, Sequence[int]],
        links: Mapping[tuple[int, int], Link],
        rows: ClusterRows,
    ) -> int:
        """Make the clusters of some groups of wordings; return the number of phrases."""
        wordings = [number for group in groups for number in group if number in members]
        self._fold(wordings)
        found, carriers = load_occurrences(self._connection, (p for number in wordings for p in members[number]))
        order = sorted(found, key=lambda number: sort_key(found[number]))
        places = {number: place for place, number in enumerate(order)}
        occurrences = [found[number] for number in order]
        own = {places[passage]: wording for wording in wordings for passage in members[wording]}
        held = {wording: [places[passage] for passage in members[wording]] for wording in wordings}
        chosen = set(wordings)
        inside = {pair: link for pair, link in links.items() if pair[0] in chosen and pair[1] in chosen}
        articles = load_article_wordings(self._connection, order)
        phrases = 0
        for name, passages in gather(held, occurrences, self._known, inside):
            some = [occurrences[place] for place in passages]
            cluster = make_cluster(name, some, [own[place] for place in passages], self._known, articles)
            if cluster is not None:
                rows.add(cluster, [order[place] for place in passages], carriers)
            elif len({it.own_article for it in some}) > 1:
                phrases += is_said_by_many(some)
        rows.write()
        return phrases


def _split_holders(entries: Entries) -> Iterator[list[int]]:
    """Yield for each key the wordings that hold it."""
    begins, counts = count_holders(entries.keys)
    for begin, count in zip(begins.tolist(), counts.tolist(), strict=True):
        yield entries.holders[begin : begin + count].tolist()


def _find_components(links: Mapping[tuple[int, int], Link], touched: Iterable[int]) -> list[list[int]]:
    """The wordings that hang together with touched ones, as groups."""
    near: defaultdict[int, list[int]] = defaultdict(list)
    for one, other in links:
        near[one].append(other)
        near[other].append(one)
    seen: set[int] = set()
    groups = []
    for first in sorted(touched):
        if first in seen:
            continue
        group, waiting = [], [first]
        seen.add(first)
        while waiting:
            number = waiting.pop()
            group.append(number)
            for other in near.get(number, ()):
                if other not in seen:
                    seen.add(other)
                    waiting.append(other)
        groups.append(sorted(group))
    return groups
