"""The small network that ranks candidates and chooses one, and the speaker score.

The speaker score is how likely the speaker that was found for a statement is the right one: a logistic model of the
form of the source, the probability of the choice and what is known of the entity. training/resolver.py fits both on
held-out articles.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sayso.analyse.logistic import find_log_odds, find_share
from sayso.analyse.models import MODEL_FOLDER
from sayso.analyse.resolve.candidates import Anaphor
from sayso.analyse.resolve.entities import Entity, MentionIndex
from sayso.analyse.resolve.features import FEATURES
from sayso.analyse.resolve.phrase import Phrase
from sayso.errors import ModelError
from sayso.speaker import SpeakerType
from sayso.statement import Kind, Place, Statement

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = [
    "LEAST_SHARE",
    "LEAST_TRUST",
    "TRUST_FEATURES",
    "Choice",
    "Chosen",
    "Ranker",
    "describe_trust",
    "list_rivals",
    "weigh_trust",
]

# Below this score a named speaker is not given, only the candidates: on held-out articles fewer than half of such
# speakers are right. As many statements are right from 0.4 to 0.6, and at 0.5 fewer have a wrong name than at 0.4.
LEAST_TRUST = 0.5
# A name that several share is nobody's below this probability.
LEAST_SHARE = 0.6
# Other candidates are named from this probability on, at most so many.
_LEAST_RIVAL = 0.08
_MOST_RIVALS = 4
_LEAST_LINK = 0.01
# The label of a turn that is longer names its speaker: "Q", "A 12".
_LETTER = 4
_FORMS = ("name", "joint", "pronoun", "relative", "nominal", "none", "turn")
# The forms whose speaker is chosen among candidates.
_CHOSEN = ("name", "pronoun", "relative", "nominal", "none")
TRUST_FEATURES = (
    "bias",
    *_FORMS,
    *(f"share_{form}" for form in _CHOSEN),
    *(f"link_{form}" for form in _CHOSEN),
    *"""
    no_choice margin several first_person headline nested direct mixed score no_cue named author organisation
    group document unsure evident short place surname count unnamed_nominal named_nominal named_none named_pronoun
    source_chars name_at names_in cue_gap content_gap source_last turn_label tagged_person tagged_body
    """.split(),
)

_KNOWN = frozenset(TRUST_FEATURES)
# The types of an entity that are features.
_KINDS = (SpeakerType.AUTHOR, SpeakerType.ORGANISATION, SpeakerType.GROUP, SpeakerType.DOCUMENT)
WEIGHTS_FILE = MODEL_FOLDER / "resolver.json"


class Choice(NamedTuple):
    """The place of the chosen candidate in the list, and the probabilities of all, 0–1."""

    best: int
    shares: Sequence[float]


class Chosen(NamedTuple):
    """One choice made for a statement: the probability of what was chosen, and all candidates with theirs."""

    share: float
    candidates: tuple[tuple[Entity | None, float], ...]


def describe_trust(
    statement: Statement, phrase: Phrase | None, entity: Entity, choices: Sequence[Chosen]
) -> dict[str, float]:
    """Return the features of a statement's speaker that are not 0."""
    form = "turn" if statement.turn else phrase.form.value if phrase else "none"
    # How likely the choice is, and the mentions by which who was chosen was known: those have no candidates.
    share = math.prod(chosen.share for chosen in choices if chosen.candidates)
    link = math.prod(chosen.share for chosen in choices if not chosen.candidates)
    others = sorted((share for _, share in choices[-1].candidates), reverse=True) if choices else []
    names = entity.names
    values: dict[str, float] = {
        "bias": 1.0,
        form: 1.0,
        "no_choice": not choices,
        "margin": others[0] - others[1] if len(others) > 1 else 1.0,
        "several": math.log1p(len(others)) / 3,
        "first_person": phrase is not None and phrase.head in {"i", "we", "my", "our"},
        "headline": statement.place is Place.HEADLINE,
        "nested": statement.within is not None,
        "direct": statement.kind is Kind.DIRECT,
        "mixed": statement.kind is Kind.MIXED,
        "score": find_log_odds(statement.score) / 4,
        "no_cue": not statement.cue,
        "named": entity.has_proper_name,
        **{kind.value: entity.type is kind for kind in _KINDS},
        "unsure": entity.is_unsure,
        "evident": entity.is_titled or entity.female is not None,
        "short": bool(names) and " " not in entity.name,
        "place": bool(names) and entity.is_place,
        "surname": len({len(name.words) for name in names[:6]}) > 1,
        "count": math.log1p(len(names)) / 3,
        f"{'named' if entity.has_proper_name else 'unnamed'}_{form}": 1.0,
        "tagged_person": entity.tagged[0],
        "tagged_body": entity.tagged[1],
        "turn_label": statement.turn and any(span.end - span.start > _LETTER for span in statement.source),
        **_describe_places(statement, phrase),
    }
    if choices and form in _CHOSEN:
        values[f"share_{form}"] = find_log_odds(share) / 4
        values[f"link_{form}"] = math.log(max(link, _LEAST_LINK)) / 4
    return {name: float(value) for name, value in values.items() if value and name in _KNOWN}


