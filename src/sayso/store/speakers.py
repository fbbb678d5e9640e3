"""Keep who is the same speaker in the articles of a collection: join the parties that came since the last time.

Only parties that hang together by their keys with what is new are joined again (`sayso.people.join`), so that adding
an article does not read the whole collection, and the result is that of joining everything at once.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from sayso.letters import plain_letters
from sayso.people.by_hand import Action, Anchor, Edit
from sayso.people.join import join_parties, list_keys
from sayso.people.party import CollectionSpeaker, Joined, Party
from sayso.speaker import SpeakerType
from sayso.store.people import link_speakers

__all__ = ["has_new_parties", "join_speakers", "read_edits", "rejoin_speakers", "touch_articles"]

_ID_BYTES = 6
_TYPES = {it.value: it for it in SpeakerType}
_NEW = """
SELECT article_speakers.id, article_speakers.name, article_speakers.type, article_speakers.named, articles.key
FROM article_speakers INNER JOIN articles ON articles.id = article_speakers.article_id
WHERE article_speakers.joined = 0 AND articles.is_current
"""
_EARLIER = """
SELECT article_speakers.id FROM articles INNER JOIN article_speakers ON article_speakers.article_id = articles.id
WHERE articles.is_current = 0 AND article_speakers.joined <> 2
"""
_AGAIN = """
UPDATE article_speakers SET joined = 0
WHERE joined = 2 AND (SELECT is_current FROM articles WHERE articles.id = article_speakers.article_id)
"""
_PARTIES = """
SELECT
    article_speakers.id, articles.id, articles.key, articles.article, article_speakers.name, article_speakers.type,
    article_speakers.roles, article_speakers.forms, outlets.shown, articles.published_from, article_speakers.speaker_id
FROM affected
INNER JOIN article_speakers ON article_speakers.id = affected.id
INNER JOIN articles ON articles.id = article_speakers.article_id
LEFT JOIN outlets ON outlets.id = articles.outlet_id
ORDER BY article_speakers.id
"""
_COMPANY = """
SELECT article_id, name FROM article_speakers
WHERE named AND type IN ('person', 'organisation', 'document') AND article_id IN (
    SELECT article_speakers.article_id FROM affected INNER JOIN article_speakers ON article_speakers.id = affected.id
)
"""
_EDITS = """
SELECT speaker_edits.id, speaker_edits.action, speaker_edits.at, speaker_edit_parties.side, articles.key,
    speaker_edit_parties.name
