"""Sources that describe: "the minister", "a spokesman for the ministry", "Moss's answer", "her campaign", "who"."""

from __future__ import annotations

import re
from dataclasses import replace

from sayso.analyse.carry.outlets import look_up
from sayso.analyse.resolve.following import (
    FIRST_PERSON,
    begin_party,
    follow_description,
    follow_pronoun,
    type_of,
)
from sayso.analyse.resolve.known import head_fits
from sayso.analyse.resolve.nouns import bodies
from sayso.analyse.resolve.party import Party
from sayso.analyse.resolve.phrase import Form, Phrase
from sayso.analyse.resolve.scene import Outcome, Scene
from sayso.speaker import SpeakerType
from sayso.statement import Statement, Unresolved
from sayso.text import Span

__all__ = ["resolve_nominal", "resolve_relative"]

# Nouns for somebody's own words or thoughts: who owns them is speaking.
_ACTS = frozenset(
    """
    argument arguments remark remarks comment comments words answer answers response reply speech claim claims view
    views opinion position stance assertion contention criticism warning message accusation allegation suggestion
    statement statements announcement declaration explanation call appeal promise pledge vow belief conviction mind
    assessment characterization description account version insistence refusal denial admission confession question
    questions testimony prediction proposal observation conclusion rhetoric
    """.split()
)
_REPORTS = frozenset("report reports article story account dispatch piece".split())
_SPOKEN = frozenset(
    """
    spokesman spokeswoman spokesperson spokespeople spokesmen spokeswomen representative rep representatives
    """.split()
)
_NAMED_AFTER = frozenset("campaign team administration camp government presidency".split())
# What may stand between a party and its "who": a comma, its age, a bracket; or one addition between commas.
_BARE_TAIL = re.compile(r"[\s,–—-]{0,9}(?:\([^)]{0,40}\)[\s,–—-]{0,9})?(?:\d{1,3},\s{0,9})?")
_ADDED_TAIL = re.compile(r",? (?:of [^,.;]{2,40}|[^,.;]{0,90}), ?|,? of [^,.;]{2,40} ")
_LONGEST_TAIL = 120
# The description that ends where "who" begins: from an article or number on, else one word.
_NOUN_TAIL = re.compile(
    r"((?:(?:the|a|an|some|many|several|other|those|one|her|his|their|its|two|three|four|five|six|seven|eight|nine|ten"
    r"|\d{1,9}|all)\s)(?:(?!and\b|or\b)[^\s,;.]{1,90}\s){0,4}?[^\s,;.]{1,90}|[^\s,;.]{1,90})[\s,]{0,9}$",
    re.IGNORECASE,
)
_LONGEST_DESCRIPTION = 90


def resolve_nominal(scene: Scene, phrase: Phrase, statement: Statement) -> Outcome:
    """Who is behind a description."""
    repeated = scene.repeated(statement)
    if repeated is not None and repeated.party is not None and _may_be_called(scene, repeated.party, phrase):
        repeated.party.mentions.append(phrase.span)
        return repeated
    party = (
        _find_behind(scene, phrase, statement)
        or follow_description(scene, phrase, statement)
        or begin_party(scene, phrase)
    )
    party.mentions.append(phrase.span)
    scene.trail.add(phrase.span.start, phrase.span.end, party, is_source=True)
    return Outcome(party)


def _may_be_called(scene: Scene, party: Party, phrase: Phrase) -> bool:
    """Whether a description in the headline may be of whom the body gives the words to.

    A person's may be of a person, a document's of a document; but where the text says it of others and not of this
    party, the headline gives the words to somebody else.
    """
    kind = type_of(phrase)
    if not (party.is_person if kind is SpeakerType.UNNAMED else kind is party.type):
        return False
    if head_fits(phrase.head, party.words):
        return True
    others = (scene.trail.parties[number] for number in scene.trail.described(phrase.head))
    return not any(phrase.head in other.words and other.is_named for other in others)


def resolve_relative(scene: Scene, phrase: Phrase, statement: Statement) -> Outcome:
    """The party named or described right before "who"."""
    start = phrase.span.start
    begin = scene.layout.sentences[scene.layout.sentence_of(start)].start
    numbers = [step.party for step in scene.trail.before(start, limit=8) if step.start >= begin]
    party = _find_right_before(scene, phrase, begin)
    if party is not None:
        party.mentions.append(phrase.span)
        return Outcome(party)
    described = _read_right_before(scene, begin, start)
    if described is not None:
        return resolve_nominal(scene, described, statement)
    return Outcome(scene.trail.parties[numbers[-1]]) if numbers else Outcome(None, Unresolved.AMBIGUOUS)


