"""The lineage of an utterance: which occurrence is the earliest, which came from which, and who is independent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from sayso.carrier import How
from sayso.cluster import Cluster, Edge, Occurrence
from sayso.letters import plain_letters
from sayso.match import Change
from sayso.outlets import fold_outlet, is_agency, read_outlets

__all__ = ["Found", "is_said_by_many", "trace_lineage"]

# Accounts that name the same carrier of these kinds have their words from one place.
_PASSED_ON = frozenset({How.WIRE, How.REPUBLICATION, How.AGGREGATOR, How.REPORT, How.INTERVIEW})
# Words that so many speakers say, none of them more than half of the time, are a phrase that everybody uses.
_MANY_SPEAKERS, _HALF = 5, 0.5
# To add words is less likely than to cut them.
_ADDED = 3.0
# Articles with so many passages in the same words, and such a share of those of the shorter one, are copies.
_FEWEST_SHARED, _LEAST_SHARED = 3, 0.6
# So many articles of a cluster, the earliest ones, are held against each other for that; and words are traced back to
# so many wordings, the earliest ones. The time of a cluster of thousands would else grow with its square.
_MOST_COMPARED = 500


@dataclass(frozen=True, slots=True)
class Found:
    """What the lineage asks about wordings.

    Attributes:
        measure: Two wordings' numbers → how much of each the two share, in nats; None if they are not one utterance.
        weigh: A wording's number → what it says, in nats.
        label: The numbers of two passages, the earlier one first → what became of the words.
        articles: For articles, by what is the same for the same one, the wordings of all of their passages.
    """

    measure: Callable[[int, int], float | None]
    weigh: Callable[[int], float]
    label: Callable[[int, int], Change]
    articles: Mapping[str, frozenset[int]]


def is_said_by_many(occurrences: Iterable[Occurrence]) -> bool:
    """Whether so many speakers say it that it is no utterance but a phrase."""
    counts: defaultdict[str, int] = defaultdict(int)
    for occurrence in occurrences:
        if occurrence.speaker_key:
            counts[occurrence.speaker_key] += 1
    return len(counts) >= _MANY_SPEAKERS and max(counts.values()) <= _HALF * sum(counts.values())


def sort_key(occurrence: Occurrence) -> tuple[object, ...]:
    """By date, then by article; those without a date come last."""
    place = occurrence.spans[0] if occurrence.spans else (0, 0)
    return (
        occurrence.first is None,
        occurrence.first or "",
        occurrence.last or "",
        occurrence.own_article,
        occurrence.article,
        *place,
        occurrence.statement,
    )


def trace_lineage(name: str, occurrences: Sequence[Occurrence], wordings: Sequence[int], found: Found) -> Cluster:
    """The cluster of these occurrences, which stand in the order of `sort_key`.

    Args:
        name: Its id.
        occurrences: The passages.
        wordings: The number of the wording of each.
        found: What is known of wordings.
    """
    mains = _choose_mains(occurrences, wordings, found)
    root = next((number for number in mains if occurrences[number].is_transcript), None)
    edges = _find_edges(occurrences, wordings, mains, root, found)
    return Cluster(
        name,
        tuple(occurrences),
        _find_earliest(occurrences),
        _count_witnesses(occurrences, mains, edges, found.articles),
        tuple(edges),
        tuple(_pair_up(occurrences, wordings, edges, found)),
        root,
    )


def _choose_mains(occurrences: Sequence[Occurrence], wordings: Sequence[int], found: Found) -> list[int]:
    """For each article the number of the passage that says most: the headline may have a part of it."""
    best: dict[str, int] = {}
    for number, occurrence in enumerate(occurrences):
        before = best.setdefault(occurrence.own_article, number)
        if found.weigh(wordings[number]) > found.weigh(wordings[before]):
            best[occurrence.own_article] = number
    return sorted(best.values())


def is_before(one: Occurrence, other: Occurrence) -> bool:
    """Whether the one is known to be earlier than the other."""
    return one.last is not None and other.first is not None and one.last < other.first


def _find_earliest(occurrences: Sequence[Occurrence]) -> tuple[int, ...]:
    """The passages before which none is known to be; those without a date are not among them."""
    lasts = [occurrence.last for occurrence in occurrences if occurrence.last is not None]
    if not lasts:
        return ()
    end = min(lasts)
    return tuple(n for n, it in enumerate(occurrences) if it.first is not None and it.first <= end)


def _find_edges(
    occurrences: Sequence[Occurrence], wordings: Sequence[int], mains: Sequence[int], root: int | None, found: Found
) -> list[Edge]:
    outlets: defaultdict[str, list[int]] = defaultdict(list)
    for number in mains:
        outlet = occurrences[number].outlet
        if outlet:
            outlets[name_outlet(outlet)].append(number)
    earlier = _Earlier(occurrences, wordings, found)
    edges = []
    for number in mains:
        here = occurrences[number]
        stated = _find_stated(number, occurrences, wordings, outlets, found)
        if stated is not None:
            edges.append(_join(*stated, number, occurrences, found))
        elif number != root:
            start = earlier.find_nearest(number, root)
            if start is not None:
                edges.append(_join(start, None, number, occurrences, found))
        if here.last is not None:
            earlier.add(number)
    return edges


def _join(start: int, carrier: str | None, end: int, occurrences: Sequence[Occurrence], found: Found) -> Edge:
    one, other = occurrences[start].speaker_key, occurrences[end].speaker_key
    is_other = one is not None and other is not None and one != other
    evidence = "inferred" if carrier is None else "stated"
    return Edge(start, end, evidence, found.label(start, end), carrier, is_other)


def _find_stated(
    number: int, occurrences: Sequence[Occurrence], wordings: Sequence[int], outlets: dict[str, list[int]], found: Found
) -> tuple[int, str] | None:
    """The passage in an outlet that the article names as its carrier, and that carrier's id."""
    here = occurrences[number]
    choices = []
    for place, (carrier, name, _how) in enumerate(here.carriers):
        for other in outlets.get(name_outlet(name), ()):
            there = occurrences[other]
            if there.own_article != here.own_article and not is_before(here, there):
                distance = _measure_step(wordings[other], wordings[number], found)
                if distance is not None:
                    choices.append((distance, place, other, carrier))
    return min(choices)[2:] if choices else None


