"""Measure `sayso.spark` beside one machine: tracing as a collection grows, and reading.

    python benchmarks/spark.py 125000 250000           trace so many made-up statements, on two threads (local[2])
    python benchmarks/spark.py --read articles.jsonl   read these articles, and with `sayso read --workers 2`
    python benchmarks/spark.py 125000 --write          also into spark.json

Each size has a process of its own for Spark and one for the collection, one after the other. Spark's time is that of
`trace` with all of its results written as Parquet, from the readings on, without the start of Java; beside it what all
processes took of the processors' time. Shuffle bytes are those that Spark reports of its stages. One machine's time is
that of storing, joining speakers and tracing. On a busy machine times of the clock mean little: compare those of the
processor.

The sizes from which a number of machines is faster are computed from the last row: see `find_break_even`.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from machine import describe, run_watched, warn_if_busy
from made_collection import make_readings

from sayso import open_collection, write_reading

RESULTS = Path(__file__).with_suffix(".json")
Row = dict[str, Any]
_CORES = 2


def trace_on_spark(lines: Path, output: Path) -> Row:
    """Trace a file of readings on two threads; called in a process of its own."""
    from sayso.spark import Keep, trace  # noqa: PLC0415  (only where Spark is installed)
    from sayso.spark.session import make_session  # noqa: PLC0415

    settings = {
        "spark.master": f"local[{_CORES}]",
        "spark.driver.memory": "3g",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.shuffle.partitions": "4",
        # The pages of the session count what was moved.
        "spark.ui.enabled": "true",
    }
    session = make_session("benchmark", settings)
    session.sparkContext.setLogLevel("ERROR")
    start = time.perf_counter()
    readings = session.read.option("lineSep", "\n").text(str(lines)).withColumnRenamed("value", "reading")
    tables = trace(readings, keep=Keep(str(output / "steps")))
    for name, table in tables.items():
        table.write.parquet(str(output / name))
    seconds = time.perf_counter() - start
    counted = {row["what"]: row["number"] for row in session.read.parquet(str(output / "counts")).collect()}
    stages = json.loads(
        _get(f"{session.sparkContext.uiWebUrl}/api/v1/applications/{session.sparkContext.applicationId}/stages")
    )
    moved = sum(stage["shuffleWriteBytes"] for stage in stages)
    clusters = session.read.parquet(str(output / "clusters")).count()
    session.stop()
    return {
        "s": round(seconds, 1),
        "shuffle_mb": round(moved / 1e6),
        "clusters": clusters,
        "wordings": counted["wordings"],
    }


def _get(address: str) -> bytes:
    from urllib.request import urlopen  # noqa: PLC0415  (the session's own page)

    with urlopen(address) as answer:  # noqa: S310
        data: bytes = answer.read()
    return data


def trace_alone(lines: Path, output: Path) -> Row:
    """Store, join and trace the same in a collection; called in a process of its own."""
    from sayso.cli.readings import read_readings  # noqa: PLC0415

    start = time.perf_counter()
    with open_collection(output / "news.db") as collection:
        collection.add(read_readings(str(lines)))
        counts = collection.trace()
    return {"s": round(time.perf_counter() - start, 1), "clusters": counts.clusters, "wordings": counts.wordings}


def measure_trace(statements: int) -> Row:
    """Both, of so many statements."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        lines, articles = folder / "readings.jsonl", 0
        with lines.open("w", encoding="utf-8") as file:
            for reading in make_readings(statements):
                file.write(f"{write_reading(reading)}\n")
                articles += 1
        row: Row = {"statements": statements, "articles": articles, "load": round(os.getloadavg()[0], 1)}
        for kind in ("spark", "alone"):
            output = folder / kind
            output.mkdir()
            command = [sys.executable, __file__, "--one", kind, str(lines), str(output)]
            done = run_watched(command)
            if done.code:
                raise SystemExit(f"{kind} ended with {done.code}")
            found = json.loads((output / "row.json").read_text("utf-8"))
            row |= {f"{kind}_{key}": value for key, value in found.items()}
            row |= {f"{kind}_cpu_s": round(done.cpu_s, 1), f"{kind}_peak_mb": done.peak_mb}
        row["are_same"] = (row["spark_clusters"], row["spark_wordings"]) == (
            row["alone_clusters"],
            row["alone_wordings"],
        )
        return row


