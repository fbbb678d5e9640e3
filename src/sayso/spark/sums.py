"""The sums that counts are made of, from whole articles: sums of articles add up to those of a collection."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sayso.counting import Sums, load_measured
from sayso.counting.tally import Tally
from sayso.export.counted import make_count_row
from sayso.store.count_groups import Asked, Groups
from sayso.store.dimensions import (
    CARRIER_DIMENSIONS,
    MISSING_DATES,
    NO_CARRIER,
    NO_DATE,
    NO_LANGUAGE,
    NO_OUTLET,
    NO_SPEAKER,
    NOT_LISTED,
    NOT_STATED,
    PARTY_DIMENSIONS,
    PEOPLE,
    Values,
    is_of_speakers,
    show_date,
)
from sayso.store.make_columns import find_day

__all__ = ["SUMS", "Entry", "list_article_entries", "make_rows", "sum_entries"]

SUMS = tuple(
    f"{unit}_{name}"
    for unit in ("statements", "words", "articles")
    for name in "count right variance third slope".split()
)
"""The names of the sums of a group: five of each unit, as in `Sums`."""
_DIGITS = {"year": 4, "month": 6, "day": 8}
Row = Mapping[str, Any]
Value = tuple[str, bool, str]
"""A value of a dimension: what groups it, whether it is known, and what it is shown by."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A statement in one group that it counts in: its number, the values of the dimensions, its chance and words."""

    statement: int
    values: tuple[Value, ...]
    p: float
    words: int


def list_article_entries(article: Row, by: Sequence[str], first: int) -> Iterator[Entry]:
    """Yield the entries of an article, its statements counted from `first`.

    Args:
        article: As `describe_lines` has it, with `shown`, and `resolved`: for each number of a speaker the values that
            the dimensions of speakers have.
        by: The dimensions.
        first: The number of its first statement.
    """
    parties = {it["number"]: it for it in article["resolved"] or ()}
    people = [name for name in by if PEOPLE.fullmatch(name)]
    with_speakers, with_carriers = is_of_speakers(by), any(name in CARRIER_DIMENSIONS for name in by)
    own = {name: _find_of_article(article, name) for name in by if name in ("outlet", "language", *_DIGITS)}
    for place, it in enumerate(article["passages"] or ()):
        members = [parties[number] for number in it["members"] or () if number in parties]
        speakers = (members or [parties.get(it["party"])]) if with_speakers else [None]
        for speaker in speakers:
            p = it["score"]
            if with_speakers and it["speaker_score"] is not None:
                p *= it["speaker_score"]
            for carrier in (it["carriers"] or [None]) if with_carriers else [None]:
                values = tuple(own.get(name) or _find_value(name, it, speaker, carrier, people) for name in by)
                yield Entry(first + place, values, p * carrier["score"] if carrier else p, it["words"])


