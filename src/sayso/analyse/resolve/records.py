"""From parties to the records that a reading has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sayso.analyse.resolve.party import Party
from sayso.analyse.resolve.scene import Outcome
from sayso.speaker import Speaker
from sayso.statement import Statement, Unresolved

__all__ = ["write_records"]


def write_records(
    statements: Sequence[Statement], outcomes: Mapping[str, Outcome]
) -> tuple[tuple[Statement, ...], tuple[Speaker, ...]]:
    """The statements with their speakers, and the speakers in the order in which they first speak."""
    ids: dict[Party, str] = {}
    written = tuple(_write_statement(statement, outcomes[statement.id], ids) for statement in statements)
    return written, tuple(_write_speaker(party, ids) for party in ids)


def _write_statement(statement: Statement, outcome: Outcome, ids: dict[Party, str]) -> Statement:
    if outcome.party is not None:
        return replace(statement, speaker=_number(outcome.party, ids), unresolved=None, candidates=())
    may_be = tuple(_number(party, ids) for party in outcome.candidates)
    return replace(statement, speaker=None, unresolved=outcome.why or Unresolved.NO_SOURCE, candidates=may_be)


def _number(party: Party, ids: dict[Party, str]) -> str:
    """The id of a party; its members come right after it."""
    if party not in ids:
        ids[party] = f"p{len(ids) + 1}"
        for member in party.members:
            _number(member, ids)
    return ids[party]


def _write_speaker(party: Party, ids: Mapping[Party, str]) -> Speaker:
    return Speaker(
        ids[party],
        party.name or "unknown",
        party.type,
        party.has_proper_name,
        tuple(party.roles),
        tuple(sorted({*(name.span for name in party.names), *party.mentions})),
        tuple(ids[member] for member in party.members),
    )
