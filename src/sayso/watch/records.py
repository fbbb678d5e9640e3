"""What a watch is made of: its steps, its files, its counts."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from sayso.article import Article, Unread
from sayso.errors import ReadError
from sayso.fetch import Fetched
from sayso.fetch.growing import Growing
from sayso.read.source import Source
from sayso.reading import Reading
from sayso.watch.state import State

__all__ = ["OUTPUT", "Files", "Listed", "Steps", "WatchTotals", "open_files"]

# What the state calls the output, which may be moved together with it.
OUTPUT = "output"
STATE_SUFFIX = ".state"
LINE_BEGINS = b'{"article": {"id": "'


class Listed(Protocol):
    """What a feed, a sitemap or an OPML list names: `sayso.read.feeds.Listed`. It may have a `guid` too."""

    @property
    def url(self) -> str:
        """The address."""
        ...

    @property
    def title(self) -> str | None:
        """As listed."""
        ...

    @property
    def published(self) -> str | None:
        """As listed."""
        ...

    @property
    def outlet(self) -> str | None:
        """As listed."""
        ...

    @property
    def kind(self) -> str:
        """What stands there: "page", "feed" or "sitemap"."""
        ...


@dataclass(frozen=True, slots=True)
class Steps:
    """What a watch does with what it gets.

    Attributes:
        list_addresses: The bytes of a feed or list, and its name, to what it names; may raise ReadError.
        read: A page to its articles.
        analyse: Articles to their readings, in order.
        report: Takes one line for the person who watches.
        progress: Called after each article.
        now: The time, in seconds.
    """

    list_addresses: Callable[[bytes, str], Iterable[Listed]]
    read: Callable[[Fetched, Source], Iterable[Article | Unread]]
    analyse: Callable[[Iterable[Article | Unread]], Iterable[Reading]]
    report: Callable[[str], None] = lambda _line: None
    progress: Callable[[WatchTotals], None] = lambda _totals: None
    now: Callable[[], float] = time.time


@dataclass(slots=True)
class WatchTotals:
    """The counts of a watch, which grow as it goes on.

    Attributes:
        sources: Feeds and lists that were looked at.
        failed: Those that gave nothing.
        new: Entries that were new.
        read: Articles that were read.
        unread: Entries of which none could be.
        noticed: Articles with notices, the unread among them.
        same: Articles whose very text was read before.
        postponed: Entries that are tried again later.
        statements: Statements found.
    """

    sources: int = 0
    failed: int = 0
    new: int = 0
    read: int = 0
    unread: int = 0
    noticed: int = 0
    same: int = 0
    postponed: int = 0
    statements: int = 0


@dataclass(frozen=True, slots=True)
class Files:
    """The files of a watch.

    Attributes:
        state: What is known.
        output: JSON Lines, one reading a line.
        keep: The archive of raw bytes, if they are kept.
    """

    state: State
    output: Growing
    keep: Growing | None = None

    @property
    def lengths(self) -> dict[str, int]:
        """How long the files are now, by what the state calls them."""
        return {name: file.size for name, file in self._named}

    def cut(self) -> None:
        """Cut off what was appended and not noted as done. A file that was moved away is begun anew.

        Raises:
            ReadError: the output holds something of which the state knows nothing, or was changed by others.
        """
        for name, file in self._named:
            length = self.state.find_length(name)
            if length is None and name == OUTPUT and file.size:
                raise ReadError(f"{file.path} is there, but {self.state.path} knows nothing of it; give another output")
            if length is not None and file.size:
                file.cut(length)
        # Also where nothing was known: an archive of an earlier run is gone on with.
        self.state.note_lengths(self.lengths)

    def close(self) -> None:
        """Close the files and the state."""
        for _, file in self._named:
            file.close()
        self.state.close()

    @property
    def _named(self) -> list[tuple[str, Growing]]:
        keep = [] if self.keep is None else [(f"keep {self.keep.path.name}", self.keep)]
        return [(OUTPUT, self.output), *keep]


def open_files(output: Path, keep: Path | None) -> Files:
    """The files of a watch: the output, its state beside it, and the archive.

    Raises:
        ReadError: another run holds them.
    """
    state = State(output.with_name(output.name + STATE_SUFFIX))
    try:
        kept = None if keep is None else Growing(keep, b"\x1f\x8b" if keep.suffix == ".gz" else b"WARC/")
        return Files(state, Growing(output, LINE_BEGINS), kept)
    except BaseException:
        state.close()
        raise
