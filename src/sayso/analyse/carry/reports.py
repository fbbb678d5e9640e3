"""Evidence of reports by outlets and agencies: "X reports", "according to X", "citing X"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sayso.analyse.carry.carrier_context import CarrierContext
from sayso.analyse.carry.evidence import Evidence
from sayso.analyse.carry.name_forms import NAME, NOUNS, classify_noun
from sayso.analyse.carry.outlet_lookup import Certainty
from sayso.analyse.carry.outlet_mentions import OutletMention, has_the, read_outlet_mention, read_outlet_mentions
from sayso.carrier import How
from sayso.late import compile_late
from sayso.text import Span

__all__ = ["find_reports"]

_VERBS = (
    r"reported|reports|report|writes|wrote|notes|noted|observes|observed|revealed|reveals|has\slearned|have\slearned"
    r"|published|ran|said|says|claimed|claims|estimated|estimates|quoted|quotes|added|adds|explains|explained"
    r"|points\sout|obtained|broke|opined|deemed"
)
_ADVERB = (
    r"(?:has|have|had|also|first|recently|later|earlier|further|previously|even|newspaper|magazine|website|tabloid"
    r"|channel|news\sagency|agency|then)"
)
_SUBJECT = re.compile(
    rf"(?P<name>{NAME})(?:[’']s?\s(?:[a-z-]{{1,20}}\s){{0,3}}(?:{NAME}))?"
    rf"(?:,\s(?:in|which|whose|who|citing)\s[^,.“”\"\n]{{1,70}},|,\s(?:the|an?)\s(?:[\w’'-]{{1,20}}\s){{0,4}}?"
    rf"(?P<noun>{NOUNS})(?:\s(?:of|in)\s[^,.\n]{{1,40}})?,)?(?:,?\s{_ADVERB}){{0,3}},?\s?(?P<verb>{_VERBS})\b"
)
_REPORT_OF = compile_late(
    rf"(?P<name>{NAME})(?:[’']s?)?\s(?:[a-z-]{{1,15}}\s){{0,2}}"
    r"(?P<verb>reports?|article|story|editorial|investigation|analysis|profile)\b"
    r"(?=(?:\s\w{1,15}){0,2}\s(?:claim|claims|claimed|said|says|found|finds|reported|quoted|revealed|shows|showed"
    r"|suggests|suggested)\b)"
)
_ACCORDING = re.compile(
    r"\b(?:according\sto|per)\s(?:(?:an?|the|several|new|recent)\s(?:[\w-]{1,20}\s){0,3}(?:reports?|story|stories"
    r"|article|account|investigation|piece|tally|dispatch|teardown|profile)\s(?:\w{1,20}\s){0,2}?"
    r"(?:by|in|from|on|of|for)\s|reports\s(?:by|in|from)\s)?",
    re.IGNORECASE,
)
_CITING = compile_late(
    r"\b(?:citing|quoting|quoted(?:\sas\ssaying)?\sby|cited\sby)\s"
    r"(?:reports?\s(?:by|from|in)\s|(?:an?\s)?(?:article|story|report)\s(?:by|from|in)\s)?"
)
_WROTE_IN = compile_late(
    r"\b(?:wrote|writes|writing|noted|notes|argued|argues|profiled)\s(?:\w{3,6}day\s|last\s\w{1,10}\s)?in\s"
)
_POSTPOSED = compile_late(
    r"(?<=[,”\"]\s)(?:(?:first|as)\s)?(?:reports?|reported|writes|wrote|notes|opined)\s(?:for\s)?"
)
# A description right before the name of an outlet: state news agency X, the official newspaper of Norland, X.
_DESCRIBED = re.compile(
    r"(?:[Tt]he\s|[Aa]n?\s)?(?:(?:[Ss]tate|[Oo]fficial|[Pp]rivate|[Ll]ocal|[Pp]ublic|[Nn]ational|[Ii]ndependent"
    r"|[Rr]egional|[A-Za-z]+-[a-z]+|[A-Z]\w{1,20}(?:an|ese|ish|ch|i))\s){0,3}"
    rf"(?P<noun>{NOUNS})(?:\sof\s[A-Z]\w{{1,20}},)?\s$",
)
_SENTENCE_ENDS = re.compile(r"\W|\s(?:on|in|this|last)\b|$")
_OPENING = re.compile(r"(?:In|On|At|But|And|As|Over|For|When|While|After|Yet|Meanwhile|However)\s(?=[A-Z])")
_OF = re.compile(r"\b(?:of|for|from|at|with|in|including|and)\s(?:the\s)?$", re.IGNORECASE)
_REPORTING = re.compile(r"report|writes|wrote|reveal|ha(?:s|ve)\slearned|published|obtained|broke")
_SITE = re.compile(r"\.(?:com|org|net)$", re.IGNORECASE)
_BEFORE = 90
# Nouns that other bodies have too.
_ANY_BODY = frozenset("agency station paper site".split())
# In "a Wold Gazette poll" the poll is the speaker.
_POLL = re.compile(r"\s(?:[\w/-]{1,20}\s)?(?:polls?|survey|exit|data|analyst|projections?|average)\b")


def find_reports(context: CarrierContext) -> Iterator[Evidence]:
    """Yield the evidence that an outlet or agency reported the words."""
    reports = "report article story editorial investigation analysis profile"
    for found in (*context.named_outside_marks(_SUBJECT), *context.outside_marks(_REPORT_OF, *reports.split())):
        yield from _read_subject(context.text, found)
    for form, wanted, needed in (
        (_ACCORDING, Certainty.SURE, ""),
        (_CITING, Certainty.WEAK, "citing cited quot"),
        (_WROTE_IN, Certainty.SURE, "wrote writ note argue profiled"),
        (_POSTPOSED, Certainty.SURE, "report writes wrote notes opined"),
    ):
        for found in context.outside_marks(form, *needed.split()):
            yield from _read_after(context, found, wanted, ends=form is _POSTPOSED)


def _write_evidence(outlet: OutletMention, start: int, end: int) -> Evidence:
    """Return the evidence of a report: an agency's is a wire, a journal's is a document."""
    hows = {"agency": How.WIRE, "journal": How.DOCUMENT}
    return Evidence(outlet.name, hows.get(outlet.kind, How.REPORT), Span(start, end), kind=outlet.kind)


def _read_subject(text: str, found: re.Match[str]) -> Iterator[Evidence]:
    """Yield "X reports", "X's Mara Quill writes", "X's report claims"."""
    opening = _OPENING.match(found["name"])
    start = found.start("name") + (opening.end() if opening else 0)
    article = text[max(0, start - 4) : start].lower() == "the "
    added = (found["noun"] or "") if found.re is _SUBJECT else ""
    outlet = _read_described(text, start, added) or read_outlet_mention(text, start - 4 if article else start)
    if not outlet or outlet.kind in {"programme", "podcast"} or outlet.span.end > found.end():
        return
    # The Independent, the Mirror: with the article, and where it reports.
    is_weak = outlet.certainty is Certainty.WEAK and outlet.kind and has_the(text, start)
    is_outlet = outlet.certainty is Certainty.SURE or (is_weak and found["verb"].startswith("report"))
    if is_outlet and _speaks_itself(text, found, outlet):
        yield _write_evidence(outlet, outlet.span.start, found.end())


def _read_described(text: str, start: int, added: str) -> OutletMention | None:
    """Return the outlet at a place, if the words beside it say that it is one: state news agency X; X, a daily."""
    before = _DESCRIBED.search(text, max(0, start - _BEFORE), start)
    noun = before["noun"] if before else added
    if not noun or noun in _ANY_BODY:
        return None
    outlet = read_outlet_mention(text, start)
    if not outlet or outlet.kind in {"programme", "podcast"}:
        return None
    kind = outlet.kind or classify_noun(noun.split()[-1])
    return OutletMention(outlet.name, Span(before.start() if before else start, outlet.span.end), kind, Certainty.SURE)


def _speaks_itself(text: str, found: re.Match[str], outlet: OutletMention) -> bool:
    """Whether the outlet itself reports, not a person who works for it."""
    reports = _REPORTING.match(found["verb"]) is not None
    if _OF.search(text, max(0, outlet.span.start - 14), outlet.span.start):
        return reports and "," not in text[outlet.span.end : found.end()]
    return reports or not _SITE.search(outlet.name)


def _read_after(context: CarrierContext, found: re.Match[str], wanted: Certainty, *, ends: bool) -> Iterator[Evidence]:
    """Yield "according to X", "citing X" and, at the end of a sentence, "reports X", but not "reports X anchor …"."""
    from_reports = found.group().lower().endswith(("by ", "from "))
    for outlet in read_outlet_mentions(context.text, found.end()):
        end = outlet.span.end
        known = outlet.certainty >= wanted or (from_reports and context.may_be_outlet(outlet))
        if known and not _POLL.match(context.text, end) and (not ends or _SENTENCE_ENDS.match(context.text, end)):
            yield _write_evidence(outlet, found.start(), end)
