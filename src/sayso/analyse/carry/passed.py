"""Words that an outlet got hold of or printed: "seen by X", "first reported by X", "in an article in X"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sayso.analyse.carry.outlets import Certainty
from sayso.analyse.carry.scene import Scene
from sayso.analyse.carry.sighting import Sighting
from sayso.analyse.carry.targets import Target, read_targets
from sayso.carrier import How
from sayso.text import Span

__all__ = ["find_passed"]

_PASSIVE = re.compile(
    r"\b(?:(?:as|was|were|been|is|are|originally)\s){0,2}(?:first\s)?(?P<verb>reported|published|revealed|seen|obtained"
    r"|reviewed|viewed|acquired|verified|uncovered|unearthed|leaked|shared|quoted|cited|surfaced|received|provided"
    r"|supplied|reprinted|republished|contacted)"
    r"(?:\s(?:on\s)?\w{2,9}day|\slast\s\w{1,10}|\searlier|\sexclusively){0,2}(?:\sin\s\w{1,15})?"
    r"\s(?P<link>by|in|to|with|on)\s"
)
_ARTICLE = re.compile(
    r"\b(?:in\s)?(?:an?|the)\s(?:[\w-]{1,20}\s){0,2}?(?P<noun>reports?|story|article|investigation|profile|column|op-ed"
    r"|editorial|essay|opinion\spiece|journal|study|paper)\s(?:\w{1,20}\s){0,3}?(?:by|in|from|for|on)\s",
    re.IGNORECASE,
)
_JOURNAL = re.compile(
    r"\b(?:published|appear\w*|described|reported)\s(?:[\w-]{1,15}\s){0,4}in\s"
    r"(?P<journal>(?:the\s)?(?:[\w-]{1,20}\s){0,2}?journal,?\s)"
)
_RESEARCH = re.compile(r"\b(?:stud(?:y|ies)|papers?|research|findings|trial|results)\b")
_NEAR = 150
_WRITTEN = {"column", "op-ed", "editorial", "essay", "opinion piece"}
_GIVEN = {"leaked", "shared"}
# Verbs of what came to an outlet from somebody; the rest say what it put out itself.
_GOT = _GIVEN | set(
    """
    uncovered unearthed seen obtained reviewed viewed acquired verified received provided supplied surfaced contacted
    """.split()
)
# Verbs that do not speak for an outlet: what a name tells has to.
_ANYBODY = frozenset("published provided supplied contacted received acquired verified quoted cited".split())


def find_passed(scene: Scene) -> Iterator[Sighting]:
    """The places that say that an outlet got hold of what is told, or printed it."""
    for found in scene.outside_marks(_PASSIVE):
        yield from _read_passive(scene, found)
    for found in scene.outside_marks(_ARTICLE):
        for target in read_targets(scene.text, found.end()):
            if target.certainty is Certainty.SURE and target.kind != "programme":
                is_document = found["noun"].lower() in _WRITTEN or target.kind == "journal"
                how = How.DOCUMENT if is_document else How.REPORT
                yield Sighting(target.name, how, Span(found.start(), target.span.end), kind=target.kind)
    for found in scene.outside_marks(_JOURNAL):
        for target in read_targets(scene.text, found.start("journal")):
            yield Sighting(target.name, How.DOCUMENT, Span(found.start(), target.span.end), kind="journal")


def _read_passive(scene: Scene, found: re.Match[str]) -> Iterator[Sighting]:
    """First reported by X, seen by X, leaked to X; research that was published in X."""
    verb, link = found["verb"], found["link"]
    got = verb in _GOT
    if (link in {"to", "with"}) != (verb in _GIVEN) or (got and link in {"in", "on"}):
        return
    for target in read_targets(scene.text, found.end()):
        if _may_report(scene, target, loose=link == "by" and verb not in _ANYBODY):
            how = How.WIRE if target.kind == "agency" and not got else How.REPORT
            if target.kind == "journal" or (verb == "published" and _is_research(scene.text, found.start())):
                how = How.DOCUMENT
            yield Sighting(target.name, how, Span(found.start(), target.span.end), kind=target.kind)


def _is_research(text: str, place: int) -> bool:
    """Whether it is research that is spoken of just before a place."""
    return bool(_RESEARCH.search(text, max(0, place - _NEAR), place))


def _may_report(scene: Scene, target: Target, *, loose: bool) -> bool:
    """Whether what was named after a passive is an outlet; `loose` if the verb speaks for it."""
    if target.certainty is Certainty.SURE or not loose:
        return target.certainty is Certainty.SURE
    article = scene.text[target.span.start : target.span.start + 4] == "the "
    return target.certainty is Certainty.WEAK or (scene.may_be_outlet(target) and (article or len(target.name) > 4))
