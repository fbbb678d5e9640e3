"""Reads and analyses thousands of damaged inputs, each within time and memory: nothing may be raised.

    python evaluation/fuzz.py --inputs 10000                                    a night; some 50 minutes on one core
    python evaluation/fuzz.py --inputs 10000 --shared ../shared                 with real pages and feeds as seeds
    python evaluation/fuzz.py --inputs 500 --first 1500                         a slice of the same inputs
    python evaluation/fuzz.py --show 1234 > input                               one of them, to look at

A child process reads the inputs one after the other, and measures each; it is killed, and another one started, where
one takes too long. What fails can be made again from its seed and its number, which are printed.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import resource
import select
import subprocess
import sys
import time
import traceback
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fuzz_make import SEEDS_VARIABLE, load_seeds, make_input

MAX_SECONDS, MAX_BYTES = 60.0, 1_000_000_000
# A process is ended that takes this many times the processor time of an input; the clock ends only what hangs.
GRACE = 3
MAX_WAIT_S = 3_600.0
REAL_SEEDS = ("html-aeb", "html-fundus", "html-trafilatura", "feeds-feedparser", "feeds-trafilatura")
REFERENCES = Path("/proc/self/clear_refs")
SHOWN = 5


@dataclass(slots=True)
class Tally:
    """What became of the inputs."""

    records: int = 0
    unread: int = 0
    cut: int = 0
    faults: list[str] = field(default_factory=list)
    slowest: list[tuple[float, str]] = field(default_factory=list)
    largest: list[tuple[int, str]] = field(default_factory=list)

    def add(self, where: str, result: dict[str, Any] | None) -> None:
        """Count one more input; None if its child had to be killed, or died."""
        if result is None:
            self.faults.append(f"{where}: the process died, or took {GRACE * MAX_SECONDS:.0f} s")
            return
        self.records += result["records"]
        self.unread += result["unread"]
        self.cut += result["cut"]
        self.slowest = sorted([*self.slowest, (result["seconds"], where)], reverse=True)[:SHOWN]
        self.largest = sorted([*self.largest, (result["bytes"], where)], reverse=True)[:SHOWN]
        if result["fault"]:
            self.faults.append(f"{where}: {result['fault']}")
        if result["seconds"] > MAX_SECONDS:
            self.faults.append(f"{where}: took {result['seconds']:.0f} s")
        if result["bytes"] > MAX_BYTES:
            self.faults.append(f"{where}: took {result['bytes'] / 1e9:.2f} GB")


class Child:
    """The process that reads."""

    def __init__(self, seed: int) -> None:
        self._command = [sys.executable, __file__, "--child", "--seed", str(seed)]
        self._process: subprocess.Popen[str] | None = None

    def read(self, number: int) -> dict[str, Any] | None:
        """What became of an input, None if it took far too long or the process died."""
        process = self._process or self._start()
        if process.stdin is None or process.stdout is None:
            return None
        print(number, file=process.stdin, flush=True)
        ready, _, _ = select.select([process.stdout], [], [], MAX_WAIT_S)
        line = process.stdout.readline() if ready else ""
        if not line:
            self.stop()
            return None
        found: dict[str, Any] = json.loads(line)
        return found

    def stop(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def _start(self) -> subprocess.Popen[str]:
        self._process = subprocess.Popen(  # noqa: S603  (this script itself)
            self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        return self._process


def answer(seed: int) -> None:
    """Read the inputs whose numbers come on stdin, and print what became of each as a line of JSON."""
    from sayso.analyse import Analyser  # noqa: PLC0415  (only the child needs it)

    analyser, seeds = Analyser(), load_seeds()
    for line in sys.stdin:
        _, data = make_input(seed, int(line), seeds)
        bound_cpu()
        print(json.dumps(read_one(data, analyser)), flush=True)


def bound_cpu() -> None:
    """Let the system end this process if the next input takes far too much processor time, be it all in C."""
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time() + GRACE * MAX_SECONDS), most))


def read_one(data: bytes, analyser: Any) -> dict[str, Any]:  # noqa: ANN401  (loaded late)
    """What became of one input, read, analysed and written as a user would have it."""
    from sayso.article import Article  # noqa: PLC0415  (as above)
    from sayso.jsonl import read_reading, write_reading  # noqa: PLC0415
    from sayso.report.html import write_page  # noqa: PLC0415
    from sayso.workflow import read_all  # noqa: PLC0415

    result: dict[str, Any] = {"records": 0, "unread": 0, "cut": 0, "fault": ""}
    base, begun = forget_peak(), time.thread_time()
    try:
        readings: list[Any] = []
        for reading in read_all([io.BytesIO(data)], analyser=analyser):
            result["records"] += 1
            result["unread"] += not isinstance(reading.article, Article)
            reasons = " ".join(notice.reason for notice in reading.notices)
            result["cut"] += "it took more than" in reasons
            if "please report it" in reasons:
                result["fault"] = reasons[:500]
            line = write_reading(reading)
            if write_reading(read_reading(line)) != line:
                result["fault"] = "what was written reads back different"
            readings = [*readings, reading][-3:]
        write_page(readings, io.StringIO())
    except Exception:  # noqa: BLE001  (whatever it is, it is what is looked for)
        result["fault"] = " | ".join(traceback.format_exc().strip().split("\n")[-5:])[:700]
    result["seconds"] = round(time.thread_time() - begun, 3)
    result["bytes"] = find_peak() - base
    return result


def forget_peak() -> int:
    """The bytes of memory that the process holds; the most is counted anew from here, if the system can."""
    if REFERENCES.exists():
        REFERENCES.write_text("5", encoding="ascii")
    return find_peak()


def find_peak() -> int:
    """The most bytes of memory that the process has held."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    line = next(line for line in status.read_text(encoding="ascii").split("\n") if line.startswith("VmHWM"))
    return int(line.split()[1]) * 1_024


