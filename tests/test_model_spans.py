"""Spans out of the model's tags of mentions and carriers."""

from __future__ import annotations

import numpy as np
import pytest

from sayso.analyse.model_spans import CARRIER_TAGS, MENTION_TAGS, SpanCollector, find_spans
from sayso.analyse.pieces import Pieces
from sayso.analyse.tagger import Scored, Window


def pieces_of(words: str) -> Pieces:
    """Pieces of a text that is cut at blanks and at "|" inside words."""
    starts, ends, firsts = [], [], []
    at = 0
    for word in words.split(" "):
        for n, part in enumerate(word.split("|")):
            starts.append(at)
            ends.append(at + len(part))
            firsts.append(n == 0)
            at += len(part)
        at += 1
    rows = np.zeros(len(starts), np.uint8)
    return Pieces(rows, np.asarray(starts), np.asarray(ends), rows, rows, rows, np.asarray(firsts, np.uint8))


def score_tags(tags: list[str], known: tuple[str, ...], share: float = 0.9) -> np.ndarray:
    """Log-probabilities in which each piece has its tag with this share, and all others alike."""
    scores = np.full((len(tags), len(known)), (1 - share) / (len(known) - 1))
    for row, tag in zip(scores, tags, strict=True):
        row[known.index(tag)] = share
    return np.asarray(np.log(scores), np.float32)


def test_spans_run_from_first_to_last_piece_and_end_where_another_begins() -> None:
    pieces = pieces_of("Ada Mo|ss Norpress said")
    scores = score_tags(["B-person", "I-person", "I-person", "B-body", "O"], MENTION_TAGS)
    found = find_spans(pieces, 0, scores, MENTION_TAGS, 0.5)
    assert [(it.span, it.kind) for it in found] == [((0, 8), "person"), ((9, 17), "body")]
    assert found[0].score == pytest.approx(0.9, abs=0.02)
    assert found[0].any_score > found[0].score


def test_a_word_is_never_cut() -> None:
    scores = score_tags(["B-person", "B-person"], MENTION_TAGS)
    assert [it.span for it in find_spans(pieces_of("Mo|ss"), 0, scores, MENTION_TAGS, 0.5)] == [(0, 4)]


def test_what_is_less_likely_than_the_share_is_left_out() -> None:
    scores = score_tags(["O", "B-report"], CARRIER_TAGS, 0.7)
    assert [it.span for it in find_spans(pieces_of("told Norpress"), 0, scores, CARRIER_TAGS, 0.5)] == [(5, 13)]
    assert find_spans(pieces_of("told Norpress"), 0, scores, CARRIER_TAGS, 0.99) == []


def test_windows_are_joined_by_their_place() -> None:
    collector = SpanCollector(pieces_of("Ada Norpress"))
    for n, tag in enumerate(["B-person", "B-body"]):
        scores = score_tags([tag], MENTION_TAGS)
        nothing = score_tags(["O"], CARRIER_TAGS)
        rows = np.zeros((1, 7), np.float32)
        collector.take(Scored(Window(n, n + 1, n + 1), rows, rows, rows, scores, nothing))
    spans = collector.spans()
    assert [(it.span, it.kind) for it in spans.mentions] == [((0, 3), "person"), ((4, 12), "body")]
    assert spans.carriers == ()


def test_a_model_without_these_tags_gives_no_spans() -> None:
    collector = SpanCollector(pieces_of("Ada"))
    rows = np.zeros((1, 7), np.float32)
    collector.take(Scored(Window(0, 1, 1), rows, rows, rows))
    assert collector.spans().mentions == ()
