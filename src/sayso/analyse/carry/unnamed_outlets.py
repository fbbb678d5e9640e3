"""Evidence of outlets that are not named: "told the paper", "the channel reported", "according to the newspaper"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sayso.analyse.carry.carrier_context import CarrierContext
from sayso.analyse.carry.evidence import Evidence
from sayso.carrier import How
from sayso.text import Span

__all__ = ["find_unnamed_outlets"]

_NOUN = (
    r"(?:the|that)\s(?:paper|newspaper|magazine|channel|network|station|broadcaster|agency|news\sagency|outlet|website|site|weekly|daily|tabloid"
    r"|newsletter|publication|programme|podcast|blog)\b(?!['’]s?\s\w|\s(?:(?-i:[A-Z“\"])|host|anchor|editor|owner|chief))"
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


def find_unnamed_outlets(context: CarrierContext) -> Iterator[Evidence]:
    """Yield the evidence of outlets that are referred to by a noun; its names are empty."""
    for form, how in _FORMS:
        for found in context.outside_marks(form):
            yield Evidence("", how, Span(*found.span()), is_anaphor=True)
