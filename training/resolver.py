"""Fit the weights with which the resolver chooses the antecedent of a pronoun or a description.

    python training/resolver.py --shared ../shared --to src/sayso/model/resolver.json

The resolver reads the training articles with the sources that people or a large language model marked. At each choice
the right candidate is taken, so that later choices depend on right ones, and the rows of features are kept. Then a
softmax over the candidates is fitted for each class. It takes seconds; before all articles are used, the accuracy over
five folds of them is printed.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import torch
from corpora import read_lines

from sayso.analyse.kind import classify_kind
from sayso.analyse.layout import lay_out
from sayso.analyse.resolve.candidates import NEW, Anaphor
from sayso.analyse.resolve.entity import Entity
from sayso.analyse.resolve.features import FEATURES
from sayso.analyse.resolve.mentions import MentionIndex
from sayso.analyse.resolve.rank import CLASSES, Choice, Ranker, class_of
from sayso.analyse.resolve.resolver import Resolver
from sayso.article import Article, Outlet
from sayso.statement import Place, Statement
from sayso.text import Span

GUIDE_SETS = ("web-train", "basil-train", "wikinews-train")
FOLDS = 5
# Best or second best accuracy over five folds, of 0.3, 1 and 3.
PENALTY = 1.0
SEED = 0


@dataclass(frozen=True)
class Marked:
    """An article with its statements, and for each the name of its speaker and whether it is a proper one."""

    article: Article
    statements: list[Statement]
    speakers: dict[str, tuple[str, bool]]


@dataclass(frozen=True)
class Decision:
    """One choice: the article, the class, a row of features for each candidate, and the right candidates."""

    article: str
    kind: str
    rows: np.ndarray
    right: list[int]


def main() -> int:
    """Fit, print, write; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, required=True, help="the folder of data")
    parser.add_argument("--to", type=Path, default=Path("src/sayso/model/resolver.json"), help="the file of weights")
    options = parser.parse_args()
    scorer = _load_scorer(options.shared)
    decisions = [d for marked in read_marked(options.shared) for d in decide(marked, scorer)]
    print(f"{len(decisions)} choices:", dict(Counter(d.kind for d in decisions)))
    print(f"right over {FOLDS} folds:", _show(cross_validate(decisions)))
    weights = fit(decisions)
    print("right on what was fitted:", _show([(d.kind, _is_right(d, weights)) for d in decisions]))
    written = {k: {f: round(float(w), 3) for f, w in zip(FEATURES, weights[k], strict=True)} for k in CLASSES}
    options.to.write_text(json.dumps(written, indent=1) + "\n", "utf-8")
    return 0


def read_marked(shared: Path) -> Iterator[Marked]:
    """Yield the training articles with their speakers, in a fixed order."""
    data = shared / "data"
    texts = {record["doc_id"]: record for record in read_lines(data / "polnear/polnear-train.jsonl")}
    for record in read_lines(data / "speakers/speakers-train.jsonl"):
        known = texts[record["doc_id"]]
        speakers = {k: (s["entity"], bool(s["named"])) for k, s in record["speakers"].items()}
        yield _mark(Article(record["doc_id"], known["text"]), known["attributions"], speakers)
    for name in GUIDE_SETS:
        for record in read_lines(data / f"web/{name}.jsonl"):
            by_id = {s["id"]: (s["name"], s["named"]) for s in record["speakers"]}
            speakers = {s["id"]: by_id[s["speaker"]] for s in record["statements"] if s["speaker"]}
            yield _mark(_as_article(record["article"]), record["statements"], speakers)


def _as_article(record: dict[str, Any]) -> Article:
    span = record["title_span"]
    outlet = Outlet(record["outlet"]["name"]) if record["outlet"]["name"] else None
    return Article(record["id"], record["text"], outlet=outlet, title_span=Span(*span) if span else None)


def _mark(article: Article, records: list[dict[str, Any]], speakers: dict[str, tuple[str, bool]]) -> Marked:
    marked = lay_out(article).marked
    statements = []
    for record in records:
        content, cue, source = (tuple(Span(*s) for s in sorted(record[k])) for k in ("content", "cue", "source"))
        if not content:
            continue
        is_headline = article.title_span is not None and article.title_span.holds(content[0])
        place = Place.HEADLINE if is_headline else Place.BODY
        kind = classify_kind(content, article.text, marked)
        more = {"within": record.get("within"), "turn": record.get("turn", False)}
        statements.append(Statement(record["id"], kind, place, content, cue, source, 1.0, **more))
    return Marked(article, sorted(statements, key=lambda s: s.content[0]), speakers)


