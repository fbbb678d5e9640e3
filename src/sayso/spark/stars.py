"""Which things hang together, by alternating large and small stars.

Kiveris, Lattanzi, Mirrokni, Rastogi and Vassilvitskii, Connected Components in MapReduce and Beyond, SoCC 2014. An edge
leads from a larger to a smaller name. The large star leads all larger neighbours of a thing to its smallest neighbour,
the small star all smaller ones and itself; what hangs together does not change. When nothing changes any more, each
thing leads to the smallest name that it hangs together with.

Edges come in groups, all of one thing one after the other and the smallest neighbour first, so that no group has to be
held: a thing with a million neighbours takes no more memory than one with two.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

__all__ = ["connect_small", "large_star", "small_star"]

Name = TypeVar("Name", int, str, bytes)


def large_star(edges: Iterable[tuple[Name, Name]]) -> Iterator[tuple[Name, Name]]:
    """Yield the edges of the large stars.

    Args:
        edges: Each edge in both directions, grouped by the first name, the smallest second name first.

    >>> list(large_star([(1, 2), (2, 1), (2, 3), (3, 2)]))
    [(2, 1), (3, 1)]
    """
    last: Name | None = None
    least: Name | None = None
    for one, other in edges:
        if one != last or least is None:
            last, least = one, min(one, other)
        if other > one:
            yield other, least


def small_star(edges: Iterable[tuple[Name, Name]]) -> Iterator[tuple[Name, Name]]:
    """Yield the edges of the small stars.

    Args:
        edges: Each edge once, from the larger to the smaller name, grouped by the first, the smallest second first.

    >>> list(small_star([(3, 1), (3, 2)]))
    [(3, 1), (2, 1)]
    """
    last: Name | None = None
    least: Name | None = None
    for one, other in edges:
        if one != last or least is None:
            last, least = one, other
            yield one, other
        elif other != least:
            yield other, least


def connect_small(edges: Iterable[tuple[Name, Name]]) -> dict[Name, Name]:
    """For each thing the smallest name that it hangs together with, where all edges fit into the memory.

    >>> connect_small([(5, 3), (3, 2), (9, 8)])
    {2: 2, 3: 2, 5: 2, 8: 8, 9: 8}
    """
    first = {(max(pair), min(pair)) for pair in edges if pair[0] != pair[1]}
    leads = dict(_settle(first))
    return {name: leads.get(name, name) for name in sorted({name for pair in first for name in pair})}


def _settle(now: set[Any]) -> set[Any]:
    """The edges when stars change nothing any more."""
    larger = set(large_star(sorted({*now, *((b, a) for a, b in now)})))
    new = set(small_star(sorted(larger)))
    return new if new == now else _settle(new)
