"""Words that somebody spoke to an outlet: "told X", "in an interview with X", "X interviewed her"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sayso.analyse.carry.names import NAME, bare_name
from sayso.analyse.carry.outlets import Certainty, look_up
from sayso.analyse.carry.scene import Scene
from sayso.analyse.carry.sighting import Reach, Sighting
from sayso.analyse.carry.targets import Target, read_targets
from sayso.carrier import How
from sayso.text import Span

__all__ = ["find_heard"]

_TOLD = re.compile(
    r"\b(?:told|tells?|telling"
    r"|(?:said|says|saying|remarked|complained|confirmed|confirming|admitted|explained|confided|suggested|spoke|speaks"
    r"|speaking|talked|talking|gave|replied)\s(?:\w{1,20}\s)?(?:to|with)"
    r"|(?:contacted|asked|interviewed|approached)\sby"
    r"|(?:remarks|comments|an?\se-?mail(?:\smessage)?(?:\s\w{3,6}day)?|response|statement|message)\s(?:sent\s)?to)\s"
    r"(?:(?:host|anchor|presenter|reporter|journalist|correspondent|interviewer)s?\s(?:from|at|of|with)\s)?",
    re.IGNORECASE,
)
_INTERVIEW = re.compile(
    r"\binterviews?(?:\s(?:\w{3,6}day|last\s\w{1,15}|this\s\w{1,15}|earlier|aired|published|broadcast|conducted|given"
    r"|recorded|shown)){0,3}\s(?P<link>with|to|on|for|by|in)\s",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"\b(?:in|during|from|to)\s(?:(?:an?|the|his|her|their|its|one|another)\s)?(?:[\w-]{1,20}\s){0,3}$", re.IGNORECASE
)
_NAMED = re.compile(
    r"\b(?:in|during)\s(?:an?|the|his|her|their|one|another)\s(?:[a-z-]{1,20}\s){0,2}?"
    rf"(?P<name>{NAME})\s(?:[a-z]{{1,15}}\s)?interview\b"
)
_ASKED = re.compile(
    rf"(?P<name>{NAME})[’']s?\s[A-Z]\w{{1,20}}\s[A-Z][\w-]{{1,20}}"
    r"(?=,?\s(?:asked|asks|pressed|challenged|questioned|put\s))"
)
# "Wikinews interviews a sailor", not "the X interviews were aired".
_INTERVIEWED = re.compile(
    rf"(?P<name>{NAME})\s(?:interviewed|caught\sup\swith|sat\sdown\swith|spoke\s(?:to|with)|talked\s(?:to|with)"
    r"|interviews(?=\s(?!(?:on|in|by|to|from|for|as|and|that|are|were|have|at)\b)))\b"
)
# What may follow a name that nothing tells of: "told Vantor that", "told Vantor, adding"; not "told Iowa voters".
_GOES_ON = re.compile(
    r"[.,;:)”\"—–]|\s(?:[—–(“\"]|(?:that|in|on|during|last|this|earlier|via|by|at|after|when|while|he|she|they|it|his"
    r"|her|their|we|the|a|an|of|for|about|how|why|as|and|before|from|there|recently|through|afterwards?)\b"
    r"|\w{3,6}day\b)|$"
)
_MEDIA = re.compile(
    r"(?:(?:the|an?)\s)?(?P<name>(?:state(?:-run|-owned)?|local|national|US|U\.S\."
    r"|[A-Z][a-z]{2,12}(?:ian|ish|ese|an|ch|li|i))\s(?:media|television|TV|radio))\b"
    r"(?!\s(?:station|network|show|channel|program))"
)
_LEAD_LENGTH = 70


def find_heard(scene: Scene) -> Iterator[Sighting]:
    """The places that say that somebody spoke to an outlet."""
    for found in scene.outside_marks(_TOLD):
        yield from _read_told(scene, found)
    for found in scene.outside_marks(_INTERVIEW):
        yield from _read_interview(scene, found)
    for form, wanted in ((_NAMED, Certainty.WEAK), (_ASKED, Certainty.WEAK), (_INTERVIEWED, Certainty.SURE)):
        for found in scene.outside_marks(form):
            known = look_up(found["name"])
            if known.certainty >= wanted and not found["name"].startswith(("In ", "On ", "At ")):
                reach = Reach.TURNS if form is _INTERVIEWED else Reach.BESIDE
                yield Sighting(bare_name(found["name"]), How.INTERVIEW, Span(*found.span()), reach, known.kind)


def _read_told(scene: Scene, found: re.Match[str]) -> Iterator[Sighting]:
    """Told X, speaking to X, in remarks to X."""
    media = _MEDIA.match(scene.text, found.end())
    if media:
        yield Sighting(media["name"], How.INTERVIEW, Span(found.start(), media.end()), kind="broadcaster")
        return
    is_told = found.group().lower().startswith(("told", "tell"))
    for target in read_targets(scene.text, found.end()):
        if _hears(scene, target, loose=is_told):
            yield _hear(target, found.start())


def _read_interview(scene: Scene, found: re.Match[str]) -> Iterator[Sighting]:
    """In an interview with X, on X, for X."""
    lead = _LEAD.search(scene.text, max(0, found.start() - _LEAD_LENGTH), found.start())
    link = found["link"].lower()
    for target in read_targets(scene.text, found.end()):
        # "Interview with ‘X’" heads an interview of X, too; "in an interview with X" does not.
        sure = target.certainty is Certainty.SURE or (lead is not None if link == "with" else link != "in")
        if sure and _hears(scene, target, loose=link in {"with", "to"} and lead is not None):
            yield _hear(target, lead.start() if lead else found.start())


def _hears(scene: Scene, target: Target, *, loose: bool) -> bool:
    """Whether somebody may speak to what is named as to an outlet; `loose` if the place speaks for it."""
    if scene.in_title(target.span.start):
        return target.certainty is Certainty.SURE
    if target.certainty is not Certainty.NONE or scene.has_reporter(target):
        return True
    return loose and scene.may_be_outlet(target) and bool(_GOES_ON.match(scene.text, target.span.end))


def _hear(target: Target, start: int) -> Sighting:
    """The sighting of an outlet that somebody spoke to; a podcast is heard by all."""
    how = How.BROADCAST if target.kind == "podcast" else How.INTERVIEW
    return Sighting(target.name, how, Span(start, target.span.end), kind=target.kind)
