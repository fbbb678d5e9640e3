"""The speaker of a statement without a source."""

from __future__ import annotations

import re
from bisect import bisect_left

from sayso.analyse.resolve.context import Outcome, ResolveContext
from sayso.analyse.resolve.nouns import is_noun
from sayso.analyse.resolve.phrase import Phrase
from sayso.speaker import SpeakerType
from sayso.statement import Kind, Place, Statement, Unresolved
from sayso.text import Span

__all__ = ["read_before_cue", "read_before_quotation", "resolve_without_source"]

_SUBJECT = re.compile(r"\b([Hh]e|[Ss]he|[Tt]hey|[Ii]t|I|[Ww]e) $")
_OWNED = re.compile(r"(?:['’]s|(?<=s)['’]) (?P<noun>[a-z-]{2,20})(?: (?P<second>[a-z-]{2,20}))?")
# Most characters from the beginning of the subject to the cue.
_FARTHEST_SUBJECT = 12
# A quotation has the last speaker if at most one line stands between.
_FARTHEST_LINE = 2
_NO_SOURCE = Outcome(None, Unresolved.NO_SOURCE)


def read_before_cue(context: ResolveContext, statement: Statement) -> Phrase | None:
    """Return the pronoun or name right before the cue, where the model found no source."""
    if not statement.cue or statement.turn or statement.place is Place.HEADLINE:
        return None
    text, cue = context.layout.text, statement.cue[0]
    found = _SUBJECT.search(text, max(0, cue.start - _FARTHEST_SUBJECT), cue.start)
    if found:
        return context.read(Span(*found.span(1)))
    at = bisect_left(context.names, cue.start, key=lambda name: name.span.start) - 1
    name = context.names[at] if at >= 0 else None
    if name is None or text[name.span.end : cue.start] != " ":
        return None
    return None if any(span.overlaps(name.span) for span in statement.content) else context.read(name.whole)


def read_before_quotation(context: ResolveContext, statement: Statement) -> Phrase | None:
    """Return the subject of the sentence before a quotation without a cue: "Moss's team hit back. “…”".

    Only where that sentence reports nothing, and the last speaker is a document.
    """
    if statement.cue or statement.turn or statement.kind is not Kind.DIRECT or statement.place is Place.HEADLINE:
        return None
    layout, place = context.layout, statement.content[0].start
    number = layout.sentence_of(place) - 1
    spoken = [context.mentions.entities[n].type for _, n in context.mentions.spoken_before(place, limit=1)]
    if number < 0 or layout.sentences[number + 1].start != place or spoken != [SpeakerType.DOCUMENT]:
        return None
    sentence = layout.sentences[number]
    is_near = layout.line_of(place) - layout.line_of(sentence.start) <= 1
    if not is_near or layout.text[sentence.end - 1] not in ".:" or context.has_words(sentence):
        return None
    at = bisect_left(context.names, sentence.start, key=lambda name: name.whole.start)
    name = context.names[at] if at < len(context.names) else None
    if name is None or layout.text[sentence.start : name.whole.start].lower() not in {"", "the "}:
        return None
    owned = _OWNED.match(layout.text, name.span.end)
    if owned is None:
        return context.read(name.whole)
    ends = (owned.end(group) for group in ("noun", "second") if owned[group] and is_noun(owned[group]))
    return next((context.read(Span(name.whole.start, end)) for end in ends), None)


def resolve_without_source(context: ResolveContext, statement: Statement) -> Outcome:
    """Return the speaker of a statement without a source, where read_before_cue() found none either."""
    if statement.turn:
        return _resolve_turn(context, statement)
    if statement.place is Place.HEADLINE:
        return context.repeated(statement) or _NO_SOURCE
    if statement.cue and _is_participle(statement.cue[0].of(context.layout.text)):
        return _resolve_participle(context, statement.cue[0].start)
    if statement.cue or statement.kind is Kind.INDIRECT:
        return _NO_SOURCE
    return _resolve_running(context, statement.content[0].start)


def _resolve_turn(context: ResolveContext, statement: Statement) -> Outcome:
    """Return the speaker of a turn of an interview."""
    may_be = context.interview.find_speakers(statement.content[0].start)
    if len(may_be) == 1:
        return Outcome(may_be[0])
    return Outcome(None, Unresolved.AMBIGUOUS, may_be) if may_be else _NO_SOURCE


def _is_participle(cue: str) -> bool:
    return cue.split(maxsplit=1)[0].lower().endswith("ing") if cue.strip() else False


def _resolve_participle(context: ResolveContext, place: int) -> Outcome:
    """Return the subject of "…, adding that …": the last speaker in the sentence, else the first mention in it."""
    mentions = context.mentions
    begin = context.layout.sentences[context.layout.sentence_of(place)].start
    said = [number for at, number in mentions.spoken_before(place, limit=1) if at >= begin]
    nearby = (mention for mention in mentions.before(place) if mention.start >= begin)
    named = [mention.entity for mention in nearby if not mention.is_owner and not mention.is_quoted]
    numbers = said or named[:1]
    return Outcome(mentions.entities[numbers[0]]) if numbers else _NO_SOURCE


def _resolve_running(context: ResolveContext, place: int) -> Outcome:
    """Return the last speaker, if near: a quotation continues in the next line."""
    for at, number in context.mentions.spoken_before(place, limit=1):
        if context.layout.line_of(place) - context.layout.line_of(at) <= _FARTHEST_LINE:
            return Outcome(context.mentions.entities[number])
    return _NO_SOURCE
