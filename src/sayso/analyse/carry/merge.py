"""Merging of evidence into carriers, one for each name, in any form, and `how`; and their order in the chain."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from sayso.analyse.carry.evidence import OUTLETS, Evidence
from sayso.analyse.carry.outlet_lookup import look_up
from sayso.carrier import How
from sayso.lexicon.nouns import places
from sayso.outlets import fold_outlet
from sayso.text import Span

__all__ = ["CarrierDraft", "merge_evidence", "name_key", "order_chain", "rank_of"]

# Carriers that "the paper" and "the channel" can refer to.
_NOUN = re.compile(r"newspaper|paper|tabloid|daily|broadcaster|channel|network|station|programme|podcast|agency")
_FAMILIES = {"paper": "newspaper", "tabloid": "newspaper", "daily": "newspaper"} | dict.fromkeys(
    ("channel", "network", "station"), "broadcaster"
)
# Nearest to the speaker first: a letter, a post; an interview, a broadcast; then reports.
_RANK = {
    How.DOCUMENT: 1,
    How.SOCIAL: 3,
    How.INTERVIEW: 4,
    How.BROADCAST: 5,
    How.REPORT: 6,
    How.OTHER: 1,
    How.WIRE: 8,
    How.REPUBLICATION: 11,
    How.AGGREGATOR: 12,
}
# The original comes before its translation, and that before the republication.
_RANK_OF_KIND = {"original": 9, "translator": 10}


@dataclass(slots=True)
class CarrierDraft:
    """A carrier before it has its id and place in the chain.

    Attributes:
        name: Its name, in the first form in the text.
        how: The way in which it passed the words on.
        rank: Its usual distance from the speaker.
        all_evidence: Its evidence, in text order.
        covered: Numbers of the statements that came through it.
    """

    name: str
    how: How
    rank: int
    all_evidence: list[Evidence] = field(default_factory=list)
    covered: set[int] = field(default_factory=set)

    @property
    def spans(self) -> tuple[Span, ...]:
        """The spans of its evidence; none for evidence in the metadata."""
        return tuple(dict.fromkeys(e.span for e in self.all_evidence if e.span.start < e.span.end))

    @property
    def score(self) -> float:
        """The score of its likeliest evidence."""
        return max(evidence.score for evidence in self.all_evidence)

    @property
    def first(self) -> int:
        """The place of its first evidence."""
        return self.all_evidence[0].span.start


def merge_evidence(text: str, all_evidence: Iterable[Evidence]) -> list[CarrierDraft]:
    """Return the carriers of an article, without statements, in the order of their first evidence.

    There is one for each name and `how`. An aggregator of a known name is more evidence for that carrier.
    """
    found: dict[tuple[str, How], CarrierDraft] = {}
    by_name: dict[str, CarrierDraft] = {}
    for evidence in _name_in_full(text, _drop_overlapping(all_evidence)):
        name = name_key(evidence.name)
        if evidence.how is How.AGGREGATOR and name in by_name:
            by_name[name].all_evidence.append(evidence)
            continue
        carrier = found.get((name, evidence.how))
        if carrier is None:
            carrier = CarrierDraft(evidence.name, evidence.how, rank_of(evidence.how, evidence.kind))
            found[name, evidence.how] = carrier
            by_name.setdefault(name, carrier)
        carrier.all_evidence.append(evidence)
    return list(found.values())


def _drop_overlapping(all_evidence: Iterable[Evidence]) -> list[Evidence]:
    """Return the evidence in text order, without evidence that repeats an overlapping one before it."""
    kept: list[Evidence] = []
    for evidence in sorted(all_evidence, key=lambda e: (e.span.start, -e.span.end)):
        if not (kept and kept[-1].span.overlaps(evidence.span) and _says_no_more(kept[-1], evidence)):
            kept.append(evidence)
    return kept


def _says_no_more(before: Evidence, evidence: Evidence) -> bool:
    """Whether evidence adds nothing to the evidence that it overlaps with.

    A letter to an outlet is two carriers; a column in a paper, and an interview on a station's programme, are one.
    The place in "told the Stockholm daily Norpress" is none.
    """
    if before.span.start == evidence.span.start and evidence.name.lower() in places():
        return True
    is_document = evidence.how is How.DOCUMENT
    if is_document and before.how in {How.DOCUMENT, How.REPORT} and before.span.holds(evidence.span):
        return True
    if name_key(before.name) == name_key(evidence.name):
        return True
    return before.span.start < evidence.span.start and not is_document and before.how is not How.DOCUMENT


def name_key(name: str) -> str:
    """Return the key of a name, the same for all its forms."""
    return fold_outlet(look_up(name).stands_for or name).casefold()


def _name_in_full(text: str, all_evidence: Iterable[Evidence]) -> Iterator[Evidence]:
    """Yield the evidence with full names: Wold Post for "the Post", the outlet before for "the paper"."""
    outlet: Evidence | None = None
    of_kind: dict[str, Evidence] = {}
    by_ending: dict[str, str] = {}
    for one in all_evidence:
        evidence = one
        if not evidence.name and outlet:
            found = _NOUN.search(evidence.span.of(text))
            named = of_kind.get(_FAMILIES.get(found.group(), found.group()), outlet) if found else outlet
            how = How.WIRE if evidence.how is How.REPORT and named.how is How.WIRE else evidence.how
            evidence = replace(evidence, name=named.name, how=how, kind=named.kind)
        elif evidence.name and evidence.is_anaphor:
            evidence = replace(evidence, name=by_ending.get(_ending(evidence.name), evidence.name))
        elif " " not in evidence.name and evidence.how in OUTLETS:
            evidence = replace(evidence, name=by_ending.get(evidence.name, evidence.name))
        if not evidence.name:
            continue
        if evidence.how in OUTLETS:
            outlet = of_kind[_FAMILIES.get(evidence.kind, evidence.kind)] = evidence
        if evidence.how is How.DOCUMENT or (" " in evidence.name and evidence.how in OUTLETS):
            by_ending[_ending(evidence.name)] = evidence.name
        yield evidence


def _ending(name: str) -> str:
    """Return the last word of a name."""
    return name.rsplit(maxsplit=1)[-1]


def rank_of(how: How, kind: str) -> int:
    """Return the usual distance of a carrier from the speaker: a journal is farther than the paper that it prints.

    >>> rank_of(How.INTERVIEW, "") < rank_of(How.WIRE, "agency")
    True
    >>> rank_of(How.OTHER, "") < rank_of(How.DOCUMENT, "journal") < rank_of(How.SOCIAL, "")
    True
    """
    if how is How.DOCUMENT and kind in {"journal", "newspaper", "magazine"}:
        return 2
    return _RANK_OF_KIND.get(kind) or _RANK[how]


def order_chain(ranks: Sequence[int], chains: Iterable[Sequence[int]]) -> list[int]:
    """Return the place of each carrier in the longest chain that it stands in, from 1.

    Args:
        ranks: The distance of each carrier from the speaker; equal where the article does not say which is nearer.
        chains: For each statement, the numbers of the carriers that it came through.

    >>> memo, gazette, agency = 0, 1, 2
    >>> order_chain([1, 6, 8], [[memo, agency], [gazette, agency], [memo, gazette]])
    [1, 2, 3]
    """
    nearer: list[set[int]] = [set() for _ in ranks]
    for chain in {tuple(chain) for chain in chains}:
        for carrier in chain:
            nearer[carrier].update(other for other in chain if ranks[other] < ranks[carrier])
    places = [1] * len(ranks)
    for carrier in sorted(range(len(ranks)), key=lambda carrier: ranks[carrier]):
        places[carrier] = 1 + max((places[other] for other in nearer[carrier]), default=0)
    return places
