"""Whom the label of a turn names: “JANE ROE:”, “THE COURT:”, “PRESENTER:”."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from sayso.analyse.resolve.entities import Entity, MentionIndex
from sayso.late import compile_late
from sayso.lexicon.nouns import is_first_name, is_noun, titles
from sayso.speaker import SpeakerType

__all__ = ["Labels"]

# A rank of fewer letters stands before a name in a label: "DI Moss", "PC Oats".
_LETTER_RANK = 5
# The court speaks through its judge.
_JUDGES = ("judge", "justice", "magistrate", "honorable", "honourable")
# So many names of an entity are looked at.
_MOST_NAMES = 5
# So far before a name stands the office that it is introduced with.
_REACH = 60
_WORD = compile_late(r"\w+")


class Labels:
    """The labels of an article's turns.

    Args:
        mentions: The entities of the article, with all names.
    """

    def __init__(self, mentions: MentionIndex) -> None:
        self._mentions = mentions
        # By each word and the initials of full names, and by short names. "OATS" is Tom Oats and not Oats Ltd.
        self._called: dict[str, list[Entity]] = defaultdict(list)
        for entity in sorted(mentions.entities, key=lambda it: not it.is_person):
            for words in _names_of(entity):
                parts = {*words, "".join(word[0] for word in words)} if len(words) > 1 else set()
                for form in {*parts, " ".join(words)}:
                    self._called[form].append(entity)

    def find_named(self, label: str, guests: tuple[Entity, ...] = ()) -> tuple[Entity, ...]:
        """Return the entity that a label names: in full, by surname, initials or office; “THE WITNESS” is the guest."""
        said = _WORD.findall(re.sub("^the ", "", label, flags=re.IGNORECASE))
        words = [word for word in map(str.lower, said) if word not in titles()] or [word.lower() for word in said]
        ranked = self._find_ranked(said)
        if ranked is not None:
            return (ranked,)
        bearers = self._find_office(" ".join(words), guests) if all(map(is_noun, words)) else ()
        if bearers:
            return bearers
        full = [it for it in self._called.get(words[0], ()) if _is_called(it, words)]
        if full:
            # "Moss" is Ada Moss and not Moss Boats.
            return (max(full, key=lambda it: _is_called(it, words, at_end=True)),)
        known = self._called.get(" ".join(words)) or self._called.get("".join(words))
        return (known[0] if known else self._begin(label, said, words),)

    def is_judge(self, label: str, entity: Entity) -> bool:
        """Whether a label, or what the text says of whom it names, is that of a court: "THE COURT", "JUDGE MOSS"."""
        said = {word.lower() for word in _WORD.findall(label)}
        return "court" in said or not said.union(entity.words).isdisjoint(_JUDGES)

    def _begin(self, label: str, said: Sequence[str], words: Sequence[str]) -> Entity:
        """Return a new entity that a label names, or describes ("UNIDENTIFIED WOMAN"), and nothing else in the text."""
        kept = [word for word in said if word.lower() in words]
        shown = " ".join(word.capitalize() if word.isupper() else word for word in kept)
        if any(map(str.isdigit, label)):  # "Witness 4"
            shown = label
        is_described = any(map(is_noun, words)) and not is_first_name(words[0])
        type_ = SpeakerType.UNNAMED if is_described else SpeakerType.PERSON
        entity = Entity(type=type_, description=shown, is_after_name=not is_described)
        self._called[" ".join(words)].append(entity)
        return entity

    def _find_ranked(self, said: Sequence[str]) -> Entity | None:
        """Return the person with a longer name that ends as a label does whose first word is a rank: "DI Moss"."""
        rank, *rest = (word.lower() for word in said)
        if not rest or len(rank) >= _LETTER_RANK or not said[0].isupper():
            return None
        bearers = self._called.get(rest[-1], ())
        return next((it for it in bearers if _is_called(it, rest, at_end=True, but=rank)), None)

    def _find_office(self, office: str, guests: tuple[Entity, ...]) -> tuple[Entity, ...]:
        """Return the one person with an office: "THE COURT" is the judge, "THE WITNESS" the one who answers."""
        if office == "witness" and guests:
            return guests
        heads = _JUDGES if office == "court" else (office,)
        numbers = dict.fromkeys(number for head in heads for number in self._mentions.find_described(head))
        bearers = [self._mentions.entities[number] for number in numbers]
        # "Objection, Judge" calls nobody so.
        people = [it for it in bearers if it.is_person]
        if all(it.words.isdisjoint(heads) for it in people):
            people = self._find_introduced(office) or people
        return tuple(sorted(people, key=lambda it: (it.words.isdisjoint(heads), not it.is_titled))[:1])

    def _find_introduced(self, office: str) -> list[Entity]:
        """Return the person who is named behind an office: "the chairperson, retired judge Ada Moss, warned"."""
        introduced = re.compile(rf"\b{re.escape(office)},? (?:[\w.-]+ ){{0,2}}$", re.IGNORECASE)
        text = self._mentions.layout.text
        named = ((name, it) for it in self._mentions.entities if it.is_person for name in it.names[:_MOST_NAMES])
        return [
            it for name, it in named if introduced.search(text, max(0, name.whole.start - _REACH), name.whole.start)
        ]


def _names_of(entity: Entity) -> list[list[str]]:
    """Return the words of the first few names of an entity, in small letters."""
    return [_WORD.findall(" ".join(name.words).lower()) for name in entity.names[:_MOST_NAMES]]


def _is_called(entity: Entity, words: Sequence[str], *, at_end: bool = False, but: str = "") -> bool:
    """Whether words are part of a full name, or its end; the name does not begin with the word `but`."""
    full = (name for name in _names_of(entity) if len(name) > 1 and name[0] != but)
    return any(name[-len(words) :] == words if at_end else set(words) <= set(name) for name in full)
