"""Spans of a text, counted in Unicode code points, and the fingerprint of a text."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import NamedTuple

from sayso.errors import OffsetError
from sayso.given import check_given

__all__ = ["Span", "check_spans", "fingerprint"]


class Span(NamedTuple):
    """A half-open stretch `[start, end)` of a text, in Unicode code points.

    Whether it fits is checked where it meets a text: in `of`, in an `Article` and in a `Reading`.

    >>> Span(1, 4).of("“We won,” she said.")
    'We '
    """

    start: int
    end: int

    def of(self, text: str) -> str:
        """The characters of `text` that the span covers.

        Raises:
            OffsetError: The span is reversed, or does not lie within the text.
        """
        start, end = self
        try:
            if 0 <= start <= end <= len(text):
                return text[start:end]
        except TypeError:
            check_given("the text of a span", text, str, "a str")
            check_pair(self, "this")
        raise OffsetError(describe_misfit(self, text))

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


def check_spans(spans: Iterable[Span], text: str, what: str) -> None:
    """Raise OffsetError unless every span is in order and within the text; `what` says whose spans they are."""
    for span in spans:
        start, end = check_pair(span, what)
        if not 0 <= start <= end <= len(text):
            raise OffsetError(f"{what}: {describe_misfit(span, text)}")


def check_pair(span: object, what: str) -> tuple[int, int]:
    """The two numbers of a span.

    Raises:
        TypeError: It is no pair of whole numbers.
    """
    if isinstance(span, tuple) and len(span) == 2 and all(type(place) is int for place in span):
        return span
    raise TypeError(f"{what}: {span!r:.60} is no span; give Span(start, end)")


def describe_misfit(span: Span, text: str) -> str:
    """Why a span does not fit its text, in words."""
    why = "is reversed" if span[0] > span[1] else "does not fit"
    return f"span [{span[0]}, {span[1]}) {why}; the text has {len(text):,} characters"
