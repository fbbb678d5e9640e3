"""Forms that name an origin: datelines, "Source: X", "first appeared on X", "h/t X", signed posts; and the metadata."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sayso.analyse.carry.evidence import CarrierContext, Evidence, Reach
from sayso.analyse.carry.outlet_lookup import Certainty, is_body, look_up
from sayso.analyse.carry.outlet_names import NAME, UPPER, bare_name
from sayso.article import Article
from sayso.carrier import How
from sayso.late import compile_late
from sayso.lexicon import read_words
from sayso.months import ANY_MONTH
from sayso.text import Span

__all__ = ["find_credits", "find_datelines", "find_footers", "find_metadata", "find_own", "find_signatures"]

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
# A politician's party and state: (D-Ohio).
_PARTY = compile_late(r"[A-Z]{1,3}-[A-Z]")
# Words of places and dates that have no capital.
_SMALL = frozenset("de del of the upon and on la le en am p.m. a.m.".split())
_SENDERS = frozenset({"agency", "press-release"})

_REPORTS = compile_late(
    rf"\(?(?:(?:As\s)?(?:[Tt]he\s)?(?P<name>{NAME})\s(?:news\sagency\s|newspaper\s)?"
    r"(?:reports?|reported|writes|wrote|says|has\smore)"
    rf"|(?:From|Via|FROM|VIA)\s(?:the\s)?(?P<origin>{NAME}))\)?[:.]{{0,3}}$"
)
_SOURCE = compile_late(
    rf"(?:(?:Sources?|SOURCE|Credit|Via|VIA):|[Ww]ith\s(?:files|material)\sfrom)\s(?:[Tt]he\s)?(?P<name>{NAME})"
)
_WHEN = (
    r"(?:,?\s(?:(?:in|on)\s)?(?:\w{2,9}\s\d{1,2}(?:,\s\d{4})?|\w{3,9}\s\d{4}|\d{1,2}\s\w{3,9}(?:\s\d{4})?|\w{3,10}"
    r"|\d{4}),?)?"
)
_FIRST = compile_late(
    r"\b(?:(?:[Ff]irst|[Oo]riginally)\s(?:appeared|published|posted|ran)|appeared\sfirst)(?:\sin\s[A-Z]\w{2,12})?"
    rf"{_WHEN}\s(?:on|in|by|at)\s(?:the\s)?(?P<name>{NAME})"
)
_OWN = (
    r"(?P<own>[Tt]his (?:newspaper|paper|publication|magazine|website|site|portal|newsroom|station|channel|journal))\b"
)
_TOLD_OWN = compile_late(
    r"\b(?:told|tells?|telling|informed|interviews? with|(?:spoke|speaks?|speaking|spoken|talked|talking|confirmed"
    rf"|admitted|said|explained|disclosed) (?:exclusively )?(?:to|with)) {_OWN}"
)
_SEEN_BY_OWN = compile_late(
    r"\b(?:(?:seen|obtained|reviewed|sighted|viewed|examined) (?:exclusively )?by"
    rf"|(?:shown|shared|leaked|provided|available|released|passed|given|supplied) (?:to|with)) {_OWN}"
)
# Of 61 such places in training articles 58 were labelled.
_OWN_SHARE = 0.95
_VERBS = ("report", "write", "wrote", "says", "more")
# The longest of these forms, with what may follow it.
_VERB_CHARS = len("reported") + len("):::")
_LONGEST = 300
# A footer stands among the last or first lines; there may be other footers above it, and the author below.
_FIRST_LINES, _LAST_LINES, _TOP_LINES = 4, 8, 3

_WHO = rf"(?:the\s)?(?P<name>{NAME}|@\w{{2,30}})"
_HAT_TIP = compile_late(rf"\b(?P<lead>(?:[Hh]/[Tt]|[Hh]at[ -][Tt]ip(?:\sto)?|HT)[:\s]\s?){_WHO}")
_VIA = compile_late(rf"(?:(?<=[(\[])|^(?:[—–-]\s)?|(?<=[.!?”\"]\s))(?P<lead>[Vv]ia:?\s){_WHO}", re.MULTILINE)
# Further credits after a credit: h/t X; via Y and Z.
_MORE = compile_late(rf"(?:[;,]\s|\sand\s)(?P<lead>(?:[Vv]ia|[Hh]/[Tt]|[Hh]at[ -][Tt]ip)(?::\s?|\s))?{_WHO}")
_CLOSES = compile_late(r"[)\]]|\W{0,3}$", re.MULTILINE)
_MOST_MORE = 4
_TRANSLATED = compile_late(
    rf"\b[Tt]ranslat(?:ed|ion)(?:\sfrom\s(?:the\s)?(?P<origin>{NAME}))?(?:\s(?:from|in)\s[^\n]{{0,60}}?)?"
    rf"(?:[^\n.]{{0,40}}?\s(?:supplied\s|provided\s)?by\s(?:the\s)?(?P<translator>{NAME}))?"
)
# The signature of an embedded post: Mara Quill (@maraquill) May 3, 2019.
_SIGNED = compile_late(rf"\(@\w{{2,15}}\)(?=\s(?:{ANY_MONTH})\s\d)")


def find_metadata(article: Article) -> Iterator[Evidence]:
    """Yield the carriers in the metadata, and the agencies among the authors; their span is empty."""
    for stated in article.stated:
        yield _name_origin(stated.name, How(stated.how), Span(0, 0))
    for author in article.authors:
        if look_up(author).kind == "agency":
            yield _name_origin(author, How.WIRE, Span(0, 0))


def find_own(article: Article, context: CarrierContext) -> Iterator[Evidence]:
    """Yield where the text names its own outlet as the way: "told this newspaper", "a letter shown to this site"."""
    for form, how in ((_TOLD_OWN, How.INTERVIEW), (_SEEN_BY_OWN, How.REPORT)):
        for found in context.outside_marks(form, "this "):
            name = (article.outlet and article.outlet.name) or found["own"]
            yield Evidence(bare_name(name), how, Span(*found.span()), kind=look_up(name).kind, score=_OWN_SHARE)


def _name_origin(name: str, how: How, span: Span, reach: Reach = Reach.ALL, kind: str | None = None) -> Evidence:
    """Return the evidence of an origin; its kind is that of the lists, unless one is given."""
    return Evidence(bare_name(name), how, span, reach, look_up(name).kind if kind is None else kind)


def find_datelines(context: CarrierContext) -> Iterator[Evidence]:
    """Yield "CITY (X) —", where X is an agency, known or not; and the bylines and lines with the name of one alone."""
    text = context.text
    for line in context.layout.lines:
        if context.in_title(line.start):
            continue
        is_marked = text.find("(", line.start, line.end) >= 0 or text.find("/", line.start, line.end) >= 0
        found = _DATELINE.match(text, line.start, line.end) if is_marked else None
        if not found or not _marks_agency(found):
            found = _SITE.match(text, line.start, line.end)
        name = (found["name"] or found["slashed"]) if found else ""
        is_agency = bool(found) and not is_body(name) and not _PARTY.match(name)
        if found and is_agency and _is_place(text[line.start : found.start("evidence")]):
            yield _name_origin(name, How.WIRE, Span(*found.span("evidence")), Reach.BODY, "agency")
        is_byline = text.startswith(("By ", "BY "), line.start)
        found = (_BYLINE if is_byline else _ALONE).match(text, line.start, line.end)
        if found and look_up(found["name"]).kind == "agency":
            yield _name_origin(found["name"], How.WIRE, _without_stop(text, line))


def _marks_agency(found: re.Match[str]) -> bool:
    """Whether a dash, slashes, or a date and a colon mark the name as an agency's, or it is a known agency."""
    dated = found["colon"] and any(letter.isdigit() for letter in found.group().partition("(")[0])
    return bool(found["dash"] or found["after"] or found["slashed"] or dated) or look_up(found["name"]).kind in _SENDERS


