"""Parties of a collection as they are read for joining, and the speakers that they became as they are written."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from sayso.letters import plain_letters
from sayso.people.party import Joined, Party
from sayso.speaker import SpeakerType

__all__ = ["StoredParty", "count_days", "name_party", "number_speaker", "read_parties", "write_speakers"]

Progress = Callable[[str, int, int], None]
# So many parties are read before progress is reported.
_AT_ONCE = 20_000
_ID_BYTES = 6
_TYPES = {it.value: it for it in SpeakerType}
_ARTICLES = """
SELECT articles.id, articles.key, articles.article, outlets.shown, substr(articles.published_from, 1, 10)
FROM articles LEFT JOIN outlets ON outlets.id = articles.outlet_id
WHERE articles.id IN (
    SELECT article_speakers.article_id FROM temp.affected
    INNER JOIN article_speakers ON article_speakers.id = affected.id
)
"""
_PARTIES = """
SELECT article_speakers.id, article_id, name, type, roles, forms, speaker_id
FROM temp.affected INNER JOIN article_speakers ON article_speakers.id = affected.id ORDER BY article_speakers.id
"""
_COMPANY = """
SELECT DISTINCT name FROM article_speakers
WHERE article_id = ? AND named AND type IN ('person', 'organisation', 'document')
"""


@dataclass(slots=True)
class StoredParty(Party):
    """A party of a collection.

    Attributes:
        number: The number of its row.
        before: The speaker that it has in the file.
        after: The speaker that it is to have.
    """

    number: int = 0
    before: int | None = None
    after: int | None = None


class _Company:
    """The names of the named parties of an article, read when they are first asked for: most are never compared."""

    __slots__ = ("_article", "_connection", "_names")

    def __init__(self, connection: sqlite3.Connection, article: int) -> None:
        self._connection = connection
        self._article = article
        self._names: tuple[str, ...] | None = None

    def __iter__(self) -> Iterator[str]:
        if self._names is None:
            self._names = tuple(name for (name,) in self._connection.execute(_COMPANY, (self._article,)))
        return iter(self._names)


def read_parties(connection: sqlite3.Connection, progress: Progress) -> list[StoredParty]:
    """The parties whose rows the table `affected` names."""
    whole = int(connection.execute("SELECT count(*) FROM temp.affected").fetchone()[0])
    articles = {
        number: (key, article, outlet or None, count_days(day), _Company(connection, number))
        for number, key, article, outlet, day in connection.execute(_ARTICLES)
    }
    counts: dict[tuple[str, str], int] = defaultdict(int)
    parties: list[StoredParty] = []
    for number, article_id, name, kind, roles, forms, speaker in connection.execute(_PARTIES):
        key, article, outlet, day, company = articles[article_id]
        plain = _fold(name)
        counts[key, plain] += 1
        id_ = name_party(key, plain, counts[key, plain])
        facts = (_read_list(roles), _read_list(forms), company, outlet, day, article)
        parties.append(StoredParty(id_, key, name, _TYPES[kind], True, *facts, number, speaker))  # noqa: FBT003
        if not len(parties) % _AT_ONCE:
            progress("read", len(parties), whole)
    return parties


def name_party(key: str, plain: str, count: int) -> str:
    """The id of a party: the same in every run, whatever the numbers of the rows are.

    Args:
        key: The article.
        plain: The party's name in plain letters.
        count: The how many-th of the article with that name it is.
    """
    return f"{key}\n{plain}\n{count:03}"


_fold = lru_cache(maxsize=1 << 16)(plain_letters)


@lru_cache(maxsize=1 << 14)
def _read_list(kept: str) -> tuple[str, ...]:
    return () if kept == "[]" else tuple(json.loads(kept))


@lru_cache(maxsize=1 << 14)
def count_days(day: str | None) -> int | None:
    """The number of a day, given as 2031-04-05; None if it is not known."""
    try:
        return date.fromisoformat(day).toordinal() if day else None
    except ValueError:
        return None


# ---- Writing


def write_speakers(
    connection: sqlite3.Connection, joined: Joined, parties: Sequence[StoredParty], gone: Iterable[int] = ()
) -> list[int]:
    """Write the speakers, and for each party whose it is, why, and who it may be; only what has changed.

    Args:
        connection: A connection to the collection, in a transaction.
        joined: What the parties were found to be.
        parties: The parties, those whose rows the table `affected` names.
        gone: Speakers that lost parties which are not in the collection any more.

    Returns:
        The numbers of the speakers.
    """
    before = {party.before for party in parties if party.before is not None}
    ids = _name_speakers(connection, joined, before)
    joins: dict[int, tuple[int, str, int]] = {}
    for speaker, number in zip(joined.speakers, ids, strict=True):
        for party in _own(speaker.parties):
            party.after = number
            if party.id in speaker.evidence:
                joins[party.number] = (number, speaker.evidence[party.id], int(party.id in speaker.by_hand))
    rows = zip(ids, joined.speakers, strict=True)
    connection.executemany(
        "INSERT INTO speakers (id, name, type, named) VALUES (?, ?, ?, 1)"
        " ON CONFLICT (id) DO UPDATE SET name = excluded.name, type = excluded.type"
        " WHERE name <> excluded.name OR type <> excluded.type",
        [(number, speaker.name, speaker.type.value) for number, speaker in rows],
    )
    changed = [(party.after, party.number) for party in parties if party.after != party.before]
    connection.executemany("UPDATE article_speakers SET speaker_id = ? WHERE id = ?", changed)
    connection.executemany("UPDATE statements SET speaker_id = ? WHERE article_speaker_id = ?", changed)
    _write_joins(connection, joins)
    _write_open(connection, joined, parties)
    _remove_speakers(connection, parties, (before | set(gone)) - set(ids), ids)
    return ids


def _own(parties: Iterable[Party]) -> Iterator[StoredParty]:
    """The parties, which are those that were read here."""
    return (party for party in parties if isinstance(party, StoredParty))


def _name_speakers(connection: sqlite3.Connection, joined: Joined, before: set[int]) -> list[int]:
    """The speakers' ids: each a digest of the first party, which is the same in every run."""
    ids: dict[int, None] = {}
    for speaker in joined.speakers:
        number = number_speaker(speaker.parties[0].id)
        while number in ids or (number not in before and _is_used(connection, number)):
            number += 1
        ids[number] = None
    return list(ids)


