"""The speaker of a statement without a source."""

from __future__ import annotations

import re
from bisect import bisect_left

from sayso.analyse.resolve.candidates import Anaphor, Silence
from sayso.analyse.resolve.context import Outcome, ResolveContext
from sayso.analyse.resolve.phrase import Form, Phrase
from sayso.lexicon.nouns import is_noun, titles
from sayso.speaker import SpeakerType
from sayso.statement import Kind, Place, Statement, Unresolved
from sayso.text import Span

__all__ = ["is_label", "read_before_cue", "read_before_quotation", "resolve_without_source"]

# "DEAR ANNE:", "SIR – Your report"; not "Sir Otto Kern".
_SALUTATION = re.compile(r"dear\b|(?:sirs?|madam)(?=\s?[-–—,:])", re.IGNORECASE)
_SUBJECT = re.compile(r"\b([Hh]e|[Ss]he|[Tt]hey|[Ii]t|I|[Ww]e) $")
# The subject of a cue in the passive is told something, and does not say it: "was told", "has been accused".
_PASSIVE = re.compile(
    r"(?:\w+ )?(?:am|is|are|was|were|be|been|being|['’]s|['’]re)(?: \w+ly)?"
    r" (?:\w+ed|told|said|thought|understood|known)\b(?! as )",
    re.IGNORECASE,
)
# Most characters from the beginning of the subject to the cue.
_FARTHEST_SUBJECT = 12
_OWNED = re.compile(r"(?:['’]s|(?<=s)['’]) (?P<noun>[a-z-]{2,20})(?: (?P<second>[a-z-]{2,20}))?")
_NO_SOURCE = Outcome(None, Unresolved.NO_SOURCE)


def is_label(phrase: Phrase, statement: Statement, text: str) -> bool:
    """Whether the source only opens a line: who is addressed ("DEAR ANNE:"), or what is listed ("Accuracy:")."""
    if statement.source[:1] and _SALUTATION.match(text, statement.source[0].start):
        return True
    is_colon = any(span.of(text) == ":" for span in statement.cue) and len(statement.cue) == 1
    is_thing = phrase.form is Form.NOMINAL and len(phrase.words) == 1 and not phrase.determiner
    return is_colon and is_thing and not is_noun(phrase.head) and phrase.head not in titles()


def read_before_cue(context: ResolveContext, statement: Statement) -> Phrase | None:
    """Return the pronoun or name right before the cue, where the model found no source."""
    if not statement.cue or statement.turn or statement.place is Place.HEADLINE:
        return None
    text, cue = context.layout.text, statement.cue[0]
    if _PASSIVE.match(cue.of(text)):
        return None
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
    chosen = context.choose(_read_silence(context, statement), statement.id)
    return Outcome(chosen) if chosen else _NO_SOURCE


def _read_silence(context: ResolveContext, statement: Statement) -> Anaphor:
    """Return the statement as something whose speaker is to be found among those mentioned around it."""
    holder = context.holder(statement)
    content = statement.content
    cue = statement.cue[0] if statement.cue else None
    words = cue.of(context.layout.text) if cue else ""
    silence = Silence(
        Span(content[0].start, content[-1].end),
        cue,
        is_passive=bool(_PASSIVE.match(words)),
        is_participle=bool(words.split()) and words.split()[0].lower().endswith("ing"),
        is_direct=statement.kind is Kind.DIRECT,
        is_nested=statement.within is not None,
    )
    return Anaphor(
        min(content[0].start, cue.start if cue else content[0].start),
        None,
        is_plural=False,
        is_person=None,
        holder=context.mentions.number(holder) if holder else None,
        silence=silence,
    )


def _resolve_turn(context: ResolveContext, statement: Statement) -> Outcome:
    """Return the speaker of a turn of an interview."""
    may_be = context.interview.find_speakers(statement.content[0].start)
    if len(may_be) == 1:
        return Outcome(may_be[0])
    return Outcome(None, Unresolved.AMBIGUOUS, may_be) if may_be else _NO_SOURCE