def _is_place(words: str) -> bool:
    """Whether the words before an agency's name can be a place and a date: capitals, numbers and punctuation."""
    return all(not word[:1].islower() or word in _SMALL for word in words.split())


def _without_stop(text: str, line: Span) -> Span:
    """Return a line without the full stop at its end."""
    return Span(line.start, line.end - (text[line.end - 1] == "."))


def find_footers(context: CarrierContext) -> Iterator[Evidence]:
    """Yield the lines that name the origin of an article, or of the text below them."""
    lines = context.layout.lines
    for place, line in enumerate(lines):
        if line.end - line.start > _LONGEST or context.in_title(line.start):
            continue
        introduced = _REPORTS.match(context.text, line.start, line.end) if _may_introduce(context.text, line) else None
        # "Via X" in the last lines is a credit.
        is_credit = introduced and introduced["origin"] and introduced.group().lstrip("(")[:3].lower() == "via"
        is_top = place < min(_TOP_LINES, len(lines) - 1)
        if introduced and (not is_credit or is_top or introduced.group().endswith(":")):
            yield from _introduce(context, introduced["name"] or introduced["origin"], line)
        elif place < _FIRST_LINES or place >= len(lines) - _LAST_LINES:
            yield from _read_republished(context, line)
            yield from _read_source(context.text, line)


