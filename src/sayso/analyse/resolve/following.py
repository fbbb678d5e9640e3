"""A pronoun or a description followed back to whom it stands for."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence

from sayso.analyse.carry.outlets import Certainty, look_up
from sayso.analyse.resolve.antecedent import NEW, Anaphor, list_candidates
from sayso.analyse.resolve.known import head_fits
from sayso.analyse.resolve.nouns import bodies, documents, role_genders
from sayso.analyse.resolve.party import Party
from sayso.analyse.resolve.phrase import Phrase
from sayso.analyse.resolve.scene import Scene
from sayso.speaker import SpeakerType
from sayso.statement import Statement

__all__ = ["FIRST_PERSON", "begin_party", "follow_description", "follow_pronoun", "type_of"]

FIRST_PERSON = frozenset("i we my our me us mine ours myself ourselves".split())
_SHE = frozenset("she her hers herself".split())
_HE = frozenset("he his him himself".split())
_TELLING = frozenset("told tell tells telling".split())
_TO_WHOM = re.compile(
    r"\s(?:the\s)?(?P<noun>(?:news)?(?:paper|channel|station|network|broadcaster|agency|site|website|outlet|magazine)\b)?",
    re.IGNORECASE,
)
# Nouns that are said of too many to lead back to one.
_COMMON_HEADS = frozenset("man woman person boy girl one other friend member supporter official source".split())


def type_of(phrase: Phrase) -> SpeakerType:
    """What kind of party a description stands for."""
    if phrase.is_plural:
        return SpeakerType.GROUP
    if phrase.head in documents():
        return SpeakerType.DOCUMENT
    return SpeakerType.ORGANISATION if phrase.head in bodies() else SpeakerType.UNNAMED


def begin_party(scene: Scene, phrase: Phrase) -> Party:
    """A new party without a name, known by its description."""
    party = Party(
        type=type_of(phrase),
        description=phrase.description,
        is_plural=phrase.is_plural,
        words=phrase.folded,
        female=role_genders().get(phrase.head),
    )
    scene.note_name(party)
    return party


def follow_pronoun(scene: Scene, phrase: Phrase, statement: Statement, *, is_source: bool = True) -> list[Party]:
    """Whom a pronoun stands for: one party, several that cannot be told apart, or nobody known."""
    female = 1.0 if phrase.head in _SHE else 0.0 if phrase.head in _HE else None
    holder = scene.holder(statement)
    anaphor = Anaphor(
        phrase.span.start,
        female,
        phrase.is_plural,
        is_person=True if female is not None else None if phrase.is_plural else False,
        holder=scene.trail.number(holder) if holder else None,
        is_quoted=bool(scene.layout.quoted[phrase.span.start]),
    )
    is_told = _read_hearer(scene, statement) if is_source else None
    if is_told is None:
        return scene.choose(anaphor, statement.id if is_source else None)
    # Whoever tells a paper something is neither that paper nor a paper that was written.
    parties = scene.trail.parties
    found = list_candidates(scene.trail, anaphor)
    may_be = [n for n in found if not is_told(parties[n]) and parties[n].type is not SpeakerType.DOCUMENT]
    return scene.choose_from(anaphor, may_be, statement.id)


def _read_hearer(scene: Scene, statement: Statement) -> Callable[[Party], bool] | None:
    """What tells the party that is told something: the Echo of "they told the Echo"; None where none is named there."""
    if not statement.cue:
        return None
    text, cue = scene.layout.text, statement.cue[-1]
    words = cue.of(text).lower().split()
    found = _TO_WHOM.match(text, cue.end) if words and words[-1] in _TELLING else None
    if found is None:
        return None
    if found["noun"]:
        return _is_outlet
    at = bisect_left(scene.names, found.end(), key=lambda name: name.span.start)
    is_named = at < len(scene.names) and scene.names[at].whole.start <= found.end()
    hearer = scene.owner[scene.names[at].span.start] if is_named else None
    return (lambda party: party is hearer) if hearer else None


def _is_outlet(party: Party) -> bool:
    """Whether a party is surely an outlet."""
    return party.is_named and look_up(party.name).certainty is Certainty.SURE


def follow_description(scene: Scene, phrase: Phrase, statement: Statement | None) -> Party | None:
    """The party spoken of before that a description stands for; None if it is of somebody new.

    Args:
        scene: The article.
        phrase: The description.
        statement: The statement whose source it is or belongs to; None for a description in the outlet's own words.
    """
    kind = type_of(phrase)
    holder = scene.holder(statement) if statement else None
    anaphor = Anaphor(
        phrase.span.start,
        role_genders().get(phrase.head),
        phrase.is_plural,
        is_person=kind is SpeakerType.UNNAMED,
        holder=scene.trail.number(holder) if holder else None,
        phrase=phrase,
        type=kind,
    )
    candidates = list_candidates(scene.trail, anaphor)
    only = _find_only(scene, phrase, candidates) if anaphor.is_person else None
    if only is not None:
        return only
    return next(iter(scene.choose_from(anaphor, candidates, statement.id if statement else None)), None)


def _find_only(scene: Scene, phrase: Phrase, candidates: Sequence[int]) -> Party | None:
    """The one person with a name of whom the head of a description is said, if nothing else of it speaks against."""
    parties = (scene.trail.parties[number] for number in candidates if number != NEW)
    fitting = [party for party in parties if party.is_named and phrase.head in party.words]
    if len(fitting) != 1 or phrase.head in _COMMON_HEADS:
        return None
    return fitting[0] if all(head_fits(word, fitting[0].words) for word in phrase.folded) else None
