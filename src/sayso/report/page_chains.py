"""The ways that words took to the reader, as the page draws them: from who speaks, by carriers, up to the reader."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sayso.article import Article
from sayso.reading import Reading
from sayso.report.chains import TOLD_BY, list_chains, list_steps
from sayso.report.page_parties import NO_STYLE, Party

__all__ = ["Chains", "view_chains"]

# More speakers of a way, and more ways, are counted.
_MOST_SPEAKERS, _MOST_CHAINS = 6, 40


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks, at the beginning of a way: the number, the colour, the name."""

    sign: str
    style: str
    name: str


@dataclass(frozen=True, slots=True)
class ChainView:
    """One way to the reader.

    Attributes:
        voices: Who speaks.
        more_voices: How many more do.
        steps: Whom it came through, and in which way; the outlet; the reader.
        statement_count: How many statements came this way.
    """

    voices: tuple[Voice, ...]
    more_voices: int
    steps: tuple[str, ...]
    statement_count: int


@dataclass(frozen=True, slots=True)
class Chains:
    """The ways, the longest first, and how many more there are."""

    shown: tuple[ChainView, ...] = ()
    more: int = 0


def view_chains(reading: Reading, article: Article, parties: Mapping[str, Party]) -> Chains:
    """The ways of that reading's statements; none where no words came through a carrier."""
    chains = list_chains(reading)
    if not any(chain.hands for chain in chains):
        return Chains()
    by_name = {party.name: party for party in parties.values()}
    views = tuple(
        ChainView(
            tuple(_view_voice(name, by_name) for name in chain.speakers[:_MOST_SPEAKERS]),
            len(chain.speakers[_MOST_SPEAKERS:]),
            tuple(list_steps(chain, article.outlet, article.text)),
            chain.statement_count,
        )
        for chain in chains[:_MOST_CHAINS]
    )
    return Chains(views, len(chains) - len(views))


def _view_voice(name: str, parties: Mapping[str, Party]) -> Voice:
    party = parties.get(name.partition(TOLD_BY)[0])
    return Voice("", NO_STYLE, name) if party is None else Voice(party.sign, party.style, name)
