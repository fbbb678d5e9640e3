"""The parts of a watch: its steps, its files, its counts."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
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

# The output's name in the state: not its path, so that both files may be moved together.
OUTPUT = "output"
STATE_SUFFIX = ".state"
LINE_BEGINS = b'{"article": {"id": "'


class Listed(Protocol):
    """An address in a feed, a sitemap or an OPML list: `sayso.read.feeds.Listed`. It may have a `guid` too."""

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
        """The kind of the address: "page", "feed" or "sitemap"; "other" if it is none of the web."""
        ...


@dataclass(frozen=True, slots=True)
class Steps:
    """What a watch does with what it fetches.

    Attributes:
        list_addresses: Takes the bytes and the name of a feed or list, and returns what it lists; may raise ReadError.
        read: Takes a page and yields its articles.
        analyse: Takes articles and yields their readings, in order.
        report: Takes one line to show to the user.
        progress: Called after each article.
        now: The time, in seconds.
        is_known: Whether an article is in a collection already; True where there is none.
        store: Stores readings in a collection; the entry is recorded as done after that.
    """

    list_addresses: Callable[[bytes, str], Iterable[Listed]]
    read: Callable[[Fetched, Source], Iterable[Article | Unread]]
    analyse: Callable[[Iterable[Article | Unread]], Iterable[Reading]]
    report: Callable[[str], None] = lambda _line: None
    progress: Callable[[WatchTotals], None] = lambda _totals: None
    now: Callable[[], float] = time.time
    is_known: Callable[[Article], bool] = lambda _article: True
    store: Callable[[Sequence[Reading]], None] = lambda _readings: None


@dataclass(slots=True)
class WatchTotals:
    """The counts of a watch; they grow during the run.

    Attributes:
        sources: How often a feed, a sitemap or a list of them was looked at.
        failed: How often one could not be read.
        new: Entries that were new.
        read: Articles that were read.
        unread: Entries from which no article could be read.
        noticed: Articles with notices, the unread among them.
        same: Articles whose exact text was read before.
        hopeless: Sources that failed for a reason that will not pass, and were never read.
        postponed: Entries that will be tried again later.
        statements: Statements found.
        feeds: Feeds and sitemaps that were looked at, each counted once, without the lists that name them.
        silent: Those that could not be read when they were last looked at; a list that could not be read is one too.
    """

    sources: int = 0
    failed: int = 0
    new: int = 0
    read: int = 0
    unread: int = 0
    noticed: int = 0
    same: int = 0
    hopeless: int = 0
    postponed: int = 0
    statements: int = 0
    feeds: int = 0
    silent: int = 0


@dataclass(frozen=True, slots=True)
class Files:
    """The files of a watch.

    Attributes:
        state: What the watch remembers.
        output: JSON Lines, one reading a line; None if readings go into a collection alone.
        keep: The archive of raw bytes, if they are kept.
    """

    state: State
    output: Growing | None = None
    keep: Growing | None = None

    @property
    def lengths(self) -> dict[str, int]:
        """The lengths of the files now, by their names in the state."""
        return {name: file.size for name, file in self._named}

    def cut(self) -> None:
        """Cut off what was appended and not recorded as done. A file that was moved away is started anew.

        Raises:
            ReadError: the output holds something that is not in the state, or was changed by another program.
        """
        for name, file in self._named:
            length = self.state.find_length(name)
            if length is None and name == OUTPUT and file.size:
                raise ReadError(f"{file.path} exists, but {self.state.path} does not know it; give another output")
            if length is not None and file.size:
                file.cut(length)
        # Also for a file that was not known, so that the archive of an earlier run is continued.
        self.state.note_lengths(self.lengths)

    def close(self) -> None:
        """Close the files and the state."""
        for _, file in self._named:
            file.close()
        self.state.close()

    @property
    def _named(self) -> list[tuple[str, Growing]]:
        output = [] if self.output is None else [(OUTPUT, self.output)]
        keep = [] if self.keep is None else [(f"keep {self.keep.path.name}", self.keep)]
        return [*output, *keep]


def open_files(output: Path | None, keep: Path | None, beside: Path | None = None) -> Files:
    """The files of a watch: the output, the archive, and the state beside the output, or beside another file.

    Raises:
        ReadError: another run holds them.
    """
    main = output or beside
    if main is None:
        raise TypeError("there is neither an output nor another file, beside which the state could stand")
    state = State(main.with_name(main.name + STATE_SUFFIX))
    try:
        kept = None if keep is None else Growing(keep, b"\x1f\x8b" if keep.suffix == ".gz" else b"WARC/")
        return Files(state, None if output is None else Growing(output, LINE_BEGINS), kept)
    except BaseException:
        state.close()
        raise
