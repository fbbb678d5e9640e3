"""Who else carries these words, who had them first, and how they changed.

Passages that have the same words up to what changes on the way are one utterance. Nothing here knows of files: passages
go in, and clusters with their lineages come out.
"""

from __future__ import annotations

from sayso.trace.label import Compared, compare_occurrences
from sayso.trace.lineage import is_before
from sayso.trace.tracer import Traced, list_matches, trace_passages

__all__ = ["Compared", "Traced", "compare_occurrences", "is_before", "list_matches", "trace_passages"]
