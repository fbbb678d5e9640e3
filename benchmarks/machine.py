"""Describe the machine of a benchmark and its load, and measure the memory of a command."""

from __future__ import annotations

import os
import platform
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import sayso

__all__ = [
    "Run",
    "describe",
    "name_processor",
    "read_bytes",
    "read_cpu_s",
    "read_peak_mb",
    "read_used",
    "run_watched",
    "warn_if_busy",
]

# Above this, other programs take time away.
QUIET_LOAD = 0.5
SAMPLE_S = 0.1
_PROC = Path("/proc")


@dataclass(frozen=True, slots=True)
class Run:
    """A command that has ended.

    Attributes:
        code: Its exit code.
        seconds: From its start to its end, on the clock.
        cpu_s: What it and all processes under it took of the processors' time.
        peak_mb: The most memory that it and all processes under it held at one time; None if the system does not
            report it. Libraries that they share are counted for each.
    """

    code: int
    seconds: float
    cpu_s: float
    peak_mb: int | None


def describe() -> dict[str, Any]:
    """What belongs to all results: the date, the machine, its load in the last minute, and the versions."""
    return {
        "date": datetime.now(timezone.utc).date().isoformat(),
        "machine": f"{name_processor()}, {_count_cores()} cores",
        "load": round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None,
        "python": platform.python_version(),
        "sayso": sayso.__version__,
    }


def warn_if_busy(about: dict[str, Any]) -> None:
    """Warn on stderr if other programs were running."""
    if (about["load"] or 0) > QUIET_LOAD:
        print(f"The machine was busy (load {about['load']:.2f}): times of the clock mean little.", file=sys.stderr)


def read_peak_mb(process: int | None = None) -> int:
    """The most memory that a process has held so far; this one, if none is named."""
    status = _PROC / ("self" if process is None else str(process)) / "status"
    if status.is_file():
        # Not ru_maxrss: a process inherits there what its parent held when it was started.
        line = next(line for line in status.read_text("utf-8").splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) * 1024 // 1_000_000
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / (1e6 if sys.platform == "darwin" else 1e6 / 1024))


def read_cpu_s(process: int) -> float:
    """What a process has taken of the processors' time so far; on Linux only."""
    fields = (_PROC / str(process) / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def read_used() -> tuple[float, float]:
    """What all programs together have taken of the processors' time, and all that there was; on Linux only."""
    ticks = [int(it) for it in (_PROC / "stat").read_text("utf-8").partition("\n")[0].split()[1:9]]
    idle = ticks[3] + ticks[4]
    return (sum(ticks) - idle) / os.sysconf("SC_CLK_TCK"), sum(ticks) / os.sysconf("SC_CLK_TCK")


def run_watched(command: Sequence[str], look: Callable[[set[int]], None] | None = None) -> Run:
    """Run a command to its end and look ten times a second at the memory of all its processes.

    Args:
        command: The command.
        look: Called each time with the numbers of these processes.
    """
    peak, start, before = 0, time.perf_counter(), _read_cpu_s()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        while process.poll() is None:
            tree = _list_tree(process.pid)
            peak = max(peak, sum(map(read_bytes, tree)))
            if look is not None:
                look(tree)
            try:
                process.wait(SAMPLE_S)
            except subprocess.TimeoutExpired:
                continue
        seconds = time.perf_counter() - start
    return Run(process.returncode, seconds, _read_cpu_s() - before, round(peak / 1e6) or None)


def _read_cpu_s() -> float:
    """What all processes that were started from here, and have ended, took."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _list_tree(root: int) -> set[int]:
    """A process and all under it."""
    parents = {int(folder.name): _read_parent(folder) for folder in _PROC.glob("[0-9]*")}
    tree, added = {root}, {root}
    while added:
        added = {pid for pid, parent in parents.items() if parent in added} - tree
        tree |= added
    return tree


def _read_parent(folder: Path) -> int:
    try:
        # The name of the program stands in brackets, and may hold anything.
        return int((folder / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()[1])
    except (OSError, IndexError):
        return 0  # It has ended since.


def read_bytes(pid: int) -> int:
    """What a process holds now; 0 where the system does not say."""
    try:
        return int((_PROC / str(pid) / "statm").read_text("utf-8").split()[1]) * resource.getpagesize()
    except (OSError, IndexError):
        return 0


def _count_cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def name_processor() -> str:
    """The processor's name, as far as the system names it."""
    try:
        lines = (_PROC / "cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        lines = []
    named = (line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.processor() or platform.machine())
