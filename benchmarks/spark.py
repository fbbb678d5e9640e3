"""Measure `sayso.spark` beside one machine: tracing as a collection grows, an uneven collection, and reading.

    python benchmarks/spark.py 125000 250000           trace so many made-up statements, on two threads (local[2])
    python benchmarks/spark.py --skew 100000           trace so many uneven articles (spark_skew.py)
    python benchmarks/spark.py --read articles.jsonl   read these articles, and with `sayso read --workers 2`
    python benchmarks/spark.py 125000 --write          also into spark.json, and spark.svg

Each size has a process of its own for Spark and one for the collection, one after the other; with `--only spark` or
`--only alone` one of them is measured, and the row keeps what was measured of the other. `--lines FOLDER` keeps the
readings that are made. Spark's time is that of `trace` with all of its results written as Parquet, from the readings
on, without the start of Java. One machine's time is that of storing, joining speakers and tracing. Times of the
processor are of all processes. The memory of Spark is that of Java (the driver and, with local[2], the executor in
one process) and that of all Python workers together, libraries that they share counted for each. Shuffle bytes are
those that Spark reports of its stages.

Reading is measured in rounds, in each of which the command and Spark read the same articles, and then one article
alone: what that takes is the start of Java, of Spark's plans and of the model, which a run has once. The medians count.

The sizes from which a number of machines is faster are computed from the largest row: see `find_break_even`.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from statistics import median
from typing import Any

from machine import describe, read_bytes, read_cpu_s, run_watched, warn_if_busy
from made_collection import make_readings
from plot import draw_growth
from spark_skew import make_uneven

from sayso import open_collection, write_reading

RESULTS, PLOT = Path(__file__).with_suffix(".json"), Path(__file__).with_suffix(".svg")
KINDS = ("spark", "alone")
Row = dict[str, Any]
_CORES = 2


class Watch:
    """The memory of Java and of Python apart, and the processor's time of processes that nobody waits for."""

    def __init__(self) -> None:
        self._cpu_s: dict[int, float] = {}
        self._peaks: dict[str, int] = defaultdict(int)

    def __call__(self, tree: set[int]) -> None:
        """Look at these processes."""
        held: dict[str, int] = defaultdict(int)
        for pid in tree:
            with suppress(OSError, IndexError):
                is_java = Path(f"/proc/{pid}/comm").read_text("utf-8").strip() == "java"
                self._cpu_s[pid] = read_cpu_s(pid)
                held["java" if is_java else "python"] += read_bytes(pid)
        for name, count in held.items():
            self._peaks[name] = max(self._peaks[name], count)

    def describe(self) -> Row:
        """What was seen."""
        memory = {f"{name}_mb": round(self._peaks[name] / 1e6) for name in ("java", "python")}
        return {"cpu_s": round(sum(self._cpu_s.values()), 1), **memory}


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
    largest = session.read.parquet(str(output / "passages")).groupBy("cluster").count().agg({"count": "max"}).first()
    session.stop()
    return {
        "s": round(seconds, 1),
        "shuffle_mb": round(moved / 1e6),
        "clusters": clusters,
        "largest": largest[0],
        "wordings": counted.pop("wordings"),
        "counts": counted,
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
        seconds = time.perf_counter() - start
        largest = max((len(cluster.passages) for cluster in collection.clusters()), default=0)
    return {
        "s": round(seconds, 1),
        "clusters": counts.clusters,
        "largest": largest,
        "wordings": counts.wordings,
        "counts": {
            "phrases": counts.phrases,
            "word runs that too many have": counts.dropped_keys,
            "pairs that share one of these": counts.dropped_pairs,
        },
    }


@contextmanager
def _make_lines(name: str, size: int, kept: Path | None) -> Iterator[tuple[Path, int]]:
    """A file of readings, and how many there are."""
    with tempfile.TemporaryDirectory() as other:
        lines = (kept or Path(other)) / f"{name}-{size}.jsonl"
        if not lines.exists():
            made = make_readings(size) if name == "trace" else make_uneven(size)
            with lines.with_suffix(".part").open("w", encoding="utf-8") as file:
                file.writelines(f"{write_reading(reading)}\n" for reading in made)
            lines.with_suffix(".part").rename(lines)
        with lines.open("rb") as file:
            yield lines, sum(1 for _ in file)


def measure_trace(name: str, size: int, kinds: tuple[str, ...], kept: Path | None, known: Row) -> Row:
    """Both kinds, or one of them beside what is known of the other, of so many statements, or uneven articles."""
    row: Row = {**known, "articles" if name == "skew" else "statements": size}
    with _make_lines(name, size, kept) as (lines, articles), tempfile.TemporaryDirectory() as folder:
        row |= {"articles": articles, "date": describe()["date"]}
        for kind in kinds:
            output = Path(folder) / kind
            output.mkdir()
            row = {key: value for key, value in row.items() if not key.startswith(f"{kind}_")}
            row[f"{kind}_load"] = round(os.getloadavg()[0], 1)
            watch = Watch()
            done = run_watched([sys.executable, __file__, "--one", kind, str(lines), str(output)], watch)
            if done.code:
                raise SystemExit(f"{kind} ended with {done.code}")
            seen = watch.describe()
            found = json.loads((output / "row.json").read_text("utf-8")) | {"peak_mb": done.peak_mb} | seen
            if kind == "alone":
                del found["java_mb"], found["python_mb"]
            row |= {f"{kind}_{key}": value for key, value in found.items()}
    if all(f"{kind}_s" in row for kind in KINDS):
        shared = [key for key in row["alone_counts"] if key in row["spark_counts"]] if "spark_counts" in row else []
        row["are_same"] = all(row[f"spark_{key}"] == row[f"alone_{key}"] for key in ("clusters", "wordings")) and all(
            row["spark_counts"][key] == row["alone_counts"][key] for key in shared
        )
    return row


def find_break_even(rows: list[Row], start_s: float = 60.0) -> list[Row]:
    """From how many statements on a cluster of n machines with 16 cores each is faster than one machine with one core.

    One machine traces on one core, in `alone` seconds of the processor for each statement more; a cluster needs `spark`
    seconds of the processor for each, spread over its cores, of which it uses seven tenths, and a minute to begin. Both
    are taken from the smallest and the largest row.
    """
    first, last = rows[0], rows[-1]
    more = last["statements"] - first["statements"]
    if not more:
        return []
    alone, spark = ((last[f"{kind}_cpu_s"] - first[f"{kind}_cpu_s"]) / more for kind in ("alone", "spark"))
    found: list[Row] = [
        {"ms_of_the_processor_a_statement": {"alone": round(1e3 * alone, 3), "spark": round(1e3 * spark, 3)}}
    ]
    for machines in (1, 4, 16, 64):
        gain = alone - spark / (0.7 * 16 * machines)
        found.append({"machines": machines, "from_statements": round(start_s / gain) if gain > 0 else None})
    return found


def measure_reading(articles: Path, rounds: int) -> Iterator[Row]:
    """Yield, after each round, the words per second of Spark on two threads, and of `sayso read --workers 2`."""
    facts = {
        "date": describe()["date"],
        "load": round(os.getloadavg()[0], 1),
        "articles": sum(1 for _ in articles.open("rb")),
        "words": sum(len(json.loads(line)["text"].split()) for line in articles.open(encoding="utf-8")),
    }
    runs: dict[str, list[Row]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as name:
        one = Path(name) / "one.jsonl"
        one.write_text('{"id": "a", "text": "We won, she said."}\n', "utf-8")
        for number in range(rounds):
            for kind, given in (("alone", articles), ("alone_start", one), ("spark", articles), ("spark_start", one)):
                watch = Watch()
                done = run_watched(_command(kind, given, f"{name}/{kind}-{number}"), watch)
                if done.code:
                    raise SystemExit(f"{kind} ended with {done.code}")
                runs[kind].append({"s": round(done.seconds, 1), **watch.describe()})
                print(kind, json.dumps(runs[kind][-1]), file=sys.stderr, flush=True)
            yield summarise_reading(facts, runs)


def summarise_reading(facts: Row, runs: dict[str, list[Row]]) -> Row:
    """The medians of all rounds; by the clock, and by the processor, which a busy machine changes less."""
    row = {**facts, "runs": dict(runs)}
    for unit in ("s", "cpu_s"):
        took = {kind: median(run[unit] for run in found) for kind, found in runs.items()}
        for more, name in ((0, f"words_per_{unit}"), (1, f"words_per_{unit}_without_start")):
            speeds = {kind: facts["words"] / (took[kind] - more * took[f"{kind}_start"]) for kind in KINDS}
            row[name] = {
                **{kind: round(speed) for kind, speed in speeds.items()},
                "ratio": round(speeds["spark"] / speeds["alone"], 2),
            }
    return row


def _command(kind: str, articles: Path, output: str) -> list[str]:
    if kind.startswith("alone"):
        more = ["--workers", str(_CORES), "--output", f"{output}.jsonl", "--no-progress"]
        return [sys.executable, "-m", "sayso", "read", str(articles), *more]
    conf = [f"spark.master=local[{_CORES}]", "spark.ui.enabled=false", "spark.ui.showConsoleProgress=false"]
    given = [part for it in conf for part in ("--conf", it)]
    command = [sys.executable, "-m", "sayso.spark", *given, "read"]
    return [*command, "--input", str(articles), "--output", output]


def main() -> int:
    """Measure, print, and with --write keep the results."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("statements", nargs="*", type=int)
    parser.add_argument("--skew", type=int, metavar="ARTICLES")
    parser.add_argument("--read", type=Path, metavar="FILE")
    parser.add_argument("--rounds", type=int, default=3, help="of reading [default: 3]")
    parser.add_argument("--only", choices=KINDS)
    parser.add_argument("--lines", type=Path, metavar="FOLDER")
    parser.add_argument("--make", action="store_true", help="only make the readings, in --lines")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--one", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        kind, lines, output = options.one
        run = trace_on_spark if kind == "spark" else trace_alone
        (Path(output) / "row.json").write_text(json.dumps(run(Path(lines), Path(output))), "utf-8")
        return 0
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    sizes = [("trace", size) for size in options.statements] + ([("skew", options.skew)] if options.skew else [])
    if options.make:
        for name, size in sizes:
            with _make_lines(name, size, options.lines) as (lines, _):
                print(lines)
        return 0
    _measure(options, sizes)
    return 0


def _measure(options: argparse.Namespace, sizes: list[tuple[str, int]]) -> None:
    about = describe()
    warn_if_busy(about)
    kept: Row = json.loads(RESULTS.read_text("utf-8")) if RESULTS.exists() else {}
    facts = {**kept, **{name: about[name] for name in ("machine", "python", "sayso")}, "spark": _find_version()}
    facts.pop("load", None)
    rows = {row["statements"]: row for row in kept.get("trace", [])}
    kinds = KINDS if options.only is None else (options.only,)
    for name, size in sizes:
        known = rows.get(size, {}) if name == "trace" else kept.get("skew", {})
        row = measure_trace(name, size, kinds, options.lines, known)
        print(json.dumps(row), flush=True)
        if name == "trace":
            rows[size] = row
        else:
            facts["skew"] = row
        facts["trace"] = [rows[size] for size in sorted(rows)]
        _keep(facts, is_written=options.write)
    if options.read:
        for row in measure_reading(options.read, options.rounds):
            print(json.dumps(row), flush=True)
            facts["read"] = row
            _keep(facts, is_written=options.write)


def _keep(facts: Row, *, is_written: bool) -> None:
    """Write what is known so far, also if the next size is stopped."""
    rows = [row for row in facts["trace"] if all(f"{kind}_s" in row for kind in KINDS)]
    facts["break_even"] = find_break_even(rows)
    if not is_written:
        print(json.dumps(facts["break_even"]))
        return
    RESULTS.write_text(json.dumps(facts, indent=1) + "\n", "utf-8")
    labels = [f"{row['statements'] / 1_000:,.0f}k" for row in rows]
    lines = {
        "Spark, local[2]": [row["spark_cpu_s"] for row in rows],
        "one machine, one process": [row["alone_cpu_s"] for row in rows],
    }
    picture = draw_growth(
        [row["statements"] for row in rows], labels, lines, None, "statements traced (processor time)"
    )
    PLOT.write_text(picture, encoding="utf-8")


def _find_version() -> str:
    command = [sys.executable, "-c", "import pyspark; print(pyspark.__version__)"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


if __name__ == "__main__":
    sys.exit(main())