def decide(marked: Marked, scorer: ModuleType) -> list[Decision]:
    """Return the choices that the resolver makes in one article, with the right candidates."""
    decisions: list[Decision] = []
    ranker = Ranker()
    named_so: dict[int, str] = {}

    def is_right(entity: Entity, name: str, is_named: bool) -> bool:
        if named_so.get(id(entity)) == name:
            return True
        return is_named and entity.is_named and not entity.members and scorer.agree_joint(entity.name, name)

    def choose(
        anaphor: Anaphor, candidates: Sequence[int], rows: np.ndarray, mentions: MentionIndex, statement: str | None
    ) -> Choice:
        # An entity without a name is known by the statements that it was found to speak.
        for known, outcome in resolver.context.outcomes.items():
            if outcome.entity is not None and known in marked.speakers:
                named_so[id(outcome.entity)] = marked.speakers[known][0]
        name, is_named = marked.speakers.get(statement or "", ("", False))
        entities = [None if n == NEW else mentions.entities[n] for n in candidates]
        right = [n for n, entity in enumerate(entities) if name and entity and is_right(entity, name, is_named)]
        if name and not right and anaphor.phrase is not None:
            right = [len(candidates) - 1]  # A new entity: the last candidate.
        if not right:
            return ranker.choose(anaphor, candidates, rows, mentions, statement)
        decisions.append(Decision(marked.article.id, class_of(anaphor), rows, right))
        return Choice(right[0], 1.0, ())

    resolver = Resolver(marked.article, lay_out(marked.article), marked.statements, (), choose)
    resolver.run()
    return decisions


def fit(decisions: Sequence[Decision]) -> dict[str, np.ndarray]:
    """Return the weights of each class: maximum likelihood of a softmax over candidates, with an L2 penalty."""
    by_kind = defaultdict(list)
    for decision in decisions:
        by_kind[decision.kind].append(decision)
    return {kind: _fit_class(by_kind[kind]) for kind in CLASSES}


def _fit_class(decisions: Sequence[Decision]) -> np.ndarray:
    if not decisions:
        return np.zeros(len(FEATURES))
    width = max(len(d.rows) for d in decisions)
    rows = torch.zeros(len(decisions), width, len(FEATURES))
    absent = torch.ones(len(decisions), width, dtype=torch.bool)
    wrong = torch.ones(len(decisions), width, dtype=torch.bool)
    for n, decision in enumerate(decisions):
        rows[n, : len(decision.rows)] = torch.as_tensor(decision.rows)
        absent[n, : len(decision.rows)] = False
        wrong[n, decision.right] = False
    weights = torch.zeros(len(FEATURES), requires_grad=True)
    optimizer = torch.optim.LBFGS([weights], max_iter=300, line_search_fn="strong_wolfe")

    def closure() -> torch.Tensor:
        optimizer.zero_grad()
        scores = (rows @ weights).masked_fill(absent, -1e9)
        missed = torch.logsumexp(scores, 1) - torch.logsumexp(scores.masked_fill(wrong, -1e9), 1)
        loss = missed.sum() + PENALTY * (weights**2).sum()
        loss.backward()
        return loss

    optimizer.step(closure)
    return weights.detach().numpy()


def cross_validate(decisions: Sequence[Decision]) -> list[tuple[str, bool]]:
    """Return for each choice its class, and whether weights fitted on the other folds choose right."""
    articles = sorted({d.article for d in decisions})
    random.Random(SEED).shuffle(articles)
    fold_of = {article: n % FOLDS for n, article in enumerate(articles)}
    out = []
    for fold in range(FOLDS):
        weights = fit([d for d in decisions if fold_of[d.article] != fold])
        out += [(d.kind, _is_right(d, weights)) for d in decisions if fold_of[d.article] == fold]
    return out


def _is_right(decision: Decision, weights: dict[str, np.ndarray]) -> bool:
    return int(np.argmax(decision.rows @ weights[decision.kind])) in decision.right


def _show(judged: Sequence[tuple[str, bool]]) -> str:
    parts = []
    for kind in CLASSES:
        found = [is_right for k, is_right in judged if k == kind]
        parts.append(f"{kind} {np.mean(found):.3f} of {len(found)}" if found else f"{kind} none")
    return ", ".join(parts) + f"; all {np.mean([is_right for _, is_right in judged]):.3f}"


def _load_scorer(shared: Path) -> ModuleType:
    """Return the shared scorer: speakers are measured by its rule of when two names agree."""
    sys.dont_write_bytecode = True
    sys.path.insert(0, str(shared / "eval"))
    spec = importlib.util.spec_from_file_location("score_speakers", shared / "eval/score_speakers.py")
    if spec is None or spec.loader is None:
        raise ImportError(f"cannot import the scorer from {shared / 'eval'}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    sys.exit(main())