def _find_of_article(article: Row, name: str) -> Value:
    if name in _DIGITS:
        digits = _DIGITS[name]
        shown = show_date(find_day(article["published"]) // 10 ** (8 - digits), digits)
        return shown, shown not in (NO_DATE, MISSING_DATES[digits]), shown
    given, missing = (article["shown"], NO_OUTLET) if name == "outlet" else (article["language"], NO_LANGUAGE)
    return given or missing, bool(given), given or missing


def _find_value(name: str, statement: Row, speaker: Row | None, carrier: Row | None, people: Sequence[str]) -> Value:
    if name in people:
        return _find_listed(speaker, people.index(name))
    if name in PARTY_DIMENSIONS:
        return _find_of_party(name, speaker)
    if name in CARRIER_DIMENSIONS:
        if carrier is None:
            return NO_CARRIER, False, NO_CARRIER
        return (carrier["folded"] if name == "carrier" else carrier["how"]), True, carrier["how"]
    return statement[name], True, statement[name]


def _find_of_party(name: str, speaker: Row | None) -> Value:
    if speaker is None:
        return NO_SPEAKER, False, NO_SPEAKER
    if name == "speaker":
        return speaker["ident"], True, speaker["name"]
    shown = speaker["type"] if name == "type" else "named" if speaker["named"] else "not named"
    return shown, True, shown


def _find_listed(speaker: Row | None, place: int) -> Value:
    """The value of an attribute of the list of people."""
    listed = None if speaker is None else speaker["listed"]
    shown = NO_SPEAKER if speaker is None else NOT_LISTED if listed is None else listed[place]
    return shown, shown not in (NO_SPEAKER, NOT_LISTED, NOT_STATED), shown


def sum_entries(
    entries: Sequence[Entry], articles: Sequence[int], asked: Asked
) -> tuple[dict[tuple[Value, ...], list[float]], dict[tuple[str, ...], list[float]]]:
    """The sums of each group, and of each whole with the number of its statements that are known in all dimensions.

    Args:
        entries: Entries of whole articles, in the order of statements.
        articles: The number of the article of each statement.
        asked: The dimensions, and those of the wholes.
    """
    statements = np.array([it.statement for it in entries], np.int64)
    p = np.array([it.p for it in entries], np.float64)
    words = np.zeros(len(articles), np.int64)
    words[statements] = [it.words for it in entries]
    owners = np.array(articles, np.int64)
    places = [asked.by.index(name) for name in asked.of]
    groups, group_names = _number([it.values for it in entries])
    wholes, whole_names = _number([tuple(it.values[place][0] for place in places) for it in entries])
    known = np.array([all(value[1] for value in it.values) for it in entries], np.bool_)
    part = _sum_all(Tally(groups, len(group_names), statements, p), words, owners)
    whole = _sum_all(Tally(wholes, len(whole_names), statements, p), words, owners)
    with_all = Tally(wholes[known], len(whole_names), statements[known], p[known]).add_statements().count
    return (
        {name: part[at].tolist() for at, name in enumerate(group_names)},
        {name: [*whole[at].tolist(), float(with_all[at])] for at, name in enumerate(whole_names)},
    )


def _number(names: Sequence[Any]) -> tuple[NDArray[np.int64], list[Any]]:
    numbers: dict[Any, int] = {}
    found = np.array([numbers.setdefault(name, len(numbers)) for name in names], np.int64)
    return found, list(numbers)


def _sum_all(tally: Tally, words: NDArray[np.int64], articles: NDArray[np.int64]) -> NDArray[np.float64]:
    """All sums, a row for each group, in the order of `SUMS`."""
    sums = (tally.add_statements(), tally.add_words(words), tally.add_articles(articles))
    arrays = [[it.count, it.right, it.variance, it.third, it.slope] for it in sums]
    found: NDArray[np.float64] = np.array([array for three in arrays for array in three], np.float64).T
    return found


def make_rows(groups: Sequence[Row], asked: Asked) -> Iterator[list[Any]]:
    """Yield the cells of counts.

    Args:
        groups: Of each group `values`, as triples; `speaker_id`; its sums; and with `whole_` before them those of its
            whole, `whole_known` and `whole_all_articles`, the number of all articles of the whole.
        asked: The dimensions.
    """
    measured = load_measured()
    error = measured.find_error(of_speakers=is_of_speakers(asked.by))
    part, whole = (
        [_take(groups, begin, unit) for unit in ("statements", "words", "articles")] for begin in ("", "whole_")
    )
    first = np.arange(len(groups))
    values = []
    for place, name in enumerate(asked.by):
        own = [row["values"][place] for row in groups]
        ids = [row["speaker_id"] for row in groups] if name == "speaker" else None
        values.append(Values(first, [it[2] for it in own], [it[1] for it in own], ids))
    table = Groups(
        *(asked, tuple(values), (first,) * len(values)),
        np.array([all(it[1] for it in row["values"]) for row in groups], np.bool_),
        (part[0], whole[0]),
        (part[1], whole[1]),
        (part[2], np.array([row["whole_all_articles"] for row in groups], np.float64)),
        np.array([row["whole_known"] for row in groups], np.float64),
        error,
    ).pick(first)
    yield from (make_count_row(table.make_row(group), asked.by, measured) for group in range(len(groups)))


def _take(groups: Sequence[Row], begin: str, unit: str) -> Sums:
    names = (f"{begin}{unit}_{name}" for name in "count right variance third slope".split())
    return Sums(*(np.array([row[name] for row in groups], np.float64) for name in names))
