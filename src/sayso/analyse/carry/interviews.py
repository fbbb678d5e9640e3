"""Evidence of interviews: "told X", "in an interview with X", "X interviewed her"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sayso.analyse.carry.carrier_context import CarrierContext
from sayso.analyse.carry.evidence import Evidence, Reach
from sayso.analyse.carry.name_forms import NAME, bare_name
from sayso.analyse.carry.outlet_lookup import Certainty, look_up
from sayso.analyse.carry.outlet_mentions import OutletMention, read_outlet_mentions
from sayso.carrier import How
from sayso.late import compile_late
from sayso.text import Span

__all__ = ["find_interviews"]

_SPOKE_TO = re.compile(
    r"\b(?:told|tells?|telling"
    r"|(?:said|says|saying|remarked|complained|confirmed|confirming|admitted|explained|confided|suggested|spoke|speaks"
    r"|speaking|talked|talking|gave|replied)\s(?:\w{1,20}\s)?(?:to|with)"
    r"|(?:contacted|asked|interviewed|approached)\sby"
    r"|(?:remarks|comments|an?\se-?mail(?:\smessage)?(?:\s\w{3,6}day)?|response|statement|message)\s(?:sent\s)?to)\s"
    r"(?:(?:host|anchor|presenter|reporter|journalist|correspondent|interviewer)s?\s(?:from|at|of|with)\s)?",
    re.IGNORECASE,
)
_INTERVIEW = compile_late(
    r"\binterviews?(?:\s(?:\w{3,6}day|last\s\w{1,15}|this\s\w{1,15}|earlier|aired|published|broadcast|conducted|given"
    r"|recorded|shown)){0,3}\s(?P<link>with|to|on|for|by|in)\s",
    re.IGNORECASE,
)
_LEAD = compile_late(
    r"\b(?:in|during|from|to)\s(?:(?:an?|the|his|her|their|its|one|another)\s)?(?:[\w-]{1,20}\s){0,3}$", re.IGNORECASE
)
_NAMED = compile_late(
    r"\b(?:in|during)\s(?:an?|the|his|her|their|one|another)\s(?:[a-z-]{1,20}\s){0,2}?"
    rf"(?P<name>{NAME})\s(?:[a-z]{{1,15}}\s)?interview\b"
)
_ASKED = compile_late(
    rf"(?P<name>{NAME})[’']s?\s[A-Z]\w{{1,20}}\s[A-Z][\w-]{{1,20}}"
    r"(?=,?\s(?:asked|asks|pressed|challenged|questioned|put\s))"
)
# "Wikinews interviews a sailor", not "the X interviews were aired".
_INTERVIEWED = compile_late(
    rf"(?P<name>{NAME})\s(?:interviewed|caught\sup\swith|sat\sdown\swith|spoke\s(?:to|with)|talked\s(?:to|with)"
    r"|interviews(?=\s(?!(?:on|in|by|to|from|for|as|and|that|are|were|have|at)\b)))\b"
)
# What may follow an unknown name: "told Vantor that", "told Vantor, adding"; not "told Iowa voters".
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
# Parts of its verbs and nouns, without which a paragraph is not searched.
_OF_SPEAKING = tuple(
    """
    told tell said say remark complain confirm admit explain confide suggest spoke speak talk gave repli contact ask
    interview approach comment mail response statement message
    """.split()
)
_LEAD_LENGTH = 70


def find_interviews(context: CarrierContext) -> Iterator[Evidence]:
    """Yield the evidence that somebody spoke to an outlet."""
    for found in context.outside_marks(_SPOKE_TO, *_OF_SPEAKING):
        yield from _read_spoken_to(context, found)
    for found in context.outside_marks(_INTERVIEW, "interview"):
        yield from _read_interview(context, found)
    for form, wanted, needed in (
        (_NAMED, Certainty.WEAK, ["interview"]),
        (_ASKED, Certainty.WEAK, ["asked", "asks", "pressed", "challenged", "questioned", "put"]),
        (_INTERVIEWED, Certainty.SURE, ["interview", "caught", "sat", "spoke", "talked"]),
    ):
        for found in context.outside_marks(form, *needed):
            known = look_up(found["name"])
            if known.certainty >= wanted and not found["name"].startswith(("In ", "On ", "At ")):
                reach = Reach.TURNS if form is _INTERVIEWED else Reach.BESIDE
                yield Evidence(bare_name(found["name"]), How.INTERVIEW, Span(*found.span()), reach, known.kind)


def _read_spoken_to(context: CarrierContext, found: re.Match[str]) -> Iterator[Evidence]:
    """Yield "told X", "speaking to X", "in remarks to X"."""
    media = _MEDIA.match(context.text, found.end())
    if media:
        yield Evidence(media["name"], How.INTERVIEW, Span(found.start(), media.end()), kind="broadcaster")
        return
    is_tell_verb = found.group().lower().startswith(("told", "tell"))
    for outlet in read_outlet_mentions(context.text, found.end()):
        if _may_interview(context, outlet, loose=is_tell_verb):
            yield _write_evidence(outlet, found.start())


def _read_interview(context: CarrierContext, found: re.Match[str]) -> Iterator[Evidence]:
    """Yield "in an interview with X", "on X", "for X"."""
    lead = _LEAD.search(context.text, max(0, found.start() - _LEAD_LENGTH), found.start())
    link = found["link"].lower()
    for outlet in read_outlet_mentions(context.text, found.end()):
        # "Interview with ‘X’" may also be a heading over words of X; "in an interview with X" may not.
        sure = outlet.certainty is Certainty.SURE or (lead is not None if link == "with" else link != "in")
        if sure and _may_interview(context, outlet, loose=link in {"with", "to"} and lead is not None):
            yield _write_evidence(outlet, lead.start() if lead else found.start())


def _may_interview(context: CarrierContext, outlet: OutletMention, *, loose: bool) -> bool:
    """Whether a named outlet may have held the interview; `loose` if the words around it already suggest an outlet."""
    if context.in_title(outlet.span.start):
        return outlet.certainty is Certainty.SURE
    if outlet.certainty is not Certainty.NONE or context.has_reporter(outlet):
        return True
    return loose and context.may_be_outlet(outlet) and bool(_GOES_ON.match(context.text, outlet.span.end))


def _write_evidence(outlet: OutletMention, start: int) -> Evidence:
    """Return the evidence of an interview with an outlet; with a podcast it is a broadcast."""
    how = How.BROADCAST if outlet.kind == "podcast" else How.INTERVIEW
    return Evidence(outlet.name, how, Span(start, outlet.span.end), kind=outlet.kind)
