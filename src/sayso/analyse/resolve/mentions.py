"""The index of mentions: which entities are mentioned where, and who spoke before a place of the text."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from sayso.analyse.layout import Layout
from sayso.analyse.resolve.entity import Entity
from sayso.analyse.resolve.proper_names import Name
from sayso.lexicon.offices import match_head, synonyms_of

__all__ = ["Mention", "MentionIndex"]

# Most entities that are returned for a word that describes them.
_MOST_DESCRIBED = 12


class Mention(NamedTuple):
    """One mention of an entity.

    Attributes:
        start: Where it stands.
        end: Where it ends.
        entity: The number of the entity.
        sentence: The number of its sentence.
        line: The number of its line.
        is_quoted: Whether it stands in quotation marks.
        is_source: Whether it is the source of a statement.
        is_owner: Whether it is a possessive ("Moss's lawyer").
    """

    start: int
    end: int
    entity: int
    sentence: int
    line: int
    is_quoted: bool = False
    is_source: bool = False
    is_owner: bool = False


class MentionIndex:
    """The mentions of all entities in text order, and the speakers so far.

    Args:
        layout: The layout of the article.

    Attributes:
        entities: The entities, by number.
        in_order: The mentions in text order.
        counts: How many mentions each entity has.
        first: The first mention of each entity.
    """

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.entities: list[Entity] = []
        self.in_order: list[Mention] = []
        self.counts: Counter[int] = Counter()
        self.first: dict[int, Mention] = {}
        self._speakers: set[int] = set()
        self._spoken: list[tuple[int, int]] = []
        self._numbers: dict[Entity, int] = {}
        # For each word, the numbers of the entities that it describes, in order.
        self._said: dict[str, list[int]] = defaultdict(list)

    def number(self, entity: Entity) -> int:
        """Return the number of an entity; a new entity gets the next one."""
        number = self._numbers.get(entity)
        if number is None:
            number = self._numbers[entity] = len(self.entities)
            self.entities.append(entity)
            for word in entity.words:
                self._said[word].append(number)
        return number

    def add_names(self, names: Iterable[Name], owner: Mapping[int, Entity]) -> None:
        """Add all names; `owner` has the entity of each by its place."""
        for name in names:
            is_owner = self.layout.text[name.span.end : name.span.end + 2] in {"'s", "’s"}
            self.add(name.span.start, name.span.end, owner[name.span.start], is_owner=is_owner)

    def add(self, start: int, end: int, entity: Entity, *, is_source: bool = False, is_owner: bool = False) -> None:
        """Add a mention."""
        mention = Mention(
            start,
            end,
            self.number(entity),
            self.layout.sentence_of(start),
            self.layout.line_of(start),
            is_quoted=bool(self.layout.quoted[start]),
            is_source=is_source,
            is_owner=is_owner,
        )
        insort(self.in_order, mention)
        self.counts[mention.entity] += 1
        self.first[mention.entity] = min(mention, self.first.get(mention.entity, mention))

    def note_speaker(self, place: int, entity: Entity) -> None:
        """Record that an entity speaks, with its source or content at a place."""
        insort(self._spoken, (place, self.number(entity)))
        self._speakers.add(self.number(entity))

    def has_spoken(self, number: int) -> bool:
        """Whether an entity is known to speak."""
        return number in self._speakers

    def spoken_before(self, place: int, *, limit: int = 4) -> Sequence[tuple[int, int]]:
        """Return places and numbers of the speakers before a place, the last one last; at most `limit` of them."""
        at = bisect_left(self._spoken, (place,))
        return self._spoken[max(0, at - limit) : at]

    def last_spoken(self) -> Entity | None:
        """Return the last speaker so far, in text order."""
        return self.entities[self._spoken[-1][1]] if self._spoken else None

    def find_described(self, head: str) -> list[int]:
        """Return the numbers of the entities that the head of a description fits, wherever they are mentioned."""
        found: set[int] = set()
        for word in {head, *synonyms_of(head)}:
            found.update(self._said.get(word, ())[:_MOST_DESCRIBED])
        return sorted(found)[:_MOST_DESCRIBED]

    def fits(self, head: str, number: int) -> bool:
        """Whether the head of a description, or a synonym, describes an entity."""
        return match_head(head, self.entities[number].words) > 0

    def after(self, place: int, *, limit: int = 30) -> Sequence[Mention]:
        """Return the mentions from a place on, the nearest first; at most `limit` of them."""
        at = bisect_left(self.in_order, (place,))
        return self.in_order[at : at + limit]

    def before(self, place: int, *, limit: int = 80) -> Sequence[Mention]:
        """Return the mentions before a place, the nearest last; at most `limit` of them."""
        at = bisect_left(self.in_order, (place,))
        return self.in_order[max(0, at - limit) : at]
