"""Which stretches of an article are quotations to be checked, and which of them hang together.

A statement's content tells that words are quoted; the marks within it tell which. Marks are read line by line: a
quotation that goes on in the next paragraph is a stretch of its own there.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sayso.reading import Reading
from sayso.statement import Kind, Statement
from sayso.text import Span

__all__ = ["Stretch", "find_stretches"]

_MARK = re.compile(r"[“”„«»\"＂]|''|``")
_OPENS, _CLOSES = frozenset({"“", "„", "«", "``"}), frozenset({"”", "»"})
_SINGLE = re.compile(r"(?<!\w)[‘'](?=[\w\[(…])[^\n]*?(?<=\S)[’'](?!\w)")
_EDGES = "“”„«»\"＂‘’'` \t\n\u00a0"
_LETTER = re.compile(r"[^\W_]")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words in quotation marks that a statement gives to somebody.

    Attributes:
        span: All of it, marks included.
        inside: What stands between the marks.
        statement: The statement whose content it is.
    """

    span: Span
    inside: Span
    statement: Statement


def find_stretches(reading: Reading) -> list[tuple[Stretch, ...]]:
    """The quotations of an article, those of one statement together, in text order.

    Scare quotes, titles and words as words are left out; so is what no statement gives to anybody.
    """
    text = reading.article.text if hasattr(reading.article, "text") else ""
    marked = _pair(text)
    found: dict[Span, Stretch] = {}
    # The smallest content comes last and has the words: a quotation within reported speech is the inner speaker's.
    for statement in sorted(reading.statements, key=_measure, reverse=True):
        for span in _find_marked(text, statement, marked):
            found[span] = Stretch(span, _strip(text, span), statement)
    others = sorted([*reading.scare_quotes, *(mark.span for mark in reading.other_marks)])
    kept = [found[span] for span in _drop_inner(sorted(found, key=lambda s: (s.start, -s.end))) if span not in others]
    groups: dict[str, list[Stretch]] = {}
    for stretch in kept:
        groups.setdefault(stretch.statement.id, []).append(stretch)
    return [tuple(group) for group in groups.values()]


def _measure(statement: Statement) -> int:
    return sum(span.end - span.start for span in statement.content)


def _find_marked(text: str, statement: Statement, marked: Sequence[Span]) -> Iterator[Span]:
    """The stretches in marks of a statement's content."""
    if statement.kind is Kind.INDIRECT or statement.turn:
        return
    for content in statement.content:
        whole = [span for span in _overlap(content, marked) if _has_words(text, span)]
        if not whole:
            whole = [Span(*found.span()) for found in _SINGLE.finditer(text, content.start, content.end)]
        if not whole and statement.kind is Kind.DIRECT and len(statement.content) == 1:
            # Marks that no rule pairs; the reading knows better that all of it is quoted.
            whole = [content]
        yield from whole


def _overlap(content: Span, marked: Sequence[Span]) -> Iterator[Span]:
    """The marked stretches within a content; of one that reaches beyond it, the part within."""
    first = bisect_left(marked, content.start, key=lambda span: span.end)
    for span in marked[first:]:
        if span.start >= content.end:
            return
        yield Span(max(span.start, content.start), min(span.end, content.end))


def _pair(text: str) -> list[Span]:
    """The stretches in double marks, marks included, in text order; the outermost only."""
    found: list[Span] = []
    for line in re.finditer(r"[^\n]+", text):
        begin, depth = -1, 0
        for mark in _MARK.finditer(text, line.start(), line.end()):
            opens = _does_open(text, mark, is_open=begin >= 0)
            if begin < 0:
                begin, depth = (mark.start(), 1) if opens else (begin, 0)
            elif opens and mark.group() in "„«":
                depth += 1
            elif opens:
                # The mark that should have closed it was forgotten.
                found.append(_trim(text, Span(begin, mark.start())))
                begin, depth = mark.start(), 1
            elif depth > 1:
                depth -= 1
            else:
                found.append(Span(begin, mark.end()))
                begin, depth = -1, 0
        if begin >= 0:
            found.append(_trim(text, Span(begin, line.end())))
    return found


def _does_open(text: str, mark: re.Match[str], *, is_open: bool) -> bool:
    """Whether a mark opens: told by its shape, else by its neighbours."""
    sign = mark.group()
    if sign in _CLOSES or sign == "''":
        return False
    if sign == "“" and is_open and "„" in text:
        return False
    if sign in _OPENS:
        return True
    before, after = text[max(0, mark.start() - 1) : mark.start()], text[mark.end() : mark.end() + 1]
    if is_open:
        return (not before or before.isspace()) and bool(after) and not after.isspace()
    return True


def _trim(text: str, span: Span) -> Span:
    end = span.end
    while end > span.start and text[end - 1].isspace():
        end -= 1
    return Span(span.start, end)


def _strip(text: str, span: Span) -> Span:
    """What stands between the marks of a stretch."""
    start, end = span
    while start < end and text[start] in _EDGES:
        start += 1
    while end > start and text[end - 1] in _EDGES:
        end -= 1
    return Span(start, end)


def _has_words(text: str, span: Span) -> bool:
    return _LETTER.search(text, *span) is not None


def _drop_inner(spans: Sequence[Span]) -> Iterator[Span]:
    """The spans without those that lie within one before them."""
    end = -1
    for span in spans:
        if span.end > end:
            yield span
            end = span.end
