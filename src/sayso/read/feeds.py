"""Read feeds: RSS, RDF, Atom and JSON Feed. Lists of addresses (OPML, sitemaps) become a notice and are not followed.

An entry with a text becomes an article, with the facts that the feed gives; if it is only the beginning of the text, a
notice says so. An entry without text becomes an `Unread` that names its address.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import fields, replace

from sayso.article import Article, Outlet, Stated, Unread
from sayso.errors import Notice, ReadError
from sayso.iso_date import parse_published
from sayso.read.decode import SAMPLE_BYTES, count, decode_bytes
from sayso.read.feeds_entry import Entry, Feed, settle_outlet
from sayso.read.feeds_lists import LIST_ROOTS, MAX_FEED_BYTES, Listed, list_addresses, parse_any_feed
from sayso.read.feeds_text import strip_markup
from sayso.read.feeds_xml import find_root
from sayso.read.plain import describe_controls, join_title, make_unread, read_all
from sayso.read.record_facts import LANGUAGE
from sayso.read.source import Source
from sayso.read.stream import Stream
from sayso.settings import ReadSettings

__all__ = ["Listed", "begins_feed", "list_addresses", "read_feed"]

ROOTS = frozenset(("rss", "feed", "rdf", "channel", *LIST_ROOTS))
MAX_ID_CHARS = 1_000
# A summary shorter than this is only the beginning of a text; what is marked as content is always whole.
MIN_WHOLE_CHARS = 1_000
CUT = re.compile(
    r"(?:\[\s*(?:…|\.\.\.)\s*\]|…|\.\.\.|\b(?:continue reading|read (?:more|on|the full|the rest))\b[^\n.]{0,60})\s*\Z",
    re.IGNORECASE,
)
# A page reader that leaves out more than this share of a feed's content mistook text for boilerplate.
MIN_KEPT_SHARE = 0.8
FIELDS = [field.name for field in fields(Article)]


def begins_feed(text: str) -> bool:
    """Whether a text begins like a feed in XML, an OPML list or a sitemap."""
    return text.startswith("<") and find_root(text) in ROOTS


def read_feed(stream: Stream, settings: ReadSettings) -> Iterator[Article | Unread]:
    """Yield the articles of a feed in its order, and an `Unread` for each entry that holds no text."""
    limit = min(settings.max_bytes, MAX_FEED_BYTES)
    data = read_all(stream, limit)
    if data is None:
        yield make_unread(stream.name, f"is a feed of more than {count(limit, 'byte')}; split it")
        return
    try:
        yield from read_entries(data, stream.name, settings)
    except ReadError as err:
        yield make_unread(stream.name, str(err))


def read_entries(data: bytes, name: str, settings: ReadSettings) -> Iterator[Article | Unread]:
    """Yield what the entries hold, or an `Unread` for a list of addresses or an empty feed.

    Raises:
        ReadError: the bytes hold no feed.
    """
    text = decode_bytes(data[:SAMPLE_BYTES], known="cp1252").text
    what = LIST_ROOTS.get(find_root(text))
    if what is not None:
        size = len(list_addresses(data, name))
        yield make_unread(name, f"is {what} with {size:,} entries, and no article; follow it with `sayso watch`")
        return
    feed = parse_any_feed(data, name, text)
    if not feed.entries:
        yield make_unread(name, "is a feed without entries")
    for number, entry in enumerate(feed.entries, 1):
        yield read_entry(feed, entry, f"{name}, entry {number}", settings)


def read_entry(feed: Feed, entry: Entry, where: str, settings: ReadSettings) -> Article | Unread:
    """The article of one entry, or why it holds none."""
    article_id = (entry.id or entry.url or where)[:MAX_ID_CHARS]
    given = strip_markup(entry.body) if entry.is_html else entry.body.strip()
    if not given or given == entry.title:
        remedy = f"read its address {entry.url} instead" if entry.url else "it gives no address to read instead"
        return make_unread(where, f"holds no text; {remedy}", article_id=article_id)
    outlet, stated = settle_outlet(feed, entry)
    article = read_content(entry, where, outlet, stated, settings)
    if article is None or lost_much(article.text, given):
        article = make_article(entry, given, outlet, stated)
    notices = [*article.notices]
    if is_beginning(entry, given):
        remedy = f"read its address {entry.url} for the rest" if entry.url else "it gives no address for the rest"
        notices.append(Notice("read", f"{where}: only the summary stands in the feed; {remedy}."))
    return fill_modified(replace(article, id=article_id, notices=tuple(notices)), entry)


def is_beginning(entry: Entry, given: str) -> bool:
    """Whether an entry holds only the beginning of its text."""
    return CUT.search(given[-100:]) is not None or (not entry.is_content and len(given) < MIN_WHOLE_CHARS)


def read_content(
    entry: Entry, where: str, outlet: Outlet | None, stated: tuple[Stated, ...], settings: ReadSettings
) -> Article | None:
    """The article of HTML content, read as a page; None if it has no tags, or no text was found."""
    if not entry.is_html or "<" not in entry.body:
        return None
    from sayso.read.html import read_page  # noqa: PLC0415  (heavy: only where a feed holds HTML)

    title = html.escape(entry.title or "")
    page = (
        f"<!DOCTYPE html><html><head><title>{title}</title></head><body><article>{entry.body}</article></body></html>"
    )
    language = take_language(entry)
    source = Source(
        name=where,
        url=entry.url,
        charset="utf-8",
        title=entry.title,
        outlet=outlet,
        authors=entry.authors,
        published=entry.published,
        language=language,
        stated=stated,
        origin="feed",
    )
    article = read_page(page.encode("utf-8", "replace"), source, settings)
    return article if isinstance(article, Article) else None


def lost_much(text: str, given: str) -> bool:
    """Whether a page reader left out text of a feed's content, or the breaks between its paragraphs.

    A page reader removes boilerplate, but a feed's content has none; of short content it makes one paragraph.
    """
    return len(text) < MIN_KEPT_SHARE * len(given) or 2 * text.count("\n\n") < given.count("\n\n")


def make_article(entry: Entry, given: str, outlet: Outlet | None, stated: tuple[Stated, ...]) -> Article:
    """The article of an entry's plain text."""
    text, title_span, given_span = join_title(given, entry.title, find=False)
    published = parse_published(entry.published or "")
    article = Article(
        id="",
        text=text,
        url=entry.url,
        outlet=outlet,
        title=title_span.of(text) if title_span else None,
        title_span=title_span,
        given_span=given_span,
        authors=entry.authors,
        published=published and published[0],
        published_precision=published and published[1],
        language=take_language(entry),
        notices=tuple(Notice("read", f"{reason}.") for reason in filter(None, [describe_controls(text)])),
        stated=stated,
    )
    known = ("url", "outlet", "title", "authors", "published", "language")
    return replace(article, origins=tuple((name, "feed") for name in known if getattr(article, name)))


def fill_modified(article: Article, entry: Entry) -> Article:
    """The article with the date of its last change, if only the feed states it."""
    modified = parse_published(entry.modified or "")
    if modified is None or article.modified is not None:
        return article
    origins = sorted((*article.origins, ("modified", "feed")), key=lambda origin: FIELDS.index(origin[0]))
    return replace(article, modified=modified[0], modified_precision=modified[1], origins=tuple(origins))


def take_language(entry: Entry) -> str | None:
    """The language as a code of two lower-case letters."""
    match = LANGUAGE.fullmatch(entry.language or "")
    return match[1].lower() if match else None