def _may_introduce(text: str, line: Span) -> bool:
    """Whether a line ends with a verb of reporting, or begins with "via" or "from"; few do, and this is soon seen."""
    begins = text[line.start : line.start + 5].lstrip("(").lower()
    ends = text[max(line.start, line.end - _VERB_CHARS) : line.end]
    return begins.startswith(("via", "from")) or any(verb in ends for verb in _VERBS)


def _introduce(context: CarrierContext, name: str, line: Span) -> Iterator[Evidence]:
    """Yield the line "X reports", which covers all text below it, unless X is a person."""
    if look_up(name).certainty is not Certainty.NONE or not context.is_person(name):
        yield _name_origin(name, _report_of(name), _without_stop(context.text, line), Reach.BELOW)


def _read_republished(context: CarrierContext, line: Span) -> Iterator[Evidence]:
    """Yield "The post T appeared first on X" or "originally published in X"."""
    found = _FIRST.search(context.text, line.start, line.end)
    if found and not context.is_quoted(found.start()):
        yield _name_origin(found["name"], How.REPUBLICATION, Span(*found.span()))


def _read_source(text: str, line: Span) -> Iterator[Evidence]:
    """Yield "Source: X", if X may be an outlet."""
    found = _SOURCE.match(text, line.start, line.end)
    if found and look_up(found["name"]).certainty is not Certainty.NONE:
        yield _name_origin(found["name"], _report_of(found["name"]), _without_stop(text, line))


def _report_of(name: str) -> How:
    """Return what an outlet's report is: an agency's is a wire."""
    return How.WIRE if look_up(name).kind == "agency" else How.REPORT


def find_credits(context: CarrierContext) -> Iterator[Evidence]:
    """Yield the credits of a finder, or of a translator and the translated text."""
    for found in _HAT_TIP.finditer(context.text):
        yield from _read_credits(context, _follow(context.text, found))
    for found in _VIA.finditer(context.text):
        credited = _follow(context.text, found)
        if not context.in_title(found.start()) and _CLOSES.match(context.text, credited[-1].end()):
            yield from _read_credits(context, credited)
    for found in context.outside_marks(_TRANSLATED, "translat"):
        origin, translator = found["origin"], found["translator"]
        if origin and origin.split()[0] not in read_words("carry_languages"):
            span = Span(found.start(), found.end("origin"))
            yield _name_origin(origin, How.REPUBLICATION, span, kind="original")
        if translator:
            yield _name_origin(translator, How.OTHER, Span(*found.span()), kind="translator")


def _follow(text: str, first: re.Match[str]) -> list[re.Match[str]]:
    """Return a credit and those right after it: h/t X; via Y. A name without such a word must be an outlet's."""
    credited = [first]
    while len(credited) <= _MOST_MORE:
        found = _MORE.match(text, credited[-1].end())
        if not found or not (found["lead"] or look_up(found["name"]).certainty is Certainty.SURE):
            break
        credited.append(found)
    return credited


def _read_credits(context: CarrierContext, credited: Sequence[re.Match[str]]) -> Iterator[Evidence]:
    """Yield credits of finders: they cover all if they fill a line or end the article, else what is beside them."""
    lines = context.layout.lines
    line = lines[context.layout.line_of(credited[0].start())]
    opens = credited[0].start() - line.start <= 1
    ends = line == lines[-1] and credited[-1].end() >= line.end - 1
    for found in credited:
        span = Span(found.start("lead" if found["lead"] else "name"), found.end("name"))
        yield _name_origin(found["name"], How.AGGREGATOR, span, Reach.ALL if opens or ends else Reach.BESIDE)


def find_signatures(context: CarrierContext) -> Iterator[Evidence]:
    """Yield the signatures of posts on Twitter that stand in the article."""
    for found in context.outside_marks(_SIGNED, "(@"):
        yield Evidence("Twitter", How.SOCIAL, Span(*found.span()))
