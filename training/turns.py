"""Fit the weights by which the turns of interviews are told from each other and from a report.

    python training/turns.py --shared ../shared --to src/sayso/model/turns.json      a minute on one core

The marked turns of the training articles say who asks, who answers and what is nobody's; so do the talks of
`training/talks`. Labels are taken off, so what is learnt is of the words alone. What is printed is measured over folds
with outlets kept together.
"""

from __future__ import annotations

import argparse
import json
import sys
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from calibrate import fit as fit_line
from resolver_data import Marked, _read_marked, outlet_of
from talks import pick_askers, read_talks

from sayso.analyse.letters_page import find_letters
from sayso.analyse.turn import ASKS
from sayso.analyse.turn_features import describe_whole
from sayso.analyse.turn_labels import pick_labels, read_labels
from sayso.analyse.turn_tags import (
    ANSWERED,
    ASKED,
    BEGINS,
    FOLLOWS,
    STATES,
    TURNS_FILE,
    TurnWeights,
    forbid_silence,
    weigh_whole,
)
from sayso.analyse.turns import LEAST_TURNS, LEAST_WHOLE, Unit, describe_units, list_told, list_units
from sayso.segment import split_lines
from sayso.text import Span

FOLDS, STEPS, PENALTY, LEAST_TEXTS, BATCH, LONGEST = 5, 60, 0.3, 5, 64, 150
HERE = Path(__file__).parent
NEVER = -1e4
# The kind of a text that asks and in which nobody talks: an essay, an explainer.
ONLY_ASKS = "only asks"
BEFORE, BETWEEN, AFTER = 0, 3, 4


class Text(NamedTuple):
    """The features of a text's paragraphs and the state of each; whether it has turns, and with labels."""

    id: str
    outlet: str
    rows: list[dict[str, float]]
    states: list[int]
    kind: str


class Whole(NamedTuple):
    """The features of a text in which turns were found by weights of other folds, and whether it is an interview."""

    fold: int
    features: dict[str, float]
    is_talk: bool


def main() -> int:
    """Fit, print, write; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, required=True, help="the folder of data")
    parser.add_argument("--to", type=Path, default=TURNS_FILE, help="the file of weights")
    options = parser.parse_args()
    torch.set_num_threads(1)
    texts = [*read_texts(options.shared), *read_talk_texts(HERE / "talks")]
    print(dict(Counter(text.kind for text in texts)), flush=True)
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    wholes: list[Whole] = []
    for fold in range(FOLDS):
        weights = TurnWeights(**fit([text for text in texts if fold_of(text) != fold]))
        for text in texts:
            if fold_of(text) == fold:
                counts[text.kind].update(compare(text, weights))
                wholes += describe_found(text, weights)
    for kind, count in counts.items():
        print(f"{kind}: paragraphs", dict(count))
    print("texts without labels:", dict(judge_wholes(wholes)))
    fitted = {**fit(texts), "whole": fit_whole(wholes)}
    options.to.write_text(json.dumps(fitted, separators=(",", ":")).replace('],"', '],\n"') + "\n", "utf-8")
    return 0


def fold_of(text: Text) -> int:
    """Return the fold of a text's outlet."""
    return zlib.crc32(text.outlet.encode()) % FOLDS


def read_texts(shared: Path) -> Iterator[Text]:
    """Yield the training articles; pages of letters are left out."""
    for marked in _read_marked(shared):
        text, paragraphs = marked.article.text, list(split_lines(marked.article.text))
        turns = [
            (span, statement.id) for statement in marked.statements if statement.turn for span in statement.content
        ]
        if turns and any(find_letters(text, paragraphs)):
            continue
        askers = find_askers(text, marked)
        sides = [(span, ASKED if marked.speakers.get(name, ("",))[0] in askers else ANSWERED) for span, name in turns]
        yield from make_texts(marked.article.id, outlet_of(marked.article), text, paragraphs, sides)


