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

# Below this score a named speaker is not given, only the candidates: on held-out articles fewer than half of such
# speakers are right. As many statements are right from 0.4 to 0.6, and at 0.5 fewer have a wrong name than at 0.4.
LEAST_TRUST = 0.5
# A name that several share is nobody's below this probability.
LEAST_SHARE = 0.6
# Other candidates are named from this probability on, at most so many.
_LEAST_RIVAL = 0.08
_MOST_RIVALS = 4
# The label of a turn that is longer names its speaker: "Q", "A 12".
_LETTER = 4
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
    source_chars name_at names_in cue_gap content_gap source_last turn_label tagged_person tagged_body
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
        "tagged_person": entity.tagged[0],
        "tagged_body": entity.tagged[1],
        "turn_label": float(statement.turn and any(span.end - span.start > _LETTER for span in statement.source)),
        **_describe_places(statement, phrase),
    }
    if choices and form in _CHOSEN:
        values[f"share_{form}"] = _log_odds(share) / 4
    return {name: value for name, value in values.items() if value and name in _KNOWN}


def _describe_places(statement: Statement, phrase: Phrase | None) -> dict[str, float]:
    """Return the features of where source, cue and content stand; what is far away is wrong more often."""
    source, cue, content = statement.source[:1], statement.cue[:1], statement.content[0]
    if not source or statement.turn:
        return {}
    begin, end = source[0]
    values = {"source_chars": math.log1p(end - begin) / 5}
    if phrase is not None and phrase.name is not None:
        values["name_at"] = math.log1p(max(0, phrase.span.start - begin)) / 5
        values["names_in"] = min(len(phrase.names), 3) / 3
    if cue:
        values["cue_gap"] = math.log1p(max(0, cue[0].start - end, begin - cue[0].end)) / 5
        values["source_last"] = float(begin > cue[0].start)
        edges = (content.start - max(end, cue[0].end), min(begin, cue[0].start) - content.end)
        values["content_gap"] = math.log1p(max(0, *edges)) / 5
    return values


_KNOWN = frozenset(FEATURES)


def weigh_trust(features: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """Return the speaker score, 0–1, rounded to four places so that it prints the same everywhere."""
    total = sum(value * weights.get(name, 0.0) for name, value in features.items())
    return round(1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total)))), 4)


def list_rivals(entity: Entity | None, choices: Sequence[Chosen]) -> tuple[Entity, ...]:
    """Return who may speak where it is not certain: the entity, if there is one, then the likeliest others."""
    candidates = choices[-1].candidates if choices else ()
    ranked = sorted(
        ((share, n, other) for n, (other, share) in enumerate(candidates) if other), key=lambda it: (-it[0], it[1])
    )
    others = [other for share, _, other in ranked if share >= _LEAST_RIVAL and other is not entity]
    return tuple([*([entity] if entity else []), *others][:_MOST_RIVALS])


def _log_odds(probability: float) -> float:
    """Return the log-odds of a probability, limited to ±7."""
    p = min(max(probability, 1e-3), 1 - 1e-3)
    return math.log(p / (1 - p))
