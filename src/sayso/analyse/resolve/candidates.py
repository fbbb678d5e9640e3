"""The candidates for the antecedent of a pronoun or a description: the entities that it may refer to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sayso.analyse.resolve.entity import Entity
from sayso.analyse.resolve.mentions import MentionIndex
from sayso.analyse.resolve.phrase import Phrase
from sayso.speaker import SpeakerType

__all__ = ["NEW", "Anaphor", "fits_gender", "is_indefinite", "list_candidates"]

# The candidate for an entity that was not mentioned before.
NEW = -1
# Most candidates that are compared.
_MOST = 14
# Nearly all first names of the census are a man's or a woman's; below this fit, the gender is the other one.
_LEAST_FIT = 0.15
# Nouns for a place, and for bodies that are called by the name of their place.
_LANDS = frozenset(
    "country nation state kingdom republic city town government regime administration authorities".split()
)
_INDEFINITE = frozenset("some many several most few one another any no all each every more other others".split())


@dataclass(frozen=True, slots=True)
class Anaphor:
    """A pronoun or description that refers to an entity mentioned elsewhere.

    Attributes:
        place: Where it stands.
        female: 1 for a woman, 0 for a man, None if the words do not show it.
        is_plural: Whether it refers to several.
        is_person: Whether it refers to a person; None if it may be either.
        holder: The number of the entity that speaks the words around it, if it is inside another statement.
        phrase: The description; None for a pronoun.
        type: What kind of entity a description refers to.
        is_quoted: Whether it stands in quotation marks, so that the holder says it.
    """

    place: int
    female: float | None
    is_plural: bool
    is_person: bool | None
    holder: int | None = None
    phrase: Phrase | None = None
    type: SpeakerType | None = None
    is_quoted: bool = False


def list_candidates(mentions: MentionIndex, anaphor: Anaphor) -> list[int]:
    """Return the numbers of the candidates: entities mentioned before, the latest first; then NEW, if possible."""
    phrase = anaphor.phrase
    if phrase is None:
        return _list_fitting(mentions, anaphor, {})
    if is_indefinite(phrase):
        return [NEW]
    described = dict.fromkeys(n for n in mentions.find_described(phrase.head) if _may_be(mentions.entities[n], anaphor))
    # A headline comes before everything that it mentions.
    title = mentions.layout.title
    is_headline = title is not None and anaphor.place < title.end
    found = [*_list_fitting(mentions, anaphor, described if is_headline else {}), *described]
    # "his lawyer" refers only to an entity that the text calls a lawyer.
    if phrase.owner is not None:
        found = [number for number in found if mentions.fits(phrase.head, number)]
    return [*dict.fromkeys(found), NEW]


def _list_fitting(mentions: MentionIndex, anaphor: Anaphor, before: Mapping[int, None]) -> list[int]:
    """Return the candidates in `before`, then the possible ones of the last mentions, the latest first."""
    found = dict(before)
    for mention in reversed(mentions.before(anaphor.place)):
        # Nobody says "he" of himself in his own words.
        if anaphor.is_quoted and mention.entity == anaphor.holder:
            continue
        if _may_be(mentions.entities[mention.entity], anaphor):
            found.setdefault(mention.entity)
        if len(found) >= _MOST:
            break
    return list(found)


def is_indefinite(phrase: Phrase) -> bool:
    """Whether a description is indefinite and so introduces a new entity: "a diplomat", "some residents"."""
    return phrase.determiner in {"a", "an"} or bool(phrase.words and phrase.words[0] in _INDEFINITE)


def _may_be(entity: Entity, anaphor: Anaphor) -> bool:
    """Whether type and number of an entity allow it as a candidate."""
    if anaphor.is_plural:
        return entity.is_plural or (anaphor.phrase is None and not entity.is_person)
    if entity.is_plural:
        return False
    if anaphor.is_person:
        return _may_be_person(entity, anaphor)
    if anaphor.phrase is None:
        return not (entity.is_person and (entity.female is not None or not entity.is_named))
    if entity.is_place and anaphor.phrase.head not in _LANDS:
        return False
    return entity.type is anaphor.type or (entity.is_named and entity.type is SpeakerType.ORGANISATION)


def _may_be_person(entity: Entity, anaphor: Anaphor) -> bool:
    """Whether an entity may be one person: a person whose gender fits, or a body with a spokesperson."""
    fit = fits_gender(entity, anaphor.female)
    is_spokesperson = entity.has_spokesperson and anaphor.phrase is None
    return is_spokesperson or (entity.is_person and (fit is None or fit > _LEAST_FIT))


def fits_gender(entity: Entity, female: float | None) -> float | None:
    """Return how well the gender fits, 0–1; None if either gender is unknown."""
    if female is None or entity.female is None:
        return None
    return 1.0 - abs(entity.female - female)
