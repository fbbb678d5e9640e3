"""Kill the command at random moments, and check that nothing is lost, written twice or broken.

    python evaluation/kills.py --kills 100      some ten minutes on one core

A run of `read --resume`, of `watch` (against a server on this machine), of `check`, which indexes its sources, and of
`collect`, which also brings an old collection up to date, is killed by SIGKILL again and again until one ends by
itself; then a new round begins. The files must equal those of a run that was not killed. The moments depend on the
seed, which is printed; what a process has done by then differs from run to run.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, cast

from fuzz_seeds import SENTENCE
from old_collection import make_old_collection

from sayso.errors import StoreError
from sayso.jsonl import write_reading
from sayso.store import open_collection

__all__ = ["STORIES", "Story", "kill_often", "serve"]

ARTICLES, PAGES, SOURCES, COPIES = 150, 60, 250, 300
# The command, and what starts it. A test puts one here that reads without the model, and forks it from a process that
# has loaded sayso, since loading takes most of a short run.
START: Callable[..., Any] = subprocess.Popen
MAIN = """
from sayso.cli import main
main()
"""
# Before it: a fetcher that may reach the server of this script.
WATCH = """
import sys
from sayso.cli import watch
from sayso.fetch import Fetcher, FetchSettings
settings = FetchSettings(allow_private=True, ports=(int(sys.argv.pop(1)),), delay_s=0.0)
watch.open_fetcher = lambda _settings: Fetcher(settings)
"""
# Before it: small batches, so that many are written in a run.
COLLECT = """
from sayso.store import collection
collection._BATCH = 4
"""
# What may be otherwise when more has come.
_MAY_CHANGE = ("change: ", "speaker: ")
OUTPUT, KEEP, INDEX, INPUT, SOURCE = "out.jsonl", "raw.warc.gz", "index.sqlite", "in.jsonl", "sources.jsonl"
COLLECTION, SEEN = "news.db", "seen.json"


@dataclass(frozen=True, slots=True)
class Story:
    """A command that is killed.

    Attributes:
        name: What is killed.
        prepare: Puts its input into a folder.
        make_command: The command for a folder and the server's port.
        find_faults: What is wrong with the files in a folder, held against those of a run that was not killed; the
            last argument says whether the run came to its end.
    """

    name: str
    prepare: Callable[[Path, int], None]
    make_command: Callable[[Path, int], list[str]]
    find_faults: Callable[[Path, Path, bool], list[str]]


def write_articles(folder: Path, name: str, count: int, words: str) -> None:
    """Write invented articles, no two of them alike."""
    records = [{"id": f"a{number}", "text": f"{words} {number}. {SENTENCE}" * 3} for number in range(count)]
    lines = "".join(json.dumps(record) + "\n" for record in records)
    (folder / name).write_text(lines, encoding="utf-8")


def read_lines(path: Path) -> list[str]:
    """The whole lines of a file; a last one without its end is left out."""
    if not path.exists():
        return []
    return [line for line in path.read_text(encoding="utf-8").split("\n")[:-1] if line]


def compare_lines(folder: Path, expected: Path, is_ended: bool, *, is_ordered: bool = True) -> list[str]:
    """What is wrong with the output: lines that no whole run writes, twice or out of order; lost ones at the end."""
    found, wanted = read_lines(folder / OUTPUT), read_lines(expected / OUTPUT)
    faults = [f"{number} times: {line[:80]}" for line, number in Counter(found).items() if number > 1]
    faults += [f"never written so: {line[:80]}" for line in sorted({*found} - {*wanted})]
    if is_ordered and found != wanted[: len(found)] and not faults:
        faults.append("the lines are out of order")
    if is_ended and sorted(found) != sorted(wanted):
        faults.append(f"{len(found)} lines of {len(wanted)}")
    return faults


# ---- read --resume


def prepare_read(folder: Path, _port: int) -> None:
    """One file of many articles."""
    write_articles(folder, INPUT, ARTICLES, "The harbour master opened gate")


def make_read(folder: Path, _port: int) -> list[str]:
    """Read it, with two workers."""
    given = [str(folder / INPUT), "--output", str(folder / OUTPUT), "--resume", "--workers", "2", "--quiet"]
    return [sys.executable, "-c", MAIN, "read", *given]


# ---- watch


def prepare_watch(_folder: Path, _port: int) -> None:
    """The server has it all."""


def make_watch(folder: Path, port: int) -> list[str]:
    """Follow the server's feed for one round, and keep the pages."""
    given = [f"http://127.0.0.1:{port}/feed", "--once", "--quiet"]
    files = ["--output", str(folder / OUTPUT), "--keep", str(folder / KEEP)]
    return [sys.executable, "-c", WATCH + MAIN, str(port), "watch", *given, *files]


