"""Scores of predicted documents against gold ones, and how far the scores of single statements can be believed."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from sets import Document
from spread import spread_tallies, tally_statements

__all__ = ["Judged", "Paired", "calibrate", "judge", "load_scorer", "measure", "pair_statements"]


@dataclass(frozen=True, slots=True)
class Judged:
    """A predicted statement's score, and whether gold has the same source and at least half the same content."""

    score: float
    is_right: bool


@dataclass(frozen=True, slots=True)
class Paired:
    """The statements of one document side by side.

    Attributes:
        pairs: Gold and predicted statements of which at least half the content is the same, and whether the sources
            overlap (or both are empty).
        missed: Gold statements without a partner.
        spurious: Predicted statements without a partner.
    """

    pairs: tuple[tuple[dict[str, Any], dict[str, Any], bool], ...]
    missed: tuple[dict[str, Any], ...]
    spurious: tuple[dict[str, Any], ...]


def load_scorer(shared: Path) -> ModuleType:
    """The shared scorer, imported from its path and not copied, so that all scores are counted in one way."""
    spec = importlib.util.spec_from_file_location("score_attributions", shared / "eval" / "score_attributions.py")
    if spec is None or spec.loader is None:
        raise ImportError(f"cannot import the scorer from {shared / 'eval'}")
    sys.dont_write_bytecode = True  # Nothing is written beside the gold.
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def measure(scorer: ModuleType, gold: Sequence[Document], predicted: dict[str, Document]) -> dict[str, Any]:
    """All measures of a set: by kind, by token, by span, with means over articles, intervals and calibration."""
    scores: dict[str, Any] = scorer.score(gold, predicted)
    scores |= spread_tallies([tally_statements(scorer.score([document], predicted)["all"]) for document in gold])
    judged = [item for document in gold for item in judge(scorer, document, predicted.get(document["doc_id"], {}))]
    scores["calibration"] = calibrate(judged)
    return scores


def pair_statements(scorer: ModuleType, gold: Document, predicted: Document) -> Paired:
    """Gold and predicted statements of one document, paired as the scorer pairs them."""
    tokens = scorer.tokens(gold["text"])
    words = [i for i, token in enumerate(tokens) if any(char.isalnum() for char in token[2])]
    quoted = scorer.inside_quotes(gold["text"])

    def prepare(statements: Iterable[dict[str, Any]]) -> list[tuple[dict[str, Any], dict[str, Any]]]:
        # One at a time: the scorer leaves out statements without words, and then positions no longer agree.
        return [(it, done) for it in statements for done in scorer.prepare([it], tokens, words, quoted)]

    ours, theirs = prepare(gold["attributions"]), prepare(predicted.get("attributions", ()))
    matches = scorer.pair([done for _, done in ours], [done for _, done in theirs])
    pairs = []
    for g, p, _ in sorted(matches):
        a, b = ours[g][1]["source"], theirs[p][1]["source"]
        pairs.append((ours[g][0], theirs[p][0], bool(a & b) or not (a or b)))
    in_gold, in_predicted = {g for g, _, _ in matches}, {p for _, p, _ in matches}
    return Paired(
        tuple(pairs),
        tuple(it for i, (it, _) in enumerate(ours) if i not in in_gold),
        tuple(it for i, (it, _) in enumerate(theirs) if i not in in_predicted),
    )


def judge(scorer: ModuleType, gold: Document, predicted: Document) -> list[Judged]:
    """Every predicted statement of one document with its score and whether it is right."""
    paired = pair_statements(scorer, gold, predicted)
    judged = [Judged(statement["score"], is_right) for _, statement, is_right in paired.pairs]
    return judged + [Judged(statement["score"], is_right=False) for statement in paired.spurious]


def calibrate(judged: Sequence[Judged], bin_count: int = 10) -> dict[str, Any]:
    """Expected calibration error over bins of equal width, and the bins: the reliability table.

    The error is the mean distance between a bin's mean score and its share of right statements, weighted by its size.
    """
    bins: list[dict[str, float]] = []
    error = 0.0
    for number in range(bin_count):
        inside = [item for item in judged if min(int(item.score * bin_count), bin_count - 1) == number]
        if not inside:
            continue
        score = sum(item.score for item in inside) / len(inside)
        right = sum(item.is_right for item in inside) / len(inside)
        error += abs(score - right) * len(inside) / len(judged)
        bins.append({"from": number / bin_count, "count": len(inside), "score": score, "right": right})
    return {"ece": error, "bins": bins}
