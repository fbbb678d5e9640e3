"""Which statements of a collection are meant: by words, speaker, outlet, date, kind, carrier and score."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from sayso.errors import SettingsError
from sayso.given import check_given, check_texts
from sayso.letters import plain_letters
from sayso.outlets import fold_outlet
from sayso.store.columns import HOWS, KINDS, Columns, read_numbers
from sayso.store.selection_days import describe_days, find_within, read_day
from sayso.store.words import parse_words

__all__ = ["Chosen", "Selection", "choose", "describe_unknown", "fold_name"]

Array = NDArray[np.int64]
Mask = NDArray[np.bool_]
_MOST_SUGGESTED = 5
_MOST_DIGITS = 18
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Selection:
    """Which statements are meant; what is empty or None restricts nothing.

    Attributes:
        words: Words of the content, as in `sayso search`: phrases in marks, AND, OR, NOT, brackets, beginnings with *.
        speakers: Names; a statement of one of these, alone or together with others. A name is that of a speaker of the
            collection, or its number there, now or before; one that an article gives; or a name, alias or id of the
            list of people.
        outlets: Names or domains of outlets.
        start: The first day, month or year: "2031-04".
        end: The last one.
        kinds: "direct", "indirect", "mixed".
        carriers: Names of carriers.
        hows: Ways of carriers, such as "wire".
        min_score: The lowest score.

    Raises:
        SettingsError: A date is none, or a kind or way is unknown.
    """

    words: str | None = None
    speakers: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    start: str | None = None
    end: str | None = None
    kinds: tuple[str, ...] = ()
    carriers: tuple[str, ...] = ()
    hows: tuple[str, ...] = ()
    min_score: float | None = None

    def __post_init__(self) -> None:
        check_texts("a selection", self, "words start end")
        for name in ("speakers", "outlets", "kinds", "carriers", "hows"):
            values = getattr(self, name)
            values = (values,) if isinstance(values, str) else tuple(values)
            for value in values:
                check_given(f"a part of {name}", value, str, "a str")
            # SQLite holds no lone surrogates: what is stored has U+FFFD in their place.
            object.__setattr__(self, name, tuple(_SURROGATE.sub("\ufffd", value) for value in values))
        for name, known in (("kinds", KINDS), ("hows", HOWS)):
            odd = [value for value in getattr(self, name) if value not in known]
            if odd:
                raise SettingsError(f"{odd[0]!r:.40} is none of the {name}; give some of {', '.join(known)}")
        if self.min_score is not None and not 0 <= self.min_score <= 1:
            raise SettingsError(f"min_score is {self.min_score!r:.40}; give a number from 0 to 1")
        for name in ("start", "end"):
            given = getattr(self, name)
            if given is not None and read_day(given) is None:
                raise SettingsError(f"{given!r:.40} is no date; write it as 2031-04-05, 2031-04 or 2031")

    @property
    def is_whole(self) -> bool:
        """Whether all statements are meant."""
        return all(getattr(self, field.name) == field.default for field in fields(self))


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a selection has chosen.

    Attributes:
        statements: The numbers of the statements in the columns, in their order.
        articles: For each article of the columns, whether its outlet and date fit.
        notes: What was left out and why, a sentence each.
    """

    statements: Array
    articles: Mask
    notes: tuple[str, ...]

    def __sizeof__(self) -> int:
        return self.statements.nbytes + self.articles.nbytes


def choose(connection: sqlite3.Connection, columns: Columns, selection: Selection) -> Chosen:
    """Choose the statements of a selection."""
    return columns.remember(("chosen", selection), lambda: _choose(connection, columns, selection))


