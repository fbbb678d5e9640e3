"""How far the speakers of readings are the entities that GUM's annotators gave the sources of attributions.

GUM (Zeldes, 2017) marks every mention of every entity. A reading's speaker is the source's entity if one of its
mentions is one of the entity's: the two share at least half their characters, or the speaker's name is the mention's
words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from types import ModuleType
from typing import Any

from measure import pair_statements
from sets import Document

__all__ = ["measure_entities"]

Speaker = dict[str, Any]


def measure_entities(
    scorer: ModuleType, gold: Sequence[Document], predicted: Mapping[str, Document], records: Mapping[str, Any]
) -> dict[str, float]:
    """Over the detected attributions whose source is an entity: how many, the share that agrees, and identity F1.

    Identity: of the pairs of them in one article, is "the same speaker" right (F1).
    """
    counts = {"detected": 0, "resolved": 0, "agree": 0, "same gold": 0, "same read": 0, "same both": 0}
    for document in gold:
        known = list(_pair(scorer, document, predicted, records))
        mentions = _mentions_by_entity(document["record"])
        counts["detected"] += len(known)
        counts["resolved"] += sum(speaker is not None for _, speaker in known)
        counts["agree"] += sum(
            speaker is not None and _is_one_of(speaker, mentions.get(entity, ()), document["text"])
            for entity, speaker in known
        )
        for (entity, speaker), (other, another) in combinations(known, 2):
            is_same = speaker is not None and another is not None and speaker["id"] == another["id"]
            counts["same gold"] += entity == other
            counts["same read"] += is_same
            counts["same both"] += is_same and entity == other
    return {
        "attributions": sum(_has_entity(it) for document in gold for it in document["record"]["attributions"]),
        "detected": counts["detected"],
        "resolved": counts["resolved"],
        "agree": counts["agree"] / counts["detected"] if counts["detected"] else 0.0,
        "agree of resolved": counts["agree"] / counts["resolved"] if counts["resolved"] else 0.0,
        "identity F1": 2 * counts["same both"] / max(1, counts["same gold"] + counts["same read"]),
    }


def _pair(
    scorer: ModuleType, document: Document, predicted: Mapping[str, Document], records: Mapping[str, Any]
) -> Iterator[tuple[str, Speaker | None]]:
    """Yield the entity and the speaker that was read, for each detected attribution whose source is an entity."""
    name = document["doc_id"]
    speakers = {speaker["id"]: speaker for speaker in records.get(name, {}).get("speakers", ())}
    for gold, read, _ in pair_statements(scorer, document, predicted.get(name, {})).pairs:
        if _has_entity(gold):
            yield gold["source_entity"], speakers.get(read.get("speaker"))


def _has_entity(attribution: dict[str, Any]) -> bool:
    return attribution.get("source_entity") is not None


def _mentions_by_entity(record: dict[str, Any]) -> dict[str, list[tuple[int, int]]]:
    found: dict[str, list[tuple[int, int]]] = {}
    for mention in record["mentions"]:
        found.setdefault(mention["entity"], []).append((mention["start"], mention["end"]))
    return found


def _is_one_of(speaker: Speaker, mentions: Sequence[tuple[int, int]], text: str) -> bool:
    """Whether one of the speaker's mentions, or its name, is one of these mentions."""
    if any(_fold(text[start:end]) == _fold(speaker["name"]) for start, end in mentions):
        return True
    return any(_share(span, mention) >= 0.5 for span in speaker["mentions"] for mention in mentions)


def _share(a: Sequence[int], b: Sequence[int]) -> float:
    """The characters of both over those of either."""
    both = min(a[1], b[1]) - max(a[0], b[0])
    return both / (max(a[1], b[1]) - min(a[0], b[0])) if both > 0 else 0.0


def _fold(words: str) -> str:
    folded = " ".join(words.casefold().split())
    return folded.removeprefix("the ").removeprefix("a ").removeprefix("an ")
