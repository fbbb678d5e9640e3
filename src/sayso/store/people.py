"""Keep the user's list of people in a collection, and which speakers are on it."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable

from sayso.people.people_list import LinkedNames, Links, ListedPerson, link_names

__all__ = ["link_speakers", "list_open_links", "read_listed", "replace_people"]

_NAMES = """
SELECT linked.id, article_speakers.name FROM temp.linked
INNER JOIN article_speakers ON article_speakers.speaker_id = linked.id
GROUP BY linked.id, article_speakers.name ORDER BY linked.id, article_speakers.name
"""
_BY_HAND = """
SELECT DISTINCT article_speakers.speaker_id, speaker_edits.facts, speaker_edits.id
FROM speaker_edits
INNER JOIN speaker_edit_parties ON speaker_edit_parties.edit_id = speaker_edits.id
INNER JOIN speaker_keys ON speaker_keys.key = 'e:' || speaker_edits.id
INNER JOIN article_speakers ON article_speakers.id = speaker_keys.article_speaker_id
WHERE speaker_edits.action = 'link' AND article_speakers.speaker_id IS NOT NULL
ORDER BY speaker_edits.id
"""


def read_listed(connection: sqlite3.Connection) -> list[ListedPerson]:
    """The list, in the order in which it was given."""
    rows = connection.execute("SELECT own, name, aliases, attributes FROM people ORDER BY id")
    return [
        ListedPerson(own, name, tuple(json.loads(aliases)), json.loads(attributes))
        for own, name, aliases, attributes in rows
    ]


def replace_people(connection: sqlite3.Connection, people: Iterable[ListedPerson]) -> None:
    """Put a list in the place of the one before, and link all speakers to it anew."""
    connection.execute("UPDATE speakers SET person_id = NULL WHERE person_id IS NOT NULL")
    connection.execute("DELETE FROM people")
    connection.executemany(
        "INSERT INTO people (own, name, aliases, attributes) VALUES (?, ?, ?, ?)",
        [
            (
                it.own,
                it.name,
                json.dumps(it.aliases, ensure_ascii=False),
                json.dumps(dict(it.attributes or {}), ensure_ascii=False),
            )
            for it in people
        ],
    )
    _link(connection, _list_all(connection))


def link_speakers(connection: sqlite3.Connection, speakers: Iterable[int] | None = None) -> None:
    """Link all speakers, or these, to the list, if there is one. All that have the name of one must be among them."""
    numbers = _list_all(connection) if speakers is None else set(speakers)
    if numbers and connection.execute("SELECT 1 FROM people LIMIT 1").fetchone() is not None:
        _link(connection, numbers)


def list_open_links(connection: sqlite3.Connection) -> dict[int, tuple[str, ...]]:
    """The speakers that may be on the list, with the ids that they may have there."""
    return _find_links(connection, _list_all(connection)).open


def _list_all(connection: sqlite3.Connection) -> set[int]:
    return {number for (number,) in connection.execute("SELECT id FROM speakers")}


def _link(connection: sqlite3.Connection, numbers: set[int]) -> None:
    links = _find_links(connection, numbers)
    people = dict(connection.execute("SELECT own, id FROM people"))
    asked = "SELECT speakers.id, person_id FROM temp.linked INNER JOIN speakers ON speakers.id = linked.id"
    known = dict(connection.execute(asked))
    wanted = {number: people[links.own[number]] if number in links.own else None for number in known}
    connection.executemany(
        "UPDATE speakers SET person_id = ? WHERE id = ?",
        [(person, number) for number, person in wanted.items() if person != known[number]],
    )


def _find_links(connection: sqlite3.Connection, numbers: set[int]) -> Links:
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS linked (id INTEGER PRIMARY KEY)")
    connection.execute("DELETE FROM temp.linked")
    connection.executemany("INSERT INTO temp.linked VALUES (?)", [(number,) for number in numbers])
    names: dict[int, list[str]] = defaultdict(list)
    for speaker, name in connection.execute(_NAMES):
        names[speaker].append(name)
    by_hand: dict[int, str | None] = {}
    for speaker, facts, _ in connection.execute(_BY_HAND):
        by_hand[speaker] = json.loads(facts)["own"]
    found = (LinkedNames(speaker, tuple(used), by_hand.get(speaker)) for speaker, used in names.items())
    return link_names(read_listed(connection), found)
