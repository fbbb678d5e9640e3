"""The records of a feed in any format: the feed, its entries, and the carriers that it states for them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sayso.address import find_host, find_site, is_same_site
from sayso.article import Outlet, Stated
from sayso.outlets import clean_outlet
from sayso.read.date import read_date

__all__ = ["Entry", "Feed", "keep_date", "settle_outlet"]

WORD = re.compile(r"[^\W_]+")
BETWEEN_PARTS = re.compile(r"\s+[-–—|»>:·/]+\s+|[|»>:]\s+")
MAX_TITLE_CHARS = 300
# What titles of feeds are made of that name a section, or say that it is a feed.
SECTION_WORDS = frozenset(
    """
    news latest breaking top most popular recent new live stories story headlines updates articles posts all feed
    feeds rss atom xml home homepage front page main index section category technology tech science business economy
    economics money markets finance companies world international global national domestic local regional politics
    government sport sports football cricket tennis golf culture arts art books film music theatre entertainment
    celebrity health education opinion opinions editorial editorials comment commentary analysis features lifestyle
    life style fashion travel food weather climate environment media video videos photos pictures podcasts audio
    crime law society europe asia africa america americas middle east uk us usa eu and the of in for from s
    """.split()
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed, as given.

    Attributes:
        id: What the feed gives as its id, "" if nothing.
        url: Its address, absolute.
        link: What it gives as its address, whatever that is.
        title: Its title, without markup.
        body: Its text or the beginning of it.
        is_html: Whether `body` is HTML.
        is_content: Whether the feed gives `body` as the content, not as a summary.
        authors: Names.
        published: The date in ISO 8601.
        modified: As `published`.
        language: As given.
        source: Where the feed says that it took the entry from.
        source_is_atom: Whether that is an Atom <source>.
        stated: Other carriers that the feed states for it.
    """

    id: str = ""
    url: str | None = None
    link: str | None = None
    title: str | None = None
    body: str = ""
    is_html: bool = True
    is_content: bool = False
    authors: tuple[str, ...] = ()
    published: str | None = None
    modified: str | None = None
    language: str | None = None
    source: Outlet | None = None
    source_is_atom: bool = False
    stated: tuple[Stated, ...] = ()


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: its title, the address of the site that it belongs to, and its entries in order."""

    title: str | None
    url: str | None
    entries: tuple[Entry, ...]


def settle_outlet(feed: Feed, entry: Entry) -> tuple[Outlet | None, tuple[Stated, ...]]:
    """Who published an entry, and the carriers that the feed states for it.

    If the feed names another source and the entry's address leads there, that source is the outlet and the feed an
    aggregator. If the address leads to the feed's own site or is missing, the feed has republished the entry.

    >>> feed = Feed("Coast Daily", "https://coast.example/", ())
    >>> settle_outlet(feed, Entry(source=Outlet("Harbour Wire", "harbour.example")))[1][0].name
    'Harbour Wire'
    """
    own = Outlet(clean_outlet(find_outlet_name(feed)), find_host(feed.url))
    where = "Atom source" if entry.source_is_atom else "RSS source"
    host = find_host(entry.url)
    origin = Outlet(clean_outlet(entry.source.name), entry.source.domain) if entry.source else Outlet()
    name = origin.name or origin.domain
    carriers: tuple[Stated, ...] = ()
    if name is None or is_same_outlet(origin, own):
        outlet = own
    elif is_same_site(host, origin.domain) and not is_same_site(host, own.domain):
        feed_name = own.name or own.domain
        outlet, carriers = origin, ((Stated(feed_name, "aggregator", where),) if feed_name else ())
    else:
        outlet, carriers = own, (Stated(name, "republication", where),)
    others = (other for other in entry.stated if not is_same_outlet(name_outlet(other.name), outlet))
    return (outlet if outlet != Outlet() else None), tuple(dict.fromkeys((*carriers, *others)))


def find_outlet_name(feed: Feed) -> str | None:
    """The name of the outlet in a feed's title; None if that names only a section, unless the site has that name.

    >>> [find_outlet_name(Feed(it, None, ())) for it in ("Technology", "Coast Daily - World News", "Coast | Harbour")]
    [None, 'Coast Daily', 'Coast | Harbour']
    >>> find_outlet_name(Feed("Science", "https://www.science.example/feed", ()))
    'Science'
    """
    parts = BETWEEN_PARTS.split((feed.title or "")[:MAX_TITLE_CHARS])
    names = [part for part in parts if not is_section(part)]
    host = find_host(feed.url)
    if len(names) == len(parts) or (host and fold_name(feed.title) == fold_name(find_site(host).split(".")[0])):
        return feed.title
    return " – ".join(names) or None


def is_section(name: str) -> bool:
    """Whether a name is made of words for sections and feeds alone."""
    return all(word in SECTION_WORDS for word in WORD.findall(name.casefold()))


def name_outlet(name: str) -> Outlet:
    """The outlet of this name; a name that is a host is its domain too."""
    return Outlet(name, name.casefold() if "." in name and " " not in name else None)


def is_same_outlet(one: Outlet, other: Outlet) -> bool:
    """Whether two outlets have the same name or site, as far as these are known."""
    names = {fold_name(one.name), fold_name(one.domain)} & {fold_name(other.name), fold_name(other.domain)}
    return bool(names - {""}) or is_same_site(one.domain, other.domain)


def fold_name(name: str | None) -> str:
    """A name for comparing: letters and digits only, without "the" in front."""
    return "".join(filter(str.isalnum, (name or "").casefold().removeprefix("the ")))


def keep_date(value: str | None) -> str | None:
    """The date in ISO 8601 with its own precision and zone; None if it cannot be parsed."""
    known = read_date(value) if value else None
    return known[0] if known else None
