"""A user's own list of people and bodies, and which speakers of a collection are on it.

Speakers are linked by their names alone: the name or an alias of the list, as it stands there, apart from case,
accents, titles and the order of "Roth, Anna". Nothing is guessed: what fits several stays open.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from sayso.errors import SpeakerError
from sayso.people.body_names import read_body
from sayso.people.person_names import read_person

__all__ = ["LinkedNames", "Links", "ListedPerson", "link_names", "list_name_keys", "read_people"]

_ID, _NAME, _ALIASES = ("id", "own_id", "own"), ("name", "full_name"), ("aliases", "alias", "also")
_MOST_ROWS = 2_000_000
_MOST_CHARS = 100_000


@dataclass(frozen=True, slots=True)
class ListedPerson:
    """One row of the list.

    Attributes:
        own: The id that the user has for it.
        name: The name.
        aliases: Other names.
        attributes: All other columns that are filled, as they stand.
    """

    own: str
    name: str
    aliases: tuple[str, ...] = ()
    attributes: Mapping[str, str] | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The name and the aliases."""
        return (self.name, *self.aliases)


class LinkedNames(NamedTuple):
    """What is needed to link a speaker: its id, the names that articles use, and what the user decided."""

    speaker: int
    names: tuple[str, ...]
    by_hand: str | None = None


@dataclass(slots=True)
class Links:
    """Which speakers are on the list.

    Attributes:
        own: The id of the list by the id of the speaker.
        open: By the id of the speaker the ids of the list that it may have: several, or one that others may have too.
    """

    own: dict[int, str] = field(default_factory=dict)
    open: dict[int, tuple[str, ...]] = field(default_factory=dict)


def read_people(path: Path | str) -> list[ListedPerson]:
    """The rows of a CSV file with the columns id and name, perhaps aliases (separated by ; or |), and any others.

    Raises:
        SpeakerError: The file cannot be read, lacks a column, or gives an id twice.
    """
    place = Path(path)
    try:
        with place.open(encoding="utf-8-sig", newline="") as file:
            return list(_read_rows(place, file))
    except OSError as err:
        raise SpeakerError(f"{place}: cannot be read ({err.strerror or err}); give a CSV file") from err
    except UnicodeDecodeError as err:
        raise SpeakerError(
            f"{place}: is not in UTF-8 ({err.reason} at byte {err.start:,}); save it as CSV UTF-8"
        ) from err
    except csv.Error as err:
        raise SpeakerError(f"{place}: is no CSV file ({err}); save the table as CSV") from err


def _read_rows(place: Path, file: Iterable[str]) -> Iterable[ListedPerson]:
    lines = iter(file)
    head = next(lines, "")[:_MOST_CHARS]
    delimiter = max(",;\t", key=lambda sign: (head.count(sign), -",;\t".index(sign)))
    columns = [name.strip() for name in next(csv.reader([head], delimiter=delimiter), [])]
    own, name = _find_column(place, columns, _ID), _find_column(place, columns, _NAME)
    aliases = next((n for n, column in enumerate(columns) if column.casefold() in _ALIASES), None)
    seen: dict[str, int] = {}
    for number, row in enumerate(csv.reader(lines, delimiter=delimiter), 2):
        cells = [cell.strip() for cell in row] + [""] * (len(columns) - len(row))
        if not any(cells):
            continue
        if not cells[own] or not cells[name]:
            missing = columns[own] if not cells[own] else columns[name]
            raise SpeakerError(f"{place}, line {number}: has no {missing}; give every row an id and a name")
        if cells[own] in seen:
            raise SpeakerError(
                f"{place}, line {number}: the id {cells[own]!r:.60} stands in line {seen[cells[own]]} too; give each"
                " row an id of its own, and other names of one person as aliases"
            )
        if len(seen) >= _MOST_ROWS:
            raise SpeakerError(f"{place}: has more than {_MOST_ROWS:,} rows; give a shorter list")
        seen[cells[own]] = number
        others = {
            c: v
            for n, (c, v) in enumerate(zip(columns, cells, strict=False))
            if n not in {own, name, aliases} and c and v
        }
        yield ListedPerson(
            cells[own], cells[name], _split_aliases(cells[aliases] if aliases is not None else ""), others
        )


def _find_column(place: Path, columns: list[str], names: tuple[str, ...]) -> int:
    found = next((n for n, column in enumerate(columns) if column.casefold() in names), None)
    if found is None:
        given = ", ".join(columns)[:200] or "nothing"
        raise SpeakerError(f"{place}: has no column {names[0]!r} (its first line has {given}); name the columns there")
    return found


def _split_aliases(cell: str) -> tuple[str, ...]:
    """The aliases of a cell, separated by ; or |."""
    return tuple(dict.fromkeys(filter(None, (part.strip() for part in cell.replace("|", ";").split(";")))))


def list_name_keys(name: str) -> tuple[str, ...]:
    """What a name is looked up by, as a person's and as a body's.

    >>> list_name_keys("Roth, Anna") == list_name_keys("Anna Roth")
    False
    >>> set(list_name_keys("Roth, Anna")) & set(list_name_keys("Dr. ANNA ROTH"))
    {'person anna roth'}
    """
    person = read_person(name)
    return f"person {' '.join((*person.words, person.suffix)).strip()}", f"body {' '.join(read_body(name).words)}"


def link_names(people: Iterable[ListedPerson], speakers: Iterable[LinkedNames]) -> Links:
    """Which speakers are on the list.

    >>> people = [ListedPerson("7", "Anna Roth", ("A. B. Roth",))]
    >>> people += [ListedPerson("8", "Ida Moss"), ListedPerson("9", "Ida Moss")]
    >>> link_names(people, [LinkedNames(1, ("A.B. Roth",)), LinkedNames(2, ("Ida Moss",))])
    Links(own={1: '7'}, open={2: ('8', '9')})
    """
    index: dict[str, set[str]] = defaultdict(set)
    known: set[str] = set()
    for person in people:
        known.add(person.own)
        for key in {key for name in person.names for key in list_name_keys(name)}:
            index[key].add(person.own)
    links = Links()
    claims: dict[tuple[str, str], list[int]] = defaultdict(list)
    by_hand: set[int] = set()
    for speaker in speakers:
        keys = {key for name in speaker.names for key in list_name_keys(name)}
        owns = sorted({own for key in keys for own in index.get(key, ())})
        if speaker.by_hand is not None:
            by_hand.add(speaker.speaker)
            owns = [speaker.by_hand] if speaker.by_hand in known else []
        if len(owns) == 1:
            links.own[speaker.speaker] = owns[0]
            for key in keys:
                claims[key, owns[0]].append(speaker.speaker)
        elif owns:
            links.open[speaker.speaker] = tuple(owns)
    _open_rivals(links, claims, by_hand)
    return links


def _open_rivals(links: Links, claims: Mapping[tuple[str, str], list[int]], by_hand: set[int]) -> None:
    """Leave open which one is on the list where speakers that are kept apart have the same name.

    Where the user has said which one it is, the others are not on the list.
    """
    for (_, own), rivals in claims.items():
        is_decided = not by_hand.isdisjoint(rivals)
        for speaker in rivals if len(rivals) > 1 else ():
            if speaker not in by_hand:
                links.own.pop(speaker, None)
                links.open.pop(speaker, None)
                links.open |= {} if is_decided else {speaker: (own,)}
