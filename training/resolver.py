"""Fit the weights with which the resolver chooses who speaks, and those of the speaker score.

    python training/resolver.py --shared ../shared --run training/runs/one --to src/sayso/model/resolver.json

At each choice of the resolver in training articles the right candidate is taken and the rows of features are kept:
once with the statements that people or a large language model marked, once with those that the model of a run finds
in the articles that the run held out. Six small networks over the candidates are fitted to these choices without the
model's own scores of candidates, and their mean is kept. It is then fitted further, with these scores, in the articles
that the run held out: what the model knows of them is what it knows of any text. The weights of the speaker score are
fitted to speakers that networks of other folds choose. Articles of one outlet are in one fold.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from resolver_data import Decision, Judged, decide, judge, load_scorer, outlet_of, read_found, read_marked

from sayso.analyse.resolve.features import FEATURES, MODEL_SCORES
from sayso.analyse.resolve.rank import TRUST_FEATURES, WEIGHTS_FILE, Ranker, weigh_trust

FOLDS = 3
# Fits that hardly differ are up to eight speakers of 7,691 apart; the mean of more networks is steadier.
SEEDS = tuple(range(6))
# Of 16 and 32 hidden units with decay 0.3 and 0.1 all choose as well over the folds (0.835, 0.836 of speakers right);
# these are best for descriptions in PolNeAR train.
HIDDEN, EPOCHS, BATCH, RATE, DECAY = 32, 30, 128, 5e-3, 0.1
# The model's scores come last. Networks know articles from which they learnt too well to learn from them again.
LEARNT = FEATURES[: -len(MODEL_SCORES)]
# With the scores of the model, which learns with a share of 1: over the folds one to six rounds are as good, and so are
# rates from 3e-4 to 2e-3; without features left out at random the shares are a little worse.
SHARE, FURTHER, SLOWER, LEFT_OUT = 0.65, 3, 1e-3, 0.1
TRUST_PENALTY = 3.0
SURE = 0.9

Weights = dict[str, Any]


def main() -> int:
    """Fit, print, write; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, required=True, help="the folder of data")
    parser.add_argument("--run", type=Path, required=True, help="a training run, with its model and what it held out")
    parser.add_argument("--to", type=Path, default=WEIGHTS_FILE, help="the file of weights")
    options = parser.parse_args()
    scorer = load_scorer(options.shared)
    found = list(read_found(options.shared, options.run))
    decisions = [decision for marked in found for decision in decide(marked, scorer, WEIGHTS_FILE)]
    held, known = list(decisions), {marked.article.id for marked in found}
    for marked in read_marked(options.shared, options.run):
        made = decide(marked, scorer, WEIGHTS_FILE)
        decisions += made
        held += made if marked.article.id in known else []
    print(f"{len(decisions)} choices:", dict(Counter(d.kind for d in decisions)), flush=True)
    fitted = [
        fit_further(weights, [d for d in held if fold_of(d.outlet) != fold])
        for fold, weights in enumerate(fit_folds(decisions))
    ]
    judged = []
    with tempfile.TemporaryDirectory() as folder:
        for fold in range(FOLDS):
            path = Path(folder) / f"{fold}.json"
            write_weights(path, fitted[fold], {"bias": 1.0})
            own = [marked for marked in found if fold_of(outlet_of(marked.article)) == fold]
            judged += [it for marked in own for it in judge(marked, scorer, path)]
            print(f"fold {fold}: speaker right {np.mean([it.is_right for it in judged]):.3f} so far", flush=True)
    print("speaker score over the folds:", describe_scores(judged), flush=True)
    write_weights(options.to, fit_further(fit(decisions), held), fit_trust(judged))
    return 0


def write_weights(path: Path, weights: Weights, trust: Mapping[str, float]) -> None:
    """Write a file of weights: of features, and of the speaker score."""
    path.write_text(
        json.dumps({**weights, "trust": trust}, separators=(",", ":")).replace('],"', '],\n"') + "\n", "utf-8"
    )


def fit_folds(decisions: Sequence[Decision]) -> list[Weights]:
    """Return for each fold the weights of features that are fitted without it."""
    return [fit([d for d in decisions if fold_of(d.outlet) != fold]) for fold in range(FOLDS)]


