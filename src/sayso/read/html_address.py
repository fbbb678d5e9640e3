"""Addresses of pages: their host, and whether two hosts are one site."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

__all__ = ["find_host", "find_site", "is_other_site", "join_address"]

# Before a two-letter country these are no name of a site: bbc.co.uk, abc.net.au.
SECOND_LEVEL = frozenset("co com net org gov gob gouv ac edu or ne go in web nom info".split())


def find_host(address: str | None) -> str | None:
    """The host of an address in small letters without "www.", None if it has none.

    >>> find_host("https://www.Example.org:443/a")
    'example.org'
    """
    try:
        parts = urlsplit(address or "")
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host or "." not in host:
        return None
    return host.removeprefix("www.").rstrip(".") or None


def find_site(host: str) -> str:
    """The part of a host that its owner registered.

    >>> find_site("amp.news.co.uk"), find_site("edition.news.example")
    ('news.co.uk', 'news.example')
    """
    labels = host.split(".")
    keeps = 3 if len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in SECOND_LEVEL else 2
    return ".".join(labels[-keeps:])


def is_other_site(address: str | None, other: str | None) -> bool:
    """Whether two addresses are of two sites, as far as is known.

    >>> is_other_site("https://m.news.example/1", "https://news.example/1")
    False
    """
    host, other_host = find_host(address), find_host(other)
    return host is not None and other_host is not None and find_site(host) != find_site(other_host)


def join_address(base: str | None, address: str | None) -> str | None:
    """An address of http or https, completed by that of its page; None if it is none."""
    if not address:
        return None
    try:
        whole = urljoin(base, address.strip()) if base else address.strip()
    except ValueError:
        return None
    return whole if find_host(whole) else None