FROM speaker_edits
INNER JOIN speaker_edit_parties ON speaker_edit_parties.edit_id = speaker_edits.id
INNER JOIN articles ON articles.id = speaker_edit_parties.article_id
WHERE speaker_edits.action IN ({})
ORDER BY speaker_edits.id, speaker_edit_parties.side, speaker_edit_parties.id
"""


def has_new_parties(connection: sqlite3.Connection) -> bool:
    """Whether something came since the parties were joined the last time."""
    asked = f"SELECT EXISTS ({_NEW}) OR EXISTS ({_EARLIER})"
    return bool(connection.execute(asked).fetchone()[0])


def join_speakers(connection: sqlite3.Connection) -> int:
    """Join what came since the last time; return how many parties were looked at. The caller holds the transaction."""
    keys = _take_out_earlier(connection)
    keys |= _add_keys(connection)
    keys |= {key for (key,) in connection.execute("SELECT key FROM touched_keys")}
    connection.execute("DELETE FROM touched_keys")
    return _rejoin(connection, keys) if keys else 0


def rejoin_speakers(connection: sqlite3.Connection, speakers: Iterable[int]) -> None:
    """Join the parties of these speakers again, with all that may be one with them, as after an edit."""
    keys: set[str] = set()
    for speaker in speakers:
        rows = connection.execute(
            "SELECT speaker_keys.key FROM article_speakers"
            " INNER JOIN speaker_keys ON speaker_keys.article_speaker_id = article_speakers.id"
            " WHERE article_speakers.speaker_id = ?",
            (speaker,),
        )
        keys |= {key for (key,) in rows}
    _rejoin(connection, keys)


def touch_articles(connection: sqlite3.Connection, articles: Iterable[int]) -> None:
    """Note that the parties of these articles are to be joined again, as others of them are gone."""
    connection.executemany(
        "INSERT OR IGNORE INTO touched_keys SELECT speaker_keys.key FROM article_speakers"
        " INNER JOIN speaker_keys ON speaker_keys.article_speaker_id = article_speakers.id"
        " WHERE article_speakers.article_id = ?",
        [(article,) for article in articles],
    )


def read_edits(connection: sqlite3.Connection) -> list[Edit]:
    """What the user decided by hand about who is one speaker, in order."""
    sides: dict[tuple[int, str, str], dict[int, list[Anchor]]] = defaultdict(lambda: defaultdict(list))
    for number, action, at, side, key, name in connection.execute(_EDITS.format("'merge', 'split'")):
        sides[number, action, at[:10]][side].append((key, name))
    return [
        Edit(number, Action(action), tuple(tuple(found[side]) for side in sorted(found)), day)
        for (number, action, day), found in sides.items()
    ]


# ---- What is new


def _take_out_earlier(connection: sqlite3.Connection) -> set[str]:
    """Take out the parties of versions that are not the current ones any more; return the keys that they had."""
    connection.execute(_AGAIN)
    keys: set[str] = set()
    for (number,) in connection.execute(_EARLIER).fetchall():
        asked = "SELECT key FROM speaker_keys WHERE article_speaker_id = ?"
        keys |= {key for (key,) in connection.execute(asked, (number,))}
        connection.execute("DELETE FROM speaker_keys WHERE article_speaker_id = ?", (number,))
        connection.execute("DELETE FROM joins WHERE article_speaker_id = ?", (number,))
        connection.execute("DELETE FROM open_speakers WHERE article_speaker_id = ?", (number,))
        # The speaker may have no other article, and goes then.
        keys |= {f"id:{it}" for it in _clear_speaker(connection, number)}
        connection.execute("UPDATE article_speakers SET joined = 2 WHERE id = ?", (number,))
    return keys


def _clear_speaker(connection: sqlite3.Connection, number: int) -> list[int]:
    """Take the speaker away from a party and its statements; return it."""
    asked = "SELECT speaker_id FROM article_speakers WHERE id = ? AND speaker_id IS NOT NULL"
    found = [int(speaker) for (speaker,) in connection.execute(asked, (number,))]
    connection.execute("UPDATE article_speakers SET speaker_id = NULL WHERE id = ?", (number,))
    connection.execute("UPDATE statements SET speaker_id = NULL WHERE article_speaker_id = ?", (number,))
    return found


def _add_keys(connection: sqlite3.Connection) -> set[str]:
    """Give the new parties their keys; return these."""
    anchors: dict[Anchor, list[str]] = defaultdict(list)
    for number, _, _, _, key, name in connection.execute(_EDITS.format("'merge', 'split', 'link'")):
        anchors[key, name].append(f"e:{number}")
    rows: list[tuple[str, int]] = []
    keys: set[str] = set()
    for number, name, kind, named, article in connection.execute(_NEW).fetchall():
        party = Party(str(number), article, name, _TYPES[kind], bool(named))
        own = (*list_keys(party), *(anchors.get((article, plain_letters(name)), ()) if list_keys(party) else ()))
        rows += [(key, number) for key in own]
        keys.update(own)
    connection.executemany("INSERT OR IGNORE INTO speaker_keys VALUES (?, ?)", rows)
    connection.execute(
        "UPDATE article_speakers SET joined = 1"
        " WHERE joined = 0 AND (SELECT is_current FROM articles WHERE articles.id = article_speakers.article_id)"
    )
    return keys


# ---- Joining


def _rejoin(connection: sqlite3.Connection, keys: Iterable[str]) -> int:
    """Join all parties that hang together with these keys, and write what became of them."""
    gone = {int(key[3:]) for key in keys if key.startswith("id:")}
    _find_affected(connection, keys)
    parties, numbers, before = _read_parties(connection)
    joined = join_parties(parties, read_edits(connection))
    ids = _name_speakers(connection, joined, before.values())
    _write(connection, joined, ids, numbers, before)
    _remove_speakers(connection, ({it for it in before.values() if it is not None} | gone) - set(ids.values()))
    link_speakers(connection, ids.values())
    return len(parties)


def _find_affected(connection: sqlite3.Connection, keys: Iterable[str]) -> None:
    """Fill the table `affected` with the parties that hang together with these keys."""
    for table, column in (("affected", "id INTEGER PRIMARY KEY"), ("seen", "key TEXT PRIMARY KEY")):
        connection.execute(f"CREATE TEMP TABLE IF NOT EXISTS {table} ({column})")
        connection.execute(f"DELETE FROM temp.{table}")  # noqa: S608  (the names above)
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS next_keys (key TEXT PRIMARY KEY)")
    connection.execute("DELETE FROM temp.next_keys")
    connection.executemany("INSERT OR IGNORE INTO temp.next_keys VALUES (?)", ((key,) for key in keys))
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS next_ids (id INTEGER PRIMARY KEY)")
    while connection.execute("SELECT 1 FROM temp.next_keys LIMIT 1").fetchone():
        connection.execute("INSERT OR IGNORE INTO temp.seen SELECT key FROM temp.next_keys")
        connection.execute("DELETE FROM temp.next_ids")
        connection.execute(
            "INSERT OR IGNORE INTO temp.next_ids SELECT article_speaker_id FROM temp.next_keys"
            " CROSS JOIN speaker_keys USING (key) WHERE article_speaker_id NOT IN (SELECT id FROM temp.affected)"
        )
        connection.execute("INSERT INTO temp.affected SELECT id FROM temp.next_ids")
        connection.execute("DELETE FROM temp.next_keys")
        connection.execute(
            "INSERT OR IGNORE INTO temp.next_keys SELECT key FROM temp.next_ids"
            " CROSS JOIN speaker_keys ON speaker_keys.article_speaker_id = next_ids.id"
            " WHERE key NOT IN (SELECT key FROM temp.seen)"
        )


def _read_parties(connection: sqlite3.Connection) -> tuple[list[Party], dict[str, int], dict[str, int | None]]:
    """The affected parties; by the id of each the number of its row, and the speaker that it had before."""
    company: dict[int, set[str]] = defaultdict(set)
    for article, name in connection.execute(_COMPANY):
        company[article].add(name)
    counts: dict[tuple[str, str], int] = defaultdict(int)
    parties, numbers, before = [], {}, {}
    for row in connection.execute(_PARTIES):
        number, article_id, key, article, name, kind, roles, forms, outlet, published, speaker = row
        plain = plain_letters(name)
        counts[key, plain] += 1
        # The same in every run, whatever the numbers of the rows are.
        id_ = f"{key}\n{plain}\n{counts[key, plain]:03}"
        facts = (_read_list(roles), _read_list(forms), frozenset(company[article_id] - {name}))
        day = _count_days(published)
        parties.append(Party(id_, key, name, _TYPES[kind], True, *facts, outlet or None, day, article))  # noqa: FBT003
        numbers[id_], before[id_] = number, speaker
    return parties, numbers, before


def _read_list(kept: str) -> tuple[str, ...]:
    return () if kept == "[]" else tuple(json.loads(kept))


@lru_cache(maxsize=1 << 14)
def _count_days(published: str | None) -> int | None:
    try:
        return date.fromisoformat(published[:10]).toordinal() if published else None
    except ValueError:
        return None


def _name_speakers(connection: sqlite3.Connection, joined: Joined, before: Iterable[int | None]) -> dict[str, int]:
    """By the first party of each speaker, the speaker's id: a digest of that party, which is the same in every run."""
    own = set(before)
    ids: dict[str, int] = {}
    taken: set[int] = set()
    for speaker in joined.speakers:
        first = speaker.parties[0].id
        digest = hashlib.blake2b(first.encode("utf-8", "surrogatepass"), digest_size=_ID_BYTES).digest()
        number = int.from_bytes(digest, "big") or 1
        while number in taken or (number not in own and _is_used(connection, number)):
            number += 1
        taken.add(number)
        ids[first] = number
    return ids


