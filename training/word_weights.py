"""How much a word says about where it comes from: the share of news pages that have it.

    python training/word_weights.py --shared ../shared

Writes src/sayso/trace/words.tsv. Words that are mostly names, and words of fewer than four pages, are left out.
"""

from __future__ import annotations

import argparse
import json
import math
from collections import Counter, defaultdict
from pathlib import Path

from sayso.compare import fold

_SETS = (
    "pool/pool.jsonl",
    "web/pages-train.jsonl",
    "web/web-train.jsonl",
    "web/wikinews-train.jsonl",
    "web/basil-train.jsonl",
)
_TARGET = Path(__file__).parents[1] / "src" / "sayso" / "trace" / "words.tsv"
_FEWEST_PAGES, _MOSTLY_NAME, _LONGEST = 4, 0.4, 20
# Rarer words all weigh the same: 421 pages say little about them.
_RARE = 4.4


def main() -> None:
    """Count, and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    shared = parser.parse_args().shared
    pages, named = Counter[str](), Counter[str]()
    count = 0
    for name in _SETS:
        for line in (shared / "data" / name).read_text(encoding="utf-8").split("\n"):
            record = json.loads(line) if line else {}
            text = record.get("text") or record.get("article", {}).get("text")
            if text:
                count += 1
                _count_page(text, pages, named)
    rows: defaultdict[float, list[str]] = defaultdict(list)
    for word, held in pages.items():
        weight = -math.log(held / count)
        is_name = named[word] >= _MOSTLY_NAME * held
        if held >= _FEWEST_PAGES and not is_name and len(word) <= _LONGEST and word.isascii() and weight < _RARE:
            rows[min(round(weight * 4) / 4, 4.25)].append(word)
    head = (
        f"# How much a word says about where it comes from, in nats: minus the logarithm of the share of {count} news"
        " pages that have it.\n# Words in comparison form; names and rarer words are left out. Made by"
        " training/word_weights.py.\n"
    )
    lines = (f"{weight:.2f}\t{' '.join(sorted(words))}\n" for weight, words in sorted(rows.items()))
    _TARGET.write_text(head + "".join(lines), encoding="utf-8")


def _count_page(text: str, pages: Counter[str], named: Counter[str]) -> None:
    """Count each word of a page once, and whether it always begins with a capital there."""
    folded = fold(text)
    small: dict[str, bool] = {}
    for word, start in zip(folded.forms, folded.starts, strict=True):
        small[word] = small.get(word, False) or not text[start].isupper()
    pages.update(small.keys())
    named.update(word for word, is_small in small.items() if not is_small)


if __name__ == "__main__":
    main()
