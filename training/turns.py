"""Fit the weights by which the turns of interviews are told from each other and from a report.

    python training/turns.py --shared ../shared --model src/sayso/model      some ten minutes on one core

The marked turns of the training articles say who asks, who answers and what is nobody's; so do the talks of
`training/talks`. Two sets of weights are fitted: of features alone, for which labels are taken off, and of features
beside the states of a model, which sees labels. What is printed is measured over folds with outlets kept together.
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
from resolver_data import Marked, _read_marked, outlet_of
from states import read_states
from talks import pick_askers, read_talks

from sayso.analyse import Analyser
from sayso.analyse.letters_page import find_letters
from sayso.analyse.models import MODEL_FOLDER
from sayso.analyse.turn import ASKS
from sayso.analyse.turn_features import describe_whole
from sayso.analyse.turn_labels import pick_labels, read_labels
from sayso.analyse.turn_tags import (
    ALONE,
    ANSWERED,
    ASKED,
    BEGINS,
    FOLLOWS,
    HEARD,
    STATES,
    TurnWeights,
    forbid_silence,
    pick_side,
    weigh_whole,
)
from sayso.analyse.turns import LEAST_TURNS, LEAST_WHOLE, Unit, describe_units, list_told, list_units
from sayso.article import Article
from sayso.segment import split_lines
from sayso.text import Span

FOLDS, STEPS, PENALTY, LEAST_TEXTS, BATCH, LONGEST = 5, 60, 0.3, 5, 64, 150
STATE_PENALTY, WHOLE_STATE_PENALTY = 3.0, 0.3
HERE = Path(__file__).parent
NEVER = -1e4
# The kind of a text that asks and in which nobody talks: an essay, an explainer.
ONLY_ASKS = "only asks"
BEFORE, BETWEEN, AFTER = 0, 3, 4


class Text(NamedTuple):
    """A text as it is learnt from.

    Attributes:
        id: Its id.
        outlet: Its outlet.
        rows: The features of its paragraphs.
        states: The state of each.
        kind: Whether it has turns, and with labels.
        heard: What the model makes of each paragraph; None where that is not learnt from.
    """

    id: str
    outlet: str
    rows: list[dict[str, float]]
    states: list[int]
    kind: str
    heard: np.ndarray | None = None


class Fitted(NamedTuple):
    """The weights of turns, and those of a model's states, if these are learnt from."""

    turns: TurnWeights
    states: np.ndarray | None

    def score(self, text: Text) -> np.ndarray:
        """Return the scores of a text's paragraphs."""
        scores = self.turns.score(text.rows)
        return scores if self.states is None else scores + text.heard @ self.states


class Whole(NamedTuple):
    """A text in which turns were found by weights of other folds.

    Attributes:
        fold: Its fold.
        features: Its features.
        heard: The mean states of the paragraphs that would ask and of those that would answer, one after the other.
        is_talk: Whether it is an interview.
    """

    fold: int
    features: dict[str, float]
    heard: np.ndarray
    is_talk: bool


class FittedWhole(NamedTuple):
    """The weights of a whole text's features, and those of the states of who asks and who answers in it."""

    weights: dict[str, float]
    states: np.ndarray

    def weigh(self, whole: Whole) -> float:
        """Return how likely it is that a text is an interview."""
        return weigh_whole(whole.features, self.weights, float(whole.heard @ self.states))


def main() -> int:
    """Fit, print, write; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, required=True, help="the folder of data")
    parser.add_argument("--model", type=Path, default=MODEL_FOLDER, help="the folder of the model, and of the file")
    options = parser.parse_args()
    torch.set_num_threads(1)
    analyser = Analyser(model=options.model)
    texts = [*read_texts(options.shared, analyser), *read_talk_texts(HERE / "talks", analyser)]
    parts = {ALONE: fit_part(texts), HEARD: fit_part([text for text in texts if text.heard is not None])}
    written = json.dumps(parts, separators=(",", ":")).replace('],"', '],\n"')
    (options.model / "turns.json").write_text(written + "\n", "utf-8")
    return 0


def fit_part(texts: Sequence[Text]) -> dict[str, Any]:
    """Return one set of weights, and print how good they are; those of states too if all texts have been heard."""
    print(dict(Counter(text.kind for text in texts)), flush=True)
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    wholes: list[Whole] = []
    for fold in range(FOLDS):
        weights = take_weights(fit([text for text in texts if fold_of(text) != fold]))
        for text in texts:
            if fold_of(text) == fold:
                counts[text.kind].update(compare(text, weights))
                wholes += describe_found(text, weights)
    for kind, count in counts.items():
        print(f"{kind}: paragraphs", dict(count))
    print("texts without labels:", dict(judge_wholes(wholes)), flush=True)
    whole = fit_whole(wholes)
    states = {"whole_states": [[round(float(w), 4) for w in row] for row in np.split(whole.states, 2)]}
    return {**fit(texts), "whole": whole.weights, **(states if len(whole.states) else {})}


def take_weights(fitted: dict[str, Any]) -> Fitted:
    """Return fitted weights as they are used."""
    states = np.array(fitted["states"]) if "states" in fitted else None
    return Fitted(TurnWeights(fitted["weights"], fitted["follows"]), states)


def fold_of(text: Text) -> int:
    """Return the fold of a text's outlet."""
    return zlib.crc32(text.outlet.encode()) % FOLDS


