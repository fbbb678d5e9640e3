"""Probabilities and their log-odds, within limits so that neither is infinite."""

from __future__ import annotations

import math

__all__ = ["find_log_odds", "find_share"]

_MOST_ODDS = 30.0


def find_share(log_odds: float) -> float:
    """Return the probability with these log-odds, 0–1.

    >>> find_share(0.0), find_share(1e6) < 1
    (0.5, True)
    """
    return 1.0 / (1.0 + math.exp(-max(-_MOST_ODDS, min(_MOST_ODDS, log_odds))))


def find_log_odds(share: float, *, least: float = 1e-3) -> float:
    """Return the log-odds of a probability, which counts as `least` or 1 - `least` if it is nearer to 0 or 1.

    >>> find_log_odds(0.5), find_log_odds(1.0) == find_log_odds(0.999)
    (0.0, True)
    """
    share = min(max(share, least), 1 - least)
    return math.log(share / (1 - share))
