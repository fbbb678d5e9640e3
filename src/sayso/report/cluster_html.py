"""Traced words as HTML: one page with all that was found, or a folder with a page for each utterance and each speaker.

A page is as those of readings are (`html`): no script, nothing loaded from outside, and whatever an article holds is
text. Words that only the later passage has are underlined (`ins`), those that only the earlier one has have a broken
line below them (`del`), so that no colour is needed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import IO, TYPE_CHECKING, Any, TextIO

from sayso.cluster import Cluster
from sayso.match import Change
from sayso.reading import Stamp
from sayso.report.check_legend import LABELS
from sayso.report.cluster_steps import BOTH_CUT, FULLER
from sayso.report.cluster_view import ClusterView, find_speaker_key, view_cluster
from sayso.report.render import hold_aside, render
from sayso.report.site import Site
from sayso.version import __version__

if TYPE_CHECKING:
    from sayso.report.report_page import Report

__all__ = [
    "INDEX",
    "Entry",
    "render_quotation_page",
    "render_quotations_page",
    "write_cluster_page",
    "write_cluster_pages",
]

INDEX = "index.html"
MEANINGS = {
    **{name: LABELS[name] for name in (it.value for it in Change) if name in LABELS and name != Change.NOT_FOUND.value},
    Change.TRUNCATED.value: "cut where the one before goes on",
    FULLER: "the one before is cut where this one goes on",
    BOTH_CUT: "each is cut where the other goes on",
    Change.PARAPHRASE.value: "the same in other words; at least one of the two does not stand in quotation marks",
}
_MOST_LISTED = 1_000
_DIGITS = 12
Open = Callable[[str], AbstractContextManager[IO[Any]]]
"""Opens the page of a name, to be written."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of an index: the place of an utterance, and its counts."""

    place: str
    name: str
    article_count: int
    witness_count: int
    date: str
    outlet: str


@dataclass(slots=True)
class SpeakerEntry:
    """A speaker, its page, and its utterances."""

    name: str
    page: str
    entries: list[Entry] = field(default_factory=list)


def write_cluster_page(
    clusters: Iterable[Cluster], stream: TextIO, *, date: str | None = None, report: Report | None = None
) -> None:
    """Write one page once all clusters have come; `date` is that of the run, which the page states if it is given.

    With a report, it has the head and the end of one.
    """
    entries: list[Entry] = []
    with hold_aside(_render_clusters(clusters, entries, report)) as pieces:
        stream.writelines(_render_page("Who carries these words", entries, pieces, date, report=report))


def render_quotation_page(
    cluster: Cluster,
    *,
    date: str | None = None,
    site: Site | None = None,
    speaker_pages: Mapping[str, str] | None = None,
    homes: Sequence[str] = (),
    back: str | None = None,
) -> str:
    """The page of one utterance, whose heading are its words; with a site, a page of that.

    Args:
        cluster: The utterance.
        date: The day of the run, which the page states if it is given.
        site: What the page has around it.
        speaker_pages: The pages of speakers, by `find_speaker_key`.
        homes: On a site, the address of each passage, in their order.
        back: The page of the index that has all utterances.
    """
    view = view_cluster(cluster, "k1", speaker_pages, homes)
    entry = _make_entry(view, "")
    piece = render("cluster.html", cluster=view, is_alone=True, is_only=True, site=site)
    return "".join(_render_page(view.heading, [entry], piece, date, back=back, is_one=True, site=site))


def render_quotations_page(entries: Iterable[Entry], site: Site) -> str:
    """The page of a site with a list of utterances, each with a link to its own page."""
    return "".join(_render_page("Who carries these words", list(entries), (), None, is_index=True, site=site))


def write_cluster_pages(clusters: Iterable[Cluster], open_page: Open, *, date: str | None = None) -> int:
    """Write a page for each cluster and for each speaker, and an index of both; return how many pages there are.

    Args:
        clusters: The clusters; they are gone through twice.
        open_page: Opens the page of a name, such as "index.html".
        date: The day of the run, which each page states if it is given.
    """
    speakers: dict[str, SpeakerEntry] = {}
    for cluster in clusters:
        for key, name in _list_speakers(cluster).items():
            speakers.setdefault(key, SpeakerEntry(name, _name_page("speaker", key)))
    pages = {key: entry.page for key, entry in speakers.items()}
    entries: list[Entry] = []
    for cluster in clusters:
        entry = _make_entry(view_cluster(cluster, "k1"), _name_page("words", cluster.id))
        entries.append(entry)
        for key in _list_speakers(cluster):
            speakers[key].entries.append(entry)
        with open_page(entry.place) as stream:
            stream.write(render_quotation_page(cluster, date=date, speaker_pages=pages, back=INDEX))
    for speaker in speakers.values():
        with open_page(speaker.page) as stream:
            title = f"{speaker.name}: words in several articles"
            stream.writelines(_render_page(title, speaker.entries, (), date, back=INDEX, is_index=True))
    listed = sorted(speakers.values(), key=lambda it: (-len(it.entries), it.name))
    with open_page(INDEX) as stream:
        title = "Who carries these words"
        stream.writelines(_render_page(title, entries, (), date, speakers=listed, is_index=True))
    return len(entries) + len(speakers) + 1


def _list_speakers(cluster: Cluster) -> dict[str, str]:
    """The names of the speakers of a cluster, by what is the same for the same speaker."""
    known = ((find_speaker_key(it), it.speaker) for it in reversed(cluster.passages))
    return {key: name for key, name in known if key and name}


def _name_page(kind: str, name: str) -> str:
    """The file of a page: the same for the same name, whatever characters stand in it."""
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()
    return f"{kind}-{digest[:_DIGITS]}.html"


def _render_clusters(clusters: Iterable[Cluster], entries: list[Entry], report: Report | None) -> Iterator[str]:
    """Yield the clusters' part of the page; their entries in the index are added as they come.

    The page has an index unless there is one cluster only.
    """
    rest = iter(clusters)
    first = list(islice(rest, 2))
    for number, cluster in enumerate(chain(first, rest), start=1):
        view = view_cluster(cluster, f"k{number}")
        entries.append(_make_entry(view, f"#{view.anchor}"))
        yield from render("cluster.html", cluster=view, is_alone=False, is_only=len(first) == 1, report=report)


def _make_entry(view: ClusterView, place: str) -> Entry:
    first = view.first
    date, outlet = ("", "") if first is None else (first.date, first.outlet)
    return Entry(place, view.heading, view.article_count, view.witness_count, date, outlet)


def _render_page(
    title: str,
    entries: list[Entry],
    pieces: Iterable[str],
    date: str | None,
    *,
    back: str | None = None,
    speakers: Iterable[SpeakerEntry] = (),
    is_index: bool = False,
    is_one: bool = False,
    site: Site | None = None,
    report: Report | None = None,
) -> Iterator[str]:
    with hold_aside(pieces) as articles:
        yield from render(
            "clusters.html",
            title=title,
            entries=entries,
            speakers=list(speakers),
            articles=articles,
            meanings=MEANINGS,
            back=back,
            is_index=is_index,
            is_one=is_one,
            most_listed=_MOST_LISTED,
            stamps=(report and report.stamps) or [Stamp(__version__, "", "")],
            date=date,
            site=site,
            report=report,
            limits=report.limit_lineage(sum(it.article_count for it in entries)) if report else (),
        )
