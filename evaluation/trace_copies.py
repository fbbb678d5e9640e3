"""How many copied articles of ECB+ trace finds: pairs of which half the five-word runs are the same.

    python evaluation/trace_copies.py --shared ../shared [--collection news.db]

The articles are read with the model, a minute or two; `--collection` keeps them, and is used as it is if it is there.
A pair is found if both articles are in one cluster; then with the search in texts too. Of the pairs that are not, it
says whether anything is said in them.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

from sets import load_lines

from sayso import Analyser, Article, open_collection
from sayso.cluster import Cluster

_LEAST_SHARED = 0.5
_Pair = tuple[str, str]


def main() -> None:
    """Read, trace, and print the counts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--collection", type=Path, help="the file to keep the readings in, or to take them from")
    options = parser.parse_args()
    articles = load_lines(options.shared / "data/ecbplus/ecbplus.jsonl")
    names = {article["doc_id"] for article in articles}
    pairs = load_lines(options.shared / "data/shared-quotes/ecbplus-text-reuse.jsonl")
    copied = sorted(
        tuple(sorted((pair["a"], pair["b"])))
        for pair in pairs
        if pair["containment"] >= _LEAST_SHARED and {pair["a"], pair["b"]} <= names
    )
    with tempfile.TemporaryDirectory() as folder:
        path = options.collection or Path(folder) / "ecbplus.db"
        is_new = not path.exists()
        with open_collection(path) as collection:
            if is_new:
                analyser = Analyser()
                collection.add(analyser.analyse(_read(article)) for article in articles)
            collection.trace()
            said = Counter(found.article for found in collection.search())
            alone, in_texts = (find_pairs(collection.clusters(texts=texts)) for texts in (False, True))
    counts = f"{_count(copied, alone)} found by statements, {_count(copied, in_texts)} with texts"
    print(f"{len(copied)} copied pairs: {counts}")
    for pair in copied:
        if pair not in in_texts:
            print(f"not found: {' and '.join(f'{name} with {said[name]} statements' for name in pair)}")


def _read(article: dict[str, Any]) -> Article:
    return Article(article["doc_id"], article["text"])


def find_pairs(clusters: Iterable[Cluster]) -> set[_Pair]:
    """The pairs of articles that are in one cluster."""
    return {pair for cluster in clusters for pair in _list_pairs(cluster)}


def _list_pairs(cluster: Cluster) -> Iterator[_Pair]:
    names = sorted({passage.article for passage in cluster.passages})
    yield from combinations(names, 2)


def _count(copied: Iterable[Any], found: set[_Pair]) -> int:
    return sum(pair in found for pair in copied)


if __name__ == "__main__":
    main()
