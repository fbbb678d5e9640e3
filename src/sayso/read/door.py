"""Run a reader safely: if a parser fails, or a limit is passed, the input becomes a notice.

This is the only place in `read` that catches every exception.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol

from sayso.article import Article, Unread
from sayso.errors import LimitError, ReadError
from sayso.limits import run_bounded
from sayso.read.plain import make_unread
from sayso.settings import ReadSettings, name_limits

__all__ = ["Witness", "read_safely", "watch_inputs"]

Records = Iterator["Article | Unread"]


class Witness(Protocol):
    """Knows at each moment what is being read, so that it can be named if the process ends."""

    def begin(self, name: str) -> bool:
        """Note that an input, or a part of one, is about to be read; False if it must not be."""
        ...

    def end(self) -> None:
        """Note that what was begun last has ended."""
        ...


_witness: Witness | None = None


def watch_inputs(witness: Witness | None) -> None:
    """Let somebody know, from now on and in all threads, what is being read."""
    global _witness  # noqa: PLW0603  (it is about the whole process)
    _witness = witness


def read_safely(
    read: Callable[[], Records], name: str, settings: ReadSettings, *, article_id: str | None = None
) -> Iterator[Article | Unread]:
    """Yield the records of a reader; if it fails, an `Unread` that says why follows the records so far.

    `settings` limit the time and memory of one record; both are counted anew for the next one.

    Args:
        read: Returns the reader.
        name: The name of the input, for the notice.
        settings: How to read.
        article_id: The id of the notice's record; the name by default.

    >>> next(read_safely(lambda: iter([1 / 0]), "a.pdf", ReadSettings())).notices[0].reason
    'a.pdf could not be read to its end: ZeroDivisionError: division by zero.'
    """
    if _witness is None:
        yield from _read(read, name, settings, article_id)
    elif _witness.begin(name):
        try:
            yield from _read(read, name, settings, article_id)
        finally:
            _witness.end()


def _read(
    read: Callable[[], Records], name: str, settings: ReadSettings, article_id: str | None
) -> Iterator[Article | Unread]:
    records: Records | None = None

    def take() -> Article | Unread | None:
        nonlocal records
        records = records or read()
        return next(records, None)

    while True:
        try:
            record = run_bounded(take, max_seconds=settings.max_seconds, max_memory=settings.max_memory)
        except LimitError as err:
            reason = f"{err}; if you trust it, raise the limit ({name_limits(settings)})"
        except (ReadError, OSError) as err:
            reason = str(err)[:200]
        except Exception as err:  # noqa: BLE001  (anybody's bytes may bring up anything in a parser, and the next input counts)
            reason = f"{type(err).__name__}: {str(err)[:150]}"
        else:
            if record is None:
                return
            yield record
            continue
        yield make_unread(name, f"could not be read to its end: {reason}", article_id=article_id)
        return
