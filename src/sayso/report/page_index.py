"""The index of several articles on one page: the articles, who speaks in them, and the outlets that have them."""

from __future__ import annotations

from dataclasses import dataclass, field

from sayso.report.facts import show_day
from sayso.report.harmless import shorten
from sayso.report.page_view import ReadingView, UnreadView
from sayso.speaker import SpeakerType

__all__ = ["Entry", "Index"]

_NAME_CHARS = 120
_Who = tuple[str, SpeakerType]


@dataclass(frozen=True, slots=True)
class Entry:
    """An article: its number, where it stands on the page, and its counts; those are None if it could not be read."""

    number: int
    anchor: str
    name: str
    outlet: str
    published: str
    speaker_count: int | None = None
    statement_count: int | None = None


@dataclass(slots=True)
class SpeakerEntry:
    """A name that speaks in some of the articles; `places` are their numbers and where its lines stand in them."""

    name: str
    statement_count: int = 0
    word_count: int = 0
    places: list[tuple[int, str]] = field(default_factory=list)
    outlets: dict[str, None] = field(default_factory=dict)


@dataclass(slots=True)
class OutletEntry:
    """An outlet; `places` are the numbers of its articles and where they stand."""

    name: str
    statement_count: int = 0
    speakers: set[_Who] = field(default_factory=set)
    places: list[tuple[int, str]] = field(default_factory=list)


class Index:
    """Collects what the index says, article by article.

    Speakers of several articles are one entry if they have the same name and type, as in a summary: whether they are
    the same person is not known. Who has no name stands in the articles alone.
    """

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.unnamed_count = 0
        self.word_count = 0
        self._speakers: dict[_Who, SpeakerEntry] = {}
        self._outlets: dict[str, OutletEntry] = {}

    def add(self, view: ReadingView | UnreadView) -> None:
        """Add the next article."""
        number = len(self.entries) + 1
        if isinstance(view, UnreadView):
            self.entries.append(Entry(number, view.anchor, shorten(view.id, max_chars=_NAME_CHARS), "", ""))
            return
        speaking = [it for it in view.speakers if it.statement_count]
        outlet = view.outlet
        name = shorten(view.heading, max_chars=_NAME_CHARS)
        counts = (view.speaker_count, len(view.statements))
        self.entries.append(Entry(number, view.anchor, name, outlet, show_day(view.published or ""), *counts))
        self.word_count += view.word_count
        by_outlet = self._outlets.setdefault(outlet, OutletEntry(outlet))
        by_outlet.statement_count += len(view.statements)
        by_outlet.places.append((number, view.anchor))
        for line in speaking:
            if line.speaker is None or not line.speaker.named:
                self.unnamed_count += line.is_known
                continue
            who = (line.speaker.name, line.speaker.type)
            by_outlet.speakers.add(who)
            entry = self._speakers.setdefault(who, SpeakerEntry(line.speaker.name))
            entry.statement_count += line.statement_count
            entry.word_count += line.word_count
            entry.places.append((number, line.anchor))
            entry.outlets[outlet] = None

    @property
    def statement_count(self) -> int:
        """How many statements all articles have."""
        return sum(entry.statement_count or 0 for entry in self.entries)

    @property
    def speakers(self) -> list[SpeakerEntry]:
        """Those with the most articles first, then with the most statements, then by name."""
        return sorted(self._speakers.values(), key=lambda it: (-len(it.places), -it.statement_count, it.name))

    @property
    def outlets(self) -> list[OutletEntry]:
        """Those with the most articles first, then by name; the one without a name is that of unknown outlets."""
        return sorted(self._outlets.values(), key=lambda it: (not it.name, -len(it.places), it.name))
