"""Whom the label of a turn names: “JANE ROE:”, “THE COURT:”, “PRESENTER:”."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from sayso.analyse.layout import Layout
from sayso.analyse.resolve.entities import Entity, MentionIndex
from sayso.late import compile_late
from sayso.lexicon.nouns import is_first_name, is_noun, titles
from sayso.speaker import SpeakerType

__all__ = ["Labels"]

# What a presenter says before his own name.
_SELF = compile_late(
    r"\b(?:I['’]m|I am|[Mm]y name(?: is|['’]s)|[Yy]ou(?:['’]re| are) (?:with|listening to|watching)|[Tt]his is) "
)
# A rank of fewer letters stands before a name in a label: "DI Moss", "PC Oats".
_LETTER_RANK = 5
# The court speaks through its judge.
_JUDGES = ("judge", "justice", "magistrate", "honorable", "honourable")
# So many names of an entity are looked at.
_MOST_NAMES = 5
_WORD = compile_late(r"[^\W_]+")


class Labels:
    """The labels of an article's turns.

    Args:
        layout: The layout of the article, with its turns.
        mentions: The entities of the article, with all names.
        begin: Where the first turn begins.
    """

    def __init__(self, layout: Layout, mentions: MentionIndex, begin: int) -> None:
        self._layout, self._mentions, self._begin = layout, mentions, begin
        self._called = self._note_names()

    def find_cast(self, label: str) -> tuple[Entity, ...]:
        """Return whom a line before the turns gives for a label: "Interviewer: Ada Moss", "Ada Moss (Chair)"."""
        before = self._layout.text[: self._begin]
        found = re.search(rf"(?:^|[\n;.] ?){re.escape(label)}: +(?=[A-Z])", before, re.IGNORECASE)
        entity = self._mentions.entity_at(found.end()) if found else None
        added = -1 if entity else before.find(f" ({label})")
        if added > 0:
            near = self._mentions.before(added, limit=3)
            entity = next((self._mentions.entities[it.entity] for it in near if it.end == added), None)
        return (entity,) if entity else ()

    def find_named(self, label: str, guests: tuple[Entity, ...] = ()) -> tuple[Entity, ...]:
        """Return the entity that a label names: in full, by surname, initials or office; “THE WITNESS” is the guest."""
        said = _WORD.findall(re.sub("^the ", "", label, flags=re.IGNORECASE))
        words = [word for word in map(str.lower, said) if word not in titles()] or [word.lower() for word in said]
        fuller = self._find_fuller(said)
        if fuller is not None:
            return (fuller,)
        is_office = all(is_noun(word) for word in words)
        bearers = (self._find_office(" ".join(words), guests) or self._find_own_name(label)) if is_office else ()
        if bearers:
            return bearers
        full = [it for it in self._called.get(words[0], ()) if _is_called(it, words)]
        if full:
            # "Moss" is Ada Moss and not Moss Boats.
            return (max(full, key=lambda it: _is_called(it, words, at_end=True)),)
        forms = (" ".join(words), "".join(words))
        known = next((tuple(self._called[form][:1]) for form in forms if form and self._called.get(form)), ())
        if known:
            return known
        # The label names somebody whom the text does not name elsewhere, or describes him: "UNIDENTIFIED WOMAN".
        kept = [word for word in said if word.lower() in words]
        shown = " ".join(word.capitalize() if word.isupper() else word for word in kept)
        if any(char.isdigit() or char == "_" for char in label):  # "Witness 4", "grumpy_gasfitter"
            shown = label
        is_described = any(map(is_noun, words)) and not is_first_name(words[0])
        type_ = SpeakerType.UNNAMED if is_described else SpeakerType.PERSON
        entity = Entity(type=type_, description=shown, is_after_name=not is_described)
        self._called[" ".join(words)].append(entity)
        return (entity,)

    def _find_fuller(self, said: Sequence[str]) -> Entity | None:
        """Return the person with a longer name that ends as a label does whose first word is a rank: "DI Moss"."""
        rank, *rest = (word.lower() for word in said)
        if not rest or len(rank) >= _LETTER_RANK or not said[0].isupper():
            return None
        bearers = self._called.get(rest[-1], ())
        return next((it for it in bearers if _is_called(it, rest, at_end=True, but=rank)), None)

    def _find_own_name(self, label: str) -> tuple[Entity, ...]:
        """Return who says his name in a turn with a label: "PRESENTER: You're with Ada Moss"."""
        text = self._layout.text
        spoken = (it.content[0] for it in self._layout.turns if it.label and it.label.of(text) == label)
        places = (found.end() for content in spoken for found in _SELF.finditer(text, *content))
        named = (self._mentions.entity_at(place) for place in places)
        return next(((entity,) for entity in named if entity and entity.is_person), ())

    def _find_office(self, office: str, guests: tuple[Entity, ...]) -> tuple[Entity, ...]:
        """Return the one person with an office: "THE COURT" is the judge, "THE WITNESS" the one who answers."""
        if office == "witness" and guests:
            return guests
        heads = _JUDGES if office == "court" else (office,)
        numbers = dict.fromkeys(number for head in heads for number in self._mentions.find_described(head))
        bearers = [self._mentions.entities[number] for number in numbers]
        # "Objection, Judge" calls nobody so.
        people = (it for it in bearers if it.is_person)
        return tuple(sorted(people, key=lambda it: (it.words.isdisjoint(heads), not it.is_titled))[:1])

    def _note_names(self) -> dict[str, list[Entity]]:
        """Return the entities by each word and the initials of their full names, and by their short names.

        People stand before bodies: "OATS" is Tom Oats and not Oats Ltd.
        """
        called: dict[str, list[Entity]] = defaultdict(list)
        for entity in sorted(self._mentions.entities, key=lambda it: not it.is_person):
            for words in _names_of(entity):
                forms = {*words, "".join(word[0] for word in words)} if len(words) > 1 else set()
                for form in {*forms, " ".join(words)}:
                    called[form].append(entity)
        return called


def _names_of(entity: Entity) -> list[list[str]]:
    """Return the words of the first few names of an entity, in small letters."""
    return [_WORD.findall(" ".join(name.words).lower()) for name in entity.names[:_MOST_NAMES]]


def _is_called(entity: Entity, words: Sequence[str], *, at_end: bool = False, but: str = "") -> bool:
    """Whether words are part of a full name, or its end; the name does not begin with the word `but`."""
    full = (name for name in _names_of(entity) if len(name) > 1 and name[0] != but)
    return any(name[-len(words) :] == words if at_end else set(words) <= set(name) for name in full)
