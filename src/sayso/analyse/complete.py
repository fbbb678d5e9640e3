"""Complete a reading from its statements: speakers, headline findings, carriers, marks and own voice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sayso.analyse.carry import find_carriers
from sayso.analyse.carry.scorer import Scorer
from sayso.analyse.headline import compare_headline, flag_speakers
from sayso.analyse.kind import classify_kind
from sayso.analyse.layout import Layout
from sayso.analyse.model_spans import ModelSpans
from sayso.analyse.repeats import find_repeats
from sayso.analyse.resolve import resolve_speakers
from sayso.analyse.resolve.rank import Ranker
from sayso.analyse.scare import classify_marks
from sayso.analyse.voice import find_own_voice
from sayso.article import Article
from sayso.match import Flag, HeadlineFinding
from sayso.reading import Reading, Stamp
from sayso.statement import Statement

__all__ = ["complete"]


def complete(
    article: Article,
    layout: Layout,
    statements: Sequence[Statement],
    *,
    spans: ModelSpans,
    ranker: Ranker,
    scorer: Scorer,
    stamp: Stamp,
) -> Reading:
    """Return the reading of an article with these statements.

    The headline is compared with the body before speakers are resolved, since a repeated statement has the same
    speaker; different speakers are flagged after that.

    Args:
        article: The article.
        layout: Its layout.
        statements: Its statements, in reading order, without speakers and carriers.
        spans: The mentions and carriers that the model tagged.
        ranker: Chooses between candidates for a pronoun or description.
        scorer: Scores candidates for carriers.
        stamp: The version, model and settings.
    """
    findings = compare_headline(layout, statements)
    statements = _without_own_words(layout, statements, findings)
    repeats = find_repeats(layout.text, statements, findings)
    resolved, speakers = resolve_speakers(article, layout, statements, repeats, ranker, spans)
    findings = flag_speakers(layout, findings, resolved, speakers)
    carried, carriers = find_carriers(article, layout, resolved, speakers, repeats, spans, scorer=scorer)
    scare_quotes, other_marks = classify_marks(layout, carried)
    unquoted = [*scare_quotes, *(mark.span for mark in other_marks)]
    return Reading(
        article,
        statements=carried,
        notices=article.notices,
        stamp=stamp,
        speakers=speakers,
        carriers=carriers,
        headline=findings,
        scare_quotes=scare_quotes,
        own_voice=find_own_voice(layout, carried, carriers, unquoted=unquoted),
        other_marks=other_marks,
    )


def _without_own_words(
    layout: Layout, statements: Sequence[Statement], findings: Sequence[HeadlineFinding]
) -> list[Statement]:
    """Return the statements; those of the headline end with the quotation where the outlet finishes the sentence."""
    spans = {f.headline_statement: f.span for f in findings if Flag.OWN_WORDS in f.flags and f.headline_statement}
    out = []
    for statement in statements:
        span = spans.get(statement.id)
        if span is not None and len(statement.content) == 1 and statement.content[0].holds(span):
            kind = classify_kind([span], layout.text, layout.marked)
            out.append(replace(statement, content=(span,), kind=kind))
        else:
            out.append(statement)
    return out
