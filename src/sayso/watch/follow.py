"""Follow feeds: record what they list, read what is new, and write each article once."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from sayso.address import find_host
from sayso.article import Article, Outlet, Unread
from sayso.errors import Notice, ReadError, describe_notice
from sayso.fetch import Conditional, Fetched, NotFetched, Why
from sayso.fetch.address import hide_password
from sayso.fetch.keep import pack_info, pack_response
from sayso.jsonl import write_reading
from sayso.read import make_unique
from sayso.read.source import Source
from sayso.reading import Reading
from sayso.watch.entries import make_entries
from sayso.watch.pages import Fetches, is_address, record_not_fetched
from sayso.watch.records import Files, Steps, WatchTotals
from sayso.watch.spread import fetch_spread
from sayso.watch.state import Entry

__all__ = ["Watcher"]

WORKERS = 8
# So many entries without an address are named, and so much of each.
SHOWN, SHOWN_CHARS = 5, 200
BATCH = 500
# Nobody keeps feeds in a list of lists of lists.
MAX_DEPTH = 3
MAX_SOURCES = 10_000
# The most that the sitemap protocol allows (sitemaps.org).
MAX_SOURCE_BYTES = 50_000_000
GZIP = b"\x1f\x8b"
# If an entry fails for a reason that may pass, it is tried in five rounds, the last about four hours after the first.
MAX_TRIES = 5
FIRST_WAIT_S = 900.0


@dataclass(frozen=True, slots=True)
class _Place:
    """A source to look at, and the number of lists that lead to it."""

    name: str
    depth: int = 0


class Watcher:
    """Follows feeds. One round looks at all feeds and reads the waiting entries.

    Args:
        fetcher: Fetches addresses.
        files: The files to write; what a stopped run left unfinished is cut off.
        steps: What to do with what is fetched.
        totals: Counts to continue.
    """

    def __init__(self, fetcher: Fetches, files: Files, steps: Steps, totals: WatchTotals | None = None) -> None:
        self.totals = totals or WatchTotals()
        self._fetcher = fetcher
        self._files = files
        self._state = files.state
        self._steps = steps
        # Sources whose entries without an address were reported.
        self._reported: set[str] = set()
        # What each source was when it was last looked at.
        self._kinds: dict[str, Literal["feed", "list", "silent"]] = {}
        files.cut()

    def run_round(self, sources: Iterable[str]) -> None:
        """Look at all sources once; read the new entries and those that wait from earlier rounds."""
        self._look_at_all(_Place(name) for name in sources)
        self._read_waiting()

    def count_waiting(self) -> int:
        """How many entries wait to be tried again."""
        return self._state.count_waiting()

    # ---- sources

    def _look_at_all(self, given: Iterable[_Place]) -> None:
        places = list({place.name: place for place in given}.values())
        seen = {place.name for place in places}
        while places:
            found: dict[str, _Place] = {}
            # The versions are looked up here, since only one thread may use the state.
            jobs = [(place, version) for place in places if (version := self._find_version(place)) is not None]
            for (place, _), got in fetch_spread(
                jobs, self._get_source, host=lambda job: find_host(job[0].name) or job[0].name, workers=WORKERS
            ):
                found |= {new.name: new for new in self._take_source(place, got) if new.name not in seen}
            places = list(found.values())[: MAX_SOURCES - len(seen)]
            if len(places) < len(found):
                self._steps.report(f"more than {MAX_SOURCES:,} feeds are listed; the others are left out")
            seen.update(place.name for place in places)
        kinds = Counter(self._kinds.values())
        self.totals.feeds, self.totals.silent = kinds["feed"] + kinds["silent"], kinds["silent"]

    def _find_version(self, place: _Place) -> Conditional | None:
        """The known version of a source; None while the source asks us to wait."""
        version, next_at = self._state.find_source(place.name)
        return version if next_at <= self._steps.now() else None

    def _get_source(self, job: tuple[_Place, Conditional]) -> tuple[bytes, Conditional] | NotFetched:
        """Fetch a source; return its bytes and their version, or why there are none."""
        place, version = job
        if not is_address(place.name):
            return read_local(place.name)
        got = self._fetcher.get(place.name, conditional=version)
        return got if isinstance(got, NotFetched) else (got.body, got.conditional)

    def _take_source(self, place: _Place, got: tuple[bytes, Conditional] | NotFetched) -> Iterator[_Place]:
        """Record the entries that a source lists; yield the sources that it lists."""
        self.totals.sources += 1
        self._kinds[place.name] = "feed"
        if isinstance(got, NotFetched):
            if got.why is not Why.UNCHANGED:
                self._report_failed(place.name, got.reason)
                is_typed_wrongly = got.why is not Why.PASSING and not self._state.knows_source(place.name)
                self.totals.hopeless += is_typed_wrongly
            if got.wait_s:
                self._state.rest_source(place.name, self._steps.now() + got.wait_s)
            return
        body, version = got
        try:
            listed = list(self._steps.list_addresses(unpack_list(body), place.name))
        except ReadError as err:
            self._report_failed(place.name, str(err))
            return
        except Exception as err:  # noqa: BLE001  one feed must not end a watch of many
            self._report_failed(
                place.name, f"was not read: {type(err).__name__}: {err}; please report it with the feed"
            )
            return
        self._report_others(place.name, [each.url for each in listed if each.kind == "other"])
        sources = [each for each in listed if each.kind not in ("page", "other")]
        pages = [each for each in listed if each.kind == "page"]
        if sources and not pages:
            self._kinds[place.name] = "list"
        # A list of sources is fetched whole each time, since an answer "unchanged" would not name them.
        self.totals.new += self._state.add_entries(
            place.name, Conditional() if sources else version, make_entries(pages, place.name)
        )
        if sources and place.depth >= MAX_DEPTH:
            self._report_failed(place.name, f"is nested in {MAX_DEPTH} lists; the feeds that it lists are left out")
            return
        yield from (_Place(each.url, place.depth + 1) for each in sources)

    def _report_failed(self, name: str, reason: str) -> None:
        self.totals.failed += 1
        self._kinds[name] = "silent"
        self._steps.report(f"{hide_password(name)}: {reason}")

    def _report_others(self, name: str, others: list[str]) -> None:
        """Report once which entries of a source have no address on the web."""
        if others and name not in self._reported:
            self._reported.add(name)
            self.totals.noticed += 1
            what = "1 entry has" if len(others) == 1 else f"{len(others):,} entries have"
            shown = ", ".join(hide_password(url)[:SHOWN_CHARS] for url in others[:SHOWN])
            more = f" and {len(others) - SHOWN:,} more" if len(others) > SHOWN else ""
            reason = f"{what} no http or https address: {shown}{more}; read files with `sayso read`"
            self._steps.report(f"{hide_password(name)}: {reason}")

    # ---- entries

    def _read_waiting(self) -> None:
        """Read all waiting entries in batches, however many there are."""
        after = 0
        while batch := self._state.find_waiting(self._steps.now(), after=after, limit=BATCH):
            after = batch[-1].number
            jobs = fetch_spread(
                batch, lambda e: self._fetcher.get(e.url), host=lambda e: find_host(e.url) or e.url, workers=WORKERS
            )
            for entry, got in jobs:
                if isinstance(got, NotFetched) and got.why is Why.PASSING and entry.tries + 1 < MAX_TRIES:
                    self._postpone(entry, got)
                else:
                    self._take_entry(entry, got)
                self._steps.progress(self.totals)

    def _postpone(self, entry: Entry, got: NotFetched) -> None:
        self.totals.postponed += 1
        wait_s = max(FIRST_WAIT_S * 2**entry.tries, got.wait_s or 0.0)
        self._state.postpone(entry, self._steps.now() + wait_s)
        self._steps.report(f"{entry.url} {got.reason}; it is tried again in a later round")

    def _take_entry(self, entry: Entry, got: Fetched | NotFetched) -> None:
        """Keep, read, write and record one entry, in this order; only the last step makes it done."""
        if isinstance(got, Fetched):
            self._keep(got)
            records = self._read(entry, got)
        else:
            records = [record_not_fetched(got)]
        new = [record for record in records if isinstance(record, Unread) or self._is_new(record)]
        self.totals.same += len(records) - len(new)
        readings = self._analyse(new)
        if readings and self._files.output is not None:
            lines = "".join(f"{write_reading(reading)}\n" for reading in readings)
            self._files.output.append(lines.encode("utf-8"))
        # A collection keeps each article once, so a reading that is stored again after a stop changes nothing.
        self._steps.store(readings)
        texts = [record.fingerprint for record in new if isinstance(record, Article)]
        self._state.finish(entry, texts, self._files.lengths)

    def _is_new(self, article: Article) -> bool:
        """Whether the output or the collection lacks the article."""
        is_written = self._files.output is None or self._state.has_text(article.fingerprint)
        return not (is_written and self._steps.is_known(article))

    def _keep(self, got: Fetched) -> None:
        keep = self._files.keep
        if keep is not None:
            is_gzipped = keep.path.suffix == ".gz"
            info = b"" if keep.size else pack_info("sayso", is_gzipped=is_gzipped)
            keep.append(info + pack_response(got, is_gzipped=is_gzipped))

    def _read(self, entry: Entry, got: Fetched) -> list[Article | Unread]:
        """The articles of a page, with unique ids and without texts that were read before."""
        source = Source(
            name=entry.url,
            url=got.final_url,
            charset=got.charset,
            title=entry.title,
            outlet=Outlet(name=entry.outlet) if entry.outlet else None,
            published=entry.published,
            origin="feed",
        )
        try:
            found = list(self._steps.read(got, source))
        except Exception as err:  # noqa: BLE001  one page must not end a watch, at every start anew
            reason = f"was not read: {type(err).__name__}: {err}; please report it with the page"
            found = [Unread(entry.url, (Notice("read", f"{entry.url} {reason}"),))]
        seen: dict[str, int] = {}
        unique: dict[str, Article | Unread] = {}
        for record in found:
            name = record.id if isinstance(record, Unread) else record.fingerprint
            unique.setdefault(name, make_unique(record, seen))
        return list(unique.values())

    def _analyse(self, records: list[Article | Unread]) -> list[Reading]:
        readings = []
        for reading in self._steps.analyse(records):
            is_unread = isinstance(reading.article, Unread)
            self.totals.unread += is_unread
            self.totals.read += not is_unread
            self.totals.noticed += bool(reading.notices)
            self.totals.statements += len(reading.statements)
            for notice in reading.notices:
                self._steps.report(describe_notice(reading.article.id, notice))
            readings.append(reading)
        return readings


def unpack_list(body: bytes) -> bytes:
    """The list in a gzip file (sitemaps are often .xml.gz); any other body unchanged.

    Raises:
        ReadError: it cannot be unpacked, or is too long.
    """
    if not body.startswith(GZIP):
        return body
    inner = zlib.decompressobj(31)
    try:
        unpacked = inner.decompress(body, MAX_SOURCE_BYTES)
    except zlib.error as err:
        raise ReadError(f"cannot be unpacked: {err}") from err
    if not inner.eof:
        raise ReadError(f"is cut off, or unpacks to more than {MAX_SOURCE_BYTES:,} bytes")
    return unpacked


def read_local(path: str) -> tuple[bytes, Conditional] | NotFetched:
    """Read a list from a file on this machine."""
    try:
        with Path(path).open("rb") as stream:
            data = stream.read(MAX_SOURCE_BYTES + 1)
    except (OSError, ValueError) as err:
        return NotFetched(path, Why.REFUSED, f"cannot be opened: {getattr(err, 'strerror', None) or err}")
    if len(data) > MAX_SOURCE_BYTES:
        return NotFetched(path, Why.LIMIT, f"is longer than {MAX_SOURCE_BYTES:,} bytes; split it")
    return data, Conditional()
