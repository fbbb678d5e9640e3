"""Evidence of agencies: authors, datelines, bylines, and lines at the end of an article."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sayso.analyse.carry.carrier_context import CarrierContext
from sayso.analyse.carry.evidence import Evidence, Reach
from sayso.analyse.carry.name_forms import NAME, UPPER, bare_name
from sayso.analyse.carry.outlet_lookup import is_body, look_up
from sayso.article import Article
from sayso.carrier import How
from sayso.late import compile_late
from sayso.text import Span

__all__ = ["find_datelines", "find_metadata"]

_DASH = "[-–—―]"
# (AP) — and, of services that send out releases, --(BUSINESS WIRE)-- or /PRNewswire/ --, with the date on any side.
_DATELINE = compile_late(
    rf"(?:[^\W\d_][^()\n]{{0,80}}?(?P<dash>{_DASH})?[\s-])?"
    rf"(?P<evidence>\((?P<name>{NAME})(?:\s?{_DASH}\s?[^()\n]{{1,40}})?\)|/(?P<slashed>(?:\d\w{{1,4}}\s)?{NAME})/)"
    rf"(?:[.,]?\s?(?P<after>(?:\w{{3,9}}\.?\s\d{{1,2}},\s\d{{4}}\s?)?{_DASH})|(?P<colon>:)\s|\.?\s(?={UPPER}|[“\"]))"
)
_SITE = compile_late(r"(?:[A-Z]{3}[^()\n]{0,60}?,\s)?(?P<evidence>(?P<name>[A-Z][\w-]{2,30}\.[A-Za-z]{2,4}))\s[-–—]\s")
_BYLINE = compile_late(rf"(?:By|BY)\s[^\n]{{2,80}}?(?:,|\||\s[-–—]|\sof|\sfor)\s(?:[Tt]he\s)?(?P<name>{NAME})$")
_ALONE = compile_late(rf"(?:[©(—–-]\s?)?(?:\d{{4}}\s)?(?:[Tt]he\s)?(?P<name>{NAME})\)?\.?$")
_CLOSING = compile_late(rf"(?:\((?P<name>{NAME})\)|©\s?(?:\d{{4}}\s)?(?P<owner>{NAME}))$")
_CONTRIBUTED = compile_late(
    rf"(?:The\s)?(?P<name>{NAME}?)(?:\s(?:news|staff))?\s(?:reporters?|writers?|journalists?|correspondents?)\b"
    r"[^\n]{0,300}\bcontributed to this\b"
)
# The credit of a picture is not that of the article.
_PICTURE = compile_late(r"(?:[Ff]ile\s)?(?:[Pp]hoto|[Ii]mage|[Pp]icture)")
# A politician's party and state: (D-Ohio).
_PARTY = compile_late(r"[A-Z]{1,3}-[A-Z]")
# Words of places and dates that have no capital.
_SMALL = frozenset("de del of the upon and on la le en am p.m. a.m.".split())
_SENDERS = frozenset({"agency", "press-release"})
_LONGEST = 400
_TAIL = 80


def find_metadata(article: Article) -> Iterator[Evidence]:
    """Yield the carriers in the metadata, and the agencies among the authors; their span is empty."""
    for stated in article.stated:
        yield Evidence(bare_name(stated.name), How(stated.how), Span(0, 0), Reach.ALL, look_up(stated.name).kind)
    for author in article.authors:
        if look_up(author).kind == "agency":
            yield Evidence(bare_name(author), How.WIRE, Span(0, 0), Reach.ALL, "agency")


def find_datelines(context: CarrierContext) -> Iterator[Evidence]:
    """Yield the datelines, bylines and credits that name an agency."""
    for line in context.layout.lines:
        if not context.in_title(line.start):
            yield from _read_dateline(context.text, line)
            yield from _read_closing(context.text, line)
            if line.end - line.start <= _LONGEST:
                yield from _read_whole(context.text, line)


def _read_dateline(text: str, line: Span) -> Iterator[Evidence]:
    """Yield "CITY (X) —": after a place X is an agency, known or not."""
    is_marked = text.find("(", line.start, line.end) >= 0 or text.find("/", line.start, line.end) >= 0
    found = _DATELINE.match(text, line.start, line.end) if is_marked else None
    if not found or not _marks_agency(found):
        found = _SITE.match(text, line.start, line.end)
    name = _name_of(found) if found else ""
    is_agency = bool(found) and not is_body(name) and not _PARTY.match(name)
    if found and is_agency and _is_place(text[line.start : found.start("evidence")]):
        yield Evidence(bare_name(name), How.WIRE, Span(*found.span("evidence")), Reach.BODY, "agency")


def _name_of(found: re.Match[str]) -> str:
    """Return the name in a dateline, in brackets or between slashes."""
    name: str = found["name"] or found["slashed"]
    return name


def _marks_agency(found: re.Match[str]) -> bool:
    """Whether a dash, slashes, or a date and a colon mark the name as an agency's, or it is a known agency."""
    dated = found["colon"] and any(letter.isdigit() for letter in found.group().partition("(")[0])
    return bool(found["dash"] or found["after"] or found["slashed"] or dated) or look_up(found["name"]).kind in _SENDERS


def _is_place(words: str) -> bool:
    """Whether the words before an agency's name can be a place and a date: capitals, numbers and punctuation."""
    return all(not word[:1].islower() or word in _SMALL for word in words.split())


def _read_closing(text: str, line: Span) -> Iterator[Evidence]:
    """Yield "… (X)" or "© X" at the end of a line."""
    found = _CLOSING.search(text, max(line.start, line.end - _TAIL), line.end)
    name = (found["name"] or found["owner"]) if found else ""
    is_picture = bool(_PICTURE.match(text, line.start, line.end))
    if found and found.start() > line.start and not is_picture and look_up(name).kind == "agency":
        yield Evidence(bare_name(name), How.WIRE, Span(*found.span()), Reach.BODY, "agency")


def _read_whole(text: str, line: Span) -> Iterator[Evidence]:
    """Yield "By Mara Quill, X", a line "X", or "X's reporters contributed to this article"."""
    is_byline = text.startswith(("By", "BY"), line.start)
    is_last = text.find("contributed to this", line.start, line.end) >= 0
    for form, may_match in ((_BYLINE, is_byline), (_ALONE, True), (_CONTRIBUTED, is_last)):
        found = form.match(text, line.start, line.end) if may_match else None
        if found and look_up(found["name"]).kind == "agency":
            span = Span(line.start, line.end - (text[line.end - 1] == "."))
            yield Evidence(bare_name(found["name"]), How.WIRE, span, Reach.ALL, "agency")
            return
