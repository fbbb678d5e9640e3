"""What a collection knows of words that several of its articles have."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from sayso.cluster import Cluster
from sayso.store.collection_part import CollectionPart
from sayso.store.quotations import Quotation, StatementQuotation, find_quotation, list_quotations
from sayso.store.trace_find import count_untraced, find_clusters_of, find_quote
from sayso.store.trace_texts import find_quote_in_texts, find_with_texts
from sayso.store.trace_update import TraceCounts, count_if_traced, update_clusters

__all__ = ["CollectionTrace"]


class CollectionTrace(CollectionPart):
    """The part of `Collection` that is about words in several articles."""

    def trace(self, progress: Callable[[str, int, int], None] | None = None) -> TraceCounts:
        """Find which passages of different articles have the same words; what was traced before is not traced again.

        Args:
            progress: Called with a step ("read", "keys", "alike", "clusters"), how many things it has done, and how
                many there are.
        """
        self.join_speakers()
        with self._ask() as connection:
            counts = count_if_traced(connection)
        if counts is not None:
            return counts
        with self.change() as connection:
            return update_clusters(connection, progress or (lambda _step, _done, _whole: None))

    def clusters(
        self,
        *,
        article: str | None = None,
        speaker: str | None = None,
        texts: bool = False,
        on_left_out: Callable[[int], None] | None = None,
    ) -> Iterator[Cluster]:
        """Yield the utterances that several articles have, by date, as far as they were traced; see `trace`.

        Args:
            article: The id or address of an article: only what stands in it.
            speaker: A name: only what this speaker says in one of the articles.
            texts: Whether the words are looked for in all texts too, also those of utterances that one article has.
                A passage that was not read as a statement there has no `statement`.
            on_left_out: Called with the number of texts that may have some words and were not looked at.
        """
        with self._ask() as connection:
            if texts:
                found = find_with_texts(
                    connection, article=article, speaker=speaker, on_left_out=on_left_out or _ignore
                )
            else:
                found = find_clusters_of(connection, article=article, speaker=speaker)
        while True:
            with self._ask():
                cluster = next(found, None)
            if cluster is None:
                return
            yield cluster

    def find_quote(
        self, quote: str, *, texts: bool = False, on_left_out: Callable[[int], None] | None = None
    ) -> list[Cluster] | None:
        """Who has these words, as far as they were traced, the likest first; None if they are too few to look for.

        Args:
            quote: The words.
            texts: Whether they are looked for in all texts too; see `clusters`.
            on_left_out: As there.
        """
        with self._ask() as connection:
            if texts:
                return find_quote_in_texts(connection, quote, on_left_out or _ignore)
            return find_quote(connection, quote)

    def quotation(self, name: str) -> Quotation | None:
        """The utterance with that id, as far as it was traced; None if there is none."""
        with self._ask() as connection:
            return find_quotation(connection, name)

    def quotations(self, articles: Iterable[int]) -> list[StatementQuotation]:
        """The statements of articles, by their numbers in the collection, that others have too, in their order."""
        with self._ask() as connection:
            return list_quotations(connection, articles)

    def count_untraced(self) -> int:
        """How many statements were added after the last trace."""
        with self._ask() as connection:
            return count_untraced(connection)


def _ignore(_count: int) -> None:
    """Without anybody to report to."""
