"""Which statements only repeat others: those of the headline, and quotations that the page shows a second time."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from sayso.match import HeadlineFinding
from sayso.statement import Kind, Place, Statement

__all__ = ["find_repeats"]

# A quotation has so many words at least to be known by them.
_LEAST_WORDS = 5
# So many places with the same few words are compared: a bound on time.
_MOST_PLACES = 8
_WORD = re.compile(r"[^\W_]+")


def find_repeats(
    text: str, statements: Sequence[Statement], findings: Sequence[HeadlineFinding]
) -> dict[str, list[str]]:
    """Return the ids of statements that repeat others of the body, each with the ids of these.

    A statement of the headline does as far as `findings` say so; a quotation in the body without cue and source does
    if another statement with a source, or a turn, has its words, as of a pull quote.

    >>> from sayso.text import Span
    >>> text = "“We will not sell the boat,” Moss said. “We will not sell the boat.”"
    >>> said = Statement("s1", Kind.DIRECT, Place.BODY, (Span(0, 28),), (Span(34, 38),), (Span(29, 33),), 0.9)
    >>> shown = Statement("s2", Kind.DIRECT, Place.BODY, (Span(40, 68),), (), (), 0.9)
    >>> find_repeats(text, [said, shown], [])
    {'s2': ['s1']}
    """
    repeats: dict[str, list[str]] = defaultdict(list)
    for finding in findings:
        if finding.headline_statement and finding.statement:
            repeats[finding.headline_statement].append(finding.statement)
    shown = [statement for statement in statements if _may_be_shown(statement)]
    said = _index_words(text, statements) if shown else {}
    for statement in shown:
        words = _read_words(text, statement)
        for known, at, others in said.get(tuple(words[:_LEAST_WORDS]), ()):
            if others[at : at + len(words)] == words:
                repeats[statement.id].append(known)
    return dict(repeats)


def _may_be_shown(statement: Statement) -> bool:
    """Whether a statement is a quotation of the body for which nobody is named."""
    is_bare = not (statement.source or statement.cue or statement.turn or statement.within)
    return is_bare and statement.kind is Kind.DIRECT and statement.place is Place.BODY


def _index_words(text: str, statements: Sequence[Statement]) -> dict[tuple[str, ...], list[tuple[str, int, list[str]]]]:
    """Return by each few words in a row the statements that have them: id, where they begin, and all its words."""
    found: dict[tuple[str, ...], list[tuple[str, int, list[str]]]] = defaultdict(list)
    for statement in statements:
        if statement.place is Place.HEADLINE or not (statement.source or statement.turn):
            continue
        words = _read_words(text, statement)
        for at in range(len(words) - _LEAST_WORDS + 1):
            places = found[tuple(words[at : at + _LEAST_WORDS])]
            if len(places) < _MOST_PLACES:
                places.append((statement.id, at, words))
    return found


def _read_words(text: str, statement: Statement) -> list[str]:
    """Return the words of a statement's content, in small letters."""
    return [word.lower() for span in statement.content for word in _WORD.findall(text, *span)]
