"""What a reader of counts must know of how the collection was read and what counts twice or not at all."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence

import numpy as np

from sayso.counting import load_measured
from sayso.settings import AnalyseSettings
from sayso.store.columns import Columns
from sayso.store.dimensions import CARRIER_DIMENSIONS, Entries, is_of_speakers
from sayso.store.selection import Chosen

__all__ = ["list_notes"]


def list_notes(
    connection: sqlite3.Connection, columns: Columns, chosen: Chosen, entries: Entries, by: Sequence[str]
) -> Iterator[str]:
    """Yield a sentence for each thing to know."""
    if is_of_speakers(by):
        is_chosen = np.zeros(len(columns), np.bool_)
        is_chosen[chosen.statements] = True
        joint = len(set(columns["joint_statement"][is_chosen[columns["joint_statement"]]].tolist()))
        if joint:
            yield f"{_count(joint, 'statement')} of several speakers together: counted for each of them."
    if any(name in CARRIER_DIMENSIONS for name in by) and bool((np.diff(entries.statement) == 0).any()):
        yield "some statements came through several carriers: they are counted for each of them."
    days = columns["article_day"][chosen.articles]
    undated, coarse = int((days == 0).sum()), int(((days > 0) & (days % 100 == 0)).sum())
    if any(name in ("year", "month", "day") for name in by) and undated:
        yield f"{_count(undated, 'article')} without a date: counted under “(no date)”."
    if "day" in by and coarse:
        yield f"{_count(coarse, 'article')} with a month or a year alone as the date: counted under “(no day)”."
    if connection.execute("SELECT 1 FROM forgotten LIMIT 1").fetchone():
        yield "some speakers were taken out of the collection (`sayso forget`): their statements are in no count."
    yield from columns.derive("readings", lambda: tuple(_describe_readings(connection)))


def _describe_readings(connection: sqlite3.Connection) -> Iterator[str]:
    """Yield what differs between the readings of a collection, so that their counts cannot be compared as they are."""
    counts: dict[str, int] = {}
    scores: dict[float, int] = {}
    question = (
        "SELECT model, json_extract(choices, '$.min_score'), number FROM"
        " (SELECT stamp_id, count(*) AS number FROM articles WHERE is_current GROUP BY stamp_id)"
        " INNER JOIN stamps ON stamps.id = stamp_id"
    )
    for model, given, count in connection.execute(question):
        score = float(given) if isinstance(given, int | float) else AnalyseSettings().min_score
        counts[model] = counts.get(model, 0) + count
        scores[score] = scores.get(score, 0) + count
    own = load_measured().model
    others = {model: count for model, count in counts.items() if model != own}
    if others:
        names = ", ".join(sorted(name or "no model" for name in others))
        yield (
            f"{_count(sum(others.values()), 'article')} read by another model ({names}) than the one that precision and"
            f" recall were measured of ({own})."
        )
    if len(scores) > 1:
        lowest, highest = min(scores), max(scores)
        yield (
            f"articles were read with different --min-score ({lowest} to {highest}), so that more statements are found"
            f" in some; count with --min-score {highest} to compare them."
        )


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
