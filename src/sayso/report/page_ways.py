"""The ways that words took, beside the paragraphs in which they stand: carriers by paragraph, and what all share."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass

from sayso.article import Article
from sayso.carrier import Carrier
from sayso.reading import Reading
from sayso.report.chains import ARROW, describe_end, describe_way
from sayso.report.page_parties import Party
from sayso.statement import Statement

__all__ = ["Ways", "find_ways"]


@dataclass(frozen=True, slots=True)
class Way:
    """A line beside a paragraph: whose words in it came which way."""

    sign: str
    style: str
    line: str


@dataclass(frozen=True, slots=True)
class Ways:
    """The ways of an article's words.

    Attributes:
        shared: The end of all ways, up to the reader; empty where no carrier is shared by all statements.
        beside: The lines beside a paragraph, by the place where the paragraph begins.
    """

    shared: str
    beside: Mapping[int, tuple[Way, ...]]


def find_ways(reading: Reading, article: Article, parties: Mapping[str, Party], shown: Container[str]) -> Ways:
    """The ways of that reading's statements; only those whose ids are among `shown` have a line beside the text.

    A quotation within another came the same way as the other did, so it is not named unless it has another way.
    """
    known = {carrier.id: carrier for carrier in reading.carriers}
    said = [it for it in reading.statements if it.content]
    all_ids = [frozenset(name for name in it.carriers if name in known) for it in said]
    shared = _find_shared(all_ids, known)
    ids = dict(zip((it.id for it in said), all_ids, strict=True))
    beside: dict[int, dict[Way, None]] = {}
    for statement in said:
        own = ids[statement.id] - shared
        if not own or statement.id not in shown or _has_way_of_outer(statement, ids):
            continue
        party = parties[statement.id]
        carriers = [known[name] for name in own]
        rest = (
            f"{describe_way(carriers, article.text)}{ARROW}…"
            if shared
            else describe_end(carriers, article.outlet, article.text)
        )
        line = f"{party.short or party.name}{ARROW}{rest}"
        start = article.text.rfind("\n", 0, statement.content[0].start) + 1
        beside.setdefault(start, {})[Way(party.sign, party.style, line)] = None
    last = describe_end([known[name] for name in shared], article.outlet, article.text) if shared else ""
    return Ways(last, {start: tuple(ways) for start, ways in beside.items()})


def _find_shared(ids: Sequence[frozenset[str]], known: Mapping[str, Carrier]) -> frozenset[str]:
    """The carriers of all statements, as far as they come after all others."""
    if not ids:
        return frozenset()
    shared = frozenset.intersection(*ids)
    last = max((known[name].order for each in ids for name in each - shared), default=0)
    return frozenset(name for name in shared if known[name].order > last)


def _has_way_of_outer(statement: Statement, ids: Mapping[str, frozenset[str]]) -> bool:
    return statement.within is not None and ids.get(statement.within) == ids[statement.id]
