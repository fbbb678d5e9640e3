"""Turn what a feed or list names into entries, with normalised addresses and guids."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sayso.fetch import FetchSettings
from sayso.fetch.address import parse_address
from sayso.fetch.records import FetchError
from sayso.watch.records import Listed
from sayso.watch.state import Entry

__all__ = ["make_entries"]

MAX_GUID_CHARS = 1_000
ANY_PORT = FetchSettings(allow_private=True, ports=tuple(range(1, 65_536)))


def make_entries(listed: Iterable[Listed], source: str) -> Iterator[Entry]:
    """Yield an entry for each page that a source lists, the last listed (the oldest) first.

    >>> from types import SimpleNamespace
    >>> page = SimpleNamespace(url="HTTP://Kiosk.example/a#top", title=None, published=None, outlet=None, kind="page")
    >>> [entry.url for entry in make_entries([page], "http://kiosk.example/feed")]
    ['http://kiosk.example/a']
    """
    # Feeds list the newest first. Articles are read in the order of time, so that who said it first is known first.
    for each in reversed(list(listed)):
        guid = getattr(each, "guid", None)
        yield Entry(
            url=normalise_address(each.url),
            source=source,
            guid=name_guid(guid, source) if guid else None,
            title=each.title,
            published=each.published,
            outlet=each.outlet,
        )


def normalise_address(url: str) -> str:
    """The normalised address: lower-case host, no fragment. One that is not valid stays; fetching it will say why."""
    try:
        return parse_address(url, ANY_PORT).url
    except FetchError:
        return url


def name_guid(guid: str, source: str) -> str:
    """A guid that is unique among sources: unless it is an address, the source is put before it."""
    kept = guid[:MAX_GUID_CHARS]
    return kept if kept.startswith(("http://", "https://", "tag:", "urn:")) else f"{source} {kept}"
