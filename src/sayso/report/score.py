"""The score of a statement, as views show it: how sure it is, what it measures, and from where on it is doubtful."""

from __future__ import annotations

from sayso.statement import Statement

__all__ = ["DOUBTFUL", "PALE", "SCORE_MEANING", "find_score", "show_scores"]

PALE = 0.7
"""Statements with a lower score are pale."""
DOUBTFUL = 0.5
"""Statements with a lower score have the sign “≈” beside their number."""
SCORE_MEANING = "score: is this a statement, and is its source right; below it: is that the right speaker"
"""What the two scores say."""


def find_score(statement: Statement) -> float:
    """How sure a statement is: the lower one of its score and its speaker's."""
    return min(statement.score, 1.0 if statement.speaker_score is None else statement.speaker_score)


def show_scores(statement: Statement) -> str:
    """The score of a statement and, in a second line, that of its speaker."""
    scores = [statement.score, *([] if statement.speaker_score is None else [statement.speaker_score])]
    return "\n".join(f"{score:.2f}" for score in scores)
