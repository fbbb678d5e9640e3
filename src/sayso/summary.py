"""Count who speaks how often in which outlet, over many readings.

People are joined by equal name alone, capitals aside: two people of one name are one here, and one person under two
names is two. Speakers without a name ("a spokesman") are joined by equal description, and marked as
not named.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from sayso.article import Article, Unread
from sayso.reading import Reading
from sayso.speaker import SpeakerType

__all__ = ["Summary", "SummaryRow", "name_outlet", "summarise"]


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """How often one speaker speaks in one outlet.

    Attributes:
        speaker: The name, or the description of one without a name, as most statements have it; None for statements
            without a known speaker.
        types: The kinds of party in this outlet, the most frequent first; empty if there is no speaker.
        named: Whether any article gives a proper name.
        outlet: The outlet's name, else its domain; None where it is unknown.
        statement_count: The statements, including those quoted inside others.
        article_count: The articles that they stand in.
    """

    speaker: str | None
    types: tuple[SpeakerType, ...]
    named: bool
    outlet: str | None
    statement_count: int
    article_count: int


@dataclass(slots=True)
class _Count:
    """What one speaker is counted with in one outlet."""

    statements: int = 0
    articles: int = 0
    types: Counter[SpeakerType] = field(default_factory=Counter)


@dataclass(slots=True)
class _Party:
    """One speaker: the spellings of the name, whether one is a proper name, and the counts by outlet."""

    names: Counter[str] = field(default_factory=Counter)
    named: bool = False
    counts: dict[str | None, _Count] = field(default_factory=lambda: defaultdict(_Count))

    def choose_name(self) -> str | None:
        """The most frequent spelling, of several the first in the alphabet; None for nobody."""
        return min(self.names, key=lambda name: (-self.names[name], name), default=None)


@dataclass(slots=True)
class Summary:
    """Counts the statements of readings as they are added; keeps no reading."""

    _parties: dict[str | None, _Party] = field(default_factory=lambda: defaultdict(_Party))

    def add(self, reading: Reading) -> None:
        """Count the statements of one more reading."""
        if isinstance(reading.article, Unread):
            return
        outlet = name_outlet(reading.article)
        speakers = {speaker.id: speaker for speaker in reading.speakers}
        seen = set()
        for statement in reading.statements:
            speaker = speakers.get(statement.speaker or "")
            key = None if speaker is None else speaker.name.casefold()
            party = self._parties[key]
            count = party.counts[outlet]
            if speaker is not None:
                party.names[speaker.name] += 1
                party.named |= speaker.named
                count.types[speaker.type] += 1
            count.statements += 1
            count.articles += key not in seen
            seen.add(key)

    def list_rows(self) -> list[SummaryRow]:
        """A row for each speaker and outlet; first who speaks most, then the outlets with most of it; unknown last."""
        return [row for party in sorted(self._parties.values(), key=_find_place) for row in _list_rows(party)]


def _find_place(party: _Party) -> tuple[bool, int, bool, str]:
    """The sort key: unknown speakers last, who speaks most first; with equal counts named ones first, then by name."""
    name = party.choose_name()
    whole = sum(count.statements for count in party.counts.values())
    return name is None, -whole, not party.named, (name or "").casefold()


def _list_rows(party: _Party) -> Iterator[SummaryRow]:
    name = party.choose_name()
    for outlet, count in sorted(party.counts.items(), key=lambda it: (-it[1].statements, it[0] or "")):
        types = sorted(count.types, key=lambda kind: (-count.types[kind], kind.value))
        yield SummaryRow(name, tuple(types), party.named, outlet, count.statements, count.articles)


def summarise(readings: Iterable[Reading]) -> list[SummaryRow]:
    """The summary of the readings.

    >>> from sayso.reading import Stamp
    >>> from sayso.speaker import Speaker
    >>> from sayso.statement import Kind, Place, Statement
    >>> said = Statement("s1", Kind.DIRECT, Place.BODY, (), (), (), 0.9, speaker="p1")
    >>> roth = Speaker("p1", "Anna Roth", SpeakerType.PERSON, named=True)
    >>> reading = Reading(Article("a", ""), (said,), (), Stamp("", "", ""), speakers=(roth,))
    >>> [(row.speaker, row.statement_count, row.article_count) for row in summarise([reading, reading])]
    [('Anna Roth', 2, 2)]
    """
    summary = Summary()
    for reading in readings:
        summary.add(reading)
    return summary.list_rows()


def name_outlet(article: Article) -> str | None:
    """The outlet's name, else its domain; None where neither is known."""
    outlet = article.outlet
    return (outlet.name or outlet.domain) if outlet else None
