"""The choices of the resolver as the network learns them: which mentions go together, beside what features say.

Each choice has the log-probabilities that features alone give its candidates, by weights that had not learnt it
(`choices.py` writes them); the network learns what is missing to the right one.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from sayso.analyse.pair_states import WIDTH
from sayso.analyse.pieces import Pieces
from sayso.analyse.resolve.candidates import NEW, NOBODY

# What stands for a candidate in `Choices.absent`: somebody mentioned, somebody new, nobody, somebody mentioned nowhere.
MENTIONED, IS_NEW, IS_NOBODY, NOWHERE = range(4)
_ABSENT = {NEW: IS_NEW, NOBODY: IS_NOBODY}


@dataclass(frozen=True, eq=False)
class Choices:
    """All choices of one article, their candidates one after another.

    Attributes:
        anchors: For each choice, the pieces of the anaphor, as [first, last + 1).
        mentions: For each mention of a candidate, its pieces.
        chosen_for: For each mention, the number of its choice.
        candidate: For each mention, the number of its candidate.
        choice: For each candidate, the number of its choice.
        absent: For each candidate, why it has no mention.
        base: For each candidate, the log-probability by features alone.
        right: Which candidates are right.
    """

    anchors: Tensor
    mentions: Tensor
    chosen_for: Tensor
    candidate: Tensor
    choice: Tensor
    absent: Tensor
    base: Tensor
    right: Tensor


def read_choices(path: Path) -> dict[str, list[dict[str, Any]]]:
    """Return the choices of each article, by its id."""
    found: dict[str, list[dict[str, Any]]] = {}
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            found.setdefault(record["id"], []).extend(record["choices"])
    return found


def place_choices(records: Iterable[dict[str, Any]], pieces: Pieces) -> Choices:
    """Return choices with the pieces of their mentions."""
    anchors: list[tuple[int, int]] = []
    mentions: list[tuple[int, int]] = []
    chosen_for: list[int] = []
    candidate: list[int] = []
    choice: list[int] = []
    absent: list[int] = []
    base: list[float] = []
    right: list[bool] = []
    for n, record in enumerate(records):
        anchors.append(_reach(pieces, record["anchor"]))
        for m, (spans, share) in enumerate(zip(record["candidates"], record["base"], strict=True)):
            for span in spans if isinstance(spans, list) else ():
                mentions.append(_reach(pieces, span))
                chosen_for.append(n)
                candidate.append(len(base))
            choice.append(n)
            absent.append(_ABSENT[spans] if isinstance(spans, int) else MENTIONED if spans else NOWHERE)
            base.append(share)
            right.append(m in record["right"])
    return Choices(
        torch.tensor(anchors).view(-1, 2),
        torch.tensor(mentions, dtype=torch.long).view(-1, 2),
        *(torch.tensor(it, dtype=torch.long) for it in (chosen_for, candidate, choice, absent)),
        torch.tensor(base),
        torch.tensor(right),
    )


def _reach(pieces: Pieces, span: Sequence[int]) -> tuple[int, int]:
    """Return the pieces of a span, at least one."""
    first, last = pieces.reach(span[0], span[1])
    first = min(first, len(pieces) - 1)
    return first, max(first + 1, last)


def score_candidates(rows: Tensor, choices: Choices) -> Tensor:
    """Return the network's score of each candidate, as `sayso.analyse.resolve.pairs` has it.

    Args:
        rows: What the network says of each piece of the article.
        choices: Its choices.
    """
    sums = torch.cat([rows.new_zeros(1, rows.shape[1]), rows.cumsum(0)])

    def mean(spans: Tensor) -> Tensor:
        return (sums[spans[:, 1]] - sums[spans[:, 0]]) / (spans[:, 1] - spans[:, 0])[:, None]

    asked, answered = mean(choices.anchors), mean(choices.mentions)[:, WIDTH : 2 * WIDTH]
    found = (asked[choices.chosen_for, :WIDTH] * answered).sum(-1)
    scores = _log_sum(found, choices.candidate, len(choices.base))
    alone = torch.stack([scores, *asked[choices.choice, 2 * WIDTH :].T, torch.zeros_like(scores)])
    return alone.gather(0, choices.absent[None])[0]


def measure_losses(scores: Tensor, choices: Choices) -> Tensor:
    """Return for each choice minus the log-probability of the right candidates, by features and scores together."""
    count, total = len(choices.anchors), choices.base + scores
    of_right = total.masked_fill(~choices.right, -math.inf)
    return _log_sum(total, choices.choice, count) - _log_sum(of_right, choices.choice, count)


def find_shares(scores: Tensor, choices: Choices) -> Tensor:
    """Return the log-probability of each candidate, by features and scores together."""
    total = choices.base + scores
    return total - _log_sum(total, choices.choice, len(choices.anchors))[choices.choice]


def _log_sum(values: Tensor, groups: Tensor, count: int) -> Tensor:
    """Return the logarithm of the sum of exponentials in each group; 0 for a group of none."""
    top = values.new_zeros(count).scatter_reduce(0, groups, values.detach(), "amax", include_self=False)
    sums = values.new_zeros(count).index_add(0, groups, torch.exp(values - top[groups]))
    return torch.where(sums > 0, torch.log(sums.clamp(min=1e-30)) + top, top)
