"""What the pages of traced words show: each utterance as a timeline, with what was changed at each step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from sayso.cluster import Cluster, Occurrence
from sayso.match import Change, Op
from sayso.report.cluster_drawing import Drawing, draw_passages
from sayso.report.cluster_steps import NO_ORDER, NOT_READ, Step, find_step, list_inner, list_starts
from sayso.report.facts import show_date
from sayso.report.harmless import shorten

__all__ = ["ClusterView", "PassageView", "WordsView", "find_speaker_key", "view_cluster"]

_HEADING_CHARS = 120
# Passages of one cluster that are shown; the others are counted.
_MOST_PASSAGES = 1_000
NOT_DATED, NOT_KNOWN = "no date", "speaker not known"


@dataclass(frozen=True, slots=True)
class WordsView:
    """Some words of a passage: in both passages, only in this one (`ins`), or only in the one before (`del`)."""

    tag: str
    words: str


@dataclass(frozen=True, slots=True)
class StepView:
    """How the words came to a passage, or what it is shown beside.

    Attributes:
        number: The number of the passage that they came from, from 1.
        is_beside: Whether it is only shown beside that one.
        anchor: Where that stands on the page.
        change: What became of the words.
        style: The class of that.
        evidence: "stated": the article names the other one; "inferred": wording and date show it; or "beside".
        why: Whether the article says so, and whom it names, or wording and date do.
        is_other_speaker: Whether somebody else is said to have said them.
    """

    number: int
    is_beside: bool
    anchor: str
    change: str
    style: str
    evidence: str
    why: str
    is_other_speaker: bool


@dataclass(frozen=True, slots=True)
class PassageView:
    """One place where the words stand.

    `outer` is the passage that it is a part of: its number, and its anchor. `home` is the page of the place on a site;
    empty elsewhere. `speaker_key` is what is the same for the same speaker; empty where nobody is known.
    """

    number: int
    anchor: str
    date: str
    published: str | None
    outlet: str
    article: str
    address: str | None
    home: str
    statement: str
    speaker: str
    speaker_key: str
    speaker_page: str | None
    kind: str
    is_root: bool
    is_earliest: bool
    step: StepView | None
    outer: tuple[int, str] | None
    words: tuple[WordsView, ...]


@dataclass(frozen=True, slots=True)
class ClusterView:
    """One utterance.

    Attributes:
        anchor: Where it stands on the page.
        id: The cluster's id.
        heading: Its words, shortened.
        article_count: In how many articles it stands.
        outlet_count: In how many outlets.
        witness_count: How many of the articles are independent of one another.
        is_tie: Whether several passages may be the earliest.
        passages: The places, in order of date.
        more: How many places are not shown.
    """

    anchor: str
    id: str
    heading: str
    article_count: int
    outlet_count: int
    witness_count: int
    is_tie: bool
    passages: tuple[PassageView, ...]
    more: int

    @property
    def earliest(self) -> tuple[PassageView, ...]:
        """The passages before which none is known to be."""
        return tuple(it for it in self.passages if it.is_earliest)

    @property
    def speakers(self) -> tuple[tuple[PassageView, int], ...]:
        """A passage of each speaker, with the number of those that are given to the same one, the most usual first."""
        counts = Counter(it.speaker_key or it.speaker for it in self.passages)
        # The fullest name of each.
        fullest = {it.speaker_key or it.speaker: it for it in sorted(self.passages, key=lambda it: len(it.speaker))}
        return tuple((fullest[key], count) for key, count in counts.most_common())

    @property
    def changes(self) -> tuple[tuple[str, int], ...]:
        """What became of the words on the steps that are shown, each with the number of these, the most usual first."""
        return tuple(Counter(step.change for step in self.steps).most_common())

    @property
    def steps(self) -> tuple[StepView, ...]:
        """The steps by which the words came from one passage that is shown to another."""
        return tuple(it.step for it in self.passages if it.step is not None and not it.step.is_beside)

    @property
    def stated_count(self) -> int:
        """How many of the steps the articles state."""
        return sum(step.evidence == "stated" for step in self.steps)

    @property
    def drawing(self) -> Drawing | None:
        """The timeline as a drawing; None of one passage."""
        return draw_passages(self.passages)

    @property
    def first(self) -> PassageView | None:
        """The passage that comes first."""
        return self.passages[0] if self.passages else None


def view_cluster(
    cluster: Cluster, anchor: str, speaker_pages: Mapping[str, str] | None = None, homes: Sequence[str] = ()
) -> ClusterView:
    """The cluster as a page shows it.

    Args:
        cluster: The cluster.
        anchor: Where on the page.
        speaker_pages: The pages of speakers by their keys.
        homes: On a site, the address of each passage, in their order.
    """
    passages = cluster.passages
    starts, inner = list_starts(cluster), list_inner(cluster)
    shown = passages[:_MOST_PASSAGES]
    return ClusterView(
        anchor=anchor,
        id=cluster.id,
        heading=shorten(passages[cluster.root or 0].text, max_chars=_HEADING_CHARS),
        article_count=len({it.own_article for it in passages}),
        outlet_count=len({it.outlet for it in passages if it.outlet}),
        witness_count=cluster.witnesses,
        is_tie=len(cluster.earliest) > 1,
        passages=tuple(
            _view_passage(
                cluster,
                number,
                find_step(cluster, number, starts[number]) if number in starts and number not in inner else None,
                inner.get(number),
                anchor,
                speaker_pages or {},
                homes[number] if homes else "",
            )
            for number in range(len(shown))
        ),
        more=len(passages) - len(shown),
    )


def find_speaker_key(it: Occurrence) -> str:
    """What is the same for the same speaker; empty if nobody is known."""
    return it.speaker_key or it.speaker or ""


def _view_passage(
    cluster: Cluster,
    number: int,
    step: Step | None,
    outer: int | None,
    anchor: str,
    speaker_pages: Mapping[str, str],
    home: str,
) -> PassageView:
    it = cluster.passages[number]
    return PassageView(
        number=number + 1,
        anchor=f"{anchor}-{number + 1}",
        date=show_date(it.published) if it.published else NOT_DATED,
        published=it.published,
        outlet=it.outlet or "",
        article=it.title or it.article,
        address=_find_address(it.url or it.article),
        home=home,
        statement=it.statement,
        speaker=it.speaker or (NOT_KNOWN if it.statement else NOT_READ),
        speaker_key=find_speaker_key(it),
        speaker_page=speaker_pages.get(find_speaker_key(it)),
        kind=it.kind,
        is_root=number == cluster.root,
        is_earliest=number in cluster.earliest,
        step=None if step is None else _view_step(step, anchor),
        outer=None if outer is None else (outer + 1, f"{anchor}-{outer + 1}"),
        words=tuple(_view_words(step, it)),
    )


def _view_step(step: Step, anchor: str) -> StepView:
    if step.is_beside:
        why = NO_ORDER if step.is_tie else ""
    elif step.carrier is None:
        why = "by wording and date"
    else:
        why = f"the article names {step.carrier}" if step.carrier else "the article says so"
    return StepView(
        number=step.start + 1,
        is_beside=step.is_beside,
        anchor=f"{anchor}-{step.start + 1}",
        change=step.change,
        style=step.label.value.replace(" ", "-"),
        evidence="beside" if step.is_beside else "inferred" if step.carrier is None else "stated",
        why=why,
        is_other_speaker=step.is_other_speaker,
    )


def _view_words(step: Step | None, it: Occurrence) -> Iterable[WordsView]:
    """Yield the words of a passage, with those of the passage beside it where these differ."""
    if step is None or step.label is Change.VERBATIM:
        yield WordsView("", it.text)
        return
    for op, before, here in step.pieces:
        if op is Op.EQUAL:
            yield WordsView("", here)
            continue
        for tag, words in (("del", before), ("ins", here)):
            if words:
                yield WordsView(tag, words)


def _find_address(article: str) -> str | None:
    """The article's address, or its id, where that is one of the web."""
    try:
        return article if urlsplit(article).scheme in ("http", "https") else None
    except ValueError:
        return None
