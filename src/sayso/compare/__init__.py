"""Two passages held against each other: folded, aligned, and the change named.

Nothing here knows of articles: passages are stretches of any two texts, and all places count in those texts.
"""

from __future__ import annotations

from sayso.compare.align import Alignment, Source, align, index_source
from sayso.compare.change import Comparison, compare_passage
from sayso.compare.fold import Folded, fold
from sayso.compare.forms import Forms, number_forms

__all__ = [
    "Alignment",
    "Comparison",
    "Folded",
    "Forms",
    "Source",
    "align",
    "compare_passage",
    "fold",
    "index_source",
    "number_forms",
]
