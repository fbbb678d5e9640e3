"""The speaker of each turn in an interview of questions and answers."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

from sayso.analyse.layout import Layout
from sayso.analyse.resolve.entity import Entity
from sayso.analyse.resolve.mentions import MentionIndex
from sayso.article import Article
from sayso.lexicon.nouns import is_noun, titles
from sayso.speaker import SpeakerType
from sayso.text import Span

__all__ = ["Interview"]

_LETTER = re.compile(r"(?:Q|A|Question|Answer)(?:\s?\d{1,3})?[.:]?$", re.IGNORECASE)
_TALK = re.compile(
    r"\b(?:interview\w*|spoke|speaks|talk(?:ed|s)|sat down|sits down|Q ?& ?A|questions)\b", re.IGNORECASE
)
_PARTNER = re.compile(r"\b(?:with|to|by|for) (?:the )?$")
# What is added to a name in brackets: "(voice-over)".
_ADDITION = re.compile(r"[(\[][^()\[\]]*[)\]]")
_WORD = re.compile(r"[^\W_]+")
# Only one of two people in the introduction is the guest if the other has less than this share of its mentions.
_RIVAL = 0.7
_MOST_GUESTS = 4
# So many names of an entity are looked at.
_MOST_NAMES = 5


class Interview:
    """The host and the guests of an article that is an interview.

    Args:
        article: The article; its outlet is the host, where it has one.
        layout: Its layout, with the turns.
        mentions: The entities of the article, with all names.
    """

    def __init__(self, article: Article, layout: Layout, mentions: MentionIndex) -> None:
        self._layout = layout
        self._mentions = mentions
        self._turns = {turn.content[0].start: turn for turn in layout.turns}
        self._begin = min(((turn.label or turn.content[0]).start for turn in layout.turns), default=0)
        self._called = self._note_names() if layout.turns else {}
        self._guests = self._find_guests() if layout.turns else ()
        self._host = self._find_host(article) if layout.turns else None

    def find_speakers(self, place: int) -> tuple[Entity, ...]:
        """Return who may speak in the turn that begins at a place of the text: one, several, or none."""
        turn = self._turns.get(place)
        if turn is None:
            return ()
        label = turn.label.of(self._layout.text) if turn.label else ""
        if label and label[0].isalpha() and not _LETTER.match(label):
            return self._find_named(label)
        if turn.is_question:
            return (self._host,) if self._host else ()
        return self._guests

    def _note_names(self) -> dict[str, list[Entity]]:
        """Return the entities by each word and the initials of their full names, and by their short names."""
        called: dict[str, list[Entity]] = defaultdict(list)
        for entity in self._mentions.entities:
            for words in _names_of(entity):
                forms = {*words, "".join(word[0] for word in words)} if len(words) > 1 else set()
                for form in {*forms, " ".join(words)}:
                    called[form].append(entity)
        return called

    def _find_named(self, label: str) -> tuple[Entity, ...]:
        """Return the entity that a label names, in full, by surname or by initials."""
        name = _ADDITION.sub("", label)
        said = _WORD.findall(name)
        words = [word for word in map(str.lower, said) if word not in titles()] or [word.lower() for word in said]
        for entity in self._called.get(words[0], ()) if words else ():
            if any(_is_full(words, known) for known in _names_of(entity)):
                return (entity,)
        known = self._called.get(" ".join(words), ())[:1]
        if known or not words or all(is_noun(word) for word in words):
            return tuple(known)
        # The label names somebody whom the text does not name elsewhere.
        shown = " ".join(word.capitalize() if word.isupper() else word for word in said if word.lower() in words)
        entity = Entity(type=SpeakerType.PERSON, description=shown, is_after_name=True)
        self._called[" ".join(words)].append(entity)
        return (entity,)

    def _find_guests(self) -> tuple[Entity, ...]:
        """Return the people whom the introduction names most: one, or several where it is unclear who answers."""
        counts: Counter[int] = Counter()
        for mention in self._mentions.in_order:
            if mention.start >= self._begin and counts:
                break
            entity = self._mentions.entities[mention.entity]
            if entity.type is SpeakerType.PERSON and (" " in entity.name or entity.is_titled):
                counts[mention.entity] += 1
        ranked = counts.most_common()
        asked = [self._mentions.entities[n] for n, count in ranked if count > _RIVAL * ranked[0][1]]
        return tuple(asked[:_MOST_GUESTS])

    def _find_host(self, article: Article) -> Entity | None:
        """Return the outlet that asks the questions, if the article or its text names it."""
        outlet = article.outlet.name if article.outlet else None
        named = [entity for entity in self._mentions.entities if entity.is_named]
        if outlet:
            known = next((entity for entity in named if entity.name.lower() == outlet.lower()), None)
            return known or Entity(type=SpeakerType.ORGANISATION, description=outlet, is_after_name=True)
        bodies = [entity for entity in named if entity.type is SpeakerType.ORGANISATION]
        return next((p for p in bodies if any(self._asks(name.span) for name in p.names[:_MOST_NAMES])), None)

    def _asks(self, name: Span) -> bool:
        """Whether the introduction says that the body of that name held the interview: "spoke to the Gazette"."""
        if name.start >= self._begin:
            return False
        text = self._layout.text
        before = text[max(0, name.start - 40) : name.start]
        asked = _PARTNER.search(before) and _TALK.search(before)
        return bool(asked or _TALK.match(text[name.end : name.end + 40].lstrip("’'s ")))


def _names_of(entity: Entity) -> list[list[str]]:
    """Return the words of the first few names of an entity, in small letters."""
    return [_WORD.findall(" ".join(name.words).lower()) for name in entity.names[:_MOST_NAMES]]


def _is_full(words: list[str], name: list[str]) -> bool:
    """Whether all words are part of a full name, or are its initials."""
    if len(name) < 2:
        return False
    return set(words) <= set(name) or (len(words) == 1 and words[0] == "".join(word[0] for word in name))
