"""Score traced pairs of PolNeAR's statements against the labelled pairs of ../shared/data/trace.

    python evaluation/trace.py --shared ../shared [--half 0]

The passages are PolNeAR's own attributions, so that errors of reading do not count here. The settings of
sayso/trace/judge.py were chosen on half 1, whose articles half 0 does not have. Pairs with an article of either are
left out of both, and count in the last line only.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from sayso.cluster import Cluster, Occurrence
from sayso.text import Span
from sayso.trace import Traced, list_matches, trace_passages

_Pair = dict[str, Any]


def main() -> None:
    """Trace, and print the scores of each half and of all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--half", type=int, choices=(0, 1), help="score only this half")
    options = parser.parse_args()
    articles = load_articles(options.shared)
    pairs = load_pairs(options.shared, articles)
    occurrences = list(list_occurrences(articles))
    traced = trace_passages(occurrences)
    print(f"{len(occurrences):,} passages of {len(articles):,} articles; {describe(traced)}")
    halves = split_pairs(pairs)
    chosen = {f"half {half}": [pair for pair, own in zip(pairs, halves, strict=True) if own == half] for half in (1, 0)}
    if options.half is not None:
        chosen = {f"half {options.half}": chosen[f"half {options.half}"]}
    else:
        chosen["all"] = pairs
    for name, gold in chosen.items():
        print(f"{name}, {len(gold)} pairs: {_score(options.shared, gold, traced)}")


def load_articles(shared: Path) -> list[dict[str, Any]]:
    """PolNeAR's articles."""
    return _read(shared / "data/polnear/polnear-train.jsonl") + _read(shared / "data/polnear/polnear-dev.jsonl")


def load_pairs(shared: Path, articles: Iterable[dict[str, Any]]) -> list[_Pair]:
    """The labelled pairs of these articles."""
    names = {article["doc_id"] for article in articles}
    pairs = _read(shared / "data/trace/trace-dev.jsonl")
    return [pair for pair in pairs if {pair["a"]["doc"], pair["b"]["doc"]} <= names]


def _read(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]


def list_occurrences(articles: Iterable[dict[str, Any]]) -> Iterator[Occurrence]:
    """Yield PolNeAR's attributions as passages."""
    for article in articles:
        text, day = article["text"], article["date"]
        for number, attribution in enumerate(article["attributions"], 1):
            spans = tuple(Span(*span) for span in sorted(attribution["content"]))
            if spans:
                yield Occurrence(
                    article["doc_id"],
                    f"s{number}",
                    spans,
                    tuple(span.of(text) for span in spans),
                    # Which words are quoted is decided by the marks.
                    "mixed",
                    outlet=article["publisher"],
                    published=day,
                    first=f"{day}T00:00:00",
                    last=f"{day}T23:59:59",
                )


def describe(traced: Traced) -> str:
    """What was found, in numbers."""
    labels = Counter(label.value for cluster in traced.clusters for _, _, label in cluster.pairs)
    sizes = sum(len(cluster.passages) for cluster in traced.clusters)
    return f"{len(traced.clusters):,} clusters with {sizes:,} passages; {dict(labels)}; {traced.phrases} phrases"


def write_matches(clusters: Iterable[Cluster]) -> Iterator[str]:
    """Yield lines of JSON as the scorer reads them."""
    for cluster in clusters:
        for match in list_matches(cluster):
            sides = {}
            for side, number in (("a", match.a), ("b", match.b)):
                passage = cluster.passages[number]
                span = [passage.spans[0].start, passage.spans[-1].end]
                sides[side] = {"article": passage.article, "statement": passage.statement, "span": span}
            yield json.dumps({"cluster": cluster.id, "label": match.label.value, **sides}) + "\n"


def split_pairs(pairs: Iterable[_Pair], seed: int | None = None) -> list[int | None]:
    """For each pair the half that both of its articles are in; None if they are in different ones.

    Articles that pairs connect stay together as far as that leaves two halves of about the same size.

    Args:
        pairs: The pairs.
        seed: Of a random split; None for the one that settings were chosen on.
    """
    near: defaultdict[str, Counter[str]] = defaultdict(Counter)
    pairs = list(pairs)
    for pair in pairs:
        one, other = pair["a"]["doc"], pair["b"]["doc"]
        near[one][other] += 1
        near[other][one] += 1
    order = _walk(near, seed)
    size = {name: sum(near[name].values()) for name in order}
    half, done, whole = {}, 0, sum(size.values())
    for name in order:
        half[name] = int(done > whole / 2)
        done += size[name]
    for _ in range(20):
        for name in order:
            gain = sum(count if half[other] != half[name] else -count for other, count in near[name].items())
            left = sum(size[other] for other in order if half[other] == half[name]) - size[name]
            if gain > 0 and left >= 0.42 * whole:
                half[name] ^= 1
    sides = [(half[pair["a"]["doc"]], half[pair["b"]["doc"]]) for pair in pairs]
    return [one if one == other else None for one, other in sides]


def _walk(near: dict[str, Counter[str]], seed: int | None) -> list[str]:
    """All articles, those that pairs connect one after another."""
    names = sorted(near)
    if seed is not None:
        random.Random(seed).shuffle(names)  # noqa: S311  (an order, not a secret)
    places = {name: place for place, name in enumerate(names)}
    order: dict[str, None] = {}
    for first in names:
        waiting = [first] if first not in order else []
        order[first] = None
        while waiting:
            for other in sorted(near[waiting.pop(0)], key=places.__getitem__):
                if other not in order:
                    order[other] = None
                    waiting.append(other)
    return list(order)


def _score(shared: Path, gold: list[_Pair], traced: Traced) -> str:
    """What the scorer prints."""
    with tempfile.TemporaryDirectory() as folder:
        pairs, matches = Path(folder) / "gold.jsonl", Path(folder) / "matches.jsonl"
        pairs.write_text("".join(json.dumps(pair) + "\n" for pair in gold), encoding="utf-8")
        matches.write_text("".join(write_matches(traced.clusters)), encoding="utf-8")
        command = [sys.executable, str(shared / "eval/score_trace.py"), str(pairs), str(matches)]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip().replace("\n", "; ")  # noqa: S603


if __name__ == "__main__":
    main()
