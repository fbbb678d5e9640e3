"""Find the host of an address, and whether two hosts are one site. The only module with the public suffix list."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList

__all__ = ["find_host", "find_site", "is_other_site", "is_same_site", "join_address"]


def find_host(address: str | None) -> str | None:
    """The host of an http or https address, in lower case and without "www."; None if it has none.

    >>> find_host("https://www.Example.org:443/a"), find_host("mailto:roth@example.org")
    ('example.org', None)
    """
    try:
        parts = urlsplit((address or "").strip())
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host:
        return None
    return host.removeprefix("www.").rstrip(".") or None


@lru_cache(maxsize=4_096)
def find_site(host: str) -> str:
    """The part of a host that its owner registered, or got from a service where anybody may have a site.

    >>> find_site("amp.news.co.uk"), find_site("edition.news.example"), find_site("roth.github.io")
    ('news.co.uk', 'news.example', 'roth.github.io')
    """
    return _load_suffixes().privatesuffix(host) or host


def is_same_site(host: str | None, other: str | None) -> bool:
    """Whether two hosts belong to one site; False if one is unknown.

    >>> is_same_site("m.news.example", "news.example"), is_same_site("a.github.io", "b.github.io")
    (True, False)
    """
    if not host or not other:
        return False
    # Equal hosts do not need the list, which takes 0.1 s to load.
    return host == other or find_site(host) == find_site(other)


def is_other_site(address: str | None, other: str | None) -> bool:
    """Whether two addresses are known to belong to different sites.

    >>> is_other_site("https://m.news.example/1", "https://news.example/1"), is_other_site("https://a.example", None)
    (False, False)
    """
    host, other_host = find_host(address), find_host(other)
    return host is not None and other_host is not None and not is_same_site(host, other_host)


def join_address(base: str | None, address: str | None) -> str | None:
    """An http or https address, completed by the address of its page; None if it is not one."""
    if not address:
        return None
    try:
        whole = urljoin(base, address.strip()) if base else address.strip()
    except ValueError:
        return None
    return whole if find_host(whole) else None


@lru_cache(maxsize=1)
def _load_suffixes() -> PublicSuffixList:
    """The list that comes with the library; nothing is fetched. Private suffixes such as github.io count."""
    # Imported here: it costs 0.1 s, and most pages need no list.
    from publicsuffixlist import PublicSuffixList  # noqa: PLC0415

    return PublicSuffixList()