def read_texts(shared: Path, analyser: Analyser) -> Iterator[Text]:
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
        yield from make_texts(marked.article, outlet_of(marked.article), paragraphs, sides, analyser)


def find_askers(text: str, marked: Marked) -> frozenset[str]:
    """Return the speakers of turns who mostly ask, or ask most."""
    asked: dict[str, list[bool]] = defaultdict(list)
    for statement in marked.statements:
        if statement.turn:
            name = marked.speakers.get(statement.id, ("",))[0]
            asked[name].append(ASKS.search(statement.content[-1].of(text)) is not None)
    return pick_askers(asked)


def read_talk_texts(folder: Path, analyser: Analyser) -> Iterator[Text]:
    """Yield the talks of a folder, without those in which a line has two turns."""
    for talk in read_talks(folder):
        if sum(len(said.who) > 1 for said in talk.said) < 3:
            sides = [(it.span, ASKED if it.who[0] in talk.askers else ANSWERED) for it in talk.said]
            article = Article(talk.id, talk.text)
            for text in make_texts(article, talk.id, list(split_lines(talk.text)), sides, analyser):
                yield text if sides else text._replace(kind=ONLY_ASKS)


def make_texts(
    article: Article, outlet: str, paragraphs: Sequence[Span], sides: Sequence[tuple[Span, int]], analyser: Analyser
) -> Iterator[Text]:
    """Yield a text as it is learnt from: one with labels with them and as if it had none.

    A text that hardly asks is left out: no turns are looked for in it. The model has always seen labels, so that it is
    heard only beside them.
    """
    name, text = article.id, article.text
    picked = pick_labels(text, list(read_labels(text, paragraphs)))
    units = list_units(paragraphs, picked)
    said = [_find_side(unit, sides) for unit in units]
    places = [n for n, side in enumerate(said) if side]
    states = [
        side or (BEFORE if not places or n < places[0] else AFTER if n > places[-1] else BETWEEN)
        for n, side in enumerate(said)
    ]
    bare = describe_units(text, [unit._replace(item=None) for unit in units])
    if not picked and sum("asks" in row for row in bare) < LEAST_TURNS:
        return
    find_mean = read_states(analyser, article)
    heard = np.array([find_mean(unit.span) for unit in units], np.float32)
    if picked:
        yield Text(name, outlet, bare, states, "without labels" if sides else "plain")
        yield Text(name, outlet, describe_units(text, units), states, "labels", heard)
    else:
        yield Text(name, outlet, bare, states, "no labels" if sides else "plain", heard)


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
    width = 0 if any(text.heard is None for text in texts) else texts[0].heard.shape[1]
    groups = list(_batch(texts, {name: n for n, name in enumerate(names)}, width))
    weights = torch.zeros(len(names) + width, len(STATES), requires_grad=True)
    follows = torch.zeros(len(STATES), len(STATES), requires_grad=True)
    banned = torch.as_tensor(np.where(FOLLOWS, 0.0, NEVER), dtype=torch.float32)
    begins = torch.as_tensor(np.where(BEGINS, 0.0, NEVER), dtype=torch.float32)
    optimizer = torch.optim.LBFGS([weights, follows], max_iter=STEPS, line_search_fn="strong_wolfe")

    def closure() -> torch.Tensor:
        optimizer.zero_grad()
        missed = sum(_miss(rows @ weights, states, there, follows + banned, begins) for rows, states, there in groups)
        of_states = STATE_PENALTY * (weights[len(names) :] ** 2).sum()
        loss: torch.Tensor = missed + of_states + PENALTY * ((weights[: len(names)] ** 2).sum() + (follows**2).sum())
        loss.backward()
        return loss

    optimizer.step(closure)
    rows = [[round(w, 3) for w in row] for row in weights.tolist()]
    fitted = {
        "weights": dict(zip(names, rows, strict=False)),
        "follows": [[round(w, 3) for w in row] for row in follows.tolist()],
    }
    return {**fitted, "states": rows[len(names) :]} if width else fitted


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
    texts: Sequence[Text], places: Mapping[str, int], width: int
) -> Iterator[tuple[torch.Tensor, torch.Tensor, torch.Tensor]]:
    """Yield the features, the states and where there is a paragraph, for texts of like length.

    What the model makes of a paragraph stands behind its features, `width` numbers.
    """
    by_length = sorted((text for text in texts if text.rows), key=lambda text: len(text.rows))
    for at in range(0, len(by_length), BATCH):
        group = by_length[at : at + BATCH]
        longest = min(LONGEST, len(group[-1].rows))
        rows = torch.zeros(len(group), longest, len(places) + width)
        states = torch.zeros(len(group), longest, dtype=torch.long)
        there = torch.zeros(len(group), longest, dtype=torch.bool)
        for b, text in enumerate(group):
            for n, (row, state) in enumerate(zip(text.rows[:LONGEST], text.states, strict=False)):
                for name, value in row.items():
                    if name in places:
                        rows[b, n, places[name]] = value
                states[b, n], there[b, n] = state, True
            if width and text.heard is not None:
                rows[b, : min(longest, len(text.rows)), len(places) :] = torch.from_numpy(text.heard[:longest])
        yield rows, states, there


