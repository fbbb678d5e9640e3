"""The speaker score: how likely the speaker that was found for a statement is the right one.

A logistic model of the form of the source, the probability of the choice and what is known of the entity;
training/resolver.py fits its weights on statements found in held-out articles.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from sayso.analyse.resolve.phrase import Form, Phrase
from sayso.speaker import SpeakerType
from sayso.statement import Kind, Place, Statement

if TYPE_CHECKING:
    from sayso.analyse.resolve.entity import Entity

__all__ = ["FEATURES", "LEAST_SHARE", "LEAST_TRUST", "Chosen", "describe_trust", "list_rivals", "weigh_trust"]

# Below this score a named speaker is not given, only the candidates: on held-out articles fewer than one in three of
# such speakers is right. Of 0.2, 0.3, 0.35, 0.4, 0.5 and 0.6 it gives the most right statements, as the scorer counts.
LEAST_TRUST = 0.4
# A name that several share is nobody's below this probability.
LEAST_SHARE = 0.6
# Other candidates are named from this probability on, at most so many.
_LEAST_RIVAL = 0.08
_MOST_RIVALS = 4
_FORMS = ("name", "joint", "pronoun", "relative", "nominal", "none", "turn")
# The forms whose speaker is chosen among candidates.
_CHOSEN = ("name", "pronoun", "relative", "nominal", "none")
FEATURES = (
    "bias",
    *_FORMS,
    *(f"share_{form}" for form in _CHOSEN),
    *"""
    no_choice margin several first_person headline nested direct mixed score no_cue beside named author organisation
    group document unsure evident short place surname count unnamed_nominal named_nominal named_none named_pronoun
    """.split(),
)


class Chosen(NamedTuple):
    """One choice made for a statement: the probability of what was chosen, and all candidates with theirs."""

    share: float
    candidates: tuple[tuple[Entity | None, float], ...]


def describe_trust(
    statement: Statement, phrase: Phrase | None, entity: Entity, choices: Sequence[Chosen]
) -> dict[str, float]:
    """Return the features of a statement's speaker that are not 0."""
    form = "turn" if statement.turn else phrase.form.value if phrase else "none"
    share = math.prod(chosen.share for chosen in choices)
    others = sorted((share for _, share in choices[-1].candidates), reverse=True) if choices else []
    names = entity.names
    values = {
        "bias": 1.0,
        form: 1.0,
        "no_choice": float(not choices),
        "margin": others[0] - others[1] if len(others) > 1 else 1.0,
        "several": math.log1p(len(others)) / 3,
        "first_person": float(
            phrase is not None and phrase.form is Form.PRONOUN and phrase.head in {"i", "we", "my", "our"}
        ),
        "headline": float(statement.place is Place.HEADLINE),
        "nested": float(statement.within is not None),
        "direct": float(statement.kind is Kind.DIRECT),
        "mixed": float(statement.kind is Kind.MIXED),
        "score": _log_odds(statement.score) / 4,
        "no_cue": float(not statement.cue),
        "named": float(entity.has_proper_name),
        "author": float(entity.type is SpeakerType.AUTHOR),
        "organisation": float(entity.type is SpeakerType.ORGANISATION),
        "group": float(entity.type is SpeakerType.GROUP),
        "document": float(entity.type is SpeakerType.DOCUMENT),
        "unsure": float(entity.is_unsure),
        "evident": float(entity.is_titled or entity.female is not None),
        "short": float(bool(names) and " " not in entity.name),
        "place": float(bool(names) and entity.is_place),
        "surname": float(len({len(name.words) for name in names[:6]}) > 1),
        "count": math.log1p(len(names)) / 3,
        f"{'named' if entity.has_proper_name else 'unnamed'}_{form}": 1.0,
    }
    if choices and form in _CHOSEN:
        values[f"share_{form}"] = _log_odds(share) / 4
    return {name: value for name, value in values.items() if value and name in _KNOWN}


_KNOWN = frozenset(FEATURES)


def weigh_trust(features: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """Return the speaker score, 0–1, rounded to four places so that it prints the same everywhere."""
    total = sum(value * weights.get(name, 0.0) for name, value in features.items())
    return round(1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total)))), 4)


def list_rivals(entity: Entity, choices: Sequence[Chosen]) -> tuple[Entity, ...]:
    """Return who may speak where the entity is not certain: itself, then the likeliest others."""
    candidates = choices[-1].candidates if choices else ()
    ranked = sorted(
        ((share, n, other) for n, (other, share) in enumerate(candidates) if other), key=lambda it: (-it[0], it[1])
    )
    others = [other for share, _, other in ranked if share >= _LEAST_RIVAL and other is not entity]
    return (entity, *others[: _MOST_RIVALS - 1])


def _log_odds(probability: float) -> float:
    """Return the log-odds of a probability, limited to ±7."""
    p = min(max(probability, 1e-3), 1 - 1e-3)
    return math.log(p / (1 - p))
