"""Find the speaker of each statement: the person or body that its source refers to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sayso.analyse.layout import Layout
from sayso.analyse.model_spans import NO_SPANS, ModelSpans
from sayso.analyse.resolve.anaphors import (
    find_other_mentions,
    resolve_nominal,
    resolve_other_mention,
    resolve_pronoun,
    resolve_relative,
)
from sayso.analyse.resolve.candidates import Anaphor, fits_gender
from sayso.analyse.resolve.context import Outcome, ResolveContext, place_of
from sayso.analyse.resolve.entities import Entity
from sayso.analyse.resolve.kinds import NameKind
from sayso.analyse.resolve.no_source import is_no_source, read_before_cue, read_source, resolve_without_source
from sayso.analyse.resolve.phrase import Form, Phrase
from sayso.analyse.resolve.proper_names import Name
from sayso.analyse.resolve.rank import LEAST_SHARE, LEAST_TRUST, Ranker, describe_trust, list_rivals
from sayso.article import Article
from sayso.lexicon.nouns import seats
from sayso.speaker import Speaker, SpeakerType
from sayso.statement import Place, Statement, Unresolved

__all__ = ["Ranker", "Resolver", "resolve_speakers"]

# Nested statements are resolved from the outside in down to this depth; deeper ones in text order.
_DEEPEST = 8
_LONGEST_ROLE = 100
# So well the gender of who is called "Ms Moss" fits at least, 0–1, where it is known.
_LEAST_TITLE = 0.5


def resolve_speakers(
    article: Article,
    layout: Layout,
    statements: Sequence[Statement],
    repeats: Mapping[str, Sequence[str]],
    ranker: Ranker | None = None,
    spans: ModelSpans = NO_SPANS,
) -> tuple[tuple[Statement, ...], tuple[Speaker, ...]]:
    """Return the statements with their speakers, and the speakers in the order in which they first speak.

    Args:
        article: The article, whose outlet and authors may be speakers.
        layout: Its layout.
        statements: Its statements, in reading order.
        repeats: Which statements only repeat others, by id (`find_repeats`); without a source they have their speaker.
        ranker: Chooses between candidates; the shipped one by default.
        spans: What the model tagged, and what it makes of mentions that are compared.
    """
    context = ResolveContext(article, layout, statements, repeats, ranker or Ranker(), spans)
    Resolver(context).run()
    return _write_records(statements, context.outcomes)


class Resolver:
    """Resolves the sources of one article, in reading order; those that repeat others, as the headline's do, last."""

    def __init__(self, context: ResolveContext) -> None:
        self.context = context

    def run(self) -> None:
        """Resolve all statements."""
        statements, other_mentions = self.context.statements, find_other_mentions(self.context)[::-1]
        repeats = self.context.repeats
        body = [it for it in statements if it.place is not Place.HEADLINE and it.id not in repeats]
        for statement in sorted(body, key=place_of):
            while other_mentions and other_mentions[-1].start < place_of(statement):
                resolve_other_mention(self.context, other_mentions.pop())
            self._resolve_with_outer(statement)
        for statement in statements:
            self._resolve_with_outer(statement)

    def _resolve_with_outer(self, statement: Statement) -> None:
        """Resolve a statement, after those that it is nested in."""
        chain: list[Statement] = []
        following: Statement | None = statement
        while following and following.id not in self.context.outcomes and len(chain) <= _DEEPEST:
            chain.append(following)
            following = self.context.outer(following)
        for pending in reversed(chain):
            if pending.id not in self.context.outcomes:
                self.resolve(pending)

    def resolve(self, statement: Statement) -> None:
        """Resolve one statement; those before it must be resolved."""
        context = self.context
        repeated = context.repeated(statement)
        if repeated is not None and statement.place is not Place.HEADLINE:
            context.outcomes[statement.id] = repeated
            return
        phrase = None if statement.turn else read_source(context, statement)
        phrase = phrase or read_before_cue(context, statement)
        context.choices.clear()
        if phrase and is_no_source(phrase, statement, context.layout.text):
            outcome = Outcome(None, Unresolved.NO_SOURCE)
        elif phrase:
            outcome = self._resolve_phrase(phrase, statement)
        else:
            outcome = resolve_without_source(context, statement)
        # A headline without a speaker of its own has that of the body's statement.
        if outcome.entity is None:
            outcome = repeated or outcome
        if outcome.entity is not None:
            outcome = self._weigh(outcome.entity, statement, phrase)
        context.outcomes[statement.id] = outcome
        if outcome.entity is None:
            return
        context.mentions.number(outcome.entity)
        if statement.place is not Place.HEADLINE and statement.within is None:
            context.mentions.note_speaker(place_of(statement), outcome.entity)

    def _weigh(self, entity: Entity, statement: Statement, phrase: Phrase | None) -> Outcome:
        """Return the outcome with its score, and with candidates where a named speaker is not certain."""
        choices = self.context.choices
        score = self.context.ranker.weigh(statement.id, describe_trust(statement, phrase, entity, choices))
        if statement.turn:
            score = min(score, round(self.context.interview.find_share(entity, place_of(statement)), 4))
        is_shared = phrase is not None and phrase.name is not None and bool(choices)
        if is_shared:
            # Who of two bears a name is no surer than the choice between them.
            score = min(score, round(choices[-1].share, 4))
        is_tied = is_shared and choices[-1].share < LEAST_SHARE
        is_open = bool(choices) and entity.has_proper_name and (score < LEAST_TRUST or is_tied)
        return Outcome(entity, None, list_rivals(entity, choices) if is_open else (), score)

    def _resolve_phrase(self, phrase: Phrase, statement: Statement) -> Outcome:
        if phrase.name is not None:
            return self._resolve_name(phrase, phrase.name, statement)
        if phrase.form is Form.JOINT:
            return self._resolve_joint(phrase, statement)
        if phrase.form is Form.RELATIVE:
            return resolve_relative(self.context, phrase)
        if phrase.form is Form.PRONOUN:
            return resolve_pronoun(self.context, phrase, statement)
        return resolve_nominal(self.context, phrase, statement)

    def _resolve_name(self, phrase: Phrase, name: Name, statement: Statement) -> Outcome:
        entity = self.context.owner[name.span.start]
        namesakes = self.context.open_names.get(name.span.start)
        if namesakes:
            anaphor = Anaphor(name.span.start, name.female, is_plural=False, is_person=None, is_name=True)
            fitting = _keep_fitting(namesakes, name)
            numbers = [self.context.mentions.number(other) for other in fitting]
            chosen = self.context.choose_from(anaphor, numbers, statement.id) if len(fitting) > 1 else fitting[0]
            entity = chosen or entity
            self.context.give_name(name, entity)
        state = self._find_state(entity, name)
        if state is not None:
            self._give_seat(name, state)
            entity = state
        if phrase.is_body and not entity.is_titled:
            entity.type = SpeakerType.ORGANISATION
        for role in (" ".join(role.split()).strip(" ,") for role in phrase.roles):
            if 0 < len(role) < _LONGEST_ROLE and role.lower() not in map(str.lower, entity.roles):
                entity.roles.append(role)
        return Outcome(entity)

    def _give_seat(self, name: Name, state: Entity) -> None:
        """Give the name of a capital to the state that speaks there; what is left of the city stays one of its own."""
        city, called = self.context.owner[name.span.start], state.full_name
        if len(city.names) > 1:
            self.context.give_name(name, state)
        else:
            self.context.absorb(state, city)
            state.full_name = called

    def _find_state(self, entity: Entity, name: Name) -> Entity | None:
        """Return the state for which its capital speaks ("Moscow denied it"), if it is one that speaks in the text."""
        key = " ".join(name.words).lower()
        states = seats().get(key) if name.kind is NameKind.PLACE else None
        if not states:
            return None
        mentions = self.context.mentions
        named = [it for it in mentions.entities if it.is_place and it.name.replace(".", "").lower() in states]
        spoken = [it for it in named if any(mentions.is_in_source(own.span.start) for own in it.names)]
        return spoken[0] if len(spoken) == 1 and spoken[0] is not entity else None

    def _resolve_joint(self, phrase: Phrase, statement: Statement) -> Outcome:
        outcomes = [self._resolve_phrase(part, statement) for part in phrase.parts]
        members = tuple(dict.fromkeys(outcome.entity for outcome in outcomes if outcome.entity))
        if len(members) < 2:
            return Outcome(members[0]) if members else Outcome(None, Unresolved.AMBIGUOUS)
        entity = self.context.join(members)
        entity.mentions.append(phrase.span)
        self.context.mentions.number(entity)
        return Outcome(entity)


