"""Mentions that are no sources: pronouns and descriptions in the outlet's own words, which later ones lead back to."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from sayso.analyse.resolve.antecedent import Anaphor
from sayso.analyse.resolve.described import find_descriptions
from sayso.analyse.resolve.following import begin_party, follow_description, type_of
from sayso.analyse.resolve.phrase import Form
from sayso.analyse.resolve.scene import Scene
from sayso.speaker import SpeakerType
from sayso.text import Span

__all__ = ["find_asides", "place_aside"]

_PERSONAL = re.compile(r"\b(?:[Hh]e|[Ss]he|[Hh]is|[Hh]er|[Hh]im)\b")


def find_asides(scene: Scene) -> list[Span]:
    """Pronouns for one person in the outlet's own words, and descriptions, that are no sources; in text order."""
    sources = sorted(span for statement in scene.statements for span in statement.source)
    starts = {span.start for span in sources}
    pronouns = (Span(*found.span()) for found in _PERSONAL.finditer(scene.layout.text))
    found = [span for span in pronouns if not scene.layout.quoted[span.start]]
    found += find_descriptions(scene.layout, scene.names)
    return sorted(span for span in found if span.start not in starts and not _overlaps(sources, span))


def _overlaps(sources: Sequence[Span], span: Span) -> bool:
    """Whether one of the sorted sources shares a character with a span."""
    at = bisect_left(sources, span.end, key=lambda source: source.start)
    return any(source.overlaps(span) for source in sources[max(0, at - 2) : at])


def place_aside(scene: Scene, span: Span) -> None:
    """Put a mention that is no source on the trail."""
    if _PERSONAL.fullmatch(scene.layout.text, span.start, span.end):
        _place_pronoun(scene, span)
    else:
        _place_description(scene, span)


def _place_pronoun(scene: Scene, span: Span) -> None:
    word = span.of(scene.layout.text).lower()
    female = float(word in {"she", "her"})
    chosen = scene.choose(Anaphor(span.start, female, is_plural=False, is_person=True))
    if len(chosen) == 1:
        scene.trail.add(span.start, span.end, chosen[0], is_owner=word in {"his", "her"})
        chosen[0].mentions.append(span)


def _place_description(scene: Scene, span: Span) -> None:
    phrase = scene.read(span)
    if phrase is None or phrase.form is not Form.NOMINAL or type_of(phrase) is SpeakerType.ORGANISATION:
        return
    party = follow_description(scene, phrase, None)
    if party is None:
        party = begin_party(scene, phrase)
    else:
        party.mentions.append(phrase.span)
    scene.trail.add(phrase.span.start, phrase.span.end, party)
