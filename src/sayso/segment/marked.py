"""A stretch in quotation marks, and how such stretches nest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from sayso.text import Span

__all__ = ["MarkKind", "Marked", "nest_marks"]

MarkKind = Literal["double", "single", "guillemet", "corner", "block"]


@dataclass(frozen=True, slots=True)
class Marked:
    """A stretch in quotation marks.

    Attributes:
        span: All of it, marks included.
        inside: What stands between the marks.
        depth: 0 for the outermost, 1 for marks inside of marks, and so on.
        closed: False if it ended with its line, or where the next one began, for want of a closing mark.
        reopened: Whether it continues the quotation that the line before left open.
        kind: The family of the marks.
    """

    span: Span
    inside: Span
    depth: int = 0
    closed: bool = True
    reopened: bool = False
    kind: MarkKind = "double"


def nest_marks(found: Iterable[Marked]) -> list[Marked]:
    """The quotations of a line in reading order, each with its depth."""
    nested: list[Marked] = []
    ends: list[int] = []
    for mark in sorted(found, key=lambda mark: (mark.span.start, -mark.span.end)):
        while ends and ends[-1] <= mark.span.start:
            ends.pop()
        depth = len(ends)
        ends.append(mark.span.end)
        nested.append(replace(mark, depth=depth) if depth else mark)
    return nested