def _measure_step(start: int, end: int, found: Found) -> float | None:
    """How much was changed from one wording to the other, in nats."""
    shared = found.measure(start, end)
    if shared is None:
        return None
    return max(0.0, found.weigh(start) - shared) + _ADDED * max(0.0, found.weigh(end) - shared)


class _Earlier:
    """The occurrences so far, for each wording the one that ends first."""

    def __init__(self, occurrences: Sequence[Occurrence], wordings: Sequence[int], found: Found) -> None:
        self._occurrences, self._wordings, self._found = occurrences, wordings, found
        self._first: dict[int, int] = {}

    def add(self, number: int) -> None:
        if len(self._first) >= _MOST_COMPARED and self._wordings[number] not in self._first:
            return
        before = self._first.setdefault(self._wordings[number], number)
        if (self._occurrences[number].last or "") < (self._occurrences[before].last or ""):
            self._first[self._wordings[number]] = number

    def find_nearest(self, number: int, root: int | None) -> int | None:
        """The passage that is known to be earlier and whose words are nearest; a transcript wins among equals."""
        here = self._occurrences[number]
        best: tuple[float, bool, int] | None = None
        first = dict(self._first)
        if root is not None:
            first[-1] = root
        for place, other in first.items():
            there = self._occurrences[other]
            if there.own_article == here.own_article or not (place == -1 or is_before(there, here)):
                continue
            distance = _measure_step(self._wordings[other], self._wordings[number], self._found)
            if distance is not None and (best is None or (distance, other != root, other) < best):
                best = (distance, other != root, other)
        return None if best is None else best[2]


