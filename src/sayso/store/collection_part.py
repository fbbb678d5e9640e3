"""What each part of `Collection` stands on: the connection, to ask and to change."""

from __future__ import annotations

import sqlite3
from abc import ABC, abstractmethod
from contextlib import AbstractContextManager

__all__ = ["CollectionPart"]


class CollectionPart(ABC):
    """A part of `Collection`, which has the connection."""

    @abstractmethod
    def query(self) -> AbstractContextManager[sqlite3.Connection]:
        """The connection, to ask."""

    @abstractmethod
    def change(self) -> AbstractContextManager[sqlite3.Connection]:
        """The connection, in a transaction."""
