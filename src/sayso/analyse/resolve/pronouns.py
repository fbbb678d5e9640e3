"""The speaker of a source that is a pronoun: the writer's I, the I of a quotation, and he, she, they, it."""

from __future__ import annotations

from sayso.analyse.resolve.antecedents import FIRST_PERSON, find_pronoun_antecedent
from sayso.analyse.resolve.context import Outcome, ResolveContext
from sayso.analyse.resolve.phrase import Phrase
from sayso.analyse.resolve.trust import list_rivals
from sayso.statement import Statement, Unresolved

__all__ = ["resolve_pronoun"]


def resolve_pronoun(context: ResolveContext, phrase: Phrase, statement: Statement) -> Outcome:
    """Return the speaker that a pronoun refers to."""
    if phrase.head == "you":
        outer = context.outer(statement)
        addressed = context.interview.find_addressee(outer.content[0].start) if outer else None
        return Outcome(addressed, None if addressed else Unresolved.NO_SOURCE)
    if phrase.head in FIRST_PERSON:
        return _resolve_first_person(context, phrase, statement)
    chosen = find_pronoun_antecedent(context, phrase, statement)
    if chosen is None:
        return Outcome(None, Unresolved.AMBIGUOUS, list_rivals(None, context.choices))
    context.mentions.add(phrase.span.start, phrase.span.end, chosen, is_source=True)
    chosen.mentions.append(phrase.span)
    return Outcome(chosen)


def _resolve_first_person(context: ResolveContext, phrase: Phrase, statement: Statement) -> Outcome:
    """Return who says "I": the speaker of the words around it; in other marks, the last speaker; else the writer."""
    entity = context.holder(statement)
    if entity is None and context.layout.quoted[phrase.span.start]:
        entity = context.mentions.last_spoken()
    if entity is None:
        entity = context.author.find_writer(phrase.span.start)
        entity.mentions.append(phrase.span)
    return Outcome(entity)
