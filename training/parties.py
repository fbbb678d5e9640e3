"""Fit the weights by which it is chosen who asks and who answers in an interview.

    python training/parties.py --shared ../shared --to src/sayso/model/parties.json      two minutes on one core

The talks of `training/talks` and the marked turns of the training articles say who asks and who answers; each whom such
a text names is an example. What is printed is measured over folds, in which the texts of an outlet stay together.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import torch
from resolver_data import _read_marked, outlet_of
from talks import read_talks
from turns import find_askers

from sayso.analyse import Analyser, find_attributions
from sayso.analyse.resolve import Ranker
from sayso.analyse.resolve.context import ResolveContext
from sayso.analyse.resolve.parties import NOBODY, PARTIES_FILE, SIDES, Party, share
from sayso.article import Article
from sayso.text import Span

FOLDS, STEPS, PENALTY, LEAST_TEXTS = 5, 200, 0.3, 3
HERE = Path(__file__).parent


class Text(NamedTuple):
    """A text with turns: its outlet, those whom it names, and the names of those who ask and answer."""

    outlet: str
    parties: list[Party]
    names: dict[str, frozenset[str]]


def main() -> int:
    """Fit, print, write; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, required=True, help="the folder of data")
    parser.add_argument("--to", type=Path, default=PARTIES_FILE, help="the file of weights")
    options = parser.parse_args()
    texts = list(read_texts(options.shared))
    print(f"{len(texts)} texts, {sum(len(text.parties) for text in texts)} candidates", flush=True)
    for side in SIDES:
        counts: Counter[str] = Counter()
        for fold in range(FOLDS):
            weights = fit_side([text for text in texts if fold_of(text) != fold], side)
            for text in texts:
                if fold_of(text) == fold:
                    counts[judge(text, side, weights)] += 1
        print(side, dict(counts))
    given = {side: fit_side(texts, side) for side in SIDES}
    options.to.write_text(json.dumps(given, separators=(",", ":")).replace(',"', ',\n"') + "\n", "utf-8")
    return 0


def fold_of(text: Text) -> int:
    """Return the fold of a text's outlet."""
    return zlib.crc32(text.outlet.encode()) % FOLDS


def read_texts(shared: Path) -> Iterator[Text]:
    """Yield the talks, and the training articles with turns, in which sayso finds turns."""
    analyser = Analyser()
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
    if layout.turns and any(turn.is_question is not None for turn in layout.turns):
        context = ResolveContext(article, layout, (), (), Ranker(), spans)
        yield Text(outlet, context.interview.list_parties(), names)


def fit_side(texts: Iterable[Text], side: str) -> dict[str, float]:
    """Return the weights of one side: maximum likelihood of a softmax over candidates, with an L2 penalty."""
    given = [([it.features for it in text.parties] + [{NOBODY: 1.0}], find_right(text, side)) for text in texts]
    found = Counter(name for rows, _ in given for name in {name for row in rows for name in row})
    names = sorted(name for name, count in found.items() if count >= LEAST_TEXTS)
    data = [(torch.tensor([[row.get(n, 0.0) for n in names] for row in rows]), right) for rows, right in given]
    weights = torch.zeros(len(names), requires_grad=True)
    optimizer = torch.optim.LBFGS([weights], max_iter=STEPS, line_search_fn="strong_wolfe")

    def closure() -> torch.Tensor:
        optimizer.zero_grad()
        missed = [
            torch.logsumexp(rows @ weights, 0) - torch.logsumexp((rows @ weights)[right], 0) for rows, right in data
        ]
        loss = torch.stack(missed).sum() + PENALTY * (weights**2).sum()
        loss.backward()
        return loss

    optimizer.step(closure)
    return {name: round(weight, 3) for name, weight in zip(names, weights.tolist(), strict=True)}


def find_right(text: Text, side: str) -> list[int]:
    """Return the places of those who ask or answer among the candidates; that of nobody if none does."""
    right = [n for n, it in enumerate(text.parties) if is_named(it.entity.name, text.names[side])]
    return right or [len(text.parties)]


def is_named(name: str, names: Iterable[str]) -> bool:
    """Whether a name is one of some, or a part of one, or one is a part of it."""
    words = _words(name)
    return any(words <= _words(other) or _words(other) <= words for other in names if words and _words(other))


def _words(name: str) -> set[str]:
    return {word.removesuffix("s") for word in re.findall(r"\w+", name.lower())} - {"the"}


def judge(text: Text, side: str, weights: dict[str, float]) -> str:
    """Return whether the likeliest candidate of a side is right, and whether it is nobody."""
    shares, right = share(text.parties, weights), find_right(text, side)
    best, nobody = max(range(len(shares)), key=shares.__getitem__), len(text.parties)
    if best == nobody:
        return "nobody, rightly" if best in right else "nobody, though one is named"
    return "right" if best in right else "wrong, though nobody is named" if nobody in right else "wrong"


if __name__ == "__main__":
    sys.exit(main())
