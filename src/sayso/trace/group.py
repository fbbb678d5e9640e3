"""Which wordings are one utterance: a core, and what is like it.

Chains of likenesses lead astray: each step is small, and the ends have nothing in common. So each cluster has a core,
and whatever belongs to it is like the core itself, or surely like something that is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sayso.trace.judge import ALWAYS

__all__ = ["Link", "Node", "find_clusters", "find_days", "split_episodes"]

_Days = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Link:
    """How much two wordings are alike: what they share, in nats, and within how many days they are one utterance."""

    strength: float
    days: int


@dataclass(frozen=True, slots=True)
class Node:
    """A wording as it was printed at about one time.

    Attributes:
        wording: Its number.
        members: The numbers of its passages.
        days: The first and the last day of them; None where no date is known.
        since: The first day, as "20310405", where the same words may be another utterance at another time; else empty.
    """

    wording: int
    members: tuple[int, ...]
    days: _Days | None
    since: str = ""


def find_days(first: str | None, last: str | None) -> _Days | None:
    """The days of two seconds, as numbers; None if they are not known.

    >>> find_days("2031-02-01T00:00:00", "2031-02-28T23:59:59")
    (741474, 741501)
    """
    if first is None or last is None:
        return None
    return date.fromisoformat(first[:10]).toordinal(), date.fromisoformat(last[:10]).toordinal()


def split_episodes(wording: int, members: Sequence[tuple[int, _Days | None]], near_days: int) -> list[Node]:
    """The passages of one wording; apart, where so few words come again after more than some days.

    Args:
        wording: Its number.
        members: The number of each passage, with its days.
        near_days: Within how many days it is one utterance; from `ALWAYS` on, whenever it comes.
    """
    undated = tuple(number for number, days in members if days is None)
    dated = sorted((days, number) for number, days in members if days is not None)
    if near_days >= ALWAYS:
        days = (min(d[0] for d, _ in dated), max(d[1] for d, _ in dated)) if dated else None
        return [Node(wording, tuple(number for number, _ in members), days)]
    nodes = [Node(wording, undated, None)] if undated else []
    group: list[tuple[_Days, int]] = []
    for days, number in dated:
        if group and days[0] - max(d[1] for d, _ in group) > near_days:
            nodes.append(_join(wording, group))
            group = []
        group.append((days, number))
    return [*nodes, _join(wording, group)] if group else nodes


def _join(wording: int, group: Sequence[tuple[_Days, int]]) -> Node:
    days = (min(d[0] for d, _ in group), max(d[1] for d, _ in group))
    since = date.fromordinal(days[0]).isoformat().replace("-", "")
    return Node(wording, tuple(number for _, number in group), days, since)


def are_near(one: Node, other: Node, near_days: int) -> bool:
    """Whether both were printed within so many days, as far as dates are known."""
    if near_days >= ALWAYS:
        return True
    if one.days is None or other.days is None:
        return one.days is other.days
    return max(one.days[0], other.days[0]) - min(one.days[1], other.days[1]) <= near_days


def find_clusters(
    nodes: Sequence[Node], links: Mapping[tuple[int, int], Link], orders: Mapping[int, bytes]
) -> list[list[int]]:
    """The numbers of the nodes that are one utterance, for each utterance; that of the core comes first.

    Args:
        nodes: The nodes.
        links: The links between wordings; the lower number comes first.
        orders: For each wording what decides between two that are as good: its digest.
    """
    by_wording: defaultdict[int, list[int]] = defaultdict(list)
    for number, node in enumerate(nodes):
        by_wording[node.wording].append(number)
    near: defaultdict[int, dict[int, Link]] = defaultdict(dict)
    for (one, other), link in links.items():
        for here in by_wording.get(one, ()):
            for there in by_wording.get(other, ()):
                if are_near(nodes[here], nodes[there], link.days):
                    near[here][there] = near[there][here] = link
    ranks = {number: (orders[node.wording], node.days or (0, 0)) for number, node in enumerate(nodes)}
    return _gather(_find_homes(range(len(nodes)), near, ranks), len(nodes))


_Near = Mapping[int, Mapping[int, Link]]
_Ranks = Mapping[int, tuple[bytes, _Days]]


def _find_homes(numbers: Iterable[int], near: _Near, ranks: _Ranks) -> dict[int, int]:
    """For each node the core that it belongs to."""
    order = sorted(numbers, key=lambda n: (-sum(link.strength for link in near.get(n, {}).values()), ranks[n]))
    homes: dict[int, int] = {}
    cores = set()
    for number in order:
        if number not in homes:
            cores.add(number)
            for other in (number, *near.get(number, ())):
                homes.setdefault(other, number)
    for number in order:
        around = near.get(number, {})
        choices = [other for other in around if other in cores]
        if number not in cores and choices:
            homes[number] = min(choices, key=lambda c: (-around[c].strength, ranks[c]))
    taken = {homes[number] for number in order if number not in cores}
    for number in order:
        around = near.get(number, {})
        if number in cores and number not in taken and around:
            # Nothing is left that is like this one alone: it goes with what it is surely like.
            sure = [other for other in around if around[other].days >= ALWAYS and other not in cores]
            if sure:
                best = min(sure, key=lambda c: (-around[c].strength, ranks[c]))
                homes[number] = homes[best]
    return homes


def _gather(homes: Mapping[int, int], count: int) -> list[list[int]]:
    groups: defaultdict[int, list[int]] = defaultdict(list)
    for number in range(count):
        groups[homes[number]].append(number)
    return [[core, *(n for n in members if n != core)] for core, members in groups.items()]
