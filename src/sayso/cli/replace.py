"""Write a file that replaces an older one only when it is complete."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

__all__ = ["replace_at_end"]


@contextmanager
def replace_at_end(path: Path, keep: Callable[[], bool], *, is_binary: bool = False) -> Iterator[IO[Any]]:
    """Yield a file that replaces the one at the path when it is complete, and is removed if something fails.

    Args:
        path: The file to replace; it need not exist.
        keep: Called at the end; if it returns False, the old file stays as it was.
        is_binary: Whether the stream takes bytes.
    """
    aside = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        with _open_aside(aside, path, is_binary=is_binary) as stream:
            _lock(stream)
            _remove_abandoned(path, aside)
            yield stream
        if keep():
            if path.exists():
                shutil.copymode(path, aside)
            aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)


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
            _lock(stream)
            other.unlink()


def _lock(stream: IO[Any]) -> None:
    """Lock the file until it is closed.

    Raises:
        OSError: Another program holds it.
    """
    fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