def _is_used(connection: sqlite3.Connection, number: int) -> bool:
    return connection.execute("SELECT 1 FROM speakers WHERE id = ?", (number,)).fetchone() is not None


def _write(
    connection: sqlite3.Connection,
    joined: Joined,
    ids: Mapping[str, int],
    numbers: Mapping[str, int],
    before: Mapping[str, int | None],
) -> None:
    """Write the speakers, and for each party whose it is, why, and who it may be; only what has changed."""
    connection.executemany(
        "INSERT INTO speakers (id, name, type, named) VALUES (?, ?, ?, 1)"
        " ON CONFLICT (id) DO UPDATE SET name = excluded.name, type = excluded.type",
        [(ids[speaker.parties[0].id], speaker.name, speaker.type.value) for speaker in joined.speakers],
    )
    after: dict[str, int | None] = dict.fromkeys(numbers)
    joins: dict[int, tuple[int, str, int]] = {}
    owner: dict[str, CollectionSpeaker] = {}
    for speaker in joined.speakers:
        for party in speaker.parties:
            after[party.id] = ids[speaker.parties[0].id]
            owner[party.id] = speaker
            if party.id in speaker.evidence:
                why = (speaker.evidence[party.id], int(party.id in speaker.by_hand))
                joins[numbers[party.id]] = (ids[speaker.parties[0].id], *why)
    changed = [(after[id_], numbers[id_]) for id_ in numbers if after[id_] != before[id_]]
    connection.executemany("UPDATE article_speakers SET speaker_id = ? WHERE id = ?", changed)
    connection.executemany("UPDATE statements SET speaker_id = ? WHERE article_speaker_id = ?", changed)
    _write_joins(connection, joins)
    connection.execute("DELETE FROM open_speakers WHERE article_speaker_id IN (SELECT id FROM temp.affected)")
    connection.executemany(
        "INSERT OR IGNORE INTO open_speakers VALUES (?, ?)",
        [
            (numbers[id_], ids[owner[candidate].parties[0].id])
            for id_, candidates in joined.open.items()
            for candidate in candidates
            if candidate in owner
        ],
    )


