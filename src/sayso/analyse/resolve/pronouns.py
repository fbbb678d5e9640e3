"""The speaker of a source that is a pronoun: the writer's I, the I of a quotation, and he, she, they, it."""

from __future__ import annotations

import re
from bisect import bisect_right

from sayso.analyse.resolve.antecedents import FIRST_PERSON, find_pronoun_antecedent
from sayso.analyse.resolve.context import Outcome, ResolveContext
from sayso.analyse.resolve.entity import Entity
from sayso.analyse.resolve.letter_writers import find_letters
from sayso.analyse.resolve.phrase import Phrase
from sayso.speaker import SpeakerType
from sayso.statement import Statement, Unresolved

__all__ = ["Author", "resolve_pronoun"]

_BYLINE = re.compile(r"[Bb][Yy] ([A-Z][^\s,|]*(?: [A-Z][^\s,|]*){1,3})(?:(?:,| \|| in ).{0,80})?")
# A byline is shorter, in characters.
_LONGEST_BYLINE = 120


class Author:
    """The writer of an article, who becomes an entity with the first "I".

    Args:
        context: The article.
    """

    def __init__(self, context: ResolveContext) -> None:
        self._scene = context
        self._entity: Entity | None = None
        self._letters = tuple(find_letters(context.layout, context.names))

    def find_writer(self, place: int) -> Entity:
        """Return who wrote the words at a place: whoever signed the letter that it is in, else the article's writer."""
        at = bisect_right(self._letters, place, key=lambda letter: letter.span.start) - 1
        if at < 0 or place >= self._letters[at].span.end:
            return self.entity
        return self._scene.owner[self._letters[at].writer.span.start]

    @property
    def entity(self) -> Entity:
        """The entity of the writer, the same each time."""
        if self._entity is None:
            authors = self._scene.article.authors
            name = authors[0] if len(authors) == 1 else self._read_byline()
            self._entity = Entity(type=SpeakerType.AUTHOR, description=name or "author", is_after_name=bool(name))
        return self._entity

    def _read_byline(self) -> str:
        """Return the one writer whom a byline names; "" if there is none, or there are several."""
        layout = self._scene.layout
        for line in (*layout.lines[:6], *layout.lines[-3:]):
            found = _BYLINE.fullmatch(layout.text, line.start, min(line.end, line.start + _LONGEST_BYLINE))
            if found:
                return found.group(1)
        return ""


def resolve_pronoun(context: ResolveContext, phrase: Phrase, statement: Statement, author: Author) -> Outcome:
    """Return the speaker that a pronoun refers to."""
    if phrase.head == "you":
        return Outcome(None, Unresolved.NO_SOURCE)
    if phrase.head in FIRST_PERSON:
        return _resolve_first_person(context, phrase, statement, author)
    chosen = find_pronoun_antecedent(context, phrase, statement)
    if chosen is None:
        return Outcome(None, Unresolved.AMBIGUOUS)
    context.mentions.add(phrase.span.start, phrase.span.end, chosen, is_source=True)
    chosen.mentions.append(phrase.span)
    return Outcome(chosen)


def _resolve_first_person(context: ResolveContext, phrase: Phrase, statement: Statement, author: Author) -> Outcome:
    """Return who says "I": the speaker of the words around it; in other marks, the last speaker; else the writer."""
    entity = context.holder(statement)
    if entity is None and context.layout.quoted[phrase.span.start]:
        entity = context.mentions.last_spoken()
    if entity is None:
        entity = author.find_writer(phrase.span.start)
        entity.mentions.append(phrase.span)
    return Outcome(entity)
