"""Credits beside a text: "h/t X", "via X", "translated from X by Y"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sayso.analyse.carry.names import NAME, bare_name
from sayso.analyse.carry.outlets import Certainty, look_up
from sayso.analyse.carry.scene import Scene
from sayso.analyse.carry.sighting import Reach, Sighting
from sayso.analyse.lexicon import read_words
from sayso.carrier import How
from sayso.text import Span

__all__ = ["find_credits"]

_WHO = rf"(?:the\s)?(?P<name>{NAME}|@\w{{2,30}})"
_HAT_TIP = re.compile(rf"\b(?P<lead>(?:[Hh]/[Tt]|[Hh]at[ -][Tt]ip(?:\sto)?|HT)[:\s]\s?){_WHO}")
_VIA = re.compile(rf"(?:(?<=[(\[])|^(?:[—–-]\s)?|(?<=[.!?”\"]\s))(?P<lead>[Vv]ia:?\s){_WHO}", re.MULTILINE)
# What goes on after a credit: h/t X; via Y and Z.
_MORE = re.compile(rf"(?:[;,]\s|\sand\s)(?P<lead>(?:[Vv]ia|[Hh]/[Tt]|[Hh]at[ -][Tt]ip)(?::\s?|\s))?{_WHO}")
_CLOSES = re.compile(r"[)\]]|\W{0,3}$", re.MULTILINE)
_MOST_MORE = 4
_TRANSLATED = re.compile(
    rf"\b[Tt]ranslat(?:ed|ion)(?:\sfrom\s(?:the\s)?(?P<origin>{NAME}))?(?:\s(?:from|in)\s[^\n]{{0,60}}?)?"
    rf"(?:[^\n.]{{0,40}}?\s(?:supplied\s|provided\s)?by\s(?:the\s)?(?P<translator>{NAME}))?"
)


def find_credits(scene: Scene) -> Iterator[Sighting]:
    """The places that credit a finder, or a translator and what was translated."""
    for found in _HAT_TIP.finditer(scene.text):
        yield from _read_credits(scene, _follow(scene.text, found))
    for found in _VIA.finditer(scene.text):
        credited = _follow(scene.text, found)
        if not scene.in_title(found.start()) and _CLOSES.match(scene.text, credited[-1].end()):
            yield from _read_credits(scene, credited)
    for found in scene.outside_marks(_TRANSLATED):
        yield from _read_translation(found)


def _follow(text: str, first: re.Match[str]) -> list[re.Match[str]]:
    """A credit and those right after it: h/t X; via Y. A name without such a word has to be an outlet's."""
    credited = [first]
    while len(credited) <= _MOST_MORE:
        found = _MORE.match(text, credited[-1].end())
        if not found or not (found["lead"] or look_up(found["name"]).certainty is Certainty.SURE):
            break
        credited.append(found)
    return credited


def _read_credits(scene: Scene, credited: Sequence[re.Match[str]]) -> Iterator[Sighting]:
    """Credits to finders: for all, where they have a line of their own or end the article; else for what is beside."""
    lines = scene.layout.lines
    line = lines[scene.layout.line_of(credited[0].start())]
    opens = credited[0].start() - line.start <= 1
    ends = line == lines[-1] and credited[-1].end() >= line.end - 1
    for found in credited:
        span = Span(found.start("lead" if found["lead"] else "name"), found.end("name"))
        name = bare_name(found["name"])
        yield Sighting(name, How.AGGREGATOR, span, Reach.ALL if opens or ends else Reach.BESIDE, look_up(name).kind)


def _read_translation(found: re.Match[str]) -> Iterator[Sighting]:
    """Translated from X by Y; a language is nobody."""
    origin, translator = found["origin"], found["translator"]
    if origin and origin.split()[0] not in read_words("carry_languages"):
        span = Span(found.start(), found.end("origin"))
        yield Sighting(bare_name(origin), How.REPUBLICATION, span, Reach.ALL, "original")
    if translator:
        yield Sighting(bare_name(translator), How.OTHER, Span(*found.span()), Reach.ALL, "translator")
