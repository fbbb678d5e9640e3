"""Files that take an older one's place only when all of them is written."""

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
    """A file beside the path that takes its place when all is written, and goes away when something fails.

    Args:
        path: The file to replace; it need not be there.
        keep: Asked at the end whether to replace it; if not, it stays as it was.
        is_binary: Whether the stream takes bytes.
    """
    aside = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        with aside.open("wb") if is_binary else aside.open("w", encoding="utf-8", newline="") as stream:
            _lock(stream)
            _remove_abandoned(path, aside)
            yield stream
        if keep():
            if path.exists():
                shutil.copymode(path, aside)
            aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)


def _remove_abandoned(path: Path, own: Path) -> None:
    """Remove what killed runs left beside the path: nobody holds a lock on it any more."""
    prefix, suffix = f".{path.name}.", ".partial"
    for other in path.parent.iterdir():
        number = other.name.removeprefix(prefix).removesuffix(suffix)
        if f"{prefix}{number}{suffix}" != other.name or not number.isdecimal() or other == own:
            continue
        with suppress(OSError), other.open("rb") as stream:
            _lock(stream)
            other.unlink()


def _lock(stream: IO[Any]) -> None:
    """Hold the file until it is closed.

    Raises:
        OSError: Another program holds it.
    """
    fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
