"""From what is known of an attribution to a probability."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.analyse.attribute import Attribution
from sayso.analyse.calibrate import FEATURES, SIGNED, TURN, describe, describe_article, score, weigh
from sayso.analyse.decode import Draft, Part
from sayso.analyse.layout import lay_out
from sayso.article import Article
from sayso.statement import Kind, Place
from sayso.text import Span

from .each_case import each_case

_TEXT = "It floats, said Ida Moss. It rained."
_LAYOUT = lay_out(Article("a", _TEXT))
_AROUND = (0.0, 0.0, 0.0)
_ALONE = Draft((Part(Span(0, 9), 0.9),), None, None, inner=False)
_CUED = Draft((Part(Span(0, 9), 0.9),), Part(Span(11, 15), 0.9), None, inner=False)


def _features(attribution: Attribution, text: str = _TEXT) -> dict[str, float]:
    found = describe(lay_out(Article("a", text)), attribution, _AROUND)
    return dict(zip(FEATURES, found, strict=True))


def _make(
    *drafts: Draft,
    kind: Kind = Kind.DIRECT,
    content: tuple[Span, ...] = (Span(0, 9),),
    cue: tuple[Span, ...] = (),
    turn: bool = False,
) -> Attribution:
    return Attribution(content, cue, (), kind, Place.BODY, drafts, turn=turn)


def _score(attribution: Attribution, scheme: str, weights: dict[str, float]) -> float:
    return score(_LAYOUT, attribution, _AROUND, scheme, {scheme: weights})


def test_features_of_a_drafted_attribution() -> None:
    """Probabilities become log-odds; what is there and what is not becomes 1 or 0."""
    content = Part(Span(0, 9), 0.75, 0.5, begins=0.9, ends=0.8)
    draft = Draft((content,), Part(Span(11, 15), 0.9, 0.8), Part(Span(16, 24), 0.6), inner=True)

    found = _features(_make(draft, cue=(Span(11, 15),)))

    expected = {"bias": 1, "content": math.log(3), "content_link": 0, "cue": math.log(9), "cue_link": math.log(4)}
    expected |= {"begins": math.log(9), "ends": math.log(4)}
    assert expected == pytest.approx({name: found[name] for name in expected})
    assert (1, 0, 0, 1, 1) == tuple(found[n] for n in ("direct", "mixed", "no_cue", "no_source", "inner"))


def test_features_of_a_content_alone() -> None:
    """A draft without cue and source says so; neither has an opinion of the model."""
    found = _features(_make(_ALONE))

    assert (1, 1) == (found["no_cue"], found["no_source"])
    assert (0, 0, 0) == tuple(found[name] for name in ("cue", "cue_link", "source"))


@each_case(
    ("text", "content", "cue", "expected"),
    [
        ("He said that it floats.", "that it floats", "said", {"that", "saying", "after_cue"}),
        ("He asked whether it floats.", "whether it floats", "asked", {"asks", "after_cue"}),
        ("He had criticised them.", "them", "had criticised", {"one_word", "pronoun", "after_cue"}),
        ("He never said where it is.", "where it is", "never said", {"that", "saying", "negated", "verb", "after_cue"}),
        ("Notice: the bridge is shut.", "the bridge is shut", "Notice:", {"colon", "few_words", "verb", "after_cue"}),
    ],
)
def test_features_of_the_words(text: str, content: str, cue: str, expected: set[str]) -> None:
    """The first word of the content, its length, and what kind of word the cue is, all count."""
    content_span, cue_span = (Span(text.index(words), text.index(words) + len(words)) for words in (content, cue))
    shown = ("that", "asks", "one_word", "few_words", "pronoun", "verb", "saying", "negated", "colon", "after_cue")

    found = _features(_make(kind=Kind.INDIRECT, content=(content_span,), cue=(cue_span,)), text)

    assert expected - {"few_words"} == {name for name in shown if found[name]} - {"few_words"}


@each_case(
    ("scheme", "turn", "cue", "expected"),
    [
        ("guide", True, (), TURN),
        ("polnear", True, (Span(9, 10),), TURN),
        ("guide", False, (Span(9, 10),), SIGNED),
        ("polnear", False, (Span(9, 10),), SIGNED),
        ("polnear", False, (), 0.05),
    ],
)
def test_what_a_rule_found_has_a_fixed_score(scheme: str, turn: bool, cue: tuple[Span, ...], expected: float) -> None:
    """Turns, signed quotations and, to PolNeAR, quotations that stand alone have fixed scores, whatever the weights."""
    assert expected == _score(_make(cue=cue, turn=turn), scheme, {"bias": -30.0})


def test_turn_that_the_model_drafted_has_the_score_of_a_turn() -> None:
    """It is the rule that makes it a turn; the draft is its evidence alone."""
    assert TURN == _score(_make(_ALONE, turn=True), "guide", {"bias": -30.0})


def test_what_the_model_drafted_is_weighed() -> None:
    """Its score is the probability that the weights of its scheme give."""
    weights = {"polnear": {"bias": 2.0}, "guide": {"bias": -2.0}}

    found = score(_LAYOUT, _make(_CUED, cue=(Span(11, 15),)), _AROUND, "polnear", weights)

    assert round(1 / (1 + math.exp(-2)), 4) == found


def test_lone_quotation_is_weighed_by_the_guide() -> None:
    """By the guide a quotation without a cue may be a statement; it is weighed even if only a rule found it."""
    assert round(1 / (1 + math.exp(-1)), 4) == _score(_make(), "guide", {"alone": 1.0})


def test_least_sure_part_counts() -> None:
    """Of several parts the least sure one is known, and that there are several."""
    parts = (Part(Span(0, 9), 0.9), Part(Span(26, 35), 0.75))

    found = _features(_make(Draft(parts, None, None, inner=False), content=(Span(0, 9), Span(26, 35))))

    assert [math.log(3), 1] == pytest.approx([found["content_least"], found["parts"]])


def test_the_rest_of_the_article_counts() -> None:
    """How sure the model is of the other contents of an article is known of each."""
    surer = _make(Draft((Part(Span(0, 9), 0.9),), None, None, inner=False))

    around, dense, unmarked = describe_article(_LAYOUT, [surer, _make()])

    assert math.log(9) == pytest.approx(around)
    assert dense > describe_article(_LAYOUT, [surer])[1]
    assert 1.0 == unmarked


def test_weights_by_name() -> None:
    """Each weight meets the feature of its name; a name without a weight counts nothing."""
    features = describe(_LAYOUT, _make(_ALONE, kind=Kind.MIXED), _AROUND)

    assert 0.5 == weigh(features, {})
    assert round(1 / (1 + math.exp(-2)), 4) == weigh(features, {"mixed": 2.0, "direct": 5.0})


def test_certainty_is_bounded() -> None:
    """A probability of exactly 0 or 1 from the model is taken as very sure, not as infinite."""
    sure = Draft((Part(Span(0, 9), 1.0, 1.0),), Part(Span(1, 2), 0.0, 0.0), None, inner=False)

    found = describe(_LAYOUT, _make(sure), _AROUND)

    assert all(math.isfinite(value) for value in found)


@given(st.lists(st.floats(-1e6, 1e6), min_size=len(FEATURES), max_size=len(FEATURES)), st.floats(-1e6, 1e6))
def test_score_is_a_probability(features: list[float], weight: float) -> None:
    """Whatever the weights, the score lies between 0 and 1 and has four places."""
    score = weigh(features, dict.fromkeys(FEATURES, weight))

    assert 0 <= score <= 1
    assert round(score, 4) == score
