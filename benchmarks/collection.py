"""Measure a collection as it grows: an eighth of the statements, a quarter, half of them, and all, each in one run.

    python benchmarks/collection.py                     up to a million statements; twenty minutes on two quiet cores
    python benchmarks/collection.py 125000 --keep big.db        one size, and keep the collection
    python benchmarks/collection.py --steps 600         store so many articles at a time
    python benchmarks/collection.py --write             also into collection.json and collection.svg

Each size has a process and a file of its own. In one run the articles are stored with the full-text index, their
speakers are joined, columns for counts are made, and all is traced; questions are asked; then a thousand further
articles are stored, joined and traced, and quotations looked up. Articles are invented, and made while they are stored
(see made_collection.py): the time to make them is taken off. Times are those of the clock, and beside them those of the
processor. With --write, sizes that were measured before and are not now keep their rows, each with its date and the
load of the machine.

The goals, with a million statements: stored, joined and traced within 10 minutes and 4 GB; a thousand articles more in
30 s; each question in less than a second; a quotation looked up within 100 ms.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from machine import describe, read_peak_mb, warn_if_busy
from made_collection import make_reading, make_readings
from plot import draw_growth
from questions import ask_all, show

from sayso.reading import Reading
from sayso.store import Collection, open_collection

__all__ = ["measure_size"]

RESULTS, PLOT = Path(__file__).with_suffix(".json"), Path(__file__).with_suffix(".svg")
WHOLE, PARTS = 1_000_000, (8, 4, 2, 1)
ADDED_ARTICLES, LOOKED_UP = 1_000, 50
STEPS = {"store": "store, with the index of words", "join": "join speakers", "columns": "columns", "trace": "trace"}
GOALS = {"whole_s": 600.0, "peak_mb": 4_000.0, "more_s": 30.0, "question_s": 1.0, "lookup_ms": 100.0}
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


def measure_size(statements: int, path: Path, step: int | None = None) -> Row:
    """What it takes to store, join, trace, add to and ask a collection with so many statements."""
    making = _Making(make_readings(statements))
    times: Row = {}
    with open_collection(path) as collection:
        articles = _time(times, "store", lambda: _add(collection, making, step))
        times["store_s"] = round(times["store_s"] - making.seconds, 2)
        times["store_cpu_s"] = round(times["store_cpu_s"] - making.cpu_s, 2)
        _time(times, "join", collection.join_speakers)
        _time(times, "columns", collection.prepare)
        counts = _time(times, "trace", collection.trace)
        peak_mb = read_peak_mb()
        questions = ask_all(collection)
        more = [make_reading(articles + number) for number in range(ADDED_ARTICLES)]
        _time(times, "more_store", lambda: collection.add(more))
        _time(times, "more_join", collection.join_speakers)
        _time(times, "more_trace", collection.trace)
        quotes = [reading.statements[0].text for reading in more[:LOOKED_UP]]
        _time(times, "lookup", lambda: [collection.find_quote(quote) for quote in quotes])
        file_mb = round(path.stat().st_size / 1e6)
    for kind in ("s", "cpu_s"):
        times[f"whole_{kind}"] = round(sum(times[f"{name}_{kind}"] for name in STEPS), 1)
        times[f"more_{kind}"] = round(sum(times[f"more_{name}_{kind}"] for name in ("store", "join", "trace")), 1)
        times[f"lookup_{kind.replace('s', 'ms')}"] = round(1_000 * times.pop(f"lookup_{kind}") / LOOKED_UP, 1)
    return {
        "statements": counts.passages,
        "articles": articles,
        "wordings": counts.wordings,
        "clusters": counts.clusters,
        **times,
        "question_s": max(row["s"] for row in questions),
        "question_cpu_s": max(row["cpu_s"] for row in questions),
        "peak_mb": peak_mb,
        "file_mb": file_mb,
        "questions": questions,
    }


def _add(collection: Collection, readings: Iterator[Reading], step: int | None) -> int:
    """Add readings, all at once or some at a time; return how many articles were new."""
    if step is None:
        return collection.add(readings).new
    new = 0
    while part := list(islice(readings, step)):
        new += collection.add(part).new
    return new


def _time(times: Row, name: str, do: Callable[[], Any]) -> Any:  # noqa: ANN401  (whatever it returns)
    clock, cpu = time.perf_counter(), time.process_time()
    found = do()
    times[f"{name}_s"] = round(time.perf_counter() - clock, 2)
    times[f"{name}_cpu_s"] = round(time.process_time() - cpu, 2)
    return found


def _measure_apart(statements: int, path: Path, step: int | None) -> Row:
    about = describe()
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        row = pool.submit(measure_size, statements, path, step).result()
    return {**row, "date": about["date"], "load": about["load"]}


def _print_row(row: Row) -> None:
    """A size: seconds of the processor, and of the clock in brackets."""
    print(f"\n{row['statements']:,} statements in {row['articles']:,} articles (load {row['load']})")
    for name in (*STEPS, "whole", "more_store", "more_join", "more_trace", "more"):
        title = STEPS.get(name, name.replace("more_", "a thousand more articles: ").replace("_", " "))
        print(f"{row[f'{name}_cpu_s']:8.1f} s ({row[f'{name}_s']:.1f})  {title}")
    print(f"{row['lookup_cpu_ms']:8.1f} ms ({row['lookup_ms']:.1f})  a quotation looked up")
    print(f"{row['peak_mb']:8,} MB at most; file {row['file_mb']:,} MB")
    show(row["questions"])


def _keep(about: Row, rows: list[Row]) -> None:
    """Write the rows, with those of sizes that were measured before, and the picture."""
    known = json.loads(RESULTS.read_text("utf-8"))["rows"] if RESULTS.exists() else []
    sizes = {round(row["statements"], -2) for row in rows}
    rows = sorted(
        [*rows, *(row for row in known if round(row["statements"], -2) not in sizes)], key=lambda row: row["statements"]
    )
    facts = {name: about[name] for name in ("machine", "python", "sayso")}
    RESULTS.write_text(json.dumps({**facts, "rows": rows}, indent=1) + "\n", encoding="utf-8")
    parts = {name: [row[f"{name}_cpu_s"] for row in rows] for name in ("store", "join", "trace")}
    labels = [f"{row['statements'] / 1_000:,.0f}k" for row in rows]
    picture = draw_growth([row["statements"] for row in rows], labels, parts, "together", "statements (processor time)")
    PLOT.write_text(picture, encoding="utf-8")


def main() -> int:
    """Measure, print, and say whether the goals were met."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("statements", type=int, nargs="?", help="one size only")
    parser.add_argument("--steps", type=int, metavar="N", help="add N articles at a time")
    parser.add_argument("--keep", type=Path, help="keep the largest collection in this file")
    parser.add_argument("--write", action="store_true", help=f"keep the results in {RESULTS.name} and {PLOT.name}")
    options = parser.parse_args()
    about = describe()
    warn_if_busy(about)
    sizes = [options.statements] if options.statements else [WHOLE // part for part in PARTS]
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            is_kept = options.keep is not None and size == sizes[-1]
            path = options.keep if is_kept else Path(folder) / f"{size}.db"
            rows.append(_measure_apart(size, path, options.steps))
            _print_row(rows[-1])
            if options.write:  # after each size, so that a stopped run keeps the smaller ones
                _keep(about, rows)
            if not is_kept:
                path.unlink()
    missed = [name for name, goal in GOALS.items() if rows[-1][name] > goal]
    if missed:
        print(f"over the goal, on the clock: {', '.join(missed)}")
    return int(rows[-1]["statements"] >= WHOLE and bool(missed))


if __name__ == "__main__":
    sys.exit(main())
