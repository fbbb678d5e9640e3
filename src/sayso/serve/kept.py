"""What was read lately, so that its page can be opened again, saved, and linked into: in memory alone."""

from __future__ import annotations

import secrets
import threading
import zlib
from collections import OrderedDict
from dataclasses import dataclass

__all__ = ["Kept", "Shown", "make_key"]

# Quicker than the usual level of 6, for pages that are little larger.
_LEVEL = 3


@dataclass(frozen=True, slots=True)
class Shown:
    """What was made of one thing that was given.

    Attributes:
        page: The page of the site.
        file: The page in one file.
        lines: The same as JSON Lines.
        is_read: Whether these are readings, and not checked quotations.
    """

    page: bytes
    file: bytes
    lines: bytes
    is_read: bool

    @classmethod
    def press(cls, page: str, file: str, lines: str, *, is_read: bool) -> Shown:
        """The three of them, compressed."""
        return cls(_press(page), _press(file), _press(lines), is_read)

    @property
    def size(self) -> int:
        """The bytes that it takes."""
        return len(self.page) + len(self.file) + len(self.lines)


class Kept:
    """Keeps up to so many bytes; what was not asked for the longest goes first. It is used from several threads."""

    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._size = 0
        self._items: OrderedDict[str, Shown] = OrderedDict()
        self._lock = threading.Lock()

    def put(self, key: str, shown: Shown) -> None:
        """Keep what was made."""
        with self._lock:
            self._items[key] = shown
            self._size += shown.size
            while self._size > self._max_bytes and len(self._items) > 1:
                _, oldest = self._items.popitem(last=False)
                self._size -= oldest.size

    def get(self, key: str) -> Shown | None:
        """What was kept under that key; None if it is gone."""
        with self._lock:
            if key in self._items:
                self._items.move_to_end(key)
            return self._items.get(key)


def _press(text: str) -> bytes:
    return zlib.compress(text.encode("utf-8", "replace"), _LEVEL)


def make_key() -> str:
    """A key that nobody guesses."""
    return secrets.token_urlsafe(12)
