"""What of a selection depends on the whole collection: its outlets, speakers and carriers, and what it leaves out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from pyspark.sql import functions as F

from sayso.errors import SettingsError
from sayso.letters import plain_letters
from sayso.spark.choice import Choice
from sayso.store.make_columns import find_day
from sayso.store.selection import Selection, describe_unknown, fold_name
from sayso.store.selection_days import describe_days, find_within
from sayso.store.speaker_rows import number_speaker
from sayso.store.words import parse_words

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

    from sayso.spark.known import Known
    from sayso.spark.listed import Listed

__all__ = ["find_choice"]

_LARGE, _SMALL = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz"


def find_choice(selection: Selection, known: Known, parties: DataFrame, listed: Listed, notes: list[str]) -> Choice:
    """What a selection chooses in a collection.

    Args:
        selection: The selection.
        known: The articles.
        parties: Their speakers, with `ident`, `speaker`, `speaker_name`, and the `name` that the article gives.
        listed: Who is on the list of people.
        notes: Takes a sentence for each thing that is unknown or left out.

    Raises:
        SettingsError: The words hold none to search for.
    """
    words = None
    if selection.words is not None:
        words = parse_words(selection.words)
        if words.wanted is None and words.unwanted is None:
            raise SettingsError(f"{selection.words!r:.60} holds no word to search for; give one, such as flood")
        notes += words.notes
    choice = Choice(selection, None, None, words)
    if selection.outlets:
        choice = replace(choice, outlets=_find_outlets(selection.outlets, known, notes))
    if selection.start is not None or selection.end is not None:
        _note_days(selection, known, notes)
    if selection.carriers:
        _note_carriers(selection.carriers, known, notes)
    if selection.speakers:
        found = frozenset(ident for name in selection.speakers for ident in _find_idents(name, parties, listed, notes))
        choice = replace(choice, speakers=found)
    return choice


def _find_outlets(names: Iterable[str], known: Known, notes: list[str]) -> frozenset[str]:
    wanted = {fold_name(name): name for name in names}
    rows = known.articles.select("outlet", "shown").distinct().collect()
    # Those that a record has, and the one by which the outlet is shown.
    named = {row["outlet"]: (*row["outlet"].split("\n", 1), row["shown"]) for row in rows}
    own = {outlet: {fold_name(name) for name in given if name} for outlet, given in named.items()}
    met = {name for folded in own.values() for name in folded}
    shown = sorted({row["shown"] for row in rows if row["shown"]})
    notes += [describe_unknown("outlet", name, shown) for key, name in wanted.items() if key not in met]
    return frozenset(outlet for outlet, folded in own.items() if not folded.isdisjoint(wanted))


def _note_days(selection: Selection, known: Known, notes: list[str]) -> None:
    counted = known.articles.groupBy(F.substring("published", 1, 10).alias("day")).count().collect()
    days = np.array([find_day(row["day"]) for row in counted], np.int64)
    numbers = np.array([row["count"] for row in counted], np.int64)
    _, unsure = find_within(days, selection.start, selection.end)
    notes += describe_days(int(numbers[days == 0].sum()), int(numbers[unsure].sum()))


def _note_carriers(names: Iterable[str], known: Known, notes: list[str]) -> None:
    wanted = {name.casefold(): name for name in names}
    carriers = known.articles.select(F.explode("passages").alias("it")).select(F.explode("it.carriers").alias("it"))
    met = {row[0] for row in carriers.where(F.col("it.folded").isin(*wanted)).select("it.folded").distinct().collect()}
    notes += [describe_unknown("carrier", name, ()) for key, name in wanted.items() if key not in met]


def _find_idents(name: str, parties: DataFrame, listed: Listed, notes: list[str]) -> list[str]:
    """What groups the statements of the speakers of that name."""
    # As SQLite compares names: capitals of ASCII alone make no difference.
    own = F.lit(name.translate(str.maketrans(_LARGE, _SMALL)))
    is_named = F.translate("name", _LARGE, _SMALL) == own
    is_meant = is_named | (F.translate("speaker_name", _LARGE, _SMALL) == own)
    on_list = listed.find_speakers(name)
    if on_list:
        is_meant = is_meant | F.col("speaker").isin(*on_list)
    found = [row[0] for row in parties.where(is_meant).select("ident").distinct().collect()]
    joined = parties.where("speaker IS NOT NULL").select("ident", "speaker", "speaker_name")
    if name.isascii() and name.isdigit():
        for row in joined.select("ident", "speaker").distinct().toLocalIterator():
            found += [row["ident"]] if number_speaker(row["speaker"]) == int(name) else []
    if not found and name.strip():
        plain = plain_letters(name)
        for row in joined.select("ident", "speaker_name").distinct().toLocalIterator():
            found += [row["ident"]] if plain_letters(row["speaker_name"]) == plain else []
    if not found:
        notes.append(describe_unknown("speaker", name, ()))
    return found
