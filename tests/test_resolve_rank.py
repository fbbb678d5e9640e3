"""Candidates held against each other."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from sayso.analyse.layout import lay_out
from sayso.analyse.resolve import resolve_speakers
from sayso.analyse.resolve.candidates import Anaphor, Silence, class_of
from sayso.analyse.resolve.entities import MentionIndex
from sayso.analyse.resolve.features import FEATURES
from sayso.analyse.resolve.phrase import Form, Phrase
from sayso.analyse.resolve.rank import TRUST_FEATURES, Choice, Ranker
from sayso.article import Article
from sayso.errors import ModelError
from sayso.statement import Kind, Place, Statement, Unresolved
from sayso.text import Span

from .each_case import each_case

SHE = Anaphor(0, 1.0, is_plural=False, is_person=True)
SILENCE = Silence(Span(0, 1), None, is_passive=False, is_participle=False, is_direct=True)
MENTIONS = MentionIndex(lay_out(Article("a", "It rained.")))
TEXT = "Ada Moss met Rosa Birch. Then she said it would rain."


def choose(ranker: Ranker, *fits: float) -> Choice:
    """The choice between candidates that differ only in how well their gender fits."""
    rows = np.zeros((len(fits), len(FEATURES)))
    rows[:, FEATURES.index("fits")] = fits
    return ranker.choose(SHE, range(len(fits)), rows, MENTIONS, None)


def said_by_she() -> Statement:
    """The one statement of the text."""
    source, content = Span(TEXT.index("she"), TEXT.index("she") + 3), Span(TEXT.index("it would"), len(TEXT) - 1)
    return Statement("s1", Kind.INDIRECT, Place.BODY, (content,), (), (source,), 0.9)


def write(path: Path, **weights: float) -> Path:
    """A file with these linear weights and nothing else, by which no speaker is certain."""
    linear = {name: [weight, 0.0] for name, weight in weights.items()}
    path.write_text(json.dumps({"weights": linear, "bias": [0.0], "out": [0.0], "trust": {"bias": -1.0}}), "utf-8")
    return path


def test_best_candidate_is_chosen() -> None:
    """The candidate with the best row is chosen, and has the largest share."""
    choice = choose(Ranker(), 0.0, 1.0, 0.2)

    assert choice.best == 1
    assert sum(choice.shares) == pytest.approx(1.0)
    assert choice.shares[1] == max(choice.shares)


def test_equally_likely_candidates_have_equal_shares() -> None:
    """Equal candidates have the same probability."""
    choice = choose(Ranker(), 1.0, 0.0, 1.0)

    assert choice.shares[0] == pytest.approx(choice.shares[2])


def test_tie_is_ambiguous(tmp_path: Path) -> None:
    """A pronoun whose antecedent is not certain is ambiguous, with both as candidates and without a score."""
    article = Article("a", TEXT)
    ranker = Ranker(write(tmp_path / "even.json", same_sentence=-1.0))

    (statement,), speakers = resolve_speakers(article, lay_out(article), [said_by_she()], {}, ranker)

    assert (statement.unresolved, statement.speaker_score) == (Unresolved.AMBIGUOUS, None)
    assert {s.name for s in speakers if s.id in statement.candidates} == {"Ada Moss", "Rosa Birch"}


def test_a_name_that_several_share_is_ambiguous(tmp_path: Path) -> None:
    """Where nothing speaks for either bearer of a surname, both are candidates, whatever the speaker score."""
    text = "Ada Moss met Tom Moss. It rained all day in the town. Then Moss said it would rain."
    source, content = Span(text.rindex("Moss"), text.rindex("Moss") + 4), Span(text.index("it would"), len(text) - 1)
    said = Statement("s1", Kind.INDIRECT, Place.BODY, (content,), (), (source,), 0.9)
    path = write(tmp_path / "even.json")
    path.write_text(path.read_text("utf-8").replace('"bias": -1.0', '"bias": 9.0'), "utf-8")
    article = Article("a", text)

    (statement,), speakers = resolve_speakers(article, lay_out(article), [said], {}, Ranker(path))

    assert statement.unresolved is Unresolved.AMBIGUOUS
    assert {s.name for s in speakers if s.id in statement.candidates} == {"Ada Moss", "Tom Moss"}


@pytest.mark.parametrize("best", [0, 1])
def test_choice_can_be_forced(best: int) -> None:
    """The ranker gets the id of the statement, and its choice is taken."""
    asked = []

    class Forced(Ranker):
        def choose(
            self,
            anaphor: Anaphor,
            candidates: Sequence[int],
            rows: NDArray[np.float64],
            mentions: MentionIndex,
            statement: str | None,
        ) -> Choice:
            """The candidate that the test asks for."""
            asked.append(statement)
            return Choice(best, [float(n == best) for n in range(len(candidates))])

    article = Article("a", TEXT)
    _, speakers = resolve_speakers(article, lay_out(article), [said_by_she()], {}, Forced())

    assert asked == ["s1"]
    assert [s.name for s in speakers] == [["Rosa Birch", "Ada Moss"][best]]


@each_case(
    ("source", "share", "expected"),
    [("she", 0.6, "Rosa Birch"), ("she", 0.7, None), ("the baker", 0.6, "baker"), ("the baker", 0.7, "baker")],
)
def test_a_pronoun_is_left_open_only_if_it_surely_means_somebody_else(
    source: str, share: float, expected: str | None
) -> None:
    """Else it is the likeliest of those mentioned; a description is somebody new where that is likeliest."""

    class Absent(Ranker):
        def score(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
            """The share for somebody who is not mentioned, and the rest for the others."""
            return np.array([*[(1 - share) / (len(rows) - 1)] * (len(rows) - 1), share])

        def weigh(self, statement: str, features: Mapping[str, float]) -> float:
            """Return 1."""
            del statement, features
            return 1.0

    text = TEXT.replace("she", source)
    span, content = Span(text.index(source), text.index(" said")), Span(text.index("it would"), len(text) - 1)
    said = Statement("s1", Kind.INDIRECT, Place.BODY, (content,), (), (span,), 0.9)
    article = Article("a", text)

    (statement,), speakers = resolve_speakers(article, lay_out(article), [said], {}, Absent())

    assert next((it.name for it in speakers if it.id == statement.speaker), None) == expected


@each_case(
    ("anaphor", "expected"),
    [
        (SHE, "singular"),
        (Anaphor(0, None, is_plural=True, is_person=None), "plural"),
        (Anaphor(0, None, is_plural=False, is_person=False), "thing"),
        (Anaphor(0, None, is_plural=True, is_person=False, phrase=Phrase(Span(0, 1), Form.NOMINAL, "x")), "group"),
        (Anaphor(0, None, is_plural=False, is_person=True, phrase=Phrase(Span(0, 1), Form.NOMINAL, "x")), "person"),
        (Anaphor(0, None, is_plural=False, is_person=False, phrase=Phrase(Span(0, 1), Form.NOMINAL, "x")), "body"),
        (Anaphor(0, None, is_plural=False, is_person=None, silence=SILENCE), "silent"),
    ],
)
def test_what_refers_back_has_its_weights(anaphor: Anaphor, expected: str) -> None:
    """Pronouns and descriptions of one person, of several and of things are weighed differently."""
    assert class_of(anaphor) == expected


@pytest.mark.parametrize(
    "content",
    [None, "", "[]", "{}", '{"weights": 1}', '{"weights": {"fits": "much"}, "bias": [0], "out": [0], "trust": {}}'],
)
def test_weights_that_cannot_be_read_are_an_error(tmp_path: Path, content: str | None) -> None:
    """A missing or broken file says what to do."""
    path = tmp_path / "weights.json"
    if content is not None:
        path.write_text(content, encoding="utf-8")

    with pytest.raises(ModelError, match="reinstall sayso"):
        Ranker(path)


def test_shipped_weights_name_known_features() -> None:
    """The shipped file has weights for each feature of candidates and of the speaker score, and no others."""
    given = json.loads((Path(__file__).parents[1] / "src/sayso/model/resolver.json").read_text(encoding="utf-8"))

    assert (set(given["weights"]), set(given["trust"])) == (set(FEATURES), set(TRUST_FEATURES))
