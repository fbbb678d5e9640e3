"""Fit the weights by which it is chosen who asks and who answers in an interview.

    python training/parties.py --shared ../shared --model src/sayso/model      some five minutes on one core

The talks of `training/talks` and the marked turns of the training articles say who asks and who answers; each whom such
a text names is an example. Two sets of weights are fitted: of features alone, and of features beside the states of a
model. What is printed is measured over folds, in which the texts of an outlet stay together.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from resolver_data import _read_marked, outlet_of
from states import read_states
from talks import read_talks
from turns import find_askers

from sayso.analyse import Analyser, find_attributions
from sayso.analyse.models import MODEL_FOLDER
from sayso.analyse.resolve import Ranker
from sayso.analyse.resolve.context import ResolveContext
from sayso.analyse.resolve.parties import NOBODY, Party, share
from sayso.analyse.talk_states import SIDES
from sayso.analyse.turn_tags import ALONE, HEARD
from sayso.article import Article
from sayso.text import Span

FOLDS, STEPS, LEAST_TEXTS = 5, 100, 3
# Of features alone, and of features beside states, and of these.
ALONE_PENALTY, PENALTY, STATE_PENALTY = 0.3, 1.0, 3.0
HERE = Path(__file__).parent


class Text(NamedTuple):
    """A text with turns: its outlet, those whom it names, and the names of those who ask and answer.

    `heard` is the mean state of the names of each, a row for each of `parties`.
    """

    outlet: str
    parties: list[Party]
    names: dict[str, frozenset[str]]
    heard: torch.Tensor


class Fitted(NamedTuple):
    """The weights of features, and those of states if they are learnt from."""

    weights: dict[str, float]
    states: torch.Tensor | None

    def share(self, text: Text) -> list[float]:
        """Return the probabilities of those whom a text names, and last of nobody."""
        heard = () if self.states is None else (text.heard @ self.states).tolist()
        return share(text.parties, self.weights, heard)


def main() -> int:
    """Fit, print, write; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, required=True, help="the folder of data")
    parser.add_argument("--model", type=Path, default=MODEL_FOLDER, help="the folder of the model, and of the file")
    options = parser.parse_args()
    torch.set_num_threads(1)
    texts = list(read_texts(options.shared, Analyser(model=options.model)))
    print(f"{len(texts)} texts, {sum(len(text.parties) for text in texts)} candidates", flush=True)
    for is_heard in (False, True):
        for side in SIDES:
            counts: Counter[str] = Counter()
            for fold in range(FOLDS):
                fitted = fit_side([text for text in texts if fold_of(text) != fold], side, is_heard=is_heard)
                counts.update(judge(text, side, fitted) for text in texts if fold_of(text) == fold)
            print("heard" if is_heard else "alone", side, dict(sorted(counts.items())), flush=True)
    alone = {side: fit_side(texts, side, is_heard=False).weights for side in SIDES}
    heard = {side: describe(fit_side(texts, side, is_heard=True)) for side in SIDES}
    written = json.dumps({ALONE: alone, HEARD: heard}, separators=(",", ":")).replace(',"', ',\n"')
    (options.model / "parties.json").write_text(written + "\n", "utf-8")
    return 0


def describe(fitted: Fitted) -> dict[str, Any]:
    """Return weights as they are written."""
    states = [] if fitted.states is None else fitted.states.tolist()
    return {"weights": fitted.weights, "states": [round(weight, 4) for weight in states]}


def fold_of(text: Text) -> int:
    """Return the fold of a text's outlet."""
    return zlib.crc32(text.outlet.encode()) % FOLDS


def read_texts(shared: Path, analyser: Analyser) -> Iterator[Text]:
    """Yield the talks, and the training articles with turns, in which sayso finds turns."""
    for talk in read_talks(HERE / "talks"):
        said = {name for it in talk.said for name in it.who} - {"?"}
        article = Article(talk.id, talk.text, title_span=Span(0, talk.text.index("\n")))
        if said:
            names = {"asks": talk.askers - {"?"}, "answers": frozenset(said) - talk.askers}
            yield from _read_text(analyser, talk.id, article, names)
    for marked in _read_marked(shared):
        turns = [statement.id for statement in marked.statements if statement.turn]
        said = {marked.speakers[name][0] for name in turns if name in marked.speakers and marked.speakers[name][1]}
        if len(turns) > 2 and said:
            askers = find_askers(marked.article.text, marked)
            names = {"asks": frozenset(said) & askers, "answers": frozenset(said) - askers}
            yield from _read_text(analyser, outlet_of(marked.article), marked.article, names)


