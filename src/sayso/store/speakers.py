"""Keep who is the same speaker in the articles of a collection: join the parties that came since the last time.

Only parties that hang together by their keys with what is new are joined again (`sayso.people.join`), so that adding
an article does not read the whole collection, and the result is that of joining everything at once.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable

from sayso.letters import plain_letters
from sayso.people.by_hand import Action, Anchor, Edit
from sayso.people.join import join_parties, list_keys
from sayso.people.party import Party
from sayso.speaker import SpeakerType
from sayso.store.people import link_speakers
from sayso.store.speaker_rows import read_parties, write_speakers

__all__ = ["has_new_parties", "join_speakers", "read_edits", "rejoin_speakers", "touch_articles"]

Progress = Callable[[str, int, int], None]
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
_EDITS = """
SELECT speaker_edits.id, speaker_edits.action, speaker_edits.at, speaker_edit_parties.side, articles.key,
    speaker_edit_parties.name
FROM speaker_edits
INNER JOIN speaker_edit_parties ON speaker_edit_parties.edit_id = speaker_edits.id
INNER JOIN articles ON articles.id = speaker_edit_parties.article_id
WHERE speaker_edits.action IN ({})
ORDER BY speaker_edits.id, speaker_edit_parties.side, speaker_edit_parties.id
"""


def _show_nothing(_step: str, _done: int, _whole: int) -> None:
    """Without anybody to report to."""


def has_new_parties(connection: sqlite3.Connection) -> bool:
    """Whether something came, or went, since the parties were joined the last time."""
    questions = (_NEW, _EARLIER, "SELECT 1 FROM touched_keys")
    return any(connection.execute(f"{question} LIMIT 1").fetchone() for question in questions)


def join_speakers(connection: sqlite3.Connection, progress: Progress = _show_nothing) -> int:
    """Join what came since the last time; return how many parties were looked at. The caller holds the transaction.

    Args:
        connection: A connection to the collection.
        progress: Called with a step ("read", "join", "write"), how many parties it has done, and how many there are.
    """
    keys = _take_out_earlier(connection)
    keys |= _add_keys(connection)
    keys |= {key for (key,) in connection.execute("SELECT key FROM touched_keys")}
    connection.execute("DELETE FROM touched_keys")
    return _rejoin(connection, keys, progress) if keys else 0


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


def _rejoin(connection: sqlite3.Connection, keys: Iterable[str], progress: Progress = _show_nothing) -> int:
    """Join all parties that hang together with these keys, and write what became of them."""
    gone = [int(key[3:]) for key in keys if key.startswith("id:")]
    _find_affected(connection, keys)
    parties = read_parties(connection, progress)
    joined = join_parties(parties, read_edits(connection), lambda done: progress("join", done, len(parties)))
    progress("write", 0, len(parties))
    ids = write_speakers(connection, joined, parties, gone)
    link_speakers(connection, ids)
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
