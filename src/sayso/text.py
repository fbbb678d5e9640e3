"""Spans of a text, counted in Unicode code points, and the fingerprint of a text."""

from __future__ import annotations

import hashlib
from typing import NamedTuple

from sayso.errors import OffsetError

__all__ = ["Span", "check_spans", "fingerprint"]


class Span(NamedTuple):
    """A half-open stretch `[start, end)` of a text, in Unicode code points.

    >>> Span(1, 4).of("“We won,” she said.")
    'We '
    """

    start: int
    end: int

    def of(self, text: str) -> str:
        """The characters of `text` that the span covers."""
        return text[self.start : self.end]

    def holds(self, other: Span) -> bool:
        """Whether `other` lies completely within this span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two spans share at least one character."""
        return self.start < other.end and other.start < self.end


def fingerprint(text: str) -> str:
    """The SHA-256 of the text in UTF-8, as 64 hexadecimal digits.

    Lone surrogates, which UTF-8 cannot write, are counted as the bytes that they stand for.
    """
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def check_spans(spans: tuple[Span, ...], text: str, what: str) -> None:
    """Raise OffsetError unless every span is in order, non-empty and within the text."""
    for span in spans:
        if not 0 <= span.start < span.end <= len(text):
            raise OffsetError(
                f"{what}: span [{span.start}, {span.end}) does not fit; text has {len(text):,} characters"
            )
