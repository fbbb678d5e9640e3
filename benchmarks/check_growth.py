"""How the cost of `check` grows with its sources: an eighth of the texts, a quarter, half of them, and all.

Each size is measured in a process of its own, so that none profits from words that another has seen, and three times,
in turns with the others; the median of the processor's time counts. What is done once at the start is done before, on a
text of one sentence. Memory is the most that a process held, with the texts and Python itself.
"""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from statistics import median

import plot
from machine import read_peak_mb

from sayso.check import Checker, SourceText, index_sources
from sayso.match import Change

__all__ = ["draw_growth", "load_texts", "measure_growth", "print_growth"]

STEPS = (8, 4, 2, 1)
ROUNDS = 3
_Size = dict[str, float]


def load_texts(path: Path, step: int = 1) -> list[SourceText]:
    """The texts of a file of transcripts; with a step of 2 every other one, and so on."""
    with path.open(encoding="utf-8") as lines:
        rows = map(json.loads, islice(lines, 0, None, step))
        return [SourceText(row["id"], row["text"], row["date"], row["title"]) for row in rows]


def measure_growth(path: Path, quotes: Sequence[str]) -> list[_Size]:
    """The times of indexing and of looking for all quotations, and the memory, a row a size."""
    rounds = [[_measure_apart(path, quotes, step) for step in STEPS] for _ in range(ROUNDS)]
    return [{key: median(one[key] for one in same) for key in same[0]} for same in zip(*rounds, strict=True)]


def _measure_apart(path: Path, quotes: Sequence[str], step: int) -> _Size:
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        return pool.submit(measure_size, path, quotes, step).result()


def measure_size(path: Path, quotes: Sequence[str], step: int) -> _Size:
    """One row, measured in this process."""
    # What is loaded late is loaded now.
    list(Checker(index_sources([SourceText("", "We never slept that night.")])).check_quotes(["we never slept"]))
    texts = load_texts(path, step)
    start = time.process_time()
    checker = Checker(index_sources(texts))
    ready = time.process_time()
    rows = list(checker.check_quotes(quotes))
    checked = time.process_time()
    return {
        "times": STEPS[0] // step,
        "texts": len(texts),
        "words": sum(len(text.text.split()) for text in texts),
        "index_s": round(ready - start, 3),
        "check_s": round(checked - ready, 3),
        "found": sum(row.label is not Change.NOT_FOUND for row in rows),
        "peak_mb": read_peak_mb(),
    }


def print_growth(growth: Sequence[_Size]) -> None:
    """One row a size, with the time relative to the size before."""
    titles = f"{'sources':>8} {'texts':>6} {'words':>10} {'index s':>8} {'check s':>8}"
    print(f"\n{titles} {'ratio of the whole':>19} {'peak MB':>8}")
    before: _Size | None = None
    for it in growth:
        whole = it["index_s"] + it["check_s"]
        ratio = "" if before is None else f"{whole / (before['index_s'] + before['check_s']):.2f}"
        size = f"{it['times']:>7}× {it['texts']:6,} {it['words']:10,}"
        print(f"{size} {it['index_s']:8.2f} {it['check_s']:8.2f} {ratio:>19} {it['peak_mb']:8,}")
        before = it


def draw_growth(growth: Sequence[_Size]) -> str:
    """The times over the number of words as a picture (SVG), with the line of proportion."""
    parts = {"index": [it["index_s"] for it in growth], "look up": [it["check_s"] for it in growth]}
    labels = [f"{it['times']}×" for it in growth]
    return plot.draw_growth([it["words"] for it in growth], labels, parts, "both", "words of the sources")
