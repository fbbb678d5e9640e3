"""The libraries that pages.py holds against one another, each as a function of a page's bytes and address.

None of them is needed to use sayso but trafilatura; those that are not installed are passed over.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sayso.article import Unread
from sayso.read.html import read_page
from sayso.read.source import Source
from sayso.settings import ReadSettings

__all__ = ["EXTRACTORS", "OWN", "Extracted"]

OWN = "sayso"


@dataclass(frozen=True, slots=True)
class Extracted:
    """What a library makes of a page."""

    body: str
    title: str | None = None
    author: tuple[str, ...] = ()
    date: str | None = None
    outlet: str | None = None
    origins: dict[str, str] = field(default_factory=dict)


Extract = Callable[[bytes, "str | None"], Extracted]


def read_sayso(data: bytes, url: str | None) -> Extracted:
    """The body and facts of sayso."""
    article = read_page(data, Source("page", url=url), ReadSettings())
    if isinstance(article, Unread) or article.given_span is None:
        return Extracted("")
    origins = dict(article.origins)
    renamed = {"author": "authors", "date": "published"}
    outlet = article.outlet.name if article.outlet else None
    return Extracted(
        article.given_span.of(article.text),
        article.title,
        article.authors,
        article.published,
        outlet,
        {fact: origins.get(renamed.get(fact, fact), "") for fact in ("title", "author", "date", "outlet")},
    )


def use_trafilatura(*, with_facts: bool = False, **options: bool) -> Extract:
    """trafilatura in a setting."""

    def extract(data: bytes, url: str | None) -> Extracted:
        from trafilatura import bare_extraction  # noqa: PLC0415

        document: Any = bare_extraction(data, url=url, with_metadata=with_facts, **options)
        if document is None:
            return Extracted("")
        authors = tuple((document.author or "").split("; ")) if document.author else ()
        return Extracted(document.text or "", document.title, authors, document.date, document.sitename)

    return extract


def read_resiliparse(data: bytes, _url: str | None) -> Extracted:
    """resiliparse, main content only."""
    from resiliparse.extract.html2text import (  # type: ignore[import-not-found,unused-ignore]  # noqa: PLC0415
        extract_plain_text,
    )
    from resiliparse.parse.encoding import (  # type: ignore[import-not-found,unused-ignore]  # noqa: PLC0415
        bytes_to_str,
        detect_encoding,
    )

    text = bytes_to_str(data, detect_encoding(data))
    return Extracted(extract_plain_text(text, main_content=True, alt_texts=False, list_bullets=False))


def read_readability(data: bytes, _url: str | None) -> Extracted:
    """readability-lxml."""
    from lxml.html import fromstring  # type: ignore[import-untyped,unused-ignore]  # noqa: PLC0415
    from readability import Document  # type: ignore[import-not-found,unused-ignore]  # noqa: PLC0415

    document = Document(data.decode("utf-8", "replace"))
    return Extracted("\n".join(fromstring(document.summary()).itertext()), document.title())


def read_justext(data: bytes, _url: str | None) -> Extracted:
    """Jus text with the English stop list."""
    import justext  # type: ignore[import-not-found,import-untyped,unused-ignore]  # noqa: PLC0415

    paragraphs = justext.justext(data, justext.get_stoplist("English"))
    return Extracted("\n\n".join(it.text for it in paragraphs if not it.is_boilerplate))


def read_newspaper(data: bytes, url: str | None) -> Extracted:
    """newspaper4k."""
    import newspaper  # type: ignore[import-not-found,unused-ignore]  # noqa: PLC0415

    article = newspaper.Article(url or "https://news.example/", language="en", fetch_images=False)
    article.download(input_html=data.decode("utf-8", "replace"))
    article.parse()
    day = article.publish_date.isoformat() if article.publish_date else None
    return Extracted(article.text, article.title, tuple(article.authors), day)


EXTRACTORS: dict[str, Extract] = {
    OWN: read_sayso,
    "trafilatura": use_trafilatura(with_facts=True),
    "trafilatura, text only": use_trafilatura(),
    "trafilatura fast": use_trafilatura(include_comments=False, fast=True),
    "trafilatura recall": use_trafilatura(include_comments=False, favor_recall=True),
    "trafilatura recall fast": use_trafilatura(include_comments=False, favor_recall=True, fast=True),
    "trafilatura precision": use_trafilatura(include_comments=False, favor_precision=True),
    "resiliparse": read_resiliparse,
    "readability-lxml": read_readability,
    "justext": read_justext,
    "newspaper4k": read_newspaper,
}
