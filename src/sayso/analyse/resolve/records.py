"""Write entities and outcomes as the records of a reading."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sayso.analyse.resolve.context import Outcome
from sayso.analyse.resolve.entity import Entity
from sayso.speaker import Speaker
from sayso.statement import Statement, Unresolved

__all__ = ["write_records"]


def write_records(
    statements: Sequence[Statement], outcomes: Mapping[str, Outcome]
) -> tuple[tuple[Statement, ...], tuple[Speaker, ...]]:
    """Return the statements with their speakers, and the speakers in the order in which they first speak."""
    ids: dict[Entity, str] = {}
    written = tuple(_write_statement(statement, outcomes[statement.id], ids) for statement in statements)
    return written, tuple(_write_speaker(entity, ids) for entity in ids)


def _write_statement(statement: Statement, outcome: Outcome, ids: dict[Entity, str]) -> Statement:
    if outcome.entity is not None and not outcome.candidates:
        speaker = _number(outcome.entity, ids)
        return replace(statement, speaker=speaker, unresolved=None, candidates=(), speaker_score=outcome.score)
    may_be = tuple(_number(entity, ids) for entity in outcome.candidates)
    why = outcome.why or (Unresolved.AMBIGUOUS if may_be else Unresolved.NO_SOURCE)
    return replace(statement, speaker=None, unresolved=why, candidates=may_be)


def _number(entity: Entity, ids: dict[Entity, str]) -> str:
    """Return the id of an entity; a new one is numbered, and its members right after it."""
    if entity not in ids:
        ids[entity] = f"p{len(ids) + 1}"
        for member in entity.members:
            _number(member, ids)
    return ids[entity]


def _write_speaker(entity: Entity, ids: Mapping[Entity, str]) -> Speaker:
    return Speaker(
        ids[entity],
        entity.name or "unknown",
        entity.type,
        entity.has_proper_name,
        tuple(entity.roles),
        tuple(sorted({*(name.span for name in entity.names), *entity.mentions})),
        tuple(ids[member] for member in entity.members),
    )
