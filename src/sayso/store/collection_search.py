"""What a collection answers about many statements: which they are, how many, and what an outlet makes of them."""

from __future__ import annotations

from collections.abc import Sequence

from sayso.store.collection_part import CollectionPart
from sayso.store.columns import keep_columns
from sayso.store.counts import Counts, count_statements
from sayso.store.outlet_facts import OutletSummary, find_outlet
from sayso.store.search import Search, find_statements
from sayso.store.selection import Selection

__all__ = ["CollectionSearch"]


class CollectionSearch(CollectionPart):
    """The part of `Collection` that searches and counts statements."""

    def search(
        self,
        words: str | Selection | None = None,
        *,
        limit: int | None = None,
        offset: int = 0,
        oldest_first: bool = False,
    ) -> Search:
        """Find statements: the newest articles first, those without a date last.

        Args:
            words: Words of the statements, as in `sayso search`; or a Selection, which also names speakers, dates …
            limit: At most so many.
            offset: Leave out so many before.
            oldest_first: Whether the oldest articles come first.

        Raises:
            SettingsError: There is no word among the words.
        """
        selection = words if isinstance(words, Selection) else Selection(words=words)
        self.join_if_free()
        return find_statements(
            self._ask, self._columns, selection, limit=limit, offset=offset, oldest_first=oldest_first
        )

    def counts(
        self,
        by: Sequence[str],
        selection: Selection | None = None,
        *,
        of: Sequence[str] | None = None,
        limit: int | None = None,
        offset: int = 0,
    ) -> Counts:
        """Count statements, words and articles, each with what it is a share of and an interval for what was misread.

        Args:
            by: What to count by: speaker, type, named, people.ATTRIBUTE, kind, place, carrier, how, outlet, year,
                month, day, language.
            selection: Which statements to count; all by default.
            of: Those of `by` within which shares are taken; by default those of articles (outlet, date, language) if
                there are others too, so that a share is one of all statements of that outlet in that month.
            limit: At most so many rows.
            offset: Leave out so many rows before.

        Raises:
            SettingsError: Nothing can be counted by that.
        """
        chosen = Selection() if selection is None else selection
        with self.query() as connection, self._columns.read(connection) as columns:
            return count_statements(connection, columns, by, chosen, of=of, limit=limit, offset=offset)

    def outlet(self, name: str) -> OutletSummary | None:
        """What an outlet's articles have of others' words, and what it changes in those that it takes over.

        Args:
            name: Its name or domain.

        Returns:
            None if the collection has no article of it.
        """
        with self.query() as connection, self._columns.read(connection) as columns:
            return columns.remember(("outlet", name), lambda: find_outlet(connection, columns, name))

    def prepare(self) -> None:
        """Make what search and counts need, which is else made when they are first asked for."""
        with self.query() as connection:
            keep_columns(connection)
