"""From the sources of an article's statements to its speakers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sayso.analyse.layout import Layout
from sayso.analyse.resolve.asides import find_asides, place_aside
from sayso.analyse.resolve.descriptions import resolve_nominal, resolve_relative
from sayso.analyse.resolve.known import fold_words
from sayso.analyse.resolve.names import Name
from sayso.analyse.resolve.party import Party
from sayso.analyse.resolve.phrase import Form, Phrase
from sayso.analyse.resolve.pronouns import Author, resolve_pronoun
from sayso.analyse.resolve.rank import Chooser
from sayso.analyse.resolve.records import write_records
from sayso.analyse.resolve.scene import Outcome, Scene, place_of
from sayso.analyse.resolve.silent import read_before_cue, read_before_quotation, resolve_silent
from sayso.article import Article
from sayso.match import HeadlineFinding
from sayso.speaker import Speaker, SpeakerType
from sayso.statement import Place, Statement, Unresolved

__all__ = ["Resolver"]

# Statements within statements that are resolved from the outside in; deeper ones in the order of the text.
_DEEPEST = 8
_ROLE_WORD = re.compile(r"[\w’'-]+")
_LONGEST_ROLE = 100


class Resolver:
    """Resolves the sources of one article, in reading order; the headline's last, as it repeats the body.

    Args:
        article: The article, whose outlet and authors may be speakers.
        layout: Its layout.
        statements: Its statements, in reading order.
        findings: What the headline repeats.
        chooser: What chooses between candidates; training forces the right choice.

    Attributes:
        scene: The article's parties, and what became of each source so far.
    """

    def __init__(
        self,
        article: Article,
        layout: Layout,
        statements: Sequence[Statement],
        findings: Sequence[HeadlineFinding],
        chooser: Chooser,
    ) -> None:
        self.scene = Scene(article, layout, statements, findings, chooser)
        self._author = Author(self.scene)

    def run(self) -> None:
        """Resolve all statements."""
        statements, asides = self.scene.statements, find_asides(self.scene)[::-1]
        body = [statement for statement in statements if statement.place is not Place.HEADLINE]
        for statement in sorted(body, key=place_of):
            while asides and asides[-1].start < place_of(statement):
                place_aside(self.scene, asides.pop())
            self._resolve_with_outer(statement)
        for statement in statements:
            self._resolve_with_outer(statement)

    def records(self) -> tuple[tuple[Statement, ...], tuple[Speaker, ...]]:
        """The statements with their speakers, and the speakers in the order in which they first speak."""
        return write_records(self.scene.statements, self.scene.outcomes)

    def _resolve_with_outer(self, statement: Statement) -> None:
        """Resolve a statement, and first those that it is quoted inside of."""
        chain: list[Statement] = []
        following: Statement | None = statement
        while following and following.id not in self.scene.outcomes and len(chain) <= _DEEPEST:
            chain.append(following)
            following = self.scene.outer(following)
        for one in reversed(chain):
            if one.id not in self.scene.outcomes:
                self.resolve(one)

    def resolve(self, statement: Statement) -> None:
        """Resolve one statement, once those are resolved that come before it."""
        scene = self.scene
        phrase = None if statement.turn else scene.read(*statement.source)
        phrase = phrase or read_before_cue(scene, statement) or read_before_quotation(scene, statement)
        outcome = self._resolve_phrase(phrase, statement) if phrase else resolve_silent(scene, statement)
        scene.outcomes[statement.id] = outcome
        if outcome.party is None:
            return
        scene.trail.number(outcome.party)
        if statement.place is not Place.HEADLINE and statement.within is None:
            scene.trail.speak(place_of(statement), outcome.party)

    def _resolve_phrase(self, phrase: Phrase, statement: Statement) -> Outcome:
        if phrase.name is not None:
            return self._resolve_name(phrase, phrase.name)
        if phrase.form is Form.JOINT:
            return self._resolve_joint(phrase, statement)
        if phrase.form is Form.RELATIVE:
            return resolve_relative(self.scene, phrase, statement)
        if phrase.form is Form.PRONOUN:
            return resolve_pronoun(self.scene, phrase, statement, self._author)
        return resolve_nominal(self.scene, phrase, statement)

    def _resolve_name(self, phrase: Phrase, name: Name) -> Outcome:
        tied = self.scene.open_names.get(name.span.start)
        if tied:
            return Outcome(None, Unresolved.AMBIGUOUS, tuple(tied))
        party = self.scene.owner[name.span.start]
        if phrase.is_body and not party.is_titled:
            party.type = SpeakerType.ORGANISATION
        for role in phrase.roles:
            self._add_role(party, " ".join(role.split()).strip(" ,"))
        party.mentions.append(phrase.span)
        return Outcome(party)

    def _add_role(self, party: Party, role: str) -> None:
        """Note what a source says that a party is."""
        self.scene.trail.learn(party, fold_words(_ROLE_WORD.findall(role.lower())))
        if 0 < len(role) < _LONGEST_ROLE and role.lower() not in map(str.lower, party.roles):
            party.roles.append(role)

    def _resolve_joint(self, phrase: Phrase, statement: Statement) -> Outcome:
        outcomes = [self._resolve_phrase(part, statement) for part in phrase.parts]
        members = tuple(dict.fromkeys(outcome.party for outcome in outcomes if outcome.party))
        if len(members) < 2:
            return Outcome(members[0]) if members else Outcome(None, Unresolved.AMBIGUOUS)
        party = self.scene.joint.get(frozenset(members))
        if party is None:
            together = " and ".join(member.name for member in members)
            party = Party(type=SpeakerType.GROUP, description=together, members=members, is_plural=True)
            self.scene.joint[frozenset(members)] = party
        party.mentions.append(phrase.span)
        self.scene.trail.number(party)
        return Outcome(party)
