"""Mentions that are not sources: pronouns and descriptions that later mentions may refer back to."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from sayso.analyse.resolve.antecedents import begin_entity, entity_type_of, find_description_antecedent
from sayso.analyse.resolve.candidates import Anaphor
from sayso.analyse.resolve.context import ResolveContext
from sayso.analyse.resolve.description_spans import find_descriptions
from sayso.analyse.resolve.phrase import Form, Phrase
from sayso.speaker import SpeakerType
from sayso.text import Span

__all__ = ["find_other_mentions", "resolve_other_mention"]

_ENDS = frozenset(",.;")
_PERSONAL = re.compile(r"\b(?:[Hh]e|[Ss]he|[Hh]is|[Hh]er|[Hh]im)\b")


def find_other_mentions(context: ResolveContext) -> list[Span]:
    """Return the descriptions, and the pronouns for one person outside quotations, that are not sources; in order."""
    sources = sorted(span for statement in context.statements for span in statement.source)
    starts = {span.start for span in sources}
    pronouns = (Span(*found.span()) for found in _PERSONAL.finditer(context.layout.text))
    found = [span for span in pronouns if not context.layout.quoted[span.start]]
    found += find_descriptions(context.layout, context.names)
    return sorted(span for span in found if span.start not in starts and not _overlaps(sources, span))


def _overlaps(sources: Sequence[Span], span: Span) -> bool:
    """Whether one of the sorted sources shares a character with a span."""
    at = bisect_left(sources, span.end, key=lambda source: source.start)
    return any(source.overlaps(span) for source in sources[max(0, at - 2) : at])


def resolve_other_mention(context: ResolveContext, span: Span) -> None:
    """Find the entity of a mention that is not a source, and add the mention to the index."""
    if _PERSONAL.fullmatch(context.layout.text, span.start, span.end):
        _resolve_pronoun(context, span)
    else:
        _resolve_description(context, span)


def _resolve_pronoun(context: ResolveContext, span: Span) -> None:
    word = span.of(context.layout.text).lower()
    female = float(word in {"she", "her"})
    chosen = context.choose(Anaphor(span.start, female, is_plural=False, is_person=True))
    if chosen is not None:
        context.mentions.add(span.start, span.end, chosen, is_owner=word in {"his", "her"})
        chosen.mentions.append(span)


def _resolve_description(context: ResolveContext, span: Span) -> None:
    phrase = _read_added(context, span) or context.read(span)
    if phrase is not None and phrase.name is not None:
        context.mentions.add(span.start, span.end, context.owner[phrase.name.span.start])
        return
    if phrase is None or phrase.form is not Form.NOMINAL or entity_type_of(phrase) is SpeakerType.ORGANISATION:
        return
    entity = find_description_antecedent(context, phrase, None)
    if entity is None:
        entity = begin_entity(phrase)
    else:
        entity.mentions.append(phrase.span)
    context.mentions.add(phrase.span.start, phrase.span.end, entity)


def _read_added(context: ResolveContext, span: Span) -> Phrase | None:
    """Return a description with the name that is added to it: "her coach, Ada Moss,"; None if none is."""
    text, at = context.layout.text, bisect_left(context.names, span.end, key=lambda name: name.span.start)
    name = context.names[at] if at < len(context.names) else None
    if (
        name is None
        or text[span.end : name.whole.start] != ", "
        or text[name.span.end : name.span.end + 1] not in _ENDS
    ):
        return None
    return context.read(Span(span.start, name.span.end))
