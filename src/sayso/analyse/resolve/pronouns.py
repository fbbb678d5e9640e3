"""Sources that are pronouns: the writer's I, the I of a quotation, and he, she, they, it."""

from __future__ import annotations

import re

from sayso.analyse.resolve.following import FIRST_PERSON, follow_pronoun
from sayso.analyse.resolve.party import Party
from sayso.analyse.resolve.phrase import Phrase
from sayso.analyse.resolve.scene import Outcome, Scene
from sayso.speaker import SpeakerType
from sayso.statement import Statement, Unresolved

__all__ = ["Author", "resolve_pronoun"]

_BYLINE = re.compile(r"[Bb][Yy] ([A-Z][^\s,|]*(?: [A-Z][^\s,|]*){1,3})(?:(?:,| \|| in ).{0,80})?")
# A byline is shorter, in characters.
_LONGEST_BYLINE = 120


class Author:
    """The writer of an article, who is a party once he or she says "I".

    Args:
        scene: The article.
    """

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._party: Party | None = None

    @property
    def party(self) -> Party:
        """The writer's party, the same each time."""
        if self._party is None:
            authors = self._scene.article.authors
            name = authors[0] if len(authors) == 1 else self._read_byline()
            self._party = Party(type=SpeakerType.AUTHOR, description=name or "author", is_after_name=bool(name))
        return self._party

    def _read_byline(self) -> str:
        """The one writer whom a byline names; "" where there is none, or several."""
        layout = self._scene.layout
        for line in (*layout.lines[:6], *layout.lines[-3:]):
            found = _BYLINE.fullmatch(layout.text, line.start, min(line.end, line.start + _LONGEST_BYLINE))
            if found:
                return found.group(1)
        return ""


def resolve_pronoun(scene: Scene, phrase: Phrase, statement: Statement, author: Author) -> Outcome:
    """Who is behind a pronoun."""
    if phrase.head == "you":
        return Outcome(None, Unresolved.NO_SOURCE)
    if phrase.head in FIRST_PERSON:
        return _resolve_first_person(scene, phrase, statement, author)
    chosen = follow_pronoun(scene, phrase, statement)
    if len(chosen) != 1:
        return Outcome(None, Unresolved.AMBIGUOUS, tuple(chosen))
    scene.trail.add(phrase.span.start, phrase.span.end, chosen[0], is_source=True)
    chosen[0].mentions.append(phrase.span)
    return Outcome(chosen[0])


def _resolve_first_person(scene: Scene, phrase: Phrase, statement: Statement, author: Author) -> Outcome:
    """Who says "I": the one whose words it stands in; in marks that nobody is behind, the last to speak; the writer."""
    party = scene.holder(statement)
    if party is None and scene.layout.quoted[phrase.span.start]:
        party = scene.trail.last_spoken()
    if party is None:
        party = author.party
        party.mentions.append(phrase.span)
    return Outcome(party)
