"""From what a source lists to entries: each with one form of address, and its own name where the source gives one."""

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
    """Yield an entry for each page that a source lists, in its order, the last listed (the oldest) first.

    >>> from types import SimpleNamespace
    >>> page = SimpleNamespace(url="HTTP://Kiosk.example/a#top", title=None, published=None, outlet=None, kind="page")
    >>> [entry.url for entry in make_entries([page], "http://kiosk.example/feed")]
    ['http://kiosk.example/a']
    """
    # Feeds list the newest first; read in the order of time, who said it first is known first.
    for each in reversed(list(listed)):
        guid = getattr(each, "guid", None)
        yield Entry(
            url=find_one_form(each.url),
            source=source,
            guid=name_guid(guid, source) if guid else None,
            title=each.title,
            published=each.published,
            outlet=each.outlet,
        )


def find_one_form(url: str) -> str:
    """The address without its fragment and with a small host; as it is where it is none (fetching it then says why)."""
    try:
        return parse_address(url, ANY_PORT).url
    except FetchError:
        return url


def name_guid(guid: str, source: str) -> str:
    """The guid, with its source before it unless it is an address: "17" is the seventeenth of many feeds."""
    kept = guid[:MAX_GUID_CHARS]
    return kept if kept.startswith(("http://", "https://", "tag:", "urn:")) else f"{source} {kept}"
