"""Statements without a source: whose words they are all the same."""

from __future__ import annotations

import re
from bisect import bisect_left

from sayso.analyse.resolve.nouns import is_noun
from sayso.analyse.resolve.phrase import Phrase
from sayso.analyse.resolve.scene import Outcome, Scene
from sayso.speaker import SpeakerType
from sayso.statement import Kind, Place, Statement, Unresolved
from sayso.text import Span

__all__ = ["read_before_cue", "read_before_quotation", "resolve_silent"]

_SUBJECT = re.compile(r"\b([Hh]e|[Ss]he|[Tt]hey|[Ii]t|I|[Ww]e) $")
_OWNED = re.compile(r"(?:['’]s|(?<=s)['’]) (?P<noun>[a-z-]{2,20})(?: (?P<second>[a-z-]{2,20}))?")
# So far before the cue its subject begins, in characters.
_FARTHEST_SUBJECT = 12
# A quotation goes on with who spoke last unless more lines than one stand between.
_FARTHEST_LINE = 2
_NOBODY = Outcome(None, Unresolved.NO_SOURCE)


def read_before_cue(scene: Scene, statement: Statement) -> Phrase | None:
    """The pronoun or name that stands right before the cue, where the statement was read without its source."""
    if not statement.cue or statement.turn or statement.place is Place.HEADLINE:
        return None
    text, cue = scene.layout.text, statement.cue[0]
    found = _SUBJECT.search(text, max(0, cue.start - _FARTHEST_SUBJECT), cue.start)
    if found:
        return scene.read(Span(*found.span(1)))
    at = bisect_left(scene.names, cue.start, key=lambda name: name.span.start) - 1
    name = scene.names[at] if at >= 0 else None
    if name is None or text[name.span.end : cue.start] != " ":
        return None
    return None if any(span.overlaps(name.span) for span in statement.content) else scene.read(name.whole)


def read_before_quotation(scene: Scene, statement: Statement) -> Phrase | None:
    """Whom the sentence before a lone quotation is about, where that tells of no words: "Moss's team hit back".

    Only where else a document would go on speaking.
    """
    if statement.cue or statement.turn or statement.kind is not Kind.DIRECT or statement.place is Place.HEADLINE:
        return None
    layout, place = scene.layout, statement.content[0].start
    number = layout.sentence_of(place) - 1
    spoken = [scene.trail.parties[n].type for _, n in scene.trail.spoken_before(place, limit=1)]
    if number < 0 or layout.sentences[number + 1].start != place or spoken != [SpeakerType.DOCUMENT]:
        return None
    sentence = layout.sentences[number]
    is_near = layout.line_of(place) - layout.line_of(sentence.start) <= 1
    if not is_near or layout.text[sentence.end - 1] not in ".:" or scene.has_words(sentence):
        return None
    at = bisect_left(scene.names, sentence.start, key=lambda name: name.whole.start)
    name = scene.names[at] if at < len(scene.names) else None
    if name is None or layout.text[sentence.start : name.whole.start].lower() not in {"", "the "}:
        return None
    owned = _OWNED.match(layout.text, name.span.end)
    if owned is None:
        return scene.read(name.whole)
    ends = (owned.end(group) for group in ("noun", "second") if owned[group] and is_noun(owned[group]))
    return next((scene.read(Span(name.whole.start, end)) for end in ends), None)


def resolve_silent(scene: Scene, statement: Statement) -> Outcome:
    """Who speaks where nothing of the statement says so; read_before_cue() found nothing either."""
    if statement.turn:
        return _resolve_turn(scene, statement)
    if statement.place is Place.HEADLINE:
        return scene.repeated(statement) or _NOBODY
    if statement.cue and _is_participle(statement.cue[0].of(scene.layout.text)):
        return _resolve_participle(scene, statement.cue[0].start)
    if statement.cue or statement.kind is Kind.INDIRECT:
        return _NOBODY
    return _resolve_running(scene, statement.content[0].start)


def _resolve_turn(scene: Scene, statement: Statement) -> Outcome:
    """Who speaks in a turn of an interview."""
    may_be = scene.interview.whose(statement.content[0].start)
    if len(may_be) == 1:
        return Outcome(may_be[0])
    return Outcome(None, Unresolved.AMBIGUOUS, may_be) if may_be else _NOBODY


def _is_participle(cue: str) -> bool:
    return cue.split(maxsplit=1)[0].lower().endswith("ing") if cue.strip() else False


def _resolve_participle(scene: Scene, place: int) -> Outcome:
    """Who is the subject of "…, adding that …": the last to speak in the sentence, else the first named in it."""
    trail = scene.trail
    begin = scene.layout.sentences[scene.layout.sentence_of(place)].start
    said = [number for at, number in trail.spoken_before(place, limit=1) if at >= begin]
    steps = (step for step in trail.before(place) if step.start >= begin)
    named = [step.party for step in steps if not step.is_owner and not step.is_quoted]
    numbers = said or named[:1]
    return Outcome(trail.parties[numbers[0]]) if numbers else _NOBODY


def _resolve_running(scene: Scene, place: int) -> Outcome:
    """Who spoke last, if that was nearby: a quotation goes on in the next line."""
    for at, number in scene.trail.spoken_before(place, limit=1):
        if scene.layout.line_of(place) - scene.layout.line_of(at) <= _FARTHEST_LINE:
            return Outcome(scene.trail.parties[number])
    return _NOBODY