def _write_joins(connection: sqlite3.Connection, joins: Mapping[int, tuple[int, str, int]]) -> None:
    """Write why parties belong to their speakers, where that has changed."""
    known: dict[int, Any] = {
        number: row
        for number, *row in connection.execute(
            "SELECT article_speaker_id, speaker_id, evidence, by_hand FROM joins"
            " WHERE article_speaker_id IN (SELECT id FROM temp.affected)"
        )
    }
    wrong = [(number,) for number, row in known.items() if tuple(row) != joins.get(number)]
    connection.executemany("DELETE FROM joins WHERE article_speaker_id = ?", wrong)
    new: Sequence[tuple[int, int, str, int]] = [
        (number, *row) for number, row in sorted(joins.items()) if tuple(known.get(number, ())) != row
    ]
    connection.executemany(
        "INSERT INTO joins (article_speaker_id, speaker_id, evidence, by_hand) VALUES (?, ?, ?, ?)", new
    )


def _remove_speakers(connection: sqlite3.Connection, numbers: Iterable[int]) -> None:
    """Remove speakers that have no party any more."""
    connection.executemany(
        "DELETE FROM speakers WHERE id = ?"
        " AND NOT EXISTS (SELECT 1 FROM article_speakers WHERE article_speakers.speaker_id = speakers.id)",
        [(number,) for number in numbers],
    )
