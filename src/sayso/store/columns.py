"""The statements of the current versions as columns of numbers, from which search and counts choose.

SQLite reads rows, and to group a million of them takes seconds; numpy groups a million numbers in a tenth of one. So
the numbers that questions are about are kept a second time, one blob a column, in the table `columns`. They can be made
again from the other tables at any time: triggers (schema.sql) remove them whenever statements, articles or speakers
change, and the next question, or the end of `sayso collect`, makes them anew (seconds for a million statements).

Statements stand in the order of a list of quotations: by date, those without a date last; then by article, then by
place. `Columns` loads a column when it is first asked for.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sayso.carrier import How
from sayso.errors import StoreError
from sayso.iso_date import parse_published
from sayso.statement import Kind, Place

__all__ = ["HOWS", "KINDS", "PLACES", "Columns", "make_columns", "open_columns", "read_numbers"]

KINDS = tuple(it.value for it in Kind)
PLACES = tuple(it.value for it in Place)
HOWS = tuple(it.value for it in How)

Array = NDArray[Any]
# The type of each column. Of statements: the number of its article here, its speaker (see `_find_parties`), and so on.
# Of articles (article_…): id, outlet, day as 20310405 with 00 for what is not known, language, words. Of pairs: the
# number of a statement here, and who spoke it together with others, or whom it came through.
_TYPES = {
    "id": "i8",
    "article": "i4",
    "speaker": "i8",
    "kind": "i1",
    "place": "i1",
    "words": "i4",
    "score": "f8",
    "speaker_score": "f8",
    "article_id": "i8",
    "article_outlet": "i8",
    "article_day": "i4",
    "article_language": "i4",
    "joint_statement": "i4",
    "joint_speaker": "i8",
    "carrier_statement": "i4",
    "carrier_name": "i4",
    "carrier_how": "i1",
    "carrier_score": "f8",
}
_NAMES = ("language", "carrier")
# So many statements are read at once: SQLite makes one string of them.
_STEP = 500_000


class Columns:
    """The columns, each loaded when it is first asked for: `columns["kind"]`; and the names that codes stand for."""

    def __init__(self, connection: sqlite3.Connection, made: Made | None = None) -> None:
        self._connection = connection
        self._arrays: dict[str, Array] = {} if made is None else dict(made.arrays)
        self._names: dict[str, tuple[str, ...]] = {} if made is None else dict(made.names)
        self._positions: Array | None = None

    def __getitem__(self, name: str) -> Array:
        if name not in self._arrays:
            value = self._load(name)
            width = np.dtype(_TYPES[name]).itemsize
            if len(value) % width:
                raise StoreError(f"column {name} of the collection is damaged; restore a copy of the file")
            self._arrays[name] = np.frombuffer(value, dtype=f"<{_TYPES[name]}")
        return self._arrays[name]

    def __len__(self) -> int:
        return len(self["id"])

    def names(self, what: str) -> tuple[str, ...]:
        """The names of languages or carriers, by their codes."""
        if what not in self._names:
            self._names[what] = tuple(map(str, json.loads(self._load(f"names of {what}"))))
        return self._names[what]

    def place(self, ids: Array) -> Array:
        """The numbers here of statements with these ids; -1 for those of earlier versions."""
        if self._positions is None:
            own = self["id"].astype(np.int64)
            self._positions = np.full(int(own.max(initial=0)) + 2, -1, np.int64)
            self._positions[own] = np.arange(len(own))
        places: Array = self._positions[np.clip(ids, 0, len(self._positions) - 1)]
        return places

    def _load(self, name: str) -> bytes:
        row = self._connection.execute("SELECT value FROM columns WHERE name = ?", (name,)).fetchone()
        if row is None or not isinstance(row[0], bytes):
            raise StoreError("the columns of the collection changed while they were read; run the same command again")
        return row[0]


class Made(NamedTuple):
    """The columns that were made, and the names that codes stand for."""

    arrays: dict[str, Array]
    names: dict[str, tuple[str, ...]]


def open_columns(connection: sqlite3.Connection) -> Columns:
    """The columns; they are made if there are none, and kept if the file can be written."""
    if _are_kept(connection):
        return Columns(connection)
    if not _begin(connection):
        return Columns(connection, make_columns(connection))
    try:
        made = make_columns(connection)
        _keep(connection, made)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    return Columns(connection, made)


def _are_kept(connection: sqlite3.Connection) -> bool:
    return connection.execute("SELECT 1 FROM columns LIMIT 1").fetchone() is not None


def _begin(connection: sqlite3.Connection) -> bool:
    """Begin to write, if that is possible at once: a question does not wait for a program that adds articles."""
    if connection.in_transaction:
        return False
    (before,) = connection.execute("PRAGMA busy_timeout").fetchone()
    try:
        connection.execute("PRAGMA busy_timeout = 0")
        connection.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError:
        return False
    finally:
        connection.execute(f"PRAGMA busy_timeout = {int(before)}")
    return True


def _keep(connection: sqlite3.Connection, made: Made) -> None:
    with suppress(sqlite3.OperationalError):
        values = [(name, array.astype(f"<{_TYPES[name]}").tobytes()) for name, array in made.arrays.items()]
        values += [(f"names of {what}", json.dumps(names).encode()) for what, names in made.names.items()]
        connection.executemany("INSERT OR REPLACE INTO columns (name, value) VALUES (?, ?)", values)


def read_numbers(connection: sqlite3.Connection, question: str, given: tuple[object, ...] = ()) -> Array:
    """The whole numbers that a question for one group_concat() gives: much faster than row by row."""
    (found,) = connection.execute(question, given).fetchone()
    return np.fromstring(found, dtype=np.int64, sep=",") if found else np.zeros(0, np.int64)


def make_columns(connection: sqlite3.Connection) -> Made:
    """Make the columns from the other tables."""
    arrays, languages = _read_articles(connection)
    statements = _read_statements(connection, arrays["article_id"])
    owner = statements.pop("article_speaker")
    arrays |= statements
    positions = Columns(connection, Made(arrays, {}))
    joint = _read_joint(connection, owner)
    carried, carriers = _read_carriers(connection, positions)
    return Made({**arrays, **joint, **carried}, {"language": languages, "carrier": carriers})


def _read_articles(connection: sqlite3.Connection) -> tuple[dict[str, Array], tuple[str, ...]]:
    """The columns of articles, in their order, and the languages by their codes."""
    languages: dict[str, int] = {}
    rows = [
        (number, outlet or 0, _find_day(published), languages.setdefault(language or "", len(languages)))
        for number, outlet, published, language in connection.execute(
            "SELECT id, outlet_id, published, language FROM articles WHERE is_current"
            " ORDER BY published_from IS NULL, published_from, key, id"
        )
    ]
    table = np.array(rows, np.int64).reshape(-1, 4)
    names = ("article_id", "article_outlet", "article_day", "article_language")
    return {name: table[:, column] for column, name in enumerate(names)}, tuple(languages)


def _find_day(published: str | None) -> int:
    """A date on the outlet's clock as a number, 20310400 where only the month is known; 0 where nothing is.

    >>> _find_day("2031-04"), _find_day("2031-04-05T09:30+02:00"), _find_day("in April")
    (20310400, 20310405, 0)
    """
    parsed = parse_published(published or "")
    return 0 if parsed is None else int(parsed[0][:10].replace("-", "").ljust(8, "0"))


def _read_statements(connection: sqlite3.Connection, article_ids: Array) -> dict[str, Array]:
    """The columns of statements of the current versions, in their order; and the article's speaker of each."""
    table = np.concatenate([np.zeros((0, len(_ASKED))), *_read_steps(connection)])
    named = dict(zip(_ASKED, table.T, strict=True))
    numbers = np.full(int(max(article_ids.max(initial=0), named["article"].max(initial=0))) + 1, -1, np.int64)
    numbers[article_ids] = np.arange(len(article_ids))
    article = numbers[named.pop("article").astype(np.int64)]
    order = np.lexsort((named["id"], named.pop("start"), article))
    order = order[article[order] >= 0]
    owner, speaker = (named.pop(name).astype(np.int64)[order] for name in ("article_speaker", "speaker"))
    speaker = _find_parties(connection, speaker, owner)
    columns = {name: values[order] for name, values in named.items()}
    return {**columns, "article": article[order], "speaker": speaker, "article_speaker": owner}


