"""The entities of an article, and the index of their mentions: who is mentioned where, and who spoke before a place."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right, insort
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple

from sayso.analyse.layout import Layout
from sayso.analyse.resolve.kinds import NameKind
from sayso.analyse.resolve.proper_names import UNTAGGED, Name
from sayso.lexicon.nouns import is_noun
from sayso.lexicon.offices import synonyms_of
from sayso.names import fold_name
from sayso.speaker import SpeakerType
from sayso.text import Span

__all__ = ["Entity", "Mention", "MentionIndex", "Role", "average_female", "find_families"]


# Titles that are part of what somebody is called who has no other name: "Auntie Ada".
_OF_NAMES = frozenset(
    """
    mama papa baba auntie aunty aunt uncle sister brother father mother nana gogo prince princess lady lord pope padre
    seu mang aling manong manang kuya tatay nanay mbuya sekuru koro whaea matua
    """.split()
)


@dataclass(eq=False, slots=True)
class Entity:
    """One person, body, group or document. Two entities are equal only if they are one object.

    Attributes:
        names: Its names in text order.
        type: Person, organisation and so on.
        roles: Titles and descriptions, as the text has them.
        mentions: The spans of its pronouns, descriptions and sources.
        description: The description of an entity without a name.
        female: How likely the person is a woman; None if unknown.
        is_plural: Whether it stands for several people.
        words: The words of the text that describe it, in small letters; a later description is compared with them.
        in_name: The words of its names, in small letters.
        supposed: Those of `words` that only a word of its name, or its kind, makes likely: a company for "Kelp Foods".
        members: The entities that a joint entity consists of.
        is_after_name: Whether an entity without a name of its own is called by another's name (the label of a turn).
        has_spokesperson: Whether an unnamed person spoke for it, to whom “she” and “he” may refer.
        full_name: Its most complete name, or its description with the name of its owner; empty if it has none.
        is_place: Whether all its names are those of a place.
        is_titled: Whether one of its names has a title.
        tagged: The model's shares for a person, a body and a place, on average over its names.
        is_unsure: Whether its names show neither a person nor a body: "Norpress", "Moss".
    """

    names: list[Name] = field(default_factory=list)
    type: SpeakerType = SpeakerType.PERSON
    roles: list[str] = field(default_factory=list)
    mentions: list[Span] = field(default_factory=list)
    description: str = ""
    female: float | None = None
    is_plural: bool = False
    words: set[str] = field(default_factory=set)
    in_name: set[str] = field(default_factory=set)
    supposed: set[str] = field(default_factory=set)
    members: tuple[Entity, ...] = ()
    is_after_name: bool = False
    has_spokesperson: bool = False
    full_name: str = ""
    is_place: bool = False
    is_titled: bool = False
    is_unsure: bool = False
    tagged: tuple[float, ...] = UNTAGGED

    @property
    def is_named(self) -> bool:
        """Whether the text gives it a proper name."""
        return bool(self.names)

    @property
    def has_proper_name(self) -> bool:
        """Whether a proper name identifies it: for a joint entity, each of its members."""
        joint = bool(self.members) and all(member.has_proper_name for member in self.members)
        return self.is_named or self.is_after_name or joint

    @property
    def name(self) -> str:
        """Its most complete name; else its description."""
        return self.full_name or self.description

    @property
    def is_person(self) -> bool:
        """Whether it is one person, with or without a name."""
        return self.type is SpeakerType.PERSON or self.type is SpeakerType.UNNAMED

    def read_names(self) -> None:
        """Set gender, roles, full name and the like from all its names."""
        self.names.sort(key=lambda name: name.span.start)
        self.female = average_female(self.names)
        self.roles.extend(dict.fromkeys(" ".join(name.title) for name in self.names if name.title))
        self.full_name = self._choose_name()
        self.is_place = all(name.kind is NameKind.PLACE for name in self.names)
        self.is_titled = bool(self.roles)
        self.tagged = tuple(
            sum(column) / len(self.names) for column in zip(*(name.tagged for name in self.names), strict=True)
        )
        self.is_unsure = not self.roles and all(name.kind is NameKind.UNKNOWN for name in self.names)

    def _choose_name(self) -> str:
        """Return the longest name that the outlet itself uses; of several the most frequent, then the first."""
        counts = Counter(name.words for name in self.names if not (name.is_headline or name.is_quoted))
        outside = [name for name in self.names if not name.is_headline]
        shown = [name for name in outside if not name.is_quoted] or outside or self.names
        best = max(shown, key=lambda name: (len(name.words), counts[name.words], sum(map(len, name.words))))
        if "".join(best.words).isupper():  # "MOSS" in a dateline is "Moss" elsewhere.
            shown = [name for name in shown if [*map(str.upper, name.words)] == [*map(str.upper, best.words)]]
            best = next((name for name in shown if not "".join(name.words).isupper()), best)
        title = best.title[-1:] if len(best.words) == 1 else ()
        return " ".join((*(word for word in title if word.lower() in _OF_NAMES), *best.words))


def average_female(names: Iterable[Name]) -> float | None:
    """Return the mean of the names' values: those of titles if there are any, else those of first names."""
    names = list(names)
    lasts = {name.words[-1] for name in names if len(name.words) > 1}
    titled = [name.female for name in names if name.title and name.female in {0.0, 1.0}]
    firsts = [name.female for name in names if len(name.words) > 1 or name.words[0] not in lasts]
    shares = [share for share in titled or firsts if share is not None]
    return sum(shares) / len(shares) if shares else None


