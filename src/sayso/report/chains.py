"""The ways that words took to the reader, each as one line: speaker → carriers → outlet → you."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sayso.article import Article, Outlet
from sayso.carrier import Carrier, How
from sayso.reading import Reading
from sayso.report.harmless import make_harmless_line, shorten
from sayso.report.who import describe_who, map_speakers
from sayso.speaker import Speaker
from sayso.statement import Statement, Unresolved
from sayso.text import Span

__all__ = ["Chain", "describe_chain", "describe_end", "describe_how", "describe_way", "list_chains", "name_carriers"]

ARROW = " → "
YOU = "you"
_NAME_CHARS = 60
# More speakers than these are counted.
_MOST_SPEAKERS = 4
_HOW = {
    How.INTERVIEW: "interview",
    How.REPORT: "report",
    How.WIRE: "wire",
    How.SOCIAL: "post",
    How.DOCUMENT: "document",
    How.BROADCAST: "broadcast",
    How.REPUBLICATION: "first appeared on",
    How.AGGREGATOR: "found via",
    How.OTHER: "passed on",
}
_TRANSLATED = re.compile(r"\btranslat", re.IGNORECASE)
_ARTICLE_WORD = re.compile(r"^the\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Chain:
    """One way to the reader, and who is heard by it.

    Attributes:
        speakers: Names, in the order in which they first speak; "B (told by A)" for who speaks only in A's words.
        hands: The carriers from the speaker to the reader; those that stand side by side are one hand.
        statement_count: How many statements came this way.
    """

    speakers: tuple[str, ...]
    hands: tuple[tuple[Carrier, ...], ...]
    statement_count: int


def list_chains(reading: Reading) -> list[Chain]:
    """The different ways of a reading's statements: the longest first, then those that more statements took.

    Statements whose speaker was not looked for yet are left out.
    """
    if not isinstance(reading.article, Article):
        return []
    carriers = {carrier.id: carrier for carrier in reading.carriers}
    ways: dict[tuple[str, ...], list[Statement]] = {}
    for statement in reading.statements:
        if statement.unresolved is not Unresolved.NOT_YET:
            known = sorted({name for name in statement.carriers if name in carriers})
            ways.setdefault(tuple(known), []).append(statement)
    namer = _Namer(reading, reading.article.text)
    chains = [
        Chain(namer.name_all(statements), _side_by_side([carriers[name] for name in way]), len(statements))
        for way, statements in ways.items()
    ]
    return sorted(chains, key=lambda chain: (-len(chain.hands), -chain.statement_count))


def describe_chain(chain: Chain, outlet: Outlet | None, text: str) -> str:
    """The chain on one line, harmless.

    >>> mir = Carrier("c1", "Mir", How.INTERVIEW, (), ("s1",), 1)
    >>> describe_chain(Chain(("Anna Roth",), ((mir,),), 1), Outlet("The Float"), "")
    'Anna Roth → Mir (interview) → The Float → you'
    """
    return ARROW.join([_fold(chain.speakers), *_list_parts(chain.hands, outlet, text)])


def describe_way(carriers: Iterable[Carrier], text: str) -> str:
    """The carriers from the speaker to the reader, each with its way, on one line; empty without any."""
    return ARROW.join(_describe_hands(hands, text) for hands in _merge(_side_by_side(list(carriers))))


def describe_end(carriers: Iterable[Carrier], outlet: Outlet | None, text: str) -> str:
    """The same up to the reader: with the outlet, unless the last carrier is the outlet itself.

    >>> describe_end([Carrier("c1", "Mir", How.WIRE, (), ("s1",), 1)], Outlet("The Float"), "")
    'Mir (wire) → The Float → you'
    """
    return ARROW.join(_list_parts(_side_by_side(list(carriers)), outlet, text))


def _list_parts(hands: Sequence[tuple[Carrier, ...]], outlet: Outlet | None, text: str) -> list[str]:
    publisher = (outlet.name or outlet.domain) if outlet else None
    is_last = bool(hands) and any(_bare(it.name) == _bare(publisher or "") for it in hands[-1])
    end = [_short(publisher), YOU] if publisher and not is_last else [YOU]
    return [*(_describe_hands(same, text) for same in _merge(hands)), *end]


def name_carriers(statement: Statement, carriers: Mapping[str, Carrier]) -> str:
    """The short names of a statement's carriers, from the speaker to the reader, on one line; may be empty."""
    known = sorted({name for name in statement.carriers if name in carriers})
    hands = _side_by_side([carriers[name] for name in known])
    return ARROW.join(" / ".join(_short(it.name) for it in same[0]) for same in _merge(hands))


