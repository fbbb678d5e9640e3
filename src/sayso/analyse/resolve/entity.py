"""An entity: one person, body, group or document that an article mentions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from sayso.analyse.resolve.kinds import NameKind
from sayso.analyse.resolve.proper_names import UNTAGGED, Name
from sayso.speaker import SpeakerType
from sayso.text import Span

__all__ = ["Entity", "average_female"]


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
        members: The entities that a joint entity consists of.
        is_after_name: Whether an entity without a name of its own is called by another's name (the label of a turn).
        has_spokesperson: Whether an unnamed person spoke for it, to whom “she” and “he” may refer.
        full_name: Its most complete name; empty if it has none.
        is_place: Whether all its names are those of a place.
        is_titled: Whether one of its names has a title.
        tagged: The model's shares for a person, a body and a place, on average over its names.
        is_guess: Whether nothing shows what its names are.
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
    members: tuple[Entity, ...] = ()
    is_after_name: bool = False
    has_spokesperson: bool = False
    full_name: str = ""
    is_place: bool = False
    is_titled: bool = False
    is_guess: bool = False
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
        self.is_guess = not self.roles and all(name.is_guess for name in self.names)
        self.is_unsure = not self.roles and all(name.kind is NameKind.UNKNOWN for name in self.names)

    def _choose_name(self) -> str:
        """Return the longest name that the outlet itself uses; of several the most frequent, then the first."""
        counts = Counter(name.words for name in self.names if not (name.is_headline or name.is_quoted))
        outside = [name for name in self.names if not name.is_headline]
        shown = [name for name in outside if not name.is_quoted] or outside or self.names
        best = max(shown, key=lambda name: (len(name.words), counts[name.words], sum(map(len, name.words))))
        return " ".join(best.words)


def average_female(names: Iterable[Name]) -> float | None:
    """Return the mean of the names' values: those of titles if there are any, else those of first names."""
    names = list(names)
    lasts = {name.words[-1] for name in names if len(name.words) > 1}
    titled = [name.female for name in names if name.title and name.female in {0.0, 1.0}]
    firsts = [name.female for name in names if len(name.words) > 1 or name.words[0] not in lasts]
    shares = [share for share in titled or firsts if share is not None]
    return sum(shares) / len(shares) if shares else None
