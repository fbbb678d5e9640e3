"""Measure a web archive of ten thousand articles: extraction, whole reading, peak memory, and going on after a stop.

    python benchmarks/archive.py                      extraction of 10,000 articles; the rest on the first 300
    python benchmarks/archive.py --read 10000         all of it on all of them (hours)
    python benchmarks/archive.py --write              also into archive.json
    python benchmarks/archive.py --data FOLDER        pages (*.html.gz) and JSON Lines of texts from another folder

The archive is made of the pages in html-* and of texts that are put into a page each, in turns, as often as it takes;
every record has an address of its own. It is gzip by record, as CC-NEWS is.
"""

from __future__ import annotations

import argparse
import gzip
import html
import itertools
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import sayso

HERE = Path(__file__).resolve().parent
DATA = HERE.parent.parent / "shared" / "data"
TEXTS = ("polnear/*.jsonl", "basil/basil.jsonl", "relay/relay.jsonl", "web/*.jsonl", "*.jsonl")
PAGES = ("html-*/**/*.html.gz", "*.html.gz")
# What the whole chain may hold at once.
MAX_MEMORY_MB = 700
EXTRACT = """
import sys
from sayso.article import Article
from sayso.read import read_records
read = chars = other = 0
for record in read_records([sys.argv[1]]):
    if isinstance(record, Article):
        read += 1
        chars += len(record.text)
    else:
        other += 1
print(read, chars, other)
"""


@dataclass(frozen=True, slots=True)
class Run:
    """A command that has ended: what it printed, its seconds, and the most memory that it held."""

    output: str
    seconds: float
    memory_mb: int
    code: int


def main(arguments: Sequence[str] | None = None) -> int:
    """Run all measurements and print them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=10_000, help="in the archive that is extracted")
    parser.add_argument("--read", type=int, default=300, help="in the archive that is read whole, stopped and resumed")
    parser.add_argument("--data", type=Path, default=DATA, help="where pages and texts are")
    parser.add_argument("--write", action="store_true", help="write archive.json")
    options = parser.parse_args(arguments)
    documents = list(find_documents(options.data))
    if not documents:
        print(f"{options.data} holds no *.html.gz and no JSON Lines; name a folder with --data", file=sys.stderr)
        return 1
    results = measure(documents, options.articles, options.read)
    for name, value in results.items():
        print(f"{name:44} {value}")
    if options.write:
        (HERE / "archive.json").write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return 0 if results["lost"] == results["twice"] == 0 and results["within the memory bound"] else 1


def measure(documents: list[bytes], articles: int, read: int) -> dict[str, Any]:
    """All numbers."""
    pages = sum(not document.startswith(b"<!--text-->") for document in documents)
    results: dict[str, Any] = {
        "date": datetime.now(timezone.utc).date().isoformat(),
        "machine": f"{platform.machine()}, {len(os.sched_getaffinity(0))} cores",
        "python": platform.python_version(),
        "sayso": sayso.__version__,
        "made of": f"{pages} pages and {len(documents) - pages} texts, in turns",
    }
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "articles.warc.gz"
        results["archive"] = f"{articles:,} articles, {write_archive(whole, documents, articles) / 1e6:.0f} MB"
        results |= measure_extraction(whole, articles)
        part = Path(folder) / "part.warc.gz"
        write_archive(part, documents, read)
        results |= measure_reading(part, read, articles, Path(folder))
    peak = max(results["extraction: peak memory, MB"], results["reading: peak memory, MB"])
    return {**results, "within the memory bound": peak < MAX_MEMORY_MB}


def find_documents(folder: Path) -> Iterator[bytes]:
    """Yield pages and texts in turns, so that each beginning of an archive has its share of both."""
    pages = [path for pattern in PAGES for path in sorted(folder.glob(pattern))]
    files = [path for pattern in TEXTS for path in sorted(folder.glob(pattern))]
    texts = [page for path in files for page in wrap_texts(path)]
    # Largest share first: all are spread evenly over the whole.
    sizes = (len(pages), len(texts))
    places = [(number / size, n, number) for n, size in enumerate(sizes) for number in range(size)]
    for _place, n, number in sorted(places):
        yield texts[number] if n else gzip.decompress(pages[number].read_bytes())


def wrap_texts(path: Path) -> Iterator[bytes]:
    """Yield each text of a file as a page: its first paragraph the headline, the others the article."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            record = record.get("article", record)
            title, *paragraphs = [part for part in str(record.get("text") or "").split("\n") if part.strip()] or [""]
            if paragraphs:
                body = "".join(f"<p>{html.escape(paragraph)}</p>\n" for paragraph in paragraphs)
                head = f"<!--text--><html><head><title>{html.escape(title)}</title></head><body>"
                page = f"{head}<article><h1>{html.escape(title)}</h1>\n{body}</article></body></html>"
                yield page.encode()


