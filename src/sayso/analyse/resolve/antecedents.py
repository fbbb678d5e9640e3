"""The antecedent of a pronoun or a description: the entity that it refers to."""

from __future__ import annotations

from sayso.analyse.resolve.candidates import NEW, Anaphor, list_candidates
from sayso.analyse.resolve.context import ResolveContext
from sayso.analyse.resolve.entity import Entity
from sayso.analyse.resolve.phrase import Phrase
from sayso.lexicon.nouns import bodies, documents, role_genders
from sayso.speaker import SpeakerType
from sayso.statement import Statement

__all__ = ["FIRST_PERSON", "begin_entity", "entity_type_of", "find_description_antecedent", "find_pronoun_antecedent"]

FIRST_PERSON = frozenset("i we my our me us mine ours myself ourselves".split())
_SHE = frozenset("she her hers herself".split())
_HE = frozenset("he his him himself".split())


def entity_type_of(phrase: Phrase) -> SpeakerType:
    """Return the type of entity that a description refers to."""
    if phrase.is_plural:
        return SpeakerType.GROUP
    if phrase.head in documents():
        return SpeakerType.DOCUMENT
    return SpeakerType.ORGANISATION if phrase.head in bodies() else SpeakerType.UNNAMED


def begin_entity(phrase: Phrase) -> Entity:
    """Return a new entity without a name, with the description's words."""
    return Entity(
        type=entity_type_of(phrase),
        description=phrase.description,
        is_plural=phrase.is_plural,
        words=set(phrase.folded),
        female=role_genders().get(phrase.head),
    )


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
        is_quoted=context.is_spoken(phrase.span.start),
    )
    found = list_candidates(context.mentions, anaphor)
    return context.choose_from(anaphor, [*found, NEW] if is_source else found, statement.id if is_source else None)


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
    return context.choose(anaphor, statement.id if statement else None)
