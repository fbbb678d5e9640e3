"""What the guide's scheme asks of attributions beyond what the model learnt: some are mended, some are none.

PolNeAR's scheme counts otherwise, so that none of this is done under it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from sayso.analyse.attribute import Attribution
from sayso.analyse.kind import tell_kind
from sayso.analyse.layout import Layout
from sayso.analyse.lexicon import read_words
from sayso.segment import trim_span
from sayso.statement import Kind
from sayso.text import Span

__all__ = ["is_thought", "mend"]

_ELLIPSIS = re.compile(r"…|\.{3}|\. \. \.")
# As many letters after an ellipsis are a clause and no loose end.
_CLAUSE_CHARS = 12


def mend(layout: Layout, attribution: Attribution) -> Attribution:
    """The attribution with its content and source brought to what the guide allows.

    A source stands in the sentence of its cue: of some 1,900 statements marked by the guide none has it elsewhere.
    Reported words that no marks hold end where the writer breaks off with an ellipsis and starts a clause of his own.
    """
    out = attribution
    if out.cue and out.source and not out.turn and _is_apart(layout, out):
        out = replace(out, source=())
    content = tuple(part for span in out.content if (part := _cut(layout, span)))
    if content and content != out.content and not out.turn:
        out = replace(out, content=content, kind=tell_kind(content, layout.text, layout.marked))
    return out


def is_thought(layout: Layout, attribution: Attribution, holder: Attribution | None) -> bool:
    """Whether it is only part of what the holder says: "I think …" in a quotation, or a reading gone astray there.

    Inside somebody's own words only what is reported of an act of speaking or writing is a statement.
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


def _cut(layout: Layout, span: Span) -> Span | None:
    """The span up to an ellipsis outside of quotation marks that a clause follows."""
    for found in _ELLIPSIS.finditer(layout.text, span.start, span.end):
        if layout.quoted[found.start()] or span.end - found.end() < _CLAUSE_CHARS:
            continue
        cut = trim_span(layout.text, span.start, found.start())
        return cut if cut.start < cut.end else None
    return span
