"""Find the speaker of each statement: the person or body that its source refers to."""

from __future__ import annotations

from collections.abc import Sequence

from sayso.analyse.layout import Layout
from sayso.analyse.model_spans import ModelSpan
from sayso.analyse.resolve.rank import Ranker
from sayso.analyse.resolve.resolver import Resolver
from sayso.article import Article
from sayso.match import HeadlineFinding
from sayso.speaker import Speaker
from sayso.statement import Statement

__all__ = ["Ranker", "resolve_speakers"]


def resolve_speakers(
    article: Article,
    layout: Layout,
    statements: Sequence[Statement],
    findings: Sequence[HeadlineFinding],
    ranker: Ranker | None = None,
    tagged: Sequence[ModelSpan] = (),
) -> tuple[tuple[Statement, ...], tuple[Speaker, ...]]:
    """Return the statements with their speakers, and the speakers in the order in which they first speak.

    Args:
        article: The article, whose outlet and authors may be speakers.
        layout: Its layout.
        statements: Its statements, in reading order.
        findings: Which statement of the body a headline's statement repeats; without a source it has the same speaker.
        ranker: Chooses between candidates; the shipped one by default.
        tagged: The mentions that the model tagged.
    """
    resolver = Resolver(article, layout, statements, findings, ranker or Ranker(), tagged)
    resolver.run()
    return resolver.records()
