"""The records of joining: a party of one article, and a speaker of the whole collection."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sayso.speaker import SpeakerType

__all__ = ["IDENTIFIABLE", "CollectionSpeaker", "Joined", "Party", "add_company", "is_identifiable"]

# Others are never the same across articles: "officials", "a neighbour", "the writer".
IDENTIFIABLE = frozenset({SpeakerType.PERSON, SpeakerType.ORGANISATION, SpeakerType.DOCUMENT})


# Not frozen, since that makes a million of them four times as slow to create.
@dataclass(slots=True)
class Party:
    """One party of one article, with what the article says about it.

    Attributes:
        id: Unique among all parties, and the same in every run: results are put in order by it.
        article: What is the same for all parties of one article.
        name: The most complete name that the article gives.
        type: Person, organisation and so on.
        named: Whether that is a proper name.
        roles: Titles and descriptions, as the text has them.
        forms: The other names that the article uses for it: "Moss", "WBT".
        company: Names of the named parties of the article; its own name, if it is among them, does not count.
        outlet: Who published the article.
        day: The day of the article, counted from 1 January of the year 1; None if unknown.
        title: What the article is called in the evidence; its `article` if empty.
    """

    id: str
    article: str
    name: str
    type: SpeakerType
    named: bool
    roles: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    company: Iterable[str] = frozenset()
    outlet: str | None = None
    day: int | None = None
    title: str = ""


@dataclass(slots=True)
class CollectionSpeaker:
    """One speaker of the collection: the parties that are one, and for each the evidence, in words.

    Attributes:
        name: The full name that most articles use.
        type: The type that most articles give.
        parties: In the order of their days, then ids; the first one makes the speaker's id.
        evidence: For each party, by its id, why it belongs to this speaker.
        by_hand: The parties that stand here because the user said so.
    """

    name: str
    type: SpeakerType
    parties: list[Party]
    evidence: dict[str, str] = field(default_factory=dict)
    by_hand: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Joined:
    """The speakers of a collection.

    Attributes:
        speakers: In the order of their first parties' ids.
        open: For each party that may be one of several speakers, by its id: the first parties of these.
        lost_edits: The numbers of the edits by hand whose parties are not there any more.
    """

    speakers: list[CollectionSpeaker]
    open: dict[str, tuple[str, ...]]
    lost_edits: tuple[int, ...] = ()


def is_identifiable(party: Party) -> bool:
    """Whether a party can be known again in other articles: it has a proper name and is no group."""
    return party.named and party.type in IDENTIFIABLE and any(map(str.isalnum, party.name[:200]))


def add_company(parties: Iterable[Party]) -> list[Party]:
    """The parties, each with the names of the other named parties of its article as its company.

    >>> anna = Party("1", "a", "Anna Roth", SpeakerType.PERSON, named=True)
    >>> trust = Party("2", "a", "Wold Trust", SpeakerType.ORGANISATION, named=True)
    >>> add_company([anna, trust])[0].company
    frozenset({'Wold Trust'})
    """
    together: Mapping[str, list[Party]] = defaultdict(list)
    all_parties: Sequence[Party] = list(parties)
    for party in all_parties:
        if is_identifiable(party):
            together[party.article].append(party)
    return [
        replace(party, company=frozenset(other.name for other in together[party.article] if other.name != party.name))
        for party in all_parties
    ]
