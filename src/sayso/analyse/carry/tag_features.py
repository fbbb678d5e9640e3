"""The few features of what the model tagged at a candidate, with which its score is corrected.

The scores by words are fitted on many articles, these weights on few: those that the model did not learn from.
"""

from __future__ import annotations

import math

from sayso.analyse.carry.candidates import Candidate

__all__ = ["describe_tags", "log_odds"]

_LEAST, _MOST = 1e-4, 1 - 1e-4


def log_odds(share: float) -> float:
    """Return the logarithm of the odds of a probability.

    >>> log_odds(0.5)
    0.0
    """
    share = min(max(share, _LEAST), _MOST)
    return math.log(share / (1 - share))


def describe_tags(candidate: Candidate, share: float) -> dict[str, float]:
    """Return the features of a candidate in an article that the model tagged.

    Args:
        candidate: The candidate with its tags.
        share: Its probability by words alone.
    """
    words = log_odds(share)
    group = "noun" if candidate.form in {"noun", "verb"} else "name"
    features = {"bias": 1.0, "words": words, f"words {group}": words, group: 1.0, f"form {candidate.form}": 1.0}
    features |= {f"rule {rule}": 1.0 for rule, _ in candidate.found}
    if any(mention.kind == "person" for mention in candidate.mentions):
        features[f"person {group}"] = 1.0
    if not candidate.tags:
        return features | {"no tag": 1.0, f"no tag {group}": 1.0}
    tag = max(candidate.tags, key=lambda it: it.any_score)
    odds = log_odds(tag.any_score)
    shared = min(tag.span.end, candidate.span.end) - max(tag.span.start, candidate.span.start)
    both = max(tag.span.end, candidate.span.end) - min(tag.span.start, candidate.span.start)
    return features | {"tag": odds, f"tag {group}": odds, "overlap": shared / both}
