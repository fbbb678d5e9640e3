"""Reports that cite somebody: "the Gazette reported, citing two officials, that the pier would shut".

The model takes the officials for content. By the guide there are two statements: the outlet reports that the pier would
shut, and, nested in it, the officials say so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from sayso.analyse.partial import Partial
from sayso.analyse.resolve.source import read_phrase
from sayso.late import compile_late
from sayso.lexicon.nouns import documents, is_noun
from sayso.segment import trim_span
from sayso.text import Span

__all__ = ["split_cited"]

_CITING = frozenset({"citing", "quoting"})
# Who or what is cited, up to where the sentence continues.
_CITED = compile_late(r"\s(?P<party>[^,.;:“”\"\n]{2,160}?)(?P<rest>,\s(?=that\b|whether\b)|(?=[,.;:\n]|$))")
_QUOTED = compile_late(r"(?:has\s|had\s|also\s){0,2}(?:quot|cit)(?:ed|es|e|ing)", re.IGNORECASE)
_AS_SAYING = compile_late(
    r"\s(?P<party>[^.;:“”\"\n]{2,120}?,?)\sas\s(?P<cue>(?:having\s)?(?:saying|said|telling|told|writing|written|stating))\b"
)
# A document that itself says something is not the source of the rest: an article that said X.
_SAYS_ELSE = compile_late(
    r"\b(?:that|which|who)\s(?:\w+\s)?(?:sa(?:id|ys|ying)|show\w*|found|finds|claim\w*|report\w*|warn\w*|told)\b"
)
_PASSIVE = compile_late(r"(?:was|were|is|are|has\sbeen|have\sbeen|been)\s(?:\w+ly\s)?quoted\sas\s")
_REPORTS = compile_late(
    r"\b(?P<verb>(?:(?:has|have|had|first|also)\s)?(?:reported|reports|said|says|wrote|writes|claimed|claims|added|revealed"
    r"|confirmed|announced|told|noted|warned))\b[^.;:“”\"\n]{0,40}?,?\s$"
)
# Documents that report something; laws and rules are reasons.
_REPORTING_DOCUMENTS = frozenset(
    """
    article articles audit census data document documents email emails e-mail e-mails figures filing filings letter
    letters memo memos note notes paper papers poll polls record records report reports research statement statements
    study studies survey surveys transcript transcripts
    """.split()
)
_NAME = compile_late(r"(?:the\s)?[A-Z][^\s,]+(?:\s[A-Z][^\s,]+){0,4}$")
_ENDS = compile_late(r"[.!?][”\"’)]?\s+[“\"A-Z]|\n")
# Whom a report cites may stand beside its cue, or at the end of its source: "the Gazette, which cited a memo,".
_BESIDE_CUE = compile_late(
    r"(?:(?:\s[\w’']{1,15}){1,4},|,?)\s(?:(?:which|who)\s(?:has\s|had\s)?)?(?P<cue>cit(?:es|ed|ing)|quot(?:es|ed|ing))"
    r"\s(?P<party>(?!by\b)[^.;:“”\"\n]{2,160}?),?\s?"
)
_CITES = compile_late(r",\s(?:which\s|who\s)?(?:has\s|had\s)?(?:cit|quot)(?:es|ed|ing)\s(?!by\b)")
# A subject with which a sentence begins, before its verb.
_SUBJECT = compile_late(r"(?:^|\n|[.!?][”\"’]?\s)(?P<who>[A-Z][^.,;:“”\"\n]{2,80})\s$")
_NEAR = 90
_FARTHEST = 400
# So many statements before and after it are searched.
_BESIDE = 6


def split_cited(text: str, found: Sequence[Partial]) -> tuple[list[Partial], dict[int, Partial]]:
    """Return the statements, with one for each cited source, and the parent of each of these by its id().

    Args:
        text: The article's text.
        found: The statements so far.
    """
    holders: dict[int, Partial] = {}
    return _read_citing(text, _read_as_saying(text, found, holders), holders), holders


def _read_as_saying(text: str, found: Sequence[Partial], holders: dict[int, Partial]) -> list[Partial]:
    """Return the statements, with those of people quoted "as saying" something; `holders` gets their parents."""
    inner_by_cue = {o.cue[-1].end: o for o in found if o.is_inner and o.cue}
    gone: set[int] = set()
    added = []
    for o in found:
        quoted = _read_quoted(text, o)
        inner = inner_by_cue.get(quoted.cue[0].end) if quoted else None
        if quoted and inner and inner.source:
            holders[id(inner)] = o
        elif quoted:
            gone |= {id(inner)} if inner else set()
            added.append(quoted)
            holders[id(quoted)] = o
    return [o for o in found if id(o) not in gone] + added


def _read_citing(text: str, found: Sequence[Partial], holders: dict[int, Partial]) -> list[Partial]:
    """Return the statements, with those of the people whom a report cites; `holders` gets their parents."""
    kept = []
    cited = []
    cues = {cue for o in found for cue in o.cue}
    for n, o in enumerate(found):
        cited_source, cue = _find_cited(text, o), o.cue[:1]
        outer = _find_report(text, o, cited_source, found[max(0, n - _BESIDE) : n + _BESIDE]) if cited_source else None
        if cited_source is None or outer is None or outer is o:
            kept.append(o)
        within = _find_cited_within(text, o) if cited_source is None else None
        if within and within[1] in o.source:
            o.cue = [within[0]]
        elif within and within[0] not in cues:
            cue, cited_source, outer = [within[0]], within[1], o
        if cited_source and outer:
            if cited_source in outer.source and outer.cue:
                # The model took whom the report cites for who reports.
                subject = _SUBJECT.search(text, max(0, outer.cue[0].start - _NEAR), outer.cue[0].start)
                outer.source = [Span(*subject.span("who"))] if subject else []
            cited.append(Partial(list(outer.content), cue, [cited_source], list(o.drafts)))
            holders[id(cited[-1])] = outer
    return kept + cited


def _match_quoted(text: str, o: Partial) -> re.Match[str] | None:
    """Match the person whom a statement with the cue "quoted" quotes "as saying" something."""
    if len(o.cue) != 1 or o.is_inner or not _QUOTED.fullmatch(o.cue[0].of(text)):
        return None
    return _AS_SAYING.match(text, o.cue[0].end)


def _read_quoted(text: str, o: Partial) -> Partial | None:
    """Return Vint's statement in "the Echo quoted Vint as saying …"; his name and the verb are not content.

    In "Vint was quoted as saying …" he becomes the source of the statement itself.
    """
    if not o.source and len(o.cue) == 1 and len(o.content) > 1 and _PASSIVE.match(o.cue[0].of(text)):
        first = o.content[0]
        if text[first.end : o.cue[0].start] == " " and _NAME.fullmatch(text, first.start, first.end):
            o.source, o.content = [first], o.content[1:]
        return None
    found = _match_quoted(text, o)
    left = [part for span in o.content if (part := _cut_source(text, span, Span(*found.span())))] if found else []
    if not found or not left:
        return None
    o.content = left
    return Partial(list(left), [Span(*found.span("cue"))], [Span(*found.span("party"))], list(o.drafts))


def _find_cited(text: str, o: Partial) -> Span | None:
    """Return the source that a statement with the cue "citing" cites; None if it cites a reason or a remark."""
    if len(o.cue) != 1 or o.is_inner or o.cue[0].of(text).lower() not in _CITING:
        return None
    found = _CITED.match(text, o.cue[0].end)
    return _check_cited(text, Span(*found.span("party"))) if found else None


def _find_cited_within(text: str, o: Partial) -> tuple[Span, Span] | None:
    """Return the cue and the source of what a report cites, beside its cue or at the end of its own source.

    "The Gazette reported, citing a memo, that …", "according to the Gazette, which cited a memo, …".
    """
    if o.is_inner or not (o.cue and o.source and o.content):
        return None
    cue, source = o.cue[-1], o.source[-1]
    begin = next((span.start for span in o.content if span.start >= cue.end), o.content[0].start)
    cites = _CITES.search(text, *source)
    gaps = [(cites.start(), source.end)] if cites else [(cue.end, begin), (source.end, max(begin, cue.start))]
    matches = (_BESIDE_CUE.fullmatch(text, start, end) for start, end in gaps if start < end)
    found = next(filter(None, matches), None)
    cited_source = _check_cited(text, Span(*found.span("party"))) if found else None
    return (Span(*found.span("cue")), cited_source) if found and cited_source else None


def _check_cited(text: str, cited_source: Span) -> Span | None:
    """Return whom or what a report cites; None if that is a reason or a remark."""
    if _SAYS_ELSE.search(cited_source.of(text)):
        return None
    if _NAME.match(text, cited_source.start, cited_source.end):
        return cited_source
    phrase = read_phrase(text, [cited_source], [])
    if (
        phrase is None
        or not is_noun(phrase.head)
        or (phrase.head in documents() and phrase.head not in _REPORTING_DOCUMENTS)
    ):
        return None
    return cited_source


def _find_report(text: str, o: Partial, cited_source: Span, found: Sequence[Partial]) -> Partial | None:
    """Return the report: the rest of this statement with the verb before "citing", or another statement beside it."""
    left = [part for span in o.content if (part := _cut_source(text, span, cited_source))]
    verb = _REPORTS.search(text, max(0, o.cue[0].start - _NEAR), o.cue[0].start)
    if left and verb:
        o.content, o.cue = left, [Span(*verb.span("verb"))]
        return o
    beside = (other for other in found if other is not o and other.cue and not other.is_inner)
    near = [other for other in beside if _is_beside(text, o, other)]
    return min(near, key=lambda other: abs(other.cue[0].start - o.cue[0].start), default=None)


def _cut_source(text: str, span: Span, cited_source: Span) -> Span | None:
    """Return a span without the cited source and the punctuation after it; None if nothing is left."""
    if not span.overlaps(cited_source):
        return span
    start, end = trim_span(text, cited_source.end, span.end) if cited_source.end < span.end else (span.end, span.end)
    while start < end and text[start] in ",: ":
        start += 1
    return Span(start, end) if start < end else None


def _is_beside(text: str, o: Partial, other: Partial) -> bool:
    """Whether another statement is a report in the same sentence, with the same source or without one."""
    if not _REPORTS.search(other.cue[-1].of(text) + " "):
        return False
    low, high = sorted((o.cue[0].start, other.cue[0].start))
    if high - low > _FARTHEST or _ENDS.search(text, low, high):
        return False
    return not other.source or not o.source or other.source == o.source
