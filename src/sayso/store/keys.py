"""Decide which articles of a collection are the same one.

An article is recognised by what it has of these, each made into a digest:

- its address, and the address that the page gives as its own if that is on the same site; without the part after #, the
  scheme, "www." and parameters that only count visits. The front page of a site is nobody's address.
- its text together with its outlet. The same text in another outlet is another article: a copy.

Without an address, an article with the id and outlet of another is a version of that one if their texts share words
enough (see `share_words`); ids such as "1" or "article.txt" are given to many.
"""

from __future__ import annotations

import hashlib
import re
from urllib.parse import parse_qsl, urlencode, urlsplit

from sayso.address import find_host, find_site, is_same_site
from sayso.article import Article

__all__ = ["find_address", "list_digests", "make_key", "share_words"]

_DIGEST_BYTES = 16
# Parameters by which a link says where it was found; they do not change the page.
_VISITS = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|msclkid|mc_[ce]id|igshid|ocid|cmpid|at_\w+|ref_src|smid", re.IGNORECASE
)
_MAX_WORDS = 20_000
_RUN = 3
_SHARED = 0.3


def find_address(article: Article) -> str | None:
    """The address that an article is known by, in one form; None if it has none.

    >>> find_address(Article("a", "", url="http://www.news.example/a/?utm_source=x#top"))
    'news.example/a'
    """
    own, stated = _normalise(article.url), _normalise(article.canonical)
    if own is None or (stated is not None and is_same_site(find_host(article.url), find_host(article.canonical))):
        return stated or own
    return own


def _normalise(address: str | None) -> str | None:
    host = find_host(address)
    if host is None or address is None:
        return None
    parts = urlsplit(address.strip())
    path = parts.path.rstrip("/")
    query = urlencode(
        sorted(pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not _VISITS.fullmatch(pair[0]))
    )
    if not path and not query:
        return None
    return host + path + (f"?{query}" if query else "")


def list_digests(article: Article, fingerprint: str) -> list[bytes]:
    """The digests by which an article is recognised: first that of its text, then those of its addresses."""
    names = [f"text {fingerprint} {_name_publisher(article)}"]
    addresses = (find_address(article), _normalise(article.url))
    names += dict.fromkeys(f"address {address}" for address in addresses if address is not None)
    return [
        hashlib.blake2b(name.encode("utf-8", "surrogatepass"), digest_size=_DIGEST_BYTES).digest() for name in names
    ]


def make_key(article: Article, fingerprint: str) -> str:
    """The name of a new article in the collection: its address, else a digest of its text and outlet."""
    return find_address(article) or f"text:{list_digests(article, fingerprint)[0].hex()}"


def _name_publisher(article: Article) -> str:
    host = find_host(article.url) or find_host(article.canonical)
    outlet = article.outlet
    if host is None and outlet is not None and outlet.domain:
        host = outlet.domain.casefold().removeprefix("www.")
    if host is not None:
        return find_site(host)
    return " ".join((outlet.name or "").casefold().split()) if outlet is not None else ""


def share_words(one: str, other: str) -> bool:
    """Whether two texts are versions of one article: three in ten runs of three words of the shorter one are shared.

    >>> share_words("The lock stays shut until May.", "The lock stays shut until June.")
    True
    """
    runs, others = (_list_runs(text) for text in (one, other))
    fewest = min(len(runs), len(others))
    return fewest > 0 and len(runs & others) >= _SHARED * fewest


def _list_runs(text: str) -> set[tuple[str, ...]]:
    words = text.casefold().split()[:_MAX_WORDS]
    return {tuple(words[at : at + _RUN]) for at in range(max(1, len(words) - _RUN + 1))} if words else set()
