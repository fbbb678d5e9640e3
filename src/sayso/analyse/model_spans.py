"""What the model tags beside attributions: mentions of persons, bodies and things, and names of carriers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sayso.analyse.pair_states import PairStates
from sayso.analyse.talk_states import TalkStates, TalkWeights
from sayso.text import Span

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sayso.analyse.pieces import Pieces
    from sayso.analyse.tagger import Scored

__all__ = [
    "CARRIER_TAGS",
    "HOWS",
    "MENTION_TAGS",
    "NAMES",
    "NOUNS",
    "NO_SPANS",
    "ModelSpan",
    "ModelSpans",
    "SpanCollector",
]

# Names, which may have several words, and the nouns of descriptions, which have one.
NAMES = ("person", "body", "place", "other")
NOUNS = ("one", "people", "organisation", "document")
HOWS = ("interview", "broadcast", "report", "wire", "social", "document", "republication", "aggregator", "other")
MENTION_TAGS = ("O", *(f"{edge}-{kind}" for kind in NAMES for edge in "BI"), *(f"N-{kind}" for kind in NOUNS))
CARRIER_TAGS = ("O", *(f"{edge}-{how}" for how in HOWS for edge in "BI"))
# A word is in a span from this probability on, that it is in any. Carriers are proposed generously, since a scorer
# chooses between them.
MENTION_SHARE, CARRIER_SHARE = 0.5, 0.15


@dataclass(frozen=True, slots=True)
class ModelSpan:
    """A span that the model tagged.

    Attributes:
        span: From the first word to the last; a person's name is without its title.
        kind: One of NAMES, NOUNS or HOWS.
        score: The mean probability of this kind over its pieces, 0–1.
        any_score: The mean probability of any kind.
    """

    span: Span
    kind: str
    score: float
    any_score: float


@dataclass(frozen=True, slots=True)
class ModelSpans:
    """The spans of a text, each in the order of the text and without overlaps.

    Attributes:
        mentions: Names of persons, bodies, places and other things, and nouns that describe speakers.
        carriers: Names of carriers (or the words for them), with how they carried.
        pairs: What the model makes of mentions that are compared; None if it cannot compare them.
        talk: What it makes of who talks; None if no weights go with it.
    """

    mentions: tuple[ModelSpan, ...] = ()
    carriers: tuple[ModelSpan, ...] = ()
    pairs: PairStates | None = None
    talk: TalkStates | None = None


NO_SPANS = ModelSpans()


class SpanCollector:
    """Gathers the spans of a text, window by window.

    Args:
        pieces: The pieces of the text.
        talk: The weights of who talks that go with the model.
    """

    def __init__(self, pieces: Pieces, talk: TalkWeights | None = None) -> None:
        self._pieces = pieces
        self._mentions: list[ModelSpan] = []
        self._carriers: list[ModelSpan] = []
        self._pairs: PairStates | None = None
        self._talk = TalkStates(pieces, talk) if talk else None

    def take(self, scored: Scored) -> None:
        """Add one window."""
        begin = scored.window.start
        if scored.mentions is not None and scored.carriers is not None:
            pieces, starts = self._pieces, scored.starts
            self._mentions += find_spans(pieces, begin, scored.mentions, MENTION_TAGS, MENTION_SHARE, starts)
            self._carriers += find_spans(pieces, begin, scored.carriers, CARRIER_TAGS, CARRIER_SHARE, starts)
        if scored.pairs is not None:
            self._pairs = self._pairs or PairStates(self._pieces)
            self._pairs.take(begin, scored.pairs)
        if self._talk is not None:
            self._talk.take(begin, scored.states)

    def spans(self) -> ModelSpans:
        """Return the spans of the windows so far."""
        return ModelSpans(tuple(self._mentions), tuple(self._carriers), self._pairs, self._talk)


class _Kinds(NamedTuple):
    """The kinds of some tags after "O": their names, which tags begin a span and which continue one, and their sums."""

    names: tuple[str, ...]
    first: NDArray[np.bool_]
    inner: NDArray[np.bool_]
    sums: NDArray[np.float32]


@cache
def _read_kinds(tags: tuple[str, ...]) -> _Kinds:
    """Return the kinds of some tags."""
    edges, kinds = zip(*(tag.split("-") for tag in tags[1:]), strict=True)
    is_inner = np.asarray([edge == "I" for edge in edges])
    names = tuple(dict.fromkeys(kinds))
    sums = np.asarray([[kind == name for name in names] for kind in kinds], np.float32)
    return _Kinds(names, ~is_inner, is_inner, sums)


def find_spans(
    pieces: Pieces,
    begin: int,
    scores: NDArray[np.float32],
    tags: tuple[str, ...],
    share: float,
    starts: Sequence[int] = (0,),
) -> list[ModelSpan]:
    """Return the spans that log-probabilities of tags make, none of which crosses the start of a window.

    Args:
        pieces: The pieces of the text.
        begin: The number of the first row's piece.
        scores: The log-probabilities, one row a piece.
        tags: The tags.
        share: From which probability on, that it is in any span, a piece is in one.
        starts: The rows at which windows begin.
    """
    outside = np.exp(scores[:, 0])
    inside = np.flatnonzero(1 - outside >= share)
    if not len(inside):
        return []
    kinds = _read_kinds(tags)
    chances = np.exp(scores[inside, 1:])
    by_kind = chances @ kinds.sums
    # Inner tags follow; what is likelier the first of a span than a further piece begins a new one, at a word's start.
    begins = np.add.reduce(chances[:, kinds.first], 1) > np.add.reduce(chances[:, kinds.inner], 1)
    begins &= pieces.words[begin + inside].astype(bool)
    begins[0] = True
    begins[1:] |= np.diff(inside) > 1
    firsts = np.searchsorted(inside, starts)
    begins[firsts[firsts < len(inside)]] = True
    starts = np.flatnonzero(begins).tolist()
    found = []
    for first, last in zip(starts, [*starts[1:], len(inside)], strict=True):
        mean = np.add.reduce(by_kind[first:last], 0) / (last - first)
        best = int(mean.argmax())
        low, high = begin + int(inside[first]), begin + int(inside[last - 1])
        span = Span(int(pieces.starts[low]), int(pieces.ends[high]))
        found.append(ModelSpan(span, kinds.names[best], float(mean[best]), float(np.add.reduce(mean))))
    return found