def run(seed: int, first: int, count: int) -> int:
    """Read so many inputs and print what became of them; the exit code."""
    tally, child, seeds = Tally(), Child(seed), load_seeds()
    print(f"seed {seed}, inputs {first:,} to {first + count - 1:,}, from {len(seeds):,} seeds", flush=True)
    for number in range(first, first + count):
        before = len(tally.faults)
        tally.add(f"input {number} ({make_input(seed, number, seeds)[0]})", child.read(number))
        for fault in tally.faults[before:]:
            print(fault, flush=True)
    child.stop()
    print(f"{count:,} inputs: {tally.records:,} records, {tally.unread:,} of them unread, {tally.cut:,} cut by a limit")
    print("slowest: " + "; ".join(f"{seconds:.1f} s {where}" for seconds, where in tally.slowest))
    print("most memory: " + "; ".join(f"{size / 1e6:.0f} MB {where}" for size, where in tally.largest))
    print(f"{len(tally.faults)} faults")
    return 1 if tally.faults else 0


def main() -> int:
    """Do what the command line asks."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--inputs", type=int, default=10_000, help="how many")
    parser.add_argument("--first", type=int, default=0, help="the number of the first")
    parser.add_argument("--seed", type=int, default=1, help="another seed gives other inputs")
    parser.add_argument("--shared", type=Path, help="a folder with real pages and feeds, as further seeds")
    parser.add_argument("--show", type=int, help="write this input to stdout, and do nothing else")
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.shared is not None:
        folders = [str(path) for name in REAL_SEEDS if (path := options.shared / "data" / name).is_dir()]
        os.environ[SEEDS_VARIABLE] = os.pathsep.join(folders)
    if options.child:
        answer(options.seed)
        return 0
    if options.show is not None:
        sys.stdout.buffer.write(make_input(options.seed, options.show, load_seeds())[1])
        return 0
    return run(options.seed, options.first, options.inputs)


if __name__ == "__main__":
    sys.exit(main())
