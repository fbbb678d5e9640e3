"""Evidence of broadcasts: "speaking on X's “Y”", "carried live by X", "in Tuesday's debate"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sayso.analyse.carry.carrier_context import CarrierContext
from sayso.analyse.carry.evidence import Evidence
from sayso.analyse.carry.name_forms import NAME, bare_name
from sayso.analyse.carry.outlet_lookup import Certainty, look_up
from sayso.analyse.carry.outlet_mentions import read_programme
from sayso.carrier import How
from sayso.late import compile_late
from sayso.text import Span

__all__ = ["find_broadcasts"]

_ON = re.compile(
    r"\b(?P<verb>(?:carried|broadcast|aired|read\sout|shown)\s(?:live\s)?(?:on|by)|[Oo]n|heard\son"
    r"|(?:an|the)\s(?:\w{1,20}\s)?(?:episode|edition)\sof)\s"
)
_SPEAKS = re.compile(
    r"\b(?:said|says|saying|appear\w*|spoke|speak\w*|interview\w*|told|tells|asked|appearance|remarks|comments|argued"
    r"|added|guest|insisted|admitted|claimed|explained|called|episode|declared|defended|dismissed|repeated|suggested"
    r"|denied)\b",
    re.IGNORECASE,
)
_INTERVIEWED = re.compile(r"\binterview\w*\W{1,3}(?:\w{1,20}\W{1,3}){0,4}$")
_PANEL = compile_late(
    rf"\b(?:during|on|in|at)\s(?:an?|the)\s(?P<name>{NAME})\s(?:[a-z]{{1,15}}\s)?"
    r"(?:panel|town\shall|special|segment|forum|broadcast)\b"
)
_PLACE = r"(?:\sin\s[A-Z]\w{1,20}(?:\s[A-Z]\w{1,20})?(?:,\s[A-Z]\w{1,20}(?:\s[A-Z]\w{1,20})?)?)?"
_DEBATE = compile_late(
    r"\b(?:[Ii]n|[Dd]uring|[Aa]t|from)\s"
    r"(?:the|an?|that|this|their|last\s\w{1,10}[’']s|\w{3,6}day[’']s|\w{3,6}day\snight[’']s)\s"
    rf"(?P<name>(?:[\w.’'-]{{1,20}}\s){{0,3}}?debate(?:\son\s\w{{3,6}}day(?:\snight)?)?{_PLACE})\b"
)
# Words that show that a debate was on television, not in a parliament.
_TELEVISED = compile_late(
    r"\b(?:Republican|Democratic|GOP|[Pp]residential|[Cc]andidates?[’']?|[Tt]elevised|TV|primary|leaders[’']|undercard"
    r"|[A-Z]{3,5})\b|day(?:\snight)?(?:[’']s)?\b"
)
_BROADCAST_KINDS = {"broadcaster", "programme", "podcast"}
_NEAR = 110


def find_broadcasts(context: CarrierContext) -> Iterator[Evidence]:
    """Yield the evidence that somebody spoke on the air."""
    for found in context.outside_marks(_ON):
        yield from _read_on(context, found)
    for found in context.outside_marks(_PANEL, "panel", "town", "special", "segment", "forum", "broadcast"):
        if look_up(found["name"]).kind == "broadcaster":
            yield Evidence(bare_name(found["name"]), How.BROADCAST, Span(*found.span()), kind="broadcaster")
    for found in context.outside_marks(_DEBATE, "debate"):
        if _TELEVISED.search(found.group()):
            yield Evidence(found["name"], How.BROADCAST, Span(*found.span()))


def _read_on(context: CarrierContext, found: re.Match[str]) -> Iterator[Evidence]:
    """Yield "on X": an interview after that word; an uncertain name needs a verb of speaking before it."""
    outlet = read_programme(context.text, found.end())
    if not outlet or outlet.kind not in _BROADCAST_KINDS:
        return
    before = context.text[max(0, found.start() - _NEAR) : found.start()].rsplit("\n", 1)[-1]
    plain = found["verb"].lower() == "on"
    if outlet.certainty is not Certainty.SURE and not (plain and _SPEAKS.search(before)):
        return
    how = How.INTERVIEW if plain and _INTERVIEWED.search(before) else How.BROADCAST
    yield Evidence(outlet.name, how, Span(found.start(), outlet.span.end), kind=outlet.kind)
