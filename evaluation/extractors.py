"""The libraries that pages.py holds against one another, each as a function of a page's bytes and address.

None of them is needed to use sayso but trafilatura; those that are not installed are passed over.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module
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
    """Trafilatura in a setting."""

    def extract(data: bytes, url: str | None) -> Extracted:
        document: Any = import_module("trafilatura").bare_extraction(data, url=url, with_metadata=with_facts, **options)
        if document is None:
            return Extracted("")
        authors = tuple((document.author or "").split("; ")) if document.author else ()
        return Extracted(document.text or "", document.title, authors, document.date, document.sitename)

    return extract


def read_resiliparse(data: bytes, _url: str | None) -> Extracted:
    """resiliparse, main content only."""
    encoding, html2text = import_module("resiliparse.parse.encoding"), import_module("resiliparse.extract.html2text")
    text = encoding.bytes_to_str(data, encoding.detect_encoding(data))
    return Extracted(html2text.extract_plain_text(text, main_content=True, alt_texts=False, list_bullets=False))


def read_readability(data: bytes, _url: str | None) -> Extracted:
    """readability-lxml."""
    document = import_module("readability").Document(data.decode("utf-8", "replace"))
    return Extracted("\n".join(import_module("lxml.html").fromstring(document.summary()).itertext()), document.title())


def read_justext(data: bytes, _url: str | None) -> Extracted:
    """Paragraphs of jusText with the English stop list."""
    justext = import_module("justext")
    paragraphs = justext.justext(data, justext.get_stoplist("English"))
    return Extracted("\n\n".join(it.text for it in paragraphs if not it.is_boilerplate))


def read_newspaper(data: bytes, url: str | None) -> Extracted:
    """newspaper4k."""
    article = import_module("newspaper").Article(url or "https://news.example/", language="en", fetch_images=False)
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
