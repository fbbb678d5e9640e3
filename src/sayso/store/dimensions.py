"""What statements can be counted by: for each dimension the code of every statement, and the names of the codes."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sayso.counting.tally import spread_entries
from sayso.errors import SettingsError
from sayso.store.columns import HOWS, KINDS, PLACES, Columns

__all__ = [
    "ARTICLE_DIMENSIONS",
    "CARRIER_DIMENSIONS",
    "DIMENSIONS",
    "MISSING_DATES",
    "NO_CARRIER",
    "NO_LANGUAGE",
    "NO_OUTLET",
    "NO_SPEAKER",
    "Entries",
    "Values",
    "check_dimension",
    "find_values",
    "is_of_speakers",
    "list_entries",
    "show_date",
]

Array = NDArray[np.int64]
ARTICLE_DIMENSIONS = ("outlet", "year", "month", "day", "language")
"""Those that all statements of an article share."""
PARTY_DIMENSIONS = ("speaker", "type", "named")
CARRIER_DIMENSIONS = ("carrier", "how")
DIMENSIONS = (*PARTY_DIMENSIONS, "people.ATTRIBUTE", "kind", "place", "carrier", "how", *ARTICLE_DIMENSIONS)
"""All of them; ATTRIBUTE stands for a column of the list of people."""
PEOPLE = re.compile(r"people\.(.+)", re.DOTALL)

# What is not known has these names, in brackets, so that no real name is taken for one of them.
NO_SPEAKER, NOT_LISTED, NOT_STATED = "(no speaker)", "(not on the list)", "(not stated)"
NO_DATE, NO_OUTLET, NO_LANGUAGE, NO_CARRIER = "(no date)", "(no outlet)", "(no language)", "(no carrier)"
MISSING_DATES = {4: NO_DATE, 6: "(no month)", 8: "(no day)"}
# Up to so many numbers, a table of all of them is faster than sorting.
_MOST_DENSE = 8_000_000
# Speakers of whom the names are remembered.
_MOST_KNOWN = 20_000
_ALIKE = {"gender": "people.gender", "party": "people.party", "medium": "outlet", "date": "day"}


@dataclass(frozen=True, slots=True)
class Entries:
    """What is counted: a statement for each of its speakers and carriers, where these are asked for.

    Attributes:
        statement: The number of the statement in the columns.
        party: The place of its speaker in `parties`.
        parties: The speakers, as columns number them; 0 for nobody.
        carrier: The number of the pair in the columns of carriers; -1 for none.
        p: The probability that it is right, in what the dimensions ask for.
    """

    statement: Array
    party: Array
    parties: Array
    carrier: Array
    p: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Values:
    """The values of one dimension.

    Attributes:
        codes: For each entry the number of its name.
        names: The names.
        known: For each name whether it is a value, and not that one is missing.
        ids: For each name the number of the speaker in the collection; None for other dimensions.
        article_codes: For each article the number of its name; None for dimensions that are not of articles.
    """

    codes: Array
    names: Sequence[str]
    known: Sequence[bool]
    ids: Sequence[int | None] | None = None
    article_codes: Array | None = None


def check_dimension(name: str) -> None:
    """Raise SettingsError unless statements can be counted by this."""
    if name in (*PARTY_DIMENSIONS, *CARRIER_DIMENSIONS, *ARTICLE_DIMENSIONS, "kind", "place") or PEOPLE.fullmatch(name):
        return
    hint = f"; did you mean {_ALIKE[name]}?" if name in _ALIKE else ""
    raise SettingsError(f"nothing can be counted by {name!r:.40}; give some of {', '.join(DIMENSIONS)}{hint}")


def is_of_speakers(by: Sequence[str]) -> bool:
    """Whether some of the dimensions are those of speakers."""
    return any(name in PARTY_DIMENSIONS or PEOPLE.fullmatch(name) for name in by)


def list_entries(columns: Columns, statements: Array, by: Sequence[str]) -> Entries:
    """The statements, each for all of its speakers and carriers if these are asked for."""
    party: Array = columns["speaker"][statements]
    p: NDArray[np.float64] = columns["score"][statements]
    carrier = np.full(len(statements), -1, np.int64)
    if is_of_speakers(by):
        p = p * columns["speaker_score"][statements]
        at, pairs = spread_entries(statements, columns["joint_statement"])
        party = np.where(pairs >= 0, _take(columns["joint_speaker"], pairs), party[at])
        statements, p, carrier = statements[at], p[at], carrier[at]
    if any(name in CARRIER_DIMENSIONS for name in by):
        at, carrier = spread_entries(statements, columns["carrier_statement"])
        statements, party, p = statements[at], party[at], p[at]
        p = np.where(carrier >= 0, p * _take(columns["carrier_score"], carrier), p)
    parties, places = _renumber(party) if is_of_speakers(by) else (party[:0], party)
    return Entries(statements, places, parties, carrier, p)


def _renumber(party: Array) -> tuple[Array, Array]:
    """The speakers that there are, in rising order, and the place of each entry's speaker among them."""
    least = int(party.min(initial=0))
    span = int(party.max(initial=0)) - least + 1
    if span > _MOST_DENSE:
        parties, places = np.unique(party, return_inverse=True)
        return parties, places
    is_there = np.zeros(span, np.bool_)
    is_there[party - least] = True
    return np.flatnonzero(is_there) + least, (np.cumsum(is_there) - 1)[party - least]


