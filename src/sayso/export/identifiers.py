"""Names for articles and their parts that are unique in the world, for formats whose records need one (IRIs).

An article is named by a UUID made from its id and its text (RFC 9562, version 5), so that the same article has the same
name in every file and on every machine, and two articles never share one, also where they share an address. A part is
its article's name, "#", and its own id: `urn:uuid:…#s1`.
"""

from __future__ import annotations

import re
import uuid
from urllib.parse import quote

from sayso.article import Article
from sayso.reading import Stamp
from sayso.selectors import clear_address

__all__ = ["VOCABULARY", "find_url", "make_prefix", "name_article", "name_part", "name_reading"]

# Any fixed UUID will do; this one must never change.
_NAMESPACE = uuid.UUID("8d2f5a3e-6f0b-4c1a-9b54-1f8f0d6f7c21")
VOCABULARY = f"{_NAMESPACE.urn}#"
"""What the names of sayso's own terms begin with, where a standard has none."""
# What an IRI cannot hold, though browsers forgive it (RFC 3987).
_NO_IRI = re.compile(r'[\x00-\x20<>"{}|\\^`\ud800-\udfff]|%(?![0-9A-Fa-f]{2})')


def name_article(article: Article) -> str:
    """The name of an article.

    >>> name_article(Article("a", "It rained."))
    'urn:uuid:2f9b5ed8-90b4-597f-b8e0-fef55365e9c6'
    """
    return _make_uuid(article.id, article.fingerprint)


def name_reading(article: Article, stamp: Stamp) -> str:
    """The name of a reading of an article, which another version, model or setting changes."""
    return _make_uuid("reading", article.id, article.fingerprint, stamp.version, stamp.model, stamp.settings)


def _make_uuid(*parts: str) -> str:
    # uuid5 takes text alone before Python 3.12, and no lone surrogates in it.
    return uuid.uuid5(_NAMESPACE, "\0".join(parts).encode("utf-8", "surrogatepass").decode("latin-1")).urn


def make_prefix(article_name: str) -> str:
    """What the names of an article's parts begin with."""
    return f"{article_name}#"


def name_part(article_name: str, part: str) -> str:
    """The name of a statement, speaker or carrier of an article, by its id.

    >>> name_part("urn:uuid:1", "s1")
    'urn:uuid:1#s1'
    """
    return f"{make_prefix(article_name)}{quote(part, safe='', errors='replace')}"


def find_url(article: Article) -> str | None:
    """The address of an article as an IRI; None if it has none on the web.

    >>> find_url(Article("a", "It rained.", url="https://coast.example/a?q={b}"))
    'https://coast.example/a?q=%7Bb%7D'
    """
    address = clear_address(article.url) if article.url else None
    return address and _NO_IRI.sub(lambda it: quote(it[0], safe="", errors="replace"), address)
