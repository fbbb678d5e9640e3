"""The end of reported words by the guide: before a refusal to comment, and before the speaker's own next clause.

"The bank knew, two people said. The bank declined to comment." · "My engineers told me to. So I did."
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from sayso.analyse.partial import Partial
from sayso.analyse.settle import is_unmarked, marks_near, settle
from sayso.segment import Marked, split_sentences
from sayso.text import Span

__all__ = ["Sentences", "cut_to_sentence", "remove_refusals"]

_REFUSAL = re.compile(
    r"\b(?:declined|refused)\s(?:(?:further|to|any)\s){1,2}comment\b"
    r"|(?:\bnot|n['’]t)\s(?:\w{1,15}ly\s)?(?:comment\b|be\sreached\b"
    r"|(?:respond|reply|return|answer)\w{0,3}\s[^.\n]{0,60}?\b(?:comment|calls?|messages?|questions?|requests?|e-?mails?)\b)"
)
# The speaker continues with his own actions or thoughts.
_GOES_ON = re.compile(r",\s(?:and|but|so)\s(?:I|we)\b")
# The content may end before the refusal does.
_AHEAD = 80
_SELF = frozenset("i we you".split())


class Sentences:
    """The sentences of a text, split once, paragraph by paragraph on demand.

    Args:
        text: The text.
        paragraphs: Its paragraphs, in order.
    """

    def __init__(self, text: str, paragraphs: Sequence[Span]) -> None:
        self._text, self._paragraphs = text, paragraphs
        self._found: dict[int, list[Span]] = {}

    def find(self, place: int) -> Span:
        """Return the sentence in which a place stands."""
        number = max(0, bisect_right(self._paragraphs, place, key=lambda p: p.start) - 1)
        if number not in self._found:
            self._found[number] = list(split_sentences(self._text, self._paragraphs[number]))
        sentences = self._found[number]
        at = max(0, bisect_right(sentences, place, key=lambda s: s.start) - 1)
        return sentences[at] if sentences else self._paragraphs[number]


def remove_refusals(text: str, o: Partial, marked: Sequence[Marked], sentences: Sentences) -> None:
    """Remove sentences that only report a refusal to comment.

    Args:
        text: The article's text.
        o: The statement.
        marked: What stands in quotation marks.
        sentences: The sentences of the text.
    """
    if o.cue:
        kept = [part for span in o.content for part in _leave_out(text, span, o, marked, sentences)]
        o.content = kept or o.content


def _leave_out(text: str, span: Span, o: Partial, marked: Sequence[Marked], sentences: Sentences) -> Iterator[Span]:
    """Yield the parts of a content before, between and after such sentences."""
    start = span.start
    for found in _REFUSAL.finditer(text, span.start, min(len(text), span.end + _AHEAD)):
        sentence = sentences.find(found.start())
        is_apart = sentence.start < span.end and not any(sentence.overlaps(cue) for cue in o.cue)
        if found.start() < start or not is_apart or not is_unmarked(Span(*found.span()), marked):
            continue
        before = settle(text, Span(start, sentence.start), marked, inner=o.is_inner) if start < sentence.start else None
        if before:
            yield before
        start = sentence.end
    rest = settle(text, Span(start, span.end), marked, inner=o.is_inner) if span.start < start < span.end else None
    if start == span.start:
        yield span
    elif rest:
        yield rest


def cut_to_sentence(text: str, o: Partial, marked: Sequence[Marked], sentences: Sentences) -> None:
    """Cut a statement nested in a turn of an interview to the sentence of its cue and a quotation that begins there.

    Args:
        text: The article's text.
        o: A nested statement.
        marked: What stands in quotation marks.
        sentences: The sentences of the text.
    """
    if o.parent is None or not o.parent.turn or o.turn or not o.cue:
        return
    sentence = sentences.find(o.cue[0].start)
    kept = [part for span in o.content if (part := _cut(text, span, sentence, marked, o))]
    o.content = kept or o.content


def _cut(text: str, span: Span, sentence: Span, marked: Sequence[Marked], o: Partial) -> Span | None:
    """Return the part of a content in a sentence, or in marks that begin there; None if there is none."""
    start, end = max(span.start, sentence.start), min(span.end, sentence.end)
    for mark in marks_near(marked, span.start, span.end):
        if mark.span.holds(span):
            return span
        if mark.kind != "block" and sentence.start <= mark.span.start < end < mark.span.end <= span.end:
            end = mark.span.end
    if start >= end:
        return None
    own = Span(start, end)
    source = {span.of(text).lower() for span in o.source}
    goes_on = _GOES_ON.search(text, start, end) if not source & _SELF and is_unmarked(own, marked) else None
    return settle(text, Span(start, goes_on.start()) if goes_on else own, marked, inner=True)
