"""Write the choices of the resolver in training articles, from which the network learns which mentions go together.

    python training/choices.py --shared ../shared --run training/runs/one --to training/runs/choices.jsonl

A line has the id of an article and its choices: the place of the anaphor; of each candidate the places of its mentions,
or NEW or NOBODY; the log-probability that features alone give it, by weights that did not learn from its outlet; and
which candidates are right.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from pathlib import Path
from typing import Any

from resolver import fit_folds, fold_of, make_ranker
from resolver_data import Decision, decide, load_scorer, read_found, read_marked

from sayso.analyse.resolve.rank import WEIGHTS_FILE, Ranker


def write_choices(shared: Path, run: Path, to: Path) -> int:
    """Write the choices in all training articles, and return how many there are."""
    scorer = load_scorer(shared)
    articles = [*read_marked(shared, run), *read_found(shared, run)]
    decided = [(marked, decide(marked, scorer, WEIGHTS_FILE)) for marked in articles]
    every = [decision for _, decisions in decided for decision in decisions]
    rankers = [make_ranker(weights) for weights in fit_folds(every)]
    with to.open("w", encoding="utf-8") as out:
        for marked, decisions in decided:
            choices = [describe(decision, rankers[fold_of(decision.outlet)]) for decision in decisions]
            if choices:
                out.write(json.dumps({"id": marked.article.id, "choices": choices}) + "\n")
    return len(every)


def describe(decision: Decision, ranker: Ranker) -> dict[str, Any]:
    """Return a choice as it is written."""
    shares = ranker.score(decision.rows)
    return {
        "class": decision.kind,
        "anchor": decision.anchor,
        "candidates": [it if it < 0 else spans for it, spans in zip(decision.numbers, decision.mentions, strict=True)],
        "base": [round(math.log(max(share, 1e-9)), 4) for share in shares.tolist()],
        "right": decision.right,
    }


def main() -> int:
    """Parse the command line and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, required=True, help="the folder of data")
    parser.add_argument("--run", type=Path, required=True, help="a training run, with its model and what it held out")
    parser.add_argument("--to", type=Path, required=True, help="the file of choices")
    options = parser.parse_args()
    print(write_choices(options.shared, options.run, options.to), "choices")
    return 0


if __name__ == "__main__":
    sys.exit(main())
