"""Measure a collection as it grows: storing an eighth of the statements, a quarter, half of them, and all.

    python benchmarks/collection.py                     a million statements, some five minutes on two cores
    python benchmarks/collection.py 125000 --keep big.db        one size, and keep the collection

Readings of invented articles are made while they are stored (see made_collection.py); the time to make them is taken
off. Each size is measured in a process of its own, with a file of its own. Times are those of the clock, and beside
them those of the processor: of storing with the full-text index, and of joining speakers across articles. The goal: a
million statements stored in less than three minutes.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from machine import describe, read_peak_mb, warn_if_busy
from made_collection import make_readings
from questions import ask_all, show

from sayso.reading import Reading
from sayso.store import Added, open_collection

__all__ = ["measure_size"]

RESULTS = Path(__file__).parent / "collection.json"
WHOLE, STEPS, GOAL_S = 1_000_000, (8, 4, 2, 1), 180.0
Row = dict[str, Any]


class _Making:
    """Readings, and the time that it took to make them."""

    def __init__(self, readings: Iterable[Reading]) -> None:
        self.seconds = self.cpu_s = 0.0
        self._readings = iter(readings)

    def __iter__(self) -> Iterator[Reading]:
        return self

    def __next__(self) -> Reading:
        clock, cpu = time.perf_counter(), time.process_time()
        try:
            return next(self._readings)
        finally:
            self.seconds += time.perf_counter() - clock
            self.cpu_s += time.process_time() - cpu


def measure_size(statements: int, path: Path) -> Row:
    """What it takes to store so many statements in a new collection."""
    making = _Making(make_readings(statements))
    times = [_look_at_clocks()]
    with open_collection(path) as collection:
        # The last batch is stored when this is called for the last time; then speakers are joined.
        last = times[0]

        def note(_added: Added) -> None:
            nonlocal last
            last = _look_at_clocks()

        added = collection.add(making, progress=note)
        times += [last, _look_at_clocks()]
        collection.prepare()
        times.append(_look_at_clocks())
        questions = ask_all(collection)
    steps = [(later[0] - sooner[0], later[1] - sooner[1]) for sooner, later in pairwise(times)]
    steps[0] = steps[0][0] - making.seconds, steps[0][1] - making.cpu_s
    named: Row = {}
    for name, (seconds, cpu_s) in zip(("store", "join", "prepare"), steps, strict=True):
        named |= {f"{name}_s": round(seconds, 1), f"{name}_cpu_s": round(cpu_s, 1)}
    return {
        "statements": added.statements,
        "articles": added.new,
        **named,
        "questions": questions,
        "peak_mb": read_peak_mb(),
        "file_mb": round(path.stat().st_size / 1e6),
    }


def _look_at_clocks() -> tuple[float, float]:
    return time.perf_counter(), time.process_time()


def _measure_apart(statements: int, path: Path) -> Row:
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        return pool.submit(measure_size, statements, path).result()


def main() -> int:
    """Measure, and print a row a size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("statements", type=int, nargs="?", help="one size only")
    parser.add_argument("--keep", type=Path, help="keep the largest collection in this file")
    parser.add_argument("--write", action="store_true", help="keep the results in collection.json")
    options = parser.parse_args()
    about = describe()
    warn_if_busy(about)
    sizes = [options.statements] if options.statements else [WHOLE // step for step in STEPS]
    rows = []
    titles = f"{'statements':>10} {'articles':>9} {'store s':>8} {'cpu':>6} {'join s':>8} {'cpu':>6}"
    print(f"{titles} {'peak MB':>8} {'file MB':>8}")
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            is_kept = options.keep is not None and size == sizes[-1]
            row = _measure_apart(size, options.keep if is_kept else Path(folder) / f"{size}.db")
            rows.append(row)
            print(
                f"{row['statements']:10,} {row['articles']:9,} {row['store_s']:8.1f} {row['store_cpu_s']:6.1f}"
                f" {row['join_s']:8.1f} {row['join_cpu_s']:6.1f} {row['peak_mb']:8,} {row['file_mb']:8,}",
                flush=True,
            )
            if size == sizes[-1]:
                show(row["questions"])
            if options.write:  # after each size, so that a stopped run keeps the smaller ones
                RESULTS.write_text(json.dumps({**about, "store": rows}, indent=2) + "\n", encoding="utf-8")
    return int(any(row["statements"] >= WHOLE and row["store_s"] > GOAL_S for row in rows))


if __name__ == "__main__":
    sys.exit(main())