def _surnames_of(entity: Entity) -> set[str]:
    """Return the parts of a person's surnames, in small letters: of "Ada Moss-Pell" moss and pell."""
    return {part for name in entity.names[:_MOST_READ] for part in fold_name(name.words)[-1].split("-")}


def find_families(text: str, names: Sequence[Name], owner: Mapping[int, Entity]) -> dict[int, list[Entity]]:
    """Return the several people of whose surname a name is the plural ("the Mosses"), by the place of the name."""
    single = [name for name in names if len(name.words) == 1 and name.words[0].endswith("s")]
    plurals = [name for name in single if _THE.search(text, max(0, name.span.start - 4), name.span.start)]
    bearers: dict[str, list[Entity]] = defaultdict(list)
    for entity in dict.fromkeys(owner.values()) if plurals else ():
        for surname in _surnames_of(entity) if entity.is_person else ():
            bearers[surname].append(entity)
    families = {}
    for name in plurals:
        surnames = {name.words[0].lower().removesuffix(end) for end in ("s", "es") if name.words[0].endswith(end)}
        found = [entity for surname in sorted(surnames) for entity in bearers.get(surname, ())]
        if 1 < len(found) <= _MOST_FAMILY:
            families[name.span.start] = found
    return families


_THE = re.compile(r"\bthe $", re.IGNORECASE)
# So many names of a person are read for the surname.
_MOST_READ = 6
# "The Mosses" are at most so many.
_MOST_FAMILY = 4
# Most entities that are returned for a word that describes them.
_MOST_DESCRIBED = 12


