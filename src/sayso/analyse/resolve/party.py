"""One person or body of an article, while it is being read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from sayso.analyse.resolve.kinds import NameKind
from sayso.analyse.resolve.names import Name
from sayso.speaker import SpeakerType
from sayso.text import Span

__all__ = ["Party", "weigh_female"]


@dataclass(eq=False, slots=True)
class Party:
    """One person or body. Two are the same only if they are one object.

    Attributes:
        names: Its names in text order.
        type: What kind of party it is.
        roles: Titles and descriptions, as the text has them.
        mentions: Where it is spoken of by description or pronoun, and where its source spans stand.
        description: For a party without a name.
        female: How likely the person is a woman; None if unknown.
        is_plural: Whether it stands for several people.
        words: The words of the text that describe it, in small letters: what a later description is held against.
        members: The parties of a joint one.
        is_after_name: Whether a party without a name of its own is known by another's ("the Moss campaign").
        has_spokesperson: Whether somebody without a name spoke for it, who may be meant by “she” and “he”.
        real: The name that the text says is the real one, behind a stage name.
        full_name: The most complete of its names; empty if it has none.
        is_place: Whether all its names are those of a place.
        is_titled: Whether one of its names has a title.
    """

    names: list[Name] = field(default_factory=list)
    type: SpeakerType = SpeakerType.PERSON
    roles: list[str] = field(default_factory=list)
    mentions: list[Span] = field(default_factory=list)
    description: str = ""
    female: float | None = None
    is_plural: bool = False
    words: set[str] = field(default_factory=set)
    members: tuple[Party, ...] = ()
    is_after_name: bool = False
    has_spokesperson: bool = False
    real: Name | None = None
    full_name: str = ""
    is_place: bool = False
    is_titled: bool = False

    @property
    def is_named(self) -> bool:
        """Whether the text has a name of its own for it."""
        return bool(self.names)

    @property
    def has_proper_name(self) -> bool:
        """Whether the text tells by name who it is: for a joint party, each of its members."""
        joint = bool(self.members) and all(member.has_proper_name for member in self.members)
        return self.is_named or self.is_after_name or joint

    @property
    def name(self) -> str:
        """The most complete of its names; else its description."""
        return self.full_name or self.description

    @property
    def is_person(self) -> bool:
        """Whether it is one person, with or without a name."""
        return self.type in {SpeakerType.PERSON, SpeakerType.UNNAMED}

    def settle(self) -> None:
        """Read from the names, once all are there, what they tell together."""
        self.names.sort(key=lambda name: name.span.start)
        self.female = weigh_female(self.names)
        self.roles.extend(dict.fromkeys(" ".join(name.title) for name in self.names if name.title))
        self.full_name = self._choose_name()
        self.is_place = all(name.kind is NameKind.PLACE for name in self.names)
        self.is_titled = bool(self.roles)

    def _choose_name(self) -> str:
        """The real name; else the longest, of equals the one that the text has most often, and first."""
        if self.real is not None:
            return " ".join(self.real.words)
        counts = Counter(name.words for name in self.names if not (name.is_headline or name.is_quoted))
        best = max(self.names, key=lambda name: (len(name.words), counts[name.words], sum(map(len, name.words))))
        return " ".join(best.words)


def weigh_female(names: Iterable[Name]) -> float | None:
    """The mean of what the names tell: titles before first names, and a surname tells nothing."""
    names = list(names)
    lasts = {name.words[-1] for name in names if len(name.words) > 1}
    titled = [name.female for name in names if name.title and name.female in {0.0, 1.0}]
    firsts = [name.female for name in names if len(name.words) > 1 or name.words[0] not in lasts]
    told = [share for share in titled or firsts if share is not None]
    return sum(told) / len(told) if told else None
