"""Whom a pronoun or a short description may stand for: the candidates on the trail."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sayso.analyse.resolve.party import Party
from sayso.analyse.resolve.phrase import Phrase
from sayso.analyse.resolve.trail import Trail
from sayso.speaker import SpeakerType

__all__ = ["NEW", "Anaphor", "fits_gender", "is_indefinite", "list_candidates"]

# The candidate that stands for nobody spoken of before.
NEW = -1
# Most candidates that are weighed.
_MOST = 14
# The first names of the census are a man's or a woman's with few exceptions; below this, the party is the other.
_LEAST_FIT = 0.15
# What a place may be called, and the bodies that may go by its name.
_LANDS = frozenset(
    "country nation state kingdom republic city town government regime administration authorities".split()
)
_INDEFINITE = frozenset("some many several most few one another any no all each every more other others".split())


@dataclass(frozen=True, slots=True)
class Anaphor:
    """What refers back.

    Attributes:
        place: Where it stands.
        female: 1 for a woman, 0 for a man, None if it tells nothing.
        is_plural: Whether it stands for several.
        is_person: Whether it stands for a person; None if it may be either.
        holder: The number of the party whose words it stands in, if it is inside another's statement.
        phrase: The description, where it is one.
        type: What kind of party a description stands for.
        is_quoted: Whether it stands in quotation marks, so that it is the holder who says it.
    """

    place: int
    female: float | None
    is_plural: bool
    is_person: bool | None
    holder: int | None = None
    phrase: Phrase | None = None
    type: SpeakerType | None = None
    is_quoted: bool = False


def list_candidates(trail: Trail, anaphor: Anaphor) -> list[int]:
    """The numbers of the parties that may be meant: those spoken of before, the latest first; then perhaps NEW."""
    phrase = anaphor.phrase
    if phrase is None:
        return _list_fitting(trail, anaphor, {})
    if is_indefinite(phrase):
        return [NEW]
    described = dict.fromkeys(n for n in trail.described(phrase.head) if _may_be(trail.parties[n], anaphor))
    # A headline comes before all that it speaks of.
    title = trail.layout.title
    is_headline = title is not None and anaphor.place < title.end
    found = [*_list_fitting(trail, anaphor, described if is_headline else {}), *described]
    # "his lawyer" is nobody of whom it is not said.
    if phrase.owner is not None:
        found = [number for number in found if trail.fits(phrase.head, number)]
    return [*dict.fromkeys(found), NEW]


def _list_fitting(trail: Trail, anaphor: Anaphor, before: Mapping[int, None]) -> list[int]:
    """The parties that come before the others, and those of the last mentions that may be meant, the latest first."""
    found = dict(before)
    for step in reversed(trail.before(anaphor.place)):
        # Nobody calls himself "he" in his own words.
        if anaphor.is_quoted and step.party == anaphor.holder:
            continue
        if _may_be(trail.parties[step.party], anaphor):
            found.setdefault(step.party)
        if len(found) >= _MOST:
            break
    return list(found)


def is_indefinite(phrase: Phrase) -> bool:
    """Whether a description is of somebody new: "a diplomat", "some residents"."""
    return phrase.determiner in {"a", "an"} or bool(phrase.words and phrase.words[0] in _INDEFINITE)


def _may_be(party: Party, anaphor: Anaphor) -> bool:
    """Whether the kind of a party lets it be meant at all."""
    if anaphor.is_plural:
        return party.is_plural or (anaphor.phrase is None and not party.is_person)
    if party.is_plural:
        return False
    if anaphor.is_person:
        return _may_be_person(party, anaphor)
    if anaphor.phrase is None:
        return not (party.is_person and (party.female is not None or not party.is_named))
    if party.is_place and anaphor.phrase.head not in _LANDS:
        return False
    return party.type is anaphor.type or (party.is_named and party.type is SpeakerType.ORGANISATION)


def _may_be_person(party: Party, anaphor: Anaphor) -> bool:
    """Whether one person may be meant by a party: a person whose gender fits, or whoever spoke for a body."""
    fit = fits_gender(party, anaphor.female)
    is_spokesperson = party.has_spokesperson and anaphor.phrase is None
    return is_spokesperson or (party.is_person and (fit is None or fit > _LEAST_FIT))


def fits_gender(party: Party, female: float | None) -> float | None:
    """How well the gender fits, 0–1; None where nothing is known."""
    if female is None or party.female is None:
        return None
    return 1.0 - abs(party.female - female)
