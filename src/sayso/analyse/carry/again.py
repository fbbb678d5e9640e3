"""Outlets that are named by what they are: "told the paper", "the channel reported", "according to the newspaper"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sayso.analyse.carry.scene import Scene
from sayso.analyse.carry.sighting import Sighting
from sayso.carrier import How
from sayso.text import Span

__all__ = ["find_again"]

_NOUN = (
    r"(?:the|that)\s(?:paper|newspaper|magazine|channel|network|station|broadcaster|agency|news\sagency|outlet|website|site|weekly|daily|tabloid"
    r"|newsletter|publication|programme|podcast|blog)\b(?!['’]s?\s\w|\s(?:[A-Z“\"]|host|anchor|editor|owner|chief))"
)
_FORMS = (
    (
        re.compile(rf"\b(?:told|tells|(?:said|spoke|speaking|talking)\sto|in\san\sinterview\swith)\s{_NOUN}"),
        How.INTERVIEW,
    ),
    (re.compile(rf"\b(?:according\sto|(?:reported|seen|obtained|reviewed)\sby)\s{_NOUN}", re.IGNORECASE), How.REPORT),
    (
        re.compile(
            rf"\b{_NOUN}\s(?:also\s|has\s|had\s){{0,2}}(?:reported|reports|wrote|writes|claimed|noted|revealed|quoted)\b",
            re.IGNORECASE,
        ),
        How.REPORT,
    ),
)


def find_again(scene: Scene) -> Iterator[Sighting]:
    """The places that speak of an outlet without naming it; the names of the sightings are empty."""
    for form, how in _FORMS:
        for found in scene.outside_marks(form):
            yield Sighting("", how, Span(*found.span()), again=True)
