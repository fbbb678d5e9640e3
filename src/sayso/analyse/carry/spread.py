"""Which statements came through a carrier: those beside its evidence, and those of the same speaker after them.

A carrier holds on for the same speaker until another occasion is named: he may be interrupted by others in between.
What a line of its own says holds for all that follows, a dateline for the body, a footer for everything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from sayso.analyse.carry.gather import Found
from sayso.analyse.carry.ground import Ground, find_beside
from sayso.analyse.carry.sighting import Reach, Sighting
from sayso.carrier import How
from sayso.statement import Kind, Place

__all__ = ["spread"]

# Where somebody spoke or wrote: the next occasion ends the one before. A report ends a report.
_OCCASIONS = {How.INTERVIEW, How.BROADCAST, How.DOCUMENT, How.SOCIAL}
_SPOKE = re.compile(r"\b(?:was|were|is|appears|has\sbeen)\s*$|\b(?:appeared|spoke|interviewed)\b")
# So many carriers hold on for one speaker at a time, and so many cover a whole article: real ones have two or three.
# The limits keep texts that were made to slow us down from doing so.
_MOST_HELD = 6
_MOST_FOR_ALL = 16
_BEFORE = 200
_OWNED = re.compile(r"\b(?:his|her|their|its)\b")
_NAMES = re.compile(r"\b[A-Z][\w’'-]{2,40}")


def spread(ground: Ground, carriers: Sequence[Found]) -> list[Found]:
    """The carriers that have statements, each with the numbers of its own; datelines and footers stay without any."""
    claims: dict[int, list[Found]] = {}
    for carrier in carriers:
        for sighting in carrier.sightings:
            if sighting.reach in {Reach.BESIDE, Reach.TURNS}:
                _claim(ground, carrier, sighting, claims)
    for reach in (Reach.BELOW, Reach.BODY):
        _cover_stretches(ground, carriers, reach)
    lasting = [c for c in carriers if any(s.reach is Reach.ALL for s in c.sightings)]
    for carrier in lasting[:_MOST_FOR_ALL]:
        carrier.covered.update(range(len(ground.statements)))
    _hold_on(ground, claims)
    _pass_inward(ground, carriers)
    kept = {id(carrier) for carrier in carriers if any(s.reach in {Reach.ALL, Reach.BODY} for s in carrier.sightings)}
    return [carrier for carrier in carriers if carrier.covered or id(carrier) in kept]


def _claim(ground: Ground, carrier: Found, sighting: Sighting, claims: dict[int, list[Found]]) -> None:
    """Give a carrier the statements beside one evidence, or those of whom its sentence speaks; and an interview's."""
    if sighting.reach is Reach.TURNS:
        carrier.covered.update(ground.answers)
    is_spoken = sighting.how in {How.INTERVIEW, How.BROADCAST}
    found = [n for n in find_beside(ground, sighting.span) if not _is_anothers(ground, sighting, n)]
    beside = [n for n in found if not (is_spoken and n in ground.questions)]
    for n in beside:
        carrier.covered.add(n)
        if _holds_on(ground, sighting, n):
            claims.setdefault(n, []).append(carrier)
    if not beside and is_spoken:
        # In the introduction of a printed interview the answers are what came of it.
        carrier.covered.update(ground.answers or _find_spoken(ground, sighting))


def _is_anothers(ground: Ground, sighting: Sighting, n: int) -> bool:
    """Whether a statement is of somebody else than the one whose memoir the evidence is: one named after it."""
    text, statement = ground.layout.text, ground.statements[n]
    sentence = ground.layout.sentences[ground.layout.sentence_of(sighting.span.start)]
    owned = sighting.how is How.DOCUMENT and _OWNED.search(text, sighting.span.start, sighting.span.end)
    if not owned or ground.hulls[n].start < sentence.end or not statement.source:
        return False
    names = {name for span in statement.source for name in _NAMES.findall(span.of(text))}
    before = text[max(sentence.start, sighting.span.start - _BEFORE) : min(sentence.end, sighting.span.end + _BEFORE)]
    return bool(names) and names.isdisjoint(_NAMES.findall(before))


