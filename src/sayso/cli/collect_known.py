"""Recognise the articles that a collection has, so that they are not analysed again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sayso.article import Article, Unread
from sayso.reading import Stamp
from sayso.text import fingerprint

if TYPE_CHECKING:
    from sayso.store import Collection

__all__ = ["Waiting"]

# More than are analysed and not yet stored at any time.
_MOST_WAITING = 4_096


class Waiting:
    """The articles of the collection, and those that are analysed and not yet stored.

    Attributes:
        others: How many articles of this run are there as another version, model or settings read them.
    """

    def __init__(self, *, again: bool) -> None:
        self.others = 0
        self._again = again
        self._collection: Collection | None = None
        self._stamp: Stamp | None = None
        self._waiting: dict[str, None] = {}

    def begin(self, collection: Collection, stamp: Stamp) -> None:
        """Look into this collection; `stamp` is what makes the readings of this run."""
        self._collection, self._stamp = collection, stamp

    def add(self, article: Article | Unread) -> None:
        """Note that an article is being read."""
        if isinstance(article, Article):
            self._waiting[_describe(article)] = None
            if len(self._waiting) > _MOST_WAITING:
                del self._waiting[next(iter(self._waiting))]

    def holds(self, article: Article | Unread) -> bool:
        """Whether the article, with this text, need not be read."""
        if isinstance(article, Unread) or self._collection is None:
            return False
        if _describe(article) in self._waiting:
            return True
        if not self._collection.recognise(article):
            return False
        is_other = not self._collection.recognise(article, stamp=self._stamp)
        self.others += is_other
        return not (is_other and self._again)

    def holds_other_text(self, article: Article | Unread) -> bool:  # noqa: ARG002  (the collection counts them itself)
        """Whether it was read with another text: that is counted when it is stored."""
        return False


def _describe(article: Article) -> str:
    """What two articles have in common that are the same one beyond doubt."""
    return repr((article.url, article.outlet, fingerprint(article.text)))
