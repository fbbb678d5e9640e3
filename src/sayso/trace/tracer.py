"""From wordings to utterances: which are alike, which hang together, and the lineage of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sayso.cluster import Cluster, Match, Occurrence
from sayso.match import Change
from sayso.trace.candidates import Candidates, pair_holders
from sayso.trace.group import Link, find_clusters, find_days, split_episodes
from sayso.trace.judge import Likeness, judge
from sayso.trace.keys import list_keys
from sayso.trace.label import compare_occurrences, label_wordings
from sayso.trace.lineage import Found, is_said_by_many, sort_key, trace_lineage
from sayso.trace.wordings import Wording, Wordings

__all__ = [
    "METHOD",
    "Traced",
    "find_links",
    "gather",
    "list_matches",
    "make_cluster",
    "make_lineage",
    "make_link",
    "trace_passages",
]

# What was traced by another method is traced anew; raise it whenever another result may come out.
METHOD = "7"


@dataclass(frozen=True, slots=True)
class Traced:
    """What was traced.

    Attributes:
        clusters: The utterances that stand in several articles, by date of the first passage.
        phrases: How many were left out, since everybody says them.
        dropped_keys: How many word runs lead nowhere, since too many wordings have them.
        dropped_pairs: How many pairs of wordings share one of these; most of them share another one too.
        cut_passages: How many passages were longer than what is compared.
    """

    clusters: tuple[Cluster, ...]
    phrases: int = 0
    dropped_keys: int = 0
    dropped_pairs: int = 0
    cut_passages: int = 0


@dataclass(frozen=True, slots=True)
class Links:
    """The wordings that are alike.

    Attributes:
        links: For each such pair of numbers, the lower one first, how much they are alike.
        candidates: The pairs that were compared, and what a limit left out.
    """

    links: Mapping[tuple[int, int], Link]
    candidates: Candidates


def find_links(wordings: Wordings) -> Links:
    """All pairs of wordings that are alike enough for one utterance."""
    keys, holders = list_keys(wordings)
    candidates = pair_holders(keys, holders, np.bincount(holders, minlength=len(wordings)))
    links = {}
    for one, other in zip(candidates.first.tolist(), candidates.second.tolist(), strict=True):
        likeness = judge(wordings.wordings[one], wordings.wordings[other])
        link = make_link(likeness)
        if link is not None:
            links[one, other] = link
    return Links(links, candidates)


def make_link(likeness: Likeness) -> Link | None:
    """What grouping asks of a likeness; None if it is not enough."""
    days = likeness.find_days()
    return None if days is None else Link(likeness.shared * likeness.share, days)


def gather(
    members: Mapping[int, Sequence[int]],
    occurrences: Sequence[Occurrence],
    wordings: Mapping[int, Wording] | Sequence[Wording],
    links: Mapping[tuple[int, int], Link],
) -> Iterator[tuple[str, list[int]]]:
    """Yield for each group of passages with one utterance its name, and the passages' numbers in order.

    Args:
        members: For each wording the numbers of its passages.
        occurrences: The passages.
        wordings: The wordings by number.
        links: The links between wordings.
    """
    linked = {number for pair in links for number in pair}
    nodes = []
    for wording, numbers in members.items():
        if wording in linked or len(numbers) > 1:
            near_days = judge(wordings[wording], wordings[wording]).find_days()
            days = [(n, find_days(occurrences[n].first, occurrences[n].last)) for n in numbers]
            if near_days is not None:
                nodes += split_episodes(wording, days, near_days)
    digests = {node.wording: wordings[node.wording].digest for node in nodes}
    for group in find_clusters(nodes, links, digests):
        core = nodes[group[0]]
        name = f"k{digests[core.wording].hex()[:14]}{'-' if core.since else ''}{core.since}"
        yield name, sorted(number for node in group for number in nodes[node].members)


def trace_passages(occurrences: Iterable[Occurrence]) -> Traced:
    """The utterances that stand in several articles, with their lineages.

    The order of the passages makes no difference.
    """
    given = sorted(occurrences, key=sort_key)
    wordings = Wordings()
    numbers = [wordings.add(occurrence.pieces, occurrence.kind) for occurrence in given]
    found = find_links(wordings)
    members: defaultdict[int, list[int]] = defaultdict(list)
    articles: defaultdict[str, set[int]] = defaultdict(set)
    for number, wording in enumerate(numbers):
        members[wording].append(number)
        articles[given[number].own_article].add(wording)
    held = {article: frozenset(own) for article, own in articles.items()}
    candidates = found.candidates
    clusters = []
    phrases = 0
    for name, passages in gather(members, given, wordings.wordings, found.links):
        chosen, own = [given[number] for number in passages], [numbers[number] for number in passages]
        cluster = make_cluster(name, chosen, own, wordings.wordings, held)
        if cluster is not None:
            clusters.append(cluster)
        elif is_said_by_many(chosen) and len({it.own_article for it in chosen}) > 1:
            phrases += 1
    clusters.sort(key=lambda cluster: (sort_key(cluster.passages[0]), cluster.id))
    return Traced(tuple(clusters), phrases, candidates.dropped_keys, candidates.dropped_pairs, wordings.cut_count)


def make_cluster(
    name: str,
    occurrences: Sequence[Occurrence],
    own: Sequence[int],
    wordings: Mapping[int, Wording] | Sequence[Wording],
    articles: Mapping[str, frozenset[int]],
) -> Cluster | None:
    """The cluster of these passages, which are in order; None if they stand in one article, or are a phrase.

    Args:
        name: Its id.
        occurrences: The passages.
        own: The number of the wording of each.
        wordings: The wordings by number.
        articles: The wordings of all passages of an article, by what is the same for the same article.
    """
    if len({occurrence.own_article for occurrence in occurrences}) < 2 or is_said_by_many(occurrences):
        return None
    return make_lineage(name, occurrences, own, wordings, articles)


def make_lineage(
    name: str,
    occurrences: Sequence[Occurrence],
    own: Sequence[int],
    wordings: Mapping[int, Wording] | Sequence[Wording],
    articles: Mapping[str, frozenset[int]],
) -> Cluster:
    """The cluster of these passages, which are in order, whatever they are."""
    return trace_lineage(name, occurrences, own, ask(occurrences, own, wordings, articles))


def ask(
    occurrences: Sequence[Occurrence],
    own: Sequence[int],
    wordings: Mapping[int, Wording] | Sequence[Wording],
    articles: Mapping[str, frozenset[int]],
) -> Found:
    """What the lineage of these passages asks about wordings; each answer is kept."""
    shared: dict[tuple[int, int], float | None] = {}
    labels: dict[tuple[int, int], Change] = {}

    def measure(one: int, other: int) -> float | None:
        if one == other:
            return wordings[one].weight
        pair = (min(one, other), max(one, other))
        if pair not in shared:
            likeness = judge(wordings[pair[0]], wordings[pair[1]])
            shared[pair] = likeness.shared if likeness.is_same else None
        return shared[pair]

    def label(start: int, end: int) -> Change:
        pair = (own[start], own[end])
        if pair not in labels:
            plain = label_wordings(wordings[pair[0]], wordings[pair[1]])
            labels[pair] = plain or compare_occurrences(occurrences[start], occurrences[end]).label
        return labels[pair]

    return Found(measure, lambda number: wordings[number].weight, label, articles)


def list_matches(cluster: Cluster) -> Iterator[Match]:
    """Yield the pairs of a cluster with the difference word by word.

    That are not all pairs: of a quotation that a hundred articles have, these would be thousands.
    """
    for a, b, label in cluster.pairs:
        yield Match(cluster.id, label, a, b, compare_occurrences(cluster.passages[a], cluster.passages[b]).difference)
