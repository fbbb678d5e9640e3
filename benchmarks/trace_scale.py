"""Measure tracing as a collection grows: an eighth of the statements, a quarter, half of them, and all.

    python benchmarks/trace_scale.py                    a million statements, some ten minutes on two quiet cores
    python benchmarks/trace_scale.py 125000             one size
    python benchmarks/trace_scale.py --write            also into trace_scale.json

Of invented articles (see made_collection.py). After each size, 1,000 further articles are stored and traced, and
quotations are looked up. Times are those of the clock, and beside them those of the processor; the time to make the
readings is not in them. Each size has a process and a file of its own.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from machine import describe, read_peak_mb, warn_if_busy
from made_collection import make_reading, make_readings

from sayso.store import Collection, open_collection

RESULTS = Path(__file__).parent / "trace_scale.json"
WHOLE, STEPS = 1_000_000, (8, 4, 2, 1)
ADDED_ARTICLES, LOOKED_UP = 1_000, 50
_READINGS_AT_ONCE = 5_000
Row = dict[str, Any]


class _Clock:
    """The time that a part took, on the clock and of the processor."""

    def __init__(self) -> None:
        self.seconds = self.cpu_s = 0.0

    def __enter__(self) -> None:
        self._begun = time.perf_counter(), time.process_time()

    def __exit__(self, *_: object) -> None:
        self.seconds += time.perf_counter() - self._begun[0]
        self.cpu_s += time.process_time() - self._begun[1]

    def name(self, what: str) -> Row:
        """Both times, as parts of a row."""
        return {f"{what}_s": round(self.seconds, 2), f"{what}_cpu_s": round(self.cpu_s, 2)}


def measure_size(statements: int, path: Path) -> Row:
    """What it takes to store, trace, add to and ask a collection with so many statements."""
    store, trace, add, ask = _Clock(), _Clock(), _Clock(), _Clock()
    articles = 0
    with open_collection(path) as collection:
        batch = []
        for reading in make_readings(statements):
            batch.append(reading)
            if len(batch) == _READINGS_AT_ONCE:
                articles += _store(collection, batch, store)
                batch = []
        articles += _store(collection, batch, store)
        with trace:
            counts = collection.trace()
        peak = read_peak_mb()
        more = [make_reading(articles + number) for number in range(ADDED_ARTICLES)]
        with add:
            collection.add(more)
            collection.trace()
        quotes = [reading.statements[0].text for reading in more[:LOOKED_UP]]
        with ask:
            for quote in quotes:
                collection.find_quote(quote)
    return {
        "statements": counts.passages,
        "wordings": counts.wordings,
        "clusters": counts.clusters,
        **store.name("store"),
        **trace.name("trace"),
        "peak_mb": peak,
        "file_mb": round(path.stat().st_size / 1e6),
        **add.name("add"),
        "lookup_ms": round(1000 * ask.seconds / LOOKED_UP, 1),
        "lookup_cpu_ms": round(1000 * ask.cpu_s / LOOKED_UP, 1),
    }


def _store(collection: Collection, batch: list[Any], clock: _Clock) -> int:
    with clock:
        return collection.add(batch).new


def main() -> int:
    """Measure, and print a row a size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("statements", type=int, nargs="?", help="one size only")
    parser.add_argument("--write", action="store_true", help="keep the results in trace_scale.json")
    options = parser.parse_args()
    about = describe()
    warn_if_busy(about)
    sizes = [options.statements] if options.statements else [WHOLE // step for step in STEPS]
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            with ProcessPoolExecutor(1, get_context("spawn")) as pool:
                row = pool.submit(measure_size, size, Path(folder) / f"{size}.db").result()
            rows.append(row)
            print(json.dumps(row), flush=True)
    if options.write:
        RESULTS.write_text(json.dumps({**about, "rows": rows}, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
