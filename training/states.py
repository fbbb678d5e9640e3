"""The states of a model for stretches of a text, from which weights are learnt that go with it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from sayso.analyse import Analyser
from sayso.analyse.layout import lay_out_lines
from sayso.article import Article
from sayso.text import Span

__all__ = ["read_states"]


def read_states(analyser: Analyser, article: Article) -> Callable[[Span], np.ndarray]:
    """Return what gives the mean state of a span's pieces, as `sayso.analyse.talk_states` has it."""
    layout = lay_out_lines(article)
    # Weights are fitted to what the analyser itself reads.
    tagger = analyser._tagger  # noqa: SLF001
    pieces = tagger.cut(layout.text, layout.lines, layout.quoted)
    states = np.concatenate([scored.states for scored in tagger.score(pieces, analyser.settings.scheme)])

    def find_mean(span: Span) -> np.ndarray:
        first, last = pieces.reach(*span)
        return states[first:last].sum(0) / max(1, last - first)

    return find_mean
