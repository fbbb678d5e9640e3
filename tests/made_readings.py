"""Readings of any kind for tests of properties: whatever a reading may hold, sensible or not."""

from __future__ import annotations

import re
from collections.abc import Callable

from hypothesis import strategies as st

from sayso.article import Article, Outlet, Region, Stated
from sayso.carrier import Carrier, How
from sayso.errors import Notice
from sayso.marking import MarkUse, OtherMark
from sayso.match import Change, Flag, HeadlineFinding
from sayso.reading import Reading, Stamp
from sayso.speaker import Speaker, SpeakerType
from sayso.statement import Kind, Place, Statement, Unresolved
from sayso.text import Span

__all__ = ["ARTICLES", "READINGS", "STAMP", "TEXTS"]

STAMP = Stamp("0.1.0", "tiny", "f00d")
# Lone surrogates are among them; a high one right before a low one is one character in JSON, see jsonl.py.
TEXTS = st.text(st.characters(exclude_categories=()), max_size=60).filter(
    lambda text: not re.search("[\ud800-\udbff][\udc00-\udfff]", text)
)


@st.composite
def spans(draw: Callable[[st.SearchStrategy[int]], int]) -> Span:
    start = draw(st.integers(0, 9))
    return Span(start, start + draw(st.integers(1, 10)))


def many(strategy: st.SearchStrategy[object], *, least: int = 0) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(strategy, min_size=least, max_size=3).map(tuple)


STATEMENTS = st.builds(
    Statement,
    id=TEXTS,
    kind=st.sampled_from(Kind),
    place=st.sampled_from(Place),
    content=many(spans(), least=1),
    cue=many(spans()),
    source=many(spans()),
    score=st.floats(0, 1),
    within=st.none() | TEXTS,
    turn=st.booleans(),
    speaker=st.none() | TEXTS,
    unresolved=st.none() | st.sampled_from(Unresolved),
    candidates=many(TEXTS),
    carriers=many(TEXTS),
)
SPEAKERS = st.builds(
    Speaker,
    id=TEXTS,
    name=TEXTS,
    type=st.sampled_from(SpeakerType),
    named=st.booleans(),
    roles=many(TEXTS),
    mentions=many(spans()),
    members=many(TEXTS),
)
CARRIERS = st.builds(
    Carrier,
    id=TEXTS,
    name=TEXTS,
    how=st.sampled_from(How),
    evidence=many(spans()),
    statements=many(TEXTS),
    order=st.integers(1, 9),
)
FINDINGS = st.builds(
    HeadlineFinding,
    span=spans(),
    finding=st.sampled_from(Change),
    statement=st.none() | TEXTS,
    headline_statement=st.none() | TEXTS,
    body=many(spans()),
    flags=many(st.sampled_from(Flag)),
    note=TEXTS,
)
OTHER_MARKS = st.builds(OtherMark, span=spans(), kind=st.sampled_from(MarkUse))
BESIDE_STATEMENTS = st.fixed_dictionaries(
    {
        "speakers": many(SPEAKERS),
        "carriers": many(CARRIERS),
        "headline": many(FINDINGS),
        "scare_quotes": many(spans()),
        "own_voice": many(spans()),
        "other_marks": many(OTHER_MARKS),
    }
)
ARTICLES = st.builds(
    Article,
    id=TEXTS,
    text=TEXTS.map(lambda text: f"{text:20}"),  # so that all spans lie in it
    url=st.none() | TEXTS,
    outlet=st.none() | st.builds(Outlet, st.none() | TEXTS.filter(bool), st.none() | TEXTS),
    title=st.none() | TEXTS,
    title_span=st.none() | spans(),
    given_span=st.none() | spans(),
    authors=many(TEXTS),
    published=st.none() | TEXTS,
    published_precision=st.none() | TEXTS,
    language=st.none() | TEXTS,
    modified=st.none() | TEXTS,
    modified_precision=st.none() | TEXTS,
    canonical=st.none() | TEXTS,
    section=st.none() | TEXTS,
    origins=st.dictionaries(TEXTS, TEXTS, max_size=2).map(lambda known: tuple(known.items())),
    stated=many(st.builds(Stated, TEXTS, TEXTS, TEXTS)),
    regions=many(st.builds(Region, spans(), st.sampled_from(["caption", "pull-quote", "boilerplate"]))),
)
READINGS = st.builds(
    lambda article, statements, notices, beside: Reading(article, statements, notices, STAMP, **beside),
    ARTICLES,
    many(STATEMENTS),
    many(st.builds(Notice, st.sampled_from(["read", "analyse"]), TEXTS)),
    BESIDE_STATEMENTS,
)
