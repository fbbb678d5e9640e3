"""Measure `sayso check` as a command: all quotations of 840 articles against 985 transcripts, indexed first and again.

    python benchmarks/check_articles.py                   read the articles with the model, then check them twice
    python benchmarks/check_articles.py --readings FILE   keep the readings in this file, or use those that stand there
    python benchmarks/check_articles.py --write           also into check_articles.json

The first run makes the index, in a new folder, and the second finds it. Times are of the clock, on two cores; reading
with the model is measured apart. Memory is that of all processes of a run together, looked at ten times a second, on
Linux only. Times of the clock mean something only on a machine that does nothing else.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from machine import Run, describe, run_watched, warn_if_busy

HERE = Path(__file__).resolve().parent
DATA = HERE.parent.parent / "shared" / "data"
SAYSO = [sys.executable, "-m", "sayso"]
CORES = 2
# What the command is to keep to.
FIRST_S, SECOND_S, PEAK_MB = 60, 15, 1_000
# Done, or done with notices.
DONE = (0, 3)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run all measurements and print them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA, help="where check/ and polnear/ are")
    parser.add_argument("--readings", type=Path, help="the articles as `sayso read` gives them; made if not there")
    parser.add_argument("--write", action="store_true", help="write check_articles.json")
    options = parser.parse_args(arguments)
    articles, sources = (options.data / name for name in ("polnear/polnear-train.jsonl", "check/transcripts.jsonl"))
    if not (articles.is_file() and sources.is_file()):
        print(f"{options.data} holds no articles and transcripts; name a folder with --data", file=sys.stderr)
        return 1
    keep_to_cores()
    results = describe()
    warn_if_busy(results)
    with tempfile.TemporaryDirectory() as folder:
        readings = options.readings or Path(folder) / "readings.jsonl"
        results |= read_articles(articles, readings)
        results |= check_twice(readings, sources, Path(folder))
    print_results(results)
    if options.write:
        (HERE / "check_articles.json").write_text(json.dumps(results, indent=1) + "\n", "utf-8")
    return 0


def keep_to_cores() -> None:
    """This process and those that it starts use two cores, where the system lets that be said."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:CORES])


def read_articles(articles: Path, readings: Path) -> dict[str, Any]:
    """The readings made, if they are not there: how many, and in what time."""
    seconds = None
    if not readings.exists():
        command = [*SAYSO, "read", str(articles), "--format", "jsonl", "--output", str(readings), "--no-progress"]
        seconds = round(run(command).seconds, 1)
    count, wanted = count_lines(readings), count_lines(articles)
    if count != wanted:
        raise SystemExit(f"{readings} has {count:,} readings of {wanted:,} articles; move it away and run this again")
    return {"articles": count, "reading_s": seconds}


def check_twice(readings: Path, sources: Path, folder: Path) -> dict[str, Any]:
    """The same command twice with one index, and what it found."""
    results: dict[str, Any] = {"sources": count_lines(sources)}
    command = [*SAYSO, "check", str(readings), "--against", str(sources), "--index", str(folder / "index.db")]
    outputs = [folder / f"{name}.jsonl" for name in ("first", "second")]
    for output in outputs:
        done = run([*command, "--workers", str(CORES), "--no-progress", "--output", str(output)])
        results |= {f"{output.stem}_{name}": value for name, value in describe_run(done).items()}
    rows = outputs[0].read_bytes()
    labels = Counter(json.loads(line)["label"] for line in rows.splitlines())
    results |= {"quotations": labels.total(), "labels": dict(labels.most_common())}
    return {**results, "index_mb": size_mb(folder), "both_runs_same": rows == outputs[1].read_bytes()}


def describe_run(done: Run) -> dict[str, float | None]:
    """What is kept of a run."""
    return {"s": round(done.seconds, 1), "cpu_s": round(done.cpu_s, 1), "peak_mb": done.peak_mb}


def run(command: Sequence[str]) -> Run:
    """As run_watched; what goes wrong ends the benchmark."""
    done = run_watched(command)
    if done.code not in DONE:
        raise SystemExit(f"{' '.join(command)} ended with exit code {done.code}")
    return done


def count_lines(path: Path) -> int:
    """How many lines a file has."""
    with path.open("rb") as lines:
        return sum(1 for line in lines if line.strip())


def size_mb(folder: Path) -> float:
    """The size of the index, with what SQLite keeps beside it."""
    return round(sum(path.stat().st_size for path in folder.glob("index.db*")) / 1e6, 1)


def print_results(results: dict[str, Any]) -> None:
    """What ran on what, and a table of what was measured beside the goals."""
    print(f"{results['date']}, {results['machine']}, load {results['load']}, sayso {results['sayso']}")
    print(f"{results['articles']:,} articles, {results['quotations']:,} quotations, {results['sources']:,} sources")
    print(", ".join(f"{label} {count:,}" for label, count in results["labels"].items()))
    print(f"\n{'':28} {'measured':>10} {'goal':>6}")
    for name, key, goal in (
        ("reading with the model, s", "reading_s", None),
        ("first run, with indexing, s", "first_s", FIRST_S),
        ("second run, index found, s", "second_s", SECOND_S),
        ("first run, processors' s", "first_cpu_s", None),
        ("second run, processors' s", "second_cpu_s", None),
        ("first run, peak memory, MB", "first_peak_mb", PEAK_MB),
        ("second run, peak memory, MB", "second_peak_mb", PEAK_MB),
        ("index, MB", "index_mb", None),
    ):
        measured = "not measured" if results[key] is None else f"{results[key]:,}"
        print(f"{name:28} {measured:>10} {'' if goal is None else format(goal, ','):>6}".rstrip())
    if results["reading_s"] is None:
        print("\nThe readings were there.")
    if not results["both_runs_same"]:
        print("\nThe two runs did not say the same.")


if __name__ == "__main__":
    sys.exit(main())
