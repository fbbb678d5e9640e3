"""What each part of `Collection` stands on: the connection, to ask and to change; and speakers that are joined."""

from __future__ import annotations

import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

from sayso.store.columns import ColumnKeeper
from sayso.store.connect import change_if_free
from sayso.store.speakers import has_new_parties, join_speakers

__all__ = ["CollectionPart"]


class CollectionPart(ABC):
    """A part of `Collection`, which has the connection, and keeps the columns of its statements."""

    _columns: ColumnKeeper

    @abstractmethod
    def _ask(self) -> AbstractContextManager[sqlite3.Connection]:
        """The connection, to ask, as the file is; faults inside become StoreErrors."""

    @contextmanager
    def query(self) -> Iterator[sqlite3.Connection]:
        """The connection, to ask, after speakers of what was added are joined; faults inside become StoreErrors."""
        self.join_if_free()
        with self._ask() as connection:
            yield connection

    @abstractmethod
    def change(self, *, wait_s: float | None = None) -> AbstractContextManager[sqlite3.Connection]:
        """The connection, in a transaction, for which another program is waited for; by default half a minute."""

    def join_speakers(self, progress: Callable[[str, int, int], None] | None = None) -> int:
        """Decide which speakers of articles that came since the last time are one; return how many were looked at.

        Whatever is asked about speakers does this first, and `close` does, so that it is only needed before another
        program reads the file.

        Args:
            progress: Called with a step ("read", "join", "write"), how many speakers it has done, and how many it has.
        """
        with self._ask() as connection:
            if not has_new_parties(connection):
                return 0
        with self.change() as connection:
            return join_speakers(connection, progress or _show_nothing)

    def join_if_free(self, progress: Callable[[str, int, int], None] | None = None) -> None:
        """The same, if the file can be written at once; else what was joined before is used."""
        with self._ask() as connection:
            if has_new_parties(connection):
                with change_if_free(connection) as is_free:
                    if is_free:
                        join_speakers(connection, progress or _show_nothing)


def _show_nothing(_step: str, _done: int, _whole: int) -> None:
    """Without anybody to report to."""