def find_askers(text: str, marked: Marked) -> frozenset[str]:
    """Return the speakers of turns who mostly ask, or ask most."""
    asked: dict[str, list[bool]] = defaultdict(list)
    for statement in marked.statements:
        if statement.turn:
            name = marked.speakers.get(statement.id, ("",))[0]
            asked[name].append(ASKS.search(statement.content[-1].of(text)) is not None)
    return pick_askers(asked)


def read_talk_texts(folder: Path) -> Iterator[Text]:
    """Yield the talks of a folder, without those in which a line has two turns."""
    for talk in read_talks(folder):
        if sum(len(said.who) > 1 for said in talk.said) < 3:
            sides = [(it.span, ASKED if it.who[0] in talk.askers else ANSWERED) for it in talk.said]
            for text in make_texts(talk.id, talk.id, talk.text, list(split_lines(talk.text)), sides):
                yield text if sides else text._replace(kind=ONLY_ASKS)


def make_texts(
    name: str, outlet: str, text: str, paragraphs: Sequence[Span], sides: Sequence[tuple[Span, int]]
) -> Iterator[Text]:
    """Yield a text as it is learnt from: one with labels with them and as if it had none."""
    picked = pick_labels(text, list(read_labels(text, paragraphs)))
    units = list_units(paragraphs, picked)
    said = [_find_side(unit, sides) for unit in units]
    places = [n for n, side in enumerate(said) if side]
    states = [
        side or (BEFORE if not places or n < places[0] else AFTER if n > places[-1] else BETWEEN)
        for n, side in enumerate(said)
    ]
    bare = [unit._replace(item=None) for unit in units]
    yield Text(
        name,
        outlet,
        describe_units(text, bare),
        states,
        "plain" if not sides else "without labels" if picked else "no labels",
    )
    if picked:
        yield Text(name, outlet, describe_units(text, units), states, "labels")


def _find_side(unit: Unit, sides: Sequence[tuple[Span, int]]) -> int:
    """Return who says a unit; 0 if most of it is nobody's."""
    shared = {
        side: sum(
            max(0, min(unit.span.end, span.end) - max(unit.span.start, span.start))
            for span, own in sides
            if own == side
        )
        for side in (ASKED, ANSWERED)
    }
    most = max(shared, key=lambda side: shared[side])
    return most if 2 * shared[most] > unit.span.end - unit.span.start else 0


def fit(texts: Sequence[Text]) -> dict[str, Any]:
    """Return the weights of features and of what follows what: maximum likelihood with an L2 penalty.

    Texts that only look like interviews are left out: whether one is an interview is decided for the whole.
    """
    texts = [text for text in texts if text.kind != ONLY_ASKS]
    counts = Counter(name for text in texts for name in {name for row in text.rows for name in row})
    names = sorted(name for name, count in counts.items() if count >= LEAST_TEXTS)
    groups = list(_batch(texts, {name: n for n, name in enumerate(names)}))
    weights = torch.zeros(len(names), len(STATES), requires_grad=True)
    follows = torch.zeros(len(STATES), len(STATES), requires_grad=True)
    banned = torch.as_tensor(np.where(FOLLOWS, 0.0, NEVER), dtype=torch.float32)
    begins = torch.as_tensor(np.where(BEGINS, 0.0, NEVER), dtype=torch.float32)
    optimizer = torch.optim.LBFGS([weights, follows], max_iter=STEPS, line_search_fn="strong_wolfe")

    def closure() -> torch.Tensor:
        optimizer.zero_grad()
        missed = sum(_miss(rows @ weights, states, there, follows + banned, begins) for rows, states, there in groups)
        loss: torch.Tensor = missed + PENALTY * ((weights**2).sum() + (follows**2).sum())
        loss.backward()
        return loss

    optimizer.step(closure)
    given = {name: [round(w, 3) for w in row] for name, row in zip(names, weights.tolist(), strict=True)}
    return {"weights": given, "follows": [[round(w, 3) for w in row] for row in follows.tolist()]}


