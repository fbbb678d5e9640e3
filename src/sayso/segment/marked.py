"""The record of a stretch in quotation marks, and the nesting of such stretches."""

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
        span: The whole stretch, marks included.
        inside: The stretch without the marks.
        depth: 0 for the outermost, 1 for marks inside of marks, and so on.
        closed: False if it has no closing mark, so that it ends with its line or where the next one begins.
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
