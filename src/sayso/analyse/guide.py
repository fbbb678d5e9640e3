"""Rules of the guide's scheme that the model did not learn: some attributions are corrected, some removed.

They do not apply to PolNeAR's scheme.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from sayso.analyse.attribute import Attribution
from sayso.analyse.kind import classify_kind
from sayso.analyse.layout import Layout
from sayso.lexicon import read_words
from sayso.lexicon.nouns import bodies, people
from sayso.segment import trim_span
from sayso.statement import Kind
from sayso.text import Span

__all__ = ["is_thought", "mend"]

_ELLIPSIS = re.compile(r"…|\.{3}|\. \. \.")
# So many letters after an ellipsis are a clause.
_CLAUSE_CHARS = 12
_NOUN_CHARS = 40
_NOUN_WORDS = 4
_PASSIVE = re.compile(r"\b(?:am|is|are|was|were|be|been|being)\b", re.IGNORECASE)
_FIRST_WORDS = frozenset("the a an his her their its".split())


def mend(layout: Layout, attribution: Attribution) -> Attribution:
    """Return the attribution with content and source corrected by the guide.

    A source stands in the sentence of its cue: of some 1,900 statements marked by the guide none has it elsewhere.
    Reported words without marks end at an ellipsis that a clause of the writer follows.
    """
    out = attribution
    if out.cue and not out.turn and (not out.source or _is_apart(layout, out)):
        out = replace(out, source=_read_before_cue(layout, out))
    if len(out.source) == 1 and out.cue and _is_cut_off(layout.text, out.source[0], out.cue[0]):
        out = replace(out, source=(Span(*trim_span(layout.text, out.source[0].start, out.cue[0].start)),))
    content = tuple(part for span in out.content if (part := _cut(layout, span)))
    if content and content != out.content and not out.turn:
        out = replace(out, content=content, kind=classify_kind(content, layout.text, layout.marked))
    return out


def is_thought(layout: Layout, attribution: Attribution, holder: Attribution | None) -> bool:
    """Whether an attribution is only a part of its parent: "I think …" in a quotation, or an error of the model there.

    Inside somebody's own words, only a report of speaking or writing is a statement.
    """
    if holder is None or attribution.turn or not (holder.turn or holder.kind is not Kind.INDIRECT):
        return False
    if attribution.cue and attribution.source and _is_apart(layout, attribution):
        return True
    words = {word.lower() for span in attribution.cue for word in re.findall(r"[^\W\d_]+", span.of(layout.text))}
    return bool(words & read_words("thinking"))


def _is_apart(layout: Layout, attribution: Attribution) -> bool:
    """Whether cue and source stand in different sentences."""
    places: Sequence[Span] = (attribution.cue[0], attribution.source[0])
    return len({layout.sentence_of(span.start) for span in places}) > 1


def _read_before_cue(layout: Layout, attribution: Attribution) -> tuple[Span, ...]:
    """Return the noun right before the cue, if the sentence begins with it: "Police said"."""
    cue = attribution.cue[0]
    start = layout.sentences[layout.sentence_of(cue.start)].start
    span = Span(*trim_span(layout.text, start, min(cue.start, start + _NOUN_CHARS)))
    words = span.of(layout.text).split()
    is_near = cue.start - span.end == 1 and 0 < len(words) <= _NOUN_WORDS and not layout.quoted[start]
    if not is_near or _PASSIVE.search(cue.of(layout.text)) or any(span.overlaps(part) for part in attribution.content):
        return ()
    return (span,) if words[-1].lower() in bodies() or words[-1].lower() in people() else ()


def _is_cut_off(text: str, source: Span, cue: Span) -> bool:
    """Whether a source was cut after its first word: "The" of "the bank declined"."""
    words = text[source.end : max(source.end, min(cue.start, source.end + _NOUN_CHARS))].split()
    if source.of(text).lower() not in _FIRST_WORDS or cue.start - source.end >= _NOUN_CHARS or not 0 < len(words) <= 2:
        return False
    return words[-1] in bodies() or words[-1] in people() or (words[-1].isalpha() and words[-1].isupper())


def _cut(layout: Layout, span: Span) -> Span | None:
    """Return the span up to an ellipsis outside quotation marks that a clause follows; None if nothing is left."""
    for found in _ELLIPSIS.finditer(layout.text, span.start, span.end):
        if layout.quoted[found.start()] or span.end - found.end() < _CLAUSE_CHARS:
            continue
        cut = trim_span(layout.text, span.start, found.start())
        return cut if cut.start < cut.end else None
    return span
