"""Find the lines, the sentences and the quotation marks of a text, by rules and in linear time."""

from __future__ import annotations

from sayso.segment.lines import split_lines, trim_span
from sayso.segment.marked import Marked, MarkKind
from sayso.segment.marks import join_reopened, mask_quoted, pair_marks
from sayso.segment.salutation import find_salutation
from sayso.segment.sentences import split_sentences

__all__ = [
    "MarkKind",
    "Marked",
    "find_salutation",
    "join_reopened",
    "mask_quoted",
    "pair_marks",
    "split_lines",
    "split_sentences",
    "trim_span",
]
