"""The model's score of each candidate: how well the states of its mentions go with that of the anaphor.

A mention goes with an anaphor as the product of two vectors of the encoder says: the coarse scorer of Kenton Lee,
Luheng He and Luke Zettlemoyer, "Higher-order Coreference Resolution with Coarse-to-fine Inference", NAACL 2018. It
knows from the text around both what features cannot: that who operated on her is the surgeon.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from itertools import islice
from typing import TYPE_CHECKING

from sayso.analyse.resolve.candidates import NEW, NOBODY, Anaphor
from sayso.text import Span

if TYPE_CHECKING:
    from sayso.analyse.pair_states import PairStates
    from sayso.analyse.resolve.entities import MentionIndex

__all__ = ["find_anchor", "list_mentions", "score_pairs"]

_WORD = re.compile(r"[\w'’-]+")
# Of each candidate so many mentions are compared: the first, the last before the anaphor, and those after it.
_MOST_BEFORE, _MOST_AFTER = 5, 3


def score_pairs(states: PairStates, mentions: MentionIndex, anaphor: Anaphor, candidates: Sequence[int]) -> list[float]:
    """Return the score of each candidate, log-odds without a scale of their own; 0 for one that is mentioned nowhere.

    Args:
        states: What the model makes of the text.
        mentions: The mentions of all entities.
        anaphor: What refers to one of the candidates.
        candidates: Their numbers; NEW and NOBODY have scores of their own.
    """
    asked, new, nobody = states.ask(find_anchor(mentions.layout.text, anaphor))
    compared = list_mentions(mentions, anaphor.place, candidates)
    found = iter(states.answer([place for places in compared for place in places], asked))
    alone = {NEW: new, NOBODY: nobody}
    # A candidate is as likely as its mentions together.
    return [
        _log_sum([*islice(found, len(places))]) if places else alone.get(number, 0.0)
        for number, places in zip(candidates, compared, strict=True)
    ]


def _log_sum(values: Sequence[float]) -> float:
    """Return the logarithm of the sum of exponentials."""
    top = max(values)
    return top + math.log(sum(math.exp(value - top) for value in values))


def find_anchor(text: str, anaphor: Anaphor) -> Span:
    """Return the words that stand for an anaphor: itself; the cue, or where the words begin, of who is not named."""
    if anaphor.silence is not None:
        start = anaphor.silence.content.start
        return anaphor.silence.cue or Span(start, start + 1)
    if anaphor.phrase is not None:
        return anaphor.phrase.span
    word = _WORD.match(text, anaphor.place)
    return Span(anaphor.place, word.end() if word else anaphor.place + 1)


def list_mentions(mentions: MentionIndex, place: int, candidates: Sequence[int]) -> list[list[tuple[int, int]]]:
    """Return where the mentions of each candidate stand that are compared with an anaphor at a place, in any order."""
    near: dict[int, list[tuple[int, int]]] = {number: [] for number in candidates}
    for mention in reversed(mentions.before(place)):
        places = near.get(mention.entity)
        if places is not None and len(places) < _MOST_BEFORE:
            places.append(mention[:2])
    for number, places in near.items():
        first = mentions.first.get(number)
        if first is not None and first.start < place and first[:2] not in places:
            places.append(first[:2])
    limits = {number: len(places) + _MOST_AFTER for number, places in near.items()}
    for mention in mentions.after(place):
        places = near.get(mention.entity)
        if places is not None and len(places) < limits[mention.entity]:
            places.append(mention[:2])
    return [near[number] for number in candidates]