def _take(values: NDArray[Any], at: Array) -> NDArray[Any]:
    """The values at these places; 0 where a place is -1 and there are none."""
    return values[np.maximum(at, 0)] if len(values) else np.zeros(len(at), values.dtype)


def find_values(connection: sqlite3.Connection, columns: Columns, name: str, entries: Entries) -> Values:
    """The values of a dimension for each entry."""
    attribute = PEOPLE.fullmatch(name)
    if attribute:
        return _find_people(connection, entries, attribute[1])
    if name in _OF_ARTICLES:
        values = _OF_ARTICLES[name](connection, columns)
        return replace(values, codes=values.codes[columns["article"][entries.statement]], article_codes=values.codes)
    return _OF_STATEMENTS[name](connection, columns, entries)


# ---- Of articles: the values of all of them


def _find_outlets(connection: sqlite3.Connection, columns: Columns) -> Values:
    shown = dict(connection.execute("SELECT id, shown FROM outlets"))
    ids, inverse = columns.derive("outlets", lambda: np.unique(columns["article_outlet"], return_inverse=True))
    return _name([shown.get(number) for number in ids.tolist()], inverse, NO_OUTLET)


def _find_languages(_connection: sqlite3.Connection, columns: Columns) -> Values:
    return _name(list(columns.names("language")), columns["article_language"].astype(np.int64), NO_LANGUAGE)


