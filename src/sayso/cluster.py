"""The records of traced words: where an utterance stands, and what became of it from one article to the next."""

from __future__ import annotations

from dataclasses import dataclass

from sayso.match import Change, Difference
from sayso.text import Span

__all__ = ["Cluster", "Edge", "Match", "Occurrence"]


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One passage of an article, and what is known of how it came there.

    Attributes:
        article: The article's id.
        statement: The id of the statement whose content it is; empty if the words stand in the article and were not
            read as a statement.
        spans: Where it stands in the article, quotation marks included.
        pieces: The words that stand there.
        kind: "direct", "indirect" or "mixed".
        outlet: Who published the article; None if not known.
        published: When, as the article gives it; None if not known.
        first: The first second that this date allows; None if not known.
        last: The last one.
        speaker: The name of who says it; None if not known.
        speaker_key: What is the same for the same speaker; None if not known, or if the speaker has no name.
        carriers: The carriers that the article names for it: id, name, and how.
        is_transcript: Whether it is a turn of a transcript or interview.
        copy: What is the same for articles that are copies of one another.
        article_key: What is the same for the same article; by default its id.
        title: The article's title; None if not known.
        url: Its address; None if not known.
    """

    article: str
    statement: str
    spans: tuple[Span, ...]
    pieces: tuple[str, ...]
    kind: str
    outlet: str | None = None
    published: str | None = None
    first: str | None = None
    last: str | None = None
    speaker: str | None = None
    speaker_key: str | None = None
    carriers: tuple[tuple[str, str, str], ...] = ()
    is_transcript: bool = False
    copy: str = ""
    article_key: str = ""
    title: str | None = None
    url: str | None = None

    @property
    def text(self) -> str:
        """Its words, the pieces joined by " … "."""
        return " … ".join(self.pieces)

    @property
    def own_article(self) -> str:
        """What is the same for the same article."""
        return self.article_key or self.article


@dataclass(frozen=True, slots=True)
class Edge:
    """A step of an utterance from one article to another.

    Attributes:
        start: The number of the passage that the words come from.
        end: The number of the passage that they come to.
        evidence: "stated": the article names the other one's outlet as its carrier; "inferred": wording and date.
        change: What became of the words.
        carrier: The id of the carrier that is named, in the article that the words come to.
        is_other_speaker: Whether the words are given to somebody else there.
    """

    start: int
    end: int
    evidence: str
    change: Change
    carrier: str | None = None
    is_other_speaker: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """Two passages of one cluster held against each other.

    Attributes:
        cluster: The id of the cluster.
        label: What became of the words between the two.
        a: The number of the earlier passage.
        b: The number of the other.
        difference: Word by word; the spans of `source` count in the article of `a`, those of `quote` in that of `b`.
    """

    cluster: str
    label: Change
    a: int
    b: int
    difference: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class Cluster:
    """An utterance, with all places where it stands.

    Attributes:
        id: "k" and a digest of its wording; the same whenever the same wordings are traced.
        passages: In order of date; those without a date at the end.
        earliest: The numbers of the passages before which none is known to be; several where dates do not decide.
        witnesses: How many of its articles are independent of one another, as far as they say: copies of one report,
            and accounts that name the same carrier, are one.
        edges: How the words came from one article to another, in the order of the passages that they came to.
        pairs: For each passage the one of another article that it came from, or whose words are nearest, each pair
            once: the numbers of the earlier and the later one, and what became of the words.
        root: The number of the passage of a transcript, if there is one.
    """

    id: str
    passages: tuple[Occurrence, ...]
    earliest: tuple[int, ...]
    witnesses: int
    edges: tuple[Edge, ...] = ()
    pairs: tuple[tuple[int, int, Change], ...] = ()
    root: int | None = None
