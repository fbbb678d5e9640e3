"""Parse JSON Feed (versions 1 and 1.1, jsonfeed.org) to a `Feed`; a field of an unexpected type is skipped."""

from __future__ import annotations

import json
from typing import Any

from sayso.address import find_host, is_same_site
from sayso.article import Stated
from sayso.errors import ReadError
from sayso.read.decode import decode_bytes
from sayso.read.feeds_entry import Entry, Feed, keep_date
from sayso.read.feeds_parse import keep_address
from sayso.read.feeds_text import strip_title

__all__ = ["parse_json_feed"]


def parse_json_feed(data: bytes) -> Feed:
    r"""The feed that the bytes hold.

    Raises:
        ReadError: they hold no JSON Feed.

    >>> feed = parse_json_feed(b'{"title": "Coast", "items": [{"id": 7, "content_text": "We won, she said."}]}')
    >>> feed.entries[0].id
    '7'
    """
    try:
        # Numbers stay strings: converting a very long one would take too much time.
        feed = json.loads(decode_bytes(data).text, parse_int=str, parse_float=str)
    except (ValueError, RecursionError) as err:
        raise ReadError(f"is no JSON that could be read ({str(err)[:80]})") from err
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list):
        raise ReadError('is JSON without a list of "items", so no JSON Feed')
    url = keep_address(take(feed, "home_page_url")) or keep_address(take(feed, "feed_url"))
    shared = list_authors(feed)
    language = take(feed, "language")
    entries = tuple(take_item(item, url, shared, language) for item in items if isinstance(item, dict))
    return Feed(strip_title(take(feed, "title") or "", is_html=False), url, entries)


def take_item(item: dict[str, Any], base: str | None, shared: tuple[str, ...], language: str | None) -> Entry:
    """The `Entry` of one item."""
    found = [(take(item, key) or "", key) for key in ("content_html", "content_text", "summary")]
    body, key = max(found, key=lambda one: len(one[0]))
    url = keep_address(take(item, "url"), base)
    return Entry(
        id=take(item, "id") or "",
        url=url,
        link=take(item, "url"),
        title=strip_title(take(item, "title") or "", is_html=False),
        body=body,
        is_html=key == "content_html",
        is_content=key != "summary",
        authors=list_authors(item) or shared,
        published=find_date(item, "date_published"),
        modified=find_date(item, "date_modified"),
        language=take(item, "language") or language,
        stated=find_external(item, url),
    )


def find_external(item: dict[str, Any], url: str | None) -> tuple[Stated, ...]:
    """The site named by `external_url`: the item reports on a page of it."""
    host = find_host(keep_address(take(item, "external_url")))
    if host is None or is_same_site(host, find_host(url)):
        return ()
    return (Stated(host, "report", "JSON Feed external_url"),)


def list_authors(fields: dict[str, Any]) -> tuple[str, ...]:
    """The names of the authors: `authors`, or `author` of version 1."""
    given = fields.get("authors") or [fields.get("author")]
    listed = given if isinstance(given, list) else [given]
    names = [take(author, "name") for author in listed if isinstance(author, dict)]
    return tuple(dict.fromkeys(name for name in names if name))


def find_date(fields: dict[str, Any], key: str) -> str | None:
    """The date in ISO 8601; None if it is missing or cannot be parsed."""
    return keep_date(take(fields, key))


def take(fields: dict[str, Any], key: str) -> str | None:
    """The string of this key, with U+FFFD for what UTF-8 cannot write; None if it is missing or blank."""
    value = fields.get(key)
    return value.encode("utf-8", "replace").decode("utf-8").strip() or None if isinstance(value, str) else None
