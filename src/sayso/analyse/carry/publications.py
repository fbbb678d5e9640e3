"""Evidence that an outlet obtained or published words: "seen by X", "first reported by X", "in an article in X"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sayso.analyse.carry.carrier_context import CarrierContext
from sayso.analyse.carry.evidence import Evidence
from sayso.analyse.carry.outlet_lookup import Certainty
from sayso.analyse.carry.outlet_mentions import OutletMention, read_outlet_mentions
from sayso.carrier import How
from sayso.late import compile_late
from sayso.text import Span

__all__ = ["find_publications"]

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
_JOURNAL = compile_late(
    r"\b(?:published|appear\w*|described|reported)\s(?:[\w-]{1,15}\s){0,4}in\s"
    r"(?P<journal>(?:the\s)?(?:[\w-]{1,20}\s){0,2}?journal,?\s)"
)
_RESEARCH = re.compile(r"\b(?:stud(?:y|ies)|papers?|research|findings|trial|results)\b")
# Parts of their verbs and nouns, without which a paragraph is not searched.
_OF_PASSIVE = tuple(
    """
    report publish reveal seen obtain view acquire verified uncover unearth leak share quote cited surface receive
    provide supplied print contact
    """.split()
)
_OF_ARTICLE = tuple(
    "report story article investigation profile column op-ed editorial essay opinion journal study paper".split()
)
_NEAR = 150
_WRITTEN = {"column", "op-ed", "editorial", "essay", "opinion piece"}
_GIVING = {"leaked", "shared"}
# Verbs for what an outlet obtained; the others are for what it published.
_OBTAINING = _GIVING | set(
    """
    uncovered unearthed seen obtained reviewed viewed acquired verified received provided supplied surfaced contacted
    """.split()
)
# Verbs that also take other bodies: the name itself must show that it is an outlet.
_ANYBODY = frozenset("published provided supplied contacted received acquired verified quoted cited".split())


def find_publications(context: CarrierContext) -> Iterator[Evidence]:
    """Yield the evidence that an outlet obtained or published the words."""
    for found in context.outside_marks(_PASSIVE, *_OF_PASSIVE):
        yield from _read_passive(context, found)
    for found in context.outside_marks(_ARTICLE, *_OF_ARTICLE):
        for outlet in read_outlet_mentions(context.text, found.end()):
            if outlet.certainty is Certainty.SURE and outlet.kind != "programme":
                is_document = found["noun"].lower() in _WRITTEN or outlet.kind == "journal"
                how = How.DOCUMENT if is_document else How.REPORT
                yield Evidence(outlet.name, how, Span(found.start(), outlet.span.end), kind=outlet.kind)
    for found in context.outside_marks(_JOURNAL, "journal"):
        for outlet in read_outlet_mentions(context.text, found.start("journal")):
            yield Evidence(outlet.name, How.DOCUMENT, Span(found.start(), outlet.span.end), kind="journal")


def _read_passive(context: CarrierContext, found: re.Match[str]) -> Iterator[Evidence]:
    """Yield "first reported by X", "seen by X", "leaked to X", and research that was published in X."""
    verb, link = found["verb"], found["link"]
    is_obtained = verb in _OBTAINING
    if (link in {"to", "with"}) != (verb in _GIVING) or (is_obtained and link in {"in", "on"}):
        return
    for outlet in read_outlet_mentions(context.text, found.end()):
        if _may_report(context, outlet, loose=link == "by" and verb not in _ANYBODY):
            how = How.WIRE if outlet.kind == "agency" and not is_obtained else How.REPORT
            if outlet.kind == "journal" or (verb == "published" and _is_research(context.text, found.start())):
                how = How.DOCUMENT
            yield Evidence(outlet.name, how, Span(found.start(), outlet.span.end), kind=outlet.kind)


def _is_research(text: str, place: int) -> bool:
    """Whether the words before a place mention research."""
    return bool(_RESEARCH.search(text, max(0, place - _NEAR), place))


def _may_report(context: CarrierContext, outlet: OutletMention, *, loose: bool) -> bool:
    """Whether the name after a passive is an outlet; `loose` if the verb already suggests one."""
    if outlet.certainty is Certainty.SURE or not loose:
        return outlet.certainty is Certainty.SURE
    article = context.text[outlet.span.start : outlet.span.start + 4] == "the "
    return outlet.certainty is Certainty.WEAK or (context.may_be_outlet(outlet) and (article or len(outlet.name) > 4))
