"""The score of a statement, as views show it: how sure it is, what it measures, and from where on it is doubtful."""

from __future__ import annotations

from sayso.statement import Statement

__all__ = ["DOUBTFUL", "PALE", "SCORE_MEANING", "find_score"]

PALE = 0.7
"""Statements with a lower score are pale."""
DOUBTFUL = 0.5
"""Statements with a lower score have the sign “≈” beside their number."""
SCORE_MEANING = "score: is this a statement, and is its source right; who “he” or “the minister” is has no score yet"
"""What the score says. A score of the speaker belongs here, and into `find_score`."""


def find_score(statement: Statement) -> float:
    """How sure a statement is: the least of its scores. A score of something else of it belongs here."""
    return min((statement.score,))
