"""What of a statement is read as its source, and the speaker of one without a source."""

from __future__ import annotations

import re
from bisect import bisect_left

from sayso.analyse.resolve.candidates import Anaphor, Silence
from sayso.analyse.resolve.context import Outcome, ResolveContext
from sayso.analyse.resolve.phrase import ARTICLES, POSSESSIVES, Form, Phrase
from sayso.lexicon.nouns import is_noun, titles
from sayso.statement import Kind, Place, Statement, Unresolved
from sayso.text import Span

__all__ = ["is_no_source", "read_before_cue", "read_source", "resolve_without_source"]

# "DEAR ANNE:", "SIR – Your report"; not "Sir Otto Kern".
_SALUTATION = re.compile(r"dear\b|(?:sirs?|madam)(?=\s?[-–—,:])", re.IGNORECASE)
_SUBJECT = re.compile(r"\b([Hh]e|[Ss]he|[Tt]hey|[Ii]t|I|[Ww]e) $")
# The subject of a cue in the passive is told something, and does not say it: "was told", "has been accused".
_PASSIVE = re.compile(
    r"(?:\w+ )?(?:am|is|are|was|were|be|been|being|['’]s|['’]re)(?: \w+ly)?"
    r" (?:\w+ed|told|said|thought|understood|known)\b(?! as )",
    re.IGNORECASE,
)
_HEARS = re.compile(
    r"(?:\w+ )?(?:hears?|heard)$|(?:\w+ )?(?:is|are|was|were|be|been|being)(?: \w+ly)? (?:told|asked)\b", re.IGNORECASE
)
# "Staff were called in and told that", "Clerk took the money, jury told": who tells something names whom he tells.
_TOLD = re.compile(r"told(?: that\b|$)", re.IGNORECASE | re.MULTILINE)
# Most characters from the beginning of the subject to the cue.
_FARTHEST_SUBJECT = 12
_NO_SOURCE = Outcome(None, Unresolved.NO_SOURCE)


def is_no_source(phrase: Phrase, statement: Statement, text: str) -> bool:
    """Whether what the model takes for a source is none: "the", who is addressed ("DEAR ANNE:") or only hears, a label.

    A label says what a line is about: "Accuracy:".
    """
    is_nominal = phrase.form is Form.NOMINAL
    if is_nominal and phrase.head in ARTICLES | POSSESSIVES:
        return True
    if statement.source and _SALUTATION.match(text, statement.source[0].start):
        return True
    cue = statement.cue[0] if statement.cue else None
    if cue is None or not statement.source or statement.source[0] > cue:
        return False
    if cue.of(text) == ":" and len(statement.cue) == 1:
        is_bare = is_nominal and len(phrase.words) == 1 and not phrase.determiner
        return is_bare and not is_noun(phrase.head) and phrase.head not in titles()
    return bool(_HEARS.match(text, *cue) or _TOLD.match(text, cue.start))


def read_source(context: ResolveContext, statement: Statement) -> Phrase | None:
    """Return the source as a phrase, with the name right behind it that the model left out: "Toy maker | Brevo"."""
    phrase = context.read(*statement.source)
    if phrase is None or phrase.form is not Form.NOMINAL or len(statement.source) != 1:
        return phrase
    text, (start, end) = context.layout.text, statement.source[0]
    at = bisect_left(context.names, end, key=lambda name: name.span.start)
    name = context.names[at] if at < len(context.names) else None
    has_more = phrase.determiner or phrase.owner or phrase.names or phrase.has_after
    if name is None or has_more or text[end : name.whole.start] != " " or statement.place is Place.HEADLINE:
        return phrase
    return context.read(Span(start, name.span.end)) or phrase


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


def resolve_without_source(context: ResolveContext, statement: Statement) -> Outcome:
    """Return the speaker of a statement without a source, where read_before_cue() found none either."""
    if statement.turn:
        return _resolve_turn(context, statement)
    if statement.place is Place.HEADLINE:
        return _NO_SOURCE
    dialogue = context.find_dialogue(statement)
    if len(dialogue) > 1:
        context.plan(dialogue, [_read_silence(context, line) for line in dialogue])
    chosen = context.choose(_read_silence(context, statement), statement.id)
    return Outcome(chosen) if chosen else _NO_SOURCE


def _read_silence(context: ResolveContext, statement: Statement) -> Anaphor:
    """Return the statement as something whose speaker is to be found among those mentioned around it."""
    holder = context.holder(statement)
    content = Span(statement.content[0].start, statement.content[-1].end)
    cue = statement.cue[0] if statement.cue else None
    words = cue.of(context.layout.text) if cue else ""
    silence = Silence(
        content,
        cue,
        is_passive=bool(_PASSIVE.match(words)),
        is_participle=words.partition(" ")[0].lower().endswith("ing"),
        is_direct=statement.kind is Kind.DIRECT,
    )
    return Anaphor(
        min(content.start, cue.start if cue else content.start),
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
