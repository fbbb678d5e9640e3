"""Merging of evidence into carriers, one for each name, in any form, and `how`; and their order in the chain."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sayso.analyse.carry.evidence import OUTLETS, Evidence
from sayso.analyse.carry.outlet_lookup import look_up
from sayso.carrier import How
from sayso.outlets import fold_outlet
from sayso.text import Span

__all__ = ["CarrierDraft", "merge_evidence", "name_key", "order_chain", "rank_of"]

# Carriers that "the paper" and "the channel" can refer to.
_PAPER = re.compile(r"\b(?:newspaper|paper|tabloid|daily)\b")
_STATION = re.compile(r"\b(?:broadcaster|channel|network|station)\b")
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


def merge_evidence(text: str, all_evidence: Iterable[Evidence]) -> list[CarrierDraft]:
    """Return the carriers of an article, without statements, in the order of their first evidence.

    There is one for each name and `how`. "The paper" is the last newspaper named before it, else the last outlet; "the
    Post" is the Wold Post.
    """
    found: dict[tuple[str, How], CarrierDraft] = {}
    outlets: dict[str, str] = {}
    by_last_word: dict[str, str] = {}
    for evidence in sorted(all_evidence, key=lambda it: (it.span.start, -it.span.end)):
        name = evidence.name or outlets.get(_kind_of(evidence.span.of(text)), outlets.get("", ""))
        if not name:
            continue
        if evidence.is_anaphor or evidence.how in OUTLETS:
            name = by_last_word.get(name, name)
        if evidence.how in OUTLETS:
            outlets[evidence.kind] = outlets[""] = name
        by_last_word[name.rpartition(" ")[2]] = name
        new = CarrierDraft(name, evidence.how, rank_of(evidence.how, evidence.kind))
        found.setdefault((name_key(name), evidence.how), new).all_evidence.append(evidence)
    return list(found.values())


def _kind_of(words: str) -> str:
    """Return of which kind an outlet is that is not named."""
    return "newspaper" if _PAPER.search(words) else "broadcaster" if _STATION.search(words) else ""


def name_key(name: str) -> str:
    """Return the key of a name, the same for all its forms."""
    return fold_outlet(look_up(name).stands_for or name).casefold()


def rank_of(how: How, kind: str) -> int:
    """Return the usual distance of a carrier from the speaker: a journal is farther than the paper that it prints.

    >>> rank_of(How.INTERVIEW, "") < rank_of(How.WIRE, "agency")
    True
    >>> rank_of(How.OTHER, "") < rank_of(How.DOCUMENT, "journal") < rank_of(How.SOCIAL, "")
    True
    """
    if how is How.DOCUMENT and kind:
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
