"""Whose turn it is in an interview of questions and answers, where the turns themselves do not say."""

from __future__ import annotations

import re

from sayso.analyse.layout import Layout
from sayso.analyse.resolve.party import Party
from sayso.analyse.resolve.trail import Trail
from sayso.article import Article
from sayso.speaker import SpeakerType
from sayso.text import Span

__all__ = ["Interview"]

_LETTER = re.compile(r"(?:Q|A|Question|Answer)(?:\s?\d{1,3})?[.:]?$", re.IGNORECASE)
_TALK = re.compile(r"\b(?:interview\w*|spoke|speaks|talk(?:ed|s)|sat down|sits down|Q ?& ?A|questions)\b", re.IGNORECASE)
# Of two people in the introduction, the less mentioned must stay below this share for the other to be the one asked.
_RIVAL = 0.7


class Interview:
    """Who asks and who answers in an article that is an interview.

    Args:
        article: The article, whose outlet asks the questions where it is named.
        layout: Its layout, with the turns.
        trail: The parties of the article.
    """

    def __init__(self, article: Article, layout: Layout, trail: Trail) -> None:
        self._layout = layout
        self._trail = trail
        self._turns = {turn.content[0].start: turn for turn in layout.turns}
        self._begin = min(((turn.label or turn.content[0]).start for turn in layout.turns), default=0)
        self.guests = self._find_guests()
        self.host = self._find_host(article)

    def whose(self, place: int) -> tuple[Party, ...]:
        """Who may be speaking in the turn that begins at a place of the text: one, several, or nobody that is known."""
        turn = self._turns.get(place)
        if turn is None:
            return ()
        label = turn.label.of(self._layout.text) if turn.label else ""
        if label and label[0].isalpha() and not _LETTER.match(label):
            return self._named(label)
        if turn.is_question:
            return (self.host,) if self.host else ()
        return self.guests

    def is_question(self, place: int) -> bool:
        """Whether the interviewer speaks in the turn that begins at a place of the text."""
        turn = self._turns.get(place)
        return bool(turn and turn.is_question)

    def _named(self, label: str) -> tuple[Party, ...]:
        """The party that a label names, in full, by surname or by initials."""
        words = re.findall(r"[^\W_]+", label.lower())
        for party in self._trail.parties:
            known = [re.findall(r"[^\W_]+", " ".join(name.words).lower()) for name in party.names[:5]]
            initials = {"".join(word[0] for word in name) for name in known if len(name) > 1}
            if any(set(words) <= set(name) for name in known if len(name) > 1) or (len(words) == 1 and words[0] in initials):
                return (party,)
        for party in self._trail.parties:
            if any([word.lower() for word in name.words] == words for name in party.names[:5]):
                return (party,)
        return ()

    def _find_guests(self) -> tuple[Party, ...]:
        """The people whom the introduction is about: one, or several where it does not say which of them answers."""
        counts: dict[int, int] = {}
        for step in self._trail.steps:
            party = self._trail.parties[step.party]
            if step.start >= self._begin and counts:
                break
            if party.type is SpeakerType.PERSON and any(len(name.words) > 1 or name.title for name in party.names):
                counts[step.party] = counts.get(step.party, 0) + 1
        ranked = sorted(counts, key=lambda number: -counts[number])
        return tuple(self._trail.parties[n] for n in ranked if counts[n] > _RIVAL * counts[ranked[0]])[:4]

    def _find_host(self, article: Article) -> Party | None:
        """The outlet that asks, where the text names it."""
        outlet = (article.outlet.name or "").lower() if article.outlet else ""
        named = [party for party in self._trail.parties if party.is_named]
        for party in named:
            if outlet and party.name.lower() == outlet:
                return party
        if article.outlet and article.outlet.name:
            return Party(type=SpeakerType.ORGANISATION, description=article.outlet.name, is_after_name=True)
        bodies = [party for party in named if party.type is SpeakerType.ORGANISATION]
        return next((p for p in bodies if any(self._talks(name.span) for name in p.names[:5])), None)

    def _talks(self, name: Span) -> bool:
        """Whether the introduction says of the body with that name that it asked: "spoke to the Gazette"."""
        if name.start >= self._begin:
            return False
        text = self._layout.text
        before = text[max(0, name.start - 40) : name.start]
        asked = re.search(r"\b(?:with|to|by|for) (?:the )?$", before) and _TALK.search(before)
        return bool(asked or _TALK.match(text[name.end : name.end + 40].lstrip("’'s ")))