def _choose(connection: sqlite3.Connection, columns: Columns, selection: Selection) -> Chosen:
    notes: list[str] = []
    articles = _choose_outlets(connection, columns, selection, notes) & _choose_days(columns, selection, notes)
    chosen = articles[columns["article"]]
    if selection.kinds:
        chosen = chosen & np.isin(columns["kind"], [KINDS.index(kind) for kind in selection.kinds])
    if selection.min_score is not None:
        chosen = chosen & (columns["score"] >= selection.min_score)
    if selection.carriers or selection.hows:
        chosen = chosen & _choose_carried(columns, selection, notes)
    if selection.speakers:
        chosen = chosen & _choose_speakers(connection, columns, selection.speakers, notes)
    if selection.words is not None:
        chosen = chosen & _choose_words(connection, columns, selection.words, notes)
    return Chosen(np.flatnonzero(chosen), articles, tuple(notes))


def _mark(columns: Columns, statements: Array) -> Mask:
    mask = np.zeros(len(columns), np.bool_)
    mask[statements] = True
    return mask


def _choose_words(connection: sqlite3.Connection, columns: Columns, words: str, notes: list[str]) -> Mask:
    asked = parse_words(words)
    if asked.wanted is None and asked.unwanted is None:
        raise SettingsError(f"{words!r:.60} holds no word to search for; give one, such as flood")
    notes += asked.notes
    chosen = np.ones(len(columns), np.bool_)
    if asked.wanted is not None:
        chosen = _match(connection, columns, asked.wanted)
        if len(asked.terms) > 1 and not chosen.any():
            notes.append(f"no statement has all of these words; {_count_terms(connection, columns, asked.terms)}.")
    if asked.unwanted is not None:
        chosen = chosen & ~_match(connection, columns, asked.unwanted)
    return chosen


def _count_terms(connection: sqlite3.Connection, columns: Columns, terms: Sequence[str]) -> str:
    """How many statements have each of some words."""
    counts = ((term.strip('"*'), int(_match(connection, columns, term).sum())) for term in terms[:_MOST_SUGGESTED])
    return ", ".join(
        f"{number:,} have {term!r:.40}" if number > 1 else f"{number or 'none'} has {term!r:.40}"
        for term, number in counts
    )


def _match(connection: sqlite3.Connection, columns: Columns, question: str) -> Mask:
    asked = "SELECT group_concat(rowid) FROM statements_fts WHERE statements_fts MATCH ?"
    places = columns.find_places(read_numbers(connection, asked, (question,)))
    return _mark(columns, places[places >= 0])


def _choose_outlets(connection: sqlite3.Connection, columns: Columns, selection: Selection, notes: list[str]) -> Mask:
    """For each article, whether it is of one of the outlets."""
    if not selection.outlets:
        return np.ones(len(columns["article_id"]), np.bool_)
    wanted = {fold_name(name): name for name in selection.outlets}
    ids: list[int] = []
    shown: dict[str, None] = {}
    met: set[str] = set()
    for number, *names in connection.execute("SELECT id, name, domain, shown FROM outlets"):
        shown[names[-1]] = None
        found = {fold_name(name) for name in names if name}.intersection(wanted)
        ids += [number] if found else []
        met |= found
    notes += [describe_unknown("outlet", name, shown) for key, name in wanted.items() if key not in met]
    return np.isin(columns["article_outlet"], ids)


@lru_cache(maxsize=1 << 12)
def fold_name(name: str) -> str:
    """A name or domain of an outlet, so that spellings of it are equal."""
    return fold_outlet(name).casefold()


def _choose_days(columns: Columns, selection: Selection, notes: list[str]) -> Mask:
    """For each article, whether all days that its date may mean lie between the first and the last one."""
    days = columns["article_day"].astype(np.int64)
    is_within, is_unsure = find_within(days, selection.start, selection.end)
    if selection.start is not None or selection.end is not None:
        notes += describe_days(int((days == 0).sum()), int(is_unsure.sum()))
    return is_within