def _read_steps(connection: sqlite3.Connection) -> Iterator[Array]:
    """Yield the rows of `_ASKED`, many at once."""
    (most,) = connection.execute("SELECT ifnull(max(id), 0) FROM statements").fetchone()
    values = " || ',' || ".join(_ASKED.values())
    question = f"SELECT group_concat({values}) FROM statements WHERE id BETWEEN ? AND ?"  # noqa: S608  (our own words)
    for first in range(0, most + 1, _STEP):
        (found,) = connection.execute(question, (first, first + _STEP - 1)).fetchone()
        if found:
            yield np.fromstring(found, np.float64, sep=",").reshape(-1, len(_ASKED))


def _number(what: str, names: tuple[str, ...]) -> str:
    """The expression of SQL for the code of a name in a column; the first one's for what is none of them."""
    cases = " ".join(f"WHEN '{name}' THEN {code}" for code, name in enumerate(names))
    return f"CASE {what} {cases} ELSE 0 END"


_ASKED = {
    "id": "id",
    "article": "article_id",
    "start": "start",
    "kind": _number("kind", KINDS),
    "place": _number("place", PLACES),
    "words": "words",
    "score": "score",
    "speaker_score": "ifnull(speaker_score, 1.0)",
    "speaker": "ifnull(speaker_id, 0)",
    "article_speaker": "ifnull(article_speaker_id, 0)",
}


