"""Assign statements to carriers: those beside the evidence, and later ones of the same speaker.

A carrier covers the statements of a speaker until another occasion is named; other speakers may stand in between.
A line of its own covers all that follows, a dateline the body, a footer everything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from sayso.analyse.carry.evidence import Evidence, Reach
from sayso.analyse.carry.merge import CarrierDraft
from sayso.analyse.carry.statement_index import StatementIndex, find_beside
from sayso.carrier import How
from sayso.statement import Kind, Place

__all__ = ["assign_statements"]

# Occasions on which somebody spoke or wrote: the next one ends the one before. A report ends a report.
_OCCASIONS = {How.INTERVIEW, How.BROADCAST, How.DOCUMENT, How.SOCIAL}
_WRITTEN = {How.DOCUMENT, How.SOCIAL}
_SPOKE = re.compile(r"\b(?:was|were|is|appears|has\sbeen)\s*$|\b(?:appeared|spoke|interviewed)\b")
# Most carriers that continue for one speaker, and that cover a whole article: real articles have two or three. The
# limits bound the time for hostile texts.
_MOST_HELD = 6
_MOST_FOR_ALL = 16
# From this score on a carrier stays without statements: what came through it was most likely missed.
_SURE = 0.7
_BEFORE = 200


def assign_statements(index: StatementIndex, carriers: Sequence[CarrierDraft]) -> list[CarrierDraft]:
    """Return the carriers with the numbers of their statements; datelines, footers and sure ones may have none."""
    claims: dict[int, list[CarrierDraft]] = {}
    for carrier in carriers:
        for evidence in carrier.all_evidence:
            if evidence.reach in {Reach.BESIDE, Reach.TURNS}:
                _claim(index, carrier, evidence, claims)
    for reach in (Reach.BELOW, Reach.BODY):
        _cover_sections(index, carriers, reach)
    lasting = [c for c in carriers if any(e.reach is Reach.ALL for e in c.all_evidence)]
    for carrier in lasting[:_MOST_FOR_ALL]:
        carrier.covered.update(range(len(index.statements)))
    _continue_for_speakers(index, claims)
    _cover_nested(index, carriers)
    kept = {id(c) for c in carriers if any(e.reach in {Reach.ALL, Reach.BODY} for e in c.all_evidence)}
    kept |= {id(c) for c in carriers if c.score >= _SURE}
    return [carrier for carrier in carriers if carrier.covered or id(carrier) in kept]


def _claim(
    index: StatementIndex, carrier: CarrierDraft, evidence: Evidence, claims: dict[int, list[CarrierDraft]]
) -> None:
    """Assign the statements beside the evidence to the carrier; else the answers, or those of who spoke there."""
    if evidence.reach is Reach.TURNS:
        carrier.covered.update(index.answers)
    is_spoken = evidence.how in {How.INTERVIEW, How.BROADCAST}
    beside = [n for n in find_beside(index, evidence.span) if not (is_spoken and n in index.questions)]
    for n in beside:
        carrier.covered.add(n)
        if _holds_on(index, evidence, n):
            claims.setdefault(n, []).append(carrier)
    if not beside and is_spoken:
        # Evidence in the introduction of a printed interview covers its answers.
        carrier.covered.update(index.answers or _find_by_surname(index, evidence))


def _holds_on(index: StatementIndex, evidence: Evidence, n: int) -> bool:
    """Whether the carrier also covers later statements of the speaker: not if the statement is cited within another."""
    outer = index.numbers.get(index.statements[n].within)
    if outer is None or evidence.how not in _OCCASIONS or index.speaker_keys[outer] in index.relaying:
        return True
    return any(span.holds(evidence.span) for span in index.statements[outer].content)


def _find_by_surname(index: StatementIndex, evidence: Evidence) -> Iterator[int]:
    """Yield all statements of who spoke there, for a sentence without statements: "Vint appeared on Radio Nine"."""
    sentence = index.layout.sentences[index.layout.sentence_of(evidence.span.start)]
    start = max(sentence.start, evidence.span.start - _BEFORE)
    before = index.layout.text[start : evidence.span.start]
    if _SPOKE.search(before):
        for word in dict.fromkeys(before.split()):
            yield from index.by_surname.get(word, ())


def _cover_sections(index: StatementIndex, carriers: Sequence[CarrierDraft], reach: Reach) -> None:
    """Assign the statements below each line "X reports", or each dateline, up to the next of its kind.

    The first dateline also covers the body above it; none covers the headline.
    """
    found = sorted(
        (evidence.span.start, number)
        for number, carrier in enumerate(carriers)
        for evidence in carrier.all_evidence
        if evidence.reach is reach
    )
    current = found[0][1] if found and reach is Reach.BODY else -1
    place = 0
    for n in index.order if found else ():
        while place < len(found) and found[place][0] <= index.extents[n].start:
            current = found[place][1]
            place += 1
        if current >= 0 and index.statements[n].place is not Place.HEADLINE:
            carriers[current].covered.add(n)


def _continue_for_speakers(index: StatementIndex, claims: dict[int, list[CarrierDraft]]) -> None:
    """Assign later statements of a speaker to the same carriers, until another occasion of that speaker is named.

    What was written covers only what follows at once: until somebody else speaks, or a paragraph stands in between.
    """
    running: dict[str, list[CarrierDraft]] = {}
    speaker_key, before = "", -1
    for n in index.order:
        if index.statements[n].place is Place.HEADLINE or n in index.questions:
            continue
        own = claims.get(n, [])[:_MOST_HELD]
        speaker_key = index.speaker_keys[n] or speaker_key
        if index.statements[n].within not in index.numbers:
            if before >= 0 and not _follows(index, before, n):
                running = {key: [c for c in held if c.how not in _WRITTEN] for key, held in running.items()}
            before = n
        if not own and _is_retold_by_other(index, n, claims):
            continue
        held = running.get(speaker_key, [])
        if n in index.answers:
            # What a report of the introduction told does not come through it in the talk.
            held = [carrier for carrier in held if carrier.how in _OCCASIONS]
        kept = [*own, *(carrier for carrier in held if not _is_ended_by(carrier, own))]
        running[speaker_key] = list({id(carrier): carrier for carrier in kept}.values())[:_MOST_HELD]
        for carrier in running[speaker_key]:
            carrier.covered.add(n)


def _follows(index: StatementIndex, before: int, n: int) -> bool:
    """Whether a statement is the same speaker's as the one before, in the same paragraph or the next."""
    ends, begins = index.extents[before].end - 1, index.extents[n].start
    is_near = index.layout.line_of(begins) - index.layout.line_of(ends) <= 1
    return is_near and index.speaker_keys[n] in {"", index.speaker_keys[before]}


