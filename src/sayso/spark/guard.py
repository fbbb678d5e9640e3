"""Read in a child process, so that what kills the process kills no job: it is found, left out and reported.

A segmentation fault in a parser, or the system's killer of large processes, ends a process without an exception. Spark
would run the task again, and lose the same process at the same article, until it gives up the job. So a worker of Spark
gives each task to a child of its own, which says what it is about to read. If the child ends, another one is started
and goes on behind what was found. What ended two children is left out.
"""

from __future__ import annotations

import os
import pickle
import select
import signal
import struct
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from typing import IO, Any

__all__ = ["Guard", "Killed", "read_frame", "write_frame"]

_LENGTH = struct.Struct("<Q")
# So many tasks are in the child's hands, so that it does not wait for the next one.
_AHEAD = 2
# What ends so many children is left out; what ended one may have been no fault of its own.
_TRIES = 2
_READ_BYTES = 1 << 20
# A child whose pipes are closed ends by itself within this time.
_LAST_S = 5.0
# So much of what it wrote last to stderr is looked at, and so much is shown.
_SAID_BYTES, _SAID_CHARS = 2_000, 200


def write_frame(stream: IO[bytes], message: object) -> None:
    """Write a message; both ends are processes of ours."""
    data = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    rest = memoryview(_LENGTH.pack(len(data)) + data)
    while rest:
        # An unbuffered stream may take a part of it.
        rest = rest[stream.write(rest) :]
    stream.flush()


def read_frame(stream: IO[bytes]) -> Any:  # noqa: ANN401  (whatever was written)
    """The next message.

    Raises:
        EOFError: There is none.
    """
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError
    (size,) = _LENGTH.unpack(head)
    data = stream.read(size)
    if len(data) < size:
        raise EOFError
    return pickle.loads(data)


@dataclass(frozen=True, slots=True)
class Killed:
    """Something that ended the process each time it was read.

    Attributes:
        name: What the child called it.
        reason: How the process ended, in words.
    """

    name: str
    reason: str


@dataclass(slots=True)
class _Task:
    """A task, and how far it is.

    Attributes:
        given: What is to be done.
        found: How many answers came.
        open: The names of what the child has begun and not ended, the innermost last.
        ends: How often the child ended at each name.
        left_out: The names that are not to be read.
    """

    given: Any
    found: int = 0
    open: list[str] = field(default_factory=list)
    ends: Counter[str] = field(default_factory=Counter)
    left_out: list[str] = field(default_factory=list)