def _find_parties(connection: sqlite3.Connection, speaker: Array, owner: Array) -> Array:
    """The speaker of each statement: the id in `speakers`; 0 for nobody.

    A speaker of an article that belongs to none of these yet is the smallest id of those of the same name and type in
    `article_speakers`, with a minus.
    """
    firsts: dict[tuple[str, str], int] = {}
    question = "SELECT id, name, type FROM article_speakers WHERE speaker_id IS NULL ORDER BY id"
    rows = [(it, firsts.setdefault((name.casefold(), kind), it)) for it, name, kind in connection.execute(question)]
    if not rows:
        return speaker
    own, first = np.array(rows, np.int64).T
    place = np.searchsorted(own, owner).clip(0, len(own) - 1)
    is_apart = (speaker == 0) & (own[place] == owner)
    return np.where(is_apart, -first[place], speaker)


def _read_joint(connection: sqlite3.Connection, owner: Array) -> dict[str, Array]:
    """For each statement of several speakers together, the statement and each of the speakers."""
    rows = connection.execute(
        "SELECT DISTINCT whole.id, member.id, ifnull(member.speaker_id, 0)"
        " FROM article_speakers AS whole, json_each(whole.members) AS listed"
        " INNER JOIN article_speakers AS member"
        " ON member.article_id = whole.article_id AND member.local = listed.value"
        " WHERE whole.members <> '[]' ORDER BY whole.id"
    ).fetchall()
    table = np.array(rows, np.int64).reshape(-1, 3)
    parties = _find_parties(connection, table[:, 2], table[:, 1])
    # Each statement with each member of its speaker.
    order = np.argsort(owner, kind="stable")
    first, last = (np.searchsorted(owner[order], table[:, 0], side) for side in ("left", "right"))
    counts = last - first
    pairs = np.repeat(np.arange(len(table)), counts)
    within = np.arange(len(pairs)) - np.repeat(np.cumsum(counts) - counts, counts)
    statements, speakers = order[first[pairs] + within], parties[pairs]
    rising = np.lexsort((speakers, statements))
    return {"joint_statement": statements[rising], "joint_speaker": speakers[rising]}


def _read_carriers(connection: sqlite3.Connection, columns: Columns) -> tuple[dict[str, Array], tuple[str, ...]]:
    """For each statement and carrier of it the statement, the carrier's name, how, and score; and the names."""
    question = (
        "SELECT statement_id, name, how, score FROM statement_carriers"
        " INNER JOIN carriers ON carriers.id = carrier_id ORDER BY statement_id, carrier_id"
    )
    spellings: dict[str, Counter[str]] = {}
    codes: dict[str, int] = {}
    hows = {name: code for code, name in enumerate(HOWS)}
    rows = []
    for statement, name, how, score in connection.execute(question):
        key = name.casefold()
        spellings.setdefault(key, Counter())[name] += 1
        rows.append((statement, codes.setdefault(key, len(codes)), hows.get(how, len(HOWS) - 1), score))
    table = np.array(rows, np.float64).reshape(-1, 4)
    ids = table[:, 0].astype(np.int64)
    places = columns.place(ids)
    rising = np.argsort(places, kind="stable")
    rising = rising[places[rising] >= 0]
    named = dict(zip(("carrier_name", "carrier_how", "carrier_score"), table[rising, 1:].T, strict=True))
    shown = tuple(min(counts, key=lambda name: (-counts[name], name)) for counts in spellings.values())
    return {"carrier_statement": places[rising], **named}, shown
