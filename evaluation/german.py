"""Measure quotations found by marks alone: `python evaluation/german.py FILE.jsonl…`.

Each line of a file is an article: {"text", "quotes": [{"type", "content": [[start, end], …]}]}. Quotations of type
"Direct" are the gold. A quotation that `pair_marks` finds, with the parts of a reopened one joined, is right if it and
a gold one share at least half of the characters that either covers.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sayso.language import find_language
from sayso.segment import join_reopened, pair_marks
from sayso.text import Span

# Most stretches in marks with so few words are titles, names and terms.
LEAST_WORDS = (1, 2, 3, 4, 5, 7)
SAME_SHARE = 0.5


@dataclass(slots=True)
class Counts:
    """The counts for stretches with at least some number of words."""

    gold: int = 0
    found: int = 0
    right: int = 0
    exact: int = 0
    in_other: int = 0


def load_articles(paths: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Yield the articles of JSON Lines files."""
    for path in paths:
        with Path(path).open(encoding="utf-8") as lines:
            yield from map(json.loads, lines)


def list_gold(article: dict[str, Any], *, direct: bool) -> list[set[int]]:
    """The characters that each direct quotation covers, or each one of another kind."""
    return [
        {place for start, end in quote["content"] for place in range(start, end)}
        for quote in article["quotes"]
        if (quote["type"] == "Direct") == direct
    ]


def list_found(text: str) -> list[tuple[set[int], int]]:
    """The characters that each quotation in marks covers, and its number of words."""
    found = []
    for group in join_reopened(pair_marks(text)):
        spans = [mark.inside for mark in group]
        found.append((cover(spans), sum(len(span.of(text).split()) for span in spans)))
    return found


def cover(spans: list[Span]) -> set[int]:
    """The characters that spans cover."""
    return {place for span in spans for place in range(span.start, span.end)}


def count_article(counts: dict[int, Counts], article: dict[str, Any]) -> None:
    """Add what was found in one article to the counts."""
    text = article["text"]
    gold, others = list_gold(article, direct=True), list_gold(article, direct=False)
    found = list_found(text)
    for least, it in counts.items():
        it.gold += len(gold)
        free = list(gold)
        for places, words in found:
            if words < least:
                continue
            it.found += 1
            match = next((g for g in free if len(g & places) >= SAME_SHARE * len(g | places)), None)
            if match is not None:
                free.remove(match)
                it.right += 1
                # The gold holds the marks, and now and then the comma behind them.
                it.exact += places <= match and len(match - places) <= 3
            else:
                it.in_other += any(places <= other for other in others)


def print_table(counts: dict[int, Counts]) -> None:
    """Print precision, recall and F1 by the fewest words that count.

    "exact": the share of the right ones with the very bounds; "within another": wrong ones within an indirect one.
    """
    print("| words, at least | found | right | precision | recall | F1 | exact | within another |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for least, it in counts.items():
        precision, recall = it.right / max(it.found, 1), it.right / max(it.gold, 1)
        f1 = 2 * precision * recall / max(precision + recall, 1e-9)
        exact = it.exact / max(it.right, 1)
        print(
            f"| {least} | {it.found} | {it.right} | {precision:.3f} | {recall:.3f} | {f1:.3f} | {exact:.3f} "
            f"| {it.in_other} |"
        )


def measure(paths: list[str]) -> None:
    """Print the scores of marks alone, and how many articles are recognised as German."""
    counts = {least: Counts() for least in LEAST_WORDS}
    recognised = total = gold_all = 0
    for article in load_articles(paths):
        total += 1
        language = find_language(article["text"])
        recognised += language is not None and language.code == "de"
        gold_all += len(article["quotes"])
        count_article(counts, article)
    gold = counts[LEAST_WORDS[0]].gold
    print(f"{total} articles, {recognised} recognised as German; {gold_all} quotations, {gold} of them direct\n")
    print_table(counts)


if __name__ == "__main__":
    measure(sys.argv[1:])
