"""Who is introduced before the turns of an interview: who asks, and who answers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from sayso.analyse.layout import Layout
from sayso.analyse.resolve.entities import Entity, MentionIndex
from sayso.article import Article
from sayso.late import compile_late
from sayso.speaker import SpeakerType
from sayso.text import Span

__all__ = ["Introduction"]

_TALK_WORDS = r"(?:interview\w*|spoke|speaks|talk(?:ed|s)|chat\w*|conversation|sat down|sits down|Q ?& ?A|questions)\b"
_TALK = compile_late(rf"\b{_TALK_WORDS}", re.IGNORECASE)
_TALKS = compile_late(rf"(?:['’]s)? {_TALK_WORDS}", re.IGNORECASE)
# "Ada Moss met him before the show", "Ada Moss talks to the cellist Ida Kern": whoever stands before it asks.
_MET = compile_late(
    r"(?:, [^,.\n]{3,80},)? (?:(?:found|finds) (?=(?:him|her|them)\b)|(?:(?:went|goes|came|comes) to (?:see|meet)"
    r"|met|meets|visit(?:s|ed)|interview(?:s|ed)|catch(?:es)? up with|caught up with|asked|asks|joins|joined"
    r"|(?:sp(?:oke|eaks)|talk(?:s|ed)|sat down|sits down|chat(?:s|ted)) (?:to|with))"
    r" )(?:(?:him|her|them)\b|(?:(?:the|an?) )?(?:[A-Z][a-z]+ (?=[a-z]))?(?:[a-z][\w-]* ){0,5}(?P<name>(?=[A-Z])))"
)
_PARTNER = compile_late(r"\b(?:with|to|by|for) (?:(?:the|an?) )?(?:[a-z][\w-]* ){0,4}$")
_CONDUCTED = compile_late(
    r" (?:conducted|led|held|recorded|moderated) (?:the|this) (?:interview|conversation|discussion|panel)"
)
_OF, _BEFORE = compile_late(r"\b(?:of|in|from|at) (?:the )?$"), 10
# "The cellist talks to Ada Moss about": she asks, unless "we" or "I" talk to her.
_WE = compile_late(r"\b(?:[Ww]e|I)\b")
_TALKS_TO = compile_late(r"\b(?:talks|talked|speaks|spoke) to $")
_SHE_TALKS_TO = compile_late(r"\b(?:[Hh]e|[Ss]he) (?:[a-z]+ )?(?:talks|talked|speaks|spoke) (?:to|with) $")
_TALK_BEFORE = 40
# Only one of two people in the introduction is the guest if the other has less than this share of its mentions.
_RIVAL = 0.7
_MOST_GUESTS = 4
# Lines in which a text says at its end who wrote it.
_LAST_LINES = 3
# So many names of an entity are looked at.
_MOST_NAMES = 5


class Introduction:
    """What a text says of an interview before its turns, and at its end.

    Args:
        layout: The layout of the article, with its turns.
        mentions: The entities of the article, with all names.
        begin: Where the first turn begins.
    """

    def __init__(self, layout: Layout, mentions: MentionIndex, begin: int) -> None:
        self._layout, self._mentions, self._begin = layout, mentions, begin

    def is_talk(self) -> bool:
        """Whether the introduction speaks of an interview."""
        return _TALK.search(self._layout.text, 0, self._begin) is not None

    def find_guests(self, host: Entity | None, *, is_transcript: bool) -> tuple[Entity, ...]:
        """Return the people whom the introduction names most, of equals the only one whom the headline names.

        They are several where it is unclear who answers. A transcript may begin without an introduction.
        """
        counts: Counter[int] = Counter()
        for mention in self._mentions.in_order:
            if mention.start >= self._begin and (counts or not is_transcript):
                break
            entity = self._mentions.entities[mention.entity]
            is_body = entity.tagged[1] > entity.tagged[0]
            is_guest = entity.type is SpeakerType.PERSON and entity is not host and not is_body
            if is_guest and (" " in entity.name or entity.is_titled):
                counts[mention.entity] += 1
        ranked = counts.most_common()
        asked = [self._mentions.entities[n] for n, count in ranked if count > _RIVAL * ranked[0][1]]
        in_title = [entity for entity in asked if self._is_in_title(entity)]
        # Where the headline names none of them, the one that others spoke with, or that a paragraph begins with.
        chosen = in_title or [it for it in asked if self._is_spoken_with(it)] or [it for it in asked if self._opens(it)]
        return tuple(chosen if len(chosen) == 1 else asked[:_MOST_GUESTS])

    def are_together(self, people: Sequence[Entity]) -> bool:
        """Whether the introduction names two of some people together: "Ada Moss and Tom Oats"."""
        ends = {it.span.end for person in people for it in person.names[:_MOST_NAMES] if it.span.start < self._begin}
        starts = {it.whole.start for person in people for it in person.names[:_MOST_NAMES]}
        return any(self._layout.text.startswith(" and ", end) and end + len(" and ") in starts for end in ends)

    def find_host(self, article: Article, author: Entity | None) -> Entity | None:
        """Return who asks the questions: the author, else the outlet, if the article or its text names one."""
        named = [entity for entity in self._mentions.entities if entity.is_named]
        if author is not None:
            return next((entity for entity in named if entity.name.lower() == author.name.lower()), None) or author
        people = [entity for entity in named if entity.type is SpeakerType.PERSON]
        met = next((p for p in people if any(self._meets(name.span) for name in p.names[:_MOST_NAMES])), None)
        if met is not None:
            return met
        outlet = article.outlet and article.outlet.name
        if outlet:
            known = next((entity for entity in named if entity.name.lower() == outlet.lower()), None)
            return known or Entity(type=SpeakerType.ORGANISATION, description=outlet, is_after_name=True)
        # Where the headline names the guest, "she talks to Ada Moss" names who asks; else either may be the guest.
        is_known = any(map(self._is_in_title, people))
        others = [p for p in people if (not self._is_in_title(p) if is_known else self._is_talked_to(p, people))]
        hosts = [*(p for p in named if p.type is SpeakerType.ORGANISATION), *others]
        return next((p for p in hosts if any(self._asks(name.span) for name in p.names[:_MOST_NAMES])), None)

    def find_conductor(self, last: int) -> Entity | None:
        """Return who held the interview, by the text before it or after `last`: "Ada Moss conducted the interview"."""
        last = min(last, self._layout.lines[-_LAST_LINES:][0].start)
        outside = (it for it in self._mentions.in_order if it.start < self._begin or it.start >= last)
        numbers = (it.entity for it in outside if _CONDUCTED.match(self._layout.text, it.end))
        return next((self._mentions.entities[number] for number in numbers), None)

    def _is_in_title(self, entity: Entity) -> bool:
        """Whether the headline names an entity, and not only as a place: "the last librarian of Wold"."""
        title, text = self._layout.title, self._layout.text
        named = [it.whole for it in entity.names if title is not None and title.start <= it.span.start < title.end]
        return any(not _is_after_of(text, name) for name in named)

    def _is_talked_to(self, entity: Entity, people: Sequence[Entity]) -> bool:
        """Whether "she talked to Ada Moss" follows somebody who is named before and more often than Moss, once, is."""
        name = entity.names[0].span
        before = self._layout.text[max(0, name.start - _TALK_BEFORE) : name.start]
        if len(entity.names) > 1 or name.start >= self._begin or not _SHE_TALKS_TO.search(before):
            return False
        return any(len(other.names) > 1 and other.names[0].span.start < name.start for other in people)

    def _opens(self, entity: Entity) -> bool:
        """Whether a paragraph of the introduction begins with an entity."""
        lines = self._layout.lines
        return any(
            n.span.start < self._begin and n.whole.start == lines[self._layout.line_of(n.span.start)].start
            for n in entity.names
        )

    def _is_spoken_with(self, entity: Entity) -> bool:
        """Whether the introduction says that somebody spoke with an entity alone."""
        names, text = entity.names[:_MOST_NAMES], self._layout.text
        return any(self._is_partner(it.span) and not text.startswith(" and ", it.span.end) for it in names)

    def _is_partner(self, name: Span) -> bool:
        """Whether what stands before a name of the introduction says that somebody spoke with its bearer."""
        before = self._layout.text[max(0, name.start - _TALK_BEFORE) : name.start]
        return name.start < self._begin and bool(_PARTNER.search(before) and _TALK.search(before))

    def _meets(self, name: Span) -> bool:
        """Whether the introduction says that the person of that name met the guest, or that the guest talks to him."""
        if name.start >= self._begin:
            return False
        met = _MET.match(self._layout.text, name.end)
        if met is None or met["name"] is None:
            return met is not None or self._hears(name)
        other = self._mentions.entity_at(met.end())
        return other is not None and other.is_person

    def _hears(self, name: Span) -> bool:
        """Whether somebody else talks to the person of that name about something: the guest."""
        text, sentence = self._layout.text, self._layout.sentences[self._layout.sentence_of(name.start)]
        said = text[sentence.start : name.start]
        is_told = _TALKS_TO.search(said) and text.startswith(" about ", name.end) and not _WE.search(said)
        return bool(is_told) and not self._is_opened_by_body(sentence)

    def _is_opened_by_body(self, sentence: Span) -> bool:
        """Whether the first name of a sentence is a body's: "The Gazette talked to Ada Moss about"."""
        first = next(iter(self._mentions.after(sentence.start, limit=1)), None)
        return first is not None and self._mentions.entities[first.entity].type is SpeakerType.ORGANISATION

    def _asks(self, name: Span) -> bool:
        """Whether the introduction says that the body of that name held the interview: "spoke to the Gazette"."""
        if name.start >= self._begin:
            return False
        text = self._layout.text
        # "The head of the Water Board talks to": she talks, not the board.
        talks = _TALKS.match(text, name.end) is not None and not _is_after_of(text, name)
        return talks or self._is_partner(name)


def _is_after_of(text: str, name: Span) -> bool:
    """Whether a name only says of what, or where, somebody is: "the last librarian of Wold"."""
    return _OF.search(text, max(0, name.start - _BEFORE), name.start) is not None
