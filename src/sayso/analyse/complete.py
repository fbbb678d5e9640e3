"""From the statements of an article to its whole reading: speakers, headline, carriers, marks and own voice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sayso.analyse.carry import find_carriers
from sayso.analyse.headline import flag_speakers, hold_headline
from sayso.analyse.kind import tell_kind
from sayso.analyse.layout import Layout
from sayso.analyse.resolve import resolve_speakers
from sayso.analyse.resolve.rank import Ranker
from sayso.analyse.scare import tell_marks
from sayso.analyse.voice import find_own_voice
from sayso.article import Article
from sayso.match import Flag, HeadlineFinding
from sayso.reading import Reading, Stamp
from sayso.statement import Statement

__all__ = ["complete"]


def complete(
    article: Article, layout: Layout, statements: Sequence[Statement], *, ranker: Ranker, stamp: Stamp
) -> Reading:
    """The reading that the statements of an article lead to.

    The headline is held against the body before speakers are known, for what it repeats tells who speaks in it;
    whether it gives the words to somebody else is told after.

    Args:
        article: The article.
        layout: Its layout.
        statements: Its statements, in reading order, without speakers and carriers.
        ranker: What chooses between those whom a pronoun or description may stand for.
        stamp: What made the statements.
    """
    findings = hold_headline(layout, statements)
    statements = _without_own_words(layout, statements, findings)
    resolved, speakers = resolve_speakers(article, layout, statements, findings, ranker)
    findings = flag_speakers(layout, findings, resolved, speakers)
    carried, carriers = find_carriers(article, layout, resolved, speakers, findings)
    scare_quotes, other_marks = tell_marks(layout, carried)
    told = [*scare_quotes, *(mark.span for mark in other_marks)]
    return Reading(
        article,
        statements=carried,
        notices=article.notices,
        stamp=stamp,
        speakers=speakers,
        carriers=carriers,
        headline=findings,
        scare_quotes=scare_quotes,
        own_voice=find_own_voice(layout, carried, carriers, told=told),
        other_marks=other_marks,
    )


def _without_own_words(
    layout: Layout, statements: Sequence[Statement], findings: Sequence[HeadlineFinding]
) -> list[Statement]:
    """The statements, those of the headline without what the outlet itself goes on to say after a quotation."""
    spans = {f.headline_statement: f.span for f in findings if Flag.OWN_WORDS in f.flags and f.headline_statement}
    out = []
    for statement in statements:
        span = spans.get(statement.id)
        if span is not None and len(statement.content) == 1 and statement.content[0].holds(span):
            kind = tell_kind([span], layout.text, layout.marked)
            out.append(replace(statement, content=(span,), kind=kind))
        else:
            out.append(statement)
    return out
