"""What the user decides by hand about the speakers of a collection: find, merge, split, link, and take back."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from difflib import get_close_matches

from sayso.errors import SpeakerError
from sayso.letters import plain_letters
from sayso.people.by_hand import Action
from sayso.store.people import link_speakers
from sayso.store.speakers import rejoin_speakers

__all__ = ["SpeakerEdit", "find_speaker", "link_by_hand", "list_edits", "merge_speakers", "split_speaker", "undo_edit"]

_LINK = "link"
_MOST_SHOWN = 6
# A shorter part of a name stands in too many.
_LEAST_CHARS = 3
# Of 1: two letters of ten are other ones.
_LEAST_LIKENESS = 0.75
_PARTIES = """
SELECT article_speakers.id, article_speakers.article_id, article_speakers.name
FROM article_speakers WHERE article_speakers.speaker_id = ? ORDER BY article_speakers.id
"""


@dataclass(frozen=True, slots=True)
class SpeakerEdit:
    """One decision by hand, as it is listed.

    Attributes:
        number: Its number, by which it is taken back.
        action: "merge", "split" or "link".
        names: The names of the parties that it is about, by side.
        at: When it was made.
        own: The id of the people list that a link gives; empty if the speaker is on none.
        is_lost: Whether its parties are not in the collection any more, so that it does nothing.
    """

    number: int
    action: str
    names: tuple[tuple[str, ...], ...]
    at: str
    own: str = ""
    is_lost: bool = False


def find_speaker(connection: sqlite3.Connection, which: str | int) -> int:
    """The id of the speaker that is meant by an id, perhaps one that it had before, or by a name that only it has.

    Raises:
        SpeakerError: No speaker is meant, or several.
    """
    text = str(which).strip()
    if text.isdecimal() and len(text) < 19:
        row = connection.execute(
            "SELECT id FROM speakers WHERE id = ? UNION ALL SELECT speaker_id FROM former_speakers WHERE id = ?",
            (int(text),) * 2,
        ).fetchone()
        if row is not None:
            return int(row[0])
        raise SpeakerError(f"there is no speaker {text} in the collection; list them with `sayso speakers FILE`")
    wanted = plain_letters(text)
    rows = connection.execute("SELECT id, name FROM speakers ORDER BY name, id").fetchall()
    found = [(number, name) for number, name in rows if plain_letters(name) == wanted]
    if not found:
        used = connection.execute(
            "SELECT DISTINCT speaker_id, name FROM article_speakers WHERE speaker_id IS NOT NULL ORDER BY 2, 1"
        )
        found = list({number: (number, name) for number, name in used if plain_letters(name) == wanted}.values())
    if len(found) == 1:
        return int(found[0][0])
    if found:
        shown = (f"{number} ({_describe_articles(connection, number)})" for number, _ in found[:_MOST_SHOWN])
        raise SpeakerError(f"{len(found)} speakers are called {text!r:.80}; give the id of one: {', '.join(shown)}")
    near = [f"{name} ({number})" for number, name in _list_near(rows, wanted)]
    hint = f"is it {' or '.join(near)}?" if near else "search for a part of the name with `sayso speakers FILE NAME`"
    raise SpeakerError(f"no speaker of the collection is called {text!r:.80}; {hint}")


def _list_near(rows: Sequence[tuple[int, str]], wanted: str) -> list[tuple[int, str]]:
    """The speakers whose names have what was given in them; if there are none, those whose names are like it."""
    if len(wanted) < _LEAST_CHARS:
        return []
    near = [row for row in rows if wanted in plain_letters(row[1])]
    if not near:
        by_name = {plain_letters(row[1]): row for row in rows}
        near = [by_name[name] for name in get_close_matches(wanted, by_name, _MOST_SHOWN, _LEAST_LIKENESS)]
    return near[:_MOST_SHOWN]


def _describe_articles(connection: sqlite3.Connection, number: int) -> str:
    asked = "SELECT count(DISTINCT article_id) FROM article_speakers WHERE speaker_id = ?"
    (count,) = connection.execute(asked, (number,)).fetchone()
    return "1 article" if count == 1 else f"{count:,} articles"


def merge_speakers(connection: sqlite3.Connection, which: Sequence[str | int]) -> int:
    """Make several speakers one, for now and for articles that come; return the id of the one.

    Raises:
        SpeakerError: Fewer than two are meant.
    """
    numbers = list(dict.fromkeys(find_speaker(connection, it) for it in which))
    if len(numbers) < 2:
        raise SpeakerError("that is one speaker already; name two or more that are one")
    parties = [_list_parties(connection, number) for number in numbers]
    _add_edit(connection, Action.MERGE.value, {}, parties)
    rejoin_speakers(connection, numbers)
    return _find_owner(connection, parties[0][0][0])


def split_speaker(connection: sqlite3.Connection, which: str | int, articles: Iterable[str]) -> tuple[int, int]:
    """Take what these articles have of a speaker out of it, as a speaker of its own; return the ids of both.

    Raises:
        SpeakerError: The speaker is not in one of the articles, or in no others.
    """
    number = find_speaker(connection, which)
    parties = _list_parties(connection, number)
    chosen: set[int] = set()
    for article in articles:
        rows = connection.execute(
            "SELECT id FROM articles WHERE (article = ? OR key = ? OR url = ?) AND is_current", (article,) * 3
        ).fetchall()
        meant = {id_ for (id_,) in rows} & {article_id for _, article_id, _ in parties}
        if not meant:
            name = _name(connection, number)
            known = f"{name} does not stand in the article" if rows else "there is no article"
            raise SpeakerError(
                f"{known} {article!r:.200}; list those of {name} with `sayso speakers FILE '{name}' --evidence`"
            )
        chosen |= meant
    taken = [party for party in parties if party[1] in chosen]
    left = [party for party in parties if party[1] not in chosen]
    if not taken or not left:
        raise SpeakerError(
            f"{_name(connection, number)} stands in {len(parties)} articles; name some of them, and not all"
        )
    _add_edit(connection, Action.SPLIT.value, {}, [taken, left])
    rejoin_speakers(connection, [number])
    return _find_owner(connection, left[0][0]), _find_owner(connection, taken[0][0])


def link_by_hand(connection: sqlite3.Connection, which: str | int, own: str | None) -> int:
    """Say which row of the people list a speaker is, or with None that it is on none; return the speaker's id.

    Raises:
        SpeakerError: There is no such row, or no list.
    """
    number = find_speaker(connection, which)
    if own is not None and connection.execute("SELECT 1 FROM people WHERE own = ?", (own,)).fetchone() is None:
        raise SpeakerError(
            f"the people list has no id {own!r:.60}; give one of its ids, or the list with --people FILE"
        )
    _add_edit(connection, _LINK, {"own": own or ""}, [_list_parties(connection, number)])
    link_speakers(connection)
    return number


def list_edits(connection: sqlite3.Connection) -> list[SpeakerEdit]:
    """What was decided by hand, in order."""
    edits = []
    for number, action, facts, at in connection.execute(
        "SELECT id, action, facts, at FROM speaker_edits ORDER BY id"
    ).fetchall():
        sides: dict[int, dict[str, None]] = {}
        rows = connection.execute(
            "SELECT side, name FROM speaker_edit_parties WHERE edit_id = ? ORDER BY side, id", (number,)
        )
        for side, name in rows:
            sides.setdefault(side, {})[name] = None
        kept = connection.execute("SELECT count(*) FROM speaker_keys WHERE key = ?", (f"e:{number}",)).fetchone()[0]
        own = json.loads(facts).get("own", "")
        edits.append(SpeakerEdit(number, action, tuple(map(tuple, sides.values())), at, own, is_lost=not kept))
    return edits


def undo_edit(connection: sqlite3.Connection, number: int) -> None:
    """Take back one decision; what was decided after it stays.

    Raises:
        SpeakerError: There is none of that number.
    """
    if connection.execute("SELECT 1 FROM speaker_edits WHERE id = ?", (number,)).fetchone() is None:
        raise SpeakerError(f"there is no edit {number}; list them with `sayso speakers FILE --edits`")
    affected = connection.execute(
        "SELECT DISTINCT article_speakers.speaker_id FROM speaker_keys"
        " INNER JOIN article_speakers ON article_speakers.id = speaker_keys.article_speaker_id"
        " WHERE speaker_keys.key = ? AND article_speakers.speaker_id IS NOT NULL",
        (f"e:{number}",),
    ).fetchall()
    connection.execute("DELETE FROM speaker_edits WHERE id = ?", (number,))
    rejoin_speakers(connection, [speaker for (speaker,) in affected])
    connection.execute("DELETE FROM speaker_keys WHERE key = ?", (f"e:{number}",))
    link_speakers(connection)


def _list_parties(connection: sqlite3.Connection, number: int) -> list[tuple[int, int, str]]:
    return connection.execute(_PARTIES, (number,)).fetchall()


def _find_owner(connection: sqlite3.Connection, party: int) -> int:
    return int(connection.execute("SELECT speaker_id FROM article_speakers WHERE id = ?", (party,)).fetchone()[0])


def _name(connection: sqlite3.Connection, number: int) -> str:
    return str(connection.execute("SELECT name FROM speakers WHERE id = ?", (number,)).fetchone()[0])


def _add_edit(
    connection: sqlite3.Connection, action: str, facts: dict[str, str], sides: Sequence[Sequence[tuple[int, int, str]]]
) -> None:
    """Keep a decision with the parties that it is about, and let these hang together from now on."""
    at = datetime.now(timezone.utc).isoformat(timespec="seconds").replace("+00:00", "Z")
    number = connection.execute(
        "INSERT INTO speaker_edits (action, facts, at) VALUES (?, ?, ?)", (action, json.dumps(facts), at)
    ).lastrowid
    rows = [
        (number, side, article, plain_letters(name)) for side, found in enumerate(sides) for _, article, name in found
    ]
    connection.executemany(
        "INSERT INTO speaker_edit_parties (edit_id, side, article_id, name) VALUES (?, ?, ?, ?)", rows
    )
    keys = [(f"e:{number}", party) for found in sides for party, _, _ in found]
    connection.executemany("INSERT OR IGNORE INTO speaker_keys VALUES (?, ?)", keys)
