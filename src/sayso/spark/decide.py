"""What is decided about many articles at once, each by the function that decides it on one machine.

Rows come in groups that have nothing to do with one another: articles that may be versions of one, parties that may be
one speaker, passages that hang together. Nothing here knows Spark.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from tempfile import TemporaryDirectory
from typing import Any

from sayso.article import Article
from sayso.cluster import Cluster
from sayso.jsonl import read_reading
from sayso.people.join import join_parties
from sayso.people.party import Party
from sayso.speaker import SpeakerType
from sayso.store import open_collection
from sayso.store.keys import list_digests
from sayso.store.speaker_rows import count_days, name_party
from sayso.store.trace_rows import cut_pieces, make_occurrence
from sayso.store.write import Writer, find_articles
from sayso.text import fingerprint
from sayso.trace.group import Link
from sayso.trace.judge import judge
from sayso.trace.lineage import is_said_by_many, sort_key
from sayso.trace.tracer import gather, make_cluster, make_link
from sayso.trace.wordings import Wording, Wordings

__all__ = ["Folds", "Group", "join_speakers", "judge_pairs", "make_clusters", "order_versions"]

Row = Mapping[str, Any]
# So many readings are stored at once.
_BATCH = 500
# So many wordings are kept folded.
_MOST_FOLDED = 50_000


def order_versions(lines: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str, bool]]:
    """Yield what a collection makes of articles: of each that it keeps the position, the key, and if it is current.

    Args:
        lines: Position and line of JSON of each reading, in the order in which they came.
    """
    digests: list[tuple[int, bytes]] = []
    with TemporaryDirectory() as folder, open_collection(f"{folder}/versions.db") as collection:
        batch = []
        for position, line in lines:
            reading = read_reading(line)
            assert isinstance(reading.article, Article)  # noqa: S101  (others were left out before)
            digests.append((position, list_digests(reading.article, fingerprint(reading.article.text))[0]))
            batch.append(reading)
            if len(batch) >= _BATCH:
                with collection.change() as connection:
                    Writer(connection).write(batch)
                batch = []
        with collection.change() as connection:
            Writer(connection).write(batch)
        with collection.query() as connection:
            facts = {row[0]: row[1:] for row in connection.execute("SELECT id, key, is_current FROM articles")}
            owners = find_articles(connection, [digest for _, digest in digests])
    for (position, _), owner in zip(digests, owners, strict=True):
        # The first one with a text is kept, and others are the same.
        if owner in facts:
            key, is_current = facts.pop(owner)
            yield position, key, bool(is_current)


def join_speakers(parties: Iterable[Row]) -> Iterator[tuple[int, int, str, str, str]]:
    """Yield of each party that belongs to a speaker the position and number, and the speaker's id, name and type.

    Args:
        parties: All parties of some blocks; what hangs together must come together.
    """
    own: dict[str, tuple[int, int]] = {}
    made = []
    for it in parties:
        name = name_party(it["key"], it["plain"], it["nth"])
        own[name] = it["position"], it["number"]
        known = (tuple(it["roles"]), tuple(it["forms"]), tuple(it["company"]), it["shown"] or None)
        day = count_days((it["first"] or "")[:10])
        made.append(Party(name, it["key"], it["name"], SpeakerType(it["type"]), True, *known, day, it["article"]))  # noqa: FBT003
    for speaker in join_parties(made).speakers:
        for party in speaker.parties:
            yield *own[party.id], speaker.parties[0].id, speaker.name, speaker.type.value


class Folds:
    """Folded wordings by digest; a limited number of them is kept."""

    def __init__(self) -> None:
        self._kept: dict[bytes, Wording] = {}

    def find(self, digest: bytes, text: str, content: str, kind: str) -> Wording:
        """The wording of a passage."""
        if digest not in self._kept:
            if len(self._kept) >= _MOST_FOLDED:
                self._kept.clear()
            one = Wordings()
            one.add(cut_pieces(text, content), kind)
            self._kept[digest] = one.wordings[0]
        return self._kept[digest]


def judge_pairs(rows: Iterable[Row], folds: Folds) -> Iterator[tuple[bytes, bytes, float, int]]:
    """Yield of each pair of wordings that are alike both digests, and how much and within how many days they are."""
    for it in rows:
        one, other = (
            folds.find(*(it[f"{name}_{side}"] for name in ("wording", "text", "content", "kind"))) for side in "ab"
        )
        link = make_link(judge(one, other))
        if link is not None:
            yield it["wording_a"], it["wording_b"], link.strength, link.days


@dataclass(frozen=True, slots=False)
class Group:
    """Passages that hang together, with all that their clusters ask for.

    Attributes:
        passages: Each with its article's facts and its speaker.
        links: The links between their wordings: both digests, strength and days.
        articles: For articles, by key, the digests of the wordings of all of their passages.
    """

    passages: Sequence[Row]
    links: Sequence[tuple[bytes, bytes, float, int]]
    articles: Mapping[str, Sequence[bytes]]

    @cached_property
    def numbers(self) -> Mapping[bytes, int]:
        """A number for each wording, in the order of digests."""
        own = {it["wording"] for it in self.passages}
        return {digest: number for number, digest in enumerate(sorted(own))}


def make_clusters(group: Group, folds: Folds) -> tuple[list[Cluster], int]:
    """The clusters of some passages, and how many were left out since everybody says them."""
    found = [(_make_passage(it), it) for it in group.passages]
    found.sort(key=lambda pair: (sort_key(pair[0]), pair[1]["position"], pair[1]["number"]))
    occurrences = [occurrence for occurrence, _ in found]
    numbers = dict(group.numbers)
    own = [numbers[it["wording"]] for _, it in found]
    wordings = {numbers[it["wording"]]: _fold(it, folds) for _, it in found}
    members: defaultdict[int, list[int]] = defaultdict(list)
    for place, wording in enumerate(own):
        members[wording].append(place)
    links = {
        (numbers[one], numbers[other]): Link(strength, days)
        for one, other, strength, days in sorted(group.links)
        if one in numbers and other in numbers
    }
    articles = {key: frozenset(_number_all(held, numbers)) for key, held in group.articles.items()}
    clusters, phrases = [], 0
    held = {number: members[number] for number in sorted(members)}
    for name, passages in gather(held, occurrences, wordings, links):
        some = [occurrences[place] for place in passages]
        cluster = make_cluster(name, some, [own[place] for place in passages], wordings, articles)
        if cluster is not None:
            clusters.append(cluster)
        elif len({it.own_article for it in some}) > 1:
            phrases += is_said_by_many(some)
    return clusters, phrases


def _number_all(digests: Iterable[bytes], numbers: dict[bytes, int]) -> Iterator[int]:
    """Yield a number for each digest, a new one where it has none."""
    for digest in digests:
        yield numbers.setdefault(digest, len(numbers))


def _fold(it: Row, folds: Folds) -> Wording:
    return folds.find(it["wording"], it["text"], it["content"], it["kind"])


def _make_passage(it: Row) -> Any:  # noqa: ANN401  (an occurrence)
    facts = ("article", "local", "content", "text", "kind", "shown", "published", "first", "last")
    more = ("name", "type", "named", "speaker_id", "turn", "mark", "key", "title", "url")
    carriers = [(carrier["id"], carrier["name"], carrier["how"]) for carrier in it["carriers"]]
    return make_occurrence([it[name] for name in (*facts, *more)], carriers)