def _choose_carried(columns: Columns, selection: Selection, notes: list[str]) -> Mask:
    chosen = np.ones(len(columns["carrier_statement"]), np.bool_)
    if selection.carriers:
        names = {name.casefold(): code for code, name in enumerate(columns.names("carrier"))}
        wanted = {name.casefold(): name for name in selection.carriers}
        notes += [
            describe_unknown("carrier", name, columns.names("carrier"))
            for key, name in wanted.items()
            if key not in names
        ]
        chosen = np.isin(columns["carrier_name"], [names[key] for key in wanted if key in names])
    if selection.hows:
        chosen = chosen & np.isin(columns["carrier_how"], [HOWS.index(how) for how in selection.hows])
    return _mark(columns, columns["carrier_statement"][chosen])


def _choose_speakers(connection: sqlite3.Connection, columns: Columns, names: Sequence[str], notes: list[str]) -> Mask:
    parties: list[int] = []
    for name in names:
        found = _find_parties(connection, name)
        parties += found
        # A number means one speaker, and is no part of a name.
        alike = [] if found and name.isdigit() else _list_like(connection, name, set(found))
        if not found:
            notes.append(describe_unknown("speaker", name, alike))
        elif len(name.split()) == 1 and alike:
            verb = "has" if len(alike) == 1 else "have"
            notes.append(f"{name!r:.80} is looked for as a whole name; {', '.join(alike)} {verb} it among others.")
    joint = columns["joint_statement"][np.isin(columns["joint_speaker"], parties)]
    return np.isin(columns["speaker"], parties) | _mark(columns, joint)


def _find_parties(connection: sqlite3.Connection, name: str) -> list[int]:
    """The speakers of the collection of that name, as columns number them."""
    rows = connection.execute(
        "SELECT id FROM speakers WHERE name = :name COLLATE NOCASE OR id = :number"
        " UNION SELECT speaker_id FROM former_speakers WHERE id = :number"
        " UNION SELECT speaker_id FROM article_speakers WHERE name = :name COLLATE NOCASE AND speaker_id IS NOT NULL"
        " UNION SELECT speakers.id FROM speakers INNER JOIN people ON people.id = speakers.person_id"
        "   WHERE people.own = :name OR people.name = :name COLLATE NOCASE"
        "   OR EXISTS (SELECT 1 FROM json_each(people.aliases) WHERE value = :name COLLATE NOCASE)"
        # Those who belong to no speaker of the collection yet; see columns._find_parties.
        " UNION SELECT -min(id) FROM article_speakers WHERE name = :name COLLATE NOCASE AND speaker_id IS NULL"
        "   GROUP BY type HAVING min(id)",
        {"name": name, "number": int(name) if name.isascii() and name.isdigit() and len(name) < _MOST_DIGITS else None},
    )
    found = [number for (number,) in rows]
    if found or not name.strip():
        return found
    # SQLite folds the letters of ASCII alone, and no accents.
    plain = plain_letters(name)
    every = connection.execute("SELECT id, name FROM speakers")
    return [number for number, other in every if plain_letters(other) == plain]


def _list_like(connection: sqlite3.Connection, name: str, known: set[int]) -> list[str]:
    """Names of other speakers that have the last word of a name, those of most articles first."""
    words = name.split()
    if not words:
        return []
    word = words[-1].replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    question = (
        "SELECT id, name FROM speakers WHERE named AND ' ' || name || ' ' LIKE ? ESCAPE '\\'"
        " ORDER BY (SELECT count(*) FROM article_speakers WHERE speaker_id = speakers.id) DESC, name"
    )
    found = dict.fromkeys(
        name for number, name in connection.execute(question, (f"% {word} %",)) if number not in known
    )
    return list(found)[:_MOST_SUGGESTED]


def describe_unknown(what: str, name: str, known: Iterable[str]) -> str:
    """That there is no such name, with names that are like it."""
    words = {word.casefold() for word in name.split()}
    alike = [it for it in known if not words.isdisjoint(it.casefold().split())][:_MOST_SUGGESTED]
    more = f"there is {', '.join(alike)}" if alike else f"counts by {what} list all that there are"
    return f"no {what} of the collection is called {name!r:.80}; {more}."