def _read_text(analyser: Analyser, outlet: str, article: Article, names: dict[str, frozenset[str]]) -> Iterator[Text]:
    layout, _, spans = find_attributions(analyser, article)
    if any(turn.is_question is not None for turn in layout.turns):
        find_mean = read_states(analyser, article)
        parties = ResolveContext(article, layout, (), {}, Ranker(), spans).interview.parties
        means = [[find_mean(name) for name in party.around] for party in parties.all]
        none = np.zeros(len(find_mean(Span(0, 1))), np.float32)
        heard = np.array([np.mean(of_one, 0) if of_one else none for of_one in means], np.float32)
        yield Text(outlet, parties.all, names, torch.from_numpy(heard.reshape(-1, len(none))))


def fit_side(texts: Sequence[Text], side: str, *, is_heard: bool) -> Fitted:
    """Return the weights of one side: maximum likelihood of a softmax over candidates, with an L2 penalty.

    Of several who answer, each is as likely.
    """
    found = Counter(name for text in texts for name in {name for it in text.parties for name in it.features})
    names = [NOBODY, *sorted(name for name, count in found.items() if count >= LEAST_TEXTS)]
    places = {name: n for n, name in enumerate(names)}
    width = texts[0].heard.shape[1]
    # For each whom a text names the candidates that are he; the text of each such group, and what it counts there.
    rows, whose, right, of_text, counts = [], [], [], [], []
    for number, text in enumerate(texts):
        own = torch.zeros(len(text.parties) + 1, len(names) + width)
        for n, features in enumerate([*(it.features for it in text.parties), {NOBODY: 1.0}]):
            for name in features.keys() & places.keys():
                own[n, places[name]] = features[name]
        if is_heard:
            own[:-1, len(names) :] = text.heard
        rows.append(own)
        meant = list_right(text, side)
        right += [[len(whose) + n for n in chosen] for chosen in meant]
        of_text += [number] * len(meant)
        counts += [1 / len(meant)] * len(meant)
        whose += [number] * len(own)
    every, group = torch.cat(rows), torch.tensor(whose)
    places_right = torch.tensor([n for chosen in right for n in chosen])
    group_right = torch.tensor([g for g, chosen in enumerate(right) for _ in chosen])
    texts_right, counted = torch.tensor(of_text), torch.tensor(counts)
    penalties = torch.full((every.shape[1],), PENALTY if is_heard else ALONE_PENALTY)
    penalties[len(names) :] = STATE_PENALTY
    weights = torch.zeros(every.shape[1], requires_grad=True)
    optimizer = torch.optim.LBFGS([weights], max_iter=STEPS, line_search_fn="strong_wolfe")

    def closure() -> torch.Tensor:
        optimizer.zero_grad()
        scores = every @ weights
        missed = _log_sums(scores, group, len(texts))[texts_right]
        missed = missed - _log_sums(scores[places_right], group_right, len(right))
        loss = (counted * missed).sum() + (penalties * weights**2).sum()
        loss.backward()
        return loss

    optimizer.step(closure)
    given = {name: round(weight, 3) for name, weight in zip(names, weights.tolist(), strict=False)}
    return Fitted(given, weights.detach()[len(names) :] if is_heard else None)


def _log_sums(scores: torch.Tensor, group: torch.Tensor, count: int) -> torch.Tensor:
    """Return for each group the logarithm of the sum of exponentials."""
    top = torch.full((count,), -1e4).scatter_reduce(0, group, scores.detach(), "amax")
    return torch.zeros(count).index_add(0, group, torch.exp(scores - top[group])).log() + top


def find_right(text: Text, side: str) -> list[int]:
    """Return the places of those who ask or answer among the candidates; that of nobody if none does."""
    return [n for chosen in list_right(text, side) for n in chosen]


def list_right(text: Text, side: str) -> list[list[int]]:
    """Return for each who asks or answers the places of the candidates that are he; that of nobody if none is."""
    found = ([n for n, it in enumerate(text.parties) if is_named(it.entity.name, [who])] for who in text.names[side])
    return [chosen for chosen in found if chosen] or [[len(text.parties)]]


def is_named(name: str, names: Iterable[str]) -> bool:
    """Whether a name is one of some, or a part of one, or one is a part of it."""
    words = _words(name)
    return any(words <= _words(other) or _words(other) <= words for other in names if words and _words(other))


def _words(name: str) -> set[str]:
    return {word.removesuffix("s") for word in re.findall(r"\w+", name.lower())} - {"the"}


def judge(text: Text, side: str, fitted: Fitted) -> str:
    """Return whether the likeliest candidate of a side is right, and whether it is nobody."""
    shares, right = fitted.share(text), find_right(text, side)
    best, nobody = max(range(len(shares)), key=shares.__getitem__), len(text.parties)
    if best == nobody:
        return "nobody, rightly" if best in right else "nobody, though one is named"
    return "right" if best in right else "wrong, though nobody is named" if nobody in right else "wrong"


if __name__ == "__main__":
    sys.exit(main())
