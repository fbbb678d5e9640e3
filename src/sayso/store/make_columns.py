"""Make the columns that search and counts choose from, out of the tables of a collection."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sayso.carrier import How
from sayso.errors import StoreError
from sayso.iso_date import parse_published
from sayso.statement import Kind, Place

__all__ = ["HOWS", "KINDS", "PLACES", "Made", "Places", "find_day", "make_columns", "parse_numbers"]

KINDS = tuple(it.value for it in Kind)
PLACES = tuple(it.value for it in Place)
HOWS = tuple(it.value for it in How)

Array = NDArray[Any]
# So many statements are read at once: SQLite makes one string of them.
_STEP = 500_000
# A table of all numbers up to the largest id is fast, where ids have no great gaps.
_MOST_GAPS = 4


class Made(NamedTuple):
    """The columns that were made, and the names that codes stand for."""

    arrays: dict[str, Array]
    names: dict[str, tuple[str, ...]]


class Places:
    """Finds the places of ids in a list of ids."""

    def __init__(self, ids: Array) -> None:
        self._ids = ids
        self._table: Array | None = None
        self._order: Array | None = None
        most = int(ids.max(initial=0))
        if ids.min(initial=0) >= 0 and most <= _MOST_GAPS * len(ids) + 1_000_000:
            self._table = np.full(most + 2, -1, np.int64)
            self._table[ids] = np.arange(len(ids))
        else:
            self._order = np.argsort(ids, kind="stable")

    def find(self, wanted: Array) -> Array:
        """The places of these ids; -1 for those that are not there.

        >>> Places(np.array([7, 3])).find(np.array([3, 4, 7])).tolist()
        [1, -1, 0]
        """
        if self._table is not None:
            places: Array = self._table[np.clip(wanted, 0, len(self._table) - 1)]
            return places
        order = np.zeros(0, np.int64) if self._order is None else self._order
        if not len(order):
            return np.full(len(wanted), -1, np.int64)
        near = order[np.searchsorted(self._ids, wanted, sorter=order).clip(0, len(order) - 1)]
        return np.where(self._ids[near] == wanted, near, -1)


def make_columns(connection: sqlite3.Connection) -> Made:
    """Make the columns from the other tables.

    Raises:
        StoreError: A table holds something that no collection has.
    """
    try:
        return _make(connection)
    except (ValueError, TypeError, AttributeError, OverflowError) as err:
        raise StoreError(
            f"the collection holds something that no collection has ({err}); restore a copy of it"
        ) from err


def _make(connection: sqlite3.Connection) -> Made:
    arrays, languages = _read_articles(connection)
    statements = _read_statements(connection, arrays["article_id"])
    owner = statements.pop("article_speaker")
    arrays |= statements
    joint = _read_joint(connection, owner)
    carried, carriers = _read_carriers(connection, arrays["id"].astype(np.int64))
    return Made({**arrays, **joint, **carried}, {"language": languages, "carrier": carriers})


def _read_articles(connection: sqlite3.Connection) -> tuple[dict[str, Array], tuple[str, ...]]:
    """The columns of articles, in their order, and the languages by their codes."""
    languages: dict[str, int] = {}
    rows = [
        (number, outlet or 0, find_day(published), languages.setdefault(language or "", len(languages)))
        for number, outlet, published, language in connection.execute(
            "SELECT id, outlet_id, published, language FROM articles WHERE is_current"
            " ORDER BY published_from IS NULL, published_from, key, id"
        )
    ]
    table = np.array(rows, np.int64).reshape(-1, 4)
    names = ("article_id", "article_outlet", "article_day", "article_language")
    return {name: table[:, column] for column, name in enumerate(names)}, tuple(languages)


def find_day(published: str | None) -> int:
    """A date on the outlet's clock as a number, 20310400 where only the month is known; 0 where nothing is.

    >>> find_day("2031-04"), find_day("2031-04-05T09:30+02:00"), find_day("in April")
    (20310400, 20310405, 0)
    """
    parsed = parse_published(published or "")
    return 0 if parsed is None else int(parsed[0][:10].replace("-", "").ljust(8, "0"))


def _read_statements(connection: sqlite3.Connection, article_ids: Array) -> dict[str, Array]:
    """The columns of statements of the current versions, in their order; and the article's speaker of each."""
    table = np.concatenate([np.zeros((0, len(_ASKED))), *_read_steps(connection)])
    named = dict(zip(_ASKED, table.T, strict=True))
    article = Places(article_ids).find(named.pop("article").astype(np.int64))
    order = np.lexsort((named["id"], named.pop("start"), article))
    order = order[article[order] >= 0]
    owner, speaker = (named.pop(name).astype(np.int64)[order] for name in ("article_speaker", "speaker"))
    speaker = _find_parties(connection, speaker, owner)
    columns = {name: values[order] for name, values in named.items()}
    return {**columns, "article": article[order], "speaker": speaker, "article_speaker": owner}


def parse_numbers(found: str, kind: type[np.number[Any]]) -> Array:
    """The numbers that group_concat() gave. ValueError if something else is among them.

    >>> parse_numbers("3,4,-1", np.int64)
    array([ 3,  4, -1])
    """
    # np.fromstring is a quarter faster; before NumPy 2.3 it leaves out what comes after a word, with a warning only.
    return np.array(json.loads(f"[{found}]"), kind)


def _read_steps(connection: sqlite3.Connection) -> Iterator[Array]:
    """Yield the rows of `_ASKED`, many at once."""
    values = " || ',' || ".join(_ASKED.values())
    rows = f"SELECT id, {values} AS row FROM statements WHERE id > ? ORDER BY id LIMIT {_STEP}"  # noqa: S608  (our own words)
    last = 0
    while True:
        found, last = connection.execute(f"SELECT group_concat(row), max(id) FROM ({rows})", (last,)).fetchone()  # noqa: S608
        if not found:
            return
        yield parse_numbers(found, np.float64).reshape(-1, len(_ASKED))


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


def _read_carriers(connection: sqlite3.Connection, own: Array) -> tuple[dict[str, Array], tuple[str, ...]]:
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
    places = Places(own).find(ids)
    rising = np.argsort(places, kind="stable")
    rising = rising[places[rising] >= 0]
    named = dict(zip(("carrier_name", "carrier_how", "carrier_score"), table[rising, 1:].T, strict=True))
    shown = tuple(min(counts, key=lambda name: (-counts[name], name)) for counts in spellings.values())
    return {"carrier_statement": places[rising], **named}, shown
