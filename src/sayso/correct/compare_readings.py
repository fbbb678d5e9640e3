"""Find the corrections that lead from a reading to another one of the same text, as somebody corrected it elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sayso.correct.apply_corrections import LEAST_SHARED, measure_overlap
from sayso.correct.correction import Correction, QuotedStatement, quote_statement
from sayso.letters import plain_letters
from sayso.reading import Reading
from sayso.statement import Statement

__all__ = ["compare_readings"]


def compare_readings(reading: Reading, gold: Reading, *, by: str = "") -> Iterator[Correction]:
    """Yield what is to be corrected in a reading so that its statements are those of the gold one.

    Statements alone are compared, with their speakers; carriers, headlines and marks are not.

    Args:
        reading: The reading of an article.
        gold: A reading of the same text.
        by: Who corrected it.
    """
    names = {plain_letters(it.name) for it in reading.speakers}
    pairs = _pair(reading.statements, gold.statements)
    for statement in reading.statements:
        if statement.content and statement.id not in pairs:
            yield Correction(quote_statement(reading, statement), None, by=by)
    known = {it.id: it for it in reading.statements}
    before_of = {other: known[own] for own, other in pairs.items()}
    for other in gold.statements:
        after = _name_anew(quote_statement(gold, other), names)
        if not after.content:
            continue
        before = before_of.get(other.id)
        correction = Correction(None if before is None else quote_statement(reading, before), after, by=by)
        if before is None or correction.changed:
            yield correction


def _pair(statements: Sequence[Statement], others: Sequence[Statement]) -> dict[str, str]:
    """For the ids of statements those of the others that are the same: each once, those that share most first."""
    shares = sorted(
        (-share, own, other)
        for own, one in enumerate(statements)
        for other, it in enumerate(others)
        if one.content and it.content and one.content[0].start < it.content[-1].end
        if it.content[0].start < one.content[-1].end
        if (share := measure_overlap(one.content, it.content)) >= LEAST_SHARED
    )
    found: dict[int, int] = {}
    taken: set[int] = set()
    for _, own, other in shares:
        if own not in found and other not in taken:
            found[own] = other
            taken.add(other)
    return {statements[own].id: others[other].id for own, other in found.items()}


def _name_anew(statement: QuotedStatement, names: set[str]) -> QuotedStatement:
    """The statement; a speaker of a name that is not known is a new one, and not whoever was read at its place."""
    speaker = statement.speaker
    if speaker is None or plain_letters(speaker.name) in names:
        return statement
    return replace(statement, speaker=replace(speaker, mention=None))
