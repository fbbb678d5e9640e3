"""Find the planted pairs among 100,000 passages in four ways, in one run: time, precision and recall side by side.

    pip install 'sayso[bench]'
    python benchmarks/trace_side_by_side.py [--passages 100000]

The passages are those of planted_trace.py. The pairs are pairs of different wordings of one tree. Ours: keys and
`judge`. MinHash LSH (datasketch, and rensa, which is the same in Rust): word 3-grams, 128 permutations, threshold 0.3,
each candidate verified by containment of 3-grams of 0.5. rapidfuzz: all pairs that share one of their two rarest words,
with a `partial_ratio` of 80.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import combinations

import rensa
from datasketch import MinHash, MinHashLSH
from planted_trace import plant
from rapidfuzz import fuzz

from sayso.compare import fold
from sayso.trace.tracer import find_links
from sayso.trace.wordings import Wordings

_PERMUTATIONS, _THRESHOLD, _CONTAINMENT, _RATIO = 128, 0.3, 0.5, 80.0
_MOST_IN_BLOCK = 500
Pairs = set[tuple[int, int]]
Words = tuple[str, ...]


def list_ours(texts: list[str]) -> Pairs:
    """The pairs that sayso finds."""
    wordings = Wordings()
    numbers = [wordings.add([text], "direct") for text in texts]
    places = {wording: number for number, wording in enumerate(numbers)}
    return {_sort(places[one], places[other]) for one, other in find_links(wordings).links}


def list_datasketch(texts: list[str]) -> Pairs:
    """The pairs that datasketch's MinHash LSH finds."""
    grams = [_list_grams(text) for text in texts]
    lsh = MinHashLSH(threshold=_THRESHOLD, num_perm=_PERMUTATIONS)
    hashes = []
    for number, own in enumerate(grams):
        made = MinHash(num_perm=_PERMUTATIONS)
        made.update_batch([gram.encode() for gram in own])
        lsh.insert(number, made)
        hashes.append(made)
    return _verify(((number, other) for number, made in enumerate(hashes) for other in lsh.query(made)), grams)


def list_rensa(texts: list[str]) -> Pairs:
    """The pairs that rensa's MinHash LSH finds."""
    grams = [_list_grams(text) for text in texts]
    lsh = rensa.RMinHashLSH(threshold=_THRESHOLD, num_perm=_PERMUTATIONS, num_bands=32)
    hashes = []
    for number, own in enumerate(grams):
        made = rensa.RMinHash(num_perm=_PERMUTATIONS, seed=1)
        made.update(sorted(own))
        lsh.insert(number, made)
        hashes.append(made)
    return _verify(((number, other) for number, made in enumerate(hashes) for other in lsh.query(made)), grams)


def list_rapidfuzz(texts: list[str]) -> Pairs:
    """The pairs that share a rare word and are alike as strings."""
    words = [fold(text).forms for text in texts]
    counts = Counter(word for own in words for word in set(own))
    blocks: defaultdict[str, list[int]] = defaultdict(list)
    for number, own in enumerate(words):
        for word in sorted(set(own), key=lambda word: (counts[word], word))[:2]:
            blocks[word].append(number)
    joined = [" ".join(own) for own in words]
    found = set()
    for held in blocks.values():
        for one, other in combinations(held[:_MOST_IN_BLOCK], 2):
            if fuzz.partial_ratio(joined[one], joined[other], score_cutoff=_RATIO):
                found.add(_sort(one, other))
    return found


def _list_grams(text: str) -> frozenset[str]:
    forms = fold(text).forms
    return frozenset(" ".join(forms[place : place + 3]) for place in range(max(1, len(forms) - 2)))


def _verify(candidates: Iterable[tuple[int, int]], grams: list[frozenset[str]]) -> Pairs:
    found = set()
    for one, other in candidates:
        least = min(len(grams[one]), len(grams[other]))
        if one != other and len(grams[one] & grams[other]) >= _CONTAINMENT * least:
            found.add(_sort(one, other))
    return found


def _sort(one: int, other: int) -> tuple[int, int]:
    return min(one, other), max(one, other)


def _list_planted(trees: dict[int, set[int]]) -> Iterator[tuple[int, int]]:
    for held in trees.values():
        yield from combinations(sorted(held), 2)


def main() -> None:
    """Plant, find in each way, and print a row each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--passages", type=int, default=100_000)
    options = parser.parse_args()
    passages, planted = plant(options.passages // 77 + 1, 1)
    numbers: dict[str, int] = {}
    trees: defaultdict[int, set[int]] = defaultdict(set)
    for passage in passages[: options.passages]:
        number = numbers.setdefault(passage.pieces[0], len(numbers))
        if passage.article in planted:
            trees[planted[passage.article].tree].add(number)
    texts, gold = list(numbers), set(_list_planted(trees))
    print(f"{min(options.passages, len(passages)):,} passages, {len(texts):,} wordings, {len(gold):,} planted pairs")
    print(f"{'':12} {'clock s':>8} {'cpu s':>8} {'P':>6} {'R':>6} {'F1':>6}")
    ways: dict[str, Callable[[list[str]], Pairs]] = {
        "sayso": list_ours,
        "datasketch": list_datasketch,
        "rensa": list_rensa,
        "rapidfuzz": list_rapidfuzz,
    }
    for name, find in ways.items():
        clock, cpu = time.perf_counter(), time.process_time()
        found = find(texts)
        seconds, cpu_s = time.perf_counter() - clock, time.process_time() - cpu
        right = len(found & gold)
        precision, recall = right / max(1, len(found)), right / len(gold)
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        print(f"{name:12} {seconds:8.1f} {cpu_s:8.1f} {precision:6.3f} {recall:6.3f} {f1:6.3f}", flush=True)


if __name__ == "__main__":
    main()