def write_archive(path: Path, documents: list[bytes], count: int) -> int:
    """Write so many articles as WARC records, each packed by itself; the size of the file."""
    with path.open("wb") as file:
        file.write(
            gzip.compress(make_record("warcinfo", "", b"software: sayso benchmark\r\n", "application/warc-fields"))
        )
        for number, document in enumerate(itertools.islice(itertools.cycle(documents), count)):
            answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + document
            address = f"http://archive.example/{number}"
            file.write(gzip.compress(make_record("response", address, answer, "application/http"), 6))
    return path.stat().st_size


def make_record(kind: str, address: str, body: bytes, content_type: str) -> bytes:
    """One record."""
    target = f"WARC-Target-URI: {address}\r\n" if address else ""
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\n{target}WARC-Date: 2031-04-05T00:00:00Z\r\n"
        f"Content-Type: {content_type}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body + b"\r\n\r\n"


def run(command: list[str], *, stop_after_s: float | None = None) -> Run:
    """Run a command to its end, or kill it after some seconds."""
    start = time.perf_counter()
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.DEVNULL)
        if stop_after_s is not None:
            time.sleep(stop_after_s)
            process.kill()
        # Not process.wait(): only wait4 gives the memory of this one child.
        _pid, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.perf_counter() - start
        output.seek(0)
        printed = output.read().decode()
    # Linux counts in KiB, macOS in bytes.
    return Run(
        printed, seconds, round(usage.ru_maxrss / (1e6 if sys.platform == "darwin" else 1e6 / 1024)), process.returncode
    )


def measure_extraction(archive: Path, count: int) -> dict[str, Any]:
    """Speed and memory of `read_records` alone, on one core as far as Python goes."""
    done = run([sys.executable, "-c", EXTRACT, str(archive)])
    read, chars, other = map(int, done.output.split())
    return {
        "extraction: measured on": f"{count:,} articles",
        "extraction: read, not read": f"{read:,}, {other:,}",
        "extraction: characters": chars,
        "extraction: seconds": round(done.seconds, 1),
        "extraction: articles per second": round(count / done.seconds, 1),
        "extraction: peak memory, MB": done.memory_mb,
    }


def measure_reading(archive: Path, count: int, total: int, folder: Path) -> dict[str, Any]:
    """Speed and memory of `sayso read`, and what is lost or written twice after a kill at half time."""
    whole, stopped = folder / "whole.jsonl", folder / "stopped.jsonl"
    command = [sys.executable, "-m", "sayso", "read", str(archive), "--format", "jsonl", "--no-progress", "--output"]
    done = run([*command, str(whole)])
    expected = list_ids(whole)
    run([*command, str(stopped)], stop_after_s=done.seconds / 2)
    at_half = len(list_ids(stopped))
    resumed = run([*command, str(stopped), "--resume"])
    found = list_ids(stopped)
    scaled = done.seconds * total / count / 60
    return {
        "reading: measured on": f"{count:,} articles",
        "reading: records": sum(expected.values()),
        "reading: seconds": round(done.seconds, 1),
        "reading: articles per second": round(count / done.seconds, 2),
        f"reading: minutes for {total:,} articles": f"{scaled:.0f}, {'measured' if total == count else 'extrapolated'}",
        "reading: peak memory, MB": done.memory_mb,
        "killed at half time: ids by then": at_half,
        "resumed: seconds": round(resumed.seconds, 1),
        "exit codes, whole and resumed": f"{done.code}, {resumed.code}",
        "lost": sum((expected - found).values()),
        "twice": sum((found - expected).values()),
    }


def list_ids(path: Path) -> Counter[str]:
    """The ids of the readings in a file; a last line that was cut off has none."""
    lines = path.read_bytes().split(b"\n")[:-1] if path.exists() else []
    return Counter(json.loads(line)["article"]["id"] for line in lines)


if __name__ == "__main__":
    sys.exit(main())