def _describe_places(statement: Statement, phrase: Phrase | None) -> dict[str, float]:
    """Return the features of where source, cue and content stand; what is far away is wrong more often."""
    if not statement.source or statement.turn:
        return {}
    begin, end = statement.source[0]
    values = {"source_chars": math.log1p(end - begin) / 5}
    if phrase is not None and phrase.name is not None:
        values["name_at"] = math.log1p(max(0, phrase.span.start - begin)) / 5
        values["names_in"] = min(len(phrase.names), 3) / 3
    if statement.cue:
        cue, content = statement.cue[0], statement.content[0]
        values["cue_gap"] = math.log1p(max(0, cue.start - end, begin - cue.end)) / 5
        values["source_last"] = begin > cue.start
        edges = (content.start - max(end, cue.end), min(begin, cue.start) - content.end)
        values["content_gap"] = math.log1p(max(0, *edges)) / 5
    return values


def weigh_trust(features: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """Return the speaker score, 0–1, rounded to four places so that it prints the same everywhere."""
    total = sum(value * weights.get(name, 0.0) for name, value in features.items())
    return round(find_share(total), 4)


def list_rivals(entity: Entity | None, choices: Sequence[Chosen]) -> tuple[Entity, ...]:
    """Return who may speak where it is not certain: the entity, if there is one, then the likeliest others."""
    candidates = choices[-1].candidates if choices else ()
    ranked = sorted(candidates, key=lambda it: -it[1])
    others = [other for other, share in ranked if other and share >= _LEAST_RIVAL and other is not entity]
    return tuple([entity, *others] if entity else others)[:_MOST_RIVALS]


class Ranker:
    """Chooses between candidates by a small network: one hidden layer beside a linear part.

    Args:
        path: A file of its weights; the shipped one by default.

    Raises:
        ModelError: The file is missing or does not have what it must.
    """

    # Whether the lines of a dialogue are chosen together; training takes them one by one, with the right one before.
    plans = True

    def __init__(self, path: Path = WEIGHTS_FILE) -> None:
        try:
            given = json.loads(path.read_text(encoding="utf-8"))
            rows = [given["weights"].get(feature) for feature in FEATURES]
            width = len(given["bias"])
            # A feature that the weights do not know counts for nothing.
            weights = np.asarray([row or [0.0] * (width + 1) for row in rows], np.float64)
            self._linear, self._hidden = weights[:, 0], weights[:, 1:]
            self._trust: Mapping[str, float] = {str(name): float(weight) for name, weight in given["trust"].items()}
            self._bias, self._out = np.asarray(given["bias"], np.float64), np.asarray(given["out"], np.float64)
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as err:
            raise ModelError(f"{path}: the weights cannot be loaded ({err}); reinstall sayso") from err

    def score(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the probability of each candidate, from one row of features for each."""
        scores = rows @ self._linear + np.tanh(rows @ self._hidden + self._bias) @ self._out
        shares = np.exp(scores - np.maximum.reduce(scores))
        return np.asarray(shares / np.add.reduce(shares), np.float64)

    def weigh(self, statement: str, features: Mapping[str, float]) -> float:
        """Return the speaker score of a statement from the features of its speaker; training overrides this."""
        del statement
        return weigh_trust(features, self._trust)

    def choose(
        self,
        anaphor: Anaphor,
        candidates: Sequence[int],
        rows: NDArray[np.float64],
        mentions: MentionIndex,
        statement: str | None,
    ) -> Choice:
        """Return the likeliest candidate, by the rows of features alone; training overrides this.

        `statement` is the id of the statement whose source the anaphor is; None for other mentions.
        """
        del anaphor, candidates, mentions, statement
        shares = self.score(rows)
        return Choice(int(shares.argmax()), shares.tolist())
