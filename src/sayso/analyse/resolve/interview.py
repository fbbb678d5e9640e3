"""Whose turn it is in an interview of questions and answers, where the turns themselves do not say."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

from sayso.analyse.layout import Layout
from sayso.analyse.resolve.party import Party
from sayso.analyse.resolve.trail import Trail
from sayso.article import Article
from sayso.speaker import SpeakerType
from sayso.text import Span

__all__ = ["Interview"]

_LETTER = re.compile(r"(?:Q|A|Question|Answer)(?:\s?\d{1,3})?[.:]?$", re.IGNORECASE)
_TALK = re.compile(
    r"\b(?:interview\w*|spoke|speaks|talk(?:ed|s)|sat down|sits down|Q ?& ?A|questions)\b", re.IGNORECASE
)
_PARTNER = re.compile(r"\b(?:with|to|by|for) (?:the )?$")
_WORD = re.compile(r"[^\W_]+")
# Of two people in the introduction, the less mentioned must stay below this share for the other to be the one asked.
_RIVAL = 0.7
_MOST_GUESTS = 4
# So many names of a party are looked at.
_MOST_NAMES = 5


class Interview:
    """Who asks and who answers in an article that is an interview.

    Args:
        article: The article, whose outlet asks the questions where it is named.
        layout: Its layout, with the turns.
        trail: The parties of the article, all names on it.
    """

    def __init__(self, article: Article, layout: Layout, trail: Trail) -> None:
        self._layout = layout
        self._trail = trail
        self._turns = {turn.content[0].start: turn for turn in layout.turns}
        self._begin = min(((turn.label or turn.content[0]).start for turn in layout.turns), default=0)
        self._called = self._note_names() if layout.turns else {}
        self._guests = self._find_guests() if layout.turns else ()
        self._host = self._find_host(article) if layout.turns else None

    def whose(self, place: int) -> tuple[Party, ...]:
        """Who may be speaking in the turn that begins at a place of the text: one, several, or nobody that is known."""
        turn = self._turns.get(place)
        if turn is None:
            return ()
        label = turn.label.of(self._layout.text) if turn.label else ""
        if label and label[0].isalpha() and not _LETTER.match(label):
            return self._find_named(label)
        if turn.is_question:
            return (self._host,) if self._host else ()
        return self._guests

    def _note_names(self) -> dict[str, list[Party]]:
        """The parties by each word, and by the initials, of their full names, and by their short names."""
        called: dict[str, list[Party]] = defaultdict(list)
        for party in self._trail.parties:
            for words in _names_of(party):
                forms = {*words, "".join(word[0] for word in words)} if len(words) > 1 else set()
                for form in {*forms, " ".join(words)}:
                    called[form].append(party)
        return called

    def _find_named(self, label: str) -> tuple[Party, ...]:
        """The party that a label names, in full, by surname or by initials."""
        words = _WORD.findall(label.lower())
        for party in self._called.get(words[0], ()) if words else ():
            if any(_is_full(words, name) for name in _names_of(party)):
                return (party,)
        return tuple(self._called.get(" ".join(words), ())[:1])

    def _find_guests(self) -> tuple[Party, ...]:
        """The people whom the introduction is about: one, or several where it does not say which of them answers."""
        counts: Counter[int] = Counter()
        for step in self._trail.steps:
            if step.start >= self._begin and counts:
                break
            party = self._trail.parties[step.party]
            if party.type is SpeakerType.PERSON and (" " in party.name or party.is_titled):
                counts[step.party] += 1
        ranked = counts.most_common()
        asked = [self._trail.parties[n] for n, count in ranked if count > _RIVAL * ranked[0][1]]
        return tuple(asked[:_MOST_GUESTS])

    def _find_host(self, article: Article) -> Party | None:
        """The outlet that asks, where the article or its text names it."""
        outlet = article.outlet.name if article.outlet else None
        named = [party for party in self._trail.parties if party.is_named]
        if outlet:
            known = next((party for party in named if party.name.lower() == outlet.lower()), None)
            return known or Party(type=SpeakerType.ORGANISATION, description=outlet, is_after_name=True)
        bodies = [party for party in named if party.type is SpeakerType.ORGANISATION]
        return next((p for p in bodies if any(self._asks(name.span) for name in p.names[:_MOST_NAMES])), None)

    def _asks(self, name: Span) -> bool:
        """Whether the introduction says of the body with that name that it asked: "spoke to the Gazette"."""
        if name.start >= self._begin:
            return False
        text = self._layout.text
        before = text[max(0, name.start - 40) : name.start]
        asked = _PARTNER.search(before) and _TALK.search(before)
        return bool(asked or _TALK.match(text[name.end : name.end + 40].lstrip("’'s ")))


def _names_of(party: Party) -> list[list[str]]:
    """The words of a party's first names, in small letters."""
    return [_WORD.findall(" ".join(name.words).lower()) for name in party.names[:_MOST_NAMES]]


def _is_full(words: list[str], name: list[str]) -> bool:
    """Whether words are all of a full name, or its initials."""
    if len(name) < 2:
        return False
    return set(words) <= set(name) or (len(words) == 1 and words[0] == "".join(word[0] for word in name))
