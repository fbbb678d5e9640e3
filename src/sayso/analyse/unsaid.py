"""Errors of the model: the sentence has a verb of saying, but reports no words."""

from __future__ import annotations

import re

from sayso.analyse.layout import Layout
from sayso.statement import Statement

__all__ = ["is_unsaid"]

_DENIED = re.compile(r"\b(?:not|never|nor)\b|n['’]t\b", re.IGNORECASE)
# "First reported" or "originally published" names a carrier; nobody speaks there.
_PASSED_ON = re.compile(
    r"\b(?:first|originally|previously)\s+(?:reported|published|appeared|posted|aired|broadcast)\b", re.IGNORECASE
)


def is_unsaid(layout: Layout, statement: Statement) -> bool:
    """Whether nobody says a statement: a denial without a source, or a note of where a report first appeared.

    These are rules of the guide's scheme; PolNeAR marks some of them.

    >>> from sayso.analyse.layout import lay_out
    >>> from sayso.article import Article
    >>> from sayso.statement import Kind, Place
    >>> from sayso.text import Span
    >>> layout = lay_out(Article("a", "The tenants have not been told when the lift will run."))
    >>> is_unsaid(layout, Statement("s1", Kind.INDIRECT, Place.BODY, (Span(31, 53),), (Span(12, 30),), (), 0.5))
    True
    """
    if statement.source or not statement.cue or statement.turn:
        return False
    cue = " ".join(span.of(layout.text) for span in statement.cue)
    return bool(_DENIED.search(cue) or _PASSED_ON.search(cue))
