"""Fit the scores of statements on the held-out articles of a run, and write the model's card for programs.

`python training/calibrate.py --shared ../shared --run training/runs/one --model src/sayso/model`

A statement counts as right if a reader marked one with at least half the same content (Jaccard of
words) and an overlapping source, as ../shared/eval/score_attributions.py pairs them.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from corpora import GUIDE, Example, read_training

from sayso.analyse import Analyser, find_attributions
from sayso.analyse.calibrate import FEATURES, describe
from sayso.analyse.layout import lay_out
from sayso.article import Article
from sayso.settings import AnalyseSettings

# Of 1, 3, 10, 30, 100, 300 and 1,000: the least calibration error over five folds of the held-out articles.
PENALTY = 300.0


def load_scorer(shared: Path) -> ModuleType:
    """Return the scorer as a module."""
    spec = importlib.util.spec_from_file_location("score_attributions", shared / "eval/score_attributions.py")
    if spec is None or spec.loader is None:
        raise SystemExit(f"{shared}/eval/score_attributions.py is missing")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def observe(example: Example, analyser: Analyser, scorer: ModuleType) -> tuple[list[list[float]], list[bool]]:
    """Return the features of each attribution found in a held-out article, and whether it is right."""
    found = find_attributions(analyser, lay_out(Article(example.id, example.text)))
    if not example.knows_inner:
        found = [a for a in found if a.within is None]
    toks = scorer.tokens(example.text)
    words = [i for i, t in enumerate(toks) if any(ch.isalnum() for ch in t[2])]
    quoted = scorer.inside_quotes(example.text)

    def rows(items: Iterable[Any]) -> list[Any]:
        """Return the rows of the scorer for attributions; those without a word in their content have none."""
        spans = ({"source": a.source, "cue": a.cue, "content": a.content} for a in items)
        return [row for parts in spans for row in scorer.prepare([parts], toks, words, quoted)]

    gold, pred = rows(example.attributions), rows(found)
    right = [False] * len(pred)
    for g, p, _ in scorer.pair(gold, pred):
        right[p] = bool(gold[g]["source"] & pred[p]["source"]) or not (gold[g]["source"] or pred[p]["source"])
    kept = [a for a in found if rows([a])]
    modelled = [n for n, a in enumerate(kept) if a.drafts and not a.turn]
    return [describe(kept[n], analyser.settings.scheme) for n in modelled], [right[n] for n in modelled]


def fit(features: np.ndarray, right: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Logistic regression by Newton's method, with a penalty on all weights but the bias."""
    beta = np.zeros(features.shape[1])
    scale = np.diag([0.0] + [PENALTY] * (features.shape[1] - 1))
    for _ in range(50):
        p = 1 / (1 + np.exp(-features @ beta))
        slope = features.T @ (weights * (right - p)) - scale @ beta
        curve = (features * (weights * p * (1 - p))[:, None]).T @ features + scale + 1e-6 * np.eye(len(beta))
        step = np.linalg.solve(curve, slope)
        beta += step
        if np.abs(step).max() < 1e-8:
            break
    return beta


def main() -> None:
    """Parse the command line, fit, and write model.json."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--name", default="sayso-en-1")
    args = parser.parse_args()
    card = {"name": args.name, "language": "en", "calibration": {}}
    path = args.model / "model.json"
    path.write_text(json.dumps(card))
    plan = json.loads((args.run / "plan.json").read_text())
    held = [e for e in read_training(args.shared) if e.id in set(plan["held"])]
    scorer = load_scorer(args.shared)
    analysers = {s: Analyser(AnalyseSettings(scheme=s), model=args.model) for s in ("guide", "polnear")}
    rows, right = [], []
    for example in held:
        a, b = observe(example, analysers["guide" if example.scheme == GUIDE else "polnear"], scorer)
        rows += a
        right += b
    x, y = np.array(rows), np.array(right, float)
    beta = fit(x, y, np.ones(len(y)))
    p = 1 / (1 + np.exp(-x @ beta))
    loss = -np.log(np.where(y > 0, p, 1 - p)).mean()
    print(f"{len(held)} held-out articles, {len(y)} statements, {y.mean():.3f} right; log loss {loss:.4f}")
    card["calibration"] = {name: round(float(w), 4) for name, w in zip(FEATURES, beta, strict=True)}
    path.write_text(json.dumps(card, indent=1) + "\n")
    print(json.dumps(card, indent=1), file=sys.stderr)


if __name__ == "__main__":
    main()
