"""The statement of the body that a reported claim of the headline repeats, by shared words."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence

from sayso.analyse.layout import Layout
from sayso.compare import fold
from sayso.compare.words import Sort, find_stem, sort_word
from sayso.statement import Statement
from sayso.text import Span

__all__ = ["Claims"]

# Chosen on the headlines of the training articles.
_LEAST_COVER = 0.12  # of the claim's weight, that the statement must share
_BESIDE = 0.5  # the weight of a word in the statement's sentence, but not in its content
_NEAR = 400  # characters: how far the sentence is searched
_SAME_SOURCE = 0.2  # for a statement whose source has a name or noun of the headline's source
_EARLY = 0.3  # for the first statement; less for later ones, since headlines are written from the top


class Claims:
    """The statements of a body, indexed by their words.

    Args:
        layout: The article's layout.
        statements: The statements of the body.
    """

    def __init__(self, layout: Layout, statements: Sequence[Statement]) -> None:
        self.layout = layout
        self.statements = statements
        self.in_content: defaultdict[str, list[int]] = defaultdict(list)
        self.beside: defaultdict[str, list[int]] = defaultdict(list)
        self.in_source: defaultdict[str, list[int]] = defaultdict(list)
        for number, statement in enumerate(statements):
            content = self._collect_stems(statement.content)
            for stem in content:
                self.in_content[stem].append(number)
            for stem in _stems(layout.text, self._find_around(statement)) - content:
                self.beside[stem].append(number)
            for stem in self._collect_stems(statement.source):
                self.in_source[stem].append(number)

    def find(self, claim: Span, source: Iterable[Span]) -> Statement | None:
        """Return the statement that shares most with the claim; None if none shares enough."""
        asked = self._weigh(claim)
        covers: defaultdict[int, float] = defaultdict(float)
        for stem, weight in asked.items():
            for number in self.in_content.get(stem, ()):
                covers[number] += weight
            for number in self.beside.get(stem, ()):
                covers[number] += _BESIDE * weight
        whole = sum(asked.values())
        near = {number: cover / whole for number, cover in covers.items() if cover >= _LEAST_COVER * whole}
        alike = {number for stem in self._collect_stems(source) for number in self.in_source.get(stem, ())}
        scores = {
            number: cover + _SAME_SOURCE * (number in alike) + _EARLY / (1 + number / 3)
            for number, cover in near.items()
        }
        return self.statements[max(scores, key=lambda number: (scores[number], -number))] if scores else None

    def find_whole(self, claim: Span) -> Statement | None:
        """Return the first statement with all content stems of the claim, if these are two or more; else None."""
        asked = sorted(_stems(self.layout.text, claim))
        if len(asked) < 2:
            return None
        having = set(self.in_content.get(asked[0], ()))
        for stem in asked[1:]:
            having &= set(self.in_content.get(stem, ()))
        return self.statements[min(having)] if having else None

    def _weigh(self, claim: Span) -> dict[str, float]:
        """Return the stems of the claim's content words with weights; rare ones weigh more."""
        total = len(self.statements) + 1
        counts = {stem: len(self.in_content.get(stem, ())) for stem in sorted(_stems(self.layout.text, claim))}
        return {stem: math.log(1 + total / (1 + count)) for stem, count in counts.items()}

    def _collect_stems(self, spans: Iterable[Span]) -> set[str]:
        return {stem for span in spans for stem in _stems(self.layout.text, span)}

    def _find_around(self, statement: Statement) -> Span:
        """Return the span of the statement's sentences, as far as they are near."""
        start, end = statement.content[0].start, statement.content[-1].end
        sentences, number = self.layout.sentences, self.layout.sentence_of
        first, last = sentences[number(start)], sentences[number(end - 1)]
        return Span(max(first.start, start - _NEAR), max(start, min(last.end, end + _NEAR, start + 3 * _NEAR)))


def _stems(text: str, span: Span) -> set[str]:
    """Return the stems of the content words and numbers in a span."""
    forms = fold(text, span).forms
    return {find_stem(form) for form in forms if sort_word(form) in _CONTENT_SORTS}


_CONTENT_SORTS = frozenset({Sort.CONTENT, Sort.NUMBER})
