"""The order of carriers in the chain, by how far each kind usually stands from the speaker."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sayso.carrier import How

__all__ = ["order_chain", "rank_of"]

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