class Role(Enum):
    """The place of a mention in its clause, as the words before it show it."""

    OPENS = "opens"
    OBLIQUE = "oblique"
    AGENT = "agent"
    OTHER = "other"
    CREDIT = "credit"


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
        role: Its place in its clause.
    """

    start: int
    end: int
    entity: int
    sentence: int
    line: int
    is_quoted: bool = False
    is_source: bool = False
    is_owner: bool = False
    role: Role = Role.OTHER


_PREPOSITIONS = frozenset(
    """
    of to with for from in at on about against into over under after before between among near behind beside without
    like than through towards toward upon around including alongside via
    """.split()
)
_CLAUSES = frozenset(
    "that when if whether and but because while where as until since though although so or which".split()
)
# What may stand between a preposition or clause and a mention, beside its title and nouns.
_SKIPPED = frozenset("the a an his her their its my our your this that these those".split())
# Who took or sent a picture is not spoken of: "Photo: Ada Moss", "(Submitted by Ada Moss)".
_CREDIT = re.compile(
    r"(?:\b(?:photo(?:graph)?s?|pictures?|images?|illustrations?|videos?|graphics?)(?: (?:by|courtesy of)|:|/)"
    r"|\((?:submitted|supplied|taken|provided) by)\s$",
    re.IGNORECASE,
)
_CREDIT_REACH = 30
# A line that names who wrote the text: “By Ada Moss and Tom Oats”.
_BYLINE = re.compile(r"[Bb]y:? [A-Z][^!?;“”\"]{0,100}(?<![.!?:,])")
# So many characters before a mention show its role.
_ROLE_REACH = 80
_WORD = re.compile(r"[\w’'.-]+|[,;:(–—]")


class MentionIndex:
    """The mentions of all entities in text order, and the speakers so far.

    Args:
        layout: The layout of the article.

    Attributes:
        entities: The entities, by number.
        in_order: The mentions in text order.
        counts: How many mentions each entity has.
        first: The first mention of each entity.
        writer: The number of who writes the article, if it has a name and writes of himself; else None.
    """

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.entities: list[Entity] = []
        self.in_order: list[Mention] = []
        self.counts: Counter[int] = Counter()
        self.first: dict[int, Mention] = {}
        self.writer: int | None = None
        self._sources: list[Span] = []
        self._speakers: set[int] = set()
        self._spoken: list[tuple[int, int]] = []
        self._numbers: dict[Entity, int] = {}
        # For each word, the numbers of the entities that it describes, in order.
        self._said: dict[str, list[int]] = defaultdict(list)
        # For each surname, the numbers of the people who bear it.
        self._bearers: dict[str, list[int]] = defaultdict(list)

    def number(self, entity: Entity) -> int:
        """Return the number of an entity; a new entity gets the next one."""
        number = self._numbers.get(entity)
        if number is None:
            number = self._numbers[entity] = len(self.entities)
            self.entities.append(entity)
            for word in entity.words:
                self._said[word].append(number)
            if entity.names and entity.is_person:
                for surname in _surnames_of(entity):
                    self._bearers[surname].append(number)
        return number

    def add_names(self, names: Iterable[Name], owner: Mapping[int, Entity]) -> None:
        """Add all names; `owner` has the entity of each by its place."""
        for name in names:
            is_owner = self.layout.text[name.span.end : name.span.end + 2] in {"'s", "’s"}
            self.add(name.span.start, name.span.end, owner[name.span.start], is_owner=is_owner)

    def add(self, start: int, end: int, entity: Entity, *, is_source: bool = False, is_owner: bool = False) -> None:
        """Add a mention."""
        sentence = self.layout.sentence_of(start)
        mention = Mention(
            start,
            end,
            self.number(entity),
            sentence,
            self.layout.line_of(start),
            is_quoted=bool(self.layout.quoted[start]),
            is_source=is_source,
            is_owner=is_owner,
            role=self._read_role(start, sentence),
        )
        insort(self.in_order, mention)
        self.counts[mention.entity] += 1
        self.first[mention.entity] = min(mention, self.first.get(mention.entity, mention))

    def give(self, place: int, before: Entity, entity: Entity) -> None:
        """Give the mention of one entity at a place to another."""
        old, new = self.number(before), self.number(entity)
        at = bisect_left(self.in_order, (place, 0, old))
        while self.in_order[at].entity != old:
            at += 1
        mention = self.in_order.pop(at)._replace(entity=new)
        insort(self.in_order, mention)
        self.counts[old] -= 1
        self.counts[new] += 1
        self.first[new] = min(mention, self.first.get(new, mention))
        if self.first[old].start == place:
            self.first[old] = next(other for other in self.in_order if other.entity == old)

    def absorb(self, entity: Entity, other: Entity) -> None:
        """Give all mentions of one entity to another, which bears its names and words from now on."""
        old, new = self.number(other), self.number(entity)
        for numbers in (*self._said.values(), *self._bearers.values()):
            if old in numbers:
                numbers.remove(old)
        for index, keys in ((self._said, entity.words), (self._bearers, _surnames_of(entity))):
            for key in sorted(keys):
                if new not in index[key]:
                    index[key].append(new)
        self.in_order = sorted(it._replace(entity=new) if it.entity == old else it for it in self.in_order)
        self.counts[new] += self.counts.pop(old, 0)
        self.first[new] = min(self.first.pop(old), self.first[new])

    def _read_role(self, start: int, sentence: int) -> Role:
        """Return the place of a mention in its clause: what stands before it, without its title and article."""
        text = self.layout.text
        line = self.layout.lines[self.layout.line_of(start)]
        if _CREDIT.search(text, max(0, start - _CREDIT_REACH), start) or _BYLINE.fullmatch(text, *line):
            return Role.CREDIT
        begin = max(self.layout.sentences[sentence].start, start - _ROLE_REACH)
        for word in reversed(_WORD.findall(self.layout.text, begin, start)):
            key = word.lower()
            if key == "by":
                return Role.AGENT
            if key in _PREPOSITIONS:
                return Role.OBLIQUE
            if key in _CLAUSES or not key[0].isalnum():
                return Role.OPENS
            if not (word[0].isupper() or key in _SKIPPED or is_noun(key)):
                return Role.OTHER
        return Role.OPENS

    def note_sources(self, spans: Iterable[Span]) -> None:
        """Record where the sources of all statements stand."""
        self._sources = sorted(spans)

    def is_in_source(self, place: int) -> bool:
        """Whether a place is in the source of a statement, of which nobody may know the speaker yet."""
        at = bisect_right(self._sources, place, key=lambda span: span.start) - 1
        return at >= 0 and place < self._sources[at].end

    def note_speaker(self, place: int, entity: Entity) -> None:
        """Record that an entity speaks, with its source or content at a place."""
        insort(self._spoken, (place, self.number(entity)))
        self._speakers.add(self.number(entity))

    @contextmanager
    def suppose(self, spoken: Sequence[tuple[int, int]]) -> Iterator[None]:
        """Read what follows as if these entities, by number, had spoken last, each at its place."""
        known = self._spoken
        self._spoken = sorted([*known, *spoken])
        try:
            yield
        finally:
            self._spoken = known

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

    def find_relatives(self, number: int) -> list[int]:
        """Return the numbers of the other people who share a surname with an entity, wherever they are mentioned."""
        sharing = {n for surname in _surnames_of(self.entities[number]) for n in self._bearers.get(surname, ())}
        return sorted(sharing - {number})[:_MOST_DESCRIBED]

    def after(self, place: int, *, limit: int = 30) -> Sequence[Mention]:
        """Return the mentions from a place on, the nearest first; at most `limit` of them."""
        at = bisect_left(self.in_order, (place,))
        return self.in_order[at : at + limit]

    def entity_at(self, place: int) -> Entity | None:
        """Return the entity whose mention begins at a place; None if none does."""
        first = next(iter(self.after(place, limit=1)), None)
        return self.entities[first.entity] if first and first.start == place else None

    def before(self, place: int, *, limit: int = 80) -> Sequence[Mention]:
        """Return the mentions before a place, the nearest last; at most `limit` of them."""
        at = bisect_left(self.in_order, (place,))
        return self.in_order[max(0, at - limit) : at]