def find_break_even(row: Row, start_s: float = 60.0) -> list[Row]:
    """From how many statements on a cluster of n machines with 16 cores each is faster than one machine with one core.

    One machine traces on one core, in `alone` seconds of the processor for each statement; a cluster needs `spark`
    seconds of the processor for each, spread over its cores, of which it uses seven tenths, and a minute to begin.
    """
    alone, spark = (row[f"{kind}_cpu_s"] / row["statements"] for kind in ("alone", "spark"))
    found = []
    for machines in (1, 4, 16, 64):
        gain = alone - spark / (0.7 * 16 * machines)
        found.append({"machines": machines, "from_statements": round(start_s / gain) if gain > 0 else None})
    return found


def measure_reading(articles: Path) -> Row:
    """Words per second of the text by Spark on two threads, and by `sayso read --workers 2`."""
    words = sum(len(json.loads(line)["text"].split()) for line in articles.open(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as name:
        alone = [sys.executable, "-m", "sayso", "read", str(articles), "--workers", "2", "--output", f"{name}/a.jsonl"]
        first = run_watched([*alone, "--no-progress"])
        conf = [f"spark.master=local[{_CORES}]", "spark.ui.enabled=false", "spark.sql.shuffle.partitions=8"]
        given = [part for it in conf for part in ("--conf", it)]
        spark = [
            sys.executable,
            "-m",
            "sayso.spark",
            *given,
            "read",
            "--input",
            str(articles),
            "--output",
            f"{name}/out",
        ]
        second = run_watched(spark)
        empty = Path(name) / "one.jsonl"
        empty.write_text('{"id": "a", "text": "We won, she said."}\n', "utf-8")
        begin = run_watched([*spark[:-4], "--input", str(empty), "--output", f"{name}/one"])
    kinds = {"alone": first, "spark": second, "start": begin}
    row: Row = {"words": words, "load": round(os.getloadavg()[0], 1)}
    for kind, run in kinds.items():
        row |= {
            f"{kind}_s": round(run.seconds, 1),
            f"{kind}_cpu_s": round(run.cpu_s, 1),
            f"{kind}_peak_mb": run.peak_mb,
        }
    # Without the start of Java and the model, which a long run has once.
    row["spark_words_per_cpu_s"] = round(words / (second.cpu_s - begin.cpu_s))
    row["alone_words_per_cpu_s"] = round(words / first.cpu_s)
    row["ratio"] = round(row["spark_words_per_cpu_s"] / row["alone_words_per_cpu_s"], 2)
    return row


def main() -> int:
    """Measure, print, and with --write keep the results."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("statements", nargs="*", type=int)
    parser.add_argument("--read", type=Path)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--one", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        kind, lines, output = options.one
        run = trace_on_spark if kind == "spark" else trace_alone
        (Path(output) / "row.json").write_text(json.dumps(run(Path(lines), Path(output))), "utf-8")
        return 0
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    about = describe()
    warn_if_busy(about)
    kept: Row = json.loads(RESULTS.read_text("utf-8")) if RESULTS.exists() else {}
    rows = {row["statements"]: row for row in kept.get("trace", [])}
    for statements in options.statements:
        rows[statements] = {**measure_trace(statements), "date": about["date"]}
        print(json.dumps(rows[statements]), flush=True)
    result = {**kept, **about, "spark": _find_version(), "trace": [rows[size] for size in sorted(rows)]}
    if rows:
        result["break_even"] = find_break_even(rows[max(rows)])
        print(json.dumps(result["break_even"]))
    if options.read:
        result["read"] = measure_reading(options.read)
        print(json.dumps(result["read"]))
    if options.write:
        RESULTS.write_text(json.dumps(result, indent=1) + "\n", "utf-8")
    return 0


def _find_version() -> str:
    command = [sys.executable, "-c", "import pyspark; print(pyspark.__version__)"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


if __name__ == "__main__":
    sys.exit(main())