def number_speaker(first: str) -> int:
    """The number of a speaker, a digest of the id of the first party; if two have the same, the next one is taken."""
    digest = hashlib.blake2b(first.encode("utf-8", "surrogatepass"), digest_size=_ID_BYTES).digest()
    return int.from_bytes(digest, "big") or 1


def _is_used(connection: sqlite3.Connection, number: int) -> bool:
    return connection.execute("SELECT 1 FROM speakers WHERE id = ?", (number,)).fetchone() is not None


def _write_joins(connection: sqlite3.Connection, joins: dict[int, tuple[int, str, int]]) -> None:
    """Write why parties belong to their speakers, where that has changed."""
    wrong = []
    for number, *row in connection.execute(
        "SELECT article_speaker_id, speaker_id, evidence, by_hand FROM temp.affected"
        " INNER JOIN joins ON joins.article_speaker_id = affected.id"
    ):
        if joins.get(number) == tuple(row):
            del joins[number]
        else:
            wrong.append((number,))
    connection.executemany("DELETE FROM joins WHERE article_speaker_id = ?", wrong)
    connection.executemany(
        "INSERT INTO joins (article_speaker_id, speaker_id, evidence, by_hand) VALUES (?, ?, ?, ?)",
        [(number, *row) for number, row in sorted(joins.items())],
    )


def _write_open(connection: sqlite3.Connection, joined: Joined, parties: Iterable[StoredParty]) -> None:
    """Write which speakers each open party may be."""
    connection.execute("DELETE FROM open_speakers WHERE article_speaker_id IN (SELECT id FROM temp.affected)")
    if joined.open:
        found = {party.id: party for party in parties}
        connection.executemany(
            "INSERT OR IGNORE INTO open_speakers VALUES (?, ?)",
            [
                (found[id_].number, found[candidate].after)
                for id_, candidates in joined.open.items()
                for candidate in candidates
                if found[candidate].after is not None
            ],
        )


def _remove_speakers(
    connection: sqlite3.Connection, parties: Iterable[StoredParty], gone: set[int], ids: Sequence[int]
) -> None:
    """Remove speakers that have no party any more; each number leads to the speaker that has most of its parties."""
    heirs = _find_heirs(parties)
    rows = [(heirs[number], number) for number in sorted(gone) if number in heirs]
    connection.executemany("UPDATE former_speakers SET speaker_id = ? WHERE speaker_id = ?", rows)
    connection.executemany("INSERT OR REPLACE INTO former_speakers (speaker_id, id) VALUES (?, ?)", rows)
    connection.executemany("DELETE FROM former_speakers WHERE id = ?", [(number,) for number in ids])
    connection.executemany(
        "DELETE FROM speakers WHERE id = ?"
        " AND NOT EXISTS (SELECT 1 FROM article_speakers WHERE article_speakers.speaker_id = speakers.id)",
        [(number,) for number in sorted(gone)],
    )


def _find_heirs(parties: Iterable[StoredParty]) -> Mapping[int, int]:
    """For each speaker that parties left, where most of them went."""
    moves: dict[int, Counter[int]] = defaultdict(Counter)
    for party in parties:
        if party.before is not None and party.after is not None and party.before != party.after:
            moves[party.before][party.after] += 1
    return {number: min(counts, key=lambda it: (-counts[it], it)) for number, counts in moves.items()}