def _miss(
    scores: torch.Tensor, states: torch.Tensor, there: torch.Tensor, follows: torch.Tensor, begins: torch.Tensor
) -> torch.Tensor:
    """Return the negative log likelihood of the states of a batch."""
    total = scores[:, 0] + begins
    right = scores[:, 0].gather(1, states[:, :1])[:, 0]
    for n in range(1, scores.shape[1]):
        on = there[:, n]
        total = torch.where(on[:, None], torch.logsumexp(total[:, :, None] + follows[None], 1) + scores[:, n], total)
        step = scores[:, n].gather(1, states[:, n : n + 1])[:, 0] + follows[states[:, n - 1], states[:, n]]
        right = right + torch.where(on, step, torch.zeros(()))
    return (torch.logsumexp(total, 1) - right).sum()


def _batch(
    texts: Sequence[Text], places: Mapping[str, int]
) -> Iterator[tuple[torch.Tensor, torch.Tensor, torch.Tensor]]:
    """Yield the features, the states and where there is a paragraph, for texts of like length."""
    by_length = sorted((text for text in texts if text.rows), key=lambda text: len(text.rows))
    for at in range(0, len(by_length), BATCH):
        group = by_length[at : at + BATCH]
        longest = min(LONGEST, len(group[-1].rows))
        rows = torch.zeros(len(group), longest, len(places))
        states = torch.zeros(len(group), longest, dtype=torch.long)
        there = torch.zeros(len(group), longest, dtype=torch.bool)
        for b, text in enumerate(group):
            for n, (row, state) in enumerate(zip(text.rows[:LONGEST], text.states, strict=False)):
                for name, value in row.items():
                    if name in places:
                        rows[b, n, places[name]] = value
                states[b, n], there[b, n] = state, True
        yield rows, states, there


def describe_found(text: Text, weights: TurnWeights) -> Iterator[Whole]:
    """Yield the features of a text in which turns are found, if it has no labels."""
    features = [row.keys() for row in text.rows]
    if text.kind == "labels" or sum("asks" in it for it in features) < LEAST_TURNS:
        return
    told = list(list_told(features, weights.tag(forbid_silence(weights.score(text.rows)), {})))
    asked = sum(it.asks for it in told)
    if min(asked, len(told) - asked) >= LEAST_TURNS:
        yield Whole(fold_of(text), describe_whole(features, told), text.kind not in {"plain", ONLY_ASKS})


def fit_whole(wholes: Sequence[Whole]) -> dict[str, float]:
    """Return the weights of what tells interviews without labels from other texts: logistic regression."""
    names = list(wholes[0].features)
    rows = np.array([[it.features[name] for name in names] for it in wholes])
    right = np.array([float(it.is_talk) for it in wholes])
    beta = fit_line(rows, right, np.ones(len(rows)), PENALTY)
    return {name: round(float(weight), 3) for name, weight in zip(names, beta, strict=True)}


def judge_wholes(wholes: Sequence[Whole]) -> Iterator[tuple[str, int]]:
    """Yield how many texts are found to be interviews, by weights of other folds."""
    right = Counter[bool]()
    for fold in range(FOLDS):
        weights = fit_whole([it for it in wholes if it.fold != fold])
        own = [it for it in wholes if it.fold == fold]
        right.update(it.is_talk for it in own if weigh_whole(it.features, weights) >= LEAST_WHOLE)
    yield "interviews", right[True]
    yield "others, wrongly", right[False]


def compare(text: Text, weights: TurnWeights) -> Counter[str]:
    """Count the paragraphs that have the right side, the wrong one, and that are missed or found wrongly."""
    counts: Counter[str] = Counter()
    for shares, state in zip(weights.tag(weights.score(text.rows), {}), text.states, strict=True):
        sides = {ASKED: shares[ASKED], ANSWERED: shares[ANSWERED]}
        best = max(sides, key=lambda side: sides[side])
        found = best if sides[best] > 1.0 - sum(sides.values()) else 0
        marked = state if state in sides else 0
        if found or marked:
            counts[
                "right" if found == marked else "missed" if not found else "false" if not marked else "other side"
            ] += 1
    return counts


if __name__ == "__main__":
    sys.exit(main())