def make_ranker(weights: Weights) -> Ranker:
    """Return what chooses by these weights."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "weights.json"
        write_weights(path, weights, {"bias": 1.0})
        return Ranker(path)


def fold_of(outlet: str) -> int:
    """Return the fold of an outlet."""
    return zlib.crc32(outlet.encode()) % FOLDS


def fit(decisions: Sequence[Decision]) -> Weights:
    """Return the mean of several networks, as one with all their hidden units: it hangs less on the seed."""
    several = [_fit_one(decisions, seed) for seed in SEEDS]
    count = len(several)
    return {
        "weights": {
            feature: [
                round(sum(one["weights"][feature][0] for one in several) / count, 3),
                *(weight for one in several for weight in one["weights"][feature][1:]),
            ]
            for feature in LEARNT
        },
        "bias": [weight for one in several for weight in one["bias"]],
        "out": [round(weight / count, 4) for one in several for weight in one["out"]],
    }


def _fit_one(decisions: Sequence[Decision], seed: int) -> Weights:
    """Return the weights of one network: maximum likelihood of a softmax over candidates, with decay."""
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    net = torch.nn.Sequential(
        torch.nn.Linear(len(LEARNT), HIDDEN), torch.nn.Tanh(), torch.nn.Linear(HIDDEN, 1, bias=False)
    )
    line = torch.nn.Linear(len(LEARNT), 1, bias=False)
    torch.nn.init.zeros_(line.weight)
    optimizer = torch.optim.AdamW([*net.parameters(), *line.parameters()], lr=RATE, weight_decay=DECAY)
    _train(lambda rows: (net(rows) + line(rows)).squeeze(-1), optimizer, _pad(decisions, len(LEARNT)), EPOCHS)
    by_feature = torch.cat([line.weight, net[0].weight]).T.tolist()
    return {
        "weights": {f: [round(w, 3) for w in row] for f, row in zip(LEARNT, by_feature, strict=True)},
        "bias": [round(w, 3) for w in net[0].bias.tolist()],
        "out": [round(w, 3) for w in net[2].weight[0].tolist()],
    }


def fit_further(weights: Weights, decisions: Sequence[Decision]) -> Weights:
    """Return weights fitted further, with the model's scores, to choices in articles that the model did not learn."""
    torch.manual_seed(0)
    none = [0.0] * len(weights["bias"])
    given = [weights["weights"].get(feature, [SHARE, *none]) for feature in FEATURES]
    by_feature, bias, out = (torch.tensor(it, requires_grad=True) for it in (given, weights["bias"], weights["out"]))

    def score(rows: torch.Tensor) -> torch.Tensor:
        return rows @ by_feature[:, 0] + torch.tanh(rows @ by_feature[:, 1:] + bias) @ out

    optimizer = torch.optim.AdamW([by_feature, bias, out], lr=SLOWER, weight_decay=0.0)
    _train(score, optimizer, _pad(decisions, len(FEATURES)), FURTHER, left_out=LEFT_OUT)
    return {
        "weights": {f: [round(w, 3) for w in row] for f, row in zip(FEATURES, by_feature.tolist(), strict=True)},
        "bias": [round(w, 3) for w in bias.tolist()],
        "out": [round(w, 4) for w in out.tolist()],
    }


def _train(
    score: Callable[[torch.Tensor], torch.Tensor],
    optimizer: torch.optim.Optimizer,
    padded: tuple[torch.Tensor, torch.Tensor, torch.Tensor],
    epochs: int,
    *,
    left_out: float = 0.0,
) -> None:
    """Fit what an optimizer has to the right candidates, some features left out of each batch at random."""
    rows, absent, wrong = padded
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs * -(-len(rows) // BATCH))
    for _ in range(epochs):
        for batch in torch.randperm(len(rows)).split(BATCH):
            kept = rows[batch] * (torch.rand(rows.shape[-1]) >= left_out) if left_out else rows[batch]
            scores = score(kept).masked_fill(absent[batch], -1e9)
            missed = torch.logsumexp(scores, 1) - torch.logsumexp(scores.masked_fill(wrong[batch], -1e9), 1)
            optimizer.zero_grad()
            missed.mean().backward()
            optimizer.step()
            schedule.step()


def _pad(decisions: Sequence[Decision], count: int) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Return the first features of all choices, and which candidates are absent and which are wrong."""
    width = max(len(d.rows) for d in decisions)
    rows = torch.zeros(len(decisions), width, count)
    absent = torch.ones(len(decisions), width, dtype=torch.bool)
    wrong = torch.ones(len(decisions), width, dtype=torch.bool)
    for n, decision in enumerate(decisions):
        rows[n, : len(decision.rows)] = torch.as_tensor(decision.rows[:, :count])
        absent[n, : len(decision.rows)] = False
        wrong[n, decision.right] = False
    return rows, absent, wrong


def fit_trust(judged: Sequence[Judged]) -> dict[str, float]:
    """Return the weights of the speaker score."""
    penalties = [0.0, *[TRUST_PENALTY] * (len(TRUST_FEATURES) - 1)]
    return fit_logistic(TRUST_FEATURES, [it.features for it in judged], [it.is_right for it in judged], penalties)


def fit_logistic(
    names: Sequence[str], rows: Sequence[Mapping[str, float]], targets: Sequence[bool], penalties: Sequence[float]
) -> dict[str, float]:
    """Return the weights of features: logistic regression with an L2 penalty for each."""
    given = torch.tensor([[row.get(name, 0.0) for name in names] for row in rows], dtype=torch.float64)
    wanted, penalty = (torch.tensor(it, dtype=torch.float64) for it in (targets, penalties))
    weights = torch.zeros(len(names), dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS([weights], max_iter=300, line_search_fn="strong_wolfe")

    def closure() -> torch.Tensor:
        optimizer.zero_grad()
        missed = torch.nn.functional.binary_cross_entropy_with_logits(given @ weights, wanted, reduction="sum")
        loss = missed + (penalty * weights**2).sum()
        loss.backward()
        return loss

    optimizer.step(closure)
    return {name: round(weight, 3) for name, weight in zip(names, weights.tolist(), strict=True)}


def describe_scores(judged: Sequence[Judged]) -> str:
    """Return how far scores fitted on other folds can be believed, in words."""
    scored: list[tuple[float, Judged]] = []
    for fold in range(FOLDS):
        weights = fit_trust([it for it in judged if fold_of(it.outlet) != fold])
        scored += [(weigh_trust(it.features, weights), it) for it in judged if fold_of(it.outlet) == fold]
    bins = [[(s, it.is_right) for s, it in scored if int(min(s, 0.999) * 10) == n] for n in range(10)]
    error = sum(abs(_mean(s for s, _ in b) - _mean(r for _, r in b)) * len(b) for b in bins if b) / len(scored)
    sure = [it for score, it in scored if score > SURE]
    wrong = sum(it.is_named and not it.is_right for it in sure) / len(scored)
    return f"expected error {error:.4f}; over {SURE} {len(sure) / len(scored):.3f}, named and wrong {wrong:.4f} of all"


def _mean(values: Iterable[float]) -> float:
    return float(np.mean(list(values)))


if __name__ == "__main__":
    sys.exit(main())
