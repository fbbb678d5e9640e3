"""The stretches of a headline that are compared with the body: quotations and reported claims."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sayso.analyse.layout import Layout
from sayso.compare import fold
from sayso.compare.words import Sort, find_stem, sort_word
from sayso.segment import Marked
from sayso.statement import Kind, Place, Statement
from sayso.text import Span

__all__ = ["Stretch", "find_stretches"]

# A headline has a handful; a hostile one may have any number.
_MOST_STRETCHES = 40
# A reported clause with a quotation in it is a separate claim if it has so many content words outside the marks.
_OWN_CLAIM = 2

# A content of so few content words is who or what is talked about, not what is said.
_BARE = 2


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the headline that is compared with the body.

    Attributes:
        span: The stretch, quotation marks included.
        inside: The words to search for.
        statement: The headline's statement that it belongs to, if there is one.
        in_marks: Whether it stands in quotation marks.
    """

    span: Span
    inside: Span
    statement: Statement | None
    in_marks: bool


def find_stretches(layout: Layout, title: Span, statements: Sequence[Statement]) -> list[Stretch]:
    """Return the stretches of the headline to compare with the body, in order.

    Args:
        layout: The article's layout.
        title: Where the headline stands.
        statements: All statements; only those of the headline are used.
    """
    own = [statement for statement in statements if statement.place is Place.HEADLINE][:_MOST_STRETCHES]
    marks = [mark for mark in layout.marked if title.holds(mark.span) and mark.kind != "block"]
    outermost = [mark for mark in marks if not mark.depth][:_MOST_STRETCHES]
    found = [Stretch(mark.span, mark.inside, _find_owner(mark, own), in_marks=True) for mark in outermost]
    claims = [
        _find_claim(layout.text, span, s, outermost) for s in own if s.kind is not Kind.DIRECT for span in s.content
    ]
    found += [claim for claim in claims if claim]
    return sorted(found, key=lambda stretch: (stretch.span.start, -stretch.span.end))


def _find_owner(mark: Marked, statements: Sequence[Statement]) -> Statement | None:
    """Return the headline's statement whose content has most of the words in the marks; of several, the shortest."""
    start, end = mark.span
    ranked = [
        (min(span.end, end) - max(span.start, start), span.start - span.end, -n)
        for n, statement in enumerate(statements)
        for span in statement.content
    ]
    shared, _, number = max(ranked, default=(0, 0, 0))
    return statements[-number] if 2 * shared > end - start else None


def _find_claim(text: str, span: Span, statement: Statement, marks: Sequence[Marked]) -> Stretch | None:
    """Return a content as a claim, if it has content words outside its marks; else None.

    A short one includes its cue: in “slams the mayor”, “the mayor” alone is not a claim.
    """
    cue = next((c for c in statement.cue if c.end <= span.start and not text[c.end : span.start].strip()), None)
    said = set(map(find_stem, fold(text, cue).forms)) if cue else set()
    is_claim_verb = cue is not None and not _PLAIN & said
    inner = [mark for mark in marks if mark.span.overlaps(span)]
    outside = sum(_count_content_words(text, part) for part in _cut_out(span, inner))
    if outside + (is_claim_verb and outside > 0) < (_OWN_CLAIM if inner else 1):
        return None
    is_bare = _count_content_words(text, span) <= _BARE
    whole = Span(cue.start, span.end) if cue and is_claim_verb and said and is_bare else span
    return Stretch(whole, span, statement, in_marks=False)


# These say only that something was said.
_PLAIN = frozenset("say tell write add state accord".split())


def _cut_out(span: Span, marks: Sequence[Marked]) -> Iterator[Span]:
    """Yield the parts of the span outside the marks."""
    start = span.start
    for mark in marks:
        if start < mark.span.start:
            yield Span(start, mark.span.start)
        start = max(start, mark.span.end)
    if start < span.end:
        yield Span(start, span.end)


def _count_content_words(text: str, span: Span) -> int:
    return sum(sort_word(form) in {Sort.CONTENT, Sort.NUMBER} for form in fold(text, span).forms)
