"""The antecedent of a pronoun or a description: the entity that it refers to."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence

from sayso.analyse.carry.outlet_lookup import Certainty, look_up
from sayso.analyse.resolve.candidates import NEW, Anaphor, list_candidates
from sayso.analyse.resolve.context import ResolveContext
from sayso.analyse.resolve.entity import Entity
from sayso.analyse.resolve.phrase import Phrase
from sayso.lexicon.nouns import bodies, documents, role_genders
from sayso.lexicon.offices import match_head
from sayso.speaker import SpeakerType
from sayso.statement import Statement

__all__ = ["FIRST_PERSON", "begin_entity", "entity_type_of", "find_description_antecedent", "find_pronoun_antecedent"]

FIRST_PERSON = frozenset("i we my our me us mine ours myself ourselves".split())
_SHE = frozenset("she her hers herself".split())
_HE = frozenset("he his him himself".split())
_TELL_VERBS = frozenset("told tell tells telling".split())
_TO_WHOM = re.compile(
    r"\s(?:the\s)?(?P<noun>(?:news)?(?:paper|channel|station|network|broadcaster|agency|site|website|outlet|magazine)\b)?",
    re.IGNORECASE,
)
# Nouns that fit too many people to identify one.
_COMMON_HEADS = frozenset("man woman person boy girl one other friend member supporter official source".split())


def entity_type_of(phrase: Phrase) -> SpeakerType:
    """Return the type of entity that a description refers to."""
    if phrase.is_plural:
        return SpeakerType.GROUP
    if phrase.head in documents():
        return SpeakerType.DOCUMENT
    return SpeakerType.ORGANISATION if phrase.head in bodies() else SpeakerType.UNNAMED


def begin_entity(context: ResolveContext, phrase: Phrase) -> Entity:
    """Return a new entity without a name, with the description's words."""
    entity = Entity(
        type=entity_type_of(phrase),
        description=phrase.description,
        is_plural=phrase.is_plural,
        words=phrase.folded,
        female=role_genders().get(phrase.head),
    )
    context.note_name(entity)
    return entity


def find_pronoun_antecedent(
    context: ResolveContext, phrase: Phrase, statement: Statement, *, is_source: bool = True
) -> Entity | None:
    """Return the antecedent of a pronoun."""
    female = 1.0 if phrase.head in _SHE else 0.0 if phrase.head in _HE else None
    holder = context.holder(statement)
    anaphor = Anaphor(
        phrase.span.start,
        female,
        phrase.is_plural,
        is_person=True if female is not None else None if phrase.is_plural else False,
        holder=context.mentions.number(holder) if holder else None,
        is_quoted=bool(context.layout.quoted[phrase.span.start]),
    )
    is_addressee = _read_addressee(context, statement) if is_source else None
    if is_addressee is None:
        return context.choose(anaphor, statement.id if is_source else None)
    # Who tells a paper something is not that paper, and not a document.
    entities = context.mentions.entities
    found = list_candidates(context.mentions, anaphor)
    may_be = [n for n in found if not is_addressee(entities[n]) and entities[n].type is not SpeakerType.DOCUMENT]
    return context.choose_from(anaphor, may_be, statement.id)


def _read_addressee(context: ResolveContext, statement: Statement) -> Callable[[Entity], bool] | None:
    """Return a test for who is addressed: the Echo in "they told the Echo"; None where the cue names nobody."""
    if not statement.cue:
        return None
    text, cue = context.layout.text, statement.cue[-1]
    words = cue.of(text).lower().split()
    found = _TO_WHOM.match(text, cue.end) if words and words[-1] in _TELL_VERBS else None
    if found is None:
        return None
    if found["noun"]:
        return _is_outlet
    at = bisect_left(context.names, found.end(), key=lambda name: name.span.start)
    is_named = at < len(context.names) and context.names[at].whole.start <= found.end()
    addressee = context.owner[context.names[at].span.start] if is_named else None
    return (lambda entity: entity is addressee) if addressee else None


def _is_outlet(entity: Entity) -> bool:
    """Whether an entity is surely an outlet."""
    return entity.is_named and look_up(entity.name).certainty is Certainty.SURE


def find_description_antecedent(context: ResolveContext, phrase: Phrase, statement: Statement | None) -> Entity | None:
    """Return the entity mentioned before that a description refers to; None for a new entity.

    Args:
        context: The article.
        phrase: The description.
        statement: The statement whose source it is or belongs to; None for a description in the outlet's own words.
    """
    kind = entity_type_of(phrase)
    holder = context.holder(statement) if statement else None
    anaphor = Anaphor(
        phrase.span.start,
        role_genders().get(phrase.head),
        phrase.is_plural,
        is_person=kind is SpeakerType.UNNAMED,
        holder=context.mentions.number(holder) if holder else None,
        phrase=phrase,
        type=kind,
    )
    candidates = list_candidates(context.mentions, anaphor)
    only = _find_only(context, phrase, candidates) if anaphor.is_person else None
    if only is not None:
        return only
    return context.choose_from(anaphor, candidates, statement.id if statement else None)


def _find_only(context: ResolveContext, phrase: Phrase, candidates: Sequence[int]) -> Entity | None:
    """Return the only named person whom the text calls by the head of a description, if all its other words fit too."""
    entities = (context.mentions.entities[number] for number in candidates if number != NEW)
    fitting = [entity for entity in entities if entity.is_named and phrase.head in entity.words]
    if len(fitting) != 1 or phrase.head in _COMMON_HEADS:
        return None
    return fitting[0] if all(match_head(word, fitting[0].words) for word in phrase.folded) else None