def name_outlet(name: str) -> str:
    """What is the same for all names of an outlet.

    >>> name_outlet("AP") == name_outlet("The Associated Press")
    True
    """
    known = read_outlets().get(fold_outlet(name))
    return plain_letters(fold_outlet(known.name if known is not None and not known.is_plain else name))


def are_copies(one: frozenset[int], other: frozenset[int]) -> bool:
    """Whether two articles have so many passages in the same words that they are one report.

    >>> are_copies(frozenset({1, 2, 3, 4}), frozenset({1, 2, 3, 9})), are_copies(frozenset({1, 2}), frozenset({1, 2}))
    (True, False)
    """
    shared = len(one & other)
    return shared >= _FEWEST_SHARED and shared >= _LEAST_SHARED * min(len(one), len(other))


def _count_witnesses(
    occurrences: Sequence[Occurrence],
    mains: Sequence[int],
    edges: Iterable[Edge],
    articles: Mapping[str, frozenset[int]],
) -> int:
    """How many articles are independent: neither copies, nor with words from one carrier, nor one from another."""
    parents = {number: number for number in mains}

    def find(number: int) -> int:
        while parents[number] != number:
            parents[number] = parents[parents[number]]
            number = parents[number]
        return number

    first: dict[tuple[str, str], int] = {}
    for number in mains:
        it = occurrences[number]
        marks = [("copy", it.copy)] if it.copy else []
        marks += [("carrier", name_outlet(name)) for _, name, how in it.carriers if how in _PASSED_ON]
        if it.outlet and is_agency(it.outlet):
            marks.append(("carrier", name_outlet(it.outlet)))
        for mark in marks:
            parents[find(number)] = find(first.setdefault(mark, number))
    for edge in edges:
        if edge.evidence == "stated":
            parents[find(edge.end)] = find(edge.start)
    held = [(number, articles.get(occurrences[number].own_article, frozenset())) for number in mains]
    held = [(number, own) for number, own in held if len(own) >= _FEWEST_SHARED][:_MOST_COMPARED]
    for (number, own), (other, theirs) in combinations(held, 2):
        if find(number) != find(other) and are_copies(own, theirs):
            parents[find(other)] = find(number)
    return len({find(number) for number in mains})


def _pair_up(
    occurrences: Sequence[Occurrence], wordings: Sequence[int], edges: Iterable[Edge], found: Found
) -> Iterator[tuple[int, int, Change]]:
    """Yield each pair of a passage and the one that it came from or is nearest to."""
    steps = {edge.end: edge for edge in edges}
    holders: defaultdict[int, list[int]] = defaultdict(list)
    for number, wording in enumerate(wordings):
        if len(holders) >= _MOST_COMPARED and wording not in holders:
            continue
        # Two articles are enough to find one that is not the passage's own.
        held = holders[wording]
        if len(held) < 2 and all(occurrences[n].own_article != occurrences[number].own_article for n in held):
            held.append(number)
    done = set()
    for number in range(len(occurrences)):
        if number in steps:
            pair = (steps[number].start, number)
        else:
            nearest = _find_nearest(number, occurrences, wordings, holders, found)
            if nearest is None:
                continue
            pair = (min(nearest, number), max(nearest, number))
        if pair not in done and pair[::-1] not in done:
            done.add(pair)
            yield *pair, steps[number].change if number in steps else found.label(*pair)


def _find_nearest(
    number: int,
    occurrences: Sequence[Occurrence],
    wordings: Sequence[int],
    holders: Mapping[int, Sequence[int]],
    found: Found,
) -> int | None:
    """The passage of another article whose words are nearest; the earliest of these."""
    choices = []
    for wording, held in holders.items():
        other = next((n for n in held if occurrences[n].own_article != occurrences[number].own_article), None)
        shared = None if other is None else found.measure(wording, wordings[number])
        if other is not None and shared is not None:
            choices.append((found.weigh(wording) - 2 * shared, other))
    return min(choices)[1] if choices else None