def _find_right_before(scene: Scene, phrase: Phrase, begin: int) -> Party | None:
    """The party whose mention, within the sentence, a relative pronoun follows."""
    start = phrase.span.start
    for step in reversed(scene.trail.before(start, limit=8)):
        party = scene.trail.parties[step.party]
        is_thing = not party.is_person and not party.is_plural
        if step.start < begin or (is_thing and phrase.head in {"who", "whom"}) or start - step.end > _LONGEST_TAIL:
            continue
        tail = scene.layout.text[step.end : start]
        if _BARE_TAIL.fullmatch(tail) or (_ADDED_TAIL.fullmatch(tail) and not step.is_owner):
            return party
    return None


def _read_right_before(scene: Scene, begin: int, start: int) -> Phrase | None:
    """The description that a relative pronoun follows."""
    begin = max(begin, start - _LONGEST_DESCRIPTION)
    found = _NOUN_TAIL.search(scene.layout.text[begin:start])
    phrase = scene.read(Span(begin + found.start(1), begin + found.end(1))) if found else None
    return phrase if phrase and phrase.form is Form.NOMINAL else None


def _find_behind(scene: Scene, phrase: Phrase, statement: Statement) -> Party | None:
    """The party that speaks through what is described, if that is not who or what it says."""
    if phrase.head in _ACTS and _is_owned(phrase):
        party = _find_owner(scene, phrase, statement)
        if party is not None:
            return party
    if phrase.head in _SPOKEN and not (phrase.is_plural and phrase.owner is None):
        party = _find_spoken_for(scene, phrase, statement)
        if party is not None:
            return party
    if phrase.head in _NAMED_AFTER and _is_owned(phrase):
        return _find_named_after(scene, phrase, statement)
    return _find_reporting(scene, phrase) if phrase.head in _REPORTS else None


def _is_owned(phrase: Phrase) -> bool:
    """Whether the owner of what is described stands before it: "Moss's answer", but not "the answer of Moss"."""
    return phrase.owner is not None and phrase.owner.start <= phrase.span.start + len("the ")


def _find_owner(scene: Scene, phrase: Phrase, statement: Statement) -> Party | None:
    """The party that a description is possessed by, or is for: "her lawyer", "Moss's answer"."""
    inner = scene.read(phrase.owner) if phrase.owner else None
    if inner is None or inner.form is Form.JOINT or inner.span == phrase.span:
        return None
    if inner.name is not None:
        return scene.owner[inner.name.span.start]
    if inner.form is Form.RELATIVE:
        return resolve_relative(scene, inner, statement).party
    if inner.form is Form.NOMINAL:
        return follow_description(scene, inner, statement)
    if inner.head in FIRST_PERSON:
        return scene.holder(statement)
    return next(iter(follow_pronoun(scene, inner, statement, is_source=False)), None)


def _find_spoken_for(scene: Scene, phrase: Phrase, statement: Statement) -> Party | None:
    """The body that somebody without a name speaks for: "a spokesman for the ministry", "a ministry spokesman"."""
    party = _find_owner(scene, phrase, statement)
    if party is None:
        named = [scene.owner[name.span.start] for name in phrase.names]
        party = next((body for body in reversed(named) if body.type is SpeakerType.ORGANISATION), None)
    before = phrase.words[-2] if len(phrase.words) > 1 else ""
    if party is None and phrase.owner is None and before in bodies():
        body = replace(phrase, head=before, determiner="the", words=(before,), is_plural=False, owner=None)
        party = follow_description(scene, body, statement)
    if party is None or party.type is not SpeakerType.ORGANISATION:
        return None
    party.has_spokesperson = True
    return party


def _find_named_after(scene: Scene, phrase: Phrase, statement: Statement) -> Party | None:
    """A body named after somebody: "her campaign", "the president's team"."""
    owner = _find_owner(scene, phrase, statement)
    if owner is None or not owner.is_named:
        return None
    surname = owner.name.split()[-1]
    known = scene.find_body(f"{surname} {phrase.head}", f"{owner.name} {phrase.head}")
    if known is not None:
        return known
    party = Party(type=SpeakerType.ORGANISATION, description=f"{surname} {phrase.head}", is_after_name=True)
    party.words = {phrase.head, surname.lower()}
    scene.note_name(party)
    return party


def _find_reporting(scene: Scene, phrase: Phrase) -> Party | None:
    """The outlet whose report it is: "a report in the Wold Gazette" speaks as the Gazette."""
    if phrase.owner is None or phrase.owner.start < phrase.span.end:
        return None
    inner = scene.read(phrase.owner)
    if inner is None or inner.name is None:
        return None
    party = scene.owner[inner.name.span.start]
    return party if party.type is SpeakerType.ORGANISATION and look_up(party.name).certainty else None