def _holds_on(ground: Ground, sighting: Sighting, n: int) -> bool:
    """Whether the speaker of a statement goes on through its carrier: not one whose words are told in a memoir."""
    outer = ground.numbers.get(ground.statements[n].within)
    if outer is None or sighting.how not in _OCCASIONS or ground.voices[outer] in ground.passing:
        return True
    return any(span.holds(sighting.span) for span in ground.statements[outer].content)


def _find_spoken(ground: Ground, sighting: Sighting) -> Iterator[int]:
    """All statements of the one of whom a sentence without any says where he spoke: Vint appeared on Radio Nine."""
    sentence = ground.layout.sentences[ground.layout.sentence_of(sighting.span.start)]
    start = max(sentence.start, sighting.span.start - _BEFORE)
    before = ground.layout.text[start : sighting.span.start]
    if _SPOKE.search(before):
        for word in dict.fromkeys(before.split()):
            yield from ground.spoken.get(word, ())


def _cover_stretches(ground: Ground, carriers: Sequence[Found], reach: Reach) -> None:
    """Give each line "X reports", and each dateline, what stands below it, up to the next of its kind.

    The first dateline has what stands above it, too; none has the headline.
    """
    found = sorted(
        (sighting.span.start, number)
        for number, carrier in enumerate(carriers)
        for sighting in carrier.sightings
        if sighting.reach is reach
    )
    current = found[0][1] if found and reach is Reach.BODY else -1
    place = 0
    for n in ground.order if found else ():
        while place < len(found) and found[place][0] <= ground.hulls[n].start:
            current = found[place][1]
            place += 1
        if current >= 0 and ground.statements[n].place is not Place.HEADLINE:
            carriers[current].covered.add(n)


def _hold_on(ground: Ground, claims: dict[int, list[Found]]) -> None:
    """Let carriers go on for the same speaker until another occasion of his is named."""
    running: dict[str, list[Found]] = {}
    voice = ""
    for n in ground.order:
        if ground.statements[n].place is Place.HEADLINE or n in ground.questions:
            continue
        own = claims.get(n, [])[:_MOST_HELD]
        voice = ground.voices[n] or voice
        if not own and _is_retold(ground, n, claims):
            continue
        kept = [*own, *(carrier for carrier in running.get(voice, []) if not _ends(carrier, own))]
        running[voice] = list({id(carrier): carrier for carrier in kept}.values())[:_MOST_HELD]
        for carrier in running[voice]:
            carrier.covered.add(n)


def _is_retold(ground: Ground, n: int, claims: Mapping[int, list[Found]]) -> bool:
    """Whether somebody else tells in his own words what the speaker said, so that it did not come the way he spoke."""
    outer = ground.numbers.get(ground.statements[n].within)
    if outer is None or ground.statements[n].kind is Kind.DIRECT or ground.voices[outer] in ground.passing:
        return False
    return all(carrier.how in _OCCASIONS for carrier in claims.get(outer, ()))


def _ends(carrier: Found, others: Sequence[Found]) -> bool:
    """Whether another carrier's being named ends this one's hold: a new occasion that of before, a report a report."""
    return any(other is not carrier and (other.how in _OCCASIONS) == (carrier.how in _OCCASIONS) for other in others)


def _pass_inward(ground: Ground, carriers: Sequence[Found]) -> None:
    """Give what is told inside of a statement the carriers of that statement."""
    inner: dict[int, list[int]] = {}
    for n, statement in enumerate(ground.statements):
        if statement.within in ground.numbers:
            inner.setdefault(ground.numbers[statement.within], []).append(n)
    for carrier in carriers if inner else ():
        waiting = list(carrier.covered)
        while waiting:
            held = [n for n in inner.get(waiting.pop(), ()) if n not in carrier.covered]
            carrier.covered.update(held)
            waiting.extend(held)
