"""Plant utterances that travel from outlet to outlet along known trees, among others, and find the trees again.

    python benchmarks/planted_trace.py [--trees 400] [--seed 1]

Each tree has one first article; every other article takes its words from one that came before, as they were there, or
cut, shortened, or with a word changed. Two in five name the outlet that they have them from, and one in ten gives them
to somebody else. Around them stand ten times as many statements that belong to no tree: others of the same speakers,
and some that have a run of words in common with a planted one. Everything depends on the seed.

Pairs: of all pairs of passages in one found cluster, those in one tree (P), and of all pairs in one tree, those found
(R). Earliest: clusters of which the earliest passage is the one that was planted first. Edges: steps that were planted.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations
from random import Random

from made_collection import draw, draw_sentence, list_outlets, list_speakers, list_words

from sayso.cluster import Cluster, Occurrence
from sayso.match import Change
from sayso.text import Span
from sayso.trace import trace_passages

_FIRST_DAY, _DAYS = date(2031, 1, 1), 600
_STATED, _OTHER_SPEAKER = 0.4, 0.1
_CHANGES = {Change.VERBATIM: 0.4, Change.TRUNCATED: 0.25, Change.ELIDED: 0.15, Change.ALTERED: 0.2}
# A cut leaves so much, so that the last of a chain still has most of the first.
_LEAST_WORDS, _LEAST_LEFT = 8, 0.7


@dataclass(frozen=True, slots=True)
class Planted:
    """A passage of a tree.

    Attributes:
        tree: The number of its tree.
        parent: The article that it has its words from; None for the first.
        change: What became of them.
        stated: Whether it names that article's outlet.
        words: Its words.
        other_speaker: Whether it gives the words to somebody else than the article before.
    """

    tree: int
    parent: str | None
    change: Change | None
    stated: bool
    words: tuple[str, ...]
    other_speaker: bool = False


def plant(trees: int, seed: int) -> tuple[list[Occurrence], dict[str, Planted]]:
    """The passages, in random order, and what was planted, by article."""
    rng = Random(f"{seed} planted")  # noqa: S311  (no secrets)
    passages: list[Occurrence] = []
    planted: dict[str, Planted] = {}
    for tree in range(trees):
        for passage, what in _grow(tree, rng, seed):
            passages.append(passage)
            planted[passage.article] = what
    passages += _list_others(list(planted.values()), 10 * len(planted), rng, seed)
    rng.shuffle(passages)
    return passages, planted


def _grow(tree: int, rng: Random, seed: int) -> Iterator[tuple[Occurrence, Planted]]:
    """Yield the passages of one tree, the first one first."""
    words = tuple(draw_sentence(rng, seed, rng.randint(12, 28)).split())
    speaker = draw(rng, list_speakers(seed), 1)[0]
    day = rng.randrange(_DAYS)
    outlets = list(dict.fromkeys(draw(rng, list_outlets(seed), 60)))
    grown: list[tuple[str, int, str, Planted, str]] = []
    for number in range(min(len(outlets), rng.randint(2, 12))):
        name = f"t{tree}-{number}"
        if not number:
            what, speaks = Planted(tree, None, None, stated=False, words=words), speaker
        else:
            parent, day, _, before, spoke = rng.choice(grown)
            day += rng.randint(0, 3) if rng.random() < _STATED else rng.randint(1, 3)
            change, changed = _change(before.words, rng, seed)
            # Of the same day, only an article that names its carrier can be told to be the later one.
            is_stated = rng.random() < _STATED or day == next(it[1] for it in grown if it[0] == parent)
            is_other = rng.random() < _OTHER_SPEAKER
            speaks = draw(rng, list_speakers(seed), 1)[0] if is_other else spoke
            what = Planted(tree, parent, change, is_stated, changed, is_other and speaks != spoke)
        grown.append((name, day, outlets[number], what, speaks))
        carrier = next((it[2] for it in grown if it[0] == what.parent), "") if what.stated else ""
        yield make_passage(name, what.words, day, outlets[number], speaks, carrier), what


def make_passage(
    article: str, words: Iterable[str], day: int, outlet: str, speaker: str, carrier: str = ""
) -> Occurrence:
    """A quotation in an article."""
    text = f"“{' '.join(words)},”"
    iso = (_FIRST_DAY + timedelta(days=day)).isoformat()
    return Occurrence(
        *(article, "s1", (Span(0, len(text)),), (text,), "direct", outlet, iso),
        first=f"{iso}T00:00:00",
        last=f"{iso}T23:59:59",
        speaker=speaker,
        speaker_key=speaker,
        carriers=(("c1", carrier, "report"),) if carrier else (),
    )


def _change(words: tuple[str, ...], rng: Random, seed: int) -> tuple[Change, tuple[str, ...]]:
    """Words as the next outlet has them, and what it did."""
    change = rng.choices(list(_CHANGES), weights=list(_CHANGES.values()))[0]
    least = max(_LEAST_WORDS, int(_LEAST_LEFT * len(words)))
    if change is Change.VERBATIM or len(words) <= least:
        return Change.VERBATIM, words
    if change is Change.TRUNCATED:
        left = rng.randint(least, len(words) - 1)
        begin = rng.choice((0, len(words) - left))
        return change, words[begin : begin + left]
    place = rng.randrange(2, len(words) - 2)
    if change is Change.ELIDED:
        return change, (*words[:place], *words[min(place + rng.randint(1, 3), len(words) - 2) :])
    other = draw(rng, list_words(seed), 1)[0]
    return change, (*words[:place], other, *words[place + 1 :])


def _list_others(planted: list[Planted], count: int, rng: Random, seed: int) -> Iterator[Occurrence]:
    """Yield statements that belong to no tree."""
    for number in range(count):
        words = draw_sentence(rng, seed, rng.randint(6, 30)).split()
        if rng.random() < 0.2:
            # A phrase in common with a planted one: some words of it, a third at most.
            other = rng.choice(planted).words
            size = min(5, max(3, len(other) // 3))
            begin = rng.randrange(len(other) - size + 1)
            words = [*words[: rng.randrange(len(words))], *other[begin : begin + size], *words[-8:]]
            words += draw_sentence(rng, seed, 8).split()
        outlet, speaker = draw(rng, list_outlets(seed), 1)[0], draw(rng, list_speakers(seed), 1)[0]
        yield make_passage(f"o{number}", words, rng.randrange(_DAYS), outlet, speaker)


def score(clusters: Iterable[Cluster], planted: dict[str, Planted]) -> dict[str, float]:
    """How much of what was planted was found."""
    counts: Counter[str] = Counter()
    trees: defaultdict[int, list[str]] = defaultdict(list)
    for article, what in planted.items():
        trees[what.tree].append(article)
    counts["pairs"] = sum(len(held) * (len(held) - 1) // 2 for held in trees.values())
    best: dict[int, Cluster] = {}
    for cluster in clusters:
        names = [passage.article for passage in cluster.passages]
        for one, other in combinations(names, 2):
            counts["found pairs"] += 1
            counts["right pairs"] += one in planted and other in planted and planted[one].tree == planted[other].tree
        for tree in {planted[name].tree for name in names if name in planted}:
            if tree not in best or len(cluster.passages) > len(best[tree].passages):
                best[tree] = cluster
        _score_edges(cluster, planted, counts)
    for tree, articles in trees.items():
        if len(articles) > 1:
            counts["trees"] += 1
            found = best.get(tree)
            names = [found.passages[n].article for n in found.earliest] if found is not None else []
            counts["earliest right"] += articles[0] in names
            counts["earliest alone"] += names == articles[:1]
    counts["edges"] = sum(what.parent is not None for what in planted.values())
    counts["stated edges"] = sum(what.stated for what in planted.values())
    precision = counts["right pairs"] / max(1, counts["found pairs"])
    recall = counts["right pairs"] / counts["pairs"]
    edges, whole = max(1, counts["found edges"]), counts["edges"]
    return {
        "pair P": precision,
        "pair R": recall,
        "pair F1": 2 * precision * recall / max(1e-9, precision + recall),
        "earliest right": counts["earliest right"] / counts["trees"],
        "earliest right and no tie": counts["earliest alone"] / counts["trees"],
        "edge P": counts["right edges"] / edges,
        "edge R": counts["right edges"] / whole,
        "edge P, any article with the parent's words": counts["right words"] / edges,
        "stated edges found": counts["right stated"] / max(1, counts["stated edges"]),
        "change named right, of right edges": counts["right labels"] / max(1, counts["right edges"]),
        "other speaker right, of right edges": counts["right speakers"] / max(1, counts["right edges"]),
    }


def _score_edges(cluster: Cluster, planted: dict[str, Planted], counts: Counter[str]) -> None:
    for edge in cluster.edges:
        start, end = (cluster.passages[number].article for number in (edge.start, edge.end))
        counts["found edges"] += 1
        what = planted.get(end)
        if what is None or what.parent is None or start not in planted:
            continue
        counts["right words"] += planted[start].words == planted[what.parent].words
        if start == what.parent:
            counts["right edges"] += 1
            counts["right stated"] += what.stated and edge.evidence == "stated"
            counts["right labels"] += edge.change is what.change
            counts["right speakers"] += edge.is_other_speaker == what.other_speaker


def main() -> None:
    """Plant, trace, and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--trees", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    passages, planted = plant(options.trees, options.seed)
    traced = trace_passages(passages)
    print(f"{len(planted):,} planted passages in {options.trees:,} trees, {len(passages) - len(planted):,} others")
    for name, value in score(traced.clusters, planted).items():
        print(f"{name}: {value:.3f}")


if __name__ == "__main__":
    main()