def describe_found(text: Text, weights: Fitted) -> Iterator[Whole]:
    """Yield the features of a text in which turns are found, if it has no labels."""
    features = [row.keys() for row in text.rows]
    if text.kind == "labels" or sum("asks" in it for it in features) < LEAST_TURNS:
        return
    told = list(list_told(features, weights.turns.tag(forbid_silence(weights.score(text)), {})))
    asked = sum(it.asks for it in told)
    if min(asked, len(told) - asked) >= LEAST_TURNS:
        heard = np.zeros(0)
        if weights.states is not None:
            sides = ([it.number for it in told if it.asks], [it.number for it in told if not it.asks])
            heard = np.concatenate([text.heard[own].mean(0) for own in sides])
        yield Whole(fold_of(text), describe_whole(features, told), heard, text.kind not in {"plain", ONLY_ASKS})


def fit_whole(wholes: Sequence[Whole]) -> FittedWhole:
    """Return the weights of what tells interviews without labels from other texts: logistic regression."""
    names = list(wholes[0].features)
    rows = torch.tensor([[it.features[name] for name in names] for it in wholes], dtype=torch.float64)
    rows = torch.cat([rows, torch.tensor(np.array([it.heard for it in wholes]))], 1)
    right = torch.tensor([float(it.is_talk) for it in wholes], dtype=torch.float64)
    penalties = torch.full((rows.shape[1],), WHOLE_STATE_PENALTY, dtype=torch.float64)
    penalties[: len(names)] = PENALTY
    weights = torch.zeros(rows.shape[1], dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS([weights], max_iter=STEPS, line_search_fn="strong_wolfe")

    def closure() -> torch.Tensor:
        optimizer.zero_grad()
        missed = torch.nn.functional.binary_cross_entropy_with_logits(rows @ weights, right, reduction="sum")
        loss: torch.Tensor = missed + (penalties * weights**2).sum()
        loss.backward()
        return loss

    optimizer.step(closure)
    found = weights.detach().numpy()
    given = {name: round(float(weight), 3) for name, weight in zip(names, found, strict=False)}
    return FittedWhole(given, found[len(names) :])


def judge_wholes(wholes: Sequence[Whole]) -> Iterator[tuple[str, int]]:
    """Yield how many texts are found to be interviews, by weights of other folds."""
    right = Counter[bool]()
    for fold in range(FOLDS):
        weights = fit_whole([it for it in wholes if it.fold != fold])
        own = [it for it in wholes if it.fold == fold]
        right.update(it.is_talk for it in own if weights.weigh(it) >= LEAST_WHOLE)
    yield "interviews", right[True]
    yield "others, wrongly", right[False]


def compare(text: Text, weights: Fitted) -> Counter[str]:
    """Count the paragraphs that have the right side, the wrong one, and that are missed or found wrongly."""
    counts: Counter[str] = Counter()
    for shares, state in zip(weights.turns.tag(weights.score(text), {}), text.states, strict=True):
        found = pick_side(shares)
        marked = state if state in {ASKED, ANSWERED} else 0
        if found or marked:
            counts[
                "right" if found == marked else "missed" if not found else "false" if not marked else "other side"
            ] += 1
    return counts


if __name__ == "__main__":
    sys.exit(main())
