"""A collection: articles and all that was found in them, in one SQLite file.

Articles are added in batches, each in one transaction: an article is in the file whole or not at all, and what `add`
has counted stays, whatever happens to the program. One program writes at a time; a second one waits for it.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from types import TracebackType

from sayso.article import Article, Unread
from sayso.given import check_given, list_given
from sayso.reading import Reading, Stamp
from sayso.store.changes import ArticleChange, list_changes
from sayso.store.collection_articles import CollectionArticles
from sayso.store.collection_corrections import CollectionCorrections
from sayso.store.collection_search import CollectionSearch
from sayso.store.collection_speakers import CollectionSpeakers
from sayso.store.collection_trace import CollectionTrace
from sayso.store.collection_verify import CollectionVerify
from sayso.store.columns import ColumnKeeper
from sayso.store.connect import begin, explain_faults, open_file, roll_back
from sayso.store.keys import list_digests
from sayso.store.records import is_stamped, read_article, read_unread
from sayso.store.write import Writer, find_articles
from sayso.text import fingerprint

__all__ = ["Added", "Collection", "open_collection"]

# A batch is written when it has so many readings, or when the first of them has waited so long.
_BATCH = 1_000
_BATCH_S = 2.0


@dataclass(slots=True)
class Added:
    """What became of readings that were added; the counts grow as batches are stored.

    Attributes:
        new: Articles that were not in the collection.
        same: Articles that were in it already, with the same text.
        changed: Articles that were in it with another text; the new one is kept as a version.
        unread: Articles that could not be read; their notices are kept.
        noticed: Articles with notices, the unread among them.
        statements: Statements of the new, changed and replaced articles.
        replaced: Articles that were in it with the same text, as another version, model or settings had read them.
    """

    new: int = 0
    same: int = 0
    changed: int = 0
    unread: int = 0
    noticed: int = 0
    statements: int = 0
    replaced: int = 0

    @property
    def articles(self) -> int:
        """All that were given."""
        return self.new + self.same + self.changed + self.replaced + self.unread


class Collection(
    CollectionArticles, CollectionCorrections, CollectionSearch, CollectionSpeakers, CollectionTrace, CollectionVerify
):
    """An open collection; use it as a context manager, or close it.

    Attributes:
        path: Its file.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._connection = connection
        self._columns = ColumnKeeper(path)
        self._has_new = False

    def __enter__(self) -> Collection:  # noqa: PYI034  Self is not in Python 3.10
        return self

    def __repr__(self) -> str:
        return f"<Collection in {self.path}>"

    def __exit__(
        self, kind: type[BaseException] | None, err: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.close()
        else:
            self._close()

    @property
    def is_writable(self) -> bool:
        """Whether the file may be written."""
        return os.access(self.path, os.W_OK)

    def has_any(self) -> bool:
        """Whether it holds anything: an article, or the notices of one that could not be read."""
        with self._ask() as connection:
            asked = "SELECT EXISTS (SELECT 1 FROM articles UNION ALL SELECT 1 FROM unread)"
            return bool(connection.execute(asked).fetchone()[0])

    def close(self) -> None:
        """Close the file, after speakers of what was added are joined; the collection cannot be used afterwards."""
        try:
            if self._has_new:
                self.join_if_free()
        finally:
            self._close()

    def _close(self) -> None:
        self._has_new = False
        with explain_faults(self.path):
            self._connection.close()

    @contextmanager
    def _ask(self) -> Iterator[sqlite3.Connection]:
        with explain_faults(self.path):
            yield self._connection

    @contextmanager
    def change(self, *, wait_s: float | None = None) -> Iterator[sqlite3.Connection]:
        """The connection, in a transaction: all that is written inside is stored, or none of it.

        Args:
            wait_s: So long another program that writes is waited for; by default half a minute.

        Raises:
            BusyError: Another program still writes.
        """
        with explain_faults(self.path):
            begin(self._connection, wait_s)
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                roll_back(self._connection)
                raise

    def add(
        self,
        readings: Iterable[Reading] | Reading,
        *,
        replace: bool = False,
        added: Added | None = None,
        progress: Callable[[Added], None] | None = None,
    ) -> Added:
        """Add readings, as they come; those whose articles are in the collection already are counted and left out.

        If the readings end with an error, those that came before it are stored. Which speakers are one is found out
        later, once for all that was added: when speakers, search, counts or trace are asked for, or at `close`.

        Args:
            readings: The readings, or one.
            replace: Whether a reading that another version, model or settings made of the same text is replaced.
            added: Counts to continue; they are up to date whenever a batch is stored.
            progress: Called with the counts whenever a batch is stored.

        Raises:
            StoreError: They cannot be stored; those of earlier batches are.
            TypeError: Something among them is no reading.
        """
        added = Added() if added is None else added
        batch: list[Reading] = []
        begun = time.monotonic()
        given = list_given("a reading to add", readings, Reading, "readings, as from Analyser.analyse or read_reading")
        try:
            for reading in given:
                batch.append(reading)
                if len(batch) >= _BATCH or time.monotonic() - begun > _BATCH_S:
                    full, batch = batch, []
                    self._add_batch(full, added, progress, replace=replace)
                    begun = time.monotonic()
        finally:
            self._add_batch(batch, added, progress, replace=replace)
        return added

    def _add_batch(
        self, batch: list[Reading], added: Added, progress: Callable[[Added], None] | None, *, replace: bool
    ) -> None:
        if not batch:
            return
        with self.change() as connection:
            results = Writer(connection, replace=replace).write(batch)
        self._has_new = True
        for reading, result in zip(batch, results, strict=True):
            _count(reading, result, added)
        if progress is not None:
            progress(added)

    def recognise(self, article: Article, *, stamp: Stamp | None = None) -> bool:
        """Whether an article with this text is in the collection; if it has another address here, that is noted.

        Args:
            article: The article.
            stamp: Only a reading with this stamp counts.
        """
        digests = list_digests(article, fingerprint(article.text))
        with self._ask() as connection:
            found = find_articles(connection, digests)
        if found[0] is not None and not all(found):
            with self.change() as connection:
                Writer(connection).recognise(digests)
            self._has_new = True
        if found[0] is None or stamp is None:
            return found[0] is not None
        with self._ask() as connection:
            return is_stamped(connection, found[0], stamp)

    def changes(self, *, after: int = 0) -> Iterator[ArticleChange]:
        """Yield what later versions of articles changed in quotations and headlines, article by article.

        Args:
            after: Only changes that were recorded after this moment, from `find_moment`.
        """
        with self._ask() as connection:
            yield from list_changes(connection, after=after)

    def find_moment(self) -> int:
        """A number that stands for what was recorded until now; give it to `changes` to see what came later."""
        with self._ask() as connection:
            asked = "SELECT ifnull(max(seq), 0) FROM sqlite_sequence WHERE name = 'changes'"
            return int(connection.execute(asked).fetchone()[0])

    def readings(self, *, all_versions: bool = False) -> Iterator[Reading]:
        """Yield the readings, equal to those that were added, by date and then by address; at last the unread ones.

        Args:
            all_versions: Whether earlier versions of articles come too.
        """
        chosen = "" if all_versions else "WHERE is_current"
        with self._ask() as connection:
            order = "published_from IS NULL, published_from, key, version"
            ids = connection.execute(f"SELECT id FROM articles {chosen} ORDER BY {order}").fetchall()  # noqa: S608
            unread = connection.execute("SELECT id FROM unread ORDER BY name").fetchall()
        for read, numbers in ((read_article, ids), (read_unread, unread)):
            for (number,) in numbers:
                with self._ask() as connection:
                    reading = read(connection, number)
                yield reading


def _count(reading: Reading, result: str, added: Added) -> None:
    """Count one more reading, of which `result` says what became of it."""
    if isinstance(reading.article, Unread) and reading.article.passed_over:
        return
    setattr(added, result, getattr(added, result) + 1)
    added.noticed += bool(reading.notices) and result != "same"
    if result in ("new", "changed", "replaced"):
        added.statements += len(reading.statements)


def open_collection(
    path: str | PathLike[str], *, create: bool = True, read_only: bool = False, cache_mb: int = 64
) -> Collection:
    """Open the collection in a file.

    Args:
        path: The file.
        create: Whether to make a new collection if there is no such file.
        read_only: Whether nothing is to be written.
        cache_mb: The memory, in megabytes, for what was read of the file; adding much is slower with less.

    Raises:
        StoreError: The file is something else, damaged, of a newer version, or cannot be opened; nothing was changed.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder, open_collection(f"{folder}/news.db") as collection:
    ...     len(collection)
    0
    """
    check_given("the collection", path, (str, PathLike), "the path of a file")
    place = Path(path)
    return Collection(place, open_file(place, create=create, read_only=read_only, cache_mb=cache_mb))
