"""Removal of statements with a low score from a complete reading."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from sayso.carrier import Carrier
from sayso.min_score import find_likely
from sayso.reading import Reading
from sayso.speaker import Speaker
from sayso.statement import Statement

__all__ = ["keep_likely"]


def keep_likely(reading: Reading, min_score: float) -> Reading:
    """Return the reading without the statements whose score is too low, and what belongs only to them.

    Too low is less than `find_least_score` says for `min_score`.

    Ids, speakers' roles, scare quotes and own voice stay as they are: what a removed statement attributes to somebody
    does not become the outlet's own voice.

    >>> from sayso.article import Article
    >>> from sayso.reading import Stamp
    >>> from sayso.statement import Kind, Place
    >>> from sayso.text import Span
    >>> spans = (Span(0, 7),), (Span(12, 16),), (Span(8, 11),)
    >>> said = [Statement(f"s{n}", Kind.INDIRECT, Place.BODY, *spans, score) for n, score in ((1, 0.4), (2, 0.9))]
    >>> reading = Reading(Article("a", "We won, she said."), tuple(said), (), Stamp("", "", ""))
    >>> [statement.id for statement in keep_likely(reading, 0.5).statements]
    ['s2']
    """
    kept = find_likely(reading, min_score)
    if len(kept) == len(reading.statements):
        return reading
    holders = {statement.id: statement.within for statement in reading.statements}
    statements = [s for s in reading.statements if s.id in kept]
    carriers = tuple(_keep_carriers(reading.carriers, kept))
    named = {carrier.id for carrier in carriers}
    return replace(
        reading,
        statements=tuple(
            replace(s, within=_find_holder(s, holders, kept), carriers=tuple(c for c in s.carriers if c in named))
            for s in statements
        ),
        speakers=_keep_speakers(reading, statements),
        carriers=carriers,
        headline=tuple(
            replace(finding, statement=finding.statement if finding.statement in kept else None)
            for finding in reading.headline
            if finding.headline_statement is None or finding.headline_statement in kept
        ),
    )


def _find_holder(statement: Statement, holders: dict[str, str | None], kept: set[str]) -> str | None:
    """Return the id of the smallest kept statement that holds this one."""
    holder = statement.within
    while holder is not None and holder not in kept:
        holder = holders.get(holder)
    return holder


def _keep_carriers(carriers: Iterable[Carrier], kept: set[str]) -> Iterable[Carrier]:
    """Yield the carriers of kept statements, with these alone, and those that had no statements before."""
    for carrier in carriers:
        statements = tuple(name for name in carrier.statements if name in kept)
        if statements or not carrier.statements:
            yield replace(carrier, statements=statements)


def _keep_speakers(reading: Reading, statements: Iterable[Statement]) -> tuple[Speaker, ...]:
    """Return the speakers without those that only removed statements refer to."""
    members = {speaker.id: speaker.members for speaker in reading.speakers}
    removed = _list_referred(reading.statements, members) - _list_referred(statements, members)
    return tuple(speaker for speaker in reading.speakers if speaker.id not in removed)


def _list_referred(statements: Iterable[Statement], members: dict[str, tuple[str, ...]]) -> set[str]:
    """Return the ids of the speakers that statements refer to: speakers, candidates, and the members of both."""
    found: set[str] = set()
    waiting = [name for s in statements for name in (s.speaker, *s.candidates) if name is not None]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += members.get(name, ())
    return found
