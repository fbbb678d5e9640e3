"""What a collection knows of its articles one by one."""

from __future__ import annotations

from sayso.cluster import Cluster
from sayso.reading import Reading, Stamp
from sayso.store.articles import (
    ArticleSummary,
    count_articles,
    find_article_number,
    find_reading,
    find_speaker_numbers,
    list_articles,
    list_clusters,
)
from sayso.store.collection_part import CollectionPart
from sayso.store.records import list_stamps

__all__ = ["CollectionArticles"]


class CollectionArticles(CollectionPart):
    """The part of `Collection` that is about single articles."""

    def __len__(self) -> int:
        """How many articles it holds; versions of one are counted once."""
        with self._ask() as connection:
            return count_articles(connection)

    def articles(self, *, limit: int | None = None, offset: int = 0) -> list[ArticleSummary]:
        """The articles, each in its current version: the newest first, those without a date last.

        Args:
            limit: At most so many.
            offset: Leave out so many before.
        """
        with self._ask() as connection:
            return list_articles(connection, limit=limit, offset=offset)

    def stamps(self) -> list[Stamp]:
        """What made the readings: versions, models and settings."""
        with self._ask() as connection:
            return list_stamps(connection)

    def reading(self, number: int) -> Reading | None:
        """The reading of the article with that number in the collection; None if there is none."""
        with self._ask() as connection:
            return find_reading(connection, number)

    def article_number(self, which: str) -> int:
        """The number in the collection of the article with that number, id, address or title.

        Raises:
            StoreError: No article is meant, or several.
        """
        with self._ask() as connection:
            return find_article_number(connection, which)

    def speaker_numbers(self, number: int) -> dict[str, int]:
        """The ids in the collection of an article's speakers, by their ids in the article; of those that have one."""
        with self.query() as connection:
            return find_speaker_numbers(connection, number)

    def article_clusters(self, number: int) -> list[Cluster]:
        """The utterances of the article with that number that others carry too, by date; see `trace`."""
        with self._ask() as connection:
            return list_clusters(connection, number)
