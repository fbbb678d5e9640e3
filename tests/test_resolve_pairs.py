"""The model's score of each pair of an anaphor and a candidate."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pytest

from sayso.analyse.layout import Layout, lay_out
from sayso.analyse.model_spans import ModelSpans
from sayso.analyse.pair_states import WIDTH, PairStates
from sayso.analyse.pieces import Pieces
from sayso.analyse.resolve import resolve_speakers
from sayso.analyse.resolve.candidates import NEW, NOBODY, Anaphor, Silence
from sayso.analyse.resolve.entities import Entity, MentionIndex
from sayso.analyse.resolve.pairs import find_anchor, list_mentions, score_pairs
from sayso.analyse.resolve.phrase import Form, Phrase
from sayso.analyse.resolve.rank import Ranker
from sayso.article import Article
from sayso.statement import Kind, Place, Statement
from sayso.text import Span

from .each_case import each_case

TEXT = "Ada Moss met Rosa Birch. Ada Moss smiled. Then she said it would rain."
SHE = TEXT.index("she")
ANAPHOR = Anaphor(SHE, 1.0, is_plural=False, is_person=True)


def write_states(text: str, *, count: int | None = None, **answers: float) -> PairStates:
    """States of the first words, one piece a word: "she" asks for the first number, which a word answers by so much."""
    spans = [Span(*it.span()) for it in re.finditer(r"\w+", text)]
    rows = np.zeros((len(spans), 2 * WIDTH + 2), np.float32)
    for row, span in zip(rows, spans, strict=True):
        word = span.of(text)
        row[0] = word == "she"
        row[WIDTH] = answers.get(word, 0.0)
        row[-2:] = (0.25, -0.5) if word == "she" else 0.0
    flags = np.zeros(len(spans), np.int8)
    starts, ends = (np.array([span[n] for span in spans]) for n in (0, 1))
    states = PairStates(Pieces(flags, starts, ends, flags, flags, flags, flags))
    states.take(0, rows[:count])
    return states


def index_mentions(layout: Layout, **places: list[int]) -> MentionIndex:
    """The mentions of entities that are called by one word, at these places."""
    mentions = MentionIndex(layout)
    for name, starts in places.items():
        entity = Entity(description=name)
        for start in starts:
            mentions.add(start, start + len(name), entity)
    return mentions


def score(states: PairStates, candidates: list[int]) -> list[float]:
    """The scores of some of 0 Moss, mentioned twice, 1 Birch, and 2, who is mentioned nowhere."""
    moss, second = TEXT.index("Moss"), TEXT.rindex("Moss")
    mentions = index_mentions(lay_out(Article("a", TEXT)), Moss=[moss, second], Birch=[TEXT.index("Birch")])
    mentions.number(Entity(description="baker"))
    return score_pairs(states, mentions, ANAPHOR, candidates)


def test_a_candidate_is_as_likely_as_its_mentions_together() -> None:
    """Two equal mentions count twice what one does, as log-odds; who is mentioned nowhere has 0."""
    scores = score(write_states(TEXT, Moss=2.0, Birch=2.0), [0, 1, 2])

    assert scores == pytest.approx([2 + np.log(2), 2.0, 0.0], rel=0.01)


def test_new_and_nobody_have_scores_of_the_anaphor() -> None:
    """Somebody who was not mentioned, and nobody, have what the model gives the anaphor."""
    assert score(write_states(TEXT), [1, NEW]) == pytest.approx([0.0, 0.25], abs=0.01)
    assert score(write_states(TEXT), [NOBODY]) == pytest.approx([-0.5], abs=0.01)


def test_what_was_not_read_answers_nothing() -> None:
    """A mention behind the last piece that the model came to has 0."""
    assert score(write_states(TEXT, count=4, Moss=2.0), [0, 1, NEW]) == pytest.approx([np.log(2), 0.0, 0.0])


def test_a_mention_is_the_mean_of_its_pieces() -> None:
    """Of two words one of which answers, the answer is half."""
    states = write_states(TEXT, Moss=2.0)

    asked, _, _ = states.ask(Span(SHE, SHE + 3))

    assert states.answer([(0, 8), (4, 8)], asked) == pytest.approx([1.0, 2.0], rel=0.01)
    assert states.answer([], asked) == []


@each_case(
    ("anaphor", "expected"),
    [
        (ANAPHOR, "she"),
        (Anaphor(0, None, is_plural=False, is_person=True, phrase=Phrase(Span(0, 8), Form.NOMINAL, "x")), "Ada Moss"),
        (Anaphor(4, None, is_plural=False, is_person=True, is_name=True), "Moss"),
    ],
)
def test_the_words_of_an_anaphor(anaphor: Anaphor, expected: str) -> None:
    """A pronoun or name stands for itself, and so does a description."""
    assert find_anchor(TEXT, anaphor).of(TEXT) == expected


@each_case(("cue", "expected"), [(None, "T"), (Span(SHE + 4, SHE + 8), "said")])
def test_who_is_not_named_is_asked_for_by_the_cue(cue: Span | None, expected: str) -> None:
    """Without a source the cue asks, or the first letter of the words."""
    content = Span(TEXT.index("Then"), len(TEXT))
    silence = Silence(content, cue, is_passive=False, is_participle=False, is_direct=False)

    found = find_anchor(TEXT, Anaphor(content.start, None, is_plural=False, is_person=None, silence=silence))

    assert found.of(TEXT) == expected


def test_the_first_the_last_and_the_next_mentions_are_compared() -> None:
    """Of many mentions the first, the last five before the anaphor and three after it are compared."""
    text = "Kelp " * 20
    mentions = index_mentions(lay_out(Article("a", text)), Kelp=[*range(0, 100, 5)])

    [[*found], absent] = list_mentions(mentions, 50, [0, NEW])

    assert sorted(found) == [(n, n + 4) for n in (0, 25, 30, 35, 40, 45, 50, 55, 60)]
    assert absent == []


@pytest.mark.parametrize(("moss", "birch", "expected"), [(9.0, 0.0, "Ada Moss"), (0.0, 9.0, "Rosa Birch")])
def test_the_scores_decide(moss: float, birch: float, expected: str, tmp_path: Path) -> None:
    """Where features say nothing, who speaks is whom the model's scores say, as far as their class counts."""
    weights = {"weights": {"model_singular": [1.0, 0.0]}, "bias": [0.0], "out": [0.0], "trust": {"bias": 3.0}}
    (tmp_path / "even.json").write_text(json.dumps(weights), "utf-8")
    source, content = Span(SHE, SHE + 3), Span(TEXT.index("it would"), len(TEXT) - 1)
    said = Statement("s1", Kind.INDIRECT, Place.BODY, (content,), (), (source,), 0.9)
    spans = ModelSpans(pairs=write_states(TEXT, Moss=moss, Birch=birch))

    article = Article("a", TEXT)
    [statement], speakers = resolve_speakers(
        article, lay_out(article), [said], {}, Ranker(tmp_path / "even.json"), spans
    )

    assert [it.name for it in speakers if it.id == statement.speaker] == [expected]
