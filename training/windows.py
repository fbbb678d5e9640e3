"""Training articles cut into windows of at most 510 pieces, with the targets of each. Reading takes shorter ones."""

from __future__ import annotations

import random
from dataclasses import dataclass

import numpy as np
from corpora import Example
from mentions import ALL, OUTSIDE
from network import MAX_PIECES
from pairs import Choices
from tokenizers import Tokenizer

from sayso.analyse.model_spans import CARRIER_TAGS, MENTION_TAGS, NAMES
from sayso.analyse.pieces import Pieces, cut_pieces
from sayso.segment import mask_quoted, pair_marks, split_lines

CLS, SEP = 101, 102
IGNORE = -100
ROLE_TAG = {"source": 1, "cue": 3, "content": 5}


@dataclass(frozen=True)
class Targets:
    """The targets of each piece; arcs are numbers of pieces, -100 where there is no target.

    `mentions` holds the tags that each piece may have, as bits.
    """

    pieces: Pieces
    outer: np.ndarray
    inner: np.ndarray
    arcs: np.ndarray
    mentions: np.ndarray
    carriers: np.ndarray
    breaks: list[int]
    scheme: int


def target(example: Example, tokenizer: Tokenizer, text: str | None = None) -> Targets:
    """Return the pieces of an article with their targets. `text` may be the same with other marks."""
    quoted = mask_quoted(example.text, pair_marks(example.text))
    pieces = cut_pieces(text or example.text, split_lines(example.text), quoted, tokenizer)
    n = len(pieces)
    outer = np.full(n, IGNORE if example.attributions is None else 0, np.int64)
    inner = np.full(n, IGNORE, np.int64)
    arcs = np.full((2, n), IGNORE, np.int64)
    attributions = example.attributions or []
    if example.knows_inner:
        for a in attributions:
            if not a.inner:
                for s, e in a.content:
                    inner[slice(*pieces.reach(s, e))] = 0
    for a in attributions:
        tags = inner if a.inner else outer
        firsts: dict[str, list[int]] = {}
        for role in ("source", "cue", "content"):
            firsts[role] = [tag(tags, *pieces.reach(s, e), ROLE_TAG[role]) for s, e in getattr(a, role)]
            firsts[role] = [i for i in firsts[role] if i >= 0]
        for i in firsts["content"]:
            arcs[0, i] = firsts["cue"][0] if firsts["cue"] else i
        for i in firsts["cue"]:
            arcs[1, i] = firsts["source"][0] if firsts["source"] else i
    breaks = [int(i) for i in np.flatnonzero(pieces.firsts)] + [n]
    mentions, carriers = mark_mentions(example, pieces), mark_carriers(example, pieces)
    return Targets(pieces, outer, inner, arcs, mentions, carriers, breaks, example.scheme)


def mark_mentions(example: Example, pieces: Pieces) -> np.ndarray:
    """Return for each piece the tags of mentions that it may have, as bits."""
    allowed = np.full(len(pieces), ALL if example.mentions is None else example.mentions.rest, np.int64)
    for start, end, kind in example.mentions.spans if example.mentions else ():
        first, last = pieces.reach(start, end)
        if kind in NAMES:
            begin = MENTION_TAGS.index(f"B-{kind}")
            allowed[first:last] = 1 << begin + 1
            allowed[first : first + 1] = 1 << begin
        else:
            allowed[first:last] = OUTSIDE if kind is None else 1 << MENTION_TAGS.index(f"N-{kind}")
    return allowed


def mark_carriers(example: Example, pieces: Pieces) -> np.ndarray:
    """Return for each piece its tag of carriers."""
    tags = np.full(len(pieces), IGNORE if example.carriers is None else 0, np.int64)
    for start, end, how in example.carriers or ():
        tag(tags, *pieces.reach(start, end), CARRIER_TAGS.index(f"B-{how}"))
    return tags


def tag(tags: np.ndarray, first: int, last: int, begin: int) -> int:
    """Tag pieces as one span; the first piece's number, or -1 where nothing is left to tag."""
    if first >= last:
        return -1
    tags[first] = begin
    tags[first + 1 : last] = begin + 1
    return first


def cut(targets: Targets, rng: random.Random | None) -> list[tuple[int, int]]:
    """Return stretches of whole paragraphs of at most 510 pieces; the end of the first is drawn anew each time."""
    limit = MAX_PIECES - 2
    room = rng.randint(150, limit) if rng else limit
    out, start, end = [], 0, 0
    for b in targets.breaks[1:]:
        if b - start > room and end > start:
            out.append((start, end))
            start, room = end, limit
        while b - start > limit:
            out.append((start, start + limit))
            start += limit
        end = b
    if end > start:
        out.append((start, end))
    return out


@dataclass(frozen=True)
class Window:
    """One window, ready to be padded into a batch. Arrays have [CLS] first and [SEP] last."""

    ids: np.ndarray
    shape: np.ndarray
    quoted: np.ndarray
    first: np.ndarray
    outer: np.ndarray
    inner: np.ndarray
    arcs: np.ndarray
    mentions: np.ndarray
    carriers: np.ndarray
    scheme: int
    choices: Choices | None = None  # of its article, all windows of which are then in one batch, in their order


def window(t: Targets, start: int, end: int, choices: Choices | None = None) -> Window:
    """Return the window over pieces [start, end); arcs that leave it point at their own piece."""
    p = t.pieces

    def frame(row: np.ndarray, edge: int = 0) -> np.ndarray:
        """Return the window's part of a row, between the places of [CLS] and [SEP]."""
        return np.concatenate([[edge], row[start:end], [edge]])

    arcs = np.full((2, end - start + 2), IGNORE, np.int64)
    for k in (0, 1):
        row = t.arcs[k, start:end]
        here = np.arange(start, end)
        goal = np.where((row >= start) & (row < end), row, here)
        arcs[k, 1:-1] = np.where(row == IGNORE, IGNORE, goal - start + 1)
    ids = frame(p.ids)
    ids[0], ids[-1] = CLS, SEP
    rows = (p.shapes, p.quoted, p.firsts)
    goals = (frame(t.outer, IGNORE), frame(t.inner, IGNORE), arcs, frame(t.mentions, ALL), frame(t.carriers, IGNORE))
    return Window(ids, *map(frame, rows), *goals, t.scheme, choices)
