"""Write a file that replaces an older one only when it is complete."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from sayso.errors import ReadError

__all__ = ["lock_output", "refuse_in_use", "replace_at_end"]


@contextmanager
def replace_at_end(path: Path, keep: Callable[[], bool], *, is_binary: bool = False) -> Iterator[IO[Any]]:
    """Yield a file that replaces the one at the path when it is complete, and is removed if something fails.

    Args:
        path: The file to replace; it need not exist.
        keep: Called at the end; if it returns False, the old file stays as it was.
        is_binary: Whether the stream takes bytes.

    Raises:
        ReadError: Another run writes there.
    """
    aside = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        with _hold(path):
            with _open_aside(aside, path, is_binary=is_binary) as stream:
                _lock(stream)
                _remove_abandoned(path, aside)
                yield stream
            if not keep():
                return
            if path.exists():
                shutil.copymode(path, aside)
            aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)


def refuse_in_use(path: Path) -> None:
    """Raise ReadError if another run writes to the file."""
    with _hold(path):
        pass


def lock_output(stream: IO[Any], path: Path) -> None:
    """Lock an open output until it is closed, so that no other run writes to it. Devices and pipes have no lock.

    Raises:
        ReadError: Another run writes to it.
    """
    if not path.is_file():
        return
    try:
        _lock(stream)
    except BlockingIOError:
        raise _refuse(path) from None
    except OSError:
        return  # A file system without locks.


def _refuse(path: Path) -> ReadError:
    return ReadError(f"{path} is in use: another run writes there; wait for it, or give another output")


@contextmanager
def _hold(path: Path) -> Iterator[None]:
    """Lock the file, if it exists and may be read, as long as the block runs."""
    with ExitStack() as files:
        if path.is_file():
            with suppress(OSError):
                lock_output(files.enter_context(path.open("rb")), path)
        yield


def _open_aside(aside: Path, path: Path, *, is_binary: bool) -> IO[Any]:
    """The file beside the path, opened to write; a fault names the path, which is the one that somebody gave."""
    try:
        return aside.open("wb") if is_binary else aside.open("w", encoding="utf-8", newline="")
    except OSError as err:
        raise OSError(err.errno, err.strerror, str(path)) from err


def _remove_abandoned(path: Path, own: Path) -> None:
    """Remove the files that killed runs left beside the path, on which nobody holds a lock any more."""
    prefix, suffix = f".{path.name}.", ".partial"
    for other in path.parent.iterdir():
        number = other.name.removeprefix(prefix).removesuffix(suffix)
        if f"{prefix}{number}{suffix}" != other.name or not number.isdecimal() or other == own:
            continue
        with suppress(OSError), other.open("rb") as stream:
            try:
                _lock(stream)
            except BlockingIOError:
                raise _refuse(path) from None
            other.unlink()


def _lock(stream: IO[Any]) -> None:
    """Lock the file until it is closed.

    Raises:
        OSError: Another program holds it.
    """
    fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