class Guard:
    """Gives tasks to a child process, and starts another one when it ends.

    Args:
        command: How the child is started. It reads frames from stdin: first `setup`, then for each task a pair (what is
            to be done, the names to leave out). It writes ("begin", name) and ("end", name) around what it reads,
            ("found", answer) for each answer, and ("done", None) at the end of a task.
        setup: What the child is told first.
        max_wait_s: Longest time without a word of the child; then it is ended.
    """

    def __init__(self, command: Sequence[str], setup: object, *, max_wait_s: float = 900.0) -> None:
        self._command, self._setup, self._max_wait_s = list(command), setup, max_wait_s
        self._child: subprocess.Popen[bytes] | None = None
        self._errors: IO[bytes] | None = None
        self._sent = 0
        # Whether the last child did something before it ended.
        self._is_proven = True
        self.started = 0

    def answer(self, tasks: Iterable[Any]) -> Generator[tuple[int, Any], None, None]:
        """Yield the answers, each with the number of its task from 0; a `Killed` for what had to be left out.

        Raises:
            RuntimeError: The child ended twice before it began to read anything.
        """
        coming = enumerate(map(_Task, tasks))
        waiting: list[tuple[int, _Task]] = []
        try:
            while True:
                waiting += islice(coming, _AHEAD - len(waiting))
                if not waiting:
                    return
                number, task = waiting[0]
                try:
                    for found in self._work(waiting):
                        yield number, found
                except (EOFError, OSError) as err:
                    killed = self._conclude(task, self.close(is_late=isinstance(err, TimeoutError)))
                    self._sent = 0
                    if killed is not None:
                        yield number, killed
                else:
                    del waiting[0]
                    self._sent -= 1
        finally:
            if waiting:
                # Nobody asks for the rest: the child has tasks that the next caller did not give.
                self.close(is_late=True)
                self._sent = 0

    def _work(self, waiting: Sequence[tuple[int, _Task]]) -> Iterator[Any]:
        """Yield the answers to the first of these tasks that did not come from an earlier child."""
        child, task = self._start(), waiting[0][1]
        for _, it in waiting[self._sent :]:
            # If the child has ended, what it wrote before says where: it is heard first.
            with suppress(BrokenPipeError):
                write_frame(_pipe(child.stdin), (it.given, it.left_out))
            self._sent += 1
        task.open.clear()
        count = 0
        while True:
            word, value = self._hear(child)
            if word == "begin":
                task.open.append(value)
            elif word == "end":
                task.open.pop()
            elif word == "found":
                count += 1
                if count > task.found:
                    task.found = count
                    yield value
            else:
                self._is_proven = True
                return

    def _conclude(self, task: _Task, reason: str) -> Killed | None:
        """Note where the child ended; what is to be left out from now on, if it is that."""
        if not task.open:
            if not self._is_proven:
                raise RuntimeError(f"the process that reads articles ended twice before it read any: {reason}")
            self._is_proven = False
            return None
        name = task.open[-1]
        task.open.clear()
        task.ends[name] += 1
        if task.ends[name] < _TRIES:
            return None
        task.left_out.append(name)
        return Killed(name, reason)

    def _start(self) -> subprocess.Popen[bytes]:
        """The child; a new one if there is none."""
        if self._child is not None:
            return self._child
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115  (closed with the child)
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        self._child = subprocess.Popen(  # noqa: S603  (our own command)
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            env=environment,
            bufsize=0,
        )
        self.started += 1
        with suppress(BrokenPipeError):
            write_frame(_pipe(self._child.stdin), self._setup)
        return self._child

    def _hear(self, child: subprocess.Popen[bytes]) -> tuple[str, Any]:
        """The next word of the child.

        Raises:
            EOFError: The child has ended.
            TimeoutError: It says nothing for too long.
        """
        pipe = _pipe(child.stdout).fileno()
        (size,) = _LENGTH.unpack(self._take(pipe, _LENGTH.size))
        word, value = pickle.loads(self._take(pipe, size))
        return word, value

    def _take(self, pipe: int, size: int) -> bytes:
        parts = []
        while size:
            if not select.select([pipe], [], [], self._max_wait_s)[0]:
                raise TimeoutError
            part = os.read(pipe, min(size, _READ_BYTES))
            if not part:
                raise EOFError
            parts.append(part)
            size -= len(part)
        return b"".join(parts)

    def close(self, *, is_late: bool = False) -> str:
        """End the child; return how it ended, in words."""
        child, self._child = self._child, None
        if child is None:
            return "it is closed"
        if is_late:
            child.kill()
        for stream in (child.stdin, child.stdout):
            with suppress(OSError):
                _pipe(stream).close()
        try:
            code = child.wait(_LAST_S)
        except subprocess.TimeoutExpired:
            child.kill()
            code = child.wait()
        errors, self._errors = self._errors, None
        last = b"" if errors is None else _read_last(errors)
        if is_late:
            return f"it did not answer for {self._max_wait_s:g} s and was ended"
        how = f"signal {-code} ({signal.strsignal(-code)})" if code < 0 else f"exit code {code}"
        said = last.decode("utf-8", "replace").strip().rsplit("\n", 1)[-1]
        return f"{how}: {said[:_SAID_CHARS]}" if said else how


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    assert stream is not None  # noqa: S101  (it was asked for)
    return stream


def _read_last(file: IO[bytes]) -> bytes:
    """The end of what the child wrote to stderr."""
    with file:
        file.seek(max(0, file.seek(0, os.SEEK_END) - _SAID_BYTES))
        return file.read()
