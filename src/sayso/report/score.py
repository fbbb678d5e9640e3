"""The score of a statement, as views show it: how sure it is, what it measures, and from where on it is doubtful."""

from __future__ import annotations

from sayso.report.facts import show_day
from sayso.statement import Statement

__all__ = ["CORRECTED_MEANING", "DOUBTFUL", "PALE", "SCORE_MEANING", "describe_correction", "find_score", "show_scores"]

PALE = 0.7
"""Statements with a lower score are pale."""
DOUBTFUL = 0.5
"""Statements with a lower score have the sign “≈” beside their number."""
SCORE_MEANING = "score: is this a statement, and is its source right; below it: is that the right speaker"
"""What the two scores say."""
CORRECTED_MEANING = "✓: corrected by a reader"
"""What the sign beside them says."""


def find_score(statement: Statement) -> float:
    """How sure a statement is: the lower one of its score and its speaker's."""
    return min(statement.score, 1.0 if statement.speaker_score is None else statement.speaker_score)


def show_scores(statement: Statement) -> str:
    """The score of a statement and, in a second line, that of its speaker."""
    scores = [statement.score, *([] if statement.speaker_score is None else [statement.speaker_score])]
    return "\n".join(f"{score:.2f}" for score in scores)


def describe_correction(at: str | None, by: str | None) -> str:
    """That a reader corrected a statement, when, and who that was; empty if nobody did.

    >>> describe_correction("2031-05-01T08:00:00Z", "A. R.")
    'corrected by a reader (A. R.), 1 May 2031'
    """
    if at is None:
        return ""
    day = show_day(at)
    return f"corrected by a reader{f' ({by})' if by else ''}{f', {day}' if day else ''}"
