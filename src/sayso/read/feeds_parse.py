"""Parse RSS, RDF and Atom to a `Feed`. The only module that uses feedparser.

feedparser is given an open file, never a string, which it would take for a path or an address. The DOCTYPE is removed
before, so that no entities can expand. It neither cleans the HTML nor resolves its links, since only the text is used.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Container
from datetime import datetime, timezone
from typing import Any, cast
from urllib.parse import urljoin

from sayso.address import find_host
from sayso.article import Outlet, Stated
from sayso.errors import ReadError
from sayso.read.feeds_entry import Entry, Feed, keep_date
from sayso.read.feeds_text import strip_title
from sayso.read.feeds_xml import check_shape, clear_xml

__all__ = ["keep_address", "parse_feed"]

Fields = dict[str, Any]
# The types of plain text or HTML; "" is a summary that does not state its type.
TEXT_TYPES = ("text/html", "application/xhtml+xml", "text/plain", "")
# What an RSS feed writes as the guid of an entry.
GUID = re.compile(rb"<guid\b[^>]{0,200}>\s*(?:<!\[CDATA\[\s*)?([^<>\s\]]{1,1000})")
MAX_DATE_CHARS = 100


def parse_feed(data: bytes, name: str) -> Feed:
    r"""The feed that the bytes hold.

    Raises:
        ReadError: they hold none.

    >>> data = b"<rss><channel><title>Coast</title><item><title>Bridge shut</title></item></channel></rss>"
    >>> [entry.title for entry in parse_feed(data, "coast.xml").entries]
    ['Bridge shut']
    """
    cleared = clear_xml(data)
    if not cleared.strip():
        raise ReadError("is empty, or nothing but a DOCTYPE")
    check_shape(cleared)
    parsed = run_feedparser(cleared, name)
    feed = cast("Fields", parsed["feed"])
    is_atom = str(parsed["version"] or "").startswith("atom")
    url = keep_address(text_of(feed, "link"))
    if not parsed["version"] and not parsed["entries"] and not feed:
        raise ReadError("holds no feed that could be recognised")
    shared = list_authors(feed) if is_atom else ()
    language = text_of(feed, "language")
    guids = {guid.decode("utf-8", "replace") for guid in GUID.findall(cleared)}
    entries = tuple(take_entry(entry, url, is_atom, shared, language, guids) for entry in parsed["entries"])
    return Feed(strip_title(text_of(feed, "title") or ""), url, entries)


def run_feedparser(data: bytes, name: str) -> Fields:
    """What feedparser makes of bytes."""
    import feedparser  # type: ignore[import-untyped]  # noqa: PLC0415  (it carries no types; only where feeds are read)

    # An address as name is the base of relative links.
    headers = {"content-location": name} if is_address(name) else {}
    headers["content-type"] = "application/xml"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # About its own renamed fields; none concerns the user.
            parsed: Fields = feedparser.parse(
                io.BytesIO(data), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
            )
    except Exception as err:  # A lenient parser may raise anything on a hostile feed.
        raise ReadError(f"is no feed that could be read ({type(err).__name__}: {str(err)[:80]})") from err
    return parsed


def take_entry(
    entry: Fields,
    base: str | None,
    is_atom: bool,
    shared_authors: tuple[str, ...],
    language: str | None,
    guids: Container[str],
) -> Entry:
    """The `Entry` of one entry of feedparser; `guids` are those of the feed, as it writes them."""
    body, is_html, is_content, content_language = choose_body(entry, is_atom)
    link, name = text_of(entry, "link"), text_of(entry, "id") or ""
    if dict.get(entry, "guidislink") and link not in guids and name.rpartition("/")[2] in guids:
        # feedparser makes an address of a guid such as 4.
        link, name = None, name.rpartition("/")[2]
    return Entry(
        id=name,
        url=keep_address(link, base),
        link=link,
        title=strip_title(text_of(entry, "title") or "", is_html=not is_atom or is_html_title(entry)),
        body=body,
        is_html=is_html,
        is_content=is_content,
        authors=list_authors(entry) or shared_authors,
        published=find_date(entry, "published") or find_date(entry, "created"),
        modified=find_date(entry, "updated"),
        language=text_of(entry, "language") or content_language or language,
        source=find_source(entry),
        source_is_atom=is_atom,
        stated=tuple(list_stated(entry)),
    )


def choose_body(entry: Fields, is_atom: bool) -> tuple[str, bool, bool, str | None]:
    """The longest of an entry's contents and its summary; whether that is HTML; whether it is content; its language."""
    found: list[tuple[str, bool, bool, str | None]] = []
    details = [(content, True) for content in dict.get(entry, "content") or ()]
    details.append((dict.get(entry, "summary_detail") or {}, False))
    for detail, is_content in details:
        value, kind = dict.get(detail, "value"), str(dict.get(detail, "type") or "")
        if isinstance(value, str) and value.strip() and kind in TEXT_TYPES:
            # RSS does not state the type; feedparser then says "text/plain" if it sees no tags.
            is_html = kind != "text/plain" or not is_atom
            found.append((value, is_html, is_content, dict.get(detail, "language")))
    return max(found, key=lambda one: (len(one[0]), one[2]), default=("", True, False, None))


