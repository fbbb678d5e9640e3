"""Choose the rules of sayso/trace/judge.py on one half of the labelled pairs and measure them on the other, many times.

    python evaluation/trace_splits.py --shared ../shared [--splits 20]

Each split keeps apart the articles of its two halves; pairs with an article of either are left out of both. On the one
half the rules are chosen out of 135 variants: everything that is asked of what words say times 0.8 to 1.25, of shares
0.08 less or more, of the number of words one less or more, and of days a third or three times as many. The choice is
written here and looks at nothing else: of the variants with P of at least 0.95, those with the best F1; of these the
one in the middle. Then it is measured on the other half, and the rules as they ship beside it.

A pair is decided by itself here, as two passages are, without the clusters that `evaluation/trace.py` makes.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product
from pathlib import Path
from statistics import mean, pstdev
from trace import list_occurrences, load_articles, load_pairs, split_pairs
from typing import Any

import numpy as np

from sayso.cluster import Occurrence
from sayso.trace.candidates import is_candidate
from sayso.trace.judge import RULES, Likeness, Rules, judge
from sayso.trace.keys import list_keys
from sayso.trace.wordings import Wordings

_KEPT = ("verbatim", "truncated", "altered")
_SAME = (*_KEPT, "paraphrase")
_LEAST_PRECISION = 0.95
_STEPS = ((0.8, 0.9, 1.0, 1.1, 1.25), (-0.08, 0.0, 0.08), (-1, 0, 1), (1 / 3, 1.0, 3.0))
Steps = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """A labelled pair: what its passages have in common, and how many days lie between them."""

    label: str
    alike: tuple[Likeness, ...]
    days: int


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and F1 of words kept, as ../shared/eval/score_trace.py counts them."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Their harmonic mean."""
        return 2 * self.precision * self.recall / max(1e-9, self.precision + self.recall)


def vary(steps: Steps) -> Rules:
    """The rules with some steps away from those that ship."""
    nats, share, words, days = (_STEPS[knob][step] for knob, step in enumerate(steps))
    more = int(words)
    return Rules(
        tuple((n * nats, min(1.0, s + share), w + more, round(d * days)) for n, s, w, d in RULES.told),
        (RULES.quoted[0] * nats, RULES.quoted[1] * nats),
        (min(1.0, RULES.quoted_share[0] + share), min(1.0, RULES.quoted_share[1] + share)),
        RULES.quoted_words + more,
        tuple((n * nats, w + more, min(1.0, s + share) if s else s, round(d * days)) for n, w, s, d in RULES.rows),
        (round(RULES.days[0] * days), round(RULES.days[1] * days)),
        RULES.many_words + more,
        (RULES.always[0] * nats, min(1.0, RULES.always[1] + share), RULES.always[2] * nats),
    )


def read_pairs(occurrences: Iterable[Occurrence], pairs: Sequence[dict[str, Any]]) -> list[Pair]:
    """The pairs, with all passages that stand at their places."""
    by_article: defaultdict[str, list[Occurrence]] = defaultdict(list)
    for occurrence in occurrences:
        by_article[occurrence.article].append(occurrence)
    found = []
    for pair in pairs:
        here, there = (
            [
                it
                for it in by_article[side["doc"]]
                if it.spans[0].start < side["end"] and side["start"] < it.spans[-1].end
            ]
            for side in (pair["a"], pair["b"])
        )
        alike = (compare(one, other) for one in here for other in there)
        days = abs(date.fromisoformat(pair["a"]["date"]) - date.fromisoformat(pair["b"]["date"])).days
        found.append(Pair(pair["label"], tuple(it for it in alike if it is not None), days))
    return found


def compare(one: Occurrence, other: Occurrence) -> Likeness | None:
    """What two passages have in common; None if they would not be compared."""
    wordings = Wordings()
    numbers = wordings.add(one.pieces, one.kind), wordings.add(other.pieces, other.kind)
    keys, holders = list_keys(wordings)
    here, there = (set(keys[holders == number].tolist()) for number in numbers)
    is_compared = numbers[0] == numbers[1] or bool(np.all(is_candidate(len(here & there), len(here), len(there))))
    return judge(*(wordings.wordings[number] for number in numbers)) if is_compared else None


def find_hits(pairs: Iterable[Pair], rules: Rules) -> list[bool]:
    """For each pair whether the rules say that it is one utterance."""
    return [any(pair.days <= (alike.find_days(rules) or -1) for alike in pair.alike) for pair in pairs]


def score(pairs: Sequence[Pair], hits: Sequence[bool], chosen: Iterable[int]) -> Score:
    """The scores of some of the pairs."""
    all_of, hit = Counter[str](), Counter[str]()
    for number in chosen:
        all_of[pairs[number].label] += 1
        hit[pairs[number].label] += hits[number]
    right = sum(hit[label] for label in _SAME)
    kept = sum(all_of[label] for label in _KEPT)
    return Score(right / max(1, right + hit["different"]), sum(hit[label] for label in _KEPT) / max(1, kept))


def choose(scores: Mapping[Steps, Score]) -> Steps:
    """The variant by the rule that is written above."""
    kept = {steps: it for steps, it in scores.items() if it.precision >= _LEAST_PRECISION} or dict(scores)
    best = max(it.f1 for it in kept.values())
    equal = sorted(steps for steps, it in kept.items() if it.f1 >= best - 1e-9)
    return min(equal, key=lambda one: sum(abs(a - b) for other in equal for a, b in zip(one, other, strict=True)))


def main() -> None:
    """Print the scores of each split, their mean and their spread."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--splits", type=int, default=20)
    options = parser.parse_args()
    articles = load_articles(options.shared)
    gold = load_pairs(options.shared, articles)
    pairs = read_pairs(list_occurrences(articles), gold)
    hits = {steps: find_hits(pairs, vary(steps)) for steps in product(*(range(len(steps)) for steps in _STEPS))}
    shipped = find_hits(pairs, RULES)
    chosen_scores, shipped_scores = [], []
    for seed in (None, *range(options.splits)):
        halves = split_pairs(gold, seed)
        for half in (1, 0) if seed is not None else (1,):
            here = [number for number, own in enumerate(halves) if own == half]
            there = [number for number, own in enumerate(halves) if own == 1 - half]
            steps = choose({steps: score(pairs, found, here) for steps, found in hits.items()})
            chosen, as_is = score(pairs, hits[steps], there), score(pairs, shipped, there)
            kept = sum(pairs[number].label in _KEPT for number in there)
            name = "fixed" if seed is None else f"{seed}.{half}"
            print(f"{name:>5} {steps} of {kept} kept: {_show(chosen)}; as it ships {_show(as_is)}")
            if seed is not None:
                chosen_scores.append(chosen)
                shipped_scores.append(as_is)
    print(f"chosen on the other half: {_summarise(chosen_scores)}")
    print(f"as it ships: {_summarise(shipped_scores)}; all pairs {_show(score(pairs, shipped, range(len(pairs))))}")


def _show(it: Score) -> str:
    return f"P {it.precision:.3f} R {it.recall:.3f} F1 {it.f1:.3f}"


def _summarise(scores: Sequence[Score]) -> str:
    parts = {"P": [it.precision for it in scores], "R": [it.recall for it in scores], "F1": [it.f1 for it in scores]}
    return ", ".join(f"{name} {mean(values):.3f} ± {pstdev(values):.3f}" for name, values in parts.items())


if __name__ == "__main__":
    main()
