"""Where a document came from, and the facts known about it from outside."""

from __future__ import annotations

from dataclasses import dataclass

from sayso.article import Outlet, Stated

__all__ = ["Source"]


@dataclass(frozen=True, slots=True)
class Source:
    """The facts that a file, an archive, a feed or a server states about a document.

    What the document itself states comes first; these facts are used only where it states nothing.

    Attributes:
        name: The path, or the address; the article's id where nothing better is known.
        url: The address that the document was fetched from.
        charset: The encoding that a server or archive stated for the bytes.
        title: As a feed has it.
        outlet: As a feed has it.
        authors: As a feed has them.
        published: Date or time as given.
        language: As given.
        stated: Carriers that are stated outside of the document.
        origin: Where these facts are from, for `Article.origins`: "feed", "WARC", "HTTP".
    """

    name: str
    url: str | None = None
    charset: str | None = None
    title: str | None = None
    outlet: Outlet | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    language: str | None = None
    stated: tuple[Stated, ...] = ()
    origin: str = ""
