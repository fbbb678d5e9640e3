"""How far an attribution reaches: which words may belong to which cue, by sentences, paragraphs and marks.

The model scores every pair of runs within its reach. Of some 5,800 statements with a cue that were marked by the guide,
46 have words in another paragraph, and nearly all of these stand in marks or follow a colon.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from sayso.analyse.runs import CONTENT, Run

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sayso.analyse.layout import Layout
    from sayso.analyse.pieces import Pieces
    from sayso.text import Span

__all__ = ["Bounds", "find_bounds"]

_NOTHING = -1
_DASHES = ("—", "–", "―", "- ", "-- ")
_LEADS_IN = (":", ":*", ":**", ",")
# A line of a list begins so; it is led in by what leads in the line before it.
_BULLETS = tuple("•·*-–—‣▪◦●")
# Behind these words, and within a number, what is said breaks off: “until a debt of 94 | .7 million was cleared”.
_BREAKS = re.compile(
    r"\b(?:the|an?|his|its|their|our|my|your|every|of|in|on|at|by|for|with|from|to|into|over|under|about|against|between"
    r"|through|during|without|within|upon|towards?|across|near|is|are|was|were|be|been|being|has|have|had|having|will"
    r"|would|can|could|may|might|should|must|shall|do|does|did|not|that|and|or|but|nor|whether|if|because|while"
    r"|although|though|as|since|after|before|unless|until|than|amid|despite)[^\S\n]+(?=[\w$£€₹#@])"
    r"|(?<=\d)(?=[.,]\d)|(?<=\d[.,])(?=\d)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Bounds:
    """For each piece of a text, what its attribution may reach; all arrays have one entry a piece.

    Attributes:
        sentences: The number of its sentence.
        leads: The number of the sentence that leads in its paragraph, as “she wrote:” does; -1 if none does.
        signs: The number of the sentence that signs its paragraph in the next, as “— Ida Moss” does; -1 if none does.
        quoted: 1 inside marks of any kind.
        breaks: Whether what stands before it breaks off there, so that a content hardly ends.
        sources: Whether a source stands in the sentence of its cue, as in the guide.
    """

    sentences: NDArray[np.int64]
    leads: NDArray[np.int64]
    signs: NDArray[np.int64]
    quoted: NDArray[np.integer]
    breaks: NDArray[np.bool_]
    sources: bool

    def allow(self, run: Run, goal: Run) -> bool:
        """Whether a content may have this cue, or a cue this source.

        Words without marks have their cue in their own sentence, or in one that leads in or signs their paragraph.
        """
        if run.role != CONTENT:
            return not self.sources or bool(self.sentences[run.first] == self.sentences[goal.first])
        if self.quoted[run.first]:
            return True
        at = self.sentences[goal.first]
        own = self.sentences[run.first] <= at <= self.sentences[run.last - 1]
        return bool(own or at in (self.leads[run.first], self.signs[run.first]))


def find_bounds(layout: Layout, pieces: Pieces, *, sources: bool) -> Bounds:
    """Return the bounds of each piece of a text."""
    sentences = _number(pieces.starts, [sentence.start for sentence in layout.sentences])
    lines = _number(pieces.starts, [line.start for line in layout.lines])
    leads = np.asarray(_find_leads(layout) or [_NOTHING], np.int64)
    signs = np.asarray([*map(partial(_find_sign, layout), layout.lines[1:]), _NOTHING], np.int64)
    quoted = np.zeros(len(layout.text) + 1, np.uint8)
    for mark in layout.marked:
        if mark.depth == 0:
            quoted[mark.span.start : mark.span.end] = 1
    breaks = np.isin(pieces.starts, [match.end() for match in _BREAKS.finditer(layout.text)])
    return Bounds(sentences, leads[lines], signs[lines], quoted[pieces.starts], breaks, sources)


def _find_leads(layout: Layout) -> list[int]:
    """Return for each line the number of the sentence that leads it in; -1 if none does."""
    leads: list[int] = []
    before, begun = _NOTHING, False
    for line in layout.lines:
        words = line.of(layout.text)
        is_listed = words.startswith(_BULLETS)
        leads.append(before if begun or is_listed else _NOTHING)
        begun = words.endswith(_LEADS_IN)
        before = layout.sentence_of(line.end - 1) if begun else leads[-1]
    return leads


def _find_sign(layout: Layout, line: Span) -> int:
    """Return the number of the first sentence of a line if it may sign the line before; else -1."""
    return layout.sentence_of(line.start) if line.of(layout.text).startswith(_DASHES) else _NOTHING


def _number(starts: NDArray[np.integer], begins: Sequence[int]) -> NDArray[np.int64]:
    """Return for each place the number of the last stretch that begins there or before."""
    return np.maximum(np.searchsorted(np.asarray(begins, np.int64), starts, "right") - 1, 0).astype(np.int64)
