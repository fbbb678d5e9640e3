"""Candidates held against each other."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from sayso.analyse.layout import lay_out
from sayso.analyse.resolve import resolve_speakers
from sayso.analyse.resolve.candidates import Anaphor
from sayso.analyse.resolve.features import FEATURES
from sayso.analyse.resolve.mentions import MentionIndex
from sayso.analyse.resolve.phrase import Form, Phrase
from sayso.analyse.resolve.rank import CLASSES, Choice, Ranker, class_of
from sayso.analyse.resolve.resolver import Resolver
from sayso.article import Article
from sayso.errors import ModelError
from sayso.statement import Kind, Place, Statement, Unresolved
from sayso.text import Span

SHE = Anaphor(0, 1.0, is_plural=False, is_person=True)
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
    """A file with the same weights for every class."""
    path.write_text(json.dumps(dict.fromkeys(CLASSES, weights)), encoding="utf-8")
    return path


def test_best_candidate_is_chosen() -> None:
    """The candidate with the best row is chosen, and has the largest share."""
    choice = choose(Ranker(), 0.0, 1.0, 0.2)

    assert (choice.best, choice.rivals) == (1, ())
    assert 1 / 3 < choice.share < 1


def test_equally_likely_candidates_are_rivals() -> None:
    """Equal candidates are all left standing."""
    choice = choose(Ranker(), 1.0, 0.0, 1.0)

    assert (choice.best, choice.rivals) == (0, (2,))


def test_tie_is_ambiguous(tmp_path: Path) -> None:
    """A pronoun with two equally likely antecedents is ambiguous, with both as candidates."""
    article = Article("a", TEXT)
    ranker = Ranker(write(tmp_path / "even.json"))

    (statement,), speakers = resolve_speakers(article, lay_out(article), [said_by_she()], (), ranker)

    assert statement.unresolved is Unresolved.AMBIGUOUS
    assert {s.name for s in speakers if s.id in statement.candidates} == {"Ada Moss", "Rosa Birch"}


@pytest.mark.parametrize("best", [0, 1])
def test_choice_can_be_forced(best: int) -> None:
    """The chooser gets the id of the statement, and its choice is taken."""
    asked = []

    def chooser(
        _anaphor: object, _candidates: object, _rows: object, _mentions: object, statement: str | None
    ) -> Choice:
        asked.append(statement)
        return Choice(best, 1.0, ())

    article = Article("a", TEXT)
    resolver = Resolver(article, lay_out(article), [said_by_she()], (), chooser)
    resolver.run()

    assert asked == ["s1"]
    assert [s.name for s in resolver.records()[1]] == [["Rosa Birch", "Ada Moss"][best]]


@pytest.mark.parametrize(
    ("anaphor", "expected"),
    [
        (SHE, "singular"),
        (Anaphor(0, None, is_plural=True, is_person=None), "plural"),
        (Anaphor(0, None, is_plural=False, is_person=False), "thing"),
        (Anaphor(0, None, is_plural=True, is_person=False, phrase=Phrase(Span(0, 1), Form.NOMINAL, "x")), "group"),
        (Anaphor(0, None, is_plural=False, is_person=True, phrase=Phrase(Span(0, 1), Form.NOMINAL, "x")), "person"),
        (Anaphor(0, None, is_plural=False, is_person=False, phrase=Phrase(Span(0, 1), Form.NOMINAL, "x")), "body"),
    ],
)
def test_what_refers_back_has_its_weights(anaphor: Anaphor, expected: str) -> None:
    """Pronouns and descriptions of one person, of several and of things are weighed differently."""
    assert class_of(anaphor) == expected


@pytest.mark.parametrize("content", [None, "", "[]", "{}", '{"singular": 1}', '{"singular": {"fits": "much"}}'])
def test_weights_that_cannot_be_read_are_an_error(tmp_path: Path, content: str | None) -> None:
    """A missing or broken file says what to do."""
    path = tmp_path / "weights.json"
    if content is not None:
        path.write_text(content, encoding="utf-8")

    with pytest.raises(ModelError, match="reinstall sayso"):
        Ranker(path)


def test_shipped_weights_name_known_features() -> None:
    """Each class has its weights in the shipped file."""
    given = json.loads((Path(__file__).parents[1] / "src/sayso/model/resolver.json").read_text(encoding="utf-8"))

    assert set(CLASSES) <= set(given)
    assert all(set(FEATURES) <= set(given[name]) for name in CLASSES)