def find_watch_faults(folder: Path, expected: Path, is_ended: bool) -> list[str]:
    """What is wrong with the output, and with the archive of the pages at the end."""
    faults = compare_lines(folder, expected, is_ended, is_ordered=False)
    if is_ended:
        kept, wanted = (Counter(list_pages(each / KEEP)) for each in (folder, expected))
        faults += [
            f"kept {kept[page]} times: {page}" for page in sorted({*kept, *wanted}) if kept[page] != wanted[page]
        ]
    return faults


def list_pages(path: Path) -> Iterator[str]:
    """The ids of the articles in a web archive, and the notices of what is broken in it."""
    from sayso.article import Article  # noqa: PLC0415  (only here)
    from sayso.read import read_records  # noqa: PLC0415

    for record in read_records([path]):
        yield record.id if isinstance(record, Article) else f"{record.id}: {record.notices[0].reason}"


class Handler(BaseHTTPRequestHandler):
    """A feed of pages, each of which takes a moment."""

    def do_GET(self) -> None:
        """Answer."""
        where, port = self.path.strip("/"), cast("tuple[str, int]", self.server.server_address)[1]
        status, body = 200, ""
        if where == "feed":
            links = "".join(
                f"<item><title>Page {n}</title><link>http://127.0.0.1:{port!s}/{n}</link></item>" for n in range(PAGES)
            )
            body = f"<rss version='2.0'><channel><title>The Post</title>{links}</channel></rss>"
        elif where.isdigit():
            time.sleep(0.01)
            paragraphs = "".join(f"<p>{SENTENCE} It is bridge {where}.</p>" for _ in range(4))
            body = f"<html><head><title>Page {where}</title></head><body><article>{paragraphs}</article></body></html>"
        else:
            status = 404
        data = body.encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/rss+xml" if where == "feed" else "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  (the name that the class has)
        """Say nothing."""