def _is_retold_by_other(index: StatementIndex, n: int, claims: Mapping[int, list[CarrierDraft]]) -> bool:
    """Whether another speaker retells the statement, so that the speaker's own carriers do not cover it."""
    outer = index.numbers.get(index.statements[n].within)
    if outer is None or index.statements[n].kind is Kind.DIRECT or index.speaker_keys[outer] in index.relaying:
        return False
    return all(carrier.how in _OCCASIONS for carrier in claims.get(outer, ()))


def _is_ended_by(carrier: CarrierDraft, others: Sequence[CarrierDraft]) -> bool:
    """Whether another carrier ends this one: an occasion ends an occasion, a report ends a report."""
    return any(other is not carrier and (other.how in _OCCASIONS) == (carrier.how in _OCCASIONS) for other in others)


def _cover_nested(index: StatementIndex, carriers: Sequence[CarrierDraft]) -> None:
    """Assign nested statements to the carriers of the statement around them."""
    inner: dict[int, list[int]] = {}
    for n, statement in enumerate(index.statements):
        if statement.within in index.numbers:
            inner.setdefault(index.numbers[statement.within], []).append(n)
    for carrier in carriers if inner else ():
        waiting = list(carrier.covered)
        while waiting:
            held = [n for n in inner.get(waiting.pop(), ()) if n not in carrier.covered]
            carrier.covered.update(held)
            waiting.extend(held)
