"""Quotations that are signed by a dash and a name, and posts that are shown whole: “We float.” — Ida Moss."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise, zip_longest

from sayso.analyse.partial import Partial
from sayso.analyse.settle import holds, marks_near, overlapping
from sayso.segment import Marked, trim_span
from sayso.text import Span

__all__ = ["add_posts", "add_signed_quotations"]

# A dash and a name of one to six words that begins with a capital, at the end of a line; something may be added to it.
_SIGNATURE = re.compile(
    r"\s*(?P<dash>[―—–]|--?(?=\s))\s*(?P<name>[^\W\d_a-z][^\s“”\"]*(?: [^\s“”\"]+){0,5}?)"
    r"(?:,\s[^“”\"\n]{3,100})?[\s.]*"
)
# "— Ida Moss (@idamoss) May 3, 2019" signs the line before it.
_POSTED = re.compile(
    r"\s*(?P<dash>[―—–]|--?(?=\s))\s*(?P<name>(?!\s*(?:photo|image|picture|video|credit|courtesy|source|via|by|h/t)\w*\b)"
    r"[^\n()]{1,60}\(@\w{1,20}\))(?P<date>[^\n“”\"]{0,40})",
    re.IGNORECASE,
)
# Links after the words of a post.
_LINKS = re.compile(r"(?:\s*(?:https?://\S+|pic\.twitter\.com/\S+|…))+\s*$")
_MOST_LINKS = 200


def add_signed_quotations(
    text: str, found: Sequence[Partial], marked: Sequence[Marked], lines: Sequence[Span]
) -> list[Partial]:
    """Return the statements with those of quotations that are signed by a dash and a name.

    The name stands at the end of the quotation's line, or alone on the next: “We float.” — Ida Moss
    """
    signed = {
        span: sign for line, after in zip_longest(lines, lines[1:]) for span, sign in _signed(text, line, after, marked)
    }
    # If the model took the dash for a cue, the statement is there already.
    cues = {cue.start for o in found for cue in o.cue}
    spans = sorted(span for span, (dash, _) in signed.items() if dash.start not in cues)
    if not spans:
        return list(found)
    for o in found:
        if not o.is_inner:
            o.content = [content for content in o.content if not holds(spans, content)]
    return [o for o in found if o.content] + [Partial([s], [signed[s][0]], [signed[s][1]], []) for s in spans]


def _signed(
    text: str, line: Span, after: Span | None, marked: Sequence[Marked]
) -> Iterator[tuple[Span, tuple[Span, Span]]]:
    """Yield the quotation of a line with the dash and the name that sign it, if there are any."""
    inside = [m.span for m in marks_near(marked, line.start, line.start) if m.depth == 0 and m.span.start == line.start]
    if not inside:
        return
    quotation = inside[0]
    sign = _SIGNATURE.fullmatch(text, quotation.end, line.end)
    if not sign and quotation.end == line.end and after:
        sign = _SIGNATURE.fullmatch(text, after.start, after.end)
    if sign:
        yield quotation, (Span(*sign.span("dash")), Span(*sign.span("name")))


def add_posts(text: str, found: Sequence[Partial], lines: Sequence[Span]) -> list[Partial]:
    """Return the statements with the posts that are shown whole, each signed in the next line with name and handle.

    A post that a cue outside of it attributes has its statement already. What a post reports of others is nested in it.
    """
    posts = {}
    for line, after in pairwise(lines):
        sign = _POSTED.fullmatch(text, *after)
        words = _cut_links(text, line) if sign else line
        if sign and words.start < words.end:
            posts[words] = (Span(*sign.span("dash")), Span(*sign.span("name")))
    spans = sorted(posts)
    taken = {
        span for o in found if o.cue for span in _touched(spans, o.content) if not _is_within(o.cue[0], span, posts)
    }
    spans = [span for span in spans if span not in taken]
    # The post itself, as the model found it.
    kept = [o for o in found if not any(_is_whole(o, span, posts) for span in _touched(spans, o.content))]
    return kept + [Partial([span], [posts[span][0]], [posts[span][1]], []) for span in spans]


def _cut_links(text: str, line: Span) -> Span:
    """Return a line without the links at its end."""
    links = _LINKS.search(text, max(line.start, line.end - _MOST_LINKS), line.end)
    return trim_span(text, line.start, links.start()) if links else line


def _touched(spans: Sequence[Span], content: Sequence[Span]) -> Iterator[Span]:
    """Yield those of the spans with which a content overlaps."""
    for part in content:
        yield from overlapping(spans, part)


def _is_within(cue: Span, post: Span, posts: Mapping[Span, tuple[Span, Span]]) -> bool:
    """Whether a cue stands in a post, or is the dash that signs it."""
    return post.holds(cue) or cue.overlaps(posts[post][0])


def _is_whole(o: Partial, post: Span, posts: Mapping[Span, tuple[Span, Span]]) -> bool:
    """Whether a statement is the post, and not one that stands in it."""
    return not o.cue or o.cue[0].overlaps(posts[post][0])
