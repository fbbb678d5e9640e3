"""The collection, asked from several threads: each has a connection of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import TypeVar

from sayso.store import Collection, open_collection

__all__ = ["Stored"]

Answer = TypeVar("Answer")
# So that one long question does not keep all others waiting. More would only share the same core.
_THREADS = 2
# Of each thread. The system keeps what was read of the file anyhow.
_CACHE_MB = 16


@dataclass(slots=True)
class _Asker:
    """A thread with its connection, and how many questions wait for it."""

    thread: ThreadPoolExecutor
    collection: Collection | None = None
    waiting: int = field(default=0)


class Stored:
    """A collection that is open; use it as a context manager, or close it.

    Args:
        path: Its file.

    Raises:
        StoreError: It cannot be opened.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        with open_collection(path, create=False) as collection:
            # The first search would else wait until this is done.
            collection.prepare()
        self._askers = [_Asker(ThreadPoolExecutor(1, "sayso collection")) for _ in range(_THREADS)]

    def __enter__(self) -> Stored:  # noqa: PYI034  Self is not in Python 3.10
        return self

    def __exit__(
        self, kind: type[BaseException] | None, err: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close it, after what is being answered."""
        for asker in self._askers:
            if asker.collection is not None:
                asker.thread.submit(asker.collection.close).result()
            asker.thread.shutdown()

    async def ask(self, question: Callable[[Collection], Answer]) -> Answer:
        """The answer to a question, given by the thread that has the least to do."""
        asker = min(self._askers, key=lambda it: it.waiting)
        asker.waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(asker.thread, self._answer, asker, question)
        finally:
            asker.waiting -= 1

    def _answer(self, asker: _Asker, question: Callable[[Collection], Answer]) -> Answer:
        if asker.collection is None:
            asker.collection = open_collection(self.path, create=False, cache_mb=_CACHE_MB)
        return question(asker.collection)
