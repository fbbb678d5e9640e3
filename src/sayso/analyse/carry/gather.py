"""Sightings of one carrier put together: by its name in all its forms, and by how it carried the words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from sayso.analyse.carry.order import rank_of
from sayso.analyse.carry.outlets import look_up, masthead_words
from sayso.analyse.carry.sighting import Sighting
from sayso.carrier import How
from sayso.outlets import fold_outlet
from sayso.text import Span

__all__ = ["Found", "gather"]

# Carriers that "the paper" and "the channel" can stand for.
_OUTLETS = {How.INTERVIEW, How.BROADCAST, How.REPORT, How.WIRE}


_NOUN = re.compile(r"newspaper|paper|tabloid|daily|broadcaster|channel|network|station|programme|podcast|agency")
_FAMILIES = {"paper": "newspaper", "tabloid": "newspaper", "daily": "newspaper"} | dict.fromkeys(
    ("channel", "network", "station"), "broadcaster"
)


@dataclass(slots=True)
class Found:
    """A carrier while it is put together.

    Attributes:
        name: Its name, in the form in which it is named first.
        how: The way in which it passed the words on.
        rank: How far it stands from the speaker, as a rule.
        sightings: Where the text names it, in text order.
        covered: Numbers of the statements that came through it.
    """

    name: str
    how: How
    rank: int
    sightings: list[Sighting] = field(default_factory=list)
    covered: set[int] = field(default_factory=set)

    @property
    def evidence(self) -> tuple[Span, ...]:
        """Where the text names it; nothing for what only the input says."""
        return tuple(dict.fromkeys(s.span for s in self.sightings if s.span.start < s.span.end))

    @property
    def first(self) -> int:
        """Where it is named first."""
        return self.sightings[0].span.start


def gather(text: str, sightings: Iterable[Sighting]) -> list[Found]:
    """The carriers of an article, without statements yet, in the order in which they are named.

    One a name and way. An aggregator that is named elsewhere is one more evidence for that carrier.
    """
    found: dict[tuple[str, How], Found] = {}
    by_name: dict[str, Found] = {}
    for sighting in _name_in_full(text, _drop_overlapping(sightings)):
        name = _key(sighting.name)
        if sighting.how is How.AGGREGATOR and name in by_name:
            by_name[name].sightings.append(sighting)
            continue
        carrier = found.get((name, sighting.how))
        if carrier is None:
            carrier = Found(sighting.name, sighting.how, rank_of(sighting.how, sighting.kind))
            found[name, sighting.how] = carrier
            by_name.setdefault(name, carrier)
        carrier.sightings.append(sighting)
    return list(found.values())


def _drop_overlapping(sightings: Iterable[Sighting]) -> list[Sighting]:
    """The sightings in text order, without those that say again, or less well, what one before has said."""
    kept: list[Sighting] = []
    for sighting in sorted(sightings, key=lambda s: (s.span.start, -s.span.end)):
        if not (kept and kept[-1].span.overlaps(sighting.span) and _says_no_more(kept[-1], sighting)):
            kept.append(sighting)
    return kept


def _says_no_more(before: Sighting, sighting: Sighting) -> bool:
    """Whether a sighting adds nothing to one that it overlaps.

    A letter to an outlet is two carriers; a column in a paper, and an interview on a station's programme, are one.
    """
    is_document = sighting.how is How.DOCUMENT
    if is_document and before.how in {How.DOCUMENT, How.REPORT} and before.span.holds(sighting.span):
        return True
    if _key(before.name) == _key(sighting.name):
        return True
    return before.span.start < sighting.span.start and not is_document and before.how is not How.DOCUMENT


def _key(name: str) -> str:
    """What all forms of a carrier's name have in common."""
    return fold_outlet(look_up(name).stands_for or name).casefold()


def _name_in_full(text: str, sightings: Iterable[Sighting]) -> Iterator[Sighting]:
    """The sightings under their full names: the Post, once the Wold Post is named; the paper, for the outlet before."""
    outlet: Sighting | None = None
    of_kind: dict[str, Sighting] = {}
    by_ending: dict[str, str] = {}
    spelled: dict[str, tuple[int, str]] = {}
    for found in sightings:
        sighting = found
        if not sighting.name and outlet:
            named = of_kind.get(_family(sighting.span.of(text)), outlet)
            how = named.how if sighting.how is How.REPORT and named.how is How.WIRE else sighting.how
            sighting = replace(sighting, name=named.name, how=how, kind=named.kind)
        elif sighting.name and sighting.again:
            sighting = replace(sighting, name=by_ending.get(_ending(sighting.name), sighting.name))
        elif " " not in sighting.name and sighting.how in _OUTLETS:
            full = by_ending.get(sighting.name) or _spell_out(text, sighting, spelled)
            sighting = replace(sighting, name=full)
        if not sighting.name:
            continue
        if sighting.how in _OUTLETS:
            outlet = of_kind[_FAMILIES.get(sighting.kind, sighting.kind)] = sighting
        if sighting.how is How.DOCUMENT or (" " in sighting.name and sighting.how in _OUTLETS):
            by_ending[_ending(sighting.name)] = sighting.name
        yield sighting


def _family(words: str) -> str:
    """The kind of outlet that "told the paper" or "the channel reported" speaks of; empty where any may be meant."""
    found = _NOUN.search(words)
    return _FAMILIES.get(found.group(), found.group()) if found else ""


def _ending(name: str) -> str:
    """The last word of a name."""
    return name.rsplit(maxsplit=1)[-1]


def _spell_out(text: str, sighting: Sighting, spelled: dict[str, tuple[int, str]]) -> str:
    """The name in full that ends in a sighting's word and stands before it in the text; else the word itself."""
    name = sighting.name
    if name not in masthead_words():
        return name
    if name not in spelled:
        longer = re.search(rf"\b(?:[A-Z]\w{{1,20}}\s){{1,3}}{re.escape(name)}\b", text)
        spelled[name] = (longer.start(), fold_outlet(longer.group())) if longer else (len(text), name)
    place, full = spelled[name]
    return full if place < sighting.span.start else name
