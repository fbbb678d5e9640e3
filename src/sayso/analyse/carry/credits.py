"""Evidence in credits: "h/t X", "via X", "translated from X by Y"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sayso.analyse.carry.carrier_context import CarrierContext
from sayso.analyse.carry.evidence import Evidence, Reach
from sayso.analyse.carry.name_forms import NAME, bare_name
from sayso.analyse.carry.outlet_lookup import Certainty, look_up
from sayso.carrier import How
from sayso.late import compile_late
from sayso.lexicon import read_words
from sayso.text import Span

__all__ = ["find_credits"]

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


def find_credits(context: CarrierContext) -> Iterator[Evidence]:
    """Yield the credits of a finder, or of a translator and the translated text."""
    for found in _HAT_TIP.finditer(context.text):
        yield from _read_credits(context, _follow(context.text, found))
    for found in _VIA.finditer(context.text):
        credited = _follow(context.text, found)
        if not context.in_title(found.start()) and _CLOSES.match(context.text, credited[-1].end()):
            yield from _read_credits(context, credited)
    for found in context.outside_marks(_TRANSLATED, "translat"):
        yield from _read_translation(found)


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
        name = bare_name(found["name"])
        yield Evidence(name, How.AGGREGATOR, span, Reach.ALL if opens or ends else Reach.BESIDE, look_up(name).kind)


def _read_translation(found: re.Match[str]) -> Iterator[Evidence]:
    """Yield "translated from X by Y", if X is not a language."""
    origin, translator = found["origin"], found["translator"]
    if origin and origin.split()[0] not in read_words("carry_languages"):
        span = Span(found.start(), found.end("origin"))
        yield Evidence(bare_name(origin), How.REPUBLICATION, span, Reach.ALL, "original")
    if translator:
        yield Evidence(bare_name(translator), How.OTHER, Span(*found.span()), Reach.ALL, "translator")
