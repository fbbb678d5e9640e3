"""Fit the weights by which the bearer of a name is a person or a body.

    python training/bearers.py --shared ../shared --run training/runs/one --to src/sayso/model/bearers.json

The names of speakers in the articles that a run held out are read with what its model tags there; their type is
marked. Names that the model takes for places are no persons either. Articles of one outlet are in one fold.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

from resolver import FOLDS, fit_logistic, fold_of
from resolver_data import Marked, load_scorer, outlet_of, read_found

from sayso.analyse.layout import lay_out
from sayso.analyse.resolve.attributes import describe_entities
from sayso.analyse.resolve.bearers import WEIGHTS_FILE, describe_bearer
from sayso.analyse.resolve.context import find_names_between
from sayso.analyse.resolve.entities import Entity
from sayso.analyse.resolve.grouping import group_names

PENALTY = 0.5
# From this share of the model's on a name that is no speaker's is a place.
SURE_PLACE = 0.8


class Bearer(NamedTuple):
    """Who bears a name: its article's outlet, its features, and whether it is a person."""

    outlet: str
    features: Mapping[str, float]
    is_person: bool


def main() -> int:
    """Fit, print, write; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, required=True, help="the folder of data")
    parser.add_argument("--run", type=Path, required=True, help="a training run, with its model and what it held out")
    parser.add_argument("--to", type=Path, default=WEIGHTS_FILE, help="the file of weights")
    options = parser.parse_args()
    scorer = load_scorer(options.shared)
    bearers = [it for marked in read_found(options.shared, options.run) for it in _list_bearers(marked, scorer)]
    wrong = by_rule = 0
    for fold in range(FOLDS):
        weights = fit([it for it in bearers if fold_of(it.outlet) != fold])
        own = [it for it in bearers if fold_of(it.outlet) == fold]
        wrong += sum((_weigh(weights, it) > 0) != it.is_person for it in own)
        by_rule += sum(bool(it.features["person"]) != it.is_person for it in own)
    print(f"{len(bearers)} bearers of names: {by_rule} wrong by the rule of names, {wrong} by weights of other folds")
    options.to.write_text(json.dumps(fit(bearers), indent=0) + "\n", "utf-8")
    return 0


def _list_bearers(marked: Marked, scorer: ModuleType) -> Iterator[Bearer]:
    """Yield the speakers and places that an article names."""
    layout = lay_out(marked.article)
    names = find_names_between(layout, marked.statements, marked.spans.mentions)
    entities, features = group_names(layout.text, names).entities, {}

    def note(text: str, entity: Entity) -> float:
        features[entity] = describe_bearer(text, entity)
        return float(entity.is_person)

    describe_entities(layout.text, entities, note)
    outlet, known = outlet_of(marked.article), set()
    for name, kind in marked.types.items():
        entity = next((it for it in entities if scorer.agree_joint(it.name, name)), None)
        if entity in features and kind in {"person", "organisation"}:
            known.add(entity)
            yield Bearer(outlet, features[entity], kind == "person")
    for entity in entities:
        if entity not in known and entity.tagged[2] > SURE_PLACE:
            yield Bearer(outlet, features[entity], is_person=False)


def fit(bearers: Sequence[Bearer]) -> dict[str, float]:
    """Return the weights of features."""
    names = sorted({name for it in bearers for name in it.features})
    rows, targets = [it.features for it in bearers], [it.is_person for it in bearers]
    return fit_logistic(names, rows, targets, [PENALTY] * len(names))


def _weigh(weights: Mapping[str, float], bearer: Bearer) -> float:
    return sum(weights[name] * value for name, value in bearer.features.items())


if __name__ == "__main__":
    sys.exit(main())
