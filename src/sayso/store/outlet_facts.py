"""What a collection knows of an outlet: whose words its articles have, and what it changes in those it takes over."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from dataclasses import dataclass

import numpy as np

from sayso.match import Change
from sayso.store.columns import KINDS, Columns
from sayso.store.selection import Selection, choose

__all__ = ["OutletSummary", "find_outlet"]


@dataclass(frozen=True, slots=True)
class OutletSummary:
    """An outlet of a collection; of each article its current version counts.

    Attributes:
        name: The name or domain that was asked for.
        articles: How many articles it has.
        words: How many words these have: what stands between blanks.
        said: How many of them others say, by the kind of statement; what is quoted inside another's words counts once.
        steps: How often it took words over from another outlet, by what became of them; see `trace`.
        stated_steps: How many of these its articles state, by naming the other outlet; the others are inferred.
        other_speakers: In how many of them the words are given to somebody else than before.
        taken_from: The outlets that it took words over from, each with the number of times, the greatest first.
    """

    name: str
    articles: int
    words: int
    said: dict[str, int]
    steps: dict[str, int]
    stated_steps: int
    other_speakers: int
    taken_from: tuple[tuple[str, int], ...]

    @property
    def own_words(self) -> int:
        """How many words are nobody else's: the outlet's own voice, and what it names its sources with."""
        return max(0, self.words - sum(self.said.values()))

    @property
    def step_count(self) -> int:
        """How often it took words over."""
        return sum(self.steps.values())


_WORDS = "SELECT ifnull(sum(words), 0) FROM articles WHERE id IN (SELECT value FROM json_each(?))"
# CROSS: statements that stand within others are few, and have an index of their own.
_NESTED = """
SELECT statements.kind, sum(statements.words) FROM statements CROSS JOIN json_each(?) AS chosen
WHERE statements.within_id IS NOT NULL AND statements.article_id = chosen.value GROUP BY statements.kind
"""
_STEPS = """
SELECT edges.change, edges.evidence, edges.is_other_speaker, ifnull(outlets.shown, ''), count(*)
FROM json_each(:articles) AS chosen
CROSS JOIN statements AS here ON here.article_id = chosen.value
CROSS JOIN occurrences AS place ON place.passage_id = here.id
CROSS JOIN edges ON edges.cluster_id = place.cluster_id AND edges.to_number = place.number
CROSS JOIN occurrences AS earlier ON earlier.cluster_id = edges.cluster_id AND earlier.number = edges.from_number
CROSS JOIN statements AS there ON there.id = earlier.passage_id
CROSS JOIN articles ON articles.id = there.article_id
LEFT JOIN outlets ON outlets.id = articles.outlet_id
WHERE articles.outlet_id IS NULL OR articles.outlet_id NOT IN (SELECT value FROM json_each(:outlets))
GROUP BY 1, 2, 3, 4
"""


def find_outlet(connection: sqlite3.Connection, columns: Columns, name: str) -> OutletSummary | None:
    """What is known of an outlet, by its name or domain; None if it has no article."""
    chosen = choose(connection, columns, Selection(outlets=(name,)))
    articles = columns["article_id"][chosen.articles].tolist()
    if not articles:
        return None
    asked = json.dumps(articles)
    outlets = json.dumps(np.unique(columns["article_outlet"][chosen.articles]).tolist())
    words = np.bincount(
        columns["kind"][chosen.statements], columns["words"][chosen.statements], minlength=len(KINDS)
    ).astype(int)
    nested = dict(connection.execute(_NESTED, (asked,)).fetchall())
    steps = connection.execute(_STEPS, {"articles": asked, "outlets": outlets}).fetchall()
    changes, sources = Counter[str](), Counter[str]()
    for change, _, _, outlet, count in steps:
        changes[change] += count
        sources[outlet] += count
    return OutletSummary(
        name=name,
        articles=len(articles),
        words=int(connection.execute(_WORDS, (asked,)).fetchone()[0]),
        said={kind: int(count) - nested.get(kind, 0) for kind, count in zip(KINDS, words, strict=True)},
        steps={it.value: changes[it.value] for it in Change if changes[it.value]},
        stated_steps=sum(count for _, evidence, _, _, count in steps if evidence == "stated"),
        other_speakers=sum(count for _, _, is_other, _, count in steps if is_other),
        taken_from=tuple(sorted(sources.items(), key=lambda it: (-it[1], it[0]))),
    )
