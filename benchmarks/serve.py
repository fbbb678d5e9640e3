"""Measure `sayso serve` on a collection: how long it takes to answer, alone and with fifty readers, and its memory.

    python benchmarks/serve.py                       make a collection of 100,000 statements, serve it, and ask
    python benchmarks/serve.py --collection big.db   the collection in this file; it is made there if it does not exist
    python benchmarks/serve.py --beside OTHER/src    another version before it, with a collection that this one makes
    python benchmarks/serve.py --write               also into serve.json

One run has three parts. In the first, one reader asks for every kind of page in turn. In the second, fifty readers come
within five seconds and stay for a minute: each opens a page, waits for all of it, looks at it for about a second
(exponentially distributed), and opens another one. In the third they do not look, so that the server is never idle:
that gives how many answers it makes in a second. Each reader has a connection of its own, which stays open as a
browser's does. Nothing is asked a second time: an answer other than 200, one that is cut short, and a lost connection
count as errors.

Which page is opened is drawn as links lead there: articles alike, speakers by their statements, outlets by their
articles, words by how often they are said, timelines of quotations by how many articles have them. The readers run in
one other process on the same machine, and take time from the server.

On a machine that does much else, `chrt -r 1 python benchmarks/serve.py` lets the server and the readers go first, as if
they were nearly alone; the results say so.

The goals: a median under 50 ms for each kind of page; with fifty readers no error, 99 of 100 answers within 500 ms, and
less than 400 MB.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import re
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from statistics import median
from typing import Any
from urllib.parse import quote_plus, urlsplit

from machine import describe, read_cpu_s, read_peak_mb, read_used, warn_if_busy
from made_collection import make_readings

from sayso.store import open_collection

__all__ = ["Asked", "Pages", "Tally", "ask", "read_along"]

RESULTS = Path(__file__).with_suffix(".json")
STATEMENTS, READERS, COME_S, LOOK_S = 100_000, 50, 5.0, 1.0
EACH_ALONE, MINUTE_S, NEVER_IDLE_S = 30, 60.0, 15.0
GOALS = {"median_ms": 50.0, "p99_ms": 500.0, "errors": 0, "peak_mb": 400}
WAIT_S = 60.0
# How often each kind is opened, of a hundred.
SHARES = {
    "start": 15,
    "article": 30,
    "search": 20,
    "speaker": 12,
    "outlet": 6,
    "timeline": 7,
    "API": 10,
}
WORD = re.compile("[a-z]{5,}")
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """An answer: how long it took, on the clock, and what was wrong with it; empty if nothing was."""

    kind: str
    seconds: float
    fault: str = ""


class Pages:
    """The addresses of a collection's pages.

    Args:
        path: The file.
    """

    def __init__(self, path: Path) -> None:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as base:

            def ask(question: str) -> list[Any]:
                return [row[0] for row in base.execute(question)]

            self._articles = ask("SELECT id FROM articles WHERE is_current")
            self._speakers = ask("SELECT speaker_id FROM statements WHERE speaker_id IS NOT NULL")
            self._outlets = ask("SELECT shown FROM articles INNER JOIN outlets ON outlets.id = outlet_id")
            texts = ask("SELECT text FROM statements ORDER BY id LIMIT 20000")
            self._words = [word for text in texts for word in WORD.findall(text)]
            traced = "FROM clusters INNER JOIN occurrences ON cluster_id = clusters.id"
            self._timelines = [f"/quotations/{name}" for name in ask(f"SELECT name {traced}")]
            # Where an earlier version has these.
            self._earlier = ask(f"SELECT article_id {traced} INNER JOIN statements ON statements.id = passage_id")

    def find_out(self, where: str) -> None:
        """See which addresses the server has, which may be of an earlier version."""
        connection = http.client.HTTPConnection(where, timeout=WAIT_S)
        if ask(connection, "timeline", self._timelines[0]).fault:
            self._timelines = [f"/articles/{number}/words" for number in self._earlier]
        connection.close()

    def draw(self, kind: str, rng: Random) -> str:
        """The address of a page of this kind."""
        ways: dict[str, Callable[[], str]] = {
            "start": lambda: f"/?offset={50 * int(rng.expovariate(1.0))}",
            "article": lambda: f"/articles/{rng.choice(self._articles)}",
            "search": lambda: f"/search?{self._draw_search(rng)}",
            "speaker": lambda: f"/speakers/{rng.choice(self._speakers)}",
            "outlet": lambda: f"/outlet?name={quote_plus(rng.choice(self._outlets))}",
            "timeline": lambda: rng.choice(self._timelines),
            "API": lambda: rng.choice(
                [
                    "/api/articles",
                    f"/api/articles/{rng.choice(self._articles)}",
                    f"/api/speakers/{rng.choice(self._speakers)}",
                    f"/api/statements?{self._draw_search(rng)}",
                ]
            ),
        }
        return ways[kind]()

    def _draw_search(self, rng: Random) -> str:
        """Words in most cases; else what somebody says."""
        if rng.random() < 1 / 4:
            return f"speaker={rng.choice(self._speakers)}"
        return f"q={rng.choice(self._words)}"


@dataclass(slots=True)
class Tally:
    """The answers of a part, by kind."""

    seconds: float = 0.0
    answers: list[Asked] = field(default_factory=list)

    def make_rows(self) -> dict[str, Row]:
        """Median, 99th percentile and greatest time of each kind, and of all, in milliseconds; and the errors."""
        kinds: defaultdict[str, list[Asked]] = defaultdict(list)
        for answer in self.answers:
            kinds[answer.kind].append(answer)
        return {name: _make_row(kinds[name]) for name in SHARES if name in kinds} | {"all": _make_row(self.answers)}

    @property
    def faults(self) -> dict[str, int]:
        """How often each thing went wrong."""
        counts: defaultdict[str, int] = defaultdict(int)
        for answer in self.answers:
            if answer.fault:
                counts[answer.fault] += 1
        return dict(counts)


def _make_row(answers: Sequence[Asked]) -> Row:
    times = sorted(1_000 * it.seconds for it in answers)
    return {
        "answers": len(times),
        "median_ms": round(median(times), 1),
        "p99_ms": round(times[min(len(times) - 1, len(times) * 99 // 100)], 1),
        "max_ms": round(times[-1], 1),
        "errors": sum(bool(it.fault) for it in answers),
    }


def ask(connection: http.client.HTTPConnection, kind: str, address: str) -> Asked:
    """Ask for a page, and look at whether all of it came."""
    start = time.perf_counter()
    try:
        connection.request("GET", address, headers={"Accept-Encoding": "gzip"})
        answer = connection.getresponse()
        body = answer.read()
    except (OSError, http.client.HTTPException) as err:
        connection.close()
        return Asked(kind, time.perf_counter() - start, f"{type(err).__name__} at {address}")
    return Asked(kind, time.perf_counter() - start, _find_fault(answer, body, address))


def _find_fault(answer: http.client.HTTPResponse, body: bytes, address: str) -> str:
    if answer.status != http.client.OK:
        return f"{answer.status} at {address}"
    if answer.headers.get("content-encoding") == "gzip":
        body = zlib.decompress(body, wbits=zlib.MAX_WBITS | 16)
    is_whole = body.rstrip().endswith((b"</html>", b"}"))
    return "" if is_whole else f"the end is missing at {address}"


def read_along(where: str, pages: Pages, *, seconds: float, look_s: float, readers: int = READERS) -> Tally:
    """Let readers come, open pages for so long, and go.

    Args:
        where: The server's host and port.
        pages: What they may open.
        seconds: How long they stay.
        look_s: How long each looks at a page, in the mean.
        readers: How many there are.
    """
    tally, start = Tally(), time.perf_counter()
    threads = [
        threading.Thread(target=_read, args=(where, pages, tally, start, (seconds, look_s, number / readers), number))
        for number in range(readers)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    tally.seconds = time.perf_counter() - start
    return tally


def _read(where: str, pages: Pages, tally: Tally, start: float, times: tuple[float, float, float], number: int) -> None:
    """What one reader does."""
    seconds, look_s, place = times
    rng = Random(number)  # noqa: S311  (no secrets)
    connection = http.client.HTTPConnection(where, timeout=WAIT_S)
    kinds, weights = list(SHARES), list(SHARES.values())
    time.sleep(place * min(COME_S, seconds / 2))
    while time.perf_counter() - start < seconds:
        (kind,) = rng.choices(kinds, weights)
        tally.answers.append(ask(connection, kind, pages.draw(kind, rng)))
        if look_s:
            time.sleep(rng.expovariate(1 / look_s))
    connection.close()


def ask_alone(where: str, pages: Pages) -> Tally:
    """One reader, who asks for each kind in turn, and does not wait."""
    tally, rng, start = Tally(), Random(0), time.perf_counter()  # noqa: S311
    connection = http.client.HTTPConnection(where, timeout=WAIT_S)
    for _ in range(EACH_ALONE):
        for kind in SHARES:
            tally.answers.append(ask(connection, kind, pages.draw(kind, rng)))
    connection.close()
    tally.seconds = time.perf_counter() - start
    return tally


@contextmanager
def serve(path: Path, source: Path | None) -> Iterator[tuple[str, int]]:
    """A server of the collection: its host and port, and the number of its process.

    Args:
        path: The collection.
        source: The folder that holds the version; None for the one that is installed.
    """
    environment = os.environ | ({} if source is None else {"PYTHONPATH": str(source)})
    command = [sys.executable, "-m", "sayso", "serve", str(path), "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) as process:
        try:
            line = process.stderr.readline() if process.stderr else ""
            found = re.search(r"http://\S+", line)
            if found is None:
                raise SystemExit(f"the server did not begin: {line}")
            where = urlsplit(found[0]).netloc
            _wait_for(where)
            yield where, process.pid
        finally:
            process.terminate()


def make_beside(path: Path, source: Path) -> None:
    """Let another version make the collection, since each has tables of its own."""
    command = [sys.executable, __file__, "--collection", str(path), "--make-only"]
    subprocess.run(command, check=True, env=os.environ | {"PYTHONPATH": str(source)})


def _wait_for(where: str) -> None:
    """Wait until the server answers."""
    host, _, port = where.partition(":")
    end = time.monotonic() + WAIT_S
    with socket.socket() as connection:
        while connection.connect_ex((host, int(port))):
            if time.monotonic() > end:
                raise SystemExit("the server does not answer")
            time.sleep(0.05)


def measure(path: Path, source: Path | None, pages: Pages) -> Row:
    """All three parts of a run."""
    parts = {
        "alone": lambda where: ask_alone(where, pages),
        "readers": lambda where: read_along(where, pages, seconds=MINUTE_S, look_s=LOOK_S),
        "never_idle": lambda where: read_along(where, pages, seconds=NEVER_IDLE_S, look_s=0.0),
    }
    row: Row = {}
    with serve(path, source) as (where, process):
        pages.find_out(where)
        for name, do in parts.items():
            row[name] = _measure_part(lambda do=do: do(where), process)  # type: ignore[misc]
        row["peak_mb"] = read_peak_mb(process)
    return row


def _measure_part(do: Callable[[], Tally], process: int) -> Row:
    load, cpu, used = os.getloadavg()[0], read_cpu_s(process), read_used()
    own = time.process_time()
    tally = do()
    cpu, own = read_cpu_s(process) - cpu, time.process_time() - own
    busy, whole = (after - before for after, before in zip(read_used(), used, strict=True))
    return {
        "seconds": round(tally.seconds, 1),
        "answers_a_second": round(len(tally.answers) / tally.seconds, 1),
        "server_cpu_ms_an_answer": round(1_000 * cpu / len(tally.answers), 1),
        "readers_cpu_s": round(own, 1),
        "load": round(load, 2),
        "others": round(max(0.0, busy - cpu - own) / whole, 2),
        "pages": tally.make_rows(),
        "faults": tally.faults,
    }


def show(name: str, row: Row) -> None:
    """Print a run."""
    print(f"\n{name}: {row['peak_mb']} MB at most")
    titles = {"alone": "one reader", "readers": f"{READERS} readers", "never_idle": f"{READERS} readers, never idle"}
    for part, title in titles.items():
        it = row[part]
        print(
            f"  {title}: {it['answers_a_second']} answers a second, each {it['server_cpu_ms_an_answer']} ms of the"
            f" processor; load {it['load']}, other programs took {it['others']:.0%} of the processors"
        )
        for kind, figures in it["pages"].items():
            times = " ".join(f"{key[:-3]} {figures[key]:8.1f}" for key in ("median_ms", "p99_ms", "max_ms"))
            print(f"    {kind:9} {figures['answers']:6,} answers: {times} ms; {figures['errors']} errors")
        for fault, count in list(it["faults"].items())[:5]:
            print(f"    {count} times: {fault}")


def find_missed(row: Row) -> list[str]:
    """The goals that were missed."""
    slow = [
        f"{kind} takes {it['median_ms']} ms"
        for kind, it in row["alone"]["pages"].items()
        if it["median_ms"] > GOALS["median_ms"]
    ]
    together = row["readers"]["pages"]["all"]
    p99 = [f"99 of 100 answers within {together['p99_ms']} ms"] if together["p99_ms"] > GOALS["p99_ms"] else []
    errors = sum(row[part]["pages"]["all"]["errors"] for part in ("alone", "readers", "never_idle"))
    memory = [f"{row['peak_mb']} MB"] if row["peak_mb"] > GOALS["peak_mb"] else []
    return [*slow, *p99, *([f"{errors} errors"] if errors else []), *memory]


def make_collection(path: Path) -> None:
    """Make a collection of 100,000 statements, with joined speakers and traced words."""
    with open_collection(path) as collection:
        collection.add(make_readings(STATEMENTS))
        collection.join_speakers()
        collection.trace()
        collection.prepare()


def main() -> int:
    """Measure, print, and say whether the goals were met."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--collection", type=Path, help="the file of a collection; made if it does not exist")
    parser.add_argument("--beside", type=Path, help="the folder src of another version, to be measured before")
    parser.add_argument("--make-only", action="store_true", help="make the collection, and do not ask")
    parser.add_argument("--write", action="store_true", help=f"keep the results in {RESULTS.name}")
    options = parser.parse_args()
    about = describe() | {"goes_first": os.sched_getscheduler(0) == os.SCHED_RR}
    warn_if_busy(about)
    rows: dict[str, Row] = {}
    with tempfile.TemporaryDirectory() as folder:
        path = options.collection or Path(folder) / "made.db"
        if not path.exists():
            make_collection(path)
        if options.make_only:
            return 0
        if options.beside is not None:
            other = path.with_suffix(".beside.db")
            if not other.exists():
                make_beside(other, options.beside)
            rows["beside"] = measure(other, options.beside, Pages(other))
        rows["this"] = measure(path, None, Pages(path))
        about |= {"file_mb": round(path.stat().st_size / 1e6)}
    for name, row in rows.items():
        show(name, row)
    if "beside" in rows:
        _show_ratios(rows)
    if options.write:
        RESULTS.write_text(json.dumps({**about, "statements": STATEMENTS, **rows}, indent=1) + "\n", encoding="utf-8")
    missed = find_missed(rows["this"])
    if missed:
        print(f"\nover the goal: {'; '.join(missed)}")
    return int(bool(missed))


def _show_ratios(rows: dict[str, Row]) -> None:
    """How much of the other version's processor time and waiting time is left."""
    for part in ("alone", "readers", "never_idle"):
        here, there = rows["this"][part], rows["beside"][part]
        cpu = here["server_cpu_ms_an_answer"] / there["server_cpu_ms_an_answer"]
        wait = here["pages"]["all"]["p99_ms"] / there["pages"]["all"]["p99_ms"]
        print(f"  {part}: {cpu:.2f} of the processor time an answer, {wait:.2f} of the 99th percentile")


if __name__ == "__main__":
    sys.exit(main())