def _find_dates(digits: int) -> Callable[[sqlite3.Connection, Columns], Values]:
    """A finder of years, months or days, from so many digits of a day."""

    def find(_connection: sqlite3.Connection, columns: Columns) -> Values:
        return columns.derive(f"dates of {digits}", lambda: find_all(columns["article_day"].astype(np.int64)))

    def find_all(days: Array) -> Values:
        values, inverse = np.unique(days // 10 ** (8 - digits), return_inverse=True)
        names = [show_date(value, digits) for value in values.tolist()]
        return _merge(names, inverse, {NO_DATE, MISSING_DATES[digits]})

    return find


def show_date(value: int, digits: int) -> str:
    """A year, month or day from so many digits of a day; a name in brackets where its last part is not known.

    >>> show_date(203104, 6), show_date(203100, 6), show_date(0, 6)
    ('2031-04', '(no month)', '(no date)')
    """
    if not value:
        return NO_DATE
    shown = f"{value:0{digits}}"
    parts = [shown[:4], shown[4:6], shown[6:]]
    return MISSING_DATES[digits] if "00" in parts[1:] else "-".join(part for part in parts if part)


# ---- Of speakers


def _find_parties(entries: Entries) -> tuple[list[int], Array]:
    return entries.parties.tolist(), entries.party


def _read_parties(connection: sqlite3.Connection, columns: Columns, ids: Sequence[int]) -> dict[int, tuple[Any, ...]]:
    """Name, type and whether it is named, of these speakers and perhaps of others, by their numbers."""
    # Few speakers have most of the statements, so that they are asked for again and again.
    known: dict[int, tuple[Any, ...]] = columns.remember("parties", dict)
    lacking = [number for number in ids if number not in known]
    if len(known) + len(lacking) > _MOST_KNOWN:
        known, lacking = {}, list(ids)
    for table, sign in (("speakers", 1), ("article_speakers", -1)):
        wanted = json.dumps([sign * number for number in lacking if sign * number > 0])
        question = f"SELECT id, name, type, named FROM {table} WHERE id IN (SELECT value FROM json_each(?))"  # noqa: S608
        known.update((sign * number, tuple(rest)) for number, *rest in connection.execute(question, (wanted,)))
    return known


def _find_speakers(connection: sqlite3.Connection, columns: Columns, entries: Entries) -> Values:
    ids, inverse = _find_parties(entries)
    rows = _read_parties(connection, columns, ids)
    names = [str(rows[number][0]) if number in rows else NO_SPEAKER for number in ids]
    return Values(
        inverse, names, [number in rows for number in ids], [number if number > 0 else None for number in ids]
    )


def _find_types(connection: sqlite3.Connection, columns: Columns, entries: Entries) -> Values:
    ids, inverse = _find_parties(entries)
    rows = _read_parties(connection, columns, ids)
    return _name([rows[number][1] if number in rows else None for number in ids], inverse, NO_SPEAKER)


def _find_named(connection: sqlite3.Connection, columns: Columns, entries: Entries) -> Values:
    ids, inverse = _find_parties(entries)
    rows = _read_parties(connection, columns, ids)
    shown = [("named" if rows[number][2] else "not named") if number in rows else None for number in ids]
    return _name(shown, inverse, NO_SPEAKER)


def _find_people(connection: sqlite3.Connection, entries: Entries, attribute: str) -> Values:
    """The values of an attribute of the list of people; `name` and `id` are the list's own."""
    people: dict[int, dict[str, object]] = {}
    for number, own, name, attributes in connection.execute("SELECT id, own, name, attributes FROM people"):
        people[number] = {"id": own, "name": name, **json.loads(attributes)}
    if not people:
        raise SettingsError("the collection has no list of people; give one: sayso speakers NEWS.DB --people FILE")
    known = sorted({key for values in people.values() for key in values})
    if attribute not in known:
        raise SettingsError(f"the list of people has no attribute {attribute!r:.40}; it has {', '.join(known)}")
    ids, inverse = _find_parties(entries)
    rows = dict(connection.execute("SELECT id, person_id FROM speakers WHERE person_id IS NOT NULL"))

    def show(number: int) -> str:
        if number == 0:
            return NO_SPEAKER
        if number not in rows:
            return NOT_LISTED
        value = people[rows[number]].get(attribute)
        return NOT_STATED if value is None or value == "" else str(value)

    return _merge([show(number) for number in ids], inverse, {NO_SPEAKER, NOT_LISTED, NOT_STATED})


# ---- Of statements


def _find_coded(column: str, names: Sequence[str]) -> Callable[[sqlite3.Connection, Columns, Entries], Values]:
    def find(_connection: sqlite3.Connection, columns: Columns, entries: Entries) -> Values:
        return Values(columns[column][entries.statement].astype(np.int64), names, [True] * len(names))

    return find


def _find_carriers(_connection: sqlite3.Connection, columns: Columns, entries: Entries) -> Values:
    return _find_carried(columns["carrier_name"], columns.names("carrier"), entries)


def _find_hows(_connection: sqlite3.Connection, columns: Columns, entries: Entries) -> Values:
    return _find_carried(columns["carrier_how"], HOWS, entries)


def _find_carried(column: Array, names: Sequence[str], entries: Entries) -> Values:
    codes = np.full(len(entries.carrier), len(names), np.int64)
    has_carrier = entries.carrier >= 0
    codes[has_carrier] = column[entries.carrier[has_carrier]]
    return Values(codes, [*names, NO_CARRIER], [*[True] * len(names), False])


_OF_ARTICLES: dict[str, Callable[[sqlite3.Connection, Columns], Values]] = {
    "outlet": _find_outlets,
    "year": _find_dates(4),
    "month": _find_dates(6),
    "day": _find_dates(8),
    "language": _find_languages,
}
_OF_STATEMENTS: dict[str, Callable[[sqlite3.Connection, Columns, Entries], Values]] = {
    "speaker": _find_speakers,
    "type": _find_types,
    "named": _find_named,
    "kind": _find_coded("kind", KINDS),
    "place": _find_coded("place", PLACES),
    "carrier": _find_carriers,
    "how": _find_hows,
}


def _name(given: Sequence[object], codes: Array, missing: str) -> Values:
    """Values of these names, where an empty name is what is missing."""
    return _merge([str(name) if name else missing for name in given], codes, {missing})


def _merge(given: Sequence[str], codes: Array, unknown: set[str]) -> Values:
    """Values in which each name stands once."""
    numbers: dict[str, int] = {}
    new = np.array([numbers.setdefault(name, len(numbers)) for name in given], np.int64)
    names = list(numbers)
    return Values(new[codes] if len(new) else codes, names, [name not in unknown for name in names])
