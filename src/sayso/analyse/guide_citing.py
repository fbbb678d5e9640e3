"""Whom an outlet cites for what it reports: "the Gazette reported, citing two officials, that the pier would shut".

The model takes the officials for what is said. By the guide the report is the outlet's, and in it the same words are
the officials'.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from sayso.analyse.gathered import Gathered
from sayso.analyse.resolve.nouns import documents, is_noun
from sayso.analyse.resolve.source import read_phrase
from sayso.segment import trim_span
from sayso.text import Span

__all__ = ["cite"]

_CITING = frozenset({"citing", "quoting"})
# Whom or what it cites, up to where the sentence goes on.
_CITED = re.compile(r"\s(?P<party>[^,.;:“”\"\n]{2,160}?)(?P<rest>,\s(?=that\b|whether\b)|(?=[,.;:\n]|$))")
_QUOTED = re.compile(r"(?:has\s|had\s|also\s){0,2}(?:quot|cit)(?:ed|es|e|ing)", re.IGNORECASE)
_AS_SAYING = re.compile(
    r"\s(?P<party>[^.;:“”\"\n]{2,120}?,?)\sas\s(?P<cue>(?:having\s)?(?:saying|said|telling|told|writing|written|stating))\b"
)
# What says something of its own is no source of the rest: an article that said X.
_SAYS_ELSE = re.compile(
    r"\b(?:that|which|who)\s(?:\w+\s)?(?:sa(?:id|ys|ying)|show\w*|found|finds|claim\w*|report\w*|warn\w*|told)\b"
)
_PASSIVE = re.compile(r"(?:was|were|is|are|has\sbeen|have\sbeen|been)\s(?:\w+ly\s)?quoted\sas\s")
_REPORTS = re.compile(
    r"\b(?P<verb>(?:(?:has|have|had|first|also)\s)?(?:reported|reports|said|says|wrote|writes|claimed|claims|added|revealed"
    r"|confirmed|announced|told|noted|warned))\b[^.;:“”\"\n]{0,40}?,?\s$"
)
# Documents that tell something; laws and rules are reasons.
_TELLING = frozenset(
    """
    article articles audit census data document documents email emails e-mail e-mails figures filing filings letter
    letters memo memos note notes paper papers poll polls record records report reports research statement statements
    study studies survey surveys transcript transcripts
    """.split()
)
_NAME = re.compile(r"(?:the\s)?[A-Z][^\s,]+(?:\s[A-Z][^\s,]+){0,4}$")
_ENDS = re.compile(r"[.!?][”\"’)]?\s+[“\"A-Z]|\n")
_NEAR = 90
_FARTHEST = 400
# So many statements before and after it are looked at.
_BESIDE = 6


def cite(text: str, found: Sequence[Gathered]) -> tuple[list[Gathered], dict[int, Gathered]]:
    """The statements, those cited as statements of their own, and for each of these that in which it is cited, by id().

    Args:
        text: The article's text.
        found: The statements so far.
    """
    holders: dict[int, Gathered] = {}
    return _read_citing(text, _read_as_saying(text, found, holders), holders), holders


def _read_as_saying(text: str, found: Sequence[Gathered], holders: dict[int, Gathered]) -> list[Gathered]:
    """The statements, with those of whom others quote "as saying" something; noted in `holders`."""
    told = {o.cue[-1].end: o for o in found if o.is_inner and o.cue}
    gone: set[int] = set()
    added = []
    for o in found:
        quoted = _read_quoted(text, o)
        inner = told.get(quoted.cue[0].end) if quoted else None
        if quoted and inner and inner.source:
            holders[id(inner)] = o
        elif quoted:
            gone |= {id(inner)} if inner else set()
            added.append(quoted)
            holders[id(quoted)] = o
    return [o for o in found if id(o) not in gone] + added


def _read_citing(text: str, found: Sequence[Gathered], holders: dict[int, Gathered]) -> list[Gathered]:
    """The statements, with those of whom others cite for them; noted in `holders`."""
    kept = []
    cited = []
    for n, o in enumerate(found):
        party, cue = _find_cited(text, o), o.cue[:1]
        outer = _find_report(text, o, party, found[max(0, n - _BESIDE) : n + _BESIDE]) if party else None
        if party is None or outer is None or outer is o:
            kept.append(o)
        if party and outer:
            cited.append(Gathered(list(outer.content), cue, [party], list(o.drafts)))
            holders[id(cited[-1])] = outer
    return kept + cited


def _match_quoted(text: str, o: Gathered) -> re.Match[str] | None:
    """Whom a statement with "quoted" for its cue quotes "as saying" something."""
    if len(o.cue) != 1 or o.is_inner or not _QUOTED.fullmatch(o.cue[0].of(text)):
        return None
    return _AS_SAYING.match(text, o.cue[0].end)


def _read_quoted(text: str, o: Gathered) -> Gathered | None:
    """What is said to be somebody's within "the Echo quoted Vint as saying …"; neither he nor the verb is content.

    In "Vint was quoted as saying …" he is the source.
    """
    if not o.source and len(o.cue) == 1 and len(o.content) > 1 and _PASSIVE.match(o.cue[0].of(text)):
        first = o.content[0]
        if text[first.end : o.cue[0].start] == " " and _NAME.fullmatch(text, first.start, first.end):
            o.source, o.content = [first], o.content[1:]
        return None
    found = _match_quoted(text, o)
    left = [part for span in o.content if (part := _cut_party(text, span, Span(*found.span())))] if found else []
    if not found or not left:
        return None
    o.content = left
    return Gathered(list(left), [Span(*found.span("cue"))], [Span(*found.span("party"))], list(o.drafts))


def _find_cited(text: str, o: Gathered) -> Span | None:
    """Whom a statement with "citing" for its cue cites; None where that is a reason, or what somebody said."""
    if len(o.cue) != 1 or o.is_inner or o.cue[0].of(text).lower() not in _CITING:
        return None
    found = _CITED.match(text, o.cue[0].end)
    if not found:
        return None
    party = Span(*found.span("party"))
    if _SAYS_ELSE.search(party.of(text)):
        return None
    if _NAME.match(text, party.start, party.end):
        return party
    phrase = read_phrase(text, [party], [])
    if phrase is None or not is_noun(phrase.head) or (phrase.head in documents() and phrase.head not in _TELLING):
        return None
    return party


def _find_report(text: str, o: Gathered, party: Span, found: Sequence[Gathered]) -> Gathered | None:
    """What was reported: what is left of this statement, under the verb before "citing", or another beside it."""
    left = [part for span in o.content if (part := _cut_party(text, span, party))]
    verb = _REPORTS.search(text, max(0, o.cue[0].start - _NEAR), o.cue[0].start)
    if left and verb:
        o.content, o.cue = left, [Span(*verb.span("verb"))]
        return o
    beside = (other for other in found if other is not o and other.cue and not other.is_inner)
    near = [other for other in beside if _is_beside(text, o, other)]
    return min(near, key=lambda other: abs(other.cue[0].start - o.cue[0].start), default=None)


def _cut_party(text: str, span: Span, party: Span) -> Span | None:
    """What a span has besides the party and what joins it."""
    if not span.overlaps(party):
        return span
    start, end = trim_span(text, party.end, span.end) if party.end < span.end else (span.end, span.end)
    while start < end and text[start] in ",: ":
        start += 1
    return Span(start, end) if start < end else None


def _is_beside(text: str, o: Gathered, other: Gathered) -> bool:
    """Whether another statement reports something, is of the same source, or none, and stands in the same sentence."""
    if not _REPORTS.search(other.cue[-1].of(text) + " "):
        return False
    low, high = sorted((o.cue[0].start, other.cue[0].start))
    if high - low > _FARTHEST or _ENDS.search(text, low, high):
        return False
    return not other.source or not o.source or other.source == o.source
