"""Evidence in whole lines: "The post T appeared first on X", "Source: X", "With files from X", "X reports"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sayso.analyse.carry.carrier_context import CarrierContext
from sayso.analyse.carry.evidence import Evidence, Reach
from sayso.analyse.carry.name_forms import NAME, bare_name
from sayso.analyse.carry.outlet_lookup import Certainty, is_body, look_up
from sayso.carrier import How
from sayso.late import compile_late
from sayso.text import Span

__all__ = ["find_footers"]

_REPORTS = compile_late(
    rf"\(?(?:(?:As\s)?(?:[Tt]he\s)?(?P<name>{NAME})\s(?:news\sagency\s|newspaper\s)?"
    r"(?:reports?|reported|writes|wrote|says|has\smore)"
    rf"|(?:From|Via|FROM|VIA)\s(?:the\s)?(?P<origin>{NAME}))\)?[:.]{{0,3}}$"
)
_SOURCE = compile_late(
    rf"(?:(?:Sources?|SOURCE|Credit|Via|VIA):|[Ww]ith\s(?:files|material)\sfrom)\s(?:[Tt]he\s)?(?P<name>{NAME})"
)
_WORK = r"(?:article|story|piece|post|essay|report|column|interview|text|content|version|excerpt|item)"
_PUT_OUT = (
    r"(?:[Aa]ppeared|[Pp]ublished|[Pp]osted|ran|printed|produced|written|[Rr]epublished|[Rr]eprinted|[Rr]eproduced"
    r"|provided|supplied|syndicated)(?:\s(?:first|originally|here|online|with\spermission|under\slicen[cs]e|courtesy)){0,2}"
)
_WHEN = (
    r"(?:,?\s(?:(?:in|on)\s)?(?:\w{2,9}\s\d{1,2}(?:,\s\d{4})?|\w{3,9}\s\d{4}|\d{1,2}\s\w{3,9}(?:\s\d{4})?|\w{3,10}"
    r"|\d{4}),?)?"
)
_WHERE = rf"{_WHEN}\s(?:on|in|by|at|from|of|for)\s(?:[a-z][a-z -]{{0,40}}\s)?(?:[Tt]he\s)?(?P<name>{NAME})"
_APPEARED = compile_late(rf"The post\b[^\n]{{1,400}}?\b(?:appeared\sfirst|first\sappeared){_WHERE}")
_PUBLISHED = compile_late(
    rf"(?:(?:This|The|A|An|Our)\s(?:[\w’'-]{{1,20}}\s){{0,4}}?{_WORK}s?\s(?:[\w’',-]{{1,20}}\s){{0,8}}?)?"
    rf"(?:[Oo]riginally\s|[Ff]irst\s|[Pp]reviously\s)?{_PUT_OUT}{_WHERE}"
)
_FIRST = compile_late(
    rf"\b(?:first|originally)\s(?:appeared|published|posted|ran)(?:\sin\s[A-Z]\w{{2,12}})?{_WHEN}\s(?:on|in|by|at)\s"
    rf"(?:the\s)?(?P<name>{NAME})"
)
_RELEASE = compile_late(r"\b(?:press|news|media)\srelease\b", re.IGNORECASE)
_VERBS = ("report", "write", "wrote", "says", "more")
# The longest of these forms, with what may follow it.
_VERB_CHARS = len("reported") + len("):::")
_SHORT = 200
_LONGEST = 600
# Most characters after the name: a date or an address, not another clause.
_REST = 80
# A footer stands among the last or first lines; there may be other footers above it, and the author below.
_FIRST_LINES = 4
_LAST_LINES = 8
_TOP_LINES = 3


def find_footers(context: CarrierContext) -> Iterator[Evidence]:
    """Yield the lines that name the origin of an article, or of the text below them."""
    for place, line in enumerate(context.layout.lines):
        if line.end - line.start <= _LONGEST and not context.in_title(line.start):
            yield from _read_line(context, line, place)


def _read_line(context: CarrierContext, line: Span, place: int) -> Iterator[Evidence]:
    """Yield the evidence in one line."""
    span = Span(line.start, line.end - (context.text[line.end - 1] == "."))
    introduced = _REPORTS.match(context.text, line.start, line.end) if _may_introduce(context.text, line) else None
    if introduced and _leads_in(context, introduced, line, place):
        yield from _introduce(context, introduced, span)
        return
    if place < _FIRST_LINES or place >= len(context.layout.lines) - _LAST_LINES:
        yield from _read_republished(context, line, span)
        source = _SOURCE.match(context.text, line.start, line.end)
        if source and line.end - line.start < _SHORT:
            yield from _read_source(context.text, source["name"], span)


def _may_introduce(text: str, line: Span) -> bool:
    """Whether a line ends with a verb of reporting, or begins with "via" or "from"; few do, and this is soon seen."""
    begins = text[line.start : line.start + 5].lstrip("(").lower()
    ends = text[max(line.start, line.end - _VERB_CHARS) : line.end]
    return begins.startswith(("via", "from")) or any(verb in ends for verb in _VERBS)


def _leads_in(context: CarrierContext, found: re.Match[str], line: Span, place: int) -> bool:
    """Whether a line introduces the text below it: "via X" in the last lines is a credit."""
    is_credit = context.text[line.start : line.start + 5].lower().lstrip("(").startswith("via")
    is_top = place < min(_TOP_LINES, len(context.layout.lines) - 1)
    return not is_credit or is_top or found.group().endswith(":")


def _introduce(context: CarrierContext, found: re.Match[str], span: Span) -> Iterator[Evidence]:
    """Yield the line "X reports", which covers all text below it, unless X is a person."""
    name = found["name"] or found["origin"]
    known = look_up(name)
    if known.certainty is not Certainty.NONE or not context.is_person(name):
        how = How.WIRE if known.kind == "agency" else How.REPORT
        yield Evidence(bare_name(name), how, span, Reach.BELOW, known.kind)


def _read_republished(context: CarrierContext, line: Span, span: Span) -> Iterator[Evidence]:
    """Yield "The post T appeared first on X" or "originally published in X"."""
    text = context.text
    is_post = text.startswith("The post", line.start)
    found = _APPEARED.match(text, line.start, line.end) if is_post else None
    found = found or _PUBLISHED.match(text, line.start, line.end)
    if found and found.group()[:1].isupper() and line.end - found.end() <= _REST:
        yield Evidence(bare_name(found["name"]), How.REPUBLICATION, span, Reach.ALL, look_up(found["name"]).kind)
        return
    found = _FIRST.search(text, line.start, line.end)
    if found and line.end - line.start < _SHORT and not context.is_quoted(found.start()):
        span = Span(*found.span())
        yield Evidence(bare_name(found["name"]), How.REPUBLICATION, span, Reach.ALL, look_up(found["name"]).kind)


def _read_source(text: str, name: str, span: Span) -> Iterator[Evidence]:
    """Yield "Source: X": a report of an outlet, a document for a press release, else a wire; not for bodies."""
    known = look_up(name)
    how = How.REPORT
    if known.kind in {"agency", ""}:
        how = How.DOCUMENT if not known.kind and _RELEASE.search(text) else How.WIRE
    if known.certainty is not Certainty.NONE or not any(map(is_body, name.split())):
        yield Evidence(bare_name(name), how, span, Reach.ALL, known.kind)