def _merge(hands: Sequence[tuple[Carrier, ...]]) -> list[list[tuple[Carrier, ...]]]:
    """The hands; neighbours that are one carrier alone are put together: who reports what its own wire carries."""
    merged: list[list[tuple[Carrier, ...]]] = []
    for hand in hands:
        before = merged[-1][-1] if merged else ()
        if len(hand) == len(before) == 1 and _bare(hand[0].name) == _bare(before[0].name):
            merged[-1].append(hand)
        else:
            merged.append([hand])
    return merged


def _describe_hands(hands: Sequence[tuple[Carrier, ...]], text: str) -> str:
    """One hand with the way of each of its carriers; of one that comes several times, all its ways."""
    if len(hands) == 1:
        return " / ".join(f"{_short(it.name)} ({describe_how(it, text)})" for it in hands[0])
    ways = dict.fromkeys(describe_how(hand[0], text) for hand in hands)
    return f"{_short(hands[0][0].name)} ({', '.join(ways)})"


def describe_how(carrier: Carrier, text: str) -> str:
    """In which way a carrier passed words on, in a reader's words.

    >>> text = "Translated from Mir."
    >>> describe_how(Carrier("c1", "Mir", How.REPUBLICATION, (Span(0, 19),), (), 1), text)
    'translated from'
    >>> describe_how(Carrier("c1", "Mir", How.SOCIAL, (), (), 1), text)
    'post'
    """
    is_late = carrier.how in {How.REPUBLICATION, How.OTHER}
    if is_late and any(_TRANSLATED.search(span.of(text)) for span in carrier.evidence):
        return "translation" if carrier.how is How.OTHER else "translated from"
    return _HOW[carrier.how]


def _side_by_side(carriers: list[Carrier]) -> tuple[tuple[Carrier, ...], ...]:
    hands: dict[int, list[Carrier]] = {}
    for carrier in sorted(carriers, key=lambda it: (it.order, it.evidence[:1] or (Span(0, 0),), it.name)):
        hands.setdefault(carrier.order, []).append(carrier)
    return tuple(tuple(hand) for hand in hands.values())


class _Namer:
    """Names the speakers of statements; who speaks only inside another's words is named with that other."""

    def __init__(self, reading: Reading, text: str) -> None:
        self._speakers: dict[str, Speaker] = map_speakers(reading)
        self._statements = {statement.id: statement for statement in reading.statements}
        self._text = text

    def name_all(self, statements: list[Statement]) -> tuple[str, ...]:
        own = dict.fromkeys(self._name(it) for it in statements if it.within is None)
        nested: dict[str, str] = {}
        for statement in statements:
            name = self._name(statement)
            outer = self._statements.get(statement.within or "")
            if outer is not None and name not in own:
                nested.setdefault(name, f"{name} (told by {self._name(outer)})")
        return (*own, *nested.values())

    def _name(self, statement: Statement) -> str:
        return _short(describe_who(statement, self._speakers, self._text).name) or "not named"


def _fold(names: tuple[str, ...]) -> str:
    """The names with commas; the last of many are counted, and never one alone."""
    if len(names) <= _MOST_SPEAKERS + 1:
        return ", ".join(names)
    return f"{', '.join(names[:_MOST_SPEAKERS])} and {len(names) - _MOST_SPEAKERS} more"


def _short(name: str) -> str:
    return shorten(name, max_chars=_NAME_CHARS)


def _bare(name: str) -> str:
    return _ARTICLE_WORD.sub("", make_harmless_line(name)).casefold().replace(" ", "")
