"""Read lists of addresses to follow: OPML lists of feeds, sitemaps and their indexes, and the entries of a feed."""

from __future__ import annotations

from dataclasses import dataclass

from sayso.errors import ReadError
from sayso.read.decode import SAMPLE_BYTES, decode_bytes
from sayso.read.feeds_entry import Feed, keep_date, settle_outlet
from sayso.read.feeds_json import parse_json_feed
from sayso.read.feeds_parse import keep_address, parse_feed
from sayso.read.feeds_text import strip_title
from sayso.read.feeds_xml import find_root, walk_elements

__all__ = ["LIST_ROOTS", "MAX_FEED_BYTES", "Listed", "list_addresses", "parse_any_feed"]

LIST_ROOTS = {"opml": "a list of feeds (OPML)", "urlset": "a sitemap", "sitemapindex": "an index of sitemaps"}
# Parsing a hostile feed takes up to 3 s a megabyte; the largest news feeds have 2 MB.
MAX_FEED_BYTES = 10_000_000
# A sitemap may hold 50,000 by its own rules; some hold more.
MAX_LISTED = 200_000


@dataclass(frozen=True, slots=True)
class Listed:
    """An address that a list gives.

    Attributes:
        url: The address, http or https; if the kind is "other", whatever is given instead of one.
        title: As the list has it.
        published: In ISO 8601, cut to its precision.
        outlet: The name of the outlet that publishes there.
        kind: "feed", "page" or "sitemap"; "other" if there is no address on the web.
        modified: As `published`.
    """

    url: str
    title: str | None = None
    published: str | None = None
    outlet: str | None = None
    kind: str = "page"
    modified: str | None = None


def list_addresses(data: bytes, name: str) -> list[Listed]:
    r"""The addresses in an OPML list, a sitemap or a feed, in order and without duplicates.

    Raises:
        ReadError: it is none of these, or holds more than 200,000 addresses.

    >>> data = b'<opml><body><outline text="Coast" xmlUrl="https://coast.example/feed"/></body></opml>'
    >>> list_addresses(data, "feeds.opml")
    [Listed(url='https://coast.example/feed', title=None, published=None, outlet='Coast', kind='feed', modified=None)]
    """
    text = decode_bytes(data[:SAMPLE_BYTES], known="cp1252").text
    root = find_root(text)
    if root == "opml":
        found = list_outlines(data)
    elif root in LIST_ROOTS:
        found = list_sitemap(data)
    else:
        found = list_entries(parse_any_feed(data, name, text))
    by_url = {listed.url: listed for listed in reversed(found)}
    if len(by_url) > MAX_LISTED:
        raise ReadError(f"lists {len(by_url):,} addresses, more than {MAX_LISTED:,}; split it")
    return list(reversed(by_url.values()))


def parse_any_feed(data: bytes, name: str, text: str) -> Feed:
    """The feed that the bytes hold, in XML or JSON; `text` is how they begin."""
    if len(data) > MAX_FEED_BYTES:
        raise ReadError(f"is a feed of more than {MAX_FEED_BYTES:,} bytes; split it")
    return parse_json_feed(data) if text.lstrip("\ufeff \t\r\n").startswith("{") else parse_feed(data, name)


def list_entries(feed: Feed) -> list[Listed]:
    """The pages that the entries of a feed lead to."""
    listed = []
    for entry in feed.entries:
        if entry.url is not None:
            outlet = settle_outlet(feed, entry)[0]
            name = (outlet.name or outlet.domain) if outlet else None
            listed.append(Listed(entry.url, entry.title, entry.published, name, "page", entry.modified))
        elif other := entry.link or entry.id or entry.title:
            listed.append(Listed(other, kind="other"))
    return listed


def list_outlines(data: bytes) -> list[Listed]:
    """The feeds, and the other lists and pages, of an OPML list."""
    listed = []
    for element, attributes, _, _ in walk_elements(data):
        if element.lower() != "outline":
            continue
        label = strip_title(attributes.get("title") or attributes.get("text") or "", is_html=False)
        feed = keep_address(attributes.get("xmlurl"))
        page = keep_address(attributes.get("url") or attributes.get("htmlurl"))
        if feed is not None:
            listed.append(Listed(feed, outlet=label, kind="feed"))
        elif page is not None:
            # An "include" or an address of type "rss" leads to another list or feed.
            kind = "feed" if attributes.get("type", "").lower() in ("rss", "atom", "include") else "page"
            listed.append(Listed(page, label, kind=kind))
        elif other := attributes.get("xmlurl") or attributes.get("url") or attributes.get("htmlurl"):
            listed.append(Listed(other.strip(), kind="other"))
    return listed


def list_sitemap(data: bytes) -> list[Listed]:
    """The pages of a sitemap, with the facts from its news part, or the sitemaps of an index."""
    listed = []
    known: dict[str, str] = {}
    for element, _, text, _ in walk_elements(data):
        if element not in ("url", "sitemap"):
            known.setdefault(element, text)
            continue
        url = keep_address(known.get("loc"))
        if url is not None:
            listed.append(
                Listed(
                    url,
                    strip_title(known.get("title", ""), is_html=False),
                    keep_date(known.get("publication_date")),
                    known.get("name") or None,
                    "sitemap" if element == "sitemap" else "page",
                    keep_date(known.get("lastmod")),
                )
            )
        elif other := known.get("loc", "").strip():
            listed.append(Listed(other, kind="other"))
        known = {}
    return listed