def find_source(entry: Fields) -> Outlet | None:
    """Where the entry says it was taken from: RSS <source url>, Atom <source>."""
    source = dict.get(entry, "source")
    if not isinstance(source, dict):
        return None
    address = text_of(source, "href") or text_of(source, "link") or text_of(source, "id")
    outlet = Outlet(strip_title(text_of(source, "title") or ""), find_host(keep_address(address)))
    return outlet if outlet != Outlet() else None


def list_stated(entry: Fields) -> list[Stated]:
    """The bodies that Dublin Core names: dc:source, dc:publisher."""
    stated = []
    for key, where in (("dc_source", "dc:source"), ("publisher", "dc:publisher")):
        value = strip_title(text_of(entry, key) or "")
        name = find_host(keep_address(value)) or value
        if name and "@" not in name and not name.startswith("urn:"):
            stated.append(Stated(name[:200], "republication", where))
    return stated


def list_authors(fields: Fields) -> tuple[str, ...]:
    """The names of authors; an e-mail address alone is not a name."""
    listed = [text_of(author, "name") for author in dict.get(fields, "authors") or () if isinstance(author, dict)]
    given = [name for name in listed if name] or [text_of(fields, "author") or ""]
    names = [strip_title(name) for name in given]
    return tuple(dict.fromkeys(name for name in names if name and not ("@" in name and " " not in name)))


def find_date(entry: Fields, key: str) -> str | None:
    """The date in ISO 8601 with its own precision and zone; None if it is missing or cannot be parsed."""
    value = dict.get(entry, key)
    if not isinstance(value, str) or not value.strip() or len(value) > MAX_DATE_CHARS:
        return None
    return keep_date(value) or convert_parsed(dict.get(entry, f"{key}_parsed"))


def convert_parsed(parsed: object) -> str | None:
    """A date that only feedparser could parse, in ISO 8601 and UTC; only the day if the time is midnight."""
    if not isinstance(parsed, tuple) or len(parsed) < 6:
        return None
    try:
        moment = datetime(*cast("tuple[int, int, int, int, int, int]", parsed[:6]), tzinfo=timezone.utc)
    except (ValueError, TypeError):
        return None
    if moment.hour == moment.minute == moment.second == 0:
        return moment.date().isoformat()
    return moment.isoformat()


def text_of(fields: Fields, key: str) -> str | None:
    """The string of this key; None if it is missing, or feedparser only put a substitute there."""
    value = dict.get(fields, key)
    return value.strip() or None if isinstance(value, str) else None


def is_html_title(entry: Fields) -> bool:
    """Whether the title may hold tags; Atom says plainly where it does not."""
    detail = dict.get(entry, "title_detail")
    return not (isinstance(detail, dict) and dict.get(detail, "type") == "text/plain")


def keep_address(value: str | None, base: str | None = None) -> str | None:
    """The address, made absolute if a base is known; None unless it is http or https.

    >>> keep_address("/a b", "https://coast.example/"), keep_address("javascript:alert(1)")
    ('https://coast.example/a b', None)
    """
    if not value or len(value) > 4_000:
        return None
    try:
        address = urljoin(base, value.strip()) if base else value.strip()
    except ValueError:
        return None
    return address if is_address(address) else None


def is_address(address: str) -> bool:
    """Whether an address is http or https and names a host, and can go into a header."""
    return find_host(address) is not None and address.isprintable()
