"""The command as a process of its own that begins quickly: a stand-in for the model, and all else loaded once.

Loading sayso takes most of a short run. So a server loads it once and forks for each run: a run is a process that gets
signals, has files open and ends as any other does. What Python does before the first line of the command runs is not
in it; tests of that start Python. `evaluation/kills.py` kills whole processes.
"""

from __future__ import annotations

import atexit
import json
import os
import select
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import IO, Any

__all__ = ["QUICK", "Forked", "run_forked"]

# What stands in marks is a statement.
QUICK = """
import re, time
from sayso.cli import main
from sayso.reading import Reading, Stamp
from sayso.statement import Kind, Place, Statement
from sayso.text import Span

class Quick:
    def __init__(self, settings):
        self.stamp = Stamp("0.1.0", "quick", settings.fingerprint, tuple(sorted(settings.choices.items())))
    def analyse(self, article):
        time.sleep(0.01)
        spans = [Span(*found.span()) for found in re.finditer("“[^”]*”", article.text)]
        statements = [Statement(f"s{n}", Kind.DIRECT, Place.BODY, (one,), (), (), 0.9) for n, one in enumerate(spans)]
        return Reading(article, tuple(statements), (), self.stamp)

main(obj=Quick)
"""
# Nothing that starts a thread is loaded. A keeper waits for each run, and writes its process and how it ended.
SERVER = """
import atexit, gc, importlib, json, os, socket, sys, threading, traceback
for name in sys.argv[2:]:
    importlib.import_module(name)
server = socket.socket(fileno=int(sys.argv[1]))
gc.freeze()
keepers = []
while True:
    size, handles, *_ = socket.recv_fds(server, 4, 3)
    if not size:
        os._exit(0)
    keepers = [it for it in keepers if os.waitpid(it, os.WNOHANG)[0] == 0]
    asked = b""
    while len(asked) < int.from_bytes(size, "big"):
        asked += server.recv(1 << 16)
    keepers.append(os.fork())
    if keepers[-1] == 0:
        run = os.fork()
        if run == 0:
            break
        os.write(handles[2], b"%d\\n" % run)
        os.close(handles[0])
        os.close(handles[1])
        os.write(handles[2], b"%d\\n" % os.waitstatus_to_exitcode(os.waitpid(run, 0)[1]))
        os._exit(0)
    for handle in handles:
        os.close(handle)
server.close()
os.dup2(handles[0], 1)
os.dup2(handles[1], 2)
# Anew, since a stream keeps whether its file can be searched.
sys.stdout = sys.__stdout__ = open(1, "w", encoding="utf-8", closefd=False)
sys.stderr = sys.__stderr__ = open(2, "w", 1, encoding="utf-8", errors="backslashreplace", closefd=False)
for handle in handles:
    os.close(handle)
code, sys.argv[1:], place = json.loads(asked)
sys.argv[0] = "-c"
os.chdir(place)
result = 0
try:
    exec(compile(code, "<string>", "exec"), {"__name__": "__main__"})
except SystemExit as end:
    result = end.code if isinstance(end.code, int) else int(end.code is not None)
except BaseException:
    traceback.print_exc()
    result = 1
# As Python ends, without taking every module apart, which takes longer than most runs.
threading._shutdown()
atexit._run_exitfuncs()
try:
    sys.stdout.flush()
except Exception:
    traceback.print_exc()
    result = 120
sys.stderr.flush()
os._exit(result)
"""
LOADED = (
    *("sayso.cli.check", "sayso.cli.collect", "sayso.cli.read", "sayso.cli.watch", "sayso.export.workbook"),
    *("sayso.finished", "sayso.jsonl", "sayso.report.html", "sayso.report.terminal", "sayso.report.terminal_tables"),
    *("sayso.store.collection", "sayso.watch", "sayso.check"),
)


@cache
def _open_server() -> socket.socket:
    """Where the server listens; it ends when this process does."""
    ours, its = socket.socketpair()
    command = [sys.executable, "-c", SERVER, str(its.fileno()), *LOADED]
    server = subprocess.Popen(command, pass_fds=(its.fileno(),), start_new_session=True)
    its.close()

    def end() -> None:
        ours.close()
        server.wait()

    atexit.register(end)
    return ours


class Forked:
    """A run of the command, with what a test uses of `subprocess.Popen`."""

    def __init__(
        self, command: Sequence[str], *, stdout: int | None = None, stderr: int | None = None, text: bool = False
    ) -> None:
        """Start `[sys.executable, "-c", code, *arguments]`."""
        _, option, code, *arguments = command
        if option != "-c":
            raise ValueError(f"only code can be run, not {command[1:]}")
        self.returncode: int | None = None
        self.stdout, its_out = _open_stream(stdout, 1, text=text)
        self.stderr, its_err = _open_stream(stderr, 2, text=text)
        self._status, its_status = os.pipe()
        asked = json.dumps([code, arguments, str(Path.cwd())]).encode()
        server = _open_server()
        socket.send_fds(server, [len(asked).to_bytes(4, "big")], [its_out, its_err, its_status])
        server.sendall(asked)
        for handle in (its_out, its_err, its_status):
            os.close(handle)
        self.pid = int(self._read_line())

    def _read_line(self) -> bytes:
        line = b""
        while not line.endswith(b"\n"):
            piece = os.read(self._status, 1)
            if not piece:
                raise EOFError("the server of quick runs has ended")
            line += piece
        return line

    def wait(self, timeout: float | None = None) -> int:
        """The exit code, or the number of the signal that ended it, below zero."""
        if self.returncode is None:
            if not select.select([self._status], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired("sayso", timeout or 0)
            self.returncode = int(self._read_line())
            os.close(self._status)
        return self.returncode

    def send_signal(self, number: int) -> None:
        """As `kill` does; nothing if it has ended."""
        if self.returncode is None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def communicate(self, timeout: float | None = None) -> tuple[Any, Any]:
        """What it writes until it ends; one of the two streams at most can be read."""
        streams = (self.stdout, self.stderr)
        if all(streams):
            raise ValueError("only one stream can be read to its end")
        if timeout is not None and any(streams):
            deadline = time.monotonic() + timeout
            self.wait(deadline - time.monotonic())
        shown = tuple(stream.read() if stream else None for stream in streams)
        for stream in filter(None, streams):
            stream.close()
        self.wait(timeout)
        return shown[0], shown[1]


def _open_stream(asked: int | None, own: int, *, text: bool) -> tuple[IO[Any] | None, int]:
    """Our end of a stream, if there is to be one, and that of the run."""
    if asked == subprocess.PIPE:
        ours, its = os.pipe()
        return (open(ours, encoding="utf-8") if text else open(ours, "rb")), its  # noqa: PTH123  (kept open)
    if asked == subprocess.DEVNULL:
        return None, os.open(os.devnull, os.O_WRONLY)
    return None, os.dup(own)


def run_forked(command: Sequence[str]) -> tuple[int, str]:
    """Run the command to its end; its exit code, and what it wrote to stderr."""
    run = Forked(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    shown = run.communicate()[1]
    return run.wait(), shown
