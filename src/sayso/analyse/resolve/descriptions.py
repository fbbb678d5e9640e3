"""The speaker of a source that is a description: "the minister", "a spokesman for the ministry", "who"."""

from __future__ import annotations

import re
from dataclasses import replace

from sayso.analyse.resolve.antecedents import (
    FIRST_PERSON,
    begin_entity,
    entity_type_of,
    find_description_antecedent,
    find_pronoun_antecedent,
)
from sayso.analyse.resolve.context import Outcome, ResolveContext
from sayso.analyse.resolve.entity import Entity
from sayso.analyse.resolve.phrase import Form, Phrase
from sayso.lexicon.nouns import bodies
from sayso.lexicon.offices import match_head
from sayso.speaker import SpeakerType
from sayso.statement import Statement, Unresolved
from sayso.text import Span

__all__ = ["resolve_nominal", "resolve_relative"]

_SPOKEN = frozenset(
    """
    spokesman spokeswoman spokesperson spokespeople spokesmen spokeswomen representative rep representatives
    """.split()
)
_OFFICES = frozenset("office team service desk department".split())
# What may stand between a mention and its "who": a comma, an age, a bracket.
_BARE_TAIL = re.compile(r"[\s,–—-]{0,9}(?:\([^)]{0,40}\)[\s,–—-]{0,9})?(?:\d{1,3},\s{0,9})?")
_LONGEST_TAIL = 120
# The description that ends where "who" begins: from an article or number on, else one word.
_NOUN_TAIL = re.compile(
    r"((?:(?:the|a|an|some|many|several|other|those|one|her|his|their|its|two|three|four|five|six|seven|eight|nine|ten"
    r"|\d{1,9}|all)\s)(?:(?!and\b|or\b)[^\s,;.]{1,90}\s){0,4}?[^\s,;.]{1,90}|[^\s,;.]{1,90})[\s,]{0,9}$",
    re.IGNORECASE,
)
_LONGEST_DESCRIPTION = 90


def resolve_nominal(context: ResolveContext, phrase: Phrase, statement: Statement) -> Outcome:
    """Return the speaker that a description refers to."""
    repeated = context.repeated(statement)
    if repeated is not None and repeated.entity is not None and _may_be_called(context, repeated.entity, phrase):
        repeated.entity.mentions.append(phrase.span)
        return repeated
    entity = (
        _find_spoken_for(context, phrase, statement)
        or find_description_antecedent(context, phrase, statement)
        or begin_entity(phrase)
    )
    entity.mentions.append(phrase.span)
    context.mentions.add(phrase.span.start, phrase.span.end, entity, is_source=True)
    return Outcome(entity)


def _may_be_called(context: ResolveContext, entity: Entity, phrase: Phrase) -> bool:
    """Whether a description in the headline may refer to the speaker of the repeated statement in the body.

    The type has to agree. If the text uses the description for other named entities and not for this one, the headline
    means somebody else.
    """
    kind = entity_type_of(phrase)
    if not (entity.is_person if kind is SpeakerType.UNNAMED else kind is entity.type):
        return False
    if match_head(phrase.head, entity.words):
        return True
    others = (context.mentions.entities[number] for number in context.mentions.find_described(phrase.head))
    return not any(phrase.head in other.words and other.is_named for other in others)


def resolve_relative(context: ResolveContext, phrase: Phrase, statement: Statement) -> Outcome:
    """Return the entity that is named or described right before "who"."""
    start = phrase.span.start
    begin = context.layout.sentences[context.layout.sentence_of(start)].start
    numbers = [mention.entity for mention in context.mentions.before(start, limit=8) if mention.start >= begin]
    entity = _find_right_before(context, phrase, begin)
    if entity is not None:
        entity.mentions.append(phrase.span)
        return Outcome(entity)
    described = _read_right_before(context, begin, start)
    if described is not None:
        return resolve_nominal(context, described, statement)
    return Outcome(context.mentions.entities[numbers[-1]]) if numbers else Outcome(None, Unresolved.AMBIGUOUS)


def _find_right_before(context: ResolveContext, phrase: Phrase, begin: int) -> Entity | None:
    """Return the entity whose mention, in the same sentence, stands right before a relative pronoun."""
    start = phrase.span.start
    for mention in reversed(context.mentions.before(start, limit=8)):
        entity = context.mentions.entities[mention.entity]
        is_thing = not entity.is_person and not entity.is_plural
        if (
            mention.start < begin
            or (is_thing and phrase.head in {"who", "whom"})
            or start - mention.end > _LONGEST_TAIL
        ):
            continue
        tail = context.layout.text[mention.end : start]
        if _BARE_TAIL.fullmatch(tail):
            return entity
    return None


def _read_right_before(context: ResolveContext, begin: int, start: int) -> Phrase | None:
    """Return the description that stands right before a relative pronoun."""
    begin = max(begin, start - _LONGEST_DESCRIPTION)
    found = _NOUN_TAIL.search(context.layout.text[begin:start])
    phrase = context.read(Span(begin + found.start(1), begin + found.end(1))) if found else None
    return phrase if phrase and phrase.form is Form.NOMINAL else None


def _speaks_for_a_body(phrase: Phrase) -> bool:
    """Whether a description is that of a spokesperson, or of a body's press office."""
    is_office = phrase.head in _OFFICES and phrase.words[-2:-1] in (("press",), ("media",), ("communications",))
    return (phrase.head in _SPOKEN or is_office) and not (phrase.is_plural and phrase.owner is None)


def _find_owner(context: ResolveContext, phrase: Phrase, statement: Statement) -> Entity | None:
    """Return the owner in a description: the entity of "her" in "her lawyer", of "Moss" in "Moss's answer"."""
    inner = context.read(phrase.owner) if phrase.owner else None
    if inner is None or inner.form is Form.JOINT or inner.span == phrase.span:
        return None
    if inner.name is not None:
        return context.owner[inner.name.span.start]
    if inner.form is Form.RELATIVE:
        return resolve_relative(context, inner, statement).entity
    if inner.form is Form.NOMINAL:
        return find_description_antecedent(context, inner, statement)
    if inner.head in FIRST_PERSON:
        return context.holder(statement)
    return find_pronoun_antecedent(context, inner, statement, is_source=False)


def _find_spoken_for(context: ResolveContext, phrase: Phrase, statement: Statement) -> Entity | None:
    """Return the body of an unnamed spokesperson: "a spokesman for the ministry"; None for other descriptions."""
    if not _speaks_for_a_body(phrase):
        return None
    entity = _find_owner(context, phrase, statement)
    if entity is None:
        named = [context.owner[name.span.start] for name in phrase.names]
        entity = next((body for body in reversed(named) if body.type is SpeakerType.ORGANISATION), None)
    before = phrase.words[-2] if len(phrase.words) > 1 else ""
    if entity is None and phrase.owner is None and before in bodies():
        body = replace(phrase, head=before, determiner="the", words=(before,), is_plural=False, owner=None)
        entity = find_description_antecedent(context, body, statement)
    if entity is not None and entity.is_guess:
        entity.type = SpeakerType.ORGANISATION
    if entity is None or entity.type is not SpeakerType.ORGANISATION:
        return None
    entity.has_spokesperson = True
    return entity
