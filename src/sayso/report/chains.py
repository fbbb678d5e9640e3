"""The ways that words took to the reader, each as one line: speaker → carriers → outlet → you."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sayso.article import Article, Outlet
from sayso.carrier import Carrier, How
from sayso.outlets import clean_outlet
from sayso.reading import Reading
from sayso.report.harmless import make_harmless_line, shorten
from sayso.report.score import PALE
from sayso.report.who import NOT_CLEAR, NOT_NAMED, describe_who, map_speakers
from sayso.speaker import Speaker
from sayso.statement import Statement, Unresolved
from sayso.summary import name_outlet
from sayso.text import Span

__all__ = [
    "ARROW",
    "TOLD_BY",
    "Chain",
    "describe_chain",
    "describe_end",
    "describe_how",
    "describe_way",
    "list_chains",
    "list_steps",
    "name_carriers",
    "show_how",
]

ARROW, BESIDE = " → ", " / "
TOLD_BY = " (told by "
"""What stands between who speaks in another's words and that other."""
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


# What stands side by side on a way: carriers, each with all records of it.
_Hand = list[list[Carrier]]
_NOBODY = frozenset({NOT_NAMED, NOT_CLEAR})


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

    Left out are statements whose speaker was not looked for yet, and ways that say nothing: without a carrier, from
    nobody or to no outlet.
    """
    if not isinstance(reading.article, Article):
        return []
    carriers = {carrier.id: carrier for carrier in reading.carriers}
    ways: dict[tuple[str, ...], list[Statement]] = {}
    for statement in reading.statements:
        if statement.unresolved is not Unresolved.NOT_YET:
            known = sorted({name for name in statement.carriers if name in carriers})
            ways.setdefault(tuple(known), []).append(statement)
    namer, has_outlet = _Namer(reading, reading.article.text), name_outlet(reading.article) is not None
    chains = [
        Chain(namer.name_all(statements), _side_by_side([carriers[name] for name in way]), len(statements))
        for way, statements in ways.items()
    ]
    chains = [chain for chain in chains if chain.hands or (has_outlet and not _NOBODY.issuperset(chain.speakers))]
    return sorted(chains, key=lambda chain: (-len(chain.hands), -chain.statement_count))


def describe_chain(chain: Chain, outlet: Outlet | None, text: str) -> str:
    """The chain on one line, harmless.

    >>> mir = Carrier("c1", "Mir", How.INTERVIEW, (), ("s1",), 1)
    >>> describe_chain(Chain(("Anna Roth",), ((mir,),), 1), Outlet("The Float"), "")
    'Anna Roth → Mir (interview) → The Float → you'
    """
    return ARROW.join([_fold(chain.speakers), *_list_parts(chain.hands, outlet, text)])


def list_steps(chain: Chain, outlet: Outlet | None, text: str) -> list[str]:
    """The parts of a chain after its speakers: the carriers, the outlet and the reader.

    >>> mir = Carrier("c1", "Mir", How.INTERVIEW, (), ("s1",), 1)
    >>> list_steps(Chain(("Anna Roth",), ((mir,),), 1), Outlet("The Float"), "")
    ['Mir (interview)', 'The Float', 'you']
    """
    return _list_parts(chain.hands, outlet, text)


def describe_way(carriers: Iterable[Carrier], text: str) -> str:
    """The carriers from the speaker to the reader, each with its way, on one line; empty without any."""
    return ARROW.join(_describe_hand(hand, text) for hand in _merge(_side_by_side(list(carriers))))


def describe_end(carriers: Iterable[Carrier], outlet: Outlet | None, text: str) -> str:
    """The same up to the reader: with the outlet, unless the last carrier is the outlet itself.

    >>> describe_end([Carrier("c1", "Mir", How.WIRE, (), ("s1",), 1)], Outlet("The Float"), "")
    'Mir (wire) → The Float → you'
    """
    return ARROW.join(_list_parts(_side_by_side(list(carriers)), outlet, text))


def _list_parts(hands: Sequence[tuple[Carrier, ...]], outlet: Outlet | None, text: str) -> list[str]:
    publisher = (outlet.name or outlet.domain) if outlet else None
    is_last = bool(hands) and any(_find_key(it.name) == _find_key(publisher or "") for it in hands[-1])
    end = [_short(publisher), YOU] if publisher and not is_last else [YOU]
    return [*(_describe_hand(hand, text) for hand in _merge(hands)), *end]


def name_carriers(statement: Statement, carriers: Mapping[str, Carrier]) -> str:
    """The short names of a statement's carriers, from the speaker to the reader, on one line; may be empty."""
    known = sorted({name for name in statement.carriers if name in carriers})
    hands = _side_by_side([carriers[name] for name in known])
    return ARROW.join(BESIDE.join(map(_name_same, hand)) for hand in _merge(hands))


def _merge(hands: Sequence[tuple[Carrier, ...]]) -> list[_Hand]:
    """The hands, in which each carrier stands once: with all its ways, at its last place on the way to the reader."""
    same: dict[str, list[Carrier]] = {}
    last: dict[str, int] = {}
    for number, hand in enumerate(hands):
        for carrier in hand:
            key = _find_key(carrier.name)
            same.setdefault(key, []).append(carrier)
            last[key] = number
    merged: list[_Hand] = [[] for _ in hands]
    for key, number in last.items():
        merged[number].append(same[key])
    return [hand for hand in merged if hand]


def _describe_hand(hand: _Hand, text: str) -> str:
    """The carriers of a hand, each with all its ways."""
    ways = (", ".join(dict.fromkeys(_describe_sure(it, text) for it in same)) for same in hand)
    return BESIDE.join(f"{_name_same(same)} ({way})" for same, way in zip(hand, ways, strict=True))


def _describe_sure(carrier: Carrier, text: str) -> str:
    """The way of a carrier, with “≈” where its score is low."""
    return describe_how(carrier, text) + ("≈" if carrier.score < PALE else "")


def _name_same(same: Sequence[Carrier]) -> str:
    """The name of one carrier that may stand in the article under several: the longest."""
    return _short(max((it.name for it in same), key=len))


def show_how(how: How) -> str:
    """A way of carriers in a reader's words.

    >>> show_how(How.SOCIAL)
    'post'
    """
    return _HOW[how]


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
            if outer is not None and name not in own and name not in _NOBODY:
                teller = self._name(outer)
                is_known = teller not in _NOBODY and teller != name
                nested.setdefault(name, f"{name}{TOLD_BY}{teller})" if is_known else name)
        return (*own, *nested.values()) or (NOT_NAMED,)

    def _name(self, statement: Statement) -> str:
        return _short(describe_who(statement, self._speakers, self._text).name)


def _fold(names: tuple[str, ...]) -> str:
    """The names with commas; the last of many are counted, and never one alone."""
    if len(names) <= _MOST_SPEAKERS + 1:
        return ", ".join(names)
    return f"{', '.join(names[:_MOST_SPEAKERS])} and {len(names) - _MOST_SPEAKERS} more"


def _short(name: str) -> str:
    return shorten(name, max_chars=_NAME_CHARS)


def _find_key(name: str) -> str:
    """What the names of one carrier have in common: agencies have several, and "The" is no part of a name."""
    line = make_harmless_line(name)
    return _ARTICLE_WORD.sub("", clean_outlet(line) or line).casefold().replace(" ", "")