def _keep_fitting(namesakes: Sequence[Entity], name: Name) -> Sequence[Entity]:
    """Return those who share a name that are of one kind, as the first is: that of the rule of the names.

    Between a person and a body it is right more often than the ranker. "Ms Moss" is no man.
    """
    kept = [entity for entity in namesakes if entity.is_person == namesakes[0].is_person]
    if not name.title:
        return kept
    fits = [fits_gender(entity, name.female) for entity in kept]
    return [entity for entity, fit in zip(kept, fits, strict=True) if fit is None or fit > _LEAST_TITLE] or kept


def _write_records(
    statements: Sequence[Statement], outcomes: Mapping[str, Outcome]
) -> tuple[tuple[Statement, ...], tuple[Speaker, ...]]:
    """Return the statements with their speakers, and the speakers in the order in which they first speak."""
    ids: dict[Entity, str] = {}
    written = tuple(_write_statement(statement, outcomes[statement.id], ids) for statement in statements)
    return written, tuple(_write_speaker(entity, ids) for entity in ids)


def _write_statement(statement: Statement, outcome: Outcome, ids: dict[Entity, str]) -> Statement:
    if outcome.entity is not None and not outcome.candidates:
        speaker = _number(outcome.entity, ids)
        return replace(statement, speaker=speaker, unresolved=None, candidates=(), speaker_score=outcome.score)
    may_be = tuple(_number(entity, ids) for entity in outcome.candidates)
    why = outcome.why or (Unresolved.AMBIGUOUS if may_be else Unresolved.NO_SOURCE)
    return replace(statement, speaker=None, unresolved=why, candidates=may_be)


def _number(entity: Entity, ids: dict[Entity, str]) -> str:
    """Return the id of an entity; a new one is numbered, and its members right after it."""
    if entity not in ids:
        ids[entity] = f"p{len(ids) + 1}"
        for member in entity.members:
            _number(member, ids)
    return ids[entity]


def _write_speaker(entity: Entity, ids: Mapping[Entity, str]) -> Speaker:
    return Speaker(
        ids[entity],
        entity.name or "unknown",
        entity.type,
        entity.has_proper_name,
        tuple(entity.roles),
        tuple(sorted({*(name.span for name in entity.names), *entity.mentions})),
        tuple(ids[member] for member in entity.members),
    )
