"""Who carried the words: the interviews, reports, agencies, posts and papers that an article names as their way."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from sayso.analyse.carry.again import find_again
from sayso.analyse.carry.aired import find_aired
from sayso.analyse.carry.credits import find_credits
from sayso.analyse.carry.datelines import find_datelines, find_metadata
from sayso.analyse.carry.documents import find_documents
from sayso.analyse.carry.footers import find_footers
from sayso.analyse.carry.gather import Found, gather
from sayso.analyse.carry.ground import lay_ground
from sayso.analyse.carry.heard import find_heard
from sayso.analyse.carry.names import call_by_name
from sayso.analyse.carry.order import order_chain
from sayso.analyse.carry.passed import find_passed
from sayso.analyse.carry.posts import find_posts
from sayso.analyse.carry.reported import find_reported
from sayso.analyse.carry.scene import see
from sayso.analyse.carry.sighting import Sighting
from sayso.analyse.carry.spread import spread
from sayso.analyse.layout import Layout
from sayso.article import Article
from sayso.carrier import Carrier
from sayso.match import HeadlineFinding
from sayso.speaker import Speaker
from sayso.statement import Statement
from sayso.text import Span

__all__ = ["find_carriers"]


def find_carriers(
    article: Article,
    layout: Layout,
    statements: Sequence[Statement],
    speakers: Sequence[Speaker],
    findings: Sequence[HeadlineFinding],
) -> tuple[tuple[Statement, ...], tuple[Carrier, ...]]:
    r"""The statements, each with the ids of its carriers, and the carriers in the order of the chain.

    A carrier that nothing came through is left out, unless it stands at the article's edge or in its metadata.

    Args:
        article: The article; its authors may name an agency.
        layout: How its text is laid out.
        statements: Its statements, in order; with their speakers, where these are known.
        speakers: Its speakers, whose names are not taken for outlets'.
        findings: What of the headline the body has: a title's statement has the carriers of the one it repeats.

    >>> from sayso.analyse.layout import lay_out
    >>> article = Article("a", "It rained.\n\nSource: Reuters")
    >>> [(c.name, c.how.value) for c in find_carriers(article, lay_out(article), (), (), ())[1]]
    [('Reuters', 'wire')]
    """
    turns = sorted(span for statement in statements if statement.turn for span in statement.content)
    # What somebody says in a turn of an interview is not the article's word on how it came by its own.
    sightings = (s for s in _sight(article, layout, speakers) if not _stands_in(turns, s.span))
    ground = lay_ground(layout, statements, speakers)
    found = spread(ground, gather(layout.text, sightings))
    _cover_headline(found, statements, findings)
    return _number(layout.text, found, statements)


def _sight(article: Article, layout: Layout, speakers: Sequence[Speaker]) -> Iterator[Sighting]:
    """All places of an article that name a carrier."""
    scene = see(layout, speakers)
    yield from find_metadata(article)
    for find in (find_datelines, find_footers, find_credits, find_heard, find_aired, find_reported, find_passed):
        yield from find(scene)
    for find in (find_documents, find_posts, find_again):
        yield from find(scene)


def _stands_in(spans: Sequence[Span], span: Span) -> bool:
    """Whether a span begins in one of others, which are in order and do not overlap."""
    place = bisect_right(spans, span.start, key=lambda other: other.start) - 1
    return place >= 0 and span.start < spans[place].end


def _cover_headline(
    found: Sequence[Found], statements: Sequence[Statement], findings: Sequence[HeadlineFinding]
) -> None:
    """Give a headline's statement the carriers of the body's statement that it repeats."""
    numbers: dict[str | None, int] = {statement.id: n for n, statement in enumerate(statements)}
    for finding in findings:
        if finding.statement in numbers and finding.headline_statement in numbers:
            for carrier in found:
                if numbers[finding.statement] in carrier.covered:
                    carrier.covered.add(numbers[finding.headline_statement])


def _number(
    text: str, found: Sequence[Found], statements: Sequence[Statement]
) -> tuple[tuple[Statement, ...], tuple[Carrier, ...]]:
    """The carriers with ids in the order of the chain, and the statements with those ids."""
    through: list[list[int]] = [[] for _ in statements]
    for key, carrier in enumerate(found):
        for n in carrier.covered:
            through[n].append(key)
    places = order_chain([carrier.rank for carrier in found], through)
    ordered = sorted(range(len(found)), key=lambda key: (places[key], found[key].first, key))
    position = {key: n for n, key in enumerate(ordered)}
    carriers = tuple(_finish(text, f"c{position[key] + 1}", found[key], statements, places[key]) for key in ordered)
    named = tuple(
        replace(statement, carriers=tuple(f"c{n + 1}" for n in sorted(position[key] for key in keys)))
        for statement, keys in zip(statements, through, strict=True)
    )
    return named, carriers


def _finish(text: str, name: str, found: Found, statements: Sequence[Statement], order: int) -> Carrier:
    """The record of a carrier."""
    ids = tuple(statements[n].id for n in sorted(found.covered))
    return Carrier(name, call_by_name(text, found.name, found.evidence), found.how, found.evidence, ids, order)
