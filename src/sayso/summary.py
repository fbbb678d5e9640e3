"""Count who speaks how often in which outlet, over many readings.

People are joined by equal name and type alone: two people of one name are one here, and one person under two names is
two. Speakers without a name ("a spokesman") are joined by equal description, and marked as not named.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from sayso.article import Article, Unread
from sayso.reading import Reading
from sayso.speaker import SpeakerType

__all__ = ["Summary", "SummaryRow", "name_outlet", "summarise"]


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """How often one speaker speaks in one outlet.

    Attributes:
        speaker: The name, or the description of one without a name; None for statements without a known speaker.
        type: The kind of party; None if there is no speaker.
        named: Whether the articles give a proper name.
        outlet: The outlet's name, else its domain; None where it is unknown.
        statement_count: The statements, including those quoted inside others.
        article_count: The articles that they stand in.
    """

    speaker: str | None
    type: SpeakerType | None
    named: bool
    outlet: str | None
    statement_count: int
    article_count: int


_Who = tuple["str | None", "SpeakerType | None", bool]
_NOBODY: _Who = (None, None, False)


@dataclass(slots=True)
class Summary:
    """Counts the statements of readings as they are added; keeps no reading."""

    _counts: dict[_Who, dict[str | None, list[int]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(lambda: [0, 0]))
    )

    def add(self, reading: Reading) -> None:
        """Count the statements of one more reading."""
        if isinstance(reading.article, Unread):
            return
        outlet = name_outlet(reading.article)
        whos = {speaker.id: (speaker.name, speaker.type, speaker.named) for speaker in reading.speakers}
        seen = set()
        for statement in reading.statements:
            who = whos.get(statement.speaker or "", _NOBODY)
            counts = self._counts[who][outlet]
            counts[0] += 1
            counts[1] += who not in seen
            seen.add(who)

    def list_rows(self) -> list[SummaryRow]:
        """A row for each speaker and outlet; first who speaks most, then the outlets with most of it."""
        rows = []
        for who, outlets in self._counts.items():
            whole = sum(statements for statements, _ in outlets.values())
            for outlet, (statements, articles) in outlets.items():
                rows.append((-whole, *_find_place(who), -statements, outlet or "", who, outlet, articles))
        rows.sort(key=lambda row: row[:-3])
        return [SummaryRow(*who, outlet, -statements, articles) for *_, statements, _, who, outlet, articles in rows]


def _find_place(who: _Who) -> tuple[bool, str, str]:
    """The sort key among speakers with equal counts: named ones first, then by name."""
    name, kind, is_named = who
    return not is_named, (name or "").casefold(), f"{name} {kind}"


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
