"""Credits beside a text: "h/t X", "via X", "translated from X by Y"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sayso.analyse.carry.names import NAME, bare_name
from sayso.analyse.carry.outlets import look_up
from sayso.analyse.carry.scene import Scene
from sayso.analyse.carry.sighting import Reach, Sighting
from sayso.analyse.lexicon import read_words
from sayso.carrier import How
from sayso.text import Span

__all__ = ["find_credits"]

_HAT_TIP = re.compile(rf"\b(?:[Hh]/[Tt]|[Hh]at[ -][Tt]ip(?:\sto)?|HT)[:\s]\s?(?:the\s)?(?P<name>@?{NAME})")
_VIA = re.compile(rf"(?:(?<=[(\[])|^|(?<=[.!?”\"]\s))[Vv]ia\s(?:the\s)?(?P<name>{NAME})\W{{0,3}}$", re.MULTILINE)
_TRANSLATED = re.compile(
    rf"\b[Tt]ranslat(?:ed|ion)(?:\sfrom\s(?:the\s)?(?P<origin>{NAME}))?(?:\s(?:from|in)\s[^\n]{{0,60}}?)?"
    rf"(?:[^\n.]{{0,40}}?\s(?:supplied\s|provided\s)?by\s(?:the\s)?(?P<translator>{NAME}))?"
)


def find_credits(scene: Scene) -> Iterator[Sighting]:
    """The places that credit a finder, or a translator and what was translated."""
    for found in _HAT_TIP.finditer(scene.text):
        yield _credit(scene, found)
    for found in _VIA.finditer(scene.text):
        if not scene.in_title(found.start()):
            yield _credit(scene, found)
    for found in scene.outside_marks(_TRANSLATED):
        yield from _read_translation(found)


def _credit(scene: Scene, found: re.Match[str]) -> Sighting:
    """The credit to a finder: for all, where it has a line of its own or ends the article; else for what is beside."""
    lines = scene.layout.lines
    line = lines[scene.layout.line_of(found.start())]
    opens = found.start() - line.start <= 1
    ends = found["name"] and line == lines[-1] and found.end() >= line.end - 1
    span = Span(found.start(), found.end("name"))
    reach = Reach.ALL if opens or ends else Reach.BESIDE
    return Sighting(bare_name(found["name"]), How.AGGREGATOR, span, reach, look_up(found["name"]).kind)


def _read_translation(found: re.Match[str]) -> Iterator[Sighting]:
    """Translated from X by Y; a language is nobody."""
    origin, translator = found["origin"], found["translator"]
    if origin and origin.split()[0] not in read_words("carry_languages"):
        span = Span(found.start(), found.end("origin"))
        yield Sighting(bare_name(origin), How.REPUBLICATION, span, Reach.ALL, "original")
    if translator:
        yield Sighting(bare_name(translator), How.OTHER, Span(*found.span()), Reach.ALL, "translator")