class Server(ThreadingHTTPServer):
    """Its clients are killed in the middle: that is no error."""

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing."""


@contextmanager
def serve() -> Iterator[int]:
    """A server of a feed and its pages on this machine; its port."""
    server = Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


# ---- check


def prepare_check(folder: Path, _port: int) -> None:
    """Two articles, and sources that hold their words among much else."""
    write_articles(folder, INPUT, 2, "The mayor spoke at gate")
    lines = [
        {"id": f"t{number}", "text": " ".join(f"word{(number * 7 + n * n) % 5_000} {SENTENCE}" for n in range(30))}
        for number in range(SOURCES)
    ]
    (folder / SOURCE).write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")


def make_check(folder: Path, _port: int) -> list[str]:
    """Check them, with an index of their own."""
    given = [str(folder / INPUT), "--against", str(folder / SOURCE), "--index", str(folder / INDEX)]
    return [
        sys.executable,
        "-c",
        MAIN,
        "check",
        *given,
        "--format",
        "jsonl",
        "--output",
        str(folder / OUTPUT),
        "--quiet",
    ]


def find_check_faults(folder: Path, expected: Path, is_ended: bool) -> list[str]:
    """What is wrong with the findings, which are written whole or not at all, and with the index."""
    faults = []
    if (folder / OUTPUT).exists() and (folder / OUTPUT).read_bytes() != (expected / OUTPUT).read_bytes():
        faults.append("the findings are not those of a whole run")
    if is_ended and not (folder / OUTPUT).exists():
        faults.append("there are no findings")
    if (folder / INDEX).exists() and (folder / INDEX).stat().st_size:
        with closing(sqlite3.connect(folder / INDEX)) as base:
            verdict = base.execute("PRAGMA integrity_check").fetchone()[0]
            faults += [] if verdict == "ok" else [f"the index is damaged: {verdict}"]
            if is_ended:
                count = base.execute("SELECT count(*) FROM parts").fetchone()[0]
                faults += [] if count == SOURCES else [f"the index has {count} sources of {SOURCES}"]
    return faults


# ---- collect


def prepare_collect(folder: Path, _port: int) -> None:
    """Many articles, a third of them changed versions of earlier ones, and a file that is not there."""
    lines = []
    for number in range(ARTICLES):
        page = number - number // 3 if number % 3 else max(0, number - number // 3 - 1)
        text = f"The harbour master opened gate {number} of lock {page}. {SENTENCE}" * 3
        lines.append({"id": f"a{page}", "url": f"https://kiosk.example/{page}", "text": text})
    (folder / INPUT).write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")


def make_collect(folder: Path, _port: int) -> list[str]:
    """Collect them, with two workers, and a batch for every few articles."""
    given = [str(folder / INPUT), str(folder / "missing.txt"), "--into", str(folder / COLLECTION)]
    return [sys.executable, "-c", COLLECT + MAIN, "collect", *given, "--workers", "2", "--quiet"]


def find_collect_faults(folder: Path, expected: Path, is_ended: bool) -> list[str]:
    """What is wrong with the collection: it cannot be read, lost something, or ends otherwise than a whole run."""
    if not (folder / COLLECTION).exists():
        return ["there is no collection"] if is_ended else []
    try:
        faults, found = look_into(folder)
    except (StoreError, sqlite3.Error) as err:
        return [f"the collection cannot be read: {err}"]
    faults += [f"{number} times: {line[:80]}" for line, number in found.items() if number > 1]
    before = json.loads((folder / SEEN).read_text("utf-8")) if (folder / SEEN).exists() else []
    faults += [f"lost: {line[:80]}" for line in before if line not in found and not line.startswith(_MAY_CHANGE)]
    (folder / SEEN).write_text(json.dumps(list(found)), encoding="utf-8")
    if is_ended:
        wanted = look_into(expected)[1]
        faults += [f"not in a whole run: {line[:200]}" for line in found - wanted]
        faults += [f"only in a whole run: {line[:200]}" for line in wanted - found]
    return faults


def copy_collection(folder: Path, to: Path) -> Path:
    """Copy the collection of a folder, with what stands beside it; the path of the copy."""
    for path in folder.glob(f"{COLLECTION}*"):
        shutil.copy(path, to)
    return to / COLLECTION


def look_into(folder: Path) -> tuple[list[str], Counter[str]]:
    """What does not hold together in a collection; and its readings, changes and speakers, without the folder's name.

    A copy is opened, so that what a kill left is found by the next run as well.
    """
    with (
        tempfile.TemporaryDirectory() as copied,
        open_collection(copy_collection(folder, Path(copied)), create=False) as collection,
        collection.change() as connection,
    ):
        verdicts = [row[0] for row in connection.execute("PRAGMA integrity_check")]
        faults = [] if verdicts == ["ok"] else [f"the collection is damaged: {verdicts}"]
        faults += [f"a row refers to nothing: {row}" for row in connection.execute("PRAGMA foreign_key_check")]
        for table in ("statements_fts", "articles_fts"):
            connection.execute(f"INSERT INTO {table} ({table}) VALUES ('integrity-check')")  # noqa: S608
        found = [write_reading(reading) for reading in collection.readings(all_versions=True)]
        found += [f"change: {change}" for change in collection.changes()]
        found += [f"speaker: {it.id} {it.name} {it.articles} {it.statements}" for it in collection.speakers()]
    return faults, Counter(line.replace(str(folder), "") for line in found)


# ---- bringing an old collection up to date


def prepare_migration(folder: Path, _port: int) -> None:
    """A collection of an older version of sayso."""
    make_old_collection(folder / COLLECTION, COPIES)


def make_migration(folder: Path, _port: int) -> list[str]:
    """Open it: list what its versions changed."""
    return [sys.executable, "-c", MAIN, "collect", "--into", str(folder / COLLECTION), "--changes", "--format", "jsonl"]


STORIES = (
    Story("read --resume", prepare_read, make_read, compare_lines),
    Story("watch", prepare_watch, make_watch, find_watch_faults),
    Story("check, indexing", prepare_check, make_check, find_check_faults),
    Story("collect", prepare_collect, make_collect, find_collect_faults),
    Story("an old collection", prepare_migration, make_migration, find_collect_faults),
)


# ---- kills


def run_whole(story: Story, folder: Path, port: int) -> float:
    """Run the command to its end; how many seconds it took."""
    folder.mkdir()
    story.prepare(folder, port)
    begun = time.monotonic()
    START(story.make_command(folder, port), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).wait()
    return time.monotonic() - begun


def run_and_kill(command: list[str], after: float) -> bool:
    """Run a command and kill it after so many seconds; whether it was killed before it came to its end."""
    process = START(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        process.wait(timeout=after)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.wait()
    return bool(process.wait() == -signal.SIGKILL)


def kill_often(story: Story, kills: int, seed: int, folder: Path, port: int) -> tuple[int, list[str]]:
    """Kill the command so many times, and then let it come to its end.

    Returns:
        How often it was begun anew, and what was wrong with its files.
    """
    rng = random.Random(f"{seed} {story.name}")  # noqa: S311  (moments, no secrets)
    expected = folder / "whole"
    seconds = run_whole(story, expected, port)
    rounds, done, faults = 0, 0, [f"a whole run: {it}" for it in story.find_faults(expected, expected, bool(kills))]
    while done < kills:
        rounds += 1
        place = folder / f"round-{rounds}"
        place.mkdir()
        story.prepare(place, port)
        is_killed = True
        while is_killed:
            # The last run of all is left to its end.
            after = rng.uniform(0, seconds) if done < kills else 600.0
            is_killed = run_and_kill(story.make_command(place, port), after)
            done += is_killed
            found = story.find_faults(place, expected, not is_killed)
            faults += [f"after {done} kills, the last at {after:.3f} s: {it}" for it in found]
    return rounds, faults


def main() -> int:
    """Do what the command line asks."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=100, help="how many, over all commands")
    parser.add_argument("--only", choices=[story.name for story in STORIES], help="kill this command alone")
    parser.add_argument("--seed", type=int, default=1, help="another seed gives other moments")
    options = parser.parse_args()
    print(f"seed {options.seed}", flush=True)
    total = 0
    with tempfile.TemporaryDirectory() as folder, serve() as port:
        stories = [story for story in STORIES if options.only in (None, story.name)]
        for number, story in enumerate(stories):
            kills = options.kills // len(stories) + (number < options.kills % len(stories))
            place = Path(folder) / str(number)
            place.mkdir()
            begun = time.monotonic()
            rounds, faults = kill_often(story, kills, options.seed, place, port)
            seconds = time.monotonic() - begun
            print(f"{story.name}: {kills} kills in {rounds} rounds, {len(faults)} faults, {seconds:.0f} s", flush=True)
            print("".join(f"  {fault}\n" for fault in faults), end="", flush=True)
            total += len(faults)
    return 1 if total else 0


if __name__ == "__main__":
    sys.exit(main())
