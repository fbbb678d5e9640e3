"""Fit the scores of statements on the held-out articles of a run, and write the model's card for programs.

`python training/calibrate.py --shared ../shared --run training/runs/one --model src/sayso/model`

A statement counts as right if a reader marked one with at least half the same content (Jaccard of
words) and an overlapping source, as ../shared/eval/score_attributions.py pairs them. Each scheme has its own weights;
one of which the run held out no articles keeps those of the card. What is printed was measured by folds, in which the
articles of an outlet are held out together. A run that began with trained weights held out only what these had not
learnt: name the sets with --of.
"""

from __future__ import annotations

import argparse
import importlib.util
import io
import json
import math
import sys
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from corpora import GUIDE, SETS, Example, read_training

from sayso.analyse import Analyser, find_attributions
from sayso.analyse.calibrate import FEATURES, describe, describe_article
from sayso.read import read_articles
from sayso.settings import AnalyseSettings

# Of 1, 3, 10, 30, 100 and 300: the least loss, or nearly so, over folds of the held-out articles.
PENALTIES = {"guide": 3.0, "polnear": 10.0}
# For how many statements an article counts at most: two live pages have a fifth of PolNeAR's. Of 10, 20, 40 and all, 40
# has the least loss over folds; for the guide's articles there is no difference.
MOST = {"guide": math.inf, "polnear": 40}
FOLDS = 5


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
    line = json.dumps({"doc_id": example.id, "text": example.text}).encode() + b"\n"
    [article] = read_articles([io.BytesIO(line)])
    layout, found, _ = find_attributions(analyser, article)
    around = describe_article(layout, found)
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
    weighed = [n for n, a in enumerate(kept) if not a.turn and (a.drafts or not a.cue)]
    return [describe(layout, kept[n], around) for n in weighed], [right[n] for n in weighed]


def count_for(groups: Sequence[str], most: float) -> np.ndarray:
    """Return for how much each statement counts, where those of one article count for at most so many."""
    sizes = Counter(groups)
    return np.array([min(1.0, most / sizes[group]) for group in groups])


def fit(features: np.ndarray, right: np.ndarray, counts: np.ndarray, penalty: float) -> np.ndarray:
    """Logistic regression by Newton's method, with a penalty on all weights but the bias."""
    beta = np.zeros(features.shape[1])
    scale = np.diag([0.0] + [penalty] * (features.shape[1] - 1))
    for _ in range(50):
        p = predict(features, beta)
        slope = features.T @ (counts * (right - p)) - scale @ beta
        curve = (features * (counts * p * (1 - p))[:, None]).T @ features + scale + 1e-6 * np.eye(len(beta))
        step = np.linalg.solve(curve, slope)
        beta += step
        if np.abs(step).max() < 1e-8:
            break
    return beta


def predict(features: np.ndarray, beta: np.ndarray) -> np.ndarray:
    """Return the probabilities that the weights give."""
    return 1 / (1 + np.exp(-np.clip(features @ beta, -30, 30)))


def predict_by_folds(
    features: np.ndarray, right: np.ndarray, counts: np.ndarray, groups: Sequence[str], penalty: float
) -> np.ndarray:
    """Return the probability of each, by weights that were fitted without its group."""
    folds = np.array([zlib.crc32(group.encode()) % FOLDS for group in groups])
    out = np.zeros(len(right))
    for fold in np.unique(folds):
        held = folds == fold
        out[held] = predict(features[held], fit(features[~held], right[~held], counts[~held], penalty))
    return out


def measure(p: np.ndarray, right: np.ndarray) -> str:
    """Return the loss and the expected calibration error, with what is right in each tenth."""
    loss = -np.log(np.clip(np.where(right > 0, p, 1 - p), 1e-9, 1)).mean()
    tenths = np.minimum((p * 10).astype(int), 9)
    bins = [(n / 10, tenths == n) for n in range(10) if (tenths == n).any()]
    error = sum(abs(p[inside].mean() - right[inside].mean()) * inside.mean() for _, inside in bins)
    table = "".join(
        f"\n  from {n}: {inside.sum():5} statements, score {p[inside].mean():.2f}, right {right[inside].mean():.2f}"
        for n, inside in bins
    )
    return f"log loss {loss:.4f}, expected calibration error {error:.4f}{table}"


def main() -> None:
    """Parse the command line, fit, and write model.json."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--of", nargs="+", choices=SETS, default=SETS, help="only held-out articles of these sets")
    parser.add_argument("--name", help="the name of a new model; by default that of the card stays")
    args = parser.parse_args()
    path = args.model / "model.json"
    before = json.loads(path.read_text()) if path.exists() else {}
    kept = {scheme: it for scheme, it in before.get("calibration", {}).items() if isinstance(it, dict)}
    if not (args.name or before.get("name")):
        parser.error(f"{path} has no name yet; give one with --name")
    card: dict[str, Any] = {"name": args.name or before["name"], "language": "en", "calibration": kept}
    path.write_text(json.dumps(card))
    held = set(json.loads((args.run / "plan.json").read_text())["held"])
    examples = [e for e in read_training(args.shared, args.of) if e.id in held and e.attributions is not None]
    scorer = load_scorer(args.shared)
    for scheme in ("guide", "polnear"):
        analyser = Analyser(AnalyseSettings(scheme=scheme), model=args.model)
        ours = [e for e in examples if (e.scheme == GUIDE) == (scheme == "guide")]
        observed = [(observe(example, analyser, scorer), example) for example in ours]
        x = np.array([row for (rows, _), _ in observed for row in rows])
        y = np.array([is_right for (_, right), _ in observed for is_right in right], float)
        groups = [example.group or example.id for (rows, _), example in observed for _ in rows]
        counts = count_for([example.id for (rows, _), example in observed for _ in rows], MOST[scheme])
        if not len(y):
            print(f"{scheme}: no held-out articles; the card keeps its weights")
            continue
        print(f"{scheme}: {len(ours)} held-out articles, {len(y)} statements, {y.mean():.3f} right")
        print(f"by folds: {measure(predict_by_folds(x, y, counts, groups, PENALTIES[scheme]), y)}")
        weights = fit(x, y, counts, PENALTIES[scheme])
        card["calibration"][scheme] = {name: round(float(w), 4) for name, w in zip(FEATURES, weights, strict=True)}
    path.write_text(json.dumps(card, indent=1) + "\n")
    print(json.dumps(card, indent=1), file=sys.stderr)


if __name__ == "__main__":
    main()
