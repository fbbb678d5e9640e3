"""The score of an attribution: a calibrated probability.

The probability is that a reader would mark the same source and at least half the same content. Its
weights were fitted on held-out training articles (training/calibrate.py) and stand in the model's card.

Source of the method: logistic (Platt) scaling; Platt, Advances in Large Margin Classifiers, 1999.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from sayso.analyse.attribute import Attribution
from sayso.statement import Kind

__all__ = ["FEATURES", "describe", "score", "weigh"]

FEATURES = (
    "bias", "content", "content_least", "content_link", "cue", "cue_link", "source", "no_cue", "no_source",
    "direct", "mixed", "inner", "parts", "length", "guide", "guide_no_cue",
)  # fmt: skip


# Attributions found by rules have no features. Of 201 turns in training articles 196 were right. Quotations without cue
# and source are statements in the guide, not in PolNeAR, which gives each a cue; of those that the model found, 12 of
# 17 were right by the guide, mostly in articles that it was trained on: a rough figure. No training article has
# quotations signed by dash and name: an estimate.
TURN, SIGNED, ALONE = 0.97, 0.9, {"guide": 0.7, "polnear": 0.05}


def score(attribution: Attribution, scheme: str, weights: Mapping[str, float]) -> float:
    """Return the probability that an attribution is right, 0–1, under a scheme."""
    if attribution.turn:
        return TURN
    is_alone = attribution.kind is Kind.DIRECT and not attribution.cue and scheme == "guide"
    if is_alone or not (attribution.cue or attribution.drafts):
        return ALONE[scheme]
    if not attribution.drafts:
        return SIGNED
    return weigh(describe(attribution, scheme), weights)


def describe(attribution: Attribution, scheme: str) -> list[float]:
    """Return the features of a drafted attribution, in the order of FEATURES; probabilities as log-odds."""
    parts = [part for draft in attribution.drafts for part in draft.content]
    first = attribution.drafts[0]
    cue, source = first.cue, first.source
    roles = [part.role_score for part in parts]
    links = [part.link_score for part in parts]
    length = sum(end - start for start, end in attribution.content)
    return [
        1.0,
        _log_odds(sum(roles) / len(roles)),
        _log_odds(min(roles)),
        _log_odds(min(links)),
        _log_odds(cue.role_score) if cue else 0.0,
        _log_odds(cue.link_score) if cue else 0.0,
        _log_odds(source.role_score) if source else 0.0,
        float(cue is None),
        float(source is None),
        float(attribution.kind is Kind.DIRECT),
        float(attribution.kind is Kind.MIXED),
        float(first.inner),
        float(len(attribution.content) > 1),
        math.log1p(length) / 5,
        float(scheme == "guide"),
        float(scheme == "guide" and cue is None),
    ]


def weigh(features: list[float], weights: Mapping[str, float]) -> float:
    """Return the probability, 0–1, rounded to four places so that it prints the same everywhere."""
    total = sum(value * weights.get(name, 0.0) for name, value in zip(FEATURES, features, strict=True))
    return round(1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total)))), 4)


def _log_odds(probability: float) -> float:
    """Return the log-odds of a probability, limited to ±7."""
    p = min(max(probability, 1e-3), 1 - 1e-3)
    return math.log(p / (1 - p))
